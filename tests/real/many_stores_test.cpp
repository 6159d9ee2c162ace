#include "real/backend.hpp"
#include "real/program.hpp"
#include "real/weather.hpp"
#include "support/environment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <iostream>
#include <random>
#include <thread>

namespace syncline::tests {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kStores = 8;
constexpr std::size_t kCommon = 10;  // items that all edit
constexpr std::uint32_t kSeed = 1;

std::string common(const Backend& backend, std::size_t number) {
    return backend.id("common-" + std::to_string(number));
}

/// What all writers did together.
struct Totals {
    std::atomic<std::size_t> changes = 0;
    std::atomic<std::size_t> syncs = 0;
    std::atomic<std::size_t> pushed = 0;
    std::atomic<std::size_t> offline = 0;
    std::atomic<long> peak_memory_kib = 0;
};

/// Changes items of a store and syncs it, one process after the other: items of its own, and those
/// that all edit.
class Writer {
  public:
    Writer(const Backend& backend, FaultProxy& proxy, const Program& program, std::uint32_t number)
        : backend_(backend),
          proxy_(proxy),
          program_(program),
          name_("w" + std::to_string(number)),
          random_(number) {}

    void work(Clock::time_point until, Totals& totals) {
        while (Clock::now() < until && !testing::Test::HasFailure()) {
            for (std::size_t changes = below(5); changes > 0; --changes) change(totals);
            sync(totals);
        }
    }

    /// Its own items as it left them: the text of each.
    const std::map<std::string, std::string>& own() const { return own_; }

  private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    std::string new_text() { return name_ + "-" + std::to_string(++texts_); }

    void change(Totals& totals) {
        const std::size_t choice = below(10);
        if (own_.empty() || choice < 3) {
            insert();
        } else if (choice < 5) {
            const auto item = std::next(own_.begin(), static_cast<long>(below(own_.size())));
            item->second = new_text();
            must({"update", "todoitem", item->first, "--set", "text=" + item->second});
        } else if (choice < 6) {
            const auto item = std::next(own_.begin(), static_cast<long>(below(own_.size())));
            must({"delete", "todoitem", item->first});
            own_.erase(item);
        } else if (choice < 8) {
            must({"complete", "todoitem", common(backend_, below(kCommon))});
        } else {
            const std::string id = common(backend_, below(kCommon));
            must({"update", "todoitem", id, "--set", "text=" + new_text()});
        }
        ++totals.changes;
    }

    void insert() {
        const std::string text = new_text();
        Words words = {"insert", "todoitem", "--set", "text=" + text};
        if (below(2) == 0) words.insert(words.end(), {"--id", backend_.id(text)});
        std::string id = must(words);
        id.pop_back();
        own_[id] = text;
    }

    void sync(Totals& totals) {
        const Outcome outcome =
            program_.run({"sync", "--json", "--retry", "1", "--lock-wait", "60s"});
        ++totals.syncs;
        if (outcome.status == 5) ++totals.offline;
        long most = totals.peak_memory_kib;
        while (most < outcome.peak_memory_kib &&
               !totals.peak_memory_kib.compare_exchange_weak(most, outcome.peak_memory_kib)) {
        }
        EXPECT_THAT(outcome.status,
                    testing::AnyOf(0,   // done
                                   5,   // more faults than retries
                                   6))  // two have changed the same member of a common item
            << name_ << " signal " << outcome.signal << "\n"
            << outcome.out << outcome.err;
        if (outcome.signal != 0) return;
        totals.pushed += document(outcome).at("pushed").get<std::size_t>();
        proxy_.forget_requests();
    }

    std::string must(const Words& words) {
        const Outcome outcome = program_.run(words);
        EXPECT_EQ(outcome.status, 0) << words[0] << " " << outcome.signal << outcome.err;
        return outcome.out;
    }

