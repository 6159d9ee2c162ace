#include "remote/secrets.hpp"

#include "base/text.hpp"

#include <syncline/value.hpp>

#include <algorithm>
#include <array>

namespace syncline::remote {

namespace {

/// What is shown of a body.
constexpr std::size_t kMostShown = 4096;

/// Shorter values turn up everywhere; they are hidden by their names only.
constexpr std::size_t kShortest = 6;

/// The end of the JSON string that begins at `quote`: the place of its closing quote, or npos.
std::size_t end_of_string(std::string_view text, std::size_t quote) {
    for (std::size_t i = quote + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return i;
        }
    }
    return std::string_view::npos;
}

/// Hides the strings of members with a secret's name. The text need not be whole.
std::string without_secret_members(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = text.find('"'); at < text.size(); at = text.find('"', at)) {
        const std::size_t end = end_of_string(text, at);
        if (end == std::string_view::npos) break;
        const std::string_view name = text.substr(at + 1, end - at - 1);
        at = end + 1;
        const std::size_t colon = text.find_first_not_of(kBlanks, at);
        if (colon == std::string_view::npos || text[colon] != ':' || !is_secret_name(name))
            continue;
        const std::size_t value = text.find_first_not_of(kBlanks, colon + 1);
        if (value == std::string_view::npos || text[value] != '"') continue;
        out.append(text.substr(copied, value + 1 - copied)).append(kHidden);
        copied = at = std::min(end_of_string(text, value), text.size());
        if (at < text.size()) ++at;
    }
    return out.append(text.substr(copied));
}

/// Hides the values of parameters with a secret's name in `a=b&c=d`.
std::string without_secret_parameters(std::string_view query) {
    std::string out;
    for (const std::string_view part : base::split(query, '&')) {
        if (!out.empty()) out += '&';
        const std::size_t equals = part.find('=');
        const std::string name = base::percent_decode(part.substr(0, equals));
        // `$skiptoken` says where a page begins.
        const bool secret = equals != std::string_view::npos && name.substr(0, 1) != "$" &&
                            (is_secret_name(name) || name == "code" || name == "sig");
        out.append(secret ? part.substr(0, equals + 1) : part);
        if (secret) out += kHidden;
    }
    return out;
}

}  // namespace

bool is_secret_name(std::string_view name) {
    constexpr std::array<std::string_view, 7> kSigns{
        "auth", "cookie", "key", "secret", "token", "password", "credential"};
    const std::string lowered = base::lower(name);
    return std::any_of(kSigns.begin(), kSigns.end(), [&lowered](std::string_view sign) {
        return lowered.find(sign) != std::string::npos;
    });
}

Secrets::Secrets(const Headers& given) {
    for (const auto& [name, value] : given) {
        names_.push_back(name);
        remember(value);
    }
}

bool Secrets::hides(std::string_view header) const {
    return is_secret_name(header) ||
           std::find(names_.begin(), names_.end(), header) != names_.end();
}

void Secrets::remember(std::string_view value) {
    if (value.size() < kShortest) return;
    if (std::find(values_.begin(), values_.end(), value) == values_.end()) {
        values_.emplace_back(value);
    }
    // "Bearer TOKEN": the token by itself, too.
    const std::size_t blank = value.rfind(' ');
    if (blank != std::string_view::npos) remember(value.substr(blank + 1));
}

void Secrets::learn(const Headers& headers) {
    for (const auto& [name, value] : headers) {
        if (hides(name)) remember(value);
    }
}

std::string Secrets::headers(const Headers& headers) const {
    Members members;
    for (const auto& [name, value] : headers) {
        const std::string shown = hides(name) ? kHidden : text(value);
        const auto same = std::find_if(
            members.begin(), members.end(), [&name = name](auto& one) { return one.name == name; });
        if (same == members.end()) {
            members.push_back({name, Value::string(shown)});
        } else {
            same->value = Value::string(same->value.text() + ", " + shown);
        }
    }
    return write_members(members);
}

std::string Secrets::text(std::string_view text) const {
    std::string out(text);
    for (const std::string& value : values_) {
        for (std::size_t at = out.find(value); at != std::string::npos; at = out.find(value, at)) {
            out.replace(at, value.size(), kHidden);
            at += std::string_view(kHidden).size();
        }
    }
    return out;
}

std::string Secrets::url(std::string_view url) const {
    const std::size_t question = url.find('?');
    if (question == std::string_view::npos) return text(url);
    return text(std::string(url.substr(0, question + 1)) +
                without_secret_parameters(url.substr(question + 1)));
}

/// Where to cut so that neither a secret nor a character is cut in two.
std::size_t Secrets::safe_cut(std::string_view body) const {
    if (body.size() <= kMostShown) return body.size();
    std::size_t cut = kMostShown;
    for (bool moved = true; moved;) {
        moved = false;
        for (const std::string& value : values_) {
            const std::size_t first = cut < value.size() ? 0 : cut - value.size() + 1;
            const std::size_t at = body.substr(0, cut + value.size()).find(value, first);
            if (at >= cut) continue;
            cut = at;
            moved = true;
        }
    }
    const auto inside_character = [&body](std::size_t at) {
        return (static_cast<unsigned char>(body[at]) & 0xC0U) == 0x80U;
    };
    while (cut > 0 && inside_character(cut)) --cut;
    return cut;
}

std::string Secrets::body(std::string_view body,
                          std::string_view content_type,
                          std::uint64_t& left_out) const {
    const std::size_t cut = safe_cut(body);
    left_out = body.size() - cut;
    const std::string_view shown = body.substr(0, cut);
    if (!base::is_utf8(shown)) {
        left_out = body.size();
        return {};
    }
    const bool is_form = content_type.find("x-www-form-urlencoded") != std::string_view::npos;
    return text(is_form ? without_secret_parameters(shown) : without_secret_members(shown));
}

}  // namespace syncline::remote
