#include "base/time.hpp"
#include "sync/push_turn.hpp"
#include "unit/delivery_support.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace syncline::sync {
namespace {

const remote::Protocol& v2 = remote::kProtocolV2;

constexpr bool kKnown = true;
constexpr bool kUnknown = false;

TableDefinition todo() {
    TableDefinition table;
    table.name = "todoitem";
    table.columns = {{"text", Type::string}, {"n", Type::number}};
    return table;
}

Item item(const std::string& text, const std::string& version = "") {
    Item made;
    made.id = "a";
    made.version = version;
    made.members = {{"text", Value::string(text)}, {"n", Value::number("1")}};
    return made;
}

Item deleted(const std::string& version) {
    Item made = item("old", version);
    made.deleted = true;
    return made;
}

store::Operation update_of(const Item& base) {
    store::Operation made = operation(OperationKind::update);
    made.base = write_item(base);
    return made;
}

remote::Answer html(int status) {
    remote::Answer made;
    made.status = status;
    made.message = "Sign in";
    return made;
}

What asked(const Next& next) {
    const auto* ask = std::get_if<Ask>(&next);
    EXPECT_NE(ask, nullptr) << "a verdict instead of a request";
    return ask != nullptr ? ask->what : What::probe;
}

TEST(DeliveryInsert, EndsWithTheServersItem) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    EXPECT_EQ(asked(delivery.begin()), What::insert);
    const Next end = delivery.answered(answer(201, item("x", "1")), kUnknown);
    ASSERT_NE(verdict<Accepted>(end), nullptr);
    EXPECT_EQ(verdict<Accepted>(end)->server.version, "1");
}

TEST(DeliveryInsert, RecognisesItselfWhenTheAnswerWasLost) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    delivery.begin();
    // The real Node server echoes what was sent, without a version: the stored item is fetched.
    EXPECT_EQ(asked(delivery.answered(answer(409, item("x")), kUnknown)), What::look);
    EXPECT_NE(verdict<Accepted>(delivery.answered(page(item("x", "1")), kKnown)), nullptr);
}

TEST(DeliveryInsert, IsOursWhateverTheValuesIfTheIdWasMadeHere) {
    store::Operation own = operation(OperationKind::insert);
    own.own_id = true;
    Delivery delivery(todo(), v2, own, item("x"));
    delivery.begin();
    EXPECT_NE(verdict<Accepted>(delivery.answered(answer(409, item("changed", "2")), kUnknown)),
              nullptr);
}

TEST(DeliveryInsert, ConflictsWithAnotherItemOfItsId) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    delivery.begin();
    const Next end = delivery.answered(answer(409, item("other", "2")), kUnknown);
    ASSERT_NE(verdict<Conflicting>(end), nullptr);
    EXPECT_EQ(verdict<Conflicting>(end)->stored->version, "2");
}

TEST(DeliveryInsert, ConflictsWithADeletedItemThatWasNotDeletedByUs) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    delivery.begin();
    EXPECT_NE(verdict<Conflicting>(delivery.answered(answer(409, deleted("2")), kUnknown)),
              nullptr);
}

TEST(DeliveryInsert, IsRejectedByAConflictWithoutAStoredItem) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    delivery.begin();
    delivery.answered(answer(409), kUnknown);
    EXPECT_NE(verdict<Rejected>(delivery.answered(page({}), kKnown)), nullptr);
}

TEST(DeliveryInsert, StopsThePushWhereTheTableIsMissing) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    delivery.begin();
    EXPECT_NE(verdict<Unusable>(delivery.answered(html(404), kUnknown)), nullptr);
}

TEST(DeliveryInsert, StopsThePushAtAPortalsPage) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    delivery.begin();
    EXPECT_NE(verdict<Unusable>(delivery.answered(html(200), kUnknown)), nullptr);
}

TEST(DeliveryInsert, LooksWhatWasStoredAfterAnEmptySuccess) {
    Delivery delivery(todo(), v2, operation(OperationKind::insert), item("x"));
    delivery.begin();
    EXPECT_EQ(asked(delivery.answered(answer(204), kUnknown)), What::look);
    EXPECT_NE(verdict<Accepted>(delivery.answered(page(item("x", "1")), kKnown)), nullptr);
}

