#pragma once

#include "log.hpp"
#include "messages.hpp"
#include "progress.hpp"

#include <syncline/watch.hpp>

#include <memory>

namespace syncline::cmd {

struct Globals;
struct Streams;

/// What is said beside the results: messages, the log and progress, all on standard error unless
/// the log has a file.
class Asides {
  public:
    /// Messages as `globals` say, and nothing else yet.
    Asides(Streams& streams, const Globals& globals);
    Asides(const Asides&) = delete;
    Asides& operator=(const Asides&) = delete;
    ~Asides();

    /// From here on all as these `globals` say. Throws StoreError if the log's file cannot be
    /// opened; messages follow them even then.
    void follow(const Globals& globals);

    Messages& messages() { return *messages_; }

    /// Who watches the library at work, once `follow` was called; valid as long as this.
    Watch watch();

    /// To be called again and again during long work: shows the progress that is due, or that a
    /// signal asked for.
    void tick();

    /// The end: no line of progress is left, and a log that could not be written is named.
    void end();

  private:
    class Speaker;

    void make_messages(const Globals& globals, const Look& look);
    void clear_line();

    Streams& streams_;
    Event::Level least_ = Event::Level::warning;
    bool traces_http_ = false;
    bool traces_sql_ = false;
    std::unique_ptr<Log> log_;
    std::unique_ptr<ProgressMeter> progress_;
    std::unique_ptr<Messages> messages_;
};

}  // namespace syncline::cmd
