#pragma once

#include "input.hpp"
#include "session.hpp"

#include <optional>
#include <string>

namespace syncline::cmd {

/// Which items a command changes: those with these ids, those that match, all, or those that
/// standard input names.
struct Selection {
    std::string table;
    Spec::Words ids;
    std::optional<std::string> filter;
    bool all = false;
    bool from_input = false;
    std::optional<std::string> if_version;
};

void add_selection(Spec& spec, Selection& selection, const std::string& stdin_help);

/// Throws UsageError unless exactly one way of naming items is used.
void check(const Selection& selection);

/// The filter for `update_where` and `remove_where`; `all` is the empty one.
std::string filter_of(const Selection& selection);

/// Asks before so many items change by one filter that it may be a mistake. `done`: "deleted".
void confirm_many(Session& session, const Selection& selection, const char* done);

/// The objects `{"id":ID, changes...}`, one for each id.
ItemSource objects_of(const Spec::Words& ids, const Members& changes);

}  // namespace syncline::cmd
