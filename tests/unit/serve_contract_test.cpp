#include "real/v2_contract.hpp"

#include <syncline/serve.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace syncline::tests {
namespace {

/// `syncline serve` in a thread, as its command calls it.
class ServeContract : public testing::TestWithParam<V2Scenario> {
  protected:
    ServeContract() {
        ServeOptions options;
        options.protocols = ServeProtocols::v2;
        options.tables = {"todoitem:soft", "hardtodo:hard"};
        thread_ = std::thread([this, options] {
            serve(
                options,
                [this](const std::string& url) { url_.set_value(url); },
                [this] { return stop_.load(); });
        });
    }
    ~ServeContract() override {
        stop_ = true;
        thread_.join();
    }

    std::promise<std::string> url_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

TEST_P(ServeContract, Keeps) {
    GetParam().check(url_.get_future().get());
}

INSTANTIATE_TEST_SUITE_P(Contract,
                         ServeContract,
                         testing::ValuesIn(v2_contract()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace syncline::tests
