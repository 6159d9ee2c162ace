#pragma once

#include "session.hpp"

#include <array>

namespace syncline::cmd {

/// Each describes what its command takes and returns what it does. The targets that it binds to the
/// spec live in the action.
Action init(Spec& spec);
Action define_table(Spec& spec);
Action tables(Spec& spec);
Action insert(Spec& spec);
Action update(Spec& spec);
Action complete(Spec& spec);
Action remove(Spec& spec);
Action get(Spec& spec);
Action query(Spec& spec);
Action push(Spec& spec);
Action pull(Spec& spec);
Action sync(Spec& spec);
Action status(Spec& spec);
Action purge(Spec& spec);
Action log(Spec& spec);
Action queue_list(Spec& spec);
Action queue_show(Spec& spec);
Action queue_hold(Spec& spec);
Action queue_release(Spec& spec);
Action queue_retry(Spec& spec);
Action queue_drop(Spec& spec);
Action queue_edit(Spec& spec);
Action queue_export(Spec& spec);
Action queue_import(Spec& spec);
Action conflicts_list(Spec& spec);
Action conflicts_show(Spec& spec);
Action conflicts_resolve(Spec& spec);
Action explain(Spec& spec);
Action remote_set_url(Spec& spec);
Action remote_set_protocol(Spec& spec);
Action check(Spec& spec);
Action backup(Spec& spec);
Action compact(Spec& spec);
Action export_items(Spec& spec);
Action import_items(Spec& spec);
Action config_get(Spec& spec);
Action config_set(Spec& spec);
Action config_unset(Spec& spec);
Action config_list(Spec& spec);
Action config_path(Spec& spec);
Action serve(Spec& spec);
Action undelete(Spec& spec);
Action remote_check(Spec& spec);
Action doctor(Spec& spec);
Action login(Spec& spec);
Action api_call(Spec& spec);
Action help(Spec& spec);
Action version(Spec& spec);
Action generate_completion(Spec& spec);
Action generate_man(Spec& spec);
Action generate_spec(Spec& spec);
Action generate_schema(Spec& spec);

struct Command {
    const char* name;     ///< one word, or two as in "remote set-url"
    const char* group;    ///< its heading in the help
    const char* summary;  ///< lower case, no full stop
    Action (*describe)(Spec& spec);
};

/// All commands, in the order of the help. To add one: a file in this folder and a line here.
inline constexpr std::array<Command, 52> kCommands{{
    {"init", "Store", "make an empty store", init},
    {"define-table", "Store", "make a table, or change its columns", define_table},
    {"tables", "Store", "list the tables and their columns", tables},
    {"status", "Store", "show what waits in the queue and when it was last synced", status},
    {"check", "Store", "look for what is wrong with the store", check},
    {"backup", "Store", "write a copy of the store while it is in use", backup},
    {"compact", "Store", "give unused space back to the disk", compact},
    {"doctor", "Store", "look for what may be wrong", doctor},
    {"insert", "Items", "add items and queue them", insert},
    {"update", "Items", "change items and queue the changes", update},
    {"complete", "Items", "mark items as complete, or not", complete},
    {"delete", "Items", "remove items and queue their deletion", remove},
    {"undelete", "Items", "bring deleted items back", undelete},
    {"get", "Items", "print one item", get},
    {"query", "Items", "print the items that match", query},
    {"export", "Items", "write all items, in a stable order", export_items},
    {"import", "Items", "take items from a file", import_items},
    {"push", "Sync", "send the queue to the service", push},
    {"pull", "Sync", "fetch what changed on the service", pull},
    {"sync", "Sync", "push, then pull every query", sync},
    {"log", "Sync", "list the last pushes and pulls", log},
    {"purge", "Sync", "drop local items, not the service's", purge},
    {"remote set-url", "Sync", "remember another service", remote_set_url},
    {"remote set-protocol", "Sync", "remember what the service speaks", remote_set_protocol},
    {"remote check", "Sync", "try to reach the service and its tables", remote_check},
    {"login", "Sync", "exchange a provider's token for the service's", login},
    {"api call", "Sync", "send any request to the service", api_call},
    {"queue list", "Queue", "list the changes that the service has not accepted", queue_list},
    {"queue show", "Queue", "print everything known of one change", queue_show},
    {"queue hold", "Queue", "keep changes out of pushes", queue_hold},
    {"queue release", "Queue", "let held changes go again", queue_release},
    {"queue retry", "Queue", "make failed changes pending again", queue_retry},
    {"queue drop", "Queue", "give changes up", queue_drop},
    {"queue edit", "Queue", "correct a change that was refused", queue_edit},
    {"queue export", "Queue", "write changes for another store", queue_export},
    {"queue import", "Queue", "take changes of another store", queue_import},
    {"conflicts list",
     "Conflicts",
     "list the items changed here and on the service",
     conflicts_list},
    {"conflicts show", "Conflicts", "print the sides of one conflict", conflicts_show},
    {"conflicts resolve", "Conflicts", "decide conflicts", conflicts_resolve},
    {"explain", "Conflicts", "say why an item is not as the service has it", explain},
    {"config get", "Configuration", "print one setting", config_get},
    {"config set", "Configuration", "write a setting into the configuration", config_set},
    {"config unset", "Configuration", "take a setting out of the configuration", config_unset},
    {"config list", "Configuration", "list the settings and where they come from", config_list},
    {"config path", "Configuration", "print where the configuration is", config_path},
    {"serve", "Testing", "run a small service on this machine", serve},
    {"help", "Help", "explain a command or a topic", help},
    {"version", "Help", "print the versions of the program and its libraries", version},
    {"generate completion", "Help", "print completions for a shell", generate_completion},
    {"generate man", "Help", "write the manual pages", generate_man},
    {"generate spec", "Help", "describe every command as JSON", generate_spec},
    {"generate schema", "Help", "print the schema of all results", generate_schema},
}};

}  // namespace syncline::cmd
