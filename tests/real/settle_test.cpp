#include "real/backend.hpp"
#include "real/program.hpp"
#include "real/v3_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace syncline::tests {
namespace {

using testing::IsEmpty;
using testing::IsSubsetOf;
using testing::Not;

/// Every third POST is stamped when it comes and can be seen only later, while others, which came
/// after it, are seen at once. So it is with every server that stamps before it commits.
std::vector<std::string> options() {
    std::vector<std::string> words = v3_options();
    words.insert(words.end(), {"--fault", "late-commit:400@method=POST@every=3"});
    return words;
}

/// Threads that insert items until they are told to stop.
class Inserters {
  public:
    explicit Inserters(const std::string& url) {
        constexpr int kThreads = 4;
        for (int i = 0; i < kThreads; ++i) {
            threads_.emplace_back([this, url, i] { insert(url, std::to_string(i)); });
        }
    }
    ~Inserters() { stop(); }
    Inserters(const Inserters&) = delete;
    Inserters& operator=(const Inserters&) = delete;

    void stop() {
        stopped_ = true;
        for (std::thread& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

    /// The ids of the items that the server has answered for.
    std::set<std::string> answered() const {
        const std::lock_guard lock(mutex_);
        return answered_;
    }

  private:
    void insert(const std::string& url, const std::string& name) {
        V3Client server(url, "synctodo");
        for (int i = 0; !stopped_; ++i) {
            const std::string id = name + "-" + std::to_string(i);
            if (server.insert({{"id", id}, {"text", "x"}}).status != 201) continue;
            const std::lock_guard lock(mutex_);
            answered_.insert(id);
        }
    }

    std::atomic<bool> stopped_ = false;
    mutable std::mutex mutex_;
    std::set<std::string> answered_;
    std::vector<std::thread> threads_;
};

/// A store that is pulled again and again with this settling time.
class Puller {
  public:
    Puller(const std::string& url, std::string settle) : settle_(std::move(settle)) {
        program_.must({"init", "--url", url});
        program_.must({"define-table", "todoitem", "text:string", "--remote-name", "synctodo"});
    }

    void pull() const {
        program_.must({"pull", "todoitem", "--query-id", "all", "--settle", settle_});
    }
    void pull_in_full() const { program_.must({"pull", "todoitem", "--full"}); }

    /// Which of these items it does not have.
    std::set<std::string> missing(const std::set<std::string>& ids) const {
        std::set<std::string> result;
        const auto items = program_.items();
        for (const std::string& id : ids) {
            if (items.count(id) == 0) result.insert(id);
        }
        return result;
    }

  private:
    std::string settle_;
    Program program_;
};

TEST(Settling, FindsEveryLateCommitAndWithoutItSomeAreLostForEver) {
    constexpr int kLeast = 5;
    constexpr int kMost = 200;
    const ServeServer serve(options());
    const Puller hasty(serve.url(), "0s");
    const Puller patient(serve.url(), "20s");
    Inserters inserters(serve.url());

    // What the server has answered for before a pull and the pull does not bring, no later one
    // will.
    std::set<std::string> lost;
    for (int pulls = 0; pulls < kLeast || (lost.empty() && pulls < kMost); ++pulls) {
        const std::set<std::string> answered = inserters.answered();
        hasty.pull();
        patient.pull();
        lost.merge(hasty.missing(answered));
    }
    inserters.stop();
    hasty.pull();
    patient.pull();

    const std::set<std::string> all = inserters.answered();
    EXPECT_THAT(patient.missing(all), IsEmpty());
    EXPECT_THAT(lost, Not(IsEmpty())) << "if nothing is lost here, the line above shows nothing";
    EXPECT_THAT(lost, IsSubsetOf(hasty.missing(all))) << "what is lost stays lost";
    hasty.pull_in_full();
    EXPECT_THAT(hasty.missing(all), IsEmpty()) << "the token alone was to blame";
}

}  // namespace
}  // namespace syncline::tests
