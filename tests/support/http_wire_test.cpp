#include "support/http_wire.hpp"

#include "support/descriptor.hpp"

#include <gtest/gtest.h>

#include <array>
#include <sys/socket.h>

namespace syncline::tests {
namespace {

// A connected pair of sockets: what a peer sends and what comes of it.
class Wire {
  public:
    Wire() {
        std::array<int, 2> ends{};
        checked(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), "socketpair");
        peer = Descriptor(ends[0]);
        ours = Descriptor(ends[1]);
    }

    void send(std::string_view text) { ASSERT_TRUE(SocketStream(peer.get()).write(text)); }
    void end() { shutdown(peer.get(), SHUT_WR); }

    Descriptor peer;
    Descriptor ours;
};

TEST(HttpWire, ReadsARequestWithACountedBody) {
    Wire wire;
    wire.send("POST /a?b=1 HTTP/1.1\r\nContent-Length:  3 \r\nX-Y: z\r\n\r\nabcGET ");
    SocketStream stream(wire.ours.get());

    const auto request = read_request(stream);

    ASSERT_TRUE(request);
    EXPECT_EQ(request->word(0), "POST");
    EXPECT_EQ(request->word(1), "/a?b=1");
    EXPECT_EQ(request->body, "abc");
    EXPECT_EQ(request->headers.at("x-y"), "z");
    EXPECT_EQ(request->head(), "POST /a?b=1 HTTP/1.1\r\nContent-Length: 3\r\nX-Y: z\r\n\r\n");
}

TEST(HttpWire, ReadsChunksAndKeepsThemToSendOn) {
    Wire wire;
    const std::string chunks = "4;name=x\r\nabcd\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";
    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    SocketStream stream(wire.ours.get());

    const auto response = read_response(stream, "GET");

    ASSERT_TRUE(response);
    EXPECT_EQ(response->status(), 200);
    EXPECT_EQ(response->body, "abcd0123456789");
    EXPECT_EQ(response->raw_body, chunks);
}

TEST(HttpWire, ReadsToTheEndWhereNoLengthIsGiven) {
    Wire wire;
    wire.send("HTTP/1.0 200 OK\r\n\r\nall of it");
    wire.end();
    SocketStream stream(wire.ours.get());

    const auto response = read_response(stream, "GET");

    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "all of it");
    EXPECT_TRUE(response->ends_connection);
}

TEST(HttpWire, ExpectsNoBodyWhereThereIsNone) {
    for (const auto& [method, status] :
         {std::pair("HEAD", "200 OK"), {"GET", "204 None"}, {"GET", "304 Same"}}) {
        Wire wire;
        wire.send(std::string("HTTP/1.1 ") + status + "\r\nContent-Length: 9\r\n\r\n");
        SocketStream stream(wire.ours.get());

        const auto response = read_response(stream, method);

        ASSERT_TRUE(response);
        EXPECT_EQ(response->body, "");
    }
}

TEST(HttpWire, SkipsInterimResponses) {
    Wire wire;
    wire.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    SocketStream stream(wire.ours.get());

    const auto response = read_response(stream, "POST");

    ASSERT_TRUE(response);
    EXPECT_EQ(response->status(), 201);
}

TEST(HttpWire, TellsAWaitingClientToSendItsBody) {
    Wire wire;
    wire.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok");
    SocketStream stream(wire.ours.get());

    const auto request = read_request(stream);

    ASSERT_TRUE(request);
    EXPECT_EQ(request->head(), "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n");
    SocketStream peer(wire.peer.get());
    EXPECT_EQ(peer.read_through("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
}

TEST(HttpWire, GivesNothingForAnythingElse) {
    for (const std::string_view text :
         {"",
          "hello\r\n\r\n",
          "GET / HTTP/1.1\r\nno colon\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: x\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"}) {
        Wire wire;
        wire.send(text);
        wire.end();
        SocketStream stream(wire.ours.get());

        EXPECT_FALSE(read_request(stream)) << text;
    }
}

}  // namespace
}  // namespace syncline::tests
