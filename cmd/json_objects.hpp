#pragma once

#include "printer.hpp"

#include <syncline/client.hpp>
#include <syncline/version.hpp>

#include <string>
#include <utility>
#include <vector>

/// The JSON objects that results are made of.
namespace syncline::cmd::json {

Value number(std::uint64_t value);
Value text_or_null(const std::string& text);
Value http_or_null(int http_status);

/// An object that begins with its type, and a whole document.
Members object(const char* type);
Members document(const char* type);

Value nested(const Members& members);
void add(Members& members, const char* name, Value value);

/// A JSON array of what `describe` makes of each element.
template <class Elements, class Describe>
Value array(const Elements& elements, Describe describe) {
    std::string json = "[";
    for (const auto& element : elements) {
        if (json.size() > 1) json += ',';
        json += write_members(describe(element));
    }
    return Value::nested(json + ']');
}

/// How a run ended: the members that push, pull and sync have in common.
void add_outcome(Members& members, Status outcome);
void add_push(Members& members, const PushResult& result, bool graced);
void add_pull(Members& members, const PullResult& result, bool graced);
void add_sync(Members& members, const SyncResult& result, bool graced);
void add_status(Members& members, const StoreStatus& status);
Value push_or_null(const std::optional<PushResult>& push);

Members issue_object(const OperationIssue& issue);
Members check_object(const CheckStep& step);
void add_answer(Members& members, const Response& response);
Members change_object(const ItemChange& change);
Members table_status_object(const TableStatus& table);
Members table_object(const TableDefinition& table);

/// `with_items`: also its three sides, and the names of the members that differ.
Members operation_object(const OperationDetail& operation, bool with_items);
Members request_object(const RequestPreview& request);
void add_check(Members& members, const CheckResult& result, Status outcome);
void add_import(Members& members, const ImportResult& result);
Members run_object(const RunRecord& run);
void add_setting(Members& members, const SettingRow& setting);
void add_explanation(Members& members, const Explanation& explanation);
void add_versions(Members& members, const Versions& versions);
/// A JSON array of strings.
Value strings(const std::vector<std::string>& texts);

}  // namespace syncline::cmd::json
