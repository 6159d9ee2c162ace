#include "hostile/attacked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

/// Pages that never end, that lead elsewhere, or that hold what nobody may have asked for.
namespace syncline::tests {
namespace {

using testing::AnyOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const Words kSmallPages = {"--page-size", "10"};

/// Of ten items; `first` is the number of the first, `millisecond` where all were changed.
std::string page_of(int first, int millisecond) {
    std::string page;
    for (int i = first; i < first + 10; ++i) {
        page += (page.empty() ? "[" : ",") + item_text(std::to_string(100'000 + i), millisecond);
    }
    return page + "]";
}

bool asks_for_unstamped(const Message& request) {
    return request.word(1).find("updatedAt%20eq%20null") != std::string::npos;
}

TEST(Pages, ThatAreAlwaysTheSameEndThePull) {
    const RawService service(always(answer_of(page_of(0, 5))));
    const Attacked attacked(service);

    const Outcome outcome = attacked.pull(kSmallPages);

    EXPECT_EQ(outcome.status, kRefused);
    EXPECT_LT(service.heard().size(), 10U);
}

TEST(Pages, ThatGoRoundInACircleEndThePull) {
    std::atomic<int> asked{0};
    const RawService service([&](const Message&, Victim& victim) {
        return victim.send(answer_of(page_of(10 * (asked++ % 3), 5)));
    });
    const Attacked attacked(service);

    const Outcome outcome = attacked.pull(kSmallPages);

    EXPECT_EQ(outcome.status, kRefused) << outcome.err;
    EXPECT_LT(service.heard().size(), 30U);
}

TEST(Pages, ThatAreAlwaysTheSameWhereIdsCannotBeComparedEndThePull) {
    const RawService service([](const Message& request, Victim& victim) {
        const bool by_id = request.word(1).find("id%20gt") != std::string::npos;
        if (by_id || asks_for_unstamped(request)) return victim.send(answer_of("{}", 400));
        return victim.send(answer_of(page_of(0, 5)));
    });
    const Attacked attacked(service);

    const Outcome outcome = attacked.pull(kSmallPages);

    EXPECT_EQ(outcome.status, kRefused) << outcome.err;
    EXPECT_LT(service.heard().size(), 30U);
}

TEST(Pages, ThatNeverEndTakeBoundedMemoryAndTheTimeThatIsAllowed) {
    std::atomic<int> asked{0};
    const RawService service([&](const Message&, Victim& victim) {
        const int number = asked++;
        return victim.send(answer_of(page_of(10 * number, number % 1'000)));
    });
    const Attacked attacked(service);

    const Outcome outcome = attacked.pull({"--page-size", "10", "--max-time", "2s"});

    EXPECT_EQ(outcome.status, kLimit) << outcome.err;
    EXPECT_EQ(attacked.program().items().at("changed").at("text"), "mine");
}

TEST(Pages, LinkedElsewhereAreAskedForAtTheTable) {
    for (const char* link : {"/admin?do=delete",
                             "../../admin?x=1",
                             "http://127.0.0.1:1/x?$skip=1",
                             "file:///etc/passwd?x",
                             "$skip=1#/../..",
                             "$skip=1&x=a b",
                             "$skip=1\\r\\nX-Evil: 1",
                             "?"}) {
        SCOPED_TRACE(link);
        std::atomic<int> asked{0};
        const RawService service([&](const Message&, Victim& victim) {
            const std::string items = asked++ == 0 ? "" : item_text("a", 5);
            return victim.send(
                answer_of("{\"items\":[" + items + "]" +
                          (asked < 5 ? std::string(",\"nextLink\":\"") + link + "\"" : "") + "}"));
        });
        const Attacked attacked(service, "v3");

        const Outcome outcome = attacked.pull(kSmallPages);

        EXPECT_THAT(outcome.status, AnyOf(0, kRefused)) << outcome.err;
        EXPECT_THAT(service.heard(), Each(StartsWith("GET /tables/todoitem?")));
    }
}

TEST(Pages, WithIdsThatLookLikeSomethingElseStayData) {
    const std::vector<std::string> ids = {"'; DROP TABLE todoitem; --",
                                          "../../../etc/passwd",
                                          "a/b?c#d",
                                          "%2e%2e%2f",
                                          "--force",
                                          "$(touch evil)",
                                          "a\\\"b",
                                          "\\u202egnp.exe"};
    std::string items;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        items += (items.empty() ? "" : ",") + item_text(ids[i], static_cast<int>(i));
    }
    const RawService service([&](const Message& request, Victim& victim) {
        return victim.send(request.word(0) == "GET" ? answer_of("[" + items + "]")
                                                    : "HTTP/1.1 204 Gone\r\n\r\n");
    });
    const Attacked attacked(service);

    EXPECT_EQ(attacked.pull().status, 0);
    const auto stored = attacked.program().items();
    EXPECT_EQ(stored.count(ids[0]), 1U);
    EXPECT_EQ(stored.size(), ids.size() + 3);
    for (const auto& [id, item] : stored) {
        attacked.run({"delete", "todoitem", "--", id});
    }
    EXPECT_EQ(attacked.push().status, 0);
    for (const std::string& line : service.heard()) {
        if (line.rfind("DELETE", 0) != 0) continue;
        EXPECT_THAT(line, StartsWith("DELETE /tables/todoitem/"));
        EXPECT_EQ(line.find('/', 24), std::string::npos) << line;
    }
    EXPECT_EQ(attacked.program().pending(), 0U);
    EXPECT_FALSE(std::filesystem::exists(attacked.program().folder() / "evil"));
}

TEST(Pages, WithIdsThatNoRequestCanNameLeaveThoseOut) {
    const std::string long_id(100'000, 'x');
    for (const std::string& id : {std::string(".."),
                                  std::string("."),
                                  std::string("a\\u0000b"),
                                  std::string("a\\nb"),
                                  long_id}) {
        SCOPED_TRACE(id.substr(0, 20));
        const RawService service(
            always(answer_of("[" + item_text(id, 5) + "," + item_text("good", 6) + "]")));
        const Attacked attacked(service);

        const Outcome outcome = attacked.pull();

        EXPECT_EQ(outcome.status, kPartial) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr("id"));
        EXPECT_EQ(attacked.program().items().count("good"), 1U);
        EXPECT_THAT(attacked.program().items(), SizeIs(4));
    }
}

TEST(Pages, WithVersionsThatNoHeaderCanHoldSendNothingElse) {
    const std::string item =
        R"({"id":"a","version":"x\r\nx-evil: 1\r\n\r\n","text":"t","updatedAt":"2020-01-01T00:00:00.005Z"})";
    std::atomic<bool> is_evil{false};
    const RawService service([&](const Message& request, Victim& victim) {
        if (request.headers.count("x-evil") != 0) is_evil = true;
        return victim.send(request.word(0) == "GET" ? answer_of("[" + item + "]")
                                                    : answer_of("{}", 400));
    });
    const Attacked attacked(service);

    attacked.pull();
    attacked.run({"delete", "todoitem", "a"});
    attacked.push();

    EXPECT_FALSE(is_evil);
}

TEST(Pages, FromTheFutureDoNotHideWhatComesLater) {
    std::atomic<bool> is_later{false};
    const std::string future =
        R"({"id":"future","version":"MQ==","text":"t","updatedAt":"9999-12-31T23:59:59.999Z"})";
    const std::string date = "date: Wed, 01 Jul 2026 00:00:00 GMT\r\n";
    const RawService service([&](const Message& request, Victim& victim) {
        const std::string now =
            R"({"id":"now","version":"MQ==","text":"t","updatedAt":"2026-07-01T00:00:01.000Z"})";
        const bool since_far = request.word(1).find("9999-") != std::string::npos;
        if (asks_for_unstamped(request)) return victim.send(answer_of("[]", 200, date));
        const std::string items = since_far ? future : is_later ? now + "," + future : future;
        return victim.send(answer_of("[" + items + "]", 200, date));
    });
    const Attacked attacked(service);

    attacked.pull();
    is_later = true;
    attacked.pull();

    EXPECT_EQ(attacked.program().items().count("now"), 1U);
}

TEST(Answer, AboutAnotherItemIsNotTaken) {
    for (const char* method : {"PATCH", "POST"}) {
        SCOPED_TRACE(method);
        const RawService service([method](const Message& request, Victim& victim) {
            const bool lies = request.word(0) == method;
            const bool made = request.word(0) == "POST";
            const char* const truth = made ? "made" : "changed";
            const char* const lie = made ? "changed" : "clean";
            return victim.send(answer_of(item_text(lies ? lie : truth, 5), made ? 201 : 200));
        });
        const Attacked attacked(service);
        if (method == std::string("POST")) attacked.program().must({"queue", "hold", "1"});

        const Outcome outcome = attacked.push({"--parallel", "1"});

        EXPECT_THAT(outcome.status, AnyOf(kPartial, kRefused)) << outcome.out;
        const auto items = attacked.program().items();
        EXPECT_THAT(items, SizeIs(3));
        EXPECT_EQ(items.at("clean").at("text"), "theirs");
        EXPECT_EQ(items.at("changed").at("text"), "mine");
        attacked.program().must({"check"});
    }
}

TEST(Answer, ThatComesUnaskedIsNotTheNextOnes) {
    const RawService service([](const Message& request, Victim& victim) {
        const bool made = request.word(0) == "POST";
        const std::string mine = item_text(made ? "made" : "changed", 7);
        return victim.send(answer_of(mine, made ? 201 : 200) + answer_of(item_text("evil", 8)));
    });
    const Attacked attacked(service);

    attacked.push({"--parallel", "1"});

    EXPECT_EQ(attacked.program().items().count("evil"), 0U);
    EXPECT_EQ(attacked.program().items().count("made"), 1U);
    attacked.program().must({"check"});
}

}  // namespace
}  // namespace syncline::tests