TEST(DeliveryInsert, SendsAgainWhatWasSentBeforeItWasEdited) {
    store::Operation sent = operation(OperationKind::insert);
    sent.sent = OperationKind::insert;
    sent.last_sent = write_item(item("as sent"));
    Delivery delivery(todo(), v2, sent, item("edited since"));
    const Next first = delivery.begin();
    EXPECT_EQ(std::get<Ask>(first).item.members.front().value.text(), "as sent");
}

TEST(DeliveryUpdate, SendsOnlyWhatChangedUnderTheBasesVersion) {
    Delivery delivery(todo(), v2, update_of(item("old", "1")), item("new", "1"));
    const Next first = delivery.begin();
    ASSERT_EQ(asked(first), What::update);
    EXPECT_EQ(std::get<Ask>(first).version, "1");
    EXPECT_EQ(std::get<Ask>(first).item.members, (Members{{"text", Value::string("new")}}));
}

TEST(DeliveryUpdate, OfAnItemWithoutAVersionIsHeldToWhatStandsThere) {
    Item base = item("old");
    base.updated_at = "2026-01-01T00:00:00.000Z";
    Delivery same(todo(), v2, update_of(base), item("new"));
    ASSERT_EQ(asked(same.begin()), What::look);
    const Next write = same.answered(page(item("old", "9")), kKnown);
    ASSERT_EQ(asked(write), What::update);
    EXPECT_EQ(std::get<Ask>(write).version, "9");
    EXPECT_EQ(std::get<Ask>(write).item.members, (Members{{"text", Value::string("new")}}));

    for (const auto& stored : {std::optional(item("theirs", "9")), std::optional<Item>()}) {
        Delivery another(todo(), v2, update_of(base), item("new"));
        another.begin();
        EXPECT_NE(verdict<Conflicting>(another.answered(page(stored), kKnown)), nullptr);
    }
}

TEST(DeliveryUpdate, OfAnItemThatNoServiceEverGaveUsInsertsIt) {
    Delivery delivery(todo(), v2, update_of(item("old")), item("new"));
    ASSERT_EQ(asked(delivery.begin()), What::look);
    EXPECT_EQ(asked(delivery.answered(page({}), kKnown)), What::insert);
}

TEST(DeliveryUpdate, NeverSendsAnEmptyChange) {
    Delivery delivery(todo(), v2, update_of(item("old", "1")), item("old", "1"));
    EXPECT_EQ(asked(delivery.begin()), What::look);
    EXPECT_NE(verdict<Accepted>(delivery.answered(page(item("theirs", "2")), kKnown)), nullptr);
}

TEST(DeliveryUpdate, RecognisesItsLostAnswerAlsoUnderAnothersEditOfAnotherField) {
    Delivery delivery(todo(), v2, update_of(item("old", "1")), item("new", "1"));
    delivery.begin();
    Item stored = item("new", "3");
    stored.members[1].value = Value::number("2");
    EXPECT_NE(verdict<Accepted>(delivery.answered(answer(412, stored), kUnknown)), nullptr);
}

TEST(DeliveryUpdate, ConflictsWithAnothersEditOfTheSameField) {
    Delivery delivery(todo(), v2, update_of(item("old", "1")), item("new", "1"));
    delivery.begin();
    EXPECT_NE(verdict<Conflicting>(delivery.answered(answer(412, item("theirs", "2")), kUnknown)),
              nullptr);
}

TEST(DeliveryUpdate, ConflictsWithADeletionOnceTheTableIsProven) {
    Delivery delivery(todo(), v2, update_of(item("old", "1")), item("new", "1"));
    delivery.begin();
    EXPECT_EQ(asked(delivery.answered(answer(404), kUnknown)), What::probe);
    EXPECT_EQ(asked(delivery.answered(page({}), kKnown)), What::look);
    const Next end = delivery.answered(page(deleted("2")), kKnown);
    ASSERT_NE(verdict<Conflicting>(end), nullptr);
    EXPECT_TRUE(verdict<Conflicting>(end)->stored->deleted);
}

