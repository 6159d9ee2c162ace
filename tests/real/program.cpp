#include "real/program.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace syncline::tests {
namespace {

constexpr std::size_t kNamed = 5;

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

Program::Program(const Backend& backend, const std::string& url) {
    must({"init", "--url", url.empty() ? backend.url() : url});
    define(backend, "todoitem", kTodoColumns);
}

void Program::define(const Backend& backend, const std::string& table, const Words& columns) const {
    Words words = {"define-table", table, "--remote-name", backend.name_of(table)};
    words.insert(words.end(), columns.begin(), columns.end());
    must(words);
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

std::map<std::string, Json> items_of(RemoteTable& server) {
    return by_id(server.all());
}

void expect_equal(const Program& program, RemoteTable& server, const std::string& table) {
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
