#pragma once

#include "session.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace syncline::cmd {

/// How the members of an item are given on the command line.
struct ItemArguments {
    Spec::Words set;
    Spec::Words set_json;
    Spec::Words unset;
    std::optional<std::string> data;

    bool empty() const { return set.empty() && set_json.empty() && unset.empty() && !data; }
};

/// --set and --set-json.
void add_set_options(Spec& spec, ItemArguments& arguments);

/// Those and --unset.
void add_change_options(Spec& spec, ItemArguments& arguments);

/// --data.
void add_data_option(Spec& spec, ItemArguments& arguments);

/// The members given: those of --data first, then --set, --set-json and --unset, each replacing
/// what came before. Reads the table's definition only if a text needs its column's type. Throws
/// UsageError, DataError, NotFoundError.
Members read_item(Client& client,
                  Streams& streams,
                  const std::string& table,
                  const ItemArguments& arguments);

/// Sets the member of this name, at its old place if there is one.
void set_member(Members& members, std::string_view name, Value value);

}  // namespace syncline::cmd
