#pragma once

#include "simulation/history.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncline::simulation {

/// The members that edits change.
inline constexpr std::array<const char*, 4> kMembers{"text", "rank", "note", "complete"};

/// Something that must never be. The first words name its kind.
struct Violation {
    std::string kind;
    std::string what;
};

/// Every edit that a replica accepted, and what became of it. Each value that is given to a member
/// is given once in the whole story, so that it can be found again.
class Ledger {
  public:
    using Verdict = std::optional<Violation>;

    /// A number that no edit has had.
    std::uint64_t next_mark() { return ++last_mark_; }

    /// An item was made here, or given these values. `certain`: the call said so; else the process
    /// died in it.
    void inserted(Author who, const Name& name, const Members& values, bool certain);
    void updated(Author who, const Name& name, const Members& values, bool certain);
    /// `time`: of the deletion. `certain`: it has to reach the service.
    void removed(Author who, const Name& name, Ticks time, bool certain);

    /// What a replica has accepted for an item so far need not arrive any more: by a decision that
    /// has a name.
    void excuse(Author who, const Name& name);
    void excuse_table(Author who, const std::string& table);
    void excuse_deletes(Author who, const Name& name);

    /// The user chose that a replica's own values overwrite the service's.
    void let_overwrite(Author who, const Name& name) { may_overwrite_.insert({who, name}); }

    /// A replica merges its item with the service's: what has arrived without its knowing may be
    /// written again, and need not be.
    void let_repeat(Author who, const Name& name);

    /// Judges the newest version of an item: whether it says only what its author was told to say,
    /// and says it for the first time.
    Verdict judge_write(const Name& name, const std::vector<Version>& versions);

    /// Whether every edit has arrived, unless it is excused.
    Verdict judge_end(const History& history) const;

    std::size_t edits() const { return edits_.size(); }

  private:
    struct Edit {
        Author who;
        Name name;
        std::string member;  ///< empty: the item is deleted
        Value value;
        Ticks time{0};
        bool excused = false;
        int arrived = 0;
    };
    void change(Author who, const Name& name, const Members& values, bool certain);
    Verdict judge_member(const Name& name,
                         const std::string& member,
                         const Value& value,
                         Author author);
    static bool deletion_arrived(const Edit& edit, const History& history);

    std::vector<Edit> edits_;
    std::map<std::pair<Author, Name>, std::vector<std::size_t>> of_item_;
    std::set<std::pair<Author, Name>> may_overwrite_;
    std::set<std::pair<Author, Name>> makers_;  ///< who has made an item of this name
    std::uint64_t last_mark_ = 0;
};

}  // namespace syncline::simulation
