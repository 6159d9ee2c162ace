#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

namespace syncline::journey {

namespace {

/// What is queued for the item `x`, and how far it got.
enum class Queued : std::uint8_t {
    nothing_absent,
    nothing_present,
    insert,
    insert_sent,
    insert_failed,
    insert_conflict,
    update,
    update_sent,
    update_failed,
    update_conflict,
    remove,
    remove_sent,
    remove_failed,
    remove_conflict,
};

/// One cell of the matrix: what is queued, the new change, and what is queued then; "refused" for a
/// DataError, "missing" for a NotFoundError, "" for nothing.
struct Cell {
    const char* name;
    Queued queued;
    OperationKind incoming;
    const char* result;
};

class Collapse : public testing::TestWithParam<Cell> {
  protected:
    Collapse() { phone.remote.retries = 0; }

    void make(OperationKind kind) {
        switch (kind) {
            case OperationKind::insert:
                phone.insert("{'id':'x','text':'made'}");
                return;
            case OperationKind::update:
                phone.update("x", "{'text':'changed','rank':" + std::to_string(++edits) + "}");
                return;
            case OperationKind::remove:
                phone.remove("x");
                return;
        }
    }

    void share() {
        world.backend.insert("todo", "{'id':'x','text':'there'}");
        phone.pull();
    }

    void lose_and_push() {
        world.lose_answers(1);
        phone.push();
    }

    void refuse_and_push() {
        world.answer_with(1, 400, "{'error':'no'}");
        phone.push();
    }

    void change_there_and_push() {
        world.backend.update("todo", "x", "{'text':'theirs'}");
        phone.push();
    }

    void prepare(Queued queued) {
        using Kind = OperationKind;
        if (queued == Queued::nothing_absent) return;
        const bool inserts = queued >= Queued::insert && queued <= Queued::insert_conflict;
        if (!inserts) share();
        if (queued == Queued::nothing_present) return;
        make(inserts ? Kind::insert : queued >= Queued::remove ? Kind::remove : Kind::update);
        switch (queued) {
            case Queued::insert_sent:
            case Queued::update_sent:
            case Queued::remove_sent:
                return lose_and_push();
            case Queued::insert_failed:
            case Queued::update_failed:
            case Queued::remove_failed:
                return refuse_and_push();
            case Queued::insert_conflict:
                world.backend.insert("todo", "{'id':'x','text':'theirs'}");
                phone.push();
                return;
            case Queued::update_conflict:
            case Queued::remove_conflict:
                return change_there_and_push();
            default:
                return;
        }
    }

