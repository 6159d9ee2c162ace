#include "serve/service.hpp"
#include "unit/served.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace syncline::server {
namespace {

/// A service whose waits are calls of `while_waiting`.
class ServeService : public testing::Test {
  protected:
    Reply send(const std::string& method, const std::string& target, const std::string& body = {}) {
        return service_->reply({method, target, {{"ZUMO-API-VERSION", "2.0.0"}}, body});
    }

    void start(const std::vector<std::string>& specs) {
        std::vector<Fault> faults;
        for (const std::string& spec : specs) faults.push_back(read_fault(spec));
        service_ = std::make_unique<Service>(
            Router(V2(tables_, {}, [] { return "made"; }), std::nullopt, ""),
            std::move(faults),
            [this] { return now(); },
            [this](std::chrono::milliseconds time) {
                waited_ += time.count();
                while_waiting_();
            });
    }

    Timestamp now() { return clock_ += std::chrono::seconds(1); }

    Timestamp clock_{0};
    Tables tables_{"", [this] { return now(); }};
    std::unique_ptr<Service> service_;
    std::int64_t waited_ = 0;
    std::function<void()> while_waiting_ = [] {};
};

TEST_F(ServeService, ALateCommitIsStampedBeforeAndVisibleAfterOthers) {
    start({"late-commit:400@next=1"});
    std::string seen_meanwhile;
    while_waiting_ = [&] {
        send("POST", "/tables/t", R"({"id":"quick"})");
        seen_meanwhile = send("GET", "/tables/t?$select=id").answer.body;
    };

    const Reply late = send("POST", "/tables/t", R"({"id":"late"})");

    EXPECT_EQ(late.answer.status, 201);
    EXPECT_EQ(waited_, 400);
    EXPECT_EQ(seen_meanwhile, R"([{"id":"quick"}])");
    EXPECT_EQ(send("GET", "/tables/t?$orderby=updatedAt&$select=id").answer.body,
              R"([{"id":"late"},{"id":"quick"}])");
}

TEST_F(ServeService, ADelayLetsTheRequestGoOn) {
    start({"delay:250"});

    EXPECT_EQ(send("POST", "/tables/t", R"({"id":"a"})").answer.status, 201);
    EXPECT_EQ(waited_, 250);
}

TEST_F(ServeService, ADropAfterHasDoneTheWork) {
    start({"drop-after@method=POST"});

    EXPECT_TRUE(send("POST", "/tables/t", R"({"id":"a"})").drop);
    EXPECT_EQ(send("GET", "/tables/t/a").answer.status, 200);
}

TEST_F(ServeService, WhatComesInsteadOfTheWorkLeavesItUndone) {
    start({"drop-before@next=1", "fail:418@skip=1@next=1", "html@skip=2@next=1"});

    EXPECT_TRUE(send("POST", "/tables/t", R"({"id":"a"})").drop);
    EXPECT_EQ(send("POST", "/tables/t", R"({"id":"a"})").answer.status, 418);
    EXPECT_EQ(send("POST", "/tables/t", R"({"id":"a"})").answer.content_type,
              "text/html; charset=utf-8");
    EXPECT_EQ(send("GET", "/tables/t").answer.body, "[]");
}

}  // namespace
}  // namespace syncline::server
