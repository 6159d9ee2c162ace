#pragma once

#include "printer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace syncline::cmd {

/// The fields of one line.
using Row = std::vector<std::string>;
/// Lines of the form `name: value`.
using Facts = std::vector<std::pair<std::string, std::string>>;

/// "1 item", "2 items".
std::string counted_noun(std::uint64_t count, const std::string& noun);
std::string or_else(const std::string& text, const char* otherwise);

Row operation_columns(OperationList list);
Row operation_row(const OperationDetail& operation, OperationList list);

Facts operation_facts(const OperationDetail& operation);
/// The three sides of an operation's item, with a header; `*` marks the fields that differ.
std::vector<Row> side_by_side(const OperationDetail& operation);

Facts explanation_facts(const Explanation& explanation);

/// The runs with a header.
std::vector<Row> run_rows(const std::vector<RunRecord>& runs);

/// The steps with a header.
std::vector<Row> check_rows(const std::vector<CheckStep>& steps);

/// The settings with a header.
std::vector<Row> setting_rows(const std::vector<SettingRow>& settings, bool with_origin);

/// "a, b" of "a", "" and "b".
std::string joined(const std::vector<std::string>& parts);

/// The whole status in one line.
std::string brief_status(const StoreStatus& status);

}  // namespace syncline::cmd
