#include "net/caller.hpp"
#include "net/certificates.hpp"
#include "net/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <set>
#include <utility>

namespace syncline::tests {
namespace {

namespace fs = std::filesystem;

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kCommandLine = "the command line of a process";

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string with_spaces(std::string words) {
    std::replace(words.begin(), words.end(), '\0', ' ');
    return words;
}

/// A place where a secret could be left, and what stands there.
using Place = std::pair<std::string, std::string>;

/// What a secret is, and how it may look where it has been left.
struct Secret {
    std::string name;
    std::vector<std::string> marks;
};

/// One way to give the token: options and variables.
struct TokenWay {
    const char* name;
    Words options;
    Variables variables;
};

/// How the service fails, given what it heard.
struct Failure {
    const char* name;
    std::function<HttpAnswer(const Heard&)> answer;
};

HttpAnswer answer_with(int status, const char* type, std::string body) {
    HttpAnswer answer;
    answer.status = status;
    answer.headers["content-type"] = type;
    answer.body = std::move(body);
    return answer;
}

/// What the service knows of us and could repeat.
std::string repeated(const Heard& heard) {
    return heard.header("x-zumo-auth") + ' ' + heard.header("x-key");
}

const std::vector<Failure> kFailures = {
    {"401",
     [](const Heard& heard) {
         return answer_with(
             401, "application/json", R"({"error":"no good: )" + repeated(heard) + R"("})");
     }},
    {"a page with 500",
     [](const Heard& heard) {
         const std::string words = repeated(heard);
         return answer_with(
             500, "text/html", "<html><title>Broken: " + words + "</title><p>" + words + "</html>");
     }},
    {"a rejection",
     [](const Heard& heard) {
         return answer_with(400, "text/plain", "Bad request: " + repeated(heard));
     }},
    {"a redirect",
     [](const Heard& heard) {
         HttpAnswer answer = answer_with(302, "text/plain", "");
         answer.headers["location"] = "https://login.test/?token=" + heard.header("x-zumo-auth") +
                                      "#" + heard.header("x-key");
         return answer;
     }},
};

/// Every way to give a secret, and every place where it must not be found.
class Secrets : public testing::Test {
  protected:
    Secrets() {
        service_.answer([this](const Heard& heard) {
            look_at_processes();
            look_at_store();
            return failure_(heard);
        });
        std::string key = text_of(certificates_.client_key());
        key.erase(0, key.find('\n') + 1);
        secrets_ = {{"token", {"marker-token-4711"}},
                    {"header", {"marker-header-4711"}},
                    // user and password in base64
                    {"password", {"marker-password-4711", "bWU6bWFya2VyLXBhc3N3b3JkLTQ3MTE="}},
                    {"key", {key.substr(0, key.find('\n'))}}};
        const std::string token = caller_.secret("token", "marker-token-4711\n");
        const std::string command = "cat " + token;
        ways_ = {{"--token-file", {"--token-file", token}, {}},
                 {"--token-command", {"--token-command", command}, {}},
                 {"SYNCLINE_TOKEN", {}, {{"SYNCLINE_TOKEN", "marker-token-4711"}}}};
        caller_.program().must({"insert", "todoitem", "--id", "a", "--set", "text=no-secret-4711"});
        caller_.program().must({"insert", "todoitem", "--id", "b", "--set", "text=y"});
    }

    /// The options of a command that goes to the service, with all other secrets.
    Words options(const TokenWay& way) const {
        Words words = {
            "--cacert",
            certificates_.authority(),
            "--cert",
            certificates_.client(),
            "--key",
            certificates_.client_key(),
            "--header",
            "@" + caller_.secret("headers", "X-Key: marker-header-4711\n"),
            "--netrc-file",
            caller_.secret("netrc", "machine 127.0.0.1 login me password marker-password-4711\n"),
            "--retry",
            "0"};
        words.insert(words.end(), way.options.begin(), way.options.end());
        return words;
    }

    /// Runs a command and keeps what it prints.
    void run(Words words, const TokenWay& way, bool online) {
        if (online) {
            const Words further = options(way);
            words.insert(words.end(), further.begin(), further.end());
        }
        const Outcome outcome = caller_.run(words, way.variables);
        note("standard output of " + words.front(), outcome.out);
        note("standard error of " + words.front(), outcome.err);
        look_at_store();
    }

