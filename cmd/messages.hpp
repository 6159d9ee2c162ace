#pragma once

#include "look.hpp"

#include <syncline/errors.hpp>

#include <memory>
#include <string>

namespace syncline::cmd {

struct Streams;

/// An error, or the part of a result that the user must see.
struct Problem {
    Status status = Status::internal;
    std::string message;  ///< one sentence
    std::string hint;
    int http_status = 0;
};

/// What is said on standard error. Everything on standard output is written before it.
class Messages {
  public:
    Messages() = default;
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;
    virtual ~Messages() = default;

    virtual void problem(const Problem& problem) = 0;
    virtual void warning(const std::string& sentence) = 0;
    /// What the user should know and did not ask for.
    virtual void note(const std::string& sentence) = 0;
    /// A success that nobody asked to be told, for a person who watches.
    virtual void success(const std::string& sentence) = 0;
};

/// `verbosity`: below 0 leaves out all but problems, above 0 says more.
std::unique_ptr<Messages> make_text_messages(Streams& streams, int verbosity, const Look& look);
/// One object a line.
std::unique_ptr<Messages> make_json_messages(Streams& streams, int verbosity);

}  // namespace syncline::cmd
