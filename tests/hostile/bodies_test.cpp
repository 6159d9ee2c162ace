#include "hostile/attacked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Bodies that never end, that are not what they say, or that hold what no body should.
namespace syncline::tests {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

const std::string kEndlessHead =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n[";

RawService::Answer endless_body() {
    return [](const Message&, Victim& victim) {
        victim.send(kEndlessHead);
        EXPECT_TRUE(victim.send_forever(item_text("a", 5) + ",", kEndless));
        return false;
    };
}

TEST(Body, WithoutAnEndIsCutAtTheLimit) {
    const RawService service(endless_body());
    const Attacked attacked(service);

    const Outcome outcome = attacked.pull({"--max-body", "1M"});

    EXPECT_EQ(outcome.status, kRefused);
    EXPECT_THAT(outcome.err, HasSubstr("--max-body"));
    attacked.expect_untouched();
    EXPECT_LE(service.heard().size(), 7U) << "smaller pages are asked for, but not for ever";
}

TEST(Body, WithoutAnEndTakesBoundedMemoryByDefault) {
    const RawService service(endless_body());
    const Attacked attacked(service);
    // Twice the limit: the body, and what it was before it grew.
    constexpr long kTwice = 2 * 64L << 10U;

    EXPECT_EQ(attacked.pull({}, kUsualMemory + kTwice).status, kRefused);
    attacked.expect_untouched();
}

TEST(Body, WithoutAnEndOfManyTablesTakesNoMoreThanThatOfTwo) {
    const RawService service(endless_body());
    const Attacked attacked(service);
    for (int i = 0; i < 7; ++i) {
        const std::string name = "more" + std::to_string(i);
        EXPECT_EQ(attacked.run({"define-table", name, "text:string"}).status, 0);
    }
    // The oldest and all others together, twice while they grow, and what the heap holds back.
    constexpr long kFiveTimes = 5 * 32L << 10U;

    const Outcome outcome =
        attacked.run({"pull", "--no-push", "--max-body", "32M"}, kUsualMemory + kFiveTimes);

    EXPECT_EQ(outcome.status, kRefused);
    EXPECT_GE(service.heard().size(), 8U);
}

TEST(Body, WithoutAnEndOfAPushedItemLeavesItQueued) {
    const RawService service(endless_body());
    const Attacked attacked(service);

    EXPECT_EQ(attacked.push({"--max-body", "1M"}).status, kRefused);
    EXPECT_EQ(attacked.program().pending(), 2U);
}

TEST(Body, ThatSaysItIsTooLargeIsNotReadAtAll) {
    const RawService service([](const Message&, Victim& victim) {
        victim.send("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n[");
        victim.wait_for_end();
        return false;
    });
    const Attacked attacked(service);

    EXPECT_EQ(attacked.pull().status, kRefused);
    attacked.expect_untouched();
}

TEST(Body, ThatIsPackedIsCutAtTheLimitOfWhatItUnpacksTo) {
    // Deflate's fixed codes: a zero, then copies of the last 258 bytes, 13 bits each.
    const auto bits = [](const std::string& text) {
        std::string bytes(text.size() / 8, '\0');
        for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
            if (text[i] == '1') bytes[i / 8] = static_cast<char>(bytes[i / 8] | 1 << i % 8);
        }
        return bytes;
    };
    std::string start =
        "010"
        "00110000";  // not the last block, fixed codes; the literal 0
    std::string copies;
    while (copies.size() < std::size_t{13} * 8 * 100)
        copies +=
            "11000101"
            "00000";
    const std::string head = std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
    const std::string packed = bits(start + copies);
    const std::string first = packed.substr(0, 2);
    const RawService service([&](const Message&, Victim& victim) {
        victim.send("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n" +
                    head);
        victim.send(first);
        EXPECT_TRUE(victim.send_forever(packed.substr(2, 13), 16U << 20U));
        return false;
    });
    const Attacked attacked(service);
    // Nothing is asked to be packed on this machine; behind a proxy it is.
    const Words far = {"--url", "http://service.test", "--allow-http", "--proxy", service.url()};

    const Outcome outcome = attacked.pull(far, kUsualMemory + (64L << 10U));

    EXPECT_EQ(outcome.status, kRefused);
    EXPECT_THAT(outcome.err, HasSubstr("--max-body"));
    attacked.expect_untouched();
}

TEST(Body, ThatDripsEndsWithTheTimeOfTheRequest) {
    const RawService service([](const Message&, Victim& victim) {
        victim.send(kEndlessHead);
        victim.drip(" ", std::chrono::milliseconds(50));
        return false;
    });
    const Attacked attacked(service);

    EXPECT_EQ(attacked.pull({"--timeout", "500ms"}).status, kRetry);
    EXPECT_EQ(attacked.pull({"--max-time", "500ms"}).status, kLimit);
    attacked.expect_untouched();
    EXPECT_EQ(attacked.push({"--timeout", "500ms"}).status, kRetry);
    EXPECT_EQ(attacked.program().pending(), 2U);
}

struct Wrong {
    const char* name;
    std::string answer;
    int status;
};

class WrongBody : public testing::TestWithParam<Wrong> {};

TEST_P(WrongBody, WritesNothing) {
    const RawService service([](const Message&, Victim& victim) {
        victim.send(GetParam().answer);
        return false;
    });
    const Attacked attacked(service);

    const Outcome outcome = attacked.pull();

    EXPECT_EQ(outcome.status, GetParam().status) << outcome.err;
    attacked.expect_untouched();
    EXPECT_EQ(attacked.program().pending(), 2U);
}

std::string head_with(const std::string& headers) {
    return "HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n";
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

INSTANTIATE_TEST_SUITE_P(
    Hostile,
    WrongBody,
    testing::Values(
        Wrong{"CutByTheConnection",
              head_with("content-length: 500") + "[" + item_text("a", 5),
              kRetry},
        Wrong{"CutInAChunk", head_with("transfer-encoding: chunked") + "ff\r\n[", kRetry},
        Wrong{"ChunksOfGarbage", head_with("transfer-encoding: chunked") + "zz\r\n[]\r\n", kRetry},
        Wrong{"AChunkWithoutEndOfSize",
              head_with("transfer-encoding: chunked") + std::string(100'000, '1'),
              kRetry},
        Wrong{"ANegativeLength", head_with("content-length: -5") + "[]", kRefused},
        Wrong{"ALengthThatIsNoNumber", head_with("content-length: many") + "[]", kRefused},
        Wrong{"APictureOfSomething",
              head_with("content-type: image/png\r\nconnection: close") + "\x89PNG\r\n",
              kRefused},
        Wrong{"APageOfAPortal", answer_of("<html><title>Log in</title></html>"), kRefused},
        Wrong{"Nothing", answer_of(""), kRefused},
        Wrong{"NoContent", "HTTP/1.1 204 No Content\r\n\r\n", kRefused},
        Wrong{"AnItem", answer_of(item_text("a", 5)), kRefused},
        Wrong{"ANumber", answer_of("5"), kRefused},
        Wrong{"CutJson", answer_of("[" + item_text("a", 5)), kRefused},
        Wrong{"TwoPages", answer_of("[" + item_text("a", 5) + "][]"), kRefused},
        Wrong{"BytesThatAreNoText", answer_of("[{\"id\":\"\xff\xfe\"}]"), kRefused},
        Wrong{"AnErrorNestedAMillionTimes", answer_of(nested(1'000'000), 400), kRefused},
        Wrong{"AnErrorOfMembersNestedAMillionTimes",
              answer_of(
                  [] {
                      std::string text;
                      for (int i = 0; i < 200'000; ++i) text += "{\"error\":";
                      return text;
                  }(),
                  400),
              kRefused},
        Wrong{"AnErrorThatMovesTheCursor",
              answer_of("{\"error\":\"\\u001b[2J\\u001b]0;x\\u0007\\r\\n\\u009b31m\"}", 400),
              kRefused}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Body, WithAnItemOfTenThousandColumnsIsKept) {
    std::string more;
    for (int i = 0; i < 10'000; ++i)
        more += ",\"column" + std::to_string(i) + "\":" + std::to_string(i);
    const RawService service(always(answer_of("[" + item_text("wide", 5, more) + "]")));
    const Attacked attacked(service);

    EXPECT_EQ(attacked.pull().status, 0);
    EXPECT_EQ(attacked.program().items().at("wide").at("text"), "theirs");
    attacked.run({"update", "todoitem", "wide", "--set", "text=mine"});
    EXPECT_EQ(attacked.program().pending(), 3U);
    const Outcome guessed =
        attacked.run({"define-table", "guessed", "--from-server", "--remote-name", "todoitem"});
    EXPECT_EQ(guessed.status, kBadData) << guessed.err;
    EXPECT_THAT(guessed.err, HasSubstr("10001 columns"));
}

TEST(Body, WithAMillionMembersTakesBoundedTime) {
    std::string more;
    for (int i = 0; i < 1'000'000; ++i) more += ",\"c" + std::to_string(i) + "\":0";
    const RawService service(always(answer_of("[" + item_text("wide", 5, more) + "]")));
    const Attacked attacked(service);
    constexpr long kMany = 600L << 10U;

    EXPECT_THAT(attacked.pull({}, kMany).status, AnyOf(0, kRefused, 3));
}

TEST(Body, WithAValueThatIsNestedAMillionTimesIsTakenButForTheItem) {
    const std::string deep = item_text("deep", 5, ",\"x\":" + nested(1'000'000));
    const RawService service(always(answer_of("[" + deep + "," + item_text("b", 6) + "]")));
    const Attacked attacked(service);

    const Outcome outcome = attacked.pull();

    EXPECT_THAT(outcome.status, AnyOf(3, kRefused)) << outcome.err;
    EXPECT_EQ(attacked.program().items().count("deep"), 0U);
}

}  // namespace
}  // namespace syncline::tests
