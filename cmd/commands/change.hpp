#pragma once

#include "input.hpp"
#include "item_input.hpp"
#include "session.hpp"

#include <optional>
#include <string>

namespace syncline::cmd {

/// Which items a command changes: those with these ids, those whose ids a file lists, those that
/// match, all, or those that standard input holds.
struct Selection {
    std::string table;
    Spec::Words ids;
    std::optional<std::string> filter;
    bool all = false;
    bool from_input = false;
    std::optional<InputFormat> format;  ///< of standard input
    std::optional<std::string> ids_from;
    std::optional<std::string> if_version;
};

void add_selection(Spec& spec, Selection& selection, const std::string& stdin_help);

/// Throws UsageError unless exactly one way of naming items is used.
void check(const Selection& selection);

/// The filter for `update_where` and `remove_where`; `all` is the empty one.
std::string filter_of(const Selection& selection);

/// Throws UsageError if a format is given and there is no --stdin that it could be of.
void check_format(const std::optional<InputFormat>& format, bool from_input);

/// --ids-from.
void add_ids_from(Spec& spec, std::optional<std::string>& path);

/// Asks before so many items change by one filter that it may be a mistake. `done`: "deleted".
void confirm_many(Session& session, const Selection& selection, const char* done);

/// The objects `{"id":ID, changes...}`, one for each id.
ItemSource objects_of(const Spec::Words& ids, const Members& changes);

/// The same for the ids that a file lists, or standard input for `-`: one a line, or with --null
/// one before each NUL.
ItemSource objects_from(const std::string& path, Session& session, const Members& changes);

/// What standard input holds, of which each object has its id.
std::unique_ptr<ItemInput> input_of(Session& session, Client& client, const Selection& selection);

}  // namespace syncline::cmd
