// bench_items FORM COUNT: writes items to standard output.
//   own      what a client inserts, as NDJSON
//   without-id  the same, the ids to be made by the client
//   csv      the same as `own`, as CSV without a header
//   ids      the sum of the CRC-32 of the ids

#include "bench/items.hpp"

#include <cstdlib>
#include <iostream>
#include <string>

namespace {

using namespace syncline::bench;

std::string line_of(const std::string& form, const Item& item) {
    if (form == "own") return own_json(item);
    if (form == "without-id") return own_json(item, false);
    return csv_line(item);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string form = argc == 3 ? argv[1] : "";
    if (form != "own" && form != "without-id" && form != "csv" && form != "ids") {
        std::cerr << "usage: bench_items own|without-id|csv|ids COUNT\n";
        return 2;
    }
    const std::size_t count = std::strtoull(argv[2], nullptr, 10);
    std::ios::sync_with_stdio(false);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Item item = item_at(i);
        if (form == "ids") {
            sum += crc32(item.id);
        } else {
            std::cout << line_of(form, item) << '\n';
        }
    }
    if (form == "ids") std::cout << sum << '\n';
    return std::cout.flush() ? 0 : 1;
}