TEST(DeliveryUpdate, ConcludesNothingFromA404OfAWrongPath) {
    Delivery delivery(todo(), v2, update_of(item("old", "1")), item("new", "1"));
    delivery.begin();
    delivery.answered(html(404), kUnknown);
    EXPECT_NE(verdict<Unusable>(delivery.answered(html(404), kUnknown)), nullptr);
}

TEST(DeliveryUpdate, BringsBackWhatOurOwnDeleteRemoved) {
    store::Operation again = update_of(item("old", "1"));
    again.own_delete = true;
    Delivery delivery(todo(), v2, again, item("new"));
    delivery.begin();
    EXPECT_EQ(asked(delivery.answered(answer(404), kKnown)), What::look);
    const Next undelete = delivery.answered(page(deleted("2")), kKnown);
    ASSERT_EQ(asked(undelete), What::undelete);
    EXPECT_EQ(std::get<Ask>(undelete).version, "2");
    const Next update = delivery.answered(answer(201, item("old", "3")), kKnown);
    ASSERT_EQ(asked(update), What::update);
    EXPECT_EQ(std::get<Ask>(update).version, "3");
    EXPECT_NE(verdict<Accepted>(delivery.answered(answer(200, item("new", "4")), kKnown)), nullptr);
}

/// Simulation, seed 711: the undelete and the write after it had both arrived, and looked like
/// somebody else's.
TEST(DeliveryUpdate, RecognisesTheWriteAfterAnUndeleteThatWasLost) {
    Delivery delivery(todo(), v2, update_of(deleted("2")), item("new", "2"));
    ASSERT_EQ(asked(delivery.begin()), What::undelete);
    EXPECT_NE(verdict<Accepted>(delivery.answered(answer(412, item("new", "4")), kKnown)), nullptr);
}

/// Simulation, seed 1131783461487818: the body of the answer was cut, and what had been brought
/// back looked like somebody else's.
TEST(DeliveryUpdate, ConcludesNothingFromAnUndeleteWhoseAnswerCannotBeRead) {
    Delivery cut(todo(), v2, update_of(deleted("2")), item("new", "2"));
    ASSERT_EQ(asked(cut.begin()), What::undelete);
    EXPECT_NE(verdict<Unusable>(cut.answered(html(200), kKnown)), nullptr);

    Delivery empty(todo(), v2, update_of(deleted("2")), item("new", "2"));
    ASSERT_EQ(asked(empty.begin()), What::undelete);
    EXPECT_EQ(asked(empty.answered(answer(204), kKnown)), What::look);
    EXPECT_EQ(asked(empty.answered(page(item("old", "3")), kKnown)), What::update);
}

/// Simulation, seed 623878236750588: something on the way answered 412, and the deletion that had
/// been decided against looked like another one.
TEST(DeliveryUpdate, IsRefusedWhereTheTombstoneIsTheOneItWasDecidedAgainst) {
    Delivery same(todo(), v2, update_of(deleted("2")), item("new", "2"));
    ASSERT_EQ(asked(same.begin()), What::undelete);
    ASSERT_EQ(asked(same.answered(html(412), kKnown)), What::look);
    const Next refused = same.answered(page(deleted("2")), kKnown);
    ASSERT_NE(verdict<Rejected>(refused), nullptr);
    EXPECT_EQ(verdict<Rejected>(refused)->status, 412);

    Delivery later(todo(), v2, update_of(deleted("2")), item("new", "2"));
    ASSERT_EQ(asked(later.begin()), What::undelete);
    EXPECT_NE(verdict<Conflicting>(later.answered(answer(412, deleted("3")), kKnown)), nullptr);
}

TEST(DeliveryUpdate, IsInsertedAgainWhereDeletesAreHard) {
    store::Operation again = update_of(item("old", "1"));
    again.own_delete = true;
    Delivery delivery(todo(), v2, again, item("new"));
    delivery.begin();
    delivery.answered(answer(404), kKnown);
    EXPECT_EQ(asked(delivery.answered(page({}), kKnown)), What::insert);
    EXPECT_NE(verdict<Accepted>(delivery.answered(answer(201, item("new", "1")), kKnown)), nullptr);
}

