#pragma once

#include "sync/delivery.hpp"
#include "sync/resolve.hpp"
#include "sync/run.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace syncline::sync {

/// The conflicts of one push: which policy decides them, how often, and what becomes of them.
class Deciding {
  public:
    Deciding(store::Store& store, Run& run, const PushOptions& options)
        : store_(store), run_(run), options_(options) {}

    /// A conflict that was just met. A policy may run a program: no transaction may be open.
    Decision met(const store::Table& table,
                 const Delivery& delivery,
                 const Conflicting& conflicting);

    /// A conflict of an earlier run, in a transaction of its own; it stays where no policy decides.
    void recorded(const store::Table& table, const store::Operation& operation);

    /// Carries out a decision in the caller's transaction. Returns whether there is anything to
    /// send.
    bool write(const store::Table& table, Pending pending, const Decision& decision);

    std::uint64_t decided() const { return decided_; }

  private:
    ConflictPolicy policy_of(const store::Table& table) const;
    void say(const ConflictOf& conflict, const std::string& words, const Decision& decision) const;

    store::Store& store_;
    Run& run_;
    const PushOptions& options_;
    std::unordered_map<std::int64_t, int> rounds_;  ///< decisions of an operation
    std::uint64_t decided_ = 0;
};

}  // namespace syncline::sync
