#pragma once

#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <optional>
#include <string>

namespace syncline::data {

/// How a service's value contradicts the declared type of its column: "the service sends text where
/// an integer is declared; kept as text". Nothing if it does not; null never does.
std::optional<std::string> misfit_of(Type type, const Value& value);

}  // namespace syncline::data
