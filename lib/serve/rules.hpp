#pragma once

#include "serve/definition.hpp"

#include <syncline/value.hpp>

#include <optional>
#include <string>

namespace syncline::server {

/// What the annotations of the members say against the item, as a JSON array of `memberNames` and
/// `errorMessage`; nothing if all are kept.
std::optional<std::string> find_violations(const Shape& shape, const Members& own);

/// Changes the item as the table's rules want it, or gives the rule that refuses it (nullptr:
/// none).
const Rule* apply_rules(const Definition& definition, Members& own);

}  // namespace syncline::server