    World world;
    Device phone{world};
    int edits = 0;
};

TEST_P(Collapse, OfTwoChangesGivesTheOneThatTheMatrixNames) {
    prepare(GetParam().queued);
    const auto before = phone.queued();
    std::string result;

    try {
        make(GetParam().incoming);
        for (const std::string& line : phone.queued()) result += line;
    } catch (const NotFoundError&) {
        result = "missing";
    } catch (const DataError&) {
        result = "refused";
    }

    EXPECT_EQ(result, GetParam().result);
    if (result == "missing" || result == "refused") {
        EXPECT_EQ(phone.queued(), before);
    }
}

TEST_P(Collapse, LeavesAQueueThatEmptiesInTheEnd) {
    prepare(GetParam().queued);
    try {
        make(GetParam().incoming);
    } catch (const Error&) {
    }

    const PushResult result = phone.push();

    const bool contested = GetParam().queued == Queued::insert_conflict ||
                           GetParam().queued == Queued::update_conflict ||
                           GetParam().queued == Queued::remove_conflict;
    EXPECT_EQ(result.outcome, contested ? Status::conflict : Status::ok) << result.reason;
    if (!contested) {
        EXPECT_EQ(phone.shown(), world.backend.shown("todo"));
    }
}

using Kind = OperationKind;

INSTANTIATE_TEST_SUITE_P(
    Of,
    Collapse,
    testing::Values(
        Cell{"NothingAndInsert", Queued::nothing_absent, Kind::insert, "insert todo/x pending"},
        Cell{"NothingAndInsertOfWhatIsThere", Queued::nothing_present, Kind::insert, "refused"},
        Cell{"NothingAndUpdate", Queued::nothing_present, Kind::update, "update todo/x pending"},
        Cell{"NothingAndUpdateOfWhatIsMissing", Queued::nothing_absent, Kind::update, "missing"},
        Cell{"NothingAndDelete", Queued::nothing_present, Kind::remove, "delete todo/x pending"},
        Cell{"NothingAndDeleteOfWhatIsMissing", Queued::nothing_absent, Kind::remove, "missing"},
        Cell{"InsertAndInsert", Queued::insert, Kind::insert, "refused"},
        Cell{"InsertAndUpdate", Queued::insert, Kind::update, "insert todo/x pending"},
        Cell{"InsertAndDelete", Queued::insert, Kind::remove, ""},
        Cell{"SentInsertAndInsert", Queued::insert_sent, Kind::insert, "refused"},
        Cell{"SentInsertAndUpdate", Queued::insert_sent, Kind::update, "insert todo/x pending"},
        Cell{"SentInsertAndDelete", Queued::insert_sent, Kind::remove, "delete todo/x pending"},
        Cell{"FailedInsertAndInsert", Queued::insert_failed, Kind::insert, "refused"},
        Cell{"FailedInsertAndUpdate", Queued::insert_failed, Kind::update, "insert todo/x pending"},
        Cell{"FailedInsertAndDelete", Queued::insert_failed, Kind::remove, ""},
        Cell{"ContestedInsertAndInsert", Queued::insert_conflict, Kind::insert, "refused"},
        Cell{"ContestedInsertAndUpdate",
             Queued::insert_conflict,
             Kind::update,
             "insert todo/x conflict"},
        Cell{"ContestedInsertAndDelete",
             Queued::insert_conflict,
             Kind::remove,
             "delete todo/x conflict"},
        Cell{"UpdateAndInsert", Queued::update, Kind::insert, "refused"},
        Cell{"UpdateAndUpdate", Queued::update, Kind::update, "update todo/x pending"},
        Cell{"UpdateAndDelete", Queued::update, Kind::remove, "delete todo/x pending"},
        Cell{"SentUpdateAndInsert", Queued::update_sent, Kind::insert, "refused"},
        Cell{"SentUpdateAndUpdate", Queued::update_sent, Kind::update, "update todo/x pending"},
        Cell{"SentUpdateAndDelete", Queued::update_sent, Kind::remove, "delete todo/x pending"},
        Cell{"FailedUpdateAndInsert", Queued::update_failed, Kind::insert, "refused"},
        Cell{"FailedUpdateAndUpdate", Queued::update_failed, Kind::update, "update todo/x pending"},
        Cell{"FailedUpdateAndDelete", Queued::update_failed, Kind::remove, "delete todo/x pending"},
        Cell{"ContestedUpdateAndInsert", Queued::update_conflict, Kind::insert, "refused"},
        Cell{"ContestedUpdateAndUpdate",
             Queued::update_conflict,
             Kind::update,
             "update todo/x conflict"},
        Cell{"ContestedUpdateAndDelete",
             Queued::update_conflict,
             Kind::remove,
             "delete todo/x conflict"},
        Cell{"DeleteAndInsert", Queued::remove, Kind::insert, "update todo/x pending"},
        Cell{"DeleteAndUpdate", Queued::remove, Kind::update, "missing"},
        Cell{"DeleteAndDelete", Queued::remove, Kind::remove, "missing"},
        Cell{"SentDeleteAndInsert", Queued::remove_sent, Kind::insert, "update todo/x pending"},
        Cell{"SentDeleteAndUpdate", Queued::remove_sent, Kind::update, "missing"},
        Cell{"SentDeleteAndDelete", Queued::remove_sent, Kind::remove, "missing"},
        Cell{"FailedDeleteAndInsert", Queued::remove_failed, Kind::insert, "update todo/x pending"},
        Cell{"FailedDeleteAndUpdate", Queued::remove_failed, Kind::update, "missing"},
        Cell{"FailedDeleteAndDelete", Queued::remove_failed, Kind::remove, "missing"},
        Cell{"ContestedDeleteAndInsert",
             Queued::remove_conflict,
             Kind::insert,
             "update todo/x conflict"},
        Cell{"ContestedDeleteAndUpdate", Queued::remove_conflict, Kind::update, "missing"},
        Cell{"ContestedDeleteAndDelete", Queued::remove_conflict, Kind::remove, "missing"}),
    [](const auto& cell) { return cell.param.name; });

/// What the matrix does not say.
class Change : public testing::Test {
  protected:
    void share() {
        world.backend.insert("todo", "{'id':'x','text':'there','rank':1}");
        phone.pull();
    }

