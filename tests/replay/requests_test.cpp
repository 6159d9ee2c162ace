#include "real/backend.hpp"
#include "real/program.hpp"
#include "replay/compare_values.hpp"
#include "replay/exchange.hpp"
#include "replay/player.hpp"
#include "replay/template.hpp"
#include "support/fault_proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

/// What the program sends, beside the requests that were recorded with a real v3 server.
namespace syncline::tests {
namespace {

using testing::SizeIs;
using testing::StartsWith;

std::filesystem::path file(const char* name) {
    return std::filesystem::path(SYNCLINE_REPLAY_FILES) / name;
}

/// The terms of a filter that `and` joins, in their order, without parentheses around them.
std::vector<std::string> terms_of(std::string filter) {
    const auto fits = [&filter](std::size_t at) { return filter.compare(at, 5, " and ") == 0; };
    int depth = 0;
    bool enclosed = filter.size() > 1 && filter.front() == '(';
    std::vector<std::string> terms;
    std::size_t from = 0;
    for (std::size_t i = 0; i < filter.size(); ++i) {
        if (filter[i] == '(') ++depth;
        if (filter[i] == ')') --depth;
        if (depth != 0) continue;
        if (i + 1 < filter.size()) enclosed = false;
        if (!fits(i)) continue;
        for (std::string& term : terms_of(filter.substr(from, i - from))) {
            terms.push_back(std::move(term));
        }
        from = i + 5;
    }
    if (enclosed) return terms_of(filter.substr(1, filter.size() - 2));
    if (from == 0) return {filter};
    for (std::string& term : terms_of(filter.substr(from))) terms.push_back(std::move(term));
    return terms;
}

/// A request in a form in which two that mean the same are equal.
struct Meaning {
    std::string method;
    std::string path;
    std::map<std::string, std::string> options;
    std::vector<std::string> filter;
    std::string if_match;
    Json body;

    bool operator==(const Meaning& other) const {
        return method == other.method && path == other.path && options == other.options &&
               filter == other.filter && if_match == other.if_match && body == other.body;
    }
    friend std::ostream& operator<<(std::ostream& out, const Meaning& request) {
        out << request.method << ' ' << request.path;
        for (const auto& [name, value] : request.options) out << "\n    " << name << '=' << value;
        for (const std::string& term : request.filter) out << "\n    filter " << term;
        return out << "\n    If-Match " << request.if_match << "\n    " << request.body;
    }
};

Meaning meaning_of(const std::string& method,
                   const std::string& target,
                   const Headers& headers,
                   const std::string& body) {
    const std::size_t question = target.find('?');
    Meaning meaning{method, percent_decoded(target.substr(0, question)), {}, {}, {}, {}};
    std::string rest = question == std::string::npos ? std::string() : target.substr(question + 1);
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        const std::size_t equals = rest.find('=');
        meaning.options[percent_decoded(rest.substr(0, equals))] =
            percent_decoded(rest.substr(equals + 1, end - equals - 1));
        rest.erase(0, end + 1);
    }
    if (const auto filter = meaning.options.find("$filter"); filter != meaning.options.end()) {
        meaning.filter = terms_of(filter->second);
        meaning.options.erase(filter);
    }
    for (const auto& [name, value] : headers) {
        if (name == "If-Match" || name == "if-match") meaning.if_match = value;
        if (name == "content-type") {
            EXPECT_THAT(value, StartsWith("application/json"));
        }
    }
    if (!body.empty()) meaning.body = Json::parse(body);
    return meaning;
}

/// The recording's tables served, and a store whose requests are looked at.
class RecordedRequest : public testing::Test {
  protected:
    RecordedRequest() { program.must({"init", "--url", proxy.url(), "--protocol", "v3"}); }

    /// A recorded request, with what this run's server answered put into it.
    Meaning recorded(const std::string& scenario, int step) const {
        for (const Exchange& exchange : exchanges_of(exchanges, scenario)) {
            if (exchange.step != step) continue;
            Headers headers = exchange.headers;
            for (auto& [name, value] : headers) value = filled(value, replies).value();
            return meaning_of(exchange.method,
                              filled(exchange.path, replies).value(),
                              headers,
                              filled(exchange.body.value_or(""), replies).value());
        }
        throw std::runtime_error("not recorded: " + scenario);
    }

