#include "support/fault_proxy.hpp"

#include "support/http_wire.hpp"
#include "support/loopback.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

namespace syncline::tests {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using testing::ElementsAre;

// Echoes what it is sent and counts what it carried out.
class EchoServer {
  public:
    EchoServer() {
        const auto echo = [this](const httplib::Request& request, httplib::Response& response) {
            ++carried_out;
            response.set_header("X-Method", request.method);
            response.set_content(request.target + " " + request.body, "text/plain");
        };
        server_.Get("/chunks", [](const httplib::Request&, httplib::Response& response) {
            response.set_chunked_content_provider("text/plain",
                                                  [](std::size_t, httplib::DataSink& sink) {
                                                      sink.write("chunk", 5);
                                                      sink.write("ed", 2);
                                                      sink.done();
                                                      return true;
                                                  });
        });
        server_.Get("/.*", echo).Post("/.*", echo).Patch("/.*", echo).Delete("/.*", echo);
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        while (!server_.is_running()) {
            std::this_thread::yield();
        }
    }
    ~EchoServer() {
        server_.stop();
        thread_.join();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    std::atomic<int> carried_out = 0;

  private:
    httplib::Server server_;
    int port_ = 0;
    std::thread thread_;
};

class FaultProxyTest : public testing::Test {
  protected:
    EchoServer server_;
    FaultProxy proxy_{server_.url()};
    HttpClient client_{proxy_.url()};
};

TEST_F(FaultProxyTest, ForwardsBothWays) {
    const HttpAnswer answer = client_.patch("/tables/t/1?x=%20", "{}", {{"if-match", "\"1\""}});

    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "/tables/t/1?x=%20 {}");
    EXPECT_EQ(answer.header("x-method"), "PATCH");
}

TEST_F(FaultProxyTest, RemembersWhatWasAskedAndAnswered) {
    client_.post("/a", "body", {{"X-Mine", "yes"}});
    client_.del("/b?c");

    const auto seen = proxy_.requests();

    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].number, 1U);
    EXPECT_EQ(seen[0].method, "POST");
    EXPECT_EQ(seen[0].headers.at("x-mine"), "yes");
    EXPECT_EQ(seen[0].body, "body");
    EXPECT_EQ(seen[0].status, 200);
    EXPECT_EQ(seen[1].method, "DELETE");
    EXPECT_EQ(seen[1].target, "/b?c");
}

TEST_F(FaultProxyTest, PassesChunkedAnswers) {
    EXPECT_EQ(client_.get("/chunks").body, "chunked");
    EXPECT_EQ(client_.get("/after").body, "/after ");
}

TEST_F(FaultProxyTest, CutsBeforeTheServer) {
    proxy_.on({}, cut_before_server());

    EXPECT_THROW(client_.post("/a", "x"), std::runtime_error);

    EXPECT_EQ(server_.carried_out, 0);
    EXPECT_EQ(proxy_.requests().at(0).status, 0);
}

TEST_F(FaultProxyTest, DropsTheAnswerAfterTheServerDidTheWork) {
    proxy_.on({}, drop_answer());

    EXPECT_THROW(client_.post("/a", "x"), std::runtime_error);

    EXPECT_EQ(server_.carried_out, 1);
    EXPECT_EQ(proxy_.requests().at(0).status, 0);
    EXPECT_EQ(proxy_.requests().at(0).server_status, 200);
    EXPECT_EQ(client_.post("/a", "x").status, 200);
}

TEST_F(FaultProxyTest, ResetsTheConnectionWhenAsked) {
    Fault fault = cut_before_server();
    fault.reset = true;
    proxy_.on({}, fault);

    EXPECT_THROW(client_.get("/a"), std::runtime_error);
}

