#pragma once

#include "data/json_read.hpp"
#include "data/names.hpp"
#include "data/odata_write.hpp"

#include <syncline/table.hpp>

#include <array>
#include <string_view>

namespace syncline::remote {

/// What the protocols of this family do differently. One code path reads this table.
struct Protocol {
    std::string_view name;         ///< "v2"
    std::string_view api_version;  ///< value of `ZUMO-API-VERSION`

    std::string_view update_method;
    /// An update replaces the item: it carries every member of the last copy, and one left out goes
    /// back to the server's default (datasync-v3.md §1.8). Otherwise it carries what changed.
    bool replaces;
    /// A deleted item is brought back by an update that shows deleted items; otherwise by an empty
    /// `POST` to it, which leaves its members as they were.
    bool update_undeletes;

    std::string_view include_deleted;  ///< query parameter that shows deleted items
    std::string_view token_header;     ///< header that carries the user's token
    std::string_view token_prefix;     ///< what goes before it
    data::Dialect dialect;             ///< spelling of filters
    data::IdRule ids;                  ///< which ids may be made

    /// Every item has the member `deleted`; otherwise only those of tables with soft delete.
    bool marks_every_item;
    /// GET of an item deleted softly answers 410, and 404 only if nothing is there.
    bool tells_gone;
    /// A page without a link to the next one is the last.
    bool links_pages;
    /// A service of another protocol refuses every request in this one with a 400.
    bool is_bad_request_elsewhere;

    /// Whether a page has the form that this protocol's servers answer with.
    bool has_form(data::Page::Form form) const {
        return (form == data::Page::Form::items) == links_pages;
    }

    /// What a page shows of the table's way of deleting; `unknown` if it shows nothing.
    Deletes evidence(const data::Page& page) const;
};

/// Azure Mobile Apps, as the Node and .NET Framework servers speak it (server-v2.md).
inline constexpr Protocol kProtocolV2{"v2",
                                      "2.0.0",
                                      "PATCH",
                                      false,
                                      false,
                                      "__includeDeleted",
                                      "x-zumo-auth",
                                      "",
                                      data::Dialect::v2,
                                      data::IdRule::v2,
                                      false,
                                      false,
                                      false,
                                      false};

/// CommunityToolkit Datasync on ASP.NET Core (datasync-v3.md).
inline constexpr Protocol kProtocolV3{"v3",
                                      "3.0.0",
                                      "PUT",
                                      true,
                                      true,
                                      "__includedeleted",
                                      "authorization",
                                      "Bearer ",
                                      data::Dialect::v3,
                                      data::IdRule::v3,
                                      true,
                                      true,
                                      true,
                                      true};

/// In the order in which a service of unknown protocol is asked: a v3 server answers whatever the
/// version, a v2 server refuses one that is not its own.
inline constexpr std::array<const Protocol*, 2> kProtocols{&kProtocolV3, &kProtocolV2};

/// The protocol of this name, or nullptr.
const Protocol* find_protocol(std::string_view name);

}  // namespace syncline::remote
