#include "journey/device.hpp"

#include "store/store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace syncline::journey {

namespace {

/// Where the power is cut, a disk is made up: a flush may cost nothing.
const bool stores_in_memory = tests::prefer_memory();

}  // namespace

Device::Device(World& world, std::string name)
    : world_(world), name_(std::move(name)), path_((folder_ / "store.db").string()) {
    static_cast<void>(stores_in_memory);
    remote.allow_http = true;
    InitOptions options;
    options.url = "http://service";
    options.protocol = world.protocol;
    Client::create(path_, options);
    restart();
    define("todo");
}

void Device::restart() {
    stop();
    client_ = second_process();
}

std::unique_ptr<Client> Device::second_process() const {
    return std::make_unique<Client>(path_, opening, world_.environment(name_));
}

void Device::define(const std::string& table, bool independent) {
    TableDefinition definition;
    definition.name = table;
    definition.columns = {
        {"text", Type::string}, {"complete", Type::boolean}, {"rank", Type::number}};
    definition.independent = independent;
    client_->define_table(definition);
}

PullResult Device::pull(PullOptions options) {
    if (options.tables.empty()) options.tables = {"todo"};
    if (options.query_id.empty()) options.query_id = "all";
    return client_->pull(options, remote);
}

bool Device::killed_in(const std::function<void()>& act) {
    bool killed = false;
    try {
        act();
    } catch (const Killed&) {
        killed = true;
        restart();
        // Whatever a death leaves behind is a sound store.
        for (const Finding& finding : client_->check({}).findings)
            ADD_FAILURE() << finding.sentence;
    }
    world_.forget_hooks();
    return killed;
}

std::string Device::shown(const std::string& table) {
    std::string lines;
    client_->query(table, {}, [&lines](const Item& item) {
        lines += shown_line(item);
        return true;
    });
    return lines;
}

std::string Device::text(const std::string& id) {
    const auto item = client_->get("todo", id);
    const Value* text = item ? find_member(item->members, "text") : nullptr;
    return text != nullptr ? text->text() : "(none)";
}

std::vector<store::Operation> Device::queue() const {
    store::Store store(path_, store::OpenMode::read_only, std::chrono::seconds(5));
    std::vector<store::QueueEntry> entries;
    for (const auto state :
         {OperationState::pending, OperationState::failed, OperationState::conflict}) {
        for (const auto& entry : store.queue.entries(state)) entries.push_back(entry);
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        return a.sequence < b.sequence;
    });
    std::vector<store::Operation> operations;
    operations.reserve(entries.size());
    for (const auto& entry : entries) operations.push_back(*store.queue.find(entry.sequence));
    return operations;
}

std::vector<std::string> Device::queued() const {
    store::Store store(path_, store::OpenMode::read_only, std::chrono::seconds(5));
    std::vector<std::string> lines;
    for (const store::Operation& operation : queue()) {
        std::string table;
        for (const store::Table& one : store.tables.all()) {
            if (one.table_id == operation.table_id) table = one.name();
        }
        lines.push_back(std::string(name_of(operation.kind)) + " " + table + "/" + operation.item +
                        " " + name_of(operation.state));
    }
    return lines;
}

std::optional<store::Token> Device::token(const std::string& query_id) const {
    store::Store store(path_, store::OpenMode::read_only, std::chrono::seconds(5));
    const auto query = store.tokens.find(store.table("todo").table_id, query_id);
    if (!query) return std::nullopt;
    return query->token;
}

}  // namespace syncline::journey
