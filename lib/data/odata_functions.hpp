#pragma once

#include "data/odata.hpp"
#include "data/types.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

/// OData's functions over values as SQLite keeps them. The evaluator and the store's SQL call the
/// same ones, so that both mean the same.
namespace syncline::data {

/// Which protocols' servers answer a function so that what comes back holds all that was asked for.
enum class Trust : std::uint8_t { none, v3_only, both };

struct Function {
    std::string_view name;
    Kind result = Kind::unknown;
    std::size_t least = 1;  ///< number of arguments
    std::size_t most = 1;
    std::array<Kind, 3> arguments{};
    Kind also = Kind::unknown;  ///< another kind that the first argument may have
    Trust trust = Trust::none;
    Stored (*call)(std::span<const Stored> arguments) = nullptr;
};

/// All functions but `substringof` and `now`, which the parser replaces.
std::span<const Function> functions();

/// The function of this lower-case name, or nullptr.
const Function* find_function(std::string_view name);

}  // namespace syncline::data
