#include "support/http_wire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <poll.h>
#include <sstream>
#include <sys/socket.h>

namespace syncline::tests {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

std::optional<std::size_t> number_in(std::string_view text, int base) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || end == text.data()) {
        return std::nullopt;
    }
    return value;
}

std::optional<Message> read_head(SocketStream& stream) {
    auto line = stream.read_through(kLineEnd);
    if (!line || line->find("HTTP/1.") == std::string::npos) {
        return std::nullopt;
    }
    Message message;
    message.start_line = line->substr(0, line->size() - kLineEnd.size());
    while ((line = stream.read_through(kLineEnd)) && *line != kLineEnd) {
        const std::string_view text(line->data(), line->size() - kLineEnd.size());
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view value = trimmed(text.substr(colon + 1));
        message.fields.emplace_back(text.substr(0, colon), value);
        message.headers[lower_case(text.substr(0, colon))] = value;
    }
    if (!line) {
        return std::nullopt;
    }
    const auto connection = message.headers.find("connection");
    message.ends_connection =
        connection != message.headers.end() && lower_case(connection->second) == "close";
    return message;
}

bool read_chunks(SocketStream& stream, Message& message) {
    while (true) {
        const auto size_line = stream.read_through(kLineEnd);
        const auto size = size_line ? number_in(*size_line, 16) : std::nullopt;
        if (!size) {
            return false;
        }
        message.raw_body += *size_line;
        if (*size == 0) {
            break;
        }
        const auto chunk = stream.read_exactly(*size + kLineEnd.size());
        if (!chunk) {
            return false;
        }
        message.raw_body += *chunk;
        message.body.append(*chunk, 0, *size);
    }
    while (const auto trailer = stream.read_through(kLineEnd)) {
        message.raw_body += *trailer;
        if (*trailer == kLineEnd) {
            return true;
        }
    }
    return false;
}

bool is_chunked(const Message& message) {
    const auto coding = message.headers.find("transfer-encoding");
    return coding != message.headers.end() && lower_case(coding->second) == "chunked";
}

bool read_counted(SocketStream& stream, Message& message, std::string_view length) {
    const auto size = number_in(length, 10);
    auto body = size ? stream.read_exactly(*size) : std::nullopt;
    if (!body) {
        return false;
    }
    message.raw_body = *body;
    message.body = std::move(*body);
    return true;
}

}  // namespace

bool SocketStream::fill() {
    std::array<char, 65536> block{};
    ssize_t count = -1;
    do {
        count = recv(socket_, block.data(), block.size(), 0);
    } while (count < 0 && errno == EINTR);
    if (count <= 0) {
        return false;
    }
    buffer_.append(block.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<std::string> SocketStream::read_through(std::string_view mark) {
    std::size_t searched = 0;
    std::size_t found = std::string::npos;
    while ((found = buffer_.find(mark, searched)) == std::string::npos) {
        searched = buffer_.size() - std::min(buffer_.size(), mark.size() - 1);
        if (!fill()) {
            return std::nullopt;
        }
    }
    return read_exactly(found + mark.size());
}

std::optional<std::string> SocketStream::read_exactly(std::size_t size) {
    while (buffer_.size() < size) {
        if (!fill()) {
            return std::nullopt;
        }
    }
    std::string result = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return result;
}

std::string SocketStream::read_to_end() {
    while (fill()) {
    }
    return std::exchange(buffer_, {});
}

bool SocketStream::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return true;
}

bool SocketStream::is_stale() const {
    pollfd watched = {socket_, POLLIN, 0};
    return !buffer_.empty() || poll(&watched, 1, 0) != 0;
}

std::string Message::head() const {
    std::string text = start_line + "\r\n";
    for (const auto& [name, value] : fields) {
        text += name + ": " + value + "\r\n";
    }
    return text + "\r\n";
}

std::string Message::word(std::size_t number) const {
    std::istringstream words(start_line);
    std::string result;
    for (std::size_t i = 0; i <= number; ++i) {
        if (!(words >> result)) {
            return {};
        }
    }
    return result;
}

int Message::status() const {
    return static_cast<int>(number_in(word(1), 10).value_or(0));
}

std::optional<Message> read_request(SocketStream& stream) {
    auto message = read_head(stream);
    if (!message) {
        return std::nullopt;
    }
    if (message->headers.erase("expect") != 0) {
        stream.write("HTTP/1.1 100 Continue\r\n\r\n");
        std::erase_if(message->fields,
                      [](const auto& field) { return lower_case(field.first) == "expect"; });
    }
    const auto length = message->headers.find("content-length");
    const bool complete = is_chunked(*message) ? read_chunks(stream, *message)
                          : length != message->headers.end()
                              ? read_counted(stream, *message, length->second)
                              : true;
    return complete ? std::move(message) : std::nullopt;
}

std::optional<Message> read_response(SocketStream& stream, const std::string& request_method) {
    auto message = read_head(stream);
    while (message && message->status() / 100 == 1) {
        message = read_head(stream);
    }
    if (!message) {
        return std::nullopt;
    }
    const int status = message->status();
    if (request_method == "HEAD" || status == 204 || status == 304) {
        return message;
    }
    const auto length = message->headers.find("content-length");
    bool complete = true;
    if (is_chunked(*message)) {
        complete = read_chunks(stream, *message);
    } else if (length != message->headers.end()) {
        complete = read_counted(stream, *message, length->second);
    } else {
        message->ends_connection = true;
        message->raw_body = message->body = stream.read_to_end();
    }
    return complete ? std::move(message) : std::nullopt;
}

}  // namespace syncline::tests
