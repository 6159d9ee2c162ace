#include <syncline/errors.hpp>
#include <syncline/serve.hpp>

#include <gtest/gtest.h>
#include <httplib.h>

#include <fstream>

namespace syncline {
namespace {

TEST(ServeLibrary, ServesUntilItIsToldToStop) {
    const std::string seed = testing::TempDir() + "serve-library.ndjson";
    std::ofstream(seed) << R"({"table":"t","id":"a"})";
    ServeOptions options;
    options.seed_file = seed;
    std::string url;
    int status = 0;

    serve(
        options,
        [&](const std::string& at) {
            url = at;
            const auto result =
                httplib::Client(at).Get("/tables/t/a", {{"ZUMO-API-VERSION", "2.0.0"}});
            if (result) status = result->status;
        },
        [&] { return !url.empty(); });

    EXPECT_EQ(url.rfind("http://127.0.0.1:", 0), 0U);
    EXPECT_EQ(status, 200);
}

TEST(ServeLibrary, ItsErrorsAreCaughtByTheirType) {
    const auto never = [](const std::string&) { FAIL(); };
    const auto stop = [] { return true; };
    const auto with = [](auto member, auto value) {
        ServeOptions options;
        options.*member = value;
        return options;
    };
    using Names = std::vector<std::string>;

    EXPECT_THROW(serve(with(&ServeOptions::faults, Names{"explode"}), never, stop), UsageError);
    EXPECT_THROW(serve(with(&ServeOptions::tables, Names{"t:medium"}), never, stop), UsageError);
    EXPECT_THROW(
        serve(with(&ServeOptions::page_size, std::optional<std::uint32_t>(0U)), never, stop),
        UsageError);
    EXPECT_THROW(serve(with(&ServeOptions::token_file, std::string("/nowhere/t")), never, stop),
                 StoreError);
    EXPECT_THROW(serve(with(&ServeOptions::database, std::string("/nowhere/db")), never, stop),
                 StoreError);
}

TEST(ServeLibrary, AnErrorOfTheCallerEndsIt) {
    EXPECT_THROW(
        serve(
            {}, [](const std::string&) { throw NotFoundError("gone"); }, [] { return false; }),
        NotFoundError);
}

}  // namespace
}  // namespace syncline
