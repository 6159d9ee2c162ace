#pragma once

#include "serve/shape.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::server {

/// Who may use a table, through protocol v3.
struct Access {
    std::string header;  ///< its value names the user; empty: nobody is asked
    int status = 401;    ///< for who does not say his name
    std::string owner;  ///< the string member that names an item's owner: who is not the owner does
                        ///< not see the item, every write sets it; empty: none
};

/// What happens, before a v3 write, to an item whose string member begins with `prefix`.
struct Rule {
    std::string member;
    std::string prefix;
    int status = 0;           ///< the write is refused with it; 0: the member is changed
    std::string body;         ///< JSON that goes with the status; empty: none
    bool upper_case = false;  ///< the change: ASCII letters become capitals
};

/// Who makes `version` and `updatedAt` of what v3 writes.
enum class Stamping : std::uint8_t {
    server,
    client,  ///< stored as sent; a body without them means no version, and 1970
};

/// What is known of a served table.
struct Definition {
    std::string name;
    bool soft = true;  ///< deleted items stay, marked
    Shape shape;
    std::optional<std::uint32_t> page_size;  ///< instead of the server's
    std::optional<std::uint32_t> max_top;    ///< instead of the server's
    Stamping stamping = Stamping::server;
    Access access;
    int refuse_writes = 0;  ///< the status that v3 writes are refused with; 0: they are not
    std::vector<Rule> rules;
    std::string text;  ///< the JSON object that it was read from; empty for `NAME[:soft|:hard]`

    /// Whether it has a guard that v2 does not know: it must not be gone around by that protocol.
    bool is_for_v3_only() const {
        return !access.header.empty() || refuse_writes != 0 || !rules.empty();
    }
};

/// Reads a table option: `NAME`, `NAME:soft` or `NAME:hard`, a JSON object, or `@FILE` with one
/// object or an array of them. The members of an object (all but `name` may be left out):
///
///     name          a letter or _, then letters, digits and _
///     delete        "soft" (as without it) or "hard"
///     members       {"NAME": TYPE or {"type": TYPE, …}, …}; without it items are kept as they come
///     pageSize      items of a page, from 1
///     maxTop        the largest $top, from 1
///     stamps        "server" (as without it) or "client": v3 writes keep the body's `version` and
///                   `updatedAt`
///     refuseWrites  the status of every v3 write, 400 to 599
///     access        {"header": NAME, "status": N, "owner": MEMBER}: v3 requests name their user in
///                   this header, or get the status (401); who does not own an item does not see it
///     rules         [{"member": NAME, "prefix": TEXT, …}, …], tried in their order before a v3
///                   write, with either "status" and "body" (any JSON) or "change": "upper"
///
/// A table with `refuseWrites`, `access` or `rules` is closed to v2 (403), which has none of them.
///
/// TYPE is string, boolean, byte, int16, int32, int64, float32, float64, decimal, character,
/// datetime, offset, instant, date, time, guid, binary or enumeration, with a `?` behind it if the
/// member may be null. Further keys of a member:
///
///     initial       the value of a member that is left out (0, "", false, 1 January of the year
///     1…) names         of an enumeration, in the order of their numbers present       true: a
///     body without the member is a 500 required      true: a blank or absent text is a 400
///     minLength, maxLength, min, max    what is outside is a 400
///     unique        true: a value that another item has is a 500
///     references    a table: an id that it does not have is a 500, and so is deleting what is
///                   referred to
///
/// Throws UsageError naming the part that is wrong and what was expected, StoreError if the file
/// cannot be read.
std::vector<Definition> read_definitions(std::string_view option);

/// Reads the JSON object alone. Throws as read_definitions.
Definition read_definition(std::string_view json);

}  // namespace syncline::server
