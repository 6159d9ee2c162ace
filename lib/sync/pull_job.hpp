#pragma once

#include "data/odata.hpp"
#include "store/store.hpp"
#include "sync/lookahead.hpp"
#include "sync/misfits.hpp"
#include "sync/narrowing.hpp"
#include "sync/paging.hpp"
#include "sync/pull.hpp"

#include <syncline/sync.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::sync {

/// One query being pulled: what it asks for next, what has come, how far its token may go. No
/// network and no transaction of its own: pull.cpp drives it.
class PullJob {
  public:
    /// `parallel`: pages in flight at once.
    PullJob(store::Store& store,
            const PullTarget& target,
            const PullOptions& options,
            std::size_t parallel);

    /// Whether it stands still until something is asked for; whether a page may be asked for beside
    /// what is in flight.
    bool wants_next() const { return !done_ && ahead_.wants_next(); }
    bool wants_more() const { return !done_ && ahead_.wants_more(); }

    struct Asked {
        Request request;
        Place place;  ///< what its answer is to be taken with
    };
    /// The request for what comes next: a page, or first a probe where the table's way of deleting
    /// must be known for the filter.
    Asked ask(const remote::Service& service);

    /// Whether the answer to a request still counts.
    bool is_waiting_for(const Place& place) const { return !done_ && ahead_.is_current(place); }

    /// Takes an answer, and those behind it that came before it; `asked`: when its request left.
    /// Throws ServiceError where the job cannot go on.
    void take(const Place& place,
              Response response,
              Ticks asked,
              Ticks now,
              const remote::Service& service);

    /// The answer was larger than allowed: asks for smaller pages. False if they are as small as
    /// can be.
    bool shrink_page();

    /// Ends the job early.
    void fail(Status outcome, std::string reason);

    std::size_t gathered() const { return items_.size(); }
    /// Done, and the last of it is in the store.
    bool is_written() const { return written_; }

    /// Writes what was gathered, the token and what was learned; `changes`, `meanwhile`: see
    /// apply_items. What is taken meanwhile is written the next time. The caller holds the
    /// transaction.
    void write(store::Store& store,
               const Environment& environment,
               Misfits& misfits,
               std::vector<ItemChange>* changes,
               const std::function<void()>& meanwhile);

    const PulledQuery& result() const { return result_; }
    std::vector<std::string> take_warnings();

  private:
    struct Arrived {
        Response response;
        Ticks asked;
    };
    /// The first page of a window, or whatever else was asked for alone.
    void take_first(const Arrived& arrived, Ticks now, const remote::Service& service);
    void take_ahead(const Arrived& arrived, Ticks now, const remote::Protocol& protocol);
    void take_page(data::Page page,
                   const Arrived& arrived,
                   Ticks now,
                   const remote::Protocol& protocol);
    void take_narrowed(const data::Page& page);
    void refused(const Response& response, const remote::Service& service);
    remote::PageQuery query(const Paging& paging, const remote::Protocol& protocol) const;
    bool is_one_items_fault(const Response& response);
    data::Page read_page(const Response& response, const remote::Protocol& protocol) const;
    void name_skipped(const data::Page& page);
    void learn(const data::Page& page, const remote::Protocol& protocol);
    bool may_have_more(const std::string& link,
                       const data::Page& page,
                       const remote::Protocol& protocol) const;
    void write_filter(const remote::Protocol& protocol);
    bool removes_too_many(store::Store& store);
    void check_clock(std::optional<Timestamp> date);
    void end_walk();
    Token token(bool ended) const;
    std::string name() const;

    store::Table table_;
    store::StoredQuery query_;
    bool keeps_token_;
    std::optional<std::uint64_t> max_delete_;
    std::optional<data::Expression> expression_;
    bool filter_here_ = false;          ///< the service is asked for more than the filter selects
    std::vector<std::string> filters_;  ///< in the service's dialect; one walk each
    std::size_t walk_ = 0;              ///< the one in hand
    std::optional<Token> seen_;  ///< how far the walks that have ended have seen, the least of them
    bool filter_written_ = false;
    bool probing_ = false;
    std::uint32_t page_size_;
    std::uint32_t asked_top_ = 0;  ///< of the request in flight
    Narrowing narrowing_;
    std::size_t unreadable_ = 0;  ///< items that the service cannot show
    std::uint64_t left_out_ = 0;  ///< elements of pages that cannot be kept
    std::uint64_t named_ = 0;     ///< those of them that a warning names
    Paging paging_;
    Lookahead ahead_;
    std::map<std::uint64_t, Arrived> arrived_;  ///< too early, by the place's number
    Settling settling_;
    std::vector<Item> items_;
    PulledQuery result_;
    std::vector<std::string> warnings_;
    std::string undrained_;  ///< a warning for when the service answers what is asked for next
    Ticks last_answer_{0};
    bool clock_checked_ = false;
    bool learned_ = false;
    bool changed_ = false;  ///< the position moved since the last write
    bool done_ = false;
    bool written_ = false;  ///< see is_written
};

}  // namespace syncline::sync
