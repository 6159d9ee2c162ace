#include "unit/delivery_support.hpp"

#include <gtest/gtest.h>

#include <string>

namespace syncline::sync {
namespace {

const remote::Protocol& v3 = remote::kProtocolV3;

TableDefinition v3_todo() {
    TableDefinition table;
    table.name = "todoitem";
    table.columns = {{"text", Type::string}};
    return table;
}

/// With a member that the table does not declare.
Item v3_item(const std::string& text, const std::string& version, bool deleted = false) {
    Item made;
    made.id = "a";
    made.version = version;
    made.deleted = deleted;
    made.members = {{"text", Value::string(text)}, {"other", Value::number("7")}};
    return made;
}

const Ask& request(const Next& next) {
    static const Ask kNone;
    const auto* ask = std::get_if<Ask>(&next);
    EXPECT_NE(ask, nullptr) << "a verdict instead of a request";
    return ask != nullptr ? *ask : kNone;
}

TEST(DeliveryV3, AnUpdateCarriesTheWholeItemUnderTheBasesVersion) {
    Item base = v3_item("old", "1");
    base.created_at = "2020-01-01T00:00:00Z";
    Delivery delivery(v3_todo(), v3, operation(OperationKind::update, base), v3_item("new", "1"));
    const Next first = delivery.begin();
    ASSERT_EQ(request(first).what, What::update);
    EXPECT_EQ(request(first).item.members, v3_item("new", "1").members);
    EXPECT_EQ(request(first).item.created_at, base.created_at);
    EXPECT_EQ(request(first).version, "1");
}

TEST(DeliveryV3, AnUndeleteIsTheWriteItself) {
    store::Operation again = operation(OperationKind::update, v3_item("old", "1"));
    again.own_delete = true;
    Delivery delivery(v3_todo(), v3, again, v3_item("new", ""));
    delivery.begin();
    EXPECT_EQ(request(delivery.answered(answer(410), false)).what, What::look);
    const Next undelete = delivery.answered(page(v3_item("old", "2", true)), true);
    ASSERT_EQ(request(undelete).what, What::undelete);
    EXPECT_EQ(request(undelete).item.members, v3_item("new", "").members);
    EXPECT_EQ(request(undelete).version, "2");
    const Next end = delivery.answered(answer(200, v3_item("new", "3")), true);
    ASSERT_NE(verdict<Accepted>(end), nullptr);
    EXPECT_EQ(verdict<Accepted>(end)->server.version, "3");
}

TEST(DeliveryV3, AnUndeleteWhoseAnswerWasLostIsRecognised) {
    store::Operation again = operation(OperationKind::update, v3_item("old", "1"));
    again.own_delete = true;
    Delivery delivery(v3_todo(), v3, again, v3_item("new", ""));
    delivery.begin();
    delivery.answered(answer(410), false);
    delivery.answered(page(v3_item("old", "2", true)), true);
    const Next end = delivery.answered(answer(412, v3_item("new", "3")), true);
    EXPECT_NE(verdict<Accepted>(end), nullptr);
    Delivery another(v3_todo(), v3, again, v3_item("new", ""));
    another.begin();
    another.answered(answer(410), false);
    another.answered(page(v3_item("old", "2", true)), true);
    EXPECT_NE(verdict<Conflicting>(another.answered(answer(412, v3_item("theirs", "3")), true)),
              nullptr);
}

/// Simulation, seed 40012: a body that was cut made our own write a conflict.
TEST(DeliveryV3, AnUndeleteThatIsRefusedWithoutTheItemLooksAtIt) {
    store::Operation again = operation(OperationKind::update, v3_item("old", "1"));
    again.own_delete = true;
    const auto looking = [&again] {
        Delivery delivery(v3_todo(), v3, again, v3_item("new", ""));
        delivery.begin();
        delivery.answered(answer(410), false);
        delivery.answered(page(v3_item("old", "2", true)), true);
        EXPECT_EQ(request(delivery.answered(answer(412), true)).what, What::look);
        return delivery;
    };

    EXPECT_NE(verdict<Accepted>(looking().answered(page(v3_item("new", "3")), true)), nullptr);
    EXPECT_NE(verdict<Conflicting>(looking().answered(page(v3_item("theirs", "3")), true)),
              nullptr);
    EXPECT_EQ(request(looking().answered(page(std::nullopt), true)).what, What::insert);
}

TEST(DeliveryV3, OneDeleteOfATableShowsHowItDeletes) {
    const auto learned = [](int status) {
        Delivery delivery(
            v3_todo(), v3, operation(OperationKind::remove, v3_item("x", "1")), std::nullopt, true);
        delivery.begin();
        EXPECT_EQ(request(delivery.answered(answer(204), true)).what, What::fetch);
        const Next end = delivery.answered(answer(status), true);
        const auto* removed = verdict<Removed>(end);
        EXPECT_NE(removed, nullptr);
        return removed != nullptr ? removed->deletes : Deletes::unknown;
    };
    EXPECT_EQ(learned(410), Deletes::soft);
    EXPECT_EQ(learned(404), Deletes::hard);
    EXPECT_EQ(learned(500), Deletes::unknown);
}

TEST(DeliveryV3, ARefusalOfAnUnchangedItemIsNoConflict) {
    // A hook of the service may answer 409 with an object that is no item (datasync-v3.md §1.7).
    Delivery delivery(
        v3_todo(), v3, operation(OperationKind::update, v3_item("old", "1")), v3_item("new", "1"));
    delivery.begin();
    remote::Answer hook = answer(409);
    hook.message = "too late";
    EXPECT_EQ(request(delivery.answered(hook, true)).what, What::look);
    const Next end = delivery.answered(page(v3_item("old", "1")), true);
    ASSERT_NE(verdict<Rejected>(end), nullptr);
    EXPECT_EQ(verdict<Rejected>(end)->message, "too late");
    EXPECT_EQ(verdict<Rejected>(end)->status, 409);
}

TEST(DeliveryV3, AnIdThatTheProtocolCannotCarryIsNeverSent) {
    store::Operation insert = operation(OperationKind::insert);
    insert.item = "a b";
    Delivery delivery(v3_todo(), v3, insert, v3_item("x", ""));
    const Next end = delivery.begin();
    ASSERT_NE(verdict<Rejected>(end), nullptr);
    EXPECT_NE(verdict<Rejected>(end)->message.find("protocol v3"), std::string::npos);
}

TEST(DeliveryV3, ABadRequestIsTheItemsFaultOnlyWhereTheServiceSpeaksTheProtocol) {
    const auto end_of = [](const remote::Answer& probed) {
        Delivery delivery(v3_todo(), v3, operation(OperationKind::insert), v3_item("x", ""));
        delivery.begin();
        EXPECT_EQ(request(delivery.answered(answer(400), false)).what, What::probe);
        return delivery.answered(probed, false);
    };
    EXPECT_NE(verdict<Rejected>(end_of(page({}))), nullptr);
    remote::Answer other;
    other.status = 200;
    other.other_protocol = true;
    const Next end = end_of(other);
    ASSERT_NE(verdict<Unusable>(end), nullptr);
    EXPECT_NE(verdict<Unusable>(end)->message.find("v3"), std::string::npos);
}

TEST(DeliveryV3, AMethodThatIsNotAllowedStopsThePush) {
    Delivery delivery(
        v3_todo(), v3, operation(OperationKind::update, v3_item("old", "1")), v3_item("new", "1"));
    delivery.begin();
    EXPECT_NE(verdict<Unusable>(delivery.answered(answer(405), false)), nullptr);
}

}  // namespace
}  // namespace syncline::sync