TEST(DeliveryDelete, IsDoneOnEverySignOfAbsence) {
    const auto end_of = [](const remote::Answer& first, bool known) {
        store::Operation remove = operation(OperationKind::remove);
        remove.base = write_item(item("x", "1"));
        Delivery delivery(todo(), v2, remove, std::nullopt);
        const Next ask = delivery.begin();
        EXPECT_EQ(std::get<Ask>(ask).version, "1");
        return verdict<Removed>(delivery.answered(first, known)) != nullptr;
    };
    EXPECT_TRUE(end_of(answer(204), kUnknown));
    EXPECT_TRUE(end_of(answer(200, deleted("2")), kUnknown));
    EXPECT_TRUE(end_of(answer(410), kUnknown));
    EXPECT_TRUE(end_of(answer(404), kKnown));
    EXPECT_TRUE(end_of(answer(412, deleted("2")), kUnknown));
    EXPECT_FALSE(end_of(answer(404), kUnknown));
    EXPECT_FALSE(end_of(html(200), kKnown));
}

TEST(DeliveryDelete, AProbeDecidesWhetherA404MeansTheItem) {
    store::Operation remove = operation(OperationKind::remove);
    Delivery there(todo(), v2, remove, std::nullopt);
    there.begin();
    EXPECT_EQ(asked(there.answered(answer(404), kUnknown)), What::probe);
    EXPECT_NE(verdict<Removed>(there.answered(page({}), kUnknown)), nullptr);
    Delivery elsewhere(todo(), v2, remove, std::nullopt);
    elsewhere.begin();
    elsewhere.answered(html(404), kUnknown);
    EXPECT_NE(verdict<Unusable>(elsewhere.answered(html(200), kUnknown)), nullptr);
}

TEST(DeliveryDelete, ConflictsWithAnothersEdit) {
    store::Operation remove = operation(OperationKind::remove);
    remove.base = write_item(item("x", "1"));
    Delivery delivery(todo(), v2, remove, std::nullopt);
    delivery.begin();
    EXPECT_NE(verdict<Conflicting>(delivery.answered(answer(412, item("theirs", "2")), kUnknown)),
              nullptr);
}

TEST(DeliveryDelete, RemovesWhatOurOwnLostUpdateLeft) {
    store::Operation remove = operation(OperationKind::remove);
    remove.base = write_item(item("x", "1"));
    remove.sent = OperationKind::update;
    remove.last_sent = write_item(item("ours", "1"));
    Delivery delivery(todo(), v2, remove, std::nullopt);
    ASSERT_EQ(asked(delivery.begin()), What::look);
    const Next again = delivery.answered(page(item("ours", "2")), kUnknown);
    ASSERT_EQ(asked(again), What::remove);
    EXPECT_EQ(std::get<Ask>(again).version, "2");
    EXPECT_NE(verdict<Removed>(delivery.answered(answer(204), kKnown)), nullptr);
}

TEST(DeliveryDelete, OfAnItemWithoutAVersionIsHeldToWhatStandsThere) {
    store::Operation remove = operation(OperationKind::remove);
    remove.base = write_item(item("old"));
    Delivery same(todo(), v2, remove, std::nullopt);
    ASSERT_EQ(asked(same.begin()), What::look);
    const Next next = same.answered(page(item("old", "9")), kKnown);
    ASSERT_EQ(asked(next), What::remove);
    EXPECT_EQ(std::get<Ask>(next).version, "9");
    Delivery another(todo(), v2, remove, std::nullopt);
    another.begin();
    EXPECT_NE(verdict<Conflicting>(another.answered(page(item("theirs", "9")), kKnown)), nullptr);
    Delivery gone(todo(), v2, remove, std::nullopt);
    gone.begin();
    EXPECT_NE(verdict<Removed>(gone.answered(page({}), kKnown)), nullptr);
}

