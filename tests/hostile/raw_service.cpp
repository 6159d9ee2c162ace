#include "hostile/raw_service.hpp"

#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace syncline::tests {

bool Victim::send_forever(std::string_view piece, std::uint64_t most) {
    std::string block(piece);
    constexpr std::size_t kBlock = 65'536;
    while (block.size() < kBlock) block += piece;
    for (std::uint64_t sent = 0; sent < most; sent += block.size()) {
        if (!send(block)) return true;
    }
    return false;
}

bool Victim::is_gone_within(std::chrono::milliseconds time) {
    pollfd watched{socket_, POLLIN | POLLRDHUP, 0};
    if (poll(&watched, 1, static_cast<int>(time.count())) <= 0) return false;
    std::array<char, 64> rest{};
    return recv(socket_, rest.data(), rest.size(), MSG_DONTWAIT) <= 0;
}

void Victim::drip(std::string_view text, std::chrono::milliseconds pause) {
    for (std::size_t i = 0; !is_gone_within(pause); ++i) {
        if (!send(text.substr(i % text.size(), 1))) return;
    }
}

void Victim::wait_for_end() {
    while (!is_gone_within(std::chrono::seconds(1))) {
    }
}

RawService::RawService(Answer answer)
    : answer_(std::move(answer)), server_([this](int socket) { serve(socket); }) {}

std::vector<std::string> RawService::heard() const {
    const std::scoped_lock lock(mutex_);
    return heard_;
}

void RawService::serve(int socket) {
    Victim victim(socket);
    while (const auto request = read_request(victim.stream())) {
        {
            const std::scoped_lock lock(mutex_);
            heard_.push_back(request->word(0) + ' ' + request->word(1));
        }
        if (!answer_(*request, victim)) break;
    }
}

std::string answer_of(const std::string& body, int status, const std::string& headers) {
    return "HTTP/1.1 " + std::to_string(status) +
           " Whatever\r\ncontent-type: application/json\r\ncontent-length: " +
           std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

RawService::Answer always(std::string answer) {
    return [answer = std::move(answer)](const Message&, Victim& victim) {
        return victim.send(answer);
    };
}

}  // namespace syncline::tests
