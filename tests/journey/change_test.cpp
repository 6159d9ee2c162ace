#include "journey/device.hpp"

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// What a pull tells of the items that it changes here.
class PullChange : public testing::Test {
  protected:
    PullChange() {
        backend.define("todo", true);
        backend.insert("todo", "{'id':'b','text':'tea','rank':2}");
        backend.insert("todo", "{'id':'a','text':'milk','rank':1,'other':true}");
    }

    PullResult pull() {
        PullOptions options;
        options.no_push = true;
        options.on_change = [this](const ItemChange& change) {
            told.push_back(std::string(name_of(change.kind)) + ' ' + change.table + '/' +
                           shown_line(change.item));
            if (on_change) on_change(change);
        };
        return phone.pull(options);
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
    std::vector<std::string> told;
    std::function<void(const ItemChange&)> on_change;
};

TEST_F(PullChange, IsToldOfEachItemThatIsAppliedOrRemoved) {
    pull();
    EXPECT_EQ(told,
              (std::vector<std::string>{"applied todo/a \"milk\" null 1\n",
                                        "applied todo/b \"tea\" null 2\n"}));
    told.clear();
    backend.remove("todo", "a");
    backend.update("todo", "b", "{'text':'green tea'}");

    const PullResult result = pull();

    EXPECT_EQ(told,
              (std::vector<std::string>{"removed todo/a null null null\n",
                                        "applied todo/b \"green tea\" null 2\n"}));
    EXPECT_EQ(result.queries.at(0).applied + result.queries.at(0).removed, told.size());
}

TEST_F(PullChange, IsNotToldOfAnItemThatIsUnchangedOrKeepsOurValues) {
    pull();
    told.clear();
    phone.update("a", "{'text':'oat milk'}");
    backend.update("todo", "a", "{'rank':9}");

    pull();

    EXPECT_TRUE(told.empty()) << told.front();
}

TEST_F(PullChange, ShowsTheItemWithTheColumnsOfItsTable) {
    on_change = [](const ItemChange& change) {
        EXPECT_EQ(find_member(change.item.members, "other"), nullptr);
        EXPECT_NE(find_member(change.item.members, "complete"), nullptr);
        EXPECT_FALSE(change.item.version.empty());
    };
    pull();
    EXPECT_EQ(told.size(), 2U);
}

TEST_F(PullChange, IsToldAfterTheCommitThatStoredIt) {
    const auto other = phone.second_process();
    on_change = [&other](const ItemChange& change) {
        EXPECT_TRUE(other->get("todo", change.item.id)) << change.item.id;
    };
    pull();
    EXPECT_EQ(told.size(), 2U);
}

TEST_F(PullChange, IsToldAtEachCommitOfALongPull) {
    backend.seed("todo", "s", 21'000, "2020-01-01T00:00:00Z");
    std::size_t requests_at_first = 0;
    on_change = [this, &requests_at_first](const ItemChange& /*change*/) {
        if (requests_at_first == 0) requests_at_first = world.log.size();
    };
    pull();
    EXPECT_EQ(told.size(), 21'002U);
    EXPECT_LT(requests_at_first, world.log.size());
}

}  // namespace

}  // namespace syncline::journey