TEST_F(FaultProxyTest, CutsInTheMiddleOfTheBody) {
    proxy_.on({}, cut_body(3));
    const Descriptor socket = connect_to_loopback(std::stoi(proxy_.url().substr(17)));
    SocketStream stream(socket.get());
    ASSERT_TRUE(stream.write("GET /abcdef HTTP/1.1\r\nHost: x\r\n\r\n"));

    const auto head = stream.read_through("\r\n\r\n");
    const std::string body = stream.read_to_end();

    ASSERT_TRUE(head);
    EXPECT_NE(head->find("Content-Length: 8\r\n"), std::string::npos);
    EXPECT_EQ(body, "/ab");
}

TEST_F(FaultProxyTest, CallsInTheMiddleOfTheBody) {
    const Descriptor socket = connect_to_loopback(std::stoi(proxy_.url().substr(17)));
    SocketStream stream(socket.get());
    std::string passed;
    proxy_.on({}, cut_body(3, [&] {
                  stream.read_through("\r\n\r\n");
                  passed = stream.read_exactly(3).value_or("nothing");
              }));
    ASSERT_TRUE(stream.write("GET /abcdef HTTP/1.1\r\nHost: x\r\n\r\n"));

    ASSERT_TRUE(proxy_.wait_for_requests(1));
    proxy_.wait_until_left();

    EXPECT_EQ(passed, "/ab");
}

TEST_F(FaultProxyTest, WaitsForWhatAClientLeftBehind) {
    proxy_.on({}, delay_by(40ms));
    {
        const Descriptor socket = connect_to_loopback(std::stoi(proxy_.url().substr(17)));
        SocketStream(socket.get()).write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    proxy_.wait_until_left();

    EXPECT_EQ(server_.carried_out, 1);
}

TEST_F(FaultProxyTest, AnswersItself) {
    proxy_.on({}, answer_with(503, "busy", {{"retry-after", "7"}, {"content-type", "text/html"}}));

    const HttpAnswer answer = client_.get("/a");

    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, "busy");
    EXPECT_EQ(answer.header("retry-after"), "7");
    EXPECT_EQ(answer.header("content-type"), "text/html");
    EXPECT_EQ(server_.carried_out, 0);
    EXPECT_EQ(proxy_.requests().at(0).status, 503);
}

TEST_F(FaultProxyTest, AnswersWithoutABodyWhereNoneIsAllowed) {
    proxy_.on({}, answer_with(204));

    EXPECT_EQ(client_.get("/a").status, 204);
    EXPECT_EQ(client_.get("/b").status, 200);
}

TEST_F(FaultProxyTest, ActsOnTheRequestsThatMatchOnly) {
    proxy_.on({.method = "GET", .target = "/t/"}, answer_with(418));
    proxy_.on({.where = [](const SeenRequest& request) { return request.body == "bad"; }},
              answer_with(400));

    EXPECT_EQ(client_.get("/other").status, 200);
    EXPECT_EQ(client_.post("/t/", "x").status, 200);
    EXPECT_EQ(client_.get("/t/1").status, 418);
    EXPECT_EQ(client_.post("/t/", "bad").status, 400);
}

TEST_F(FaultProxyTest, CountsTheRequestsThatMatch) {
    proxy_.on({.target = "/t", .first = 2, .count = 2}, answer_with(418));

    std::vector<int> statuses;
    for (const char* target : {"/t", "/u", "/t", "/t", "/t"}) {
        statuses.push_back(client_.get(target).status);
    }

    EXPECT_THAT(statuses, ElementsAre(200, 200, 418, 418, 200));
}

TEST_F(FaultProxyTest, ActsAlwaysWhenAsked) {
    proxy_.on({.count = kAlways}, answer_with(418));

    EXPECT_EQ(client_.get("/a").status, 418);
    EXPECT_EQ(client_.get("/a").status, 418);

    proxy_.clear_faults();
    EXPECT_EQ(client_.get("/a").status, 200);
}

