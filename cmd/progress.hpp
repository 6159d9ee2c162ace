#pragma once

#include "look.hpp"
#include "output.hpp"

#include <syncline/watch.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace syncline::cmd {

/// How progress is shown.
enum class ProgressStyle : std::uint8_t {
    none,   ///< only when it is asked for
    line,   ///< one line that is drawn again and again, for a terminal
    lines,  ///< a line from time to time
};

/// Shows how far a long piece of work is, on standard error.
class ProgressMeter {
  public:
    using Clock = std::function<std::chrono::milliseconds()>;

    /// `clock`: a steady one; the work begins now. `as_json`: lines are objects.
    ProgressMeter(Output& err, ProgressStyle style, const Look& look, bool as_json, Clock clock);

    /// The work has come this far.
    void heard(const Progress& progress);

    /// Shows what is due by now.
    void tick();

    /// Shows how far it is, whatever the style.
    void show();

    /// Takes the line away, so that something else can be written.
    void erase();

  private:
    std::chrono::milliseconds elapsed() const { return clock_() - work_began_; }
    std::uint64_t done() const;
    std::optional<std::uint64_t> total() const;
    std::string table() const;
    std::string sentence() const;
    std::string object() const;
    void draw(std::chrono::milliseconds now);

    Output& err_;
    ProgressStyle style_;
    Look look_;
    bool as_json_;
    Clock clock_;
    std::chrono::milliseconds began_;
    std::chrono::milliseconds work_began_;
    std::chrono::milliseconds last_heard_;
    std::chrono::milliseconds last_shown_;
    bool drawn_ = false;
    std::string work_;
    std::map<std::string, Progress> tables_;  ///< of this work
};

/// "9s", "1m20s", "2h03m"
std::string brief_duration(std::chrono::seconds time);

}  // namespace syncline::cmd