TEST(DeliveryDelete, AfterALostInsertLooksFirst) {
    store::Operation remove = operation(OperationKind::remove);
    remove.sent = OperationKind::insert;
    remove.last_sent = write_item(item("ours"));
    Delivery absent(todo(), v2, remove, std::nullopt);
    EXPECT_EQ(asked(absent.begin()), What::look);
    EXPECT_NE(verdict<Unsettled>(absent.answered(page({}), kKnown)), nullptr);
    EXPECT_EQ(asked(absent.conclude()), What::look);
    EXPECT_NE(verdict<Removed>(absent.answered(page({}), kKnown)), nullptr);
    Delivery arrived(todo(), v2, remove, std::nullopt);
    arrived.begin();
    const Next next = arrived.answered(page(item("ours", "1")), kKnown);
    ASSERT_EQ(asked(next), What::remove);
    EXPECT_EQ(std::get<Ask>(next).version, "1");
    Delivery another(todo(), v2, remove, std::nullopt);
    another.begin();
    EXPECT_NE(verdict<Conflicting>(another.answered(page(item("theirs", "1")), kKnown)), nullptr);
}

TEST(DeliveryDelete, OfAnInsertThatWasLostLongAgoIsDoneWhereNothingIs) {
    store::Operation remove = operation(OperationKind::remove);
    remove.sent = OperationKind::insert;
    remove.last_attempt = "2026-01-01T00:00:00.000Z";
    const Timestamp then(base::read_instant(*remove.last_attempt)->milliseconds);
    Delivery soon(todo(), v2, remove, std::nullopt);
    ASSERT_EQ(asked(begin(soon, Turn::first, then + std::chrono::hours(24))), What::look);
    EXPECT_NE(verdict<Unsettled>(soon.answered(page({}), kKnown)), nullptr);
    Delivery late(todo(), v2, remove, std::nullopt);
    ASSERT_EQ(asked(begin(late, Turn::first, then + std::chrono::hours(25))), What::look);
    EXPECT_NE(verdict<Removed>(late.answered(page({}), kKnown)), nullptr);
}

TEST(Delivery, ARefusalKeepsItsWordsAndA500ItsDoubt) {
    Delivery refused(todo(), v2, operation(OperationKind::insert), item("x"));
    refused.begin();
    remote::Answer bad = answer(400);
    bad.message = "too long";
    const Next end = refused.answered(bad, kUnknown);
    ASSERT_NE(verdict<Rejected>(end), nullptr);
    EXPECT_EQ(verdict<Rejected>(end)->message, "too long");
    EXPECT_FALSE(verdict<Rejected>(end)->outcome_unknown);
    Delivery failed(todo(), v2, operation(OperationKind::insert), item("x"));
    failed.begin();
    EXPECT_TRUE(verdict<Rejected>(failed.answered(answer(500), kUnknown))->outcome_unknown);
}

TEST(Delivery, AFinal500IsLookedAt) {
    store::Operation sent = operation(OperationKind::insert);
    sent.sent = OperationKind::insert;
    Delivery arrived(todo(), v2, sent, item("x"));
    EXPECT_EQ(asked(arrived.confirm({500, "boom", true})), What::look);
    EXPECT_NE(verdict<Accepted>(arrived.answered(page(item("x", "1")), kKnown)), nullptr);
    Delivery lost(todo(), v2, sent, item("x"));
    lost.confirm({500, "boom", true});
    const Next end = lost.answered(page({}), kKnown);
    ASSERT_NE(verdict<Rejected>(end), nullptr);
    EXPECT_EQ(verdict<Rejected>(end)->status, 500);
}

TEST(Delivery, AnAnswerAboutAnotherItemIsNotTaken) {
    Item other = item("new", "2");
    other.id = "b";
    Item other_case = item("new", "2");
    other_case.id = "A";
    const auto update = [] {
        Delivery delivery(todo(), v2, update_of(item("old", "1")), item("new", "1"));
        delivery.begin();
        return delivery;
    };
    for (const int status : {200, 409, 412}) {
        EXPECT_TRUE(std::holds_alternative<Unusable>(
            std::get<Verdict>(update().answered(answer(status, other), kKnown))));
    }
    EXPECT_TRUE(std::holds_alternative<Accepted>(
        std::get<Verdict>(update().answered(answer(200, other_case), kKnown))));

    Delivery insert(todo(), v2, operation(OperationKind::insert), item("new"));
    insert.begin();
    EXPECT_TRUE(std::holds_alternative<Accepted>(
        std::get<Verdict>(insert.answered(answer(201, other), kKnown))));
}

}  // namespace
}  // namespace syncline::sync
