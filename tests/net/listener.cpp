#include "net/listener.hpp"

#include <httplib.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace syncline::tests {

namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return text;
}

HttpAnswer accept(const Heard& heard) {
    HttpAnswer answer;
    answer.headers["content-type"] = "application/json";
    answer.status = heard.method == "POST" ? 201 : 200;
    answer.body = heard.method == "POST" ? R"({"id":"a","text":"x","version":"AQ=="})" : "[]";
    return answer;
}

}  // namespace

std::string Heard::header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? "(none)" : found->second;
}

Listener::Listener() : server_(std::make_unique<httplib::Server>()), scheme_("http") {
    start();
}

Listener::Listener(const TlsSide& side)
    : server_(std::make_unique<httplib::SSLServer>(
          side.certificate.c_str(),
          side.key.c_str(),
          side.client_authority.empty() ? nullptr : side.client_authority.c_str())),
      scheme_("https") {
    start();
}

void Listener::start() {
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
        Heard heard{request.method, request.target, {}};
        for (const auto& [name, value] : request.headers) heard.headers[lower(name)] = value;
        const HttpAnswer answer = take(std::move(heard));
        response.status = answer.status;
        const std::string type = answer.header("content-type");
        response.set_content(answer.body, type.empty() ? "text/plain" : type);
        for (const auto& [name, value] : answer.headers) {
            if (name != "content-type") response.set_header(name, value);
        }
    };
    server_->Get(".*", handle);
    server_->Post(".*", handle);
    port_ = server_->bind_to_any_port("127.0.0.1");
    if (port_ < 0) throw std::runtime_error("no port for a service");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    // It would not hear stop() before.
    while (!server_->is_running()) std::this_thread::yield();
}

Listener::~Listener() {
    server_->stop();
    thread_.join();
}

std::string Listener::url(const std::string& host) const {
    return scheme_ + ("://" + host) + ':' + std::to_string(port_);
}

void Listener::answer(Answer answer) {
    const std::scoped_lock lock(mutex_);
    answer_ = std::move(answer);
}

std::vector<Heard> Listener::heard() const {
    const std::scoped_lock lock(mutex_);
    return heard_;
}

HttpAnswer Listener::take(Heard heard) {
    Answer answer;
    {
        const std::scoped_lock lock(mutex_);
        heard_.push_back(heard);
        answer = answer_ ? answer_ : accept;
    }
    return answer(heard);
}

}  // namespace syncline::tests
