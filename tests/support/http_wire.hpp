#pragma once

#include "support/http.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline::tests {

/// Reads and writes a connected socket that somebody else owns. Waits as long as it takes;
/// shutting the socket down from another thread ends the waiting.
class SocketStream {
  public:
    explicit SocketStream(int socket) : socket_(socket) {}

    /// Text up to the end of the next `mark`; nothing if the stream ends before.
    std::optional<std::string> read_through(std::string_view mark);
    std::optional<std::string> read_exactly(std::size_t size);
    std::string read_to_end();

    /// False if the other side is gone.
    bool write(std::string_view text);

    /// The other side closed, or sent what nobody asked for.
    bool is_stale() const;

  private:
    bool fill();

    int socket_;
    std::string buffer_;
};

/// An HTTP/1.1 request or response with its whole body.
struct Message {
    std::string start_line;
    std::vector<std::pair<std::string, std::string>> fields;  ///< as they came
    Headers headers;                                          ///< the same, to look one up
    std::string raw_body;                                     ///< as it came, chunks and all
    std::string body;
    bool ends_connection = false;

    /// The start line and the fields, ready to be sent on.
    std::string head() const;
    /// The word of the start line with this number, counted from 0.
    std::string word(std::size_t number) const;
    int status() const;
};

/// Nothing at the end of the stream and for what is not HTTP/1.x. A request that asks before it
/// sends its body (Expect: 100-continue) is told to go on.
std::optional<Message> read_request(SocketStream& stream);
std::optional<Message> read_response(SocketStream& stream, const std::string& request_method);

}  // namespace syncline::tests
