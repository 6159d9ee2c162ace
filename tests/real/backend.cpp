#include "real/backend.hpp"

#include "real/program.hpp"

#include <signal.h>
#include <stdexcept>
#include <utility>

namespace syncline::tests {

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

std::ostream& operator<<(std::ostream& out, Kind kind) {
    return out << (kind == Kind::node ? "Node" : "Serve");
}

Backend::Backend(Kind kind) {
    if (kind == Kind::node) {
        node_ = std::make_unique<NodeServer>(NodeServerOptions{.on_disk = true});
    } else {
        serve_ = std::make_unique<ServeServer>(std::vector<std::string>{"--protocol", "v2"});
    }
}

const std::string& Backend::url() const {
    return node_ ? node_->url() : serve_->url();
}

void Backend::stop() {
    node_ ? node_->stop() : serve_->stop();
}

void Backend::start() {
    node_ ? node_->start() : serve_->start();
}

}  // namespace syncline::tests
