#include "sync/pull_job.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "data/odata_evaluate.hpp"
#include "data/odata_write.hpp"
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

std::int64_t stamp_of(const Item& item) {
    const auto instant = base::read_instant(item.updated_at);
    return instant ? instant->milliseconds : 0;
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

}  // namespace

PullJob::PullJob(store::Store& store, const PullTarget& target, const PullOptions& options)
    : table_(target.table),
      query_(query_for(store, target, options.full)),
      keeps_token_(!target.query_id.empty()),
      page_size_(page_size_for(target.table, options)),
      paging_(query_.token),
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
void PullJob::write_filter(data::Dialect dialect) {
    const data::WrittenFilter written = data::write_filter(*expression_, dialect);
    filter_here_ = !written.exact;
    filter_ = written.text;
    if (!filter_.empty() && table_.deletes == Deletes::soft) {
        filter_ = "(" + filter_ + ") or deleted eq true";
    }
    filter_written_ = true;
}

Request PullJob::request(const remote::Service& service) {
    probing_ = expression_ && !filter_written_ && table_.deletes == Deletes::unknown;
    if (probing_) return service.probe(table_.definition);
    const data::Dialect dialect = service.protocol().dialect;
    if (expression_ && !filter_written_) write_filter(dialect);
    return service.page(table_.definition, paging_.query(filter_, page_size_, dialect));
}

PullJob::Step PullJob::take(const Response& response,
                            Ticks asked,
                            Ticks now,
                            const remote::Service& service) {
    last_answer_ = now;
    if (response.status < 200 || response.status >= 300) return refused(response, service);
    if (!probing_) return take_page(response, asked, now);
    learn(data::read_page(response.body));
    write_filter(service.protocol().dialect);
    return Step::go_on;
}

PullJob::Step PullJob::take_page(const Response& response, Ticks asked, Ticks now) {
    data::Page page = data::read_page(response.body);
    learn(page);
    PageFacts facts;
    facts.items = page.items.size();
    facts.more = may_have_more(response, page);
    const Token asked_for = paging_.position();
    if (!page.items.empty()) {
        const Item& last = page.items.back();
        facts.last_id = last.id;
        if (!last.updated_at.empty()) facts.last_updated = stamp_of(last);
    }
    paging_.page(facts);
    if (facts.items > 0 && asked_for.phase != Token::Phase::unstamped) {
        const std::int64_t greatest = asked_for.phase == Token::Phase::since
                                          ? facts.last_updated.value_or(asked_for.since)
                                          : asked_for.since;
        settling_.page(greatest, remote::date_of(response), asked);
    }
    changed_ = true;
    result_.received += facts.items;
    result_.skipped += page.skipped;
    if (page.skipped > 0) {
        warnings_.push_back(name() + ": " + std::to_string(page.skipped) +
                            " elements of a page are no items with an id");
    }
    std::move(page.items.begin(), page.items.end(), std::back_inserter(items_));
    done_ = paging_.ended();
    if (!done_ && settling_.overstayed(now)) {
        done_ = true;
        warnings_.push_back(name() +
                            ": the service is being written to faster than it can be read; the "
                            "pull ends here and the next one goes on");
    }
    return done_ ? Step::ended : Step::go_on;
}

PullJob::Step PullJob::refused(const Response& response, const remote::Service& service) {
    const std::string answer = name() + ": " + service.root().origin + " answered " +
                               std::to_string(response.status) + ": " + remote::words_of(response);
    if (const auto limit = remote::page_limit_in(response); limit && *limit < page_size_) {
        page_size_ = *limit;
        table_.page_limit = *limit;
        learned_ = true;
        return Step::go_on;
    }
    const bool not_understood = response.status == 400 || response.status == 500;
    if (not_understood && !probing_) {
        const bool drains = paging_.position().phase == Token::Phase::unstamped;
        if (paging_.give_way()) {
            if (drains) {
                warnings_.push_back(answer +
                                    "; items without updatedAt cannot be asked for and are "
                                    "left out");
            }
            return Step::go_on;
        }
    }
    if (response.status == 403) {
        throw ServiceError(Status::auth, answer, response.status, "ask for access to the table");
    }
    if (response.status == 500 && !expression_) {
        throw ServiceError(Status::retry, answer, response.status, "run it again later");
    }
    throw ServiceError(Status::refused,
                       answer,
                       response.status,
                       response.status == 404 ? "check the URL, the table's name and its path"
                                              : "check the filter and the service");
}

void PullJob::learn(const data::Page& page) {
    if (page.items.empty()) return;
    const Deletes seen = page.shows_deleted ? Deletes::soft : Deletes::hard;
    if (table_.deletes != Deletes::soft && table_.deletes != seen) {
        table_.deletes = seen;
        learned_ = true;
    }
    const auto items = static_cast<std::uint32_t>(page.items.size());
    if (items > table_.largest_page) {
        table_.largest_page = items;
        learned_ = true;
    }
}

/// A full page, a next link, or a page as long as the longest that this table ever gave: a service
/// may cut pages without saying so.
bool PullJob::may_have_more(const Response& response, const data::Page& page) const {
    const std::size_t items = page.items.size() + page.skipped;
    if (items == 0) return false;
    const std::string_view link = response.header("link");
    const bool links = link.find("rel=next") != std::string_view::npos ||
                       link.find("rel=\"next\"") != std::string_view::npos ||
                       !page.next_link.empty();
    return links || items >= page_size_ || (items >= kSmallestCut && items >= table_.largest_page);
}

bool PullJob::shrink_page() {
    if (page_size_ <= 1) return false;
    page_size_ = std::max<std::uint32_t>(1, page_size_ / 4);
    return true;
}

void PullJob::fail(Status outcome, std::string reason) {
    result_.outcome = outcome;
    result_.reason = std::move(reason);
    done_ = true;
}

void PullJob::write(store::Store& store, const Environment& environment) {
    if (written_) return;
    if (filter_here_) {
        const auto unwanted =
            std::remove_if(items_.begin(), items_.end(), [this](const Item& item) {
                return !item.deleted && !data::matches(*expression_, item, &table_.definition);
            });
        items_.erase(unwanted, items_.end());
    }
    if (!items_.empty()) apply_items(store, table_, std::exchange(items_, {}), result_);
    const bool ended = done_ && result_.outcome == Status::ok;
    if (keeps_token_ && (changed_ || ended)) {
        query_.token = settling_.token(paging_.position(), ended && paging_.ended(), last_answer_);
        if (ended) query_.last_pull = base::write_timestamp(environment.now());
        store.tokens.save(query_);
    }
    if (std::exchange(learned_, false)) store.tables.save_learned(table_);
    changed_ = false;
    written_ = done_;
}

}  // namespace syncline::sync
