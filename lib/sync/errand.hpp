#pragma once

#include "store/store.hpp"
#include "sync/run.hpp"

#include <optional>
#include <string>

namespace syncline::sync {

/// Single questions to the service, outside of pushes and pulls: what a run keeps as a value is
/// thrown here.

/// Throws what ended the run, if anything did.
void throw_if_halted(Run& run);

/// Sends a request. Throws NetworkError if no answer comes.
Response must_ask(Run& run, Request request);

/// Throws what an answer means that is no success. `what`: what was asked, for the message.
[[noreturn]] void throw_refused(const Response& response,
                                const remote::Url& root,
                                const std::string& what);

/// The item as the service has it, deleted or not; nothing if it is not there.
std::optional<Item> look_at(Run& run, const store::Table& table, const std::string& id);

}  // namespace syncline::sync