TEST_F(FaultProxyTest, CallsHooksBeforeAndAfterTheServer) {
    std::vector<std::string> calls;
    const auto note = [&](const std::string& when) {
        return [&calls, this, when](const SeenRequest& request) {
            calls.push_back(when + request.target + std::to_string(server_.carried_out.load()));
        };
    };
    proxy_.on({}, call_before(note("before")));
    proxy_.on({}, call_after(note("after")));
    proxy_.on({}, drop_answer());

    EXPECT_THROW(client_.get("/a"), std::runtime_error);

    ASSERT_EQ(proxy_.requests().size(), 1U);
    EXPECT_THAT(calls, ElementsAre("before/a0", "after/a1"));
}

TEST_F(FaultProxyTest, LetsAHookUseTheProxy) {
    proxy_.on({.method = "POST"}, call_before([this](const SeenRequest&) {
                  HttpClient(proxy_.url()).get("/from-the-hook");
                  proxy_.on({.target = "/next"}, answer_with(418));
              }));

    EXPECT_EQ(client_.post("/a", "x").status, 200);
    EXPECT_EQ(client_.get("/next").status, 418);
    EXPECT_EQ(proxy_.requests().at(1).target, "/from-the-hook");
}

TEST_F(FaultProxyTest, ServesConnectionsAtTheSameTime) {
    // The first request is answered only when the second has come through.
    std::promise<void> second_came;
    auto came = second_came.get_future();
    proxy_.on({.target = "/first"},
              call_before([&](const SeenRequest&) { came.wait_for(std::chrono::seconds(30)); }));
    proxy_.on({.target = "/second"},
              call_after([&](const SeenRequest&) { second_came.set_value(); }));

    auto first = std::async(std::launch::async,
                            [this] { return HttpClient(proxy_.url()).get("/first").status; });
    ASSERT_TRUE(proxy_.wait_for_requests(1));

    EXPECT_EQ(client_.get("/second").status, 200);
    EXPECT_EQ(first.get(), 200);
}

TEST_F(FaultProxyTest, MakesARequestWait) {
    proxy_.on({}, delay_by(40ms));
    const auto start = Clock::now();

    EXPECT_EQ(client_.get("/a").status, 200);
    EXPECT_GE(Clock::now() - start, 40ms);
}

TEST_F(FaultProxyTest, TakesARoundTripForEachRequestAndOneForTheConnection) {
    proxy_.set_round_trip(20ms);
    const auto start = Clock::now();

    client_.get("/a");
    client_.get("/b");

    EXPECT_GE(Clock::now() - start, 60ms);
}

TEST_F(FaultProxyTest, RefusesWhileOfflineAndComesBackOnTheSamePort) {
    EXPECT_EQ(client_.get("/a").status, 200);

    proxy_.go_offline();
    EXPECT_THROW(client_.get("/a"), std::runtime_error);
    EXPECT_FALSE(connect_to_loopback(std::stoi(proxy_.url().substr(17))));

    proxy_.go_online();
    EXPECT_EQ(client_.get("/a").status, 200);
}

TEST_F(FaultProxyTest, CanBeTakenOfflineByAHook) {
    proxy_.on({}, call_after([this](const SeenRequest&) { proxy_.go_offline(); }));

    EXPECT_THROW(client_.get("/a"), std::runtime_error);
    EXPECT_EQ(server_.carried_out, 1);
}

TEST_F(FaultProxyTest, EndsWhileARequestWaits) {
    auto proxy = std::make_unique<FaultProxy>(server_.url());
    proxy->on({}, delay_by(1h));
    auto answer = std::async(std::launch::async,
                             [url = proxy->url()] { return HttpClient(url).get("/a").status; });
    ASSERT_TRUE(proxy->wait_for_requests(1));

    proxy.reset();

    EXPECT_THROW(answer.get(), std::runtime_error);
}

TEST_F(FaultProxyTest, ClosesTheConnectionWhenTheServerIsGone) {
    const ClosedPort port;
    const FaultProxy proxy("http://127.0.0.1:" + std::to_string(port.number()));

    EXPECT_THROW(HttpClient(proxy.url()).get("/a"), std::runtime_error);
}

}  // namespace
}  // namespace syncline::tests
