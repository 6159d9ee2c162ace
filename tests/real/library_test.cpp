#include "real/backend.hpp"
#include "support/loopback.hpp"

#include <gtest/gtest.h>

namespace syncline::tests {
namespace {

Outcome run_program(const std::string& url, const std::string& table) {
    const TempDir folder;
    return run(
        {.program = SYNCLINE_LIBRARY_PROGRAM, .arguments = {url, folder.path().string(), table}});
}

class Library : public testing::TestWithParam<Kind> {};

TEST_P(Library, CarriesAnItemFromOneStoreToAnother) {
    const Backend backend(GetParam());

    const Outcome outcome = run_program(backend.url(), backend.name_of("todoitem"));

    EXPECT_EQ(outcome.status, 0) << outcome.err;
}

TEST(LibraryOffline, TellsThatTheServiceIsNotThere) {
    const ClosedPort port;

    const Outcome outcome =
        run_program("http://127.0.0.1:" + std::to_string(port.number()), "todoitem");

    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err.rfind("push: CancelledByNetworkError", 0), 0U) << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(Against,
                         Library,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace syncline::tests