    const Backend& backend_;
    FaultProxy& proxy_;
    const Program& program_;
    std::string name_;
    std::mt19937 random_;
    std::size_t texts_ = 0;
    std::map<std::string, std::string> own_;
};

/// Eight stores with a writer each, and one with two.
class ManyStores : public testing::TestWithParam<Kind> {
  protected:
    ManyStores() {
        for (std::size_t i = 0; i < kCommon; ++i) {
            RemoteTable::body(server->insert({{"id", common(backend, i)}, {"text", "new"}}), 201);
        }
        for (std::size_t i = 0; i <= kStores; ++i) {
            stores.push_back(std::make_unique<Program>(backend, proxy.url()));
            const std::array<const char*, 3> policies = {"merge", "server", "newer"};
            stores.back()->must({"define-table", "todoitem", "--conflict", policies.at(i % 3)});
            stores.back()->must({"sync"});
            add_writer(*stores.back());
        }
        add_writer(*stores.back());
    }

    void add_writer(const Program& store) {
        const auto number = static_cast<std::uint32_t>(writers.size());
        writers.push_back(std::make_unique<Writer>(backend, proxy, store, number));
    }

    void work(std::chrono::seconds time) {
        const Clock::time_point until = Clock::now() + time;
        std::vector<std::thread> threads;
        threads.reserve(writers.size());
        for (const auto& writer : writers) {
            threads.emplace_back([&, this] { writer->work(until, totals); });
        }
        for (std::thread& thread : threads) thread.join();
    }

    /// What is in conflict is what all edit, nothing else.
    void expect_no_false_conflicts() {
        for (const auto& store : stores) {
            for (const Json& conflict : store->json({"conflicts", "list"})) {
                EXPECT_EQ(text(conflict, "id").rfind("common-", 0), 0U) << conflict;
            }
        }
    }

    /// Once nobody changes anything, every store sends what it has and takes what the others sent.
    void converge() {
        constexpr int kMost = 6;
        bool quiet = false;
        for (int i = 0; !quiet && i < kMost; ++i) {
            quiet = true;
            for (const auto& store : stores) {
                const Json result = store->json({"sync", "--conflict", "server"});
                EXPECT_EQ(result.at("pending"), 0) << result;
                quiet = quiet && result.at("pushed") == 0 && result.at("pull").at("pulled") == 0;
            }
        }
        EXPECT_TRUE(quiet);
    }

    void expect_nothing_lost_or_doubled() {
        std::map<std::string, std::string> expected;
        for (const auto& writer : writers) {
            expected.insert(writer->own().begin(), writer->own().end());
        }
        std::map<std::string, std::string> found;
        for (const auto& [id, item] : items_of(*server)) {
            if (id.rfind("common-", 0) != 0) found[id] = text(item, "text");
        }
        EXPECT_EQ(found, expected);
        for (const auto& store : stores) {
            store->must({"check"});
            expect_equal(*store, *server);
        }
    }

    Backend backend{GetParam()};
    FaultProxy proxy{backend.url()};
    std::unique_ptr<RemoteTable> server = backend.table();
    std::vector<std::unique_ptr<Program>> stores;
    std::vector<std::unique_ptr<Writer>> writers;
    Totals totals;
};

TEST_P(ManyStores, UnderLoadAndFaultsConverge) {
    const std::size_t usual = GetParam() == Kind::node ? 20 : 5;
    const std::chrono::seconds time(number_from("SYNCLINE_TEST_LOAD_SECONDS", usual));
    make_weather(proxy, kSeed, 10);
    work(time);
    proxy.clear_faults();
    expect_no_false_conflicts();

    converge();

    expect_nothing_lost_or_doubled();
    std::cout << totals.changes << " changes, " << totals.syncs << " syncs (" << totals.offline
              << " cut short by faults), " << totals.pushed << " operations pushed in "
              << time.count() << " s; a process took up to " << totals.peak_memory_kib << " KiB\n";
}

INSTANTIATE_TEST_SUITE_P(Against,
                         ManyStores,
                         testing::Values(Kind::node, Kind::serve_v3),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace syncline::tests
