#include "journey/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace syncline::journey {

namespace {

using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Level = Event::Level;

constexpr const char* kMarker = "MARKER-5f1e";

/// A store whose every word is taken down.
class Watching : public testing::Test {
  protected:
    Watching() { backend.define("todo", true); }

    void watch(Level least, bool http = false, bool sql = false) {
        phone.opening.watch.event = [this](const Event& event) { events.push_back(event); };
        phone.opening.watch.progress = [this](const Progress& one) { progress.push_back(one); };
        phone.opening.watch.least = least;
        phone.opening.watch.http = http;
        phone.opening.watch.sql = sql;
        phone.restart();
    }

    std::vector<std::string> said(const std::string& topic) const {
        std::vector<std::string> sentences;
        for (const Event& event : events) {
            if (event.topic == topic) sentences.push_back(event.message);
        }
        return sentences;
    }

    /// Everything that was said, as text.
    std::string all() const {
        std::string text;
        for (const Event& event : events) {
            text += event.message + " " + write_members(event.fields) + "\n";
        }
        return text;
    }

    void answer_with_header(int status, const std::string& body, Headers headers) {
        world.fail({Fault::Kind::answer, 1, "", {status, std::move(headers), body}});
    }

    World world;
    Backend& backend = world.backend;
    Device phone{world};
    std::vector<Event> events;
    std::vector<Progress> progress;
};

TEST_F(Watching, ARunSaysWhenItBeginsAndHowItEnded) {
    watch(Level::info);
    phone.insert("{'text':'milk'}");

    phone.push();

    EXPECT_THAT(said("push"), testing::ElementsAre("push begins", HasSubstr("1 pushed")));
    const Value* outcome = find_member(events.back().fields, "outcome");
    ASSERT_NE(outcome, nullptr);
    EXPECT_EQ(outcome->text(), "ok");
    EXPECT_THAT(said("http"), IsEmpty());
}

TEST_F(Watching, AnEventOfLessWeightIsNotMade) {
    watch(Level::warning);
    phone.insert("{'text':'milk'}");

    phone.push();
    phone.pull();

    EXPECT_THAT(events, IsEmpty());
}

TEST_F(Watching, EachRequestAndItsAnswerAreToldOf) {
    watch(Level::debug);
    phone.insert("{'text':'milk'}");

    phone.push();

    EXPECT_THAT(said("http"), Contains("POST http://service/tables/todo is sent"));
    EXPECT_THAT(said("http"), Contains(HasSubstr("was answered with 201")));
    EXPECT_THAT(all(), Not(HasSubstr("\"body\""))) << "whole requests only on demand";
}

TEST_F(Watching, ARepeatedRequestIsCounted) {
    watch(Level::debug);
    phone.insert("{'text':'milk'}");
    world.answer_with(1, 503, "busy");

    phone.push();

    EXPECT_THAT(said("http"), Contains(HasSubstr("again after an answer of 503")));
    EXPECT_THAT(said("http"), Contains(HasSubstr("is sent, attempt 2")));
}

TEST_F(Watching, ALostConnectionIsToldOf) {
    watch(Level::debug);
    phone.insert("{'text':'milk'}");
    world.lose_answers(1);

    phone.push();

    EXPECT_THAT(said("http"), Contains(HasSubstr("got no answer: the connection was cut")));
    EXPECT_THAT(said("http"), Contains(HasSubstr("again after a lost connection")));
}

TEST_F(Watching, ARejectionAndAConflictAreToldOf) {
    watch(Level::info);
    phone.insert("{'id':'a'}");
    phone.push();
    phone.update("a", "{'text':'here'}");
    backend.update("todo", "a", "{'text':'there'}");
    phone.insert("{'id':'b'}");
    world.before(2, [this] { world.answer_with(9, 403, "{'error':'not yours'}"); });
    phone.remote.parallel = 1;

    phone.push();

    EXPECT_THAT(said("push"), Contains(HasSubstr("todo/a is in conflict")));
    EXPECT_THAT(said("push"), Contains(HasSubstr("rejected todo/b: not yours")));
}

TEST_F(Watching, APullTellsOfPagesAndOfWhatItStored) {
    watch(Level::debug);
    backend.seed("todo", "s", 30, "2026-02-01T00:00:00Z");

    const PullResult result = phone.pull();

    EXPECT_THAT(said("pull"), Contains("table todo: a page of 30 items"));
    EXPECT_THAT(said("pull"), Contains("table todo: stored 30, removed 0"));
    EXPECT_EQ(progress.back().work, "pull");
    EXPECT_EQ(progress.back().table, "todo");
    EXPECT_EQ(progress.back().done, result.queries.front().received);
    EXPECT_EQ(progress.back().total, std::nullopt);
}

TEST_F(Watching, TheProtocolThatWasFoundIsToldOf) {
    phone->set_protocol("auto");
    watch(Level::info);

    phone.pull();

    EXPECT_THAT(said("protocol"), Contains(HasSubstr("speaks protocol v")));
}

TEST_F(Watching, OpeningAStoreIsToldOf) {
    watch(Level::debug);

    EXPECT_THAT(said("store"), Contains(HasSubstr("was opened")));
}

TEST_F(Watching, SqlShowsStatementsWithoutTheirValues) {
    watch(Level::error, false, true);

    phone.insert("{'text':'buy milk'}");

    EXPECT_THAT(all(), HasSubstr("BEGIN IMMEDIATE"));
    EXPECT_THAT(all(), HasSubstr("INSERT INTO"));
    EXPECT_THAT(said("sql"), Each(HasSubstr("a statement took ")));
    EXPECT_THAT(all(), Not(HasSubstr("buy milk")));
}

TEST_F(Watching, AnswersThatComeOneByOneAreWrittenInGroups) {
    for (int i = 0; i < 40; ++i) phone.insert("{'text':'milk'}");
    world.round_trip = {};
    phone.remote.parallel = 1;
    watch(Level::error, false, true);

    EXPECT_EQ(phone.push().pushed, 40U);

    const std::string text = all();
    std::size_t commits = 0;
    for (std::size_t at = text.find("COMMIT"); at != std::string::npos;
         at = text.find("COMMIT", at + 1)) {
        ++commits;
    }
    EXPECT_LE(commits, 10U) << "each is a flush";
}

TEST_F(Watching, ProgressOfAPushOnlyGrowsAndEndsAtItsTotal) {
    watch(Level::error);
    phone.insert("{'id':'refused'}");
    phone.insert("{'id':'conflict'}");
    phone.push();
    phone.update("conflict", "{'text':'here'}");
    backend.update("todo", "conflict", "{'text':'there'}");
    for (int i = 0; i < 10; ++i) phone.insert("{'rank':" + std::to_string(i) + "}");
    world.answer_with(2, 403, "{'error':'no'}");
    PushOptions options;
    options.conflict = ConflictPolicy{ConflictPolicy::Kind::local, ""};
    progress.clear();

    EXPECT_EQ(phone.push(options).status, PushStatus::complete);

    ASSERT_FALSE(progress.empty());
    EXPECT_TRUE(
        std::is_sorted(progress.begin(), progress.end(), [](const Progress& a, const Progress& b) {
            return a.done < b.done;
        }));
    EXPECT_EQ(progress.front().done, 0U);
    EXPECT_EQ(progress.back().done, 11U);
    EXPECT_EQ(progress.back().total, 11U);
}

TEST_F(Watching, ProgressCountsWhatFailedBeforeOnce) {
    watch(Level::error);
    phone.insert("{'id':'a'}");
    world.answer_with(2, 403, "{'error':'no'}");
    phone.push();
    world.forget_faults();
    phone.insert("{'id':'b'}");
    progress.clear();

    phone.push();

    EXPECT_EQ(progress.back().done, 2U);
    EXPECT_EQ(progress.back().total, 2U);
}

TEST_F(Watching, ALongLocalChangeSaysHowFarItIs) {
    watch(Level::error);
    int given = 0;
    const std::string item = "{}";

    const auto source = [&](std::string_view& text, std::string&) {
        text = item;
        return given++ < 600;
    };
    phone->insert_many("todo", source, OnExisting::refuse, {});

    std::vector<std::uint64_t> done;
    for (const Progress& one : progress) done.push_back(one.done);
    EXPECT_THAT(done, testing::ElementsAre(256, 512, 600));
    EXPECT_EQ(progress.front().work, "insert");
    EXPECT_EQ(progress.front().total, std::nullopt);
    EXPECT_EQ(progress.back().total, 600U);
}

TEST_F(Watching, AWholeRequestIsShownWithoutItsSecrets) {
    watch(Level::error, true);
    const std::string token = std::string(kMarker) + "-token";
    backend.token = token;
    phone.remote.token = token;
    phone.remote.headers = {"X-Functions: " + std::string(kMarker) + "-header"};
    phone.insert("{'text':'milk'}");

    phone.push();

    EXPECT_THAT(all(), HasSubstr("milk"));
    EXPECT_THAT(all(), HasSubstr("<hidden>"));
    EXPECT_THAT(all(), HasSubstr("zumo-api-version"));
    EXPECT_THAT(all(), Not(HasSubstr(kMarker)));
}

TEST_F(Watching, AnAnswerIsShownWithoutItsSecrets) {
    watch(Level::trace, true);
    const std::string marker = kMarker;
    phone.remote.token = marker + "-token";
    phone.insert("{'text':'milk'}");
    answer_with_header(200,
                       R"({"id":"x","authenticationToken":")" + marker +
                           R"(\"quoted","access_token" : ")" + marker + R"(","text":"shown"})",
                       {{"set-cookie", marker}, {"set-cookie", marker + "2"}});
    answer_with_header(400, "no: " + marker + "-token is not known", {});

    phone.push();

    EXPECT_THAT(all(), HasSubstr("shown"));
    EXPECT_THAT(all(), HasSubstr("<hidden>, <hidden>"));
    EXPECT_THAT(all(), Not(HasSubstr(marker)));
}

