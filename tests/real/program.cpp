#include "real/program.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace syncline::tests {
namespace {

constexpr std::size_t kNamed = 5;
constexpr std::size_t kPage = 1000;

std::string describe(const Words& words, const Outcome& outcome) {
    std::string text = "syncline";
    for (const std::string& word : words) text += " " + word;
    return text + "\nstatus " + std::to_string(outcome.status) + ", signal " +
           std::to_string(outcome.signal) + "\n" + outcome.out + outcome.err;
}

bool same(const Json& here, const Json& there) {
    for (const char* name : {"version", "text", "complete"}) {
        if (here.value(name, Json()) != there.value(name, Json())) return false;
    }
    return true;
}

std::map<std::string, Json> by_id(const Json& items) {
    std::map<std::string, Json> result;
    for (const Json& item : items) result.emplace(text(item, "id"), item);
    return result;
}

}  // namespace

std::string program_path() {
    return SYNCLINE_PROGRAM;
}

Json document(const Outcome& outcome) {
    try {
        return Json::parse(outcome.out);
    } catch (const Json::parse_error&) {
        throw std::runtime_error("not a document: " + outcome.out + outcome.err);
    }
}

Program::Program(const std::string& url, const Words& columns) {
    must({"init", "--url", url});
    Words define = {"define-table", "todoitem"};
    define.insert(define.end(), columns.begin(), columns.end());
    must(define);
}

Command Program::command(const Words& words) const {
    Command command{.program = program_path(), .arguments = words};
    command.environment = {{"SYNCLINE_DB", store().string()}};
    command.directory = folder_.path();
    return command;
}

Outcome Program::run(const Words& words, std::string input) const {
    Command command = this->command(words);
    command.input = std::move(input);
    return tests::run(command);
}

std::string Program::must(const Words& words, std::string input) const {
    const Outcome outcome = run(words, std::move(input));
    if (outcome.status != 0) throw std::runtime_error(describe(words, outcome));
    return outcome.out;
}

Json Program::json(Words words, int status) const {
    words.emplace_back("--json");
    const Outcome outcome = run(words);
    if (outcome.status != status) {
        throw std::runtime_error("expected " + std::to_string(status) + ": " +
                                 describe(words, outcome));
    }
    return document(outcome);
}

std::size_t Program::count_of(const char* name) const {
    return json({"status"}).at(name).get<std::size_t>();
}

std::map<std::string, Json> Program::items(const std::string& table) const {
    return by_id(json({"query", table}));
}

std::string Program::dump() const {
    const Outcome outcome =
        tests::run({.program = "sqlite3", .arguments = {store().string(), ".dump"}});
    if (outcome.status != 0) throw std::runtime_error("sqlite3: " + outcome.err);
    return outcome.out;
}

std::map<std::string, Json> items_of(V2Client& server) {
    Json items = Json::array();
    std::string after;
    while (true) {
        std::vector<std::string> options = {"$orderby=id", "$top=" + std::to_string(kPage)};
        if (!after.empty()) options.push_back("$filter=id gt '" + after + "'");
        const Json page = V2Client::body(server.list(options), 200);
        items.insert(items.end(), page.begin(), page.end());
        if (page.size() < kPage) return by_id(items);
        after = text(page.back(), "id");
    }
}

void expect_equal(const Program& program, V2Client& server, const std::string& table) {
    const auto here = program.items(table);
    const auto there = items_of(server);
    EXPECT_EQ(here.size(), there.size());
    std::size_t wrong = 0;
    std::string named;
    const auto name = [&](const std::string& line) {
        if (++wrong <= kNamed) named += "\n" + line;
    };
    for (const auto& [id, item] : there) {
        const auto found = here.find(id);
        if (found == here.end()) {
            name("missing here: " + item.dump());
        } else if (!same(found->second, item)) {
            name("here " + found->second.dump() + ", there " + item.dump());
        }
    }
    for (const auto& [id, item] : here) {
        if (there.count(id) == 0) name("not on the server: " + item.dump());
    }
    EXPECT_EQ(wrong, 0U) << named;
}

}  // namespace syncline::tests
