#include "messages.hpp"

#include "escape.hpp"
#include "json_objects.hpp"
#include "output.hpp"

namespace syncline::cmd {

namespace {

bool may_succeed_later(Status status) {
    return status == Status::retry || status == Status::locked || status == Status::limit ||
           status == Status::interrupted || status == Status::terminated;
}

class TextMessages : public Messages {
  public:
    TextMessages(Streams& streams, int verbosity, const Look& look)
        : out_(streams.out),
          err_(streams.err),
          look_(look),
          quiet_(verbosity < 0),
          says_success_(verbosity > 0 || (verbosity == 0 && look.is_terminal)) {}

    void problem(const Problem& problem) override {
        say("", problem.message + (problem.hint.empty() ? "" : "; " + problem.hint), Colour::red);
    }
    void warning(const std::string& sentence) override {
        if (!quiet_) say("warning: ", sentence, Colour::yellow);
    }
    void note(const std::string& sentence) override {
        if (!quiet_) say("", sentence, Colour::bold);
    }
    void success(const std::string& sentence) override {
        if (says_success_) say("", sentence, Colour::bold);
    }

  private:
    void say(const char* kind, const std::string& sentence, Colour colour) {
        out_.flush();
        err_.write(coloured(std::string("syncline: ") + kind, colour, look_) +
                   escaped(sentence, Escape::all_controls) + '\n');
        err_.flush();
    }

    Output& out_;
    Output& err_;
    Look look_;
    bool quiet_;
    bool says_success_;
};

class JsonMessages : public Messages {
  public:
    JsonMessages(Streams& streams, int verbosity)
        : out_(streams.out), err_(streams.err), quiet_(verbosity < 0) {}

    void problem(const Problem& problem) override {
        Members members = json::object("error");
        json::add(members, "code", Value::string(code_of(problem.status)));
        json::add(members, "exit_code", Value::integer(static_cast<int>(problem.status)));
        json::add(members, "message", Value::string(problem.message));
        json::add(members, "hint", json::text_or_null(problem.hint));
        json::add(members, "retryable", Value::boolean(may_succeed_later(problem.status)));
        json::add(members, "http", json::http_or_null(problem.http_status));
        say(members);
    }
    void warning(const std::string& sentence) override { sentence_of("warning", sentence); }
    void note(const std::string& sentence) override { sentence_of("note", sentence); }
    /// The result on standard output says it.
    void success(const std::string& /*sentence*/) override {}

  private:
    void sentence_of(const char* type, const std::string& sentence) {
        if (quiet_) return;
        Members members = json::object(type);
        json::add(members, "message", Value::string(sentence));
        say(members);
    }
    void say(const Members& members) {
        out_.flush();
        err_.write(write_members(members) + '\n');
        err_.flush();
    }

    Output& out_;
    Output& err_;
    bool quiet_;
};

}  // namespace

std::unique_ptr<Messages> make_text_messages(Streams& streams, int verbosity, const Look& look) {
    return std::make_unique<TextMessages>(streams, verbosity, look);
}

std::unique_ptr<Messages> make_json_messages(Streams& streams, int verbosity) {
    return std::make_unique<JsonMessages>(streams, verbosity);
}

}  // namespace syncline::cmd