    World world;
    Device phone{world};
};

TEST_F(Change, ThatBringsAnItemBackToItsBaseLeavesTheQueue) {
    share();
    phone.update("x", "{'text':'changed'}");

    phone.update("x", "{'text':'there'}");

    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Change, ThatChangesNothingIsNotQueued) {
    share();

    phone.update("x", "{'text':'there','rank':1.0}");

    EXPECT_TRUE(phone.queued().empty());
}

TEST_F(Change, OfAnItemRaisesTheGenerationAndKeepsItsPlace) {
    phone.insert("{'id':'x'}");
    phone.insert("{'id':'y'}");

    phone.update("x", "{'text':'changed'}");

    EXPECT_EQ(phone.queued(),
              (std::vector<std::string>{"insert todo/x pending", "insert todo/y pending"}));
    EXPECT_EQ(phone.queue().at(0).generation, 2);
}

TEST_F(Change, FromUpdateToDeleteMovesToTheEnd) {
    share();
    phone.update("x", "{'text':'changed'}");
    phone.insert("{'id':'y'}");

    phone.remove("x");

    EXPECT_EQ(phone.queued(),
              (std::vector<std::string>{"insert todo/y pending", "delete todo/x pending"}));
}

TEST_F(Change, InABatchIsAllOrNothing) {
    int given = 0;
    const ItemSource source = [&given](std::string_view& text, std::string& where) {
        where = "line " + std::to_string(given + 1);
        text = given < 3 ? "{\"text\":\"fine\"}" : "{\"wrong\":1}";
        return ++given <= 4;
    };

    try {
        phone->insert_many("todo", source, OnExisting::refuse, nullptr);
        FAIL() << "it was not refused";
    } catch (const DataError& error) {
        EXPECT_EQ(std::string(error.what()).find("line 4: "), 0U) << error.what();
    }

    EXPECT_EQ(phone.shown(), "");
    EXPECT_TRUE(phone.queued().empty());
}

/// Operations of inserts are written several at a time, items one by one.
TEST_F(Change, InABatchMeetsWhatTheBatchHasMade) {
    std::vector<std::string> given = {R"({"id":"deleted","text":"again"})"};
    for (int i = 100; i < 150; ++i) given.push_back("{\"id\":\"i" + std::to_string(i) + "\"}");
    given.push_back(R"({"id":"i149","text":"replaced"})");
    given.push_back(R"({"id":"shared","text":"replaced"})");
    given.push_back(R"({"id":"z"})");
    for (const char* id : {"deleted", "shared"}) {
        world.backend.insert("todo", std::string("{'id':'") + id + "'}");
    }
    phone.pull();
    phone.remove("deleted");
    std::size_t next = 0;
    const ItemSource source = [&](std::string_view& text, std::string&) {
        if (next == given.size()) return false;
        text = given[next++];
        return true;
    };

    phone->insert_many("todo", source, OnExisting::replace, nullptr);

    std::vector<std::string> expected = {"update todo/deleted pending"};
    for (int i = 100; i < 150; ++i) {
        expected.push_back("insert todo/i" + std::to_string(i) + " pending");
    }
    expected.push_back("update todo/shared pending");
    expected.push_back("insert todo/z pending");
    EXPECT_EQ(phone.queued(), expected);
    EXPECT_EQ(phone.text("i149"), "replaced");
    EXPECT_TRUE(phone->check({}).findings.empty());
}

TEST_F(Change, OfWhatMatchesAFilterLeavesTheRest) {
    for (const char* rank : {"1", "2", "3", "4"}) {
        phone.insert("{'id':'i" + std::string(rank) + "','rank':" + rank + "}");
    }

    EXPECT_EQ(phone->remove_where("todo", "rank lt 2"), 1U);
    EXPECT_EQ(phone->update_where("todo", "rank gt 2", members("{'text':'x'}")), 2U);

    EXPECT_EQ(phone.shown(), "i2 null null 2\ni3 \"x\" null 3\ni4 \"x\" null 4\n");
    EXPECT_EQ(phone.queue().size(), 3U);
}

TEST_F(Change, OfAnItemOfAnotherTableWithTheSameIdIsItsOwn) {
    phone.define("list");
    phone.insert("{'id':'x'}");
    phone->insert("list", members("{'id':'x'}"));

    phone.remove("x");

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"insert list/x pending"}));
}

TEST_F(Change, ThatCancelsARefusedInsertForgetsItsFailure) {
    phone.insert("{'id':'x'}");
    world.answer_with(1, 400, "{'error':'no'}");
    phone.push();
    ASSERT_EQ(phone->status().failed, 1U);

    phone.remove("x");

    EXPECT_EQ(phone->status().failed, 0U);
    EXPECT_EQ(phone.push().outcome, Status::ok);
}

TEST_F(Change, SurvivesANewProcess) {
    phone.insert("{'id':'x','text':'here'}");

    phone.restart();

    EXPECT_EQ(phone.queued(), (std::vector<std::string>{"insert todo/x pending"}));
    EXPECT_EQ(phone.text("x"), "here");
}

}  // namespace

}  // namespace syncline::journey