    /// What a command sends.
    std::vector<Meaning> sent_by(const Words& words) {
        proxy.forget_requests();
        program.must(words);
        return seen();
    }
    std::vector<Meaning> seen() const {
        std::vector<Meaning> all;
        for (const SeenRequest& request : proxy.requests()) {
            all.push_back(
                meaning_of(request.method, request.target, request.headers, request.body));
        }
        return all;
    }

    /// Notes the stored item, deleted or not, as the answer of this step.
    void note(int step, const std::string& path) {
        replies[step] =
            Sender(serve.url())
                .send("GET", "/tables/" + path + "?__includedeleted=true", {}, std::nullopt);
    }

    /// Sends the first recorded requests of a scenario as they are.
    void play_first(const std::string& scenario, std::size_t count) {
        std::vector<Exchange> first = exchanges_of(exchanges, scenario);
        first.erase(first.begin() + static_cast<std::ptrdiff_t>(count), first.end());
        Sender sender(serve.url());
        for (const Played& played : play(first, sender)) {
            ASSERT_TRUE(played.agrees()) << played.described();
        }
    }

    /// Sends a recorded list request and notes its answer.
    void play_list(const std::string& scenario, int step) {
        for (const Exchange& exchange : exchanges_of(exchanges, scenario)) {
            if (exchange.step != step) continue;
            replies[step] =
                Sender(serve.url())
                    .send("GET", filled(exchange.path, replies).value(), {}, std::nullopt);
        }
    }

    const std::vector<Exchange> exchanges = read_exchanges(file("v3-exchanges.ndjson"));
    ServeServer serve{{"--protocol", "v3", "--table", '@' + file("tables.json").string()}};
    FaultProxy proxy{serve.url()};
    Program program;
    Replies replies;
};

TEST_F(RecordedRequest, ToCreateIsSent) {
    program.must({"define-table", "todoitem", "text:string", "complete:boolean"});
    program.must({"define-table", "hardtodo", "text:string", "complete:boolean"});
    program.must(
        {"insert", "todoitem", "--id", "cr-1", "--set", "text=one", "--set", "complete=true"});
    program.must({"insert", "hardtodo", "--id", "cr-1", "--set", "text=one"});

    const auto sent = sent_by({"push"});

    ASSERT_THAT(sent, SizeIs(2));
    EXPECT_EQ(sent[0], recorded("create", 1));
    EXPECT_EQ(sent[1], recorded("create", 18));
}

TEST_F(RecordedRequest, ToReplaceIsSentWithTheVersionAndEveryMember) {
    program.must({"define-table", "todoitem", "text:string", "complete:boolean"});
    program.must(
        {"insert", "todoitem", "--id", "pu-1", "--set", "text=a", "--set", "complete=true"});
    EXPECT_EQ(sent_by({"push"}).front(), recorded("replace", 1));
    note(1, "todoitem/pu-1");
    program.must({"update", "todoitem", "pu-1", "--set", "text=b"});

    const auto sent = sent_by({"push"});

    // The recorded one has no condition and resets what it leaves out.
    Meaning expected = recorded("replace", 2);
    expected.if_match = filled("\"{{step1.version}}\"", replies).value();
    expected.body["complete"] = true;
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0], expected);
}

TEST_F(RecordedRequest, ToReplaceAndDeleteUnderAConditionIsSent) {
    program.must({"define-table", "guarded", "text:string", "number:integer"});
    program.must({"insert", "guarded", "--id", "gu-1", "--set", "text=0", "--set", "number=0"});
    EXPECT_EQ(sent_by({"push"}).front(), recorded("guarded", 1));
    note(1, "guarded/gu-1");
    program.must({"update", "guarded", "gu-1", "--set", "text=1", "--set", "number=1"});
    EXPECT_EQ(sent_by({"push"}).front(), recorded("guarded", 2));
    note(2, "guarded/gu-1");
    program.must({"delete", "guarded", "gu-1"});
    EXPECT_EQ(sent_by({"push"}).front(), recorded("guarded", 4));
}

