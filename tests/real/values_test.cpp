#include "real/backend.hpp"
#include "real/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string_view>

namespace syncline::tests {
namespace {

using testing::HasSubstr;

/// The JSON text of one value, and what the real server makes of it (empty: it keeps it).
struct Sample {
    const char* column;
    std::string json;
    std::string on_node = {};
};

std::vector<Sample> samples() {
    return {
        {"text1", R"("plain")"},
        {"text1", R"("")"},
        {"text1", R"("007")"},
        {"text1", R"(" two  blanks ")"},
        {"text1", R"("quotes \" ' ` and \\ and \/")"},
        {"text1", R"("a\tb\nc\rd")"},
        {"text1", R"("nul \u0000 inside")"},
        {"text1", R"("\u0001\u001f\u007f\u2028\ufeff")"},
        {"text1", R"("emoji 😀 \ud83d\ude00")"},
        {"text1", R"("high \ud83d alone")", R"("high \ufffd alone")"},
        {"text1", R"("low \ude00 alone")", R"("low \ufffd alone")"},
        {"number1", "0"},
        {"number1", "-0", "0"},
        {"number1", "1.5"},
        {"number1", "9007199254740992"},
        {"number1", "9007199254740993", "9007199254740992"},
        {"number1", "9223372036854775807", "9223372036854776000"},
        {"number1", "1e308", "1e+308"},
        {"number1", "5e-324"},
        {"number1", "0.1"},
        {"number1", "1.10", "1.1"},
    };
}

const Words kColumns = {"text1:string", "number1:number"};

/// A store whose table `todoitem` is the server's table `kept`, which has these columns.
std::unique_ptr<Program> store_of(const std::string& url) {
    auto program = std::make_unique<Program>();
    program->must({"init", "--url", url});
    Words define = {"define-table", "todoitem", "--remote-name", "kept"};
    define.insert(define.end(), kColumns.begin(), kColumns.end());
    program->must(define);
    return program;
}

/// The items as lines of standard output, each without its system properties.
std::map<std::string, std::string> lines_of(const Program& program, const char* column) {
    std::map<std::string, std::string> result;
    std::istringstream lines(
        program.must({"query", "todoitem", "--json", "--select", std::string("id,") + column}));
    for (std::string line; std::getline(lines, line);) {
        if (line.size() < 2) continue;
        if (line.back() == ',') line.pop_back();
        // Not parsed: lone surrogates are no JSON for everybody.
        constexpr std::size_t kId = std::string_view(R"({"id":")").size();
        result.emplace(line.substr(kId, line.find('"', kId) - kId), line);
    }
    return result;
}

/// The value of an item's line as the program wrote it.
std::string value_in(const std::string& line, const char* column) {
    const std::string mark = "\"" + std::string(column) + "\":";
    const std::size_t begin = line.find(mark);
    if (begin == std::string::npos) return "(none)";
    return line.substr(begin + mark.size(), line.size() - 1 - begin - mark.size());
}

class Values : public testing::TestWithParam<Kind> {};

TEST_P(Values, GoThroughTheServerToAnotherStore) {
    const Backend backend(GetParam());
    const auto from = store_of(backend.url());
    const auto to = store_of(backend.url());
    std::string lines;
    const std::vector<Sample> all = samples();
    for (std::size_t i = 0; i < all.size(); ++i) {
        lines += "{\"id\":\"" + std::to_string(i) + "\",\"" + all[i].column + "\":" + all[i].json +
                 "}\n";
    }
    from->must({"insert", "todoitem", "--stdin"}, lines);
    const auto texts_before = lines_of(*from, "text1");
    const auto numbers_before = lines_of(*from, "number1");

    EXPECT_EQ(from->json({"push"}).at("pushed"), all.size());
    to->must({"pull", "todoitem"});

    const auto texts = lines_of(*to, "text1");
    const auto numbers = lines_of(*to, "number1");
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Sample& sample = all[i];
        SCOPED_TRACE(sample.json);
        const std::string id = std::to_string(i);
        const bool is_text = std::string(sample.column) == "text1";
        const std::string sent =
            value_in((is_text ? texts_before : numbers_before).at(id), sample.column);
        const std::string came = value_in((is_text ? texts : numbers).at(id), sample.column);
        if (GetParam() == Kind::serve || sample.on_node.empty()) {
            EXPECT_EQ(came, sent);
        } else if (is_text) {
            EXPECT_EQ(Json::parse(came), Json::parse(sample.on_node));
        } else {
            EXPECT_EQ(came, sample.on_node) << "this server is known to change the value";
        }
    }
}

TEST_P(Values, OfIdsGoThroughTheServerToAnotherStore) {
    const std::vector<std::string> ids = {
        "a/b",     "a?b=c&d", "a#b", "100%",      "a%2Fb",
        "a+b",     "it's",    "''",  "say \"x\"", "two words",
        " edges ", "ünïcödé", "😀",   ".hidden",   "a\\b",
        "a;b,c",   "(a)",     "$a",  "*",         std::string(255, 'x')};
    const Backend backend(GetParam());
    V2Client server(backend.url());
    const Program from(backend.url());
    const Program to(backend.url());
    for (const std::string& id : ids) {
        from.must({"insert", "todoitem", "--id=" + id, "--set", "text=base"});
    }

    EXPECT_EQ(from.json({"push"}).at("pushed"), ids.size());
    to.must({"pull", "todoitem", "--query-id", "all"});
    expect_equal(to, server);
    for (const std::string& id : ids) {
        to.must({"update", "todoitem", "--set", "text=changed", "--", id});
    }
    EXPECT_EQ(to.json({"push"}).at("pushed"), ids.size());
    from.must({"delete", "todoitem", "--", ids[0], ids[1]});
    EXPECT_EQ(from.json({"push"}, 6).at("conflicts"), 2) << "deleted here, changed there";
    for (const std::string& id : ids) {
        EXPECT_EQ(V2Client::body(server.read(id), 200).at("text"), "changed") << id;
    }
    to.must({"delete", "todoitem", "--filter", "text eq 'changed'"});
    EXPECT_EQ(to.json({"push"}).at("pushed"), ids.size());
    EXPECT_EQ(items_of(server).size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Against,
                         Values,
                         testing::Values(Kind::node, Kind::serve),
                         testing::PrintToStringParamName());

void expect_megabyte_survives(const std::string& url) {
    const Program from(url);
    const Program to(url);
    std::string big;
    while (big.size() < 1'000'000) big += "0123456789 ünd 😀 \\\" ";
    from.must({"insert", "todoitem", "--stdin"},
              Json({{"id", "big"}, {"text", big}}).dump() + "\n");

    from.must({"push"});
    to.must({"pull", "todoitem"});

    EXPECT_TRUE(to.items().at("big").at("text") == Json(big));
}

TEST(LargeText, OfOneMegabyteGoesThroughServe) {
    expect_megabyte_survives(ServeServer().url());
}

TEST(LargeText, OfOneMegabyteGoesThroughARealServerThatTakesIt) {
    expect_megabyte_survives(NodeServer({.body_limit = "4mb"}).url());
}

TEST(LargeText, IsRejectedByAServerThatDoesNotAndHoldsNothingBack) {
    const NodeServer node;
    const Program program(node.url());
    program.must({"insert", "todoitem", "--stdin"},
                 Json({{"id", "big"}, {"text", std::string(200'000, 'x')}}).dump() +
                     "\n{\"id\":\"small\",\"text\":\"x\"}\n");

    const Json push = program.json({"push"}, 3);

    EXPECT_EQ(push.at("pushed"), 1);
    EXPECT_EQ(push.at("failed"), 1);
    EXPECT_THAT(push.at("issues").dump(), HasSubstr("too large"));
    EXPECT_EQ(program.items().size(), 2U);
}

}  // namespace
}  // namespace syncline::tests
