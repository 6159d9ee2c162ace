#include "log.hpp"

#include "escape.hpp"

#include <syncline/errors.hpp>

#include <spdlog/details/null_mutex.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace syncline::cmd {

namespace {

using Level = Event::Level;

int opened(const std::string& file) {
    const int descriptor =
        ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    if (descriptor >= 0) return descriptor;
    throw StoreError(Status::io,
                     "the log file " + quoted(file) + " cannot be opened: " + std::strerror(errno),
                     "name another one with --log-file");
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::error:
            return spdlog::level::err;
        case Level::warning:
            return spdlog::level::warn;
        case Level::info:
            return spdlog::level::info;
        case Level::debug:
            return spdlog::level::debug;
        case Level::trace:
            break;
    }
    return spdlog::level::trace;
}

/// What spdlog puts around the text of `text_of`.
const char* pattern_of(LogFormat format) {
    switch (format) {
        case LogFormat::text:
            return "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
        case LogFormat::json:
            return R"({"type":"log","time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)";
        case LogFormat::logfmt:
            return "time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v";
        case LogFormat::journal:
            break;
    }
    return "%v";
}

/// A value as logfmt has it: between quotes where a reader could not tell where it ends.
std::string logfmt_value(const std::string& value) {
    const bool plain = !value.empty() && value.find_first_of(" \"=\\") == std::string::npos &&
                       escaped(value, Escape::all_controls) == value;
    if (plain) return value;
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return escaped(out, Escape::all_controls) + '"';
}

std::string logfmt_fields(const Members& fields) {
    std::string out;
    for (const Member& field : fields) {
        if (field.value.is_null()) continue;
        out += ' ' + field.name + '=' + logfmt_value(field.value.text());
    }
    return out;
}

std::string plain_text(const Event& event) {
    const std::string sentence = escaped(event.topic + ": " + event.message, Escape::all_controls);
    if (event.level == Level::trace) return sentence + logfmt_fields(event.fields);
    const Value* hint = find_member(event.fields, "hint");
    if (hint == nullptr || hint->is_null()) return sentence;
    return sentence + "; " + escaped(hint->text(), Escape::all_controls);
}

std::string text_of(const Event& event, LogFormat format) {
    switch (format) {
        case LogFormat::text:
            return plain_text(event);
        case LogFormat::json: {
            Members members{{"topic", Value::string(event.topic)},
                            {"message", Value::string(event.message)}};
            members.insert(members.end(), event.fields.begin(), event.fields.end());
            return write_members(members).substr(1);
        }
        case LogFormat::logfmt:
            return "topic=" + logfmt_value(event.topic) + " msg=" + logfmt_value(event.message) +
                   logfmt_fields(event.fields);
        case LogFormat::journal:
            break;
    }
    return '<' + std::to_string(priority_of(event.level)) + '>' + plain_text(event);
}

/// Hands spdlog's lines on, each as soon as it is there.
class OutputSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  public:
    explicit OutputSink(Output& out) : out_(out) {}

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        out_.write({line.data(), line.size()});
        out_.flush();
    }
    void flush_() override {}

  private:
    Output& out_;
};

}  // namespace

class Log::Writer {
  public:
    Writer(Output& out, LogFormat format)
        : logger_("syncline", std::make_shared<OutputSink>(out)), format_(format) {
        logger_.set_level(spdlog::level::trace);
        logger_.set_formatter(std::make_unique<spdlog::pattern_formatter>(
            pattern_of(format), spdlog::pattern_time_type::utc));
    }

    void write(const Event& event) {
        logger_.log(spdlog_level(event.level), spdlog::string_view_t(text_of(event, format_)));
    }

  private:
    spdlog::logger logger_;
    LogFormat format_;
};

Log::Log(Output& err, LogFormat format, std::string file)
    : format_(format), file_(std::move(file)), out_(&err) {
    if (file_.empty()) return;
    own_ = std::make_unique<Output>(opened(file_));
    out_ = own_.get();
}

Log::~Log() {
    if (own_) ::close(own_->descriptor());
}

void Log::write(const Event& event) {
    if (!writer_) writer_ = std::make_unique<Writer>(*out_, format_);
    writer_->write(event);
}

Level level_of(const std::string& word) {
    for (const Level level : {Level::error, Level::warning, Level::info, Level::debug}) {
        if (word == name_of(level)) return level;
    }
    return Level::trace;
}

int priority_of(Level level) {
    switch (level) {
        case Level::error:
            return 3;
        case Level::warning:
            return 4;
        case Level::info:
            return 6;
        default:
            return 7;
    }
}

}  // namespace syncline::cmd
