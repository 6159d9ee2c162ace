#include "bench/items.hpp"

#include "support/instant.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace syncline::bench {

namespace {

/// SplitMix64: each index is a seed of its own, so that any item can be made by itself.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(mixed(seed + 8)) {}

    std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15U); }

    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

  private:
    static std::uint64_t mixed(std::uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }

    std::uint64_t state_;
};

std::string guid(Random& random) {
    const std::uint64_t high = (random.next() & 0xFFFFFFFFFFFF0FFFU) | 0x4000U;
    const std::uint64_t low = (random.next() & 0x3FFFFFFFFFFFFFFFU) | 0x8000000000000000U;
    std::array<char, 37> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%08x-%04x-%04x-%04x-%012llx",
                  static_cast<unsigned>(high >> 32),
                  static_cast<unsigned>(high >> 16 & 0xFFFF),
                  static_cast<unsigned>(high & 0xFFFF),
                  static_cast<unsigned>(low >> 48),
                  static_cast<unsigned long long>(low & 0xFFFFFFFFFFFFU));
    return text.data();
}

/// Words of a to-do list, with quotes, a backslash, a line end, a tab and what is not ASCII.
std::string words(Random& random) {
    static constexpr std::array<std::string_view, 24> kWords{
        "milk",  "call",  "the",       "plumber",   "on",   "Friday",      "write",  "report",
        "about", "water", "\"soon\"",  "caf\u00e9", "Oslo", "a\\b",        "buy",    "tickets",
        "for",   "two",   "one\nmore", "tab\there", "meet", "Z\u00fcrich", "review", "budget"};
    const std::size_t length = 20 + random.below(115);
    std::string text;
    while (text.size() < length) {
        if (!text.empty()) text += ' ';
        text += kWords[random.below(kWords.size())];
    }
    return text;
}

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += c;
        }
    }
    out += '"';
}

void append_own_members(std::string& out, const Item& item) {
    out += "\"text\":";
    append_json_text(out, item.text);
    out += ",\"complete\":";
    out += item.complete ? "true" : "false";
    out += ",\"priority\":" + std::to_string(item.priority);
    out += R"(,"due":")" + write_time(item.due) + '"';
}

int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = -1;
    const char* const begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + count, value);
    return error == std::errc{} && end == begin + count ? value : -1;
}

}  // namespace

Item item_at(std::size_t index) {
    Random random(index);
    Item item;
    item.id = guid(random);
    item.stamped = kFirstStamp + static_cast<std::int64_t>(index) * kStampStep;
    item.version = write_version(0x07D1'0000'0000U + index);
    item.text = words(random);
    item.complete = random.below(3) == 0;
    item.priority = static_cast<int>(random.below(1000));
    item.due = kFirstStamp + static_cast<std::int64_t>(random.below(2'000)) * 86'400'000;
    return item;
}

std::string server_json(const Item& item) {
    std::string out = R"({"id":")" + item.id + R"(","createdAt":")" + write_time(item.stamped) +
                      R"(","updatedAt":")" + write_time(item.stamped) + R"(","version":")" +
                      item.version + R"(","deleted":false,)";
    append_own_members(out, item);
    out += '}';
    return out;
}

std::string own_json(const Item& item, bool with_id) {
    std::string out = with_id ? R"({"id":")" + item.id + "\"," : std::string("{");
    append_own_members(out, item);
    out += '}';
    return out;
}

std::string csv_line(const Item& item) {
    std::string out = item.id + ",\"";
    for (const char c : item.text) {
        out += c;
        if (c == '"') out += '"';
    }
    out += "\",";
    out += item.complete ? "1," : "0,";
    out += std::to_string(item.priority) + ',' + write_time(item.due);
    return out;
}

std::string write_time(std::int64_t ms) {
    using namespace std::chrono;
    return tests::write_instant(sys_time<milliseconds>{milliseconds(ms)});
}

bool read_time(std::string_view text, std::int64_t& ms) {
    using namespace std::chrono;
    if (text.size() < 20 || text[10] != 'T') return false;
    const int year_number = digits(text, 0, 4);
    const int month_number = digits(text, 5, 2);
    const int day_number = digits(text, 8, 2);
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    if (year_number < 0 || month_number < 1 || day_number < 1 || hour < 0 || minute < 0 ||
        second < 0) {
        return false;
    }
    int thousandths = 0;
    if (text[19] == '.') {
        int weight = 100;
        for (std::size_t i = 20; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
            thousandths += (text[i] - '0') * weight;
            weight /= 10;
        }
    }
    const year_month_day date(year(year_number),
                              month(static_cast<unsigned>(month_number)),
                              day(static_cast<unsigned>(day_number)));
    const auto time = sys_days(date) + hours(hour) + minutes(minute) + seconds(second) +
                      milliseconds(thousandths);
    ms = duration_cast<milliseconds>(time.time_since_epoch()).count();
    return true;
}

std::string write_version(std::uint64_t number) {
    static constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (int shift = 58; shift > 0; shift -= 6) out += kDigits[number >> shift & 63];
    // The last four bits, and one sign of padding.
    out += kDigits[(number & 15) << 2];
    out += '=';
    return out;
}

std::uint32_t crc32(std::string_view bytes) {
    static const auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < table.size(); ++i) {
            std::uint32_t value = i;
            for (int bit = 0; bit < 8; ++bit) {
                value = (value & 1) != 0 ? 0xEDB88320U ^ (value >> 1) : value >> 1;
            }
            table[i] = value;
        }
        return table;
    }();
    std::uint32_t value = 0xFFFFFFFFU;
    for (const char c : bytes) {
        value = kTable[(value ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (value >> 8);
    }
    return ~value;
}

}  // namespace syncline::bench
