#include "asides.hpp"

#include "session.hpp"
#include "signals.hpp"

#include <chrono>
#include <cstring>
#include <utility>

namespace syncline::cmd {

namespace {

using Level = Event::Level;

std::chrono::milliseconds steady_time() {
    using std::chrono::steady_clock;
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        steady_clock::now().time_since_epoch());
}

bool is_quiet(const Globals& globals) {
    return globals.verbosity < 0;
}

/// What --log-level says, else how much -q and -v ask for. A quiet standard error hears errors
/// only.
Level least_of(const Globals& globals) {
    if (globals.log_file.empty() && is_quiet(globals)) return Level::error;
    if (!globals.log_level.empty()) return level_of(globals.log_level);
    if (globals.verbosity > 0) return globals.verbosity == 1 ? Level::info : Level::debug;
    return Level::warning;
}

/// What stands on standard error beside JSON results can be read by the same program.
LogFormat log_format_of(const Globals& globals, const Look& look) {
    const bool on_standard_error = globals.log_file.empty();
    if (on_standard_error && has_json_errors(globals.output.format)) return LogFormat::json;
    if (globals.log_format == "json") return LogFormat::json;
    if (globals.log_format == "logfmt") return LogFormat::logfmt;
    return on_standard_error && look.is_journal ? LogFormat::journal : LogFormat::text;
}

/// Whether messages are lines of the log, so that all of standard error has one form.
bool speaks_by_log(const Globals& globals) {
    return globals.log_file.empty() &&
           (globals.log_format == "json" || globals.log_format == "logfmt");
}

ProgressStyle progress_style_of(const Globals& globals, const Look& look) {
    const bool can_redraw =
        look.is_terminal && environment_variable("TERM").value_or("dumb") != "dumb";
    if (globals.progress == "never") return ProgressStyle::none;
    if (globals.progress == "always") {
        const bool redraws = can_redraw && !has_json_errors(globals.output.format);
        return redraws ? ProgressStyle::line : ProgressStyle::lines;
    }
    return can_redraw && !is_quiet(globals) ? ProgressStyle::line : ProgressStyle::none;
}

}  // namespace

/// Takes the line of progress away before anything is said; says it to a log file, too.
class Asides::Speaker : public Messages {
  public:
    Speaker(Asides& asides, std::unique_ptr<Messages> first, std::unique_ptr<Messages> also)
        : asides_(asides), first_(std::move(first)), also_(std::move(also)) {}

    void problem(const Problem& problem) override {
        asides_.clear_line();
        first_->problem(problem);
        if (also_) also_->problem(problem);
    }
    void warning(const std::string& sentence) override { say(&Messages::warning, sentence); }
    void note(const std::string& sentence) override { say(&Messages::note, sentence); }
    void success(const std::string& sentence) override { say(&Messages::success, sentence); }

  private:
    void say(void (Messages::*kind)(const std::string&), const std::string& sentence) {
        asides_.clear_line();
        (first_.get()->*kind)(sentence);
        if (also_) (also_.get()->*kind)(sentence);
    }

    Asides& asides_;
    std::unique_ptr<Messages> first_;
    std::unique_ptr<Messages> also_;
};

Asides::Asides(Streams& streams, const Globals& globals) : streams_(streams) {
    make_messages(globals, look_at(streams_.err.descriptor(), globals.color));
    streams_.out.before_writing([this] { clear_line(); });
}

Asides::~Asides() {
    streams_.out.before_writing({});
}

void Asides::follow(const Globals& globals) {
    const Look look = look_at(streams_.err.descriptor(), globals.color);
    make_messages(globals, look);
    least_ = least_of(globals);
    traces_http_ = globals.trace == "http" || globals.trace == "all";
    traces_sql_ = globals.trace == "sql" || globals.trace == "all";
    progress_ = std::make_unique<ProgressMeter>(streams_.err,
                                                progress_style_of(globals, look),
                                                look,
                                                has_json_errors(globals.output.format),
                                                steady_time);
    log_ = std::make_unique<Log>(streams_.err, log_format_of(globals, look), globals.log_file);
    make_messages(globals, look);
}

/// Without a log yet, as if there were none.
void Asides::make_messages(const Globals& globals, const Look& look) {
    const bool errors_only = globals.log_file.empty() && globals.log_level == "error";
    const int verbosity = errors_only ? -1 : globals.verbosity;
    std::unique_ptr<Messages> first;
    std::unique_ptr<Messages> also;
    if (log_ && !globals.log_file.empty()) also = make_log_messages(*log_, least_);
    if (has_json_errors(globals.output.format)) {
        first = make_json_messages(streams_, verbosity);
    } else if (log_ && speaks_by_log(globals)) {
        first = make_log_messages(*log_, least_);
    } else {
        first = make_text_messages(streams_, verbosity, look);
    }
    messages_ = std::make_unique<Speaker>(*this, std::move(first), std::move(also));
}

Watch Asides::watch() {
    Watch watch;
    watch.event = [this](const Event& event) {
        if (log_->file().empty()) clear_line();
        log_->write(event);
    };
    watch.least = least_;
    watch.http = traces_http_;
    watch.sql = traces_sql_;
    watch.progress = [this](const Progress& progress) {
        progress_->heard(progress);
        tick();
    };
    return watch;
}

void Asides::tick() {
    if (progress_requested()) progress_->show();
    progress_->tick();
}

void Asides::clear_line() {
    if (progress_) progress_->erase();
}

void Asides::end() {
    clear_line();
    if (!log_ || log_->file().empty() || log_->error() == 0) return;
    messages_->warning("the log file \"" + log_->file() +
                       "\" cannot be written: " + std::strerror(log_->error()));
}

}  // namespace syncline::cmd
