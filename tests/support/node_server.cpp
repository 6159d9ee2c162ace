#include "support/node_server.hpp"

#include <filesystem>
#include <signal.h>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace syncline::tests {
namespace {

const std::filesystem::path kServer = SYNCLINE_V2_SERVER;

Command node(const std::string& script) {
    if (!std::filesystem::exists(kServer / "node_modules" / "azure-mobile-apps")) {
        throw std::runtime_error(
            "the v2 server is not installed: run tests/real/server/install.sh");
    }
    return Command{.program = "node", .arguments = {(kServer / script).string()}};
}

}  // namespace

NodeServer::NodeServer(NodeServerOptions options) : options_(std::move(options)) {
    start();
}

std::string NodeServer::token(const std::string& user, int seconds) const {
    Command command = node("token.js");
    command.arguments.insert(command.arguments.end(), {user, std::to_string(seconds)});
    Outcome outcome = run(command);
    if (outcome.status != 0) {
        throw std::runtime_error("token.js: " + outcome.err);
    }
    outcome.out.erase(outcome.out.find('\n'));
    return outcome.out;
}

void NodeServer::stop() {
    if (process_) {
        process_->send_signal(SIGTERM);
        process_->wait();
        process_.reset();
    }
}

void NodeServer::start() {
    Command command = node("server.js");
    command.environment = {
        {"PORT", port_},
        {"SYNCLINE_ATTENDED", "1"},
        {"SYNCLINE_DB", options_.on_disk ? database().string() : ":memory:"},
        {"SYNCLINE_FAST", options_.fast && options_.on_disk ? "1" : "0"},
        {"SYNCLINE_INDEX", options_.index ? "1" : "0"},
        {"SYNCLINE_PAGE_SIZE", std::to_string(options_.page_size)},
        {"SYNCLINE_MAX_TOP", std::to_string(options_.max_top)},
        {"SYNCLINE_BODY_LIMIT", options_.body_limit},
    };
    process_ = std::make_unique<Process>(command);
    std::istringstream line(process_->read_line().value_or(""));
    std::string word;
    std::string host;
    line >> word >> host >> port_;
    if (word != "LISTENING") {
        throw std::runtime_error("the v2 server did not start: " + process_->wait().err);
    }
    url_ = "http://" + host + ":" + port_;
}

}  // namespace syncline::tests