TEST_F(RecordedRequest, ToDeleteSoftlyIsSentAndThenTheItemIsAskedFor) {
    program.must({"define-table", "todoitem", "text:string"});
    program.must({"insert", "todoitem", "--id", "ds-1", "--set", "text=a"});
    EXPECT_EQ(sent_by({"push"}).front(), recorded("delete-soft", 1));
    note(1, "todoitem/ds-1");
    program.must({"delete", "todoitem", "ds-1"});

    const auto sent = sent_by({"push"});

    Meaning expected = recorded("delete-soft", 3);
    expected.if_match = filled("\"{{step1.version}}\"", replies).value();
    ASSERT_THAT(sent, SizeIs(2));
    EXPECT_EQ(sent[0], expected) << "the recorded one has no condition";
    EXPECT_EQ(sent[1], recorded("delete-soft", 4)) << "to learn how the table deletes";
}

TEST_F(RecordedRequest, ToUndeleteIsSent) {
    program.must({"define-table", "todoitem", "text:string", "complete:boolean"});
    program.must(
        {"insert", "todoitem", "--id", "un-1", "--set", "text=a", "--set", "complete=true"});
    EXPECT_EQ(sent_by({"push"}).front(), recorded("undelete", 1));
    program.must({"delete", "todoitem", "un-1"});
    // libcurl itself sends a request again on a connection that it used before.
    proxy.on({.method = "DELETE", .count = 2}, drop_answer());
    EXPECT_EQ(program.run({"push", "--retry", "0"}).status, 5);
    note(3, "todoitem/un-1");
    program.must(
        {"insert", "todoitem", "--id", "un-1", "--set", "text=back", "--set", "complete=true"});

    const auto sent = sent_by({"push"});

    EXPECT_EQ(sent.back(), recorded("undelete", 5));
}

/// Without what only says how much is asked for at once.
Meaning unsized(Meaning request) {
    request.options.erase("$top");
    request.options.erase("$select");
    return request;
}

TEST_F(RecordedRequest, ToPullByKeyIsSent) {
    play_first("pull-keyset", 12);
    program.must({"define-table", "smallpage", "text:string", "number:integer"});
    play_list("pull-keyset", 13);
    play_list("pull-keyset", 14);
    // The recording keeps its rows apart from other scenarios' by a filter.
    const auto page = [this](int step) {
        Meaning request = recorded("pull-keyset", step);
        request.filter.erase(request.filter.begin(), request.filter.begin() + 2);
        return unsized(request);
    };

    const auto sent = sent_by({"pull", "smallpage", "--page-size", "50", "--parallel", "1"});

    ASSERT_THAT(sent, SizeIs(4));
    EXPECT_EQ(unsized(sent[2]), page(14));
    EXPECT_EQ(unsized(sent[3]), page(16));
    EXPECT_THAT(program.items("smallpage"), SizeIs(12));
}

TEST_F(RecordedRequest, ToDrainAMillisecondIsSent) {
    play_first("keyset-plain", 16);
    program.must({"define-table", "plain", "number:integer"});
    const auto page = [this](int step) { return unsized(recorded("keyset-plain", step)); };

    const auto sent = sent_by({"pull", "plain", "--parallel", "1"});

    // Items from before 1970 are asked for with those without a time.
    Meaning first = page(19);
    first.filter = {
        "updatedAt eq null or updatedAt lt cast(1970-01-01T00:00:00.000Z,Edm.DateTimeOffset)"};
    ASSERT_THAT(sent, SizeIs(7));
    EXPECT_EQ(unsized(sent[0]), first);
    EXPECT_EQ(unsized(sent[1]), page(18));
    EXPECT_EQ(unsized(sent[2]), page(20));
    EXPECT_EQ(unsized(sent[3]), page(21));
    EXPECT_EQ(unsized(sent[4]), page(22));
    EXPECT_EQ(unsized(sent[5]), page(23));
    EXPECT_EQ(unsized(sent[6]), page(24));
    EXPECT_THAT(program.items("plain"), SizeIs(16));
}

}  // namespace
}  // namespace syncline::tests
