#include "sync/pull_job.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/odata_evaluate.hpp"
#include "data/odata_split.hpp"
#include "sync/apply.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <utility>

namespace syncline::sync {

namespace {

/// What is asked for when neither the user nor the service says otherwise; the Node server's limit.
constexpr std::uint32_t kPageSize = 1'000;

/// A page of fewer items is never taken for one that the service cut short without saying so.
constexpr std::size_t kSmallestCut = 10;

/// More items than this that cannot be shown are no accident of some items.
constexpr std::size_t kMostUnreadable = 100;

/// Of the elements that cannot be kept so many are named.
constexpr std::uint64_t kMostNamed = 100;

std::int64_t stamp_of(const std::string& updated_at) {
    const auto instant = base::read_instant(updated_at);
    return instant ? instant->milliseconds : 0;
}

/// What the last page of the items shows of those behind it.
Lookahead::End end_of(const std::vector<Item>& items, std::uint64_t page, std::size_t bytes) {
    const std::int64_t stamp = stamp_of(items.back().updated_at);
    const auto other = std::find_if(items.rbegin(), items.rend(), [stamp](const Item& item) {
        return stamp_of(item.updated_at) != stamp;
    });
    const auto ties = static_cast<std::uint64_t>(other - items.rbegin());
    return {items.back(), page, std::min(ties, page), bytes};
}

std::uint32_t page_size_for(const store::Table& table, const PullOptions& options) {
    const std::uint32_t wanted = options.page_size.value_or(kPageSize);
    return table.page_limit ? std::min(wanted, *table.page_limit) : wanted;
}

store::StoredQuery query_for(store::Store& store, const PullTarget& target, bool full) {
    store::StoredQuery query{target.table.table_id, target.query_id, target.filter, {}, {}};
    if (target.query_id.empty() || full) return query;
    if (auto stored = store.tokens.find(target.table.table_id, target.query_id)) return *stored;
    return query;
}

/// How many items a pull of the table may remove, if there is a limit.
std::optional<std::uint64_t> most_removed(store::Store& store,
                                          const store::Table& table,
                                          const PullOptions& options) {
    std::optional<std::uint64_t> most = options.max_delete;
    if (options.max_delete_percent) {
        const std::uint64_t share = store.rows.count(table, {}) *
                                    std::min<std::uint64_t>(*options.max_delete_percent, 100) / 100;
        most = most ? std::min(*most, share) : share;
    }
    return most;
}

/// What is asked for where members must not be: enough to name an item and to see it deleted.
std::string narrow_select(const remote::Protocol& protocol, const store::Table& table) {
    const bool has_deleted = protocol.marks_every_item || table.deletes == Deletes::soft;
    return has_deleted ? "id,updatedAt,version,deleted" : "id,updatedAt,version";
}

}  // namespace

PullJob::PullJob(store::Store& store,
                 const PullTarget& target,
                 const PullOptions& options,
                 std::size_t parallel)
    : table_(target.table),
      query_(query_for(store, target, options.full)),
      keeps_token_(!target.query_id.empty()),
      max_delete_(most_removed(store, target.table, options)),
      page_size_(page_size_for(target.table, options)),
      paging_(query_.token),
      ahead_(parallel),
      settling_(options.settle, query_.token) {
    if (!target.filter.empty()) {
        expression_ = data::parse_filter(target.filter, &table_.definition);
    }
    result_.table = table_.name();
    result_.query_id = target.query_id;
}

std::string PullJob::name() const {
    return "table " + table_.name();
}

/// Deleted items pass every filter, so that their deletion is learned; where the table has no
/// `deleted`, the real server answers a filter that names it with nothing at all (server-v2.md
/// T18).
void PullJob::write_filter(const remote::Protocol& protocol) {
    const bool has_deleted = protocol.marks_every_item || table_.deletes == Deletes::soft;
    for (const auto& written : data::write_filters(*expression_, protocol.dialect)) {
        filter_here_ = filter_here_ || !written.exact;
        const bool all = written.text.empty() || !has_deleted;
        filters_.push_back(all ? written.text : "(" + written.text + ") or deleted eq true");
    }
    filter_written_ = true;
}

remote::PageQuery PullJob::query(const Paging& paging, const remote::Protocol& protocol) const {
    const std::string filter = filters_.empty() ? std::string() : filters_[walk_];
    return paging.query(filter, asked_top_, protocol.dialect);
}

PullJob::Asked PullJob::ask(const remote::Service& service) {
    const remote::Protocol& protocol = service.protocol();
    const Place place = ahead_.ask(paging_.position());
    if (place.number > 0) {
        remote::PageQuery behind = query(Paging(ahead_.base()), protocol);
        behind.skip = ahead_.skip(place);
        return {service.page(table_.definition, behind), place};
    }
    probing_ = expression_ && !filter_written_ && table_.deletes == Deletes::unknown &&
               !protocol.marks_every_item;
    if (probing_) return {service.probe(table_.definition), place};
    if (expression_ && !filter_written_) write_filter(protocol);
    asked_top_ = narrowing_.top(page_size_);
    remote::PageQuery next = query(paging_, protocol);
    if (narrowing_.asks() != Narrowing::Asks::page) next.select = narrow_select(protocol, table_);
    return {service.page(table_.definition, next), place};
}

void PullJob::take(
    const Place& place, Response response, Ticks asked, Ticks now, const remote::Service& service) {
    last_answer_ = now;
    arrived_.insert_or_assign(place.number, Arrived{std::move(response), asked});
    while (!done_) {
        const auto next = arrived_.find(ahead_.next());
        if (next == arrived_.end()) return;
        const Arrived arrived = std::move(next->second);
        arrived_.erase(next);
        if (ahead_.next() == 0) {
            take_first(arrived, now, service);
        } else {
            take_ahead(arrived, now, service.protocol());
        }
        if (ahead_.next() == 0) arrived_.clear();  // of a window that was given up
    }
}

void PullJob::take_first(const Arrived& arrived, Ticks now, const remote::Service& service) {
    const Response& response = arrived.response;
    const remote::Protocol& protocol = service.protocol();
    const bool ok = response.status >= 200 && response.status < 300;
    const bool wants_page = ok && !probing_ && narrowing_.asks() == Narrowing::Asks::page;
    if (wants_page) {
        take_page(read_page(response, protocol), arrived, now, protocol);
        return;
    }
    ahead_.give_up();
    if (!ok) {
        refused(response, service);
    } else if (probing_) {
        learn(read_page(response, protocol), protocol);
        write_filter(protocol);
    } else {
        take_narrowed(read_page(response, protocol));
    }
}

/// What is wrong with such a page shows when it is asked for by key.
void PullJob::take_ahead(const Arrived& arrived, Ticks now, const remote::Protocol& protocol) {
    const Response& response = arrived.response;
    if (response.status < 200 || response.status >= 300) {
        ahead_.fail();
        return;
    }
    data::Page page = read_page(response, protocol);
    if (page.items.empty() || !ahead_.follows(page.items.front())) {
        ahead_.fail();
        return;
    }
    take_page(std::move(page), arrived, now, protocol);
}

data::Page PullJob::read_page(const Response& response, const remote::Protocol& protocol) const {
    data::Page page = data::read_page(response.body);
    if (protocol.has_form(page.form)) return page;
    throw ServiceError(Status::refused,
                       name() + ": the service does not speak protocol " +
                           std::string(protocol.name) + ", which the store was set to",
                       response.status,
                       "set it with: syncline remote set-protocol v2|v3|auto");
}

/// The page without the items' members came: either they are what the service cannot show, or the
/// one that it cannot show has a name now.
void PullJob::take_narrowed(const data::Page& page) {
    if (narrowing_.asks() == Narrowing::Asks::check) {
        narrowing_.checked(page.items.size());
        return;
    }
    if (page.items.empty()) {
        throw ServiceError(
            Status::retry, name() + ": the service answers with an error", 500, "run it again");
    }
    narrowing_.passed();
    const Item& item = page.items.front();
    std::optional<std::int64_t> updated;
    if (!item.updated_at.empty()) updated = stamp_of(item.updated_at);
    changed_ = true;
    if (!paging_.pass(item.id, updated)) return;
    if (item.deleted) {
        items_.push_back(item);
        return;
    }
    ++result_.skipped;
    warnings_.push_back(name() + ": the service cannot show the item \"" +
                        base::one_line(item.id, 80) +
                        "\"; it is left out until somebody changes it");
    if (++unreadable_ <= kMostUnreadable) return;
    throw ServiceError(Status::retry,
                       name() + ": the service cannot show more than " +
                           std::to_string(kMostUnreadable) + " items",
                       500,
                       "the service has to be repaired");
}

void PullJob::take_page(data::Page page,
                        const Arrived& arrived,
                        Ticks now,
                        const remote::Protocol& protocol) {
    const Response& response = arrived.response;
    if (!undrained_.empty()) warnings_.push_back(std::exchange(undrained_, {}));
    learn(page, protocol);
    narrowing_.page_came(page_size_);
    PageFacts facts;
    facts.items = page.items.size() + page.skipped_items;
    facts.link = remote::next_query(response, page);
    facts.more = may_have_more(facts.link, page, protocol);
    const Token asked_for = paging_.position();
    facts.last_id = page.last_id;
    if (!page.last_updated.empty()) facts.last_updated = stamp_of(page.last_updated);
    paging_.page(facts);
    if (facts.items > 0 && asked_for.phase != Token::Phase::unstamped) {
        const std::int64_t greatest = asked_for.phase == Token::Phase::since
                                          ? facts.last_updated.value_or(asked_for.since)
                                          : asked_for.since;
        const bool was_ahead = settling_.is_ahead();
        settling_.page(greatest, remote::date_of(response), arrived.asked);
        if (settling_.is_ahead() && !was_ahead) {
            warnings_.push_back(name() +
                                ": items are stamped later than the service's own time; they come "
                                "again with every pull until then");
        }
    }
    settling_.answered(remote::date_of(response));
    check_clock(remote::date_of(response));
    changed_ = true;
    result_.received += facts.items;
    name_skipped(page);
    std::move(page.items.begin(), page.items.end(), std::back_inserter(items_));
    const bool is_since =
        asked_for.phase == Token::Phase::since && paging_.position().phase == Token::Phase::since;
    if (is_since && !paging_.ended() && page.items.size() == facts.items) {
        ahead_.taken(end_of(items_, facts.items, response.body.size()), paging_.position());
    } else {
        ahead_.give_up();
    }
    if (paging_.ended()) end_walk();
    if (!done_ && settling_.overstayed(now)) {
        done_ = true;
        warnings_.push_back(name() +
                            ": the service is being written to faster than it can be read; the "
                            "pull ends here and the next one goes on");
    }
}

/// Ends the pull before it empties a table that perhaps only a bad answer calls empty.
bool PullJob::removes_too_many(store::Store& store) {
    if (!max_delete_) return false;
    const auto removed = static_cast<std::uint64_t>(
        std::count_if(items_.begin(), items_.end(), [&](const Item& item) {
            return item.deleted && store.rows.find(table_, item.id).has_value();
        }));
    if (result_.removed + removed <= *max_delete_) return false;
    fail(Status::limit,
         name() + ": the service marks more items deleted than --max-delete allows (" +
             std::to_string(*max_delete_) + "); none of these were removed");
    return true;
}

/// A service whose clock is before what it told us earlier may have been restored from a backup.
void PullJob::check_clock(std::optional<Timestamp> date) {
    constexpr std::int64_t kPatience = 60'000;
    if (std::exchange(clock_checked_, true) || !date) return;
    if (query_.token.phase == Token::Phase::unstamped) return;
    if (date->count() + kPatience >= query_.token.since) return;
    warnings_.push_back(name() + ": the service's clock is before the last pull's token (" +
                        base::write_timestamp(Timestamp(query_.token.since)) +
                        "); if its data was restored from a backup, pull with --full");
}

void PullJob::name_skipped(const data::Page& page) {
    result_.skipped += page.skipped;
    left_out_ += page.skipped;
    for (const std::string& reason : page.reasons) {
        if (named_ == kMostNamed) return;
        ++named_;
        warnings_.push_back(name() + ": " + reason);
    }
}

std::vector<std::string> PullJob::take_warnings() {
    if (left_out_ > named_) {
        warnings_.push_back(name() + ": " + std::to_string(left_out_ - named_) +
                            " more elements of its pages cannot be kept");
    }
    return std::exchange(warnings_, {});
}

/// A long filter is several shorter ones, each walked from where the last pull ended.
void PullJob::end_walk() {
    const Token seen = settling_.last_token(paging_.position(), last_answer_);
    seen_ = seen_ ? earlier(*seen_, seen) : seen;
    if (++walk_ < filters_.size()) {
        paging_ = Paging(query_.token);
        settling_.begin();
    } else {
        done_ = true;
    }
}

/// Where several walks make up the query, it has seen what the least of them has.
Token PullJob::token(bool ended) const {
    if (filters_.size() < 2) {
        return settling_.token(paging_.position(), ended && paging_.ended(), last_answer_);
    }
    return walk_ == filters_.size() ? *seen_ : query_.token;
}

void PullJob::refused(const Response& response, const remote::Service& service) {
    const std::string answer = name() + ": " + service.root().origin + " answered " +
                               std::to_string(response.status) + ": " + remote::words_of(response);
    if (const auto limit = remote::page_limit_in(response); limit && *limit < page_size_) {
        page_size_ = *limit;
        table_.page_limit = *limit;
        learned_ = true;
        return;
    }
    if (is_one_items_fault(response)) return;
    const bool not_understood = response.status == 400 || response.status == 500;
    if (not_understood && !probing_) {
        const bool drains = paging_.position().phase == Token::Phase::unstamped;
        if (paging_.give_way()) {
            if (drains) {
                undrained_ =
                    answer + "; items without updatedAt cannot be asked for and are left out";
            }
            return;
        }
    }
    if (response.status == 403) {
        throw ServiceError(Status::auth, answer, response.status, "ask for access to the table");
    }
    // The Node server answers 500 to a filter that it cannot run, too.
    const bool blames_filter = expression_ && !service.protocol().marks_every_item;
    if (response.status == 500 && !blames_filter) {
        throw ServiceError(Status::retry, answer, response.status, "run it again later");
    }
    throw ServiceError(Status::refused,
                       answer,
                       response.status,
                       response.status == 404
                           ? "check the URL, the table's name and its path"
                           : "check the filter, and that the service speaks protocol " +
                                 std::string(service.protocol().name));
}

/// Whether the items of the page are to be looked at one by one.
bool PullJob::is_one_items_fault(const Response& response) {
    return response.status == 500 && !probing_ && narrowing_.refused(asked_top_);
}

void PullJob::learn(const data::Page& page, const remote::Protocol& protocol) {
    const Deletes seen = protocol.evidence(page);
    if (seen != Deletes::unknown && table_.deletes != Deletes::soft && table_.deletes != seen) {
        table_.deletes = seen;
        learned_ = true;
    }
    const auto items = static_cast<std::uint32_t>(page.items.size());
    if (items > table_.largest_page) {
        table_.largest_page = items;
        learned_ = true;
    }
}

/// A full page or a link. Where a page need not be linked, one as long as the longest that this
/// table ever gave: a service may cut pages without saying so.
bool PullJob::may_have_more(const std::string& link,
                            const data::Page& page,
                            const remote::Protocol& protocol) const {
    const std::size_t items = page.items.size() + page.skipped;
    if (items == 0) return false;
    if (!link.empty() || items >= asked_top_) return true;
    return !protocol.links_pages && items >= kSmallestCut && items >= table_.largest_page;
}

bool PullJob::shrink_page() {
    if (page_size_ <= 1) return false;
    page_size_ = std::max<std::uint32_t>(1, page_size_ / 4);
    ahead_.give_up();
    arrived_.clear();
    return true;
}

void PullJob::fail(Status outcome, std::string reason) {
    result_.outcome = outcome;
    result_.reason = std::move(reason);
    done_ = true;
}

void PullJob::write(store::Store& store,
                    const Environment& environment,
                    Misfits& misfits,
                    std::vector<ItemChange>* changes,
                    const std::function<void()>& meanwhile) {
    if (written_) return;
    if (filter_here_) {
        const auto unwanted =
            std::remove_if(items_.begin(), items_.end(), [this](const Item& item) {
                return !item.deleted && !data::matches(*expression_, item, &table_.definition);
            });
        items_.erase(unwanted, items_.end());
    }
    if (removes_too_many(store)) {
        items_.clear();
        written_ = true;
        return;
    }
    const bool done = done_;
    const bool ended = done_ && result_.outcome == Status::ok;
    if (keeps_token_ && (changed_ || ended)) {
        query_.token = token(ended);
        if (ended) query_.last_pull = base::write_timestamp(environment.now());
        store.tokens.save(query_);
    }
    changed_ = false;
    if (std::exchange(learned_, false)) store.tables.save_learned(table_);
    std::vector<Item> items = std::exchange(items_, {});
    if (!items.empty()) {
        items_.reserve(items.size());
        apply_items(store, table_, std::move(items), result_, misfits, changes, meanwhile);
    }
    written_ = done;
}

}  // namespace syncline::sync
