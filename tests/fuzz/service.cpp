#include "service.hpp"

#include "base/text.hpp"
#include "oracle.hpp"
#include "scratch.hpp"

#include <syncline/client.hpp>

#include <algorithm>
#include <charconv>
#include <deque>
#include <map>
#include <unistd.h>

namespace syncline::fuzz {

namespace {

using std::chrono::milliseconds;

/// A run may ask for a few things more once the answers are used up; for no more than that.
constexpr std::uint64_t kMostRequests = 400;

struct Clock {
    Ticks ticks{0};
    std::uint64_t ids = 0;
};

class Scripted : public Transport {
  public:
    Scripted(std::shared_ptr<Clock> clock, std::shared_ptr<std::deque<Response>> answers)
        : clock_(std::move(clock)), answers_(std::move(answers)) {}

    std::uint64_t start(Request request) override {
        flying_.push_back({++last_, std::move(request)});
        require(last_ < kMostRequests, "a run ends", flying_.back().second.url);
        return last_;
    }

    std::optional<Finished> wait(Ticks until) override {
        if (flying_.empty()) {
            clock_->ticks = std::max(clock_->ticks, until);
            return std::nullopt;
        }
        clock_->ticks += milliseconds(20);
        Finished finished;
        finished.ticket = flying_.front().first;
        finished.response = answer(flying_.front().second);
        flying_.pop_front();
        return finished;
    }

    void cancel_all() override { flying_.clear(); }

  private:
    Response answer(const Request& request) {
        if (!answers_->empty()) {
            Response next = std::move(answers_->front());
            answers_->pop_front();
            return next;
        }
        if (request.method != "GET") return {404, {}, "{}"};
        const bool v3 = request.url.find("__includedeleted") != std::string::npos;
        return {200, {}, v3 ? "{\"items\":[]}" : "[]"};
    }

    std::shared_ptr<Clock> clock_;
    std::shared_ptr<std::deque<Response>> answers_;
    std::deque<std::pair<std::uint64_t, Request>> flying_;
    std::uint64_t last_ = 0;
};

std::string_view take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

Response read_answer(std::string_view text) {
    Response response{200, {}, std::string(text)};
    int status = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    const bool has_head = error == std::errc{} && status >= 100 && status < 600 &&
                          (end == text.data() + text.size() || *end == '\n');
    if (!has_head) return response;
    response.status = status;
    take_line(text);
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        const std::size_t colon = line.find(':');
        if (line.empty()) break;
        if (colon == std::string_view::npos) continue;
        response.headers.emplace_back(base::lower(line.substr(0, colon)),
                                      std::string(base::trim(line.substr(colon + 1))));
    }
    response.body = text;
    return response;
}

constexpr const char* kPage = R"([
 {"id":"clean","version":"MQ==","updatedAt":"2026-01-01T00:00:00.001Z","text":"c","extra":[1]},
 {"id":"changed","version":"MQ==","updatedAt":"2026-01-01T00:00:00.002Z","text":"old","n":1},
 {"id":"gone","version":"MQ==","updatedAt":"2026-01-01T00:00:00.003Z","text":"g"}])";

TableDefinition todo() {
    TableDefinition table;
    table.name = "todo";
    table.columns = {{"text", Type::string},
                     {"done", Type::boolean},
                     {"n", Type::integer},
                     {"price", Type::number},
                     {"due", Type::datetime},
                     {"born", Type::date},
                     {"at", Type::time},
                     {"owner", Type::guid},
                     {"bytes", Type::binary},
                     {"tags", Type::json}};
    return table;
}

std::string make_store(const std::string& protocol) {
    const std::string path = scratch_path("template-" + protocol);
    const std::string backup = path + "-backup";
    InitOptions options;
    options.url = "https://service.test/app";
    options.protocol = protocol;
    Client::create(path, options);
    const bool v3 = protocol == "v3";
    const std::string page = v3 ? "{\"items\":" + std::string(kPage) + "}" : kPage;
    Client client(
        path, {}, environment_with({{200, {}, v3 ? "{\"items\":[]}" : "[]"}, {200, {}, page}}));
    client.define_table(todo());
    PullOptions pull;
    pull.tables = {"todo"};
    pull.query_id = "all";
    client.pull(pull, {});
    client.update("todo", "changed", read_members(R"({"text":"mine","n":2})"));
    client.remove("todo", "gone");
    client.insert("todo", read_members(R"({"id":"new","text":"n","tags":{"a":[true]}})"));
    client.backup(backup);
    return read_file(backup);
}

}  // namespace

std::vector<Response> read_answers(std::string_view text) {
    constexpr std::string_view kMark = "\n%%\n";
    std::vector<Response> answers;
    while (true) {
        const std::size_t end = text.find(kMark);
        answers.push_back(read_answer(text.substr(0, end)));
        if (end == std::string_view::npos) return answers;
        text.remove_prefix(end + kMark.size());
    }
}

Environment environment_with(std::vector<Response> answers) {
    const auto clock = std::make_shared<Clock>();
    const auto queue = std::make_shared<std::deque<Response>>(answers.begin(), answers.end());
    Environment environment;
    environment.now = [clock] { return Timestamp(1'767'312'000'000) + clock->ticks; };
    environment.ticks = [clock] { return clock->ticks; };
    environment.sleep_until = [clock](Ticks until) {
        clock->ticks = std::max(clock->ticks, until);
    };
    environment.new_id = [clock] {
        const std::string number = std::to_string(++clock->ids);
        return "00000000-0000-7000-8000-" + std::string(12 - number.size(), '0') + number;
    };
    environment.random = [] { return 0.5; };
    environment.transport = [clock, queue](const RemoteOptions&) {
        return std::make_unique<Scripted>(clock, queue);
    };
    return environment;
}

const std::string& store_bytes(const std::string& protocol) {
    static std::map<std::string, std::string> stores;
    std::string& bytes = stores[protocol];
    if (bytes.empty()) bytes = make_store(protocol);
    return bytes;
}

}  // namespace syncline::fuzz
