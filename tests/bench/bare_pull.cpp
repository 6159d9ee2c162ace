// bare_pull URL TABLE PAGE PARALLEL [FILE]: the least that a pull takes: fetch, parse, store.
//
// One page at a time is asked for by key, as syncline does it; several by $skip, which is right
// only because nobody writes to the table. Without FILE nothing is stored: then it is a bare
// reader. Prints {"items":N,"ids":sum of their CRC-32}, where each item counts once.

#include "bench/bare_store.hpp"
#include "bench/items.hpp"
#include "bench/transfers.hpp"

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

namespace {

using namespace syncline::bench;

class Pull {
  public:
    Pull(std::string table_url, std::size_t page, std::size_t parallel, const std::string& file)
        : table_url_(std::move(table_url)),
          page_(page),
          parallel_(parallel),
          transfers_(parallel),
          store_(file) {}

    void run() {
        if (parallel_ == 1) {
            by_key();
        } else {
            by_skip();
        }
        store_.finish();
    }

    void report() const {
        std::printf(
            "{\"items\":%zu,\"ids\":%llu}\n", items_, static_cast<unsigned long long>(ids_));
    }

  private:
    void by_key() {
        while (true) {
            ask(0, 0);
            // The last item of a page comes again with the next.
            if (take(transfers_.at(transfers_.wait()).answer, last_id_) < page_) return;
        }
    }

    void by_skip() {
        std::size_t skip = 0;
        std::size_t flying = 0;
        for (; flying < parallel_; ++flying, skip += page_) ask(flying, skip);
        bool ended = false;
        while (flying > 0) {
            const std::size_t slot = transfers_.wait();
            --flying;
            const std::string answer = std::move(transfers_.at(slot).answer);
            // The next page is on its way before this one is looked at.
            if (!ended) {
                ask(slot, skip);
                ++flying;
                skip += page_;
            }
            ended = take(answer, {}) < page_ || ended;
        }
    }

    void ask(std::size_t slot, std::size_t skip) {
        std::string url = table_url_ + "?$filter=updatedAt%20ge%20datetimeoffset%27" + since_ +
                          "%27&$orderby=updatedAt%2Cid&$top=" + std::to_string(page_) +
                          "&__includeDeleted=true";
        if (skip > 0) url += "&$skip=" + std::to_string(skip);
        transfers_.at(slot).url = std::move(url);
        transfers_.start(slot);
    }

    /// Stores the page but for the item `known`; returns how many items it has.
    std::size_t take(const std::string& body, const std::string& known) {
        const simdjson::padded_string padded(body);
        std::size_t count = 0;
        Row row;
        auto document = parser_.iterate(padded);
        for (auto element : document.get_array()) {
            row = read_row(element.get_object());
            ++count;
            if (row.id == known) continue;
            ++items_;
            ids_ += crc32(row.id);
            store_.add(row);
        }
        if (count > 0 && parallel_ == 1) {
            last_id_ = row.id;
            since_ = row.updated_at;
        }
        return count;
    }

    static Row read_row(simdjson::ondemand::object object) {
        Row row;
        for (auto field : object) {
            const std::string_view name = field.unescaped_key();
            auto value = field.value();
            if (name == "id") {
                row.id = value.get_string();
            } else if (name == "text") {
                row.text = value.get_string();
            } else if (name == "complete") {
                row.complete = value.get_bool() ? 1 : 0;
            } else if (name == "priority") {
                row.priority = value.get_int64();
            } else if (name == "due") {
                row.due = value.get_string();
            } else if (name == "version") {
                row.version = value.get_string();
            } else if (name == "createdAt") {
                row.created_at = value.get_string();
            } else if (name == "updatedAt") {
                row.updated_at = value.get_string();
            }
        }
        return row;
    }

    std::string table_url_;
    std::size_t page_;
    std::size_t parallel_;
    Transfers transfers_;
    BareStore store_;
    simdjson::ondemand::parser parser_;
    std::string since_ = "1970-01-01T00:00:00.000Z";
    std::string last_id_;
    std::size_t items_ = 0;
    std::uint64_t ids_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5 && argc != 6) {
        std::fprintf(stderr, "usage: bare_pull URL TABLE PAGE PARALLEL [FILE]\n");
        return 2;
    }
    try {
        Pull pull(std::string(argv[1]) + "/tables/" + argv[2],
                  std::strtoull(argv[3], nullptr, 10),
                  std::strtoull(argv[4], nullptr, 10),
                  argc == 6 ? argv[5] : "");
        pull.run();
        pull.report();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bare_pull: %s\n", error.what());
        return 1;
    }
}