    void note(const std::string& name, const std::string& text) {
        if (text.empty()) return;
        const std::scoped_lock lock(mutex_);
        places_.insert({name, text});
    }

    /// The command lines of everything that runs.
    void look_at_processes() {
        std::error_code gone;
        for (const auto& entry : fs::directory_iterator("/proc", gone)) {
            const std::string number = entry.path().filename().string();
            if (number.find_first_not_of("0123456789") != std::string::npos) continue;
            note(kCommandLine, with_spaces(text_of(entry.path() / "cmdline")));
        }
    }

    /// The store and what SQLite has beside it.
    void look_at_store() {
        const fs::path store = caller_.program().store();
        for (const auto& entry : fs::directory_iterator(store.parent_path())) {
            const std::string name = entry.path().filename().string();
            if (name.rfind(store.filename().string(), 0) == 0) note(name, text_of(entry.path()));
        }
    }

    /// Each secret that was found, with its place and what stands around it.
    std::vector<std::string> leaks() const {
        constexpr std::size_t kAround = 200;
        std::vector<std::string> found;
        for (const auto& [place, text] : places_) {
            for (const Secret& secret : secrets_) {
                for (const std::string& mark : secret.marks) {
                    const std::size_t at = text.find(mark);
                    if (at == std::string::npos) continue;
                    found.push_back("the " + secret.name + " in " + place + ": " +
                                    text.substr(at - std::min(at, kAround), 2 * kAround));
                }
            }
        }
        return found;
    }

    /// Whether a place was looked at and held this.
    bool was_seen(const std::string& name, const std::string& text) const {
        return std::any_of(places_.begin(), places_.end(), [&](const Place& place) {
            return place.first == name && place.second.find(text) != std::string::npos;
        });
    }

    const Certificates& certificates_ = Certificates::shared();
    Listener service_{
        {certificates_.server(), certificates_.server_key(), certificates_.authority()}};
    Caller caller_{service_.url()};
    std::function<HttpAnswer(const Heard&)> failure_;
    std::vector<Secret> secrets_;
    std::vector<TokenWay> ways_;
    std::mutex mutex_;
    std::set<Place> places_;
};

TEST_F(Secrets, AreNeverLeftBehind) {
    const std::vector<Words> online = {{"push", "--verbose"},
                                       {"pull", "todoitem", "--json"},
                                       {"sync"},
                                       {"push", "--dry-run"},
                                       {"push", "--dry-run", "--as", "curl"}};
    const std::vector<Words> offline = {{"status", "--json"},
                                        {"explain", "todoitem", "a"},
                                        {"queue", "list", "--json"},
                                        {"log", "--json"}};
    for (const Failure& failure : kFailures) {
        SCOPED_TRACE(failure.name);
        failure_ = failure.answer;
        for (const TokenWay& way : ways_) {
            SCOPED_TRACE(way.name);
            for (const Words& words : online) run(words, way, true);
            for (const Words& words : offline) run(words, way, false);
        }
    }

    EXPECT_THAT(leaks(), IsEmpty());
    std::set<std::string> sent;
    for (const Heard& heard : service_.heard()) {
        for (const char* name : {"x-zumo-auth", "x-key", "authorization"}) {
            sent.insert(heard.header(name));
        }
    }
    const std::set<std::string> all = {
        "marker-token-4711", "marker-header-4711", "Basic bWU6bWFya2VyLXBhc3N3b3JkLTQ3MTE="};
    EXPECT_EQ(sent, all) << "what was not sent could not be left behind";
    EXPECT_TRUE(was_seen("store.db", ""));
    EXPECT_TRUE(was_seen("store.db-wal", "no-secret-4711"));
    EXPECT_TRUE(was_seen("store.db-shm", ""));
    EXPECT_TRUE(was_seen(kCommandLine, "--netrc-file"));
    EXPECT_TRUE(was_seen("standard output of explain", "no-secret-4711"));
}

TEST_F(Secrets, OnTheCommandLineAreSeenByAll) {
    // a mark of its own: the test above looks at all processes, and may run at the same time
    secrets_.push_back({"shown header", {"marker-shown-4711"}});
    failure_ = kFailures.front().answer;
    run({"push", "--header", "X-Key: marker-shown-4711"}, ways_.front(), true);

    EXPECT_THAT(leaks(), Contains(HasSubstr(std::string("the shown header in ") + kCommandLine)));
}

}  // namespace
}  // namespace syncline::tests
