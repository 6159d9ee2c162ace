// A disk that fails, at each of its calls, in the middle of each journey.

#include "power/play.hpp"

#include <gtest/gtest.h>

namespace syncline::power {

namespace {

std::vector<Journey> all_journeys() {
    std::vector<Journey> all = local_journeys();
    for (const Journey& journey : run_journeys()) all.push_back(journey);
    for (const Journey& journey : upkeep_journeys()) all.push_back(journey);
    return all;
}

class DiskThat : public testing::TestWithParam<Journey> {
  protected:
    static void SetUpTestSuite() { make_disk_default_vfs(); }
};

TEST_P(DiskThat, LosesItsPowerKeepsWhatWasPromised) {
    at_every_call(GetParam(), Fault::Kind::power_loss);
}

TEST_P(DiskThat, IsFullLeavesASoundStore) {
    at_every_call(GetParam(), Fault::Kind::full);
}

TEST_P(DiskThat, FailsToWriteLeavesASoundStore) {
    at_every_call(GetParam(), Fault::Kind::write_error);
}

TEST_P(DiskThat, FailsToSyncLeavesASoundStore) {
    at_every_call(GetParam(), Fault::Kind::sync_error);
}

TEST_P(DiskThat, FailsToReadLeavesASoundStore) {
    at_every_call(GetParam(), Fault::Kind::read_error);
}

TEST_P(DiskThat, ReadsTooLittleLeavesASoundStore) {
    at_every_call(GetParam(), Fault::Kind::short_read);
}

TEST_P(DiskThat, FailsToOpenLeavesASoundStore) {
    at_every_call(GetParam(), Fault::Kind::open_error);
}

TEST_P(DiskThat, FailsToRemoveLeavesASoundStore) {
    at_every_call(GetParam(), Fault::Kind::remove_error);
}

INSTANTIATE_TEST_SUITE_P(In, DiskThat, testing::ValuesIn(all_journeys()), [](const auto& one) {
    return std::string(one.param.name);
});

}  // namespace

}  // namespace syncline::power
