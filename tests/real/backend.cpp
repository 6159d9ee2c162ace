#include "real/backend.hpp"

#include "real/program.hpp"
#include "real/v2_client.hpp"
#include "real/v3_client.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <signal.h>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace syncline::tests {
namespace {

struct TableName {
    std::string_view v2;
    std::string_view v3;
};

constexpr std::array<TableName, 3> kTables{
    {{"todoitem", "synctodo"}, {"hardtodo", "synchard"}, {"kept", "synckept"}}};

const std::vector<std::string> kV2Options = {"--protocol",
                                             "v2",
                                             "--table",
                                             "todoitem:soft",
                                             "--table",
                                             "hardtodo:hard",
                                             "--table",
                                             "kept:soft"};

}  // namespace

ServeServer::ServeServer(std::vector<std::string> words) : words_(std::move(words)) {
    start();
}

void ServeServer::stop() {
    if (!process_) return;
    process_->send_signal(SIGTERM);
    process_->wait();
    process_.reset();
}

void ServeServer::start() {
    const std::string port = url_.empty() ? "0" : url_.substr(url_.rfind(':') + 1);
    Command command{.program = program_path(), .arguments = {"serve", "--port", port}};
    command.arguments.insert(command.arguments.end(), {"--db", (folder_ / "served.db").string()});
    command.arguments.insert(command.arguments.end(), words_.begin(), words_.end());
    process_ = std::make_unique<Process>(command);
    const auto line = process_->read_line();
    if (!line || line->rfind("http://", 0) != 0) {
        throw std::runtime_error("serve did not start: " + process_->wait().err);
    }
    url_ = line->back() == '/' ? line->substr(0, line->size() - 1) : *line;
}

std::vector<std::string> v3_options() {
    return {
        "--protocol", "v3", "--table", std::string("@") + SYNCLINE_REAL_FILES "/v3_tables.json"};
}

std::ostream& operator<<(std::ostream& out, Kind kind) {
    switch (kind) {
        case Kind::node:
            return out << "Node";
        case Kind::serve_v2:
            return out << "Serve";
        case Kind::serve_v3:
            break;
    }
    return out << "V3";
}

Backend::Backend(Kind kind) : kind_(kind) {
    const char* const foreign = std::getenv("SYNCLINE_TEST_V3_URL");
    if (kind == Kind::node) {
        node_ = std::make_unique<NodeServer>(NodeServerOptions{.on_disk = true});
    } else if (kind == Kind::serve_v2) {
        serve_ = std::make_unique<ServeServer>(kV2Options);
    } else if (foreign == nullptr) {
        serve_ = std::make_unique<ServeServer>(v3_options());
    } else {
        take_foreign(foreign);
    }
}

/// What others left in the tables is deleted. The ids of deleted items cannot be used again.
void Backend::take_foreign(const std::string& url) {
    std::cout << "the v3 server is " << url << '\n';
    foreign_ = std::make_unique<FaultProxy>(url);
    id_suffix_ = "-" + std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
    for (const TableName& name : kTables) {
        const auto items = table(std::string(name.v2));
        for (const std::string& id : RemoteTable::ids(items->all())) items->remove(id);
    }
}

const std::string& Backend::url() const {
    if (foreign_) return foreign_->url();
    return node_ ? node_->url() : serve_->url();
}

void Backend::stop() {
    if (foreign_) return foreign_->go_offline();
    node_ ? node_->stop() : serve_->stop();
}

void Backend::start() {
    if (foreign_) return foreign_->go_online();
    node_ ? node_->start() : serve_->start();
}

std::string Backend::name_of(const std::string& table) const {
    if (!speaks_v3()) return table;
    for (const TableName& name : kTables) {
        if (name.v2 == table) return std::string(name.v3);
    }
    return table;
}

std::unique_ptr<RemoteTable> Backend::table(const std::string& name) const {
    if (speaks_v3()) return std::make_unique<V3Client>(url(), name_of(name));
    return std::make_unique<V2Client>(url(), name);
}

}  // namespace syncline::tests
