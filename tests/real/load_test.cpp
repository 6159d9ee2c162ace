#include "real/backend.hpp"
#include "real/program.hpp"
#include "real/v2_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

namespace syncline::tests {
namespace {

constexpr unsigned kWriters = 4;
constexpr int kWrites = 300;  // at least, all together

/// Threads that insert, update, delete and undelete items of the server's table `todoitem`, each
/// its own, until they are told to stop.
class Writers {
  public:
    explicit Writers(const Backend& backend) {
        for (unsigned writer = 0; writer < kWriters; ++writer) {
            threads_.emplace_back([this, &backend, writer] { write(backend, writer); });
        }
    }
    ~Writers() { stop(); }
    Writers(const Writers&) = delete;
    Writers& operator=(const Writers&) = delete;

    void stop() {
        stopped_ = true;
        for (std::thread& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }
    /// Writes done so far.
    int count() const { return count_; }

  private:
    void write(const Backend& backend, unsigned writer) {
        const auto server = backend.table();
        std::mt19937 random(writer);
        int items = 0;
        for (int i = 0; !stopped_; ++i) {
            const auto id_of = [&](unsigned long item) {
                return backend.id(std::to_string(writer) + "-" + std::to_string(item));
            };
            const auto any = [&] { return id_of(random() % static_cast<unsigned long>(items)); };
            const unsigned long choice = random() % 10;
            if (items == 0 || choice < 4) {
                const std::string id = id_of(static_cast<unsigned long>(items++));
                server->insert({{"id", id}, {"text", "new"}, {"complete", false}});
            } else if (choice < 7) {
                server->update(any(), {{"text", std::to_string(i)}});
            } else if (choice < 9) {
                server->remove(any());
            } else {
                server->undelete(any());
            }
            ++count_;
        }
    }

    std::atomic<bool> stopped_ = false;
    std::atomic<int> count_ = 0;
    std::vector<std::thread> threads_;
};

const Words kPull = {"pull", "todoitem", "--query-id", "all", "--page-size", "100", "--settle"};

Words pull_with(const std::string& settle) {
    Words words = kPull;
    words.push_back(settle);
    return words;
}

class Load : public testing::TestWithParam<Kind> {};

TEST_P(Load, NothingIsMissingAfterTheWritersStop) {
    const Backend backend(GetParam());
    const auto server = backend.table();
    const Program program(backend);
    // Long enough that the last pull need not end before it has read everything.
    const Words pull = pull_with("20s");
    Writers writers(backend);
    for (int pulls = 0; pulls < 3 || writers.count() < kWrites; ++pulls) program.must(pull);
    writers.stop();

    const Outcome last = program.run(pull);

    EXPECT_EQ(last.status, 0);
    EXPECT_EQ(last.err, "") << "the last pull read everything";

    expect_equal(program, *server);
}

INSTANTIATE_TEST_SUITE_P(Against,
                         Load,
                         testing::ValuesIn(kEveryKind),
                         testing::PrintToStringParamName());

/// The items that a store or the server's database holds, as text.
std::string rows_of(const std::filesystem::path& database) {
    const Outcome outcome =
        run({.program = "sqlite3",
             .arguments = {database.string(),
                           "SELECT id, text, CAST(complete AS INTEGER), createdAt, updatedAt"
                           " FROM todoitem ORDER BY id"}});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
}

TEST(Bulk, AHundredThousandItemsOfTheRealServerArrive) {
    NodeServer node({.on_disk = true, .index = true});
    node.stop();
    // Ten share each millisecond, so that many pages end in the middle of one.
    const Outcome seeded =
        run({.program = "sqlite3",
             .arguments = {
                 node.database().string(),
                 "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
                 "INSERT INTO todoitem (id, text, complete, createdAt, updatedAt)"
                 " SELECT printf('%05d', i * 7919 % 100000), 'item ' || i, i % 2, stamp, stamp"
                 " FROM (SELECT i, STRFTIME('%Y-%m-%dT%H:%M:%fZ', 1700000000 + i / 10 * 0.001,"
                 " 'unixepoch') AS stamp FROM n)"}});
    ASSERT_EQ(seeded.status, 0) << seeded.err;
    node.start();
    const Program program(node.url());

    const Json pull = program.json({"pull", "todoitem", "--query-id", "all"});

    EXPECT_EQ(pull.at("pulled"), 100'000);
    // Asked for over HTTP, so many items would take longer than their pull.
    EXPECT_TRUE(rows_of(program.store()) == rows_of(node.database()));
    EXPECT_EQ(program.json({"pull", "todoitem", "--query-id", "all"}).at("pulled"), 0);
}

/// A file for `serve --seed`: items of todoitem with these stamps.
std::string seed_line(int number, const std::string& stamp) {
    return Json({{"table", "todoitem"},
                 {"id", std::to_string(number * 7919 % 5000)},
                 {"text", "x"},
                 {"updatedAt", stamp.empty() ? Json() : Json(stamp)}})
               .dump() +
           "\n";
}

void expect_all_of(const std::function<std::string(int)>& stamp) {
    constexpr int kItems = 5000;
    const TempDir folder;
    {
        std::ofstream seed(folder / "seed.ndjson");
        for (int i = 0; i < kItems; ++i) seed << seed_line(i, stamp(i));
    }
    const ServeServer serve({"--protocol", "v2", "--seed", (folder / "seed.ndjson").string()});
    V2Client server(serve.url());
    const Program program(serve.url());

    EXPECT_EQ(program.json(pull_with("0s")).at("pulled"), kItems);

    expect_equal(program, server);
}

TEST(OneMillisecond, OfFiveThousandItemsIsPulledWhole) {
    expect_all_of([](int) { return "2024-01-02T03:04:05.678Z"; });
}

TEST(OneMillisecond, WithFinerStampsThanTheWireShowsIsPulledWhole) {
    expect_all_of([](int i) {
        const std::string digits = std::to_string(1000 + i % 1000).substr(1);
        return "2024-01-02T03:04:05.678" + digits + "Z";
    });
}

TEST(OneMillisecond, OfItemsWithoutAStampIsPulledWhole) {
    expect_all_of([](int i) { return i % 2 == 0 ? "" : "2024-01-02T03:04:05.678Z"; });
}

}  // namespace
}  // namespace syncline::tests
