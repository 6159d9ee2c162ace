#include "journey/device.hpp"

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// How the service is looked at.
class ServiceCheck : public testing::Test {
  protected:
    ServiceCheck() { backend.define("todo", true); }

    /// `url ok`, `reached retry`
    std::vector<std::string> look() {
        std::vector<std::string> lines;
        details.clear();
        for (const CheckStep& step : phone->check_remote(phone.remote)) {
            lines.push_back(step.name + ' ' + code_of(step.status));
            details += step.name + ": " + step.detail + '\n';
        }
        return lines;
    }

    bool says(const std::string& text) const { return details.find(text) != std::string::npos; }

    using Lines = std::vector<std::string>;

    World world;
    Backend& backend = world.backend;
    Device phone{world};
    std::string details;
};

TEST_F(ServiceCheck, OfAGoodServiceIsGoodAndFindsOutItsProtocol) {
    phone->set_protocol("auto");
    backend.speaks_v2 = world.protocol == "v2";
    backend.speaks_v3 = !backend.speaks_v2;

    EXPECT_EQ(
        look(),
        (Lines{"url ok", "reached ok", "protocol ok", "clock ok", "table todo ok", "login ok"}));

    EXPECT_TRUE(says("protocol: " + world.protocol + ", found out now")) << details;
    EXPECT_EQ(phone->status().protocol, world.protocol);
    EXPECT_TRUE(phone->runs(1).empty());
}

TEST_F(ServiceCheck, StopsWhereNothingAnswers) {
    world.offline = true;
    EXPECT_EQ(look(), (Lines{"url ok", "reached retry"}));
    phone.remote.url = "ftp://nowhere";
    EXPECT_EQ(look(), (Lines{"url usage"}));
}

TEST_F(ServiceCheck, SaysThatATokenIsWantedOrRefused) {
    backend.token = "right";
    EXPECT_EQ(look().back(), "login auth");
    EXPECT_TRUE(says("none is given")) << details;
    phone.remote.token = "wrong";
    EXPECT_EQ(look().back(), "login auth");
    EXPECT_TRUE(says("the token is refused")) << details;
    EXPECT_FALSE(says("wrong")) << details;
    phone.remote.token = "right";
    EXPECT_EQ(look().back(), "login ok");
    phone.remote.token_file = "/does/not/exist";
    EXPECT_EQ(look().back(), "login usage");
}

TEST_F(ServiceCheck, NamesTheTableThatDoesNotAnswer) {
    phone.define("list");
    world.answer_with(1, 200, "[]");
    world.answer_with(1, 404, "{'error':'no such table'}");
    const Lines lines = look();
    EXPECT_NE(std::find(lines.begin(), lines.end(), "table todo refused"), lines.end()) << details;
    EXPECT_NE(std::find(lines.begin(), lines.end(), "table list ok"), lines.end()) << details;
}

TEST_F(ServiceCheck, SaysThatTheClocksDiffer) {
    backend.date_ahead = std::chrono::minutes(10);
    const Lines lines = look();
    EXPECT_NE(std::find(lines.begin(), lines.end(), "clock no"), lines.end()) << details;
    EXPECT_TRUE(says("behind the service's")) << details;
}

TEST_F(ServiceCheck, SaysThatTheServiceIsNotTheStores) {
    phone.pull();
    phone.remote.url = "http://elsewhere";
    const Lines lines = look();
    EXPECT_NE(std::find(lines.begin(), lines.end(), "service refused"), lines.end()) << details;
}

}  // namespace

}  // namespace syncline::journey
