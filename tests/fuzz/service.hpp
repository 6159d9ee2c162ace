#pragma once

#include <syncline/environment.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A service that says what an input says, and the outside world of a store that talks to it: no
/// clock runs, nothing is random.
namespace syncline::fuzz {

/// Answers as text, one after the other, with a line `%%` between them: the status, the header
/// lines, an empty line, the body. A text without a status is a body.
std::vector<Response> read_answers(std::string_view text);

/// Each request gets the next of `answers`, and once they are used up an empty page, or 404 if it
/// is no GET.
Environment environment_with(std::vector<Response> answers);

/// A store for a service that speaks `protocol`, as a file's bytes: a table `todo` with a column of
/// every type, and items that were inserted, pulled, changed and deleted here.
const std::string& store_bytes(const std::string& protocol);

}  // namespace syncline::fuzz
