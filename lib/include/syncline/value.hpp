#pragma once

#include <syncline/export.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline {

/// One JSON value as it is stored and sent.
///
/// A number keeps its own text ("1.10" stays "1.10", 2^53+1 stays exact). A string is decoded;
/// U+0000 is an ordinary character, and a lone surrogate `\udXXX` is kept as its three-byte
/// generalised UTF-8 form and written back as the escape. Arrays and objects keep their JSON text.
/// Two values are `==` when kind and text are; by-type equality ("1.10" is 1.1) is
/// `same_value` in lib/data/types.hpp.
class SYNCLINE_EXPORT Value {
  public:
    enum class Kind : std::uint8_t { null, boolean, number, string, nested };

    Value() = default;
    static Value null() { return {}; }
    static Value boolean(bool value) { return {Kind::boolean, value ? "true" : "false"}; }
    /// `text`: a JSON number. Not checked here.
    static Value number(std::string text) { return {Kind::number, std::move(text)}; }
    static Value integer(std::int64_t value) { return {Kind::number, std::to_string(value)}; }
    static Value string(std::string text) { return {Kind::string, std::move(text)}; }
    /// `json`: the text of an array or object. Not checked here.
    static Value nested(std::string json) { return {Kind::nested, std::move(json)}; }

    Kind kind() const { return kind_; }
    bool is_null() const { return kind_ == Kind::null; }
    bool is_string() const { return kind_ == Kind::string; }
    bool is_true() const { return kind_ == Kind::boolean && text_ == "true"; }

    /// The decoded string, the number's own text, the JSON text of an array or object, "true" or
    /// "false"; empty for null.
    const std::string& text() const { return text_; }

    bool operator==(const Value&) const = default;

  private:
    Value(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}

    Kind kind_ = Kind::null;
    std::string text_;
};

/// One member of a JSON object.
struct Member {
    std::string name;
    Value value;

    bool operator==(const Member&) const = default;
};

/// Members in the order of their JSON object.
using Members = std::vector<Member>;

/// The value of the member of this exact name, or nullptr.
SYNCLINE_EXPORT const Value* find_member(const Members& members, std::string_view name);

/// One item of a table: its id, its system properties, and all other members.
struct Item {
    std::string id;
    std::string version;     ///< opaque; empty if the server gave none
    std::string created_at;  ///< as the server wrote it; empty if it gave none (v3 has none)
    std::string updated_at;  ///< as the server wrote it; empty if it gave none
    bool deleted = false;
    Members members;  ///< everything else, undeclared members included

    bool operator==(const Item&) const = default;
};

/// Reads one JSON object as members. Throws DataError with the byte offset if `json` is anything
/// else, or has a member twice.
SYNCLINE_EXPORT Members read_members(std::string_view json);

/// One JSON object, compact, members in the given order.
SYNCLINE_EXPORT std::string write_members(const Members& members);

/// The value as JSON text.
SYNCLINE_EXPORT std::string write_value(const Value& value);

/// The item as one JSON object: `id`, members, then the system properties, those that it has.
SYNCLINE_EXPORT std::string write_item(const Item& item);

}  // namespace syncline
