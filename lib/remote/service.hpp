#pragma once

#include "data/json_read.hpp"
#include "remote/protocol.hpp"
#include "remote/url.hpp"

#include <syncline/environment.hpp>
#include <syncline/table.hpp>
#include <syncline/transport.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::remote {

/// What one page of a table is asked for. Times in milliseconds since 1970.
struct PageQuery {
    std::string filter;   ///< in the protocol's dialect, not encoded; empty means all
    std::string orderby;  ///< "updatedAt,id"
    std::uint32_t top = 0;
    std::uint64_t skip = 0;
    std::string select;  ///< "id,updatedAt"; empty means all members
    std::string link;    ///< a whole query that the service linked to; it goes instead of the rest
};

/// The answer to a request about one item.
struct Answer {
    int status = 0;
    bool empty_body = false;
    bool json_object = false;
    bool page = false;            ///< of `read_look`: the body is a page of the protocol
    bool other_protocol = false;  ///< of `read_look`: it is a page of another protocol
    std::optional<Item>
        item;             ///< of a body that is an item; its version from a strong ETag, if any
    std::string etag;     ///< the version that a strong ETag names, or empty
    std::string message;  ///< the server's words, one line, or empty

    bool ok() const { return status >= 200 && status < 300; }
    /// Whether `item` is the server's stored item: the v2 Node server echoes the client's own in a
    /// 409 to an insert, which has no version (server-v2.md T5).
    bool has_stored_item() const { return item && !item->version.empty(); }
};

/// The REST interface of one service: makes requests, reads answers. Pure but for what it is given.
class Service {
  public:
    Service(const Protocol& protocol,
            Url root,
            std::string api_root,
            std::string installation_id,
            Headers extra_headers,
            std::string user_agent = {});

    const Protocol& protocol() const { return *protocol_; }
    const Url& root() const { return root_; }

    /// Whether a header was given by the user: its value may be a secret, whatever its name.
    bool is_extra(std::string_view header) const;
    const Headers& extra_headers() const { return extra_headers_; }

    /// From now on in this protocol.
    void speak(const Protocol& protocol) { protocol_ = &protocol; }

    Request insert(const TableDefinition& table, const Item& item) const;

    /// `item` holds what the protocol's update carries: the changed members, or all of them.
    Request update(const TableDefinition& table,
                   const Item& item,
                   const std::string& version) const;
    Request remove(const TableDefinition& table,
                   const std::string& id,
                   const std::string& version) const;

    /// Brings a deleted item back; `item` counts where an update does that.
    Request undelete(const TableDefinition& table,
                     const Item& item,
                     const std::string& version) const;

    /// Fetches one item as users do: deleted ones are hidden.
    Request fetch(const TableDefinition& table, const std::string& id) const;

    /// Asks for the stored item, deleted or not, by a list query: a GET by id hides deleted items
    /// (server-v2.md T10).
    Request look(const TableDefinition& table, const std::string& id) const;

    /// Asks for one item of the table, any: shows whether the table is there.
    Request probe(const TableDefinition& table) const;

    Request page(const TableDefinition& table, const PageQuery& query) const;

    /// Any request below the root; `target` is encoded already.
    Request any(std::string method, const std::string& target) const;

  private:
    std::string update_body(const Item& item, bool undelete) const;
    Request make(std::string method, std::string url, const char* features) const;
    std::string table_url(const TableDefinition& table) const;
    std::string item_url(const TableDefinition& table, const std::string& id) const;

    const Protocol* protocol_;
    Url root_;
    std::string api_root_;
    std::string installation_id_;
    Headers extra_headers_;
    std::string user_agent_;
};

/// Reads the answer to a request about one item. Never throws: a body that is no item is none.
Answer read_answer(const Response& response);

/// Reads the answer to `look` or `probe`: `item` is the page's first item, if any. Never throws.
Answer read_look(const Response& response, const Protocol& protocol);

/// The query of the next page as the service links to it, in a `Link` header or in the page; of
/// whatever form the link is (a query, a path, a whole URL), only its query counts. Empty: none.
std::string next_query(const Response& response, const data::Page& page);

/// The version in quotes, inner quotes escaped once (client-v2.md §1.5). Without its control
/// characters, if it has any: a header cannot hold them, and so it is no stored item's.
std::string quote_version(std::string_view version);

/// The version that a strong ETag names; empty for a weak one (a hash of the body).
std::string version_of_etag(std::string_view etag);

/// The page limit that a refusal names ("You cannot request more than 1000 records" in v2, "The
/// limit of '50' for Top query has been exceeded" in v3), or nothing.
std::optional<std::uint32_t> page_limit_in(const Response& response);

/// What the server says, one line; else the status and what it usually means.
std::string words_of(const Response& response);

/// The answer's `Date`, or nothing.
std::optional<Timestamp> date_of(const Response& response);

}  // namespace syncline::remote
