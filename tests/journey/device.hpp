#pragma once

#include "journey/world.hpp"
#include "store/queue.hpp"
#include "store/tokens.hpp"
#include "support/temp_dir.hpp"

#include <syncline/client.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::journey {

/// A store and the process that has it open. Its first table is `todo` with `text`, `complete` and
/// `rank`.
class Device {
  public:
    explicit Device(World& world, std::string name = "phone");

    Client& client() { return *client_; }
    Client* operator->() { return client_.get(); }

    /// A new process on the same store.
    void restart();
    /// The process ends, and none follows.
    void stop() { client_.reset(); }
    bool is_running() const { return client_ != nullptr; }
    /// A second process on the same store, at the same time.
    std::unique_ptr<Client> second_process() const;

    /// Defines a table with the columns of `todo`.
    void define(const std::string& table, bool independent = false);

    OpenOptions opening;   ///< of the next process
    RemoteOptions remote;  ///< of every run
    PushResult push(const PushOptions& options = {}) { return client_->push(options, remote); }
    /// An incremental pull of `todo` under `all`, unless the options say otherwise.
    PullResult pull(PullOptions options = {});
    SyncResult sync() { return client_->sync({}, {}, remote); }
    /// Does it in a process that a hook may kill; then a new one starts, and no hook is left.
    /// Returns whether it was killed.
    bool killed_in(const std::function<void()>& act);
    bool push_killed() {
        return killed_in([this] { push(); });
    }

    /// A local change of `todo`.
    std::string insert(const std::string& json) { return client_->insert("todo", members(json)); }
    void update(const std::string& id, const std::string& json) {
        client_->update("todo", id, members(json));
    }
    void remove(const std::string& id) { client_->remove("todo", id); }

    /// One line for each item, as Backend::shown.
    std::string shown(const std::string& table = "todo");
    /// The item's `text`, or "(none)".
    std::string text(const std::string& id);

    /// What is queued, in order.
    std::vector<store::Operation> queue() const;
    /// `insert todo/1 pending` for each queued operation, in order.
    std::vector<std::string> queued() const;
    std::optional<store::Token> token(const std::string& query_id = "all") const;

    const std::string& path() const { return path_; }

  private:
    World& world_;
    tests::TempDir folder_;
    std::string name_;
    std::string path_;
    std::unique_ptr<Client> client_;
};

}  // namespace syncline::journey
