#pragma once

#include "real/backend.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace syncline::tests {

using Words = std::vector<std::string>;

/// Exit statuses.
inline constexpr int kUsage = 2;
inline constexpr int kPartial = 3;
inline constexpr int kAuth = 4;
inline constexpr int kRetry = 5;
inline constexpr int kRefused = 7;
inline constexpr int kLimit = 8;
inline constexpr int kBadData = 14;

/// The columns of the table `todoitem` that the tests define; the servers have more.
inline const Words kTodoColumns = {"text:string", "complete:boolean"};

/// The path of the built program.
std::string program_path();

/// The document that a command printed with --json. Throws with all that it printed if it is none.
Json document(const Outcome& outcome);

/// The built program on a store of its own. Each call is a new process; its functions may be
/// called from any thread.
class Program {
  public:
    /// Makes the folder, and no store.
    Program() = default;
    /// Makes a store for the service at `url`, with the table `todoitem`.
    explicit Program(const std::string& url, const Words& columns = kTodoColumns);
    /// Makes a store for this server, with its table `todoitem`. Reaches it at `url`, if given.
    explicit Program(const Backend& backend, const std::string& url = {});
    /// Defines one of the server's tables.
    void define(const Backend& backend, const std::string& table, const Words& columns) const;

    /// Runs one command on the store.
    Outcome run(const Words& words, std::string input = {}) const;
    /// Runs one command that must end with 0; returns what it printed. Throws if it does not.
    std::string must(const Words& words, std::string input = {}) const;
    /// Runs a command with --json that must end with `status`; returns its document.
    Json json(Words words, int status = 0) const;
    /// What `run` would start.
    Command command(const Words& words) const;

    /// Numbers of `status`: pending, failed, conflicts.
    std::size_t count_of(const char* name) const;
    std::size_t pending() const { return count_of("pending"); }
    /// All items of a table by their id, as the program prints them.
    std::map<std::string, Json> items(const std::string& table = "todoitem") const;
    /// All bytes of the store as SQL, to see that nothing changed.
    std::string dump() const;

    std::filesystem::path store() const { return folder_ / "store.db"; }
    const TempDir& folder() const { return folder_; }

  private:
    TempDir folder_;
};

/// All items of a table of the server by their id, without those that are deleted.
std::map<std::string, Json> items_of(RemoteTable& server);

/// The store holds the same items as the server, in the same versions and with the same values of
/// the columns `text` and `complete`. Fails the running test and names the first few if not.
void expect_equal(const Program& program,
                  RemoteTable& server,
                  const std::string& table = "todoitem");

}  // namespace syncline::tests
