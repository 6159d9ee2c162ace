// bare_push URL TABLE insert|update|delete COUNT PARALLEL: the least that a push takes: the
// requests.
//
// Sends those for the first COUNT items of the data, PARALLEL at once, and stores nothing. Prints
// {"items":N}.

#include "bench/items.hpp"
#include "bench/transfers.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

namespace {

using namespace syncline::bench;

void fill(Transfer& transfer,
          const std::string& table_url,
          const std::string& kind,
          const Item& item) {
    transfer.url = kind == "insert" ? table_url : table_url + '/' + item.id;
    if (kind == "insert") {
        transfer.method = "POST";
        transfer.body = own_json(item);
        return;
    }
    transfer.if_match = item.version;
    transfer.method = kind == "update" ? "PATCH" : "DELETE";
    if (kind == "update") transfer.body = R"({"id":")" + item.id + R"(","priority":1000})";
}

std::size_t push(const std::string& table_url,
                 const std::string& kind,
                 std::size_t count,
                 std::size_t parallel) {
    Transfers transfers(parallel);
    std::size_t next = 0;
    const auto send = [&](std::size_t slot) {
        fill(transfers.at(slot), table_url, kind, item_at(next++));
        transfers.start(slot);
    };
    for (std::size_t slot = 0; slot < parallel && next < count; ++slot) send(slot);
    std::size_t done = 0;
    for (; done < count; ++done) {
        const std::size_t slot = transfers.wait();
        if (next < count) send(slot);
    }
    return done;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::fprintf(stderr, "usage: bare_push URL TABLE insert|update|delete COUNT PARALLEL\n");
        return 2;
    }
    try {
        const std::size_t done = push(std::string(argv[1]) + "/tables/" + argv[2],
                                      argv[3],
                                      std::strtoull(argv[4], nullptr, 10),
                                      std::strtoull(argv[5], nullptr, 10));
        std::printf("{\"items\":%zu}\n", done);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bare_push: %s\n", error.what());
        return 1;
    }
}
