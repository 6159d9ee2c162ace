#pragma once

#include "output.hpp"

#include <syncline/watch.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace syncline::cmd {

/// How a line of the log is written.
enum class LogFormat : std::uint8_t {
    text,     ///< TIME LEVEL TOPIC: SENTENCE, and the fields of traces
    json,     ///< {"type":"log",…}
    logfmt,   ///< time=… level=… topic=… msg=… and the fields
    journal,  ///< <3> … <7> and the text; systemd's journal has the time
};

/// One line for each event, in a file or on standard error. The logger is made when the first line
/// is written: most commands write none.
class Log {
  public:
    /// `err`: where lines go if `file` is empty. The file is appended to, or made (0600); throws
    /// StoreError (`io`) if that fails.
    Log(Output& err, LogFormat format, std::string file);
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log();

    void write(const Event& event);

    const std::string& file() const { return file_; }
    /// The `errno` of the first line that could not be written, or 0.
    int error() const { return out_->error(); }

  private:
    class Writer;

    LogFormat format_;
    std::string file_;
    std::unique_ptr<Output> own_;
    Output* out_;
    std::unique_ptr<Writer> writer_;
};

/// The level of one of the words that `name_of` gives.
Event::Level level_of(const std::string& word);

/// The number that syslog and the journal have for a level: 3 for an error, 7 for the least.
int priority_of(Event::Level level);

}  // namespace syncline::cmd
