#include "base/id.hpp"
#include "serve/server.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

namespace syncline::server {
namespace {

const httplib::Headers kVersion{{"ZUMO-API-VERSION", "2.0.0"}};
constexpr const char* kJson = "application/json";

/// The backend behind a real socket.
class ServeSocket : public testing::Test {
  protected:
    void start(const std::vector<std::string>& faults = {}) {
        const auto now = [] {
            return std::chrono::duration_cast<Timestamp>(
                std::chrono::system_clock::now().time_since_epoch());
        };
        tables_ = std::make_unique<Tables>("", now);
        std::vector<Fault> read;
        for (const std::string& fault : faults) read.push_back(read_fault(fault));
        V3::Settings settings;
        settings.on_demand = true;
        settings.new_id = base::make_uuid4;
        settings.new_version = [] { return "AAAA"; };
        Router router(V2(*tables_, {}, base::make_uuid4), V3(*tables_, settings), "");
        service_ =
            std::make_unique<Service>(std::move(router), std::move(read), now, [this](auto time) {
                paused_.set_value();
                stop_.pause(time);
            });
        server_ = std::make_unique<Server>(*service_, stop_, 0);
    }

    std::unique_ptr<httplib::Client> client() {
        auto made = std::make_unique<httplib::Client>("127.0.0.1", server_->port());
        made->set_keep_alive(true);
        made->set_url_encode(false);
        return made;
    }

    httplib::Result insert(httplib::Client& client, const std::string& body) {
        return client.Post("/tables/t", kVersion, body, kJson);
    }

    std::size_t stored() {
        const auto append = [](std::string&, const StoredItem&) {};
        return static_cast<std::size_t>(tables_->list(tables_->open("t"), {}, append).size);
    }

