#pragma once

#include <string>

namespace syncline::cmd {

class Session;

/// Whether a person can be asked: standard input and standard error are terminals, and --no-input
/// was not given.
bool can_ask(const Session& session);

/// Asks a person, if one is there, before something is lost that an option named already (--force).
/// Without a terminal the option is the answer. Throws Error (`no`) if the answer is no.
void confirm_if_asked(Session& session, const std::string& what);

/// The same before a file that is there is replaced.
void confirm_replacing(Session& session, const std::string& path);

/// Asks before a change that is larger than anybody means by mistake. Throws UsageError, which
/// names --yes, where nobody can be asked.
void confirm(Session& session, const std::string& what);

}  // namespace syncline::cmd
