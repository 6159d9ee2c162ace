#include "bench/page_query.hpp"

#include "bench/items.hpp"

#include <algorithm>
#include <charconv>

namespace syncline::bench {

namespace {

/// %XX and + undone.
std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ec ==
                std::errc{}) {
            out += static_cast<char>(value);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Reads a filter from the left, one comparison after the other.
class Filter {
  public:
    explicit Filter(std::string_view text) : rest_(text) {}

    bool read_into(PageQuery& query) {
        for (skip_joints(); !rest_.empty(); skip_joints()) {
            if (!read_comparison(query)) return false;
        }
        return true;
    }

  private:
    bool take(std::string_view word) {
        if (rest_.substr(0, word.size()) != word) return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    /// "or" comes only where the whole filter asks for what is not there.
    void skip_joints() {
        while (take(" ") || take("(") || take(")") || take("and ") || take("or ")) {
        }
    }

    bool read_comparison(PageQuery& query) {
        if (take("updatedAt eq null")) return query.unstamped = true;
        if (take("updatedAt ge ")) return read_instant(query.since);
        if (take("updatedAt lt ")) return read_instant(query.before);
        if (take("id gt '")) return read_text(query.after_id);
        return false;
    }

    bool read_instant(std::int64_t& ms) {
        const bool v2 = take("datetimeoffset'");
        if (!v2 && !take("cast(")) return false;
        const std::size_t end = rest_.find(v2 ? '\'' : ')');
        if (end == std::string_view::npos || !read_time(rest_.substr(0, end), ms)) return false;
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool read_text(std::string& text) {
        const std::size_t end = rest_.find('\'');
        if (end == std::string_view::npos) return false;
        text = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return true;
    }

    std::string_view rest_;
};

}  // namespace

std::optional<std::string> parameter(std::string_view target, std::string_view name) {
    std::size_t at = target.find('?');
    while (at < target.size()) {
        const std::size_t end = std::min(target.find('&', at + 1), target.size());
        const std::string_view pair = target.substr(at + 1, end - at - 1);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (decoded(pair.substr(0, equals)) == name) {
            return decoded(pair.substr(std::min(equals + 1, pair.size())));
        }
        at = end;
    }
    return std::nullopt;
}

std::optional<PageQuery> read_page_query(std::string_view target) {
    PageQuery query;
    const auto top = parameter(target, "$top");
    const auto skip = parameter(target, "$skip");
    if (top) query.top = number(*top).value_or(0);
    if (skip) query.skip = number(*skip).value_or(0);
    if (!Filter(parameter(target, "$filter").value_or("")).read_into(query)) return std::nullopt;
    return query;
}

}  // namespace syncline::bench
