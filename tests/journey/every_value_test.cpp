#include "data/types.hpp"
#include "journey/device.hpp"

#include <syncline/errors.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace syncline::journey {

namespace {

/// A value, and what the real v3 server's answer makes of it; empty: nothing.
struct Sample {
    const char* json;
    const char* rewritten = "";
};

const std::map<Type, std::vector<Sample>>& samples() {
    static const std::map<Type, std::vector<Sample>> all{
        {Type::string,
         {{R"("milk")"},
          {R"("")"},
          {R"(" ")"},
          {R"("\t\n\r\u0001\u007f")"},
          {R"("it's \"quoted\" \\ / `")"},
          {R"("007")"},
          {R"("1.10")"},
          {R"("null")"},
          {R"("2026-01-02T03:04:05+02:00")"},
          {R"("😀 \ud83d\ude00")"},
          {R"("é é")"},
          {R"("שלום ‏עולם")"},
          {R"("a\u0000b")"},
          {R"("\u0000")"},
          {R"("\u2028\ufeff\uffff")"},
          {"null"}}},
        {Type::boolean, {{"true"}, {"false"}, {"null"}}},
        {Type::integer,
         {{"0"},
          {"-1"},
          {"9007199254740993"},
          {"9223372036854775807"},
          {"-9223372036854775808"},
          {"null"}}},
        {Type::number,
         {{"0"},
          {"-0.0", "0"},
          {"1.10", "1.1"},
          {"100.0", "100"},
          {"1E2", "100"},
          {"0.1"},
          {"1e308", "1e+308"},
          {"-1.7976931348623157e+308"},
          {"5e-324"},
          {"1e-400", "0"},
          {"2.2250738585072011e-308", "2.225073858507201e-308"},
          {"9007199254740993", "9007199254740992"},
          {"null"}}},
        {Type::datetime,
         {{R"("2026-01-02T03:04:05Z")", R"("2026-01-02T03:04:05.000Z")"},
          {R"("2026-01-02T03:04:05.1Z")", R"("2026-01-02T03:04:05.100Z")"},
          {R"("2026-01-02T03:04:05.12Z")", R"("2026-01-02T03:04:05.120Z")"},
          {R"("2026-01-02T03:04:05.123Z")"},
          {R"("2026-01-02T03:04:05.1234Z")", R"("2026-01-02T03:04:05.123Z")"},
          {R"("2026-01-02T03:04:05.12345Z")", R"("2026-01-02T03:04:05.123Z")"},
          {R"("2026-01-02T03:04:05.123999Z")", R"("2026-01-02T03:04:05.123Z")"},
          {R"("2026-01-02T03:04:05.1239999Z")", R"("2026-01-02T03:04:05.123Z")"},
          {R"("2026-01-02T03:04Z")", R"("2026-01-02T03:04:00.000Z")"},
          {R"("2026-01-02T03:04:05")", R"("2026-01-02T03:04:05.000Z")"},
          {R"("2026-01-02T03:04:05.5+05:30")", R"("2026-01-01T21:34:05.500Z")"},
          {R"("2026-01-01T23:04:05-08:00")", R"("2026-01-02T07:04:05.000Z")"},
          {R"("2024-02-29T00:00:00Z")", R"("2024-02-29T00:00:00.000Z")"},
          {R"("1969-12-31T23:59:59.9999999Z")", R"("1969-12-31T23:59:59.999Z")"},
          {R"("0001-01-01T00:00:00Z")", R"("0001-01-01T00:00:00.000Z")"},
          {R"("9999-12-31T23:59:59.9999999Z")", R"("9999-12-31T23:59:59.999Z")"},
          {"null"}}},
        {Type::date, {{R"("2024-02-29")"}, {R"("0001-01-01")"}, {R"("9999-12-31")"}, {"null"}}},
        {Type::time,
         {{R"("00:00:00.000")"},
          {R"("12:34")", R"("12:34:00.000")"},
          {R"("12:34:56")", R"("12:34:56.000")"},
          {R"("23:59:59.9999999")", R"("23:59:59.999")"},
          {"null"}}},
        {Type::guid,
         {{R"("0f8fad5b-d9cb-469f-a165-70867728950e")"},
          {R"("0F8FAD5B-D9CB-469F-A165-70867728950E")",
           R"("0f8fad5b-d9cb-469f-a165-70867728950e")"},
          {R"("00000000-0000-0000-0000-000000000000")"},
          {"null"}}},
        {Type::binary,
         {{R"("")"}, {R"("AA==")"}, {R"("AP8=")"}, {R"("+/+/")"}, {R"("AAECAwQFBgc=")"}, {"null"}}},
        {Type::json,
         {{"{}"},
          {"[]"},
          {R"({"z":[1, 2.50,null,{"a":"\u0000 \ud800"}],"a":"x"})"},
          {R"([[],[[]]])"},
          {R"("")"},
          {R"("text")"},
          {"1.10"},
          {"9007199254740993"},
          {"true"},
          {"null"}}}};
    return all;
}

/// What answers: protocol v2; v3 that takes members as they come; v3 with declared members.
enum class Answers : std::uint8_t { v2, v3, declared };

const char* name_of(Answers answers) {
    switch (answers) {
        case Answers::v2:
            return "v2";
        case Answers::v3:
            return "v3";
        case Answers::declared:
            break;
    }
    return "declared";
}

/// The type of serve's members that .NET has for a column; nothing for json.
std::string served_type(Type type) {
    switch (type) {
        case Type::integer:
            return "int64?";
        case Type::number:
            return "float64?";
        default:
            return std::string(syncline::name_of(type)) + "?";
    }
}

class EveryValue : public testing::TestWithParam<std::tuple<Answers, Type>> {
  protected:
    EveryValue() {
        if (answers() != Answers::declared) {
            backend.define("wide", true);
        } else {
            backend.define(R"({"name":"wide","members":{"note":"string?","value":")" +
                           served_type(type()) + "\"}}");
        }
        define(phone);
        define(tablet);
    }

    static Answers answers() { return std::get<0>(GetParam()); }
    static Type type() { return std::get<1>(GetParam()); }

    static void define(Device& device) {
        TableDefinition definition;
        definition.name = "wide";
        definition.columns = {{"note", Type::string}, {"value", type()}};
        device->define_table(definition);
    }

    static Value value_of(const std::optional<Item>& item) {
        const Value* value = item ? find_member(item->members, "value") : nullptr;
        return value != nullptr ? *value : Value::string("(none)");
    }
    Value there(const std::string& id) { return value_of(backend.item("wide", id)); }
    static Value here(Device& device, const std::string& id) {
        return value_of(device->get("wide", id));
    }

    void pull(Device& device) {
        PullOptions options;
        options.tables = {"wide"};
        options.query_id = "all";
        EXPECT_EQ(device.pull(options).outcome, Status::ok);
    }

    /// Inserts it here and sends it.
    void send(const std::string& id, const Value& value) {
        phone->insert("wide",
                      {{"id", Value::string(id)}, {"note", Value::string("n")}, {"value", value}});
        EXPECT_EQ(phone.push().outcome, Status::ok);
        EXPECT_TRUE(phone.queued().empty());
    }

    struct WorldOf : World {
        WorldOf() { protocol = answers() == Answers::v2 ? "v2" : "v3"; }
    };
    WorldOf world;
    Backend& backend = world.backend;
    Device phone{world};
    Device tablet{world, "tablet"};
};

TEST_P(EveryValue, ArrivesAsTheServerAnsweredItAndStaysSoWhileUntouched) {
    int next = 0;
    for (const Sample& sample : samples().at(type())) {
        SCOPED_TRACE(sample.json);
        const std::string id = "i" + std::to_string(next++);
        const Value value = value_of(Item{
            "", "", "", "", false, read_members("{\"value\":" + std::string(sample.json) + "}")});

        send(id, value);

        const Value stored = there(id);
        const bool rewrites = answers() == Answers::declared && *sample.rewritten != '\0';
        EXPECT_EQ(write_value(stored), rewrites ? sample.rewritten : write_value(value));
        EXPECT_TRUE(data::same_value(type(), stored, value));
        EXPECT_EQ(here(phone, id), stored);
        pull(tablet);
        EXPECT_EQ(here(tablet, id), stored);

        tablet->update("wide", id, members("{'note':'edited'}"));
        EXPECT_EQ(tablet.push().outcome, Status::ok);

        const Members body = read_members(world.log.back().request.body);
        const Value* sent = find_member(body, "value");
        EXPECT_EQ(sent != nullptr, answers() != Answers::v2) << "v2 sends what changed only";
        if (sent != nullptr) {
            EXPECT_EQ(*sent, stored);
        }
        EXPECT_EQ(there(id), stored);
        EXPECT_EQ(here(tablet, id), stored);
        pull(phone);
        EXPECT_EQ(here(phone, id), stored);
    }
}

TEST_P(EveryValue, WrittenAsTheServerWritesItIsNoChange) {
    int next = 0;
    for (const Sample& sample : samples().at(type())) {
        SCOPED_TRACE(sample.json);
        const std::string id = "i" + std::to_string(next++);
        const Members given = read_members("{\"value\":" + std::string(sample.json) + "}");
        send(id, given.at(0).value);

        phone->update("wide", id, given);
        EXPECT_TRUE(phone.queued().empty());
        if (*sample.rewritten == '\0') continue;
        phone->update(
            "wide", id, read_members("{\"value\":" + std::string(sample.rewritten) + "}"));
        EXPECT_TRUE(phone.queued().empty());
    }
}

TEST_P(EveryValue, ThatIsAbsentIsNotMadeNull) {
    phone->insert("wide", members("{'id':'a','note':'n'}"));
    ASSERT_EQ(phone.push().outcome, Status::ok);
    EXPECT_EQ(world.log.back().request.body, R"({"id":"a","note":"n"})");
    pull(tablet);
    EXPECT_TRUE(here(tablet, "a").is_null()) << "users see null";

    tablet->update("wide", "a", members("{'note':'edited'}"));
    ASSERT_EQ(tablet.push().outcome, Status::ok);

    const bool declared = answers() == Answers::declared;
    EXPECT_EQ(there("a"), declared ? Value::null() : Value::string("(none)"));
}

TEST_P(EveryValue, OfAnotherTypeIsRefusedBeforeItIsQueued) {
    const std::string deep = std::string(501, '[') + std::string(501, ']');
    const std::map<Type, std::string> wrong{{Type::string, "1"},
                                            {Type::boolean, "'true'"},
                                            {Type::integer, "1.5"},
                                            {Type::number, "1e309"},
                                            {Type::datetime, "'2026-02-30T00:00:00Z'"},
                                            {Type::date, "'2026-01-02T00:00:00Z'"},
                                            {Type::time, "'24:00:00'"},
                                            {Type::guid, "'0f8fad5b'"},
                                            {Type::binary, "'A'"},
                                            {Type::json, deep}};

    EXPECT_THROW(phone->insert("wide", members("{'value':" + wrong.at(type()) + "}")), DataError);

    EXPECT_TRUE(phone.queued().empty());
}

std::vector<Type> types_with_members() {
    std::vector<Type> types;
    for (const auto& [type, values] : samples()) {
        if (type != Type::json) types.push_back(type);
    }
    return types;
}

std::string name_of_case(const testing::TestParamInfo<std::tuple<Answers, Type>>& info) {
    return std::string(name_of(std::get<0>(info.param))) + "_" +
           syncline::name_of(std::get<1>(info.param));
}

INSTANTIATE_TEST_SUITE_P(
    Typed,
    EveryValue,
    testing::Combine(testing::Values(Answers::v2, Answers::v3, Answers::declared),
                     testing::ValuesIn(types_with_members())),
    name_of_case);
INSTANTIATE_TEST_SUITE_P(Untyped,
                         EveryValue,
                         testing::Combine(testing::Values(Answers::v2, Answers::v3),
                                          testing::Values(Type::json)),
                         name_of_case);

// ---- lone surrogates --------------------------------------------------------------------------

using LoneSurrogate = EveryValue;

TEST_P(LoneSurrogate, IsKeptHereAndRejectedByAV3Server) {
    const Value lone = read_members(R"({"value":"a\ud800b"})").at(0).value;
    phone->insert("wide", {{"id", Value::string("a")}, {"value", lone}});

    const PushResult result = phone.push();

    EXPECT_EQ(here(phone, "a"), lone);
    if (answers() == Answers::v2) {
        EXPECT_EQ(result.outcome, Status::ok);
        EXPECT_EQ(there("a"), lone);
        pull(tablet);
        EXPECT_EQ(here(tablet, "a"), lone);
    } else {
        EXPECT_EQ(result.outcome, Status::partial);
        EXPECT_EQ(phone.queued(), (std::vector<std::string>{"insert wide/a failed"}));
    }
}

INSTANTIATE_TEST_SUITE_P(
    In,
    LoneSurrogate,
    testing::Combine(testing::Values(Answers::v2, Answers::v3, Answers::declared),
                     testing::Values(Type::string)),
    name_of_case);

}  // namespace

}  // namespace syncline::journey
