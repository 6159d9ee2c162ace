#pragma once

#include "data/odata.hpp"
#include "data/types.hpp"

#include <array>
#include <cstdint>
#include <optional>
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

/// A form in which values of this kind compare as SQLite compares: date-times as instants, times
/// of day and GUIDs by value, everything else as it is. Null for text that is not of the kind.
Stored comparable(Kind kind, const Stored& value);

/// The kind as which two operands are compared: of the one whose kind is known. Against the
/// literal null a value is looked at as it is (`unknown`): junk text is not null.
Kind compared_kind(const Expression& a, const Expression& b);

/// The kind as which `left in list` compares.
Kind compared_kind_in(const Expression& left, const Expression& list);

/// `a mod b`: the sign is a's; null for b = 0.
Stored modulo(const Stored& a, const Stored& b);

/// `a has b`: the bits of b, or the names of b (comma separated), are all in a.
Stored has(const Stored& a, const Stored& b);

/// What SQLite's arithmetic takes a value for: null, an integer or a double.
Stored number_of(const Stored& value);

/// The text of a string, or nothing: numbers and bytes are no strings.
const std::string* text_of(const Stored& value);

}  // namespace syncline::data