TEST_F(Watching, AServiceThatQuotesTheTokenDoesNotGetItStored) {
    watch(Level::debug);
    phone.remote.token = kMarker;
    phone.insert("{'text':'milk'}");
    world.answer_with(2, 403, std::string("{'error':'who is ") + kMarker + "'}");

    const PushResult result = phone.push();

    ASSERT_FALSE(result.issues.empty());
    EXPECT_EQ(result.issues.front().message, "who is <hidden>");
    EXPECT_THAT(all(), Not(HasSubstr(kMarker)));
    EXPECT_THAT(phone.queue().front().message.value_or(""), Not(HasSubstr(kMarker)));
}

TEST_F(Watching, ALongBodyIsCutBeforeASecretIs) {
    watch(Level::trace, true);
    const std::string marker = kMarker;
    phone.remote.token = marker;
    phone.insert("{'text':'milk'}");
    std::string body = "<p>" + std::string(4090, 'x') + marker + std::string(100, 'y');
    world.fail({Fault::Kind::answer, 9, "", {400, {{"content-type", "text/html"}}, body}});

    phone.push();

    EXPECT_THAT(all(), HasSubstr("\"left_out\":" + std::to_string(marker.size() + 100)));
    EXPECT_THAT(all(), Not(HasSubstr(marker.substr(0, 4))));
}

TEST_F(Watching, ATokenThatIsFetchedAgainIsToldOf) {
    watch(Level::info);
    backend.token = "right";
    phone.remote.token = "wrong";
    phone.insert("{'text':'milk'}");

    phone.push();

    EXPECT_THAT(said("auth"), Contains(HasSubstr("fetched again")));
}

}  // namespace

}  // namespace syncline::journey