    Stop stop_;
    std::promise<void> paused_;  ///< kept when a request begins to wait, once a test
    std::unique_ptr<Tables> tables_;
    std::unique_ptr<Service> service_;
    std::unique_ptr<Server> server_;
};

TEST_F(ServeSocket, AnswersInTheFormOfTheRealServer) {
    start();
    const auto client = this->client();

    const auto inserted = insert(*client, R"({"id":"a","text":"x"})");
    const auto read = client->Get("/tables/t/a", kVersion);

    ASSERT_TRUE(inserted && read);
    EXPECT_EQ(inserted->status, 201);
    EXPECT_EQ(read->body, inserted->body);
    EXPECT_EQ(read->get_header_value("ETag"), "\"MQ==\"");
    EXPECT_EQ(read->get_header_value("Content-Type"), "application/json; charset=utf-8");
    EXPECT_EQ(read->get_header_value("Content-Length"), std::to_string(read->body.size()));
    EXPECT_EQ(read->get_header_value("cache-control"), "no-cache");
    EXPECT_EQ(read->get_header_value("Date").size(), 29U);
    EXPECT_FALSE(read->has_header("Content-Encoding"));
}

TEST_F(ServeSocket, AnyIdFitsIntoAUrl) {
    start();
    const auto client = this->client();

    insert(*client, R"({"id":"a/b?c#d%e+f 'g' ä😀"})");
    const auto read =
        client->Get("/tables/t/a%2Fb%3Fc%23d%25e%2Bf%20'g'%20%C3%A4%F0%9F%98%80", kVersion);

    ASSERT_TRUE(read);
    EXPECT_EQ(read->status, 200);
}

TEST_F(ServeSocket, TakesLongUrlsAndRefusesLongerOnes) {
    start();
    const auto client = this->client();

    const auto fits =
        client->Get("/tables/t?$filter=id%20eq%20'" + std::string(15000, 'x') + "'", kVersion);
    const auto too_long = client->Get("/tables/t?x=" + std::string(20000, 'x'), kVersion);

    ASSERT_TRUE(fits && too_long);
    EXPECT_EQ(fits->body, "[]");
    EXPECT_EQ(too_long->status, 431);
}

TEST_F(ServeSocket, AnAnswerWithoutABodyLeavesTheConnectionOpen) {
    start();
    int connections = 0;
    httplib::Client client("127.0.0.1", server_->port());
    client.set_keep_alive(true);
    client.set_socket_options([&connections](socket_t) { ++connections; });

    const auto refused = client.Post("/tables/t", "null", kJson);
    const auto made = client.Post("/tables/t", R"({"id":"a"})", kJson);
    const auto removed = client.Delete("/tables/t/a");

    ASSERT_TRUE(refused && made && removed);
    EXPECT_EQ(refused->status, 400);
    EXPECT_EQ(refused->body, "");
    EXPECT_FALSE(refused->has_header("Content-Type"));
    EXPECT_EQ(made->get_header_value("Location"),
              "http://127.0.0.1:" + std::to_string(server_->port()) + "/tables/t/a");
    EXPECT_EQ(removed->status, 204);
    EXPECT_EQ(connections, 1);
}

TEST_F(ServeSocket, APatchAndADeleteReachTheirItem) {
    start();
    const auto client = this->client();
    insert(*client, R"({"id":"a"})");

    const auto patched = client->Patch("/tables/t/a", kVersion, R"({"x":1})", kJson);
    const auto removed = client->Delete("/tables/t/a", kVersion);
    const auto undeleted = client->Post("/tables/t/a", kVersion, "", kJson);
    const auto put = client->Put("/tables/t/a", kVersion, "{}", kJson);

    ASSERT_TRUE(patched && removed && undeleted && put);
    EXPECT_EQ(patched->status, 200);
    EXPECT_EQ(removed->status, 200);
    EXPECT_EQ(undeleted->get_header_value("ETag"), "\"NA==\"");
    EXPECT_EQ(put->status, 404);
}

TEST_F(ServeSocket, RefusesABodyOverTheLimitAndStaysUsable) {
    start();
    const auto client = this->client();

    const auto large = insert(*client, std::string(kLargestBody + 1, ' '));
    const auto small = insert(*client, R"({"id":"a"})");

    ASSERT_TRUE(large && small);
    EXPECT_EQ(large->status, 400);
    EXPECT_EQ(large->body, R"({"error":"request entity too large"})");
    EXPECT_EQ(small->status, 201);
}

TEST_F(ServeSocket, ADropBeforeTheCommitDoesNothing) {
    start({"drop-before@next=1"});

    const auto dropped = insert(*client(), R"({"id":"a"})");

    EXPECT_FALSE(dropped);
    EXPECT_EQ(stored(), 0U);
    EXPECT_EQ(insert(*client(), R"({"id":"a"})")->status, 201);
}

TEST_F(ServeSocket, ADropAfterTheCommitHasDoneIt) {
    start({"drop-after@next=1"});

    const auto dropped = insert(*client(), R"({"id":"a"})");

    EXPECT_FALSE(dropped);
    EXPECT_EQ(stored(), 1U);
    EXPECT_EQ(insert(*client(), R"({"id":"a"})")->status, 409);
}

TEST_F(ServeSocket, AFailureAndAPortalDoNothingEither) {
    start({"retry-after:503:2@next=1", "html@skip=1@next=1"});
    const auto client = this->client();

    const auto busy = insert(*client, R"({"id":"a"})");
    const auto portal = insert(*client, R"({"id":"a"})");

    ASSERT_TRUE(busy && portal);
    EXPECT_EQ(busy->status, 503);
    EXPECT_EQ(busy->get_header_value("Retry-After"), "2");
    EXPECT_EQ(portal->status, 200);
    EXPECT_EQ(portal->get_header_value("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(stored(), 0U);
}

TEST_F(ServeSocket, ManyConnectionsWriteAtOnce) {
    start();
    std::atomic<int> inserted{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 24; ++i) {
        threads.emplace_back([this, &inserted] {
            const auto own = client();
            for (int k = 0; k < 20; ++k) {
                const auto result = insert(*own, R"({"text":"x"})");
                if (result && result->status == 201) ++inserted;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(inserted, 480);
}

TEST_F(ServeSocket, StopsAtOnceWithIdleConnectionsAndWaitingRequests) {
    start({"delay:60000@path=slow"});
    const auto idle = client();
    insert(*idle, R"({"id":"a"})");
    const auto slow = client();
    std::string answer;
    std::thread waiting([&] {
        const auto result = slow->Get("/tables/slow", kVersion);
        answer = result ? result->body : "no answer";
    });
    paused_.get_future().wait();
    const auto before = std::chrono::steady_clock::now();

    server_.reset();

    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
    waiting.join();
    EXPECT_EQ(answer, "[]");
}

TEST_F(ServeSocket, APortThatIsTakenIsAStoreError) {
    start();
    Stop other;

    EXPECT_THROW(Server(*service_, other, server_->port()), StoreError);
}

}  // namespace
}  // namespace syncline::server
