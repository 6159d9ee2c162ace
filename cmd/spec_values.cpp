#include "escape.hpp"
#include "spec.hpp"

#include <syncline/errors.hpp>
#include <syncline/text.hpp>

#include <algorithm>
#include <charconv>

/// Options whose values are checked: words, numbers, durations and sizes.
namespace syncline::cmd {

namespace {

std::string long_name(const std::string& names) {
    return OptionInfo{names, "", ""}.long_name();
}

std::vector<std::string> split_words(std::string_view value) {
    std::vector<std::string> words;
    for (;;) {
        const std::size_t bar = value.find('|');
        words.emplace_back(value.substr(0, bar));
        if (bar == std::string_view::npos) return words;
        value.remove_prefix(bar + 1);
    }
}

/// "a, b or c"
std::string listed(const std::vector<std::string>& words) {
    std::string out = words.front();
    for (std::size_t i = 1; i < words.size(); ++i) {
        out += (i + 1 == words.size() ? " or " : ", ") + words[i];
    }
    return out;
}

std::uint64_t read_whole(std::string_view text, std::uint64_t factor, bool& good) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    good = error == std::errc{} && rest == end && !text.empty() &&
           number <= std::numeric_limits<std::uint64_t>::max() / factor;
    return good ? number * factor : 0;
}

}  // namespace

void Spec::choice(const std::string& names,
                  const std::string& value,
                  std::string& target,
                  const std::string& help) {
    choice(
        names, value, [&target](const std::string& word) { target = word; }, help);
}

void Spec::choice(const std::string& names,
                  const std::string& value,
                  std::function<void(const std::string&)> store,
                  const std::string& help) {
    add({names, value, help},
        1,
        [name = long_name(names), words = split_words(value), store = std::move(store)](
            const Words& values) {
            const std::string& word = values.front();
            if (std::find(words.begin(), words.end(), word) != words.end()) return store(word);
            const std::string meant = nearest(word, words);
            throw UsageError(name + " takes " + listed(words) + ", not " + quoted(word),
                             meant.empty() ? "" : "did you mean " + quoted(meant) + "?");
        });
}

void Spec::add_number(const std::string& names,
                      const std::string& value,
                      std::uint64_t least,
                      std::uint64_t most,
                      const std::string& help,
                      std::function<void(std::uint64_t)> store) {
    add({names, value, help},
        1,
        [name = long_name(names), least, most, store = std::move(store)](const Words& values) {
            bool good = false;
            const std::uint64_t number = read_whole(values.front(), 1, good);
            if (good && number >= least && number <= most) return store(number);
            const bool open = most >= std::numeric_limits<std::uint32_t>::max();
            throw UsageError(
                name + " takes a whole number " +
                (open ? "from " + std::to_string(least)
                      : "between " + std::to_string(least) + " and " + std::to_string(most)) +
                ", not " + quoted(values.front()));
        });
}

void Spec::add_duration(const std::string& names,
                        Duration least,
                        const std::string& help,
                        std::function<void(Duration)> store) {
    add({names, "DUR", help},
        1,
        [name = long_name(names), least, store = std::move(store)](const Words& values) {
            const auto duration = read_duration(values.front());
            if (!duration) {
                throw UsageError(name + " takes a duration, not " + quoted(values.front()),
                                 "write for example 10, 300ms or 1h30m");
            }
            if (*duration < least) {
                throw UsageError(name + " must be at least " + std::to_string(least.count()) +
                                 "ms, not " + quoted(values.front()));
            }
            store(*duration);
        });
}

void Spec::size(const std::string& names, std::uint64_t& target, const std::string& help) {
    add({names, "SIZE", help}, 1, [name = long_name(names), &target](const Words& values) {
        std::string_view text = values.front();
        constexpr std::string_view kUnits = "KMG";
        const std::size_t unit = text.empty() ? std::string_view::npos : kUnits.find(text.back());
        std::uint64_t factor = 1;
        if (unit != std::string_view::npos) {
            factor <<= 10 * (unit + 1);
            text.remove_suffix(1);
        }
        bool good = false;
        target = read_whole(text, factor, good);
        if (!good || target == 0) {
            throw UsageError(name + " takes a size, not " + quoted(values.front()),
                             "write for example 500K, 64M or 1G");
        }
    });
}

}  // namespace syncline::cmd
