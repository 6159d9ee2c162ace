#include "replay/compare.hpp"

#include "replay/compare_values.hpp"

#include <algorithm>
#include <array>
#include <regex>
#include <set>

namespace syncline::tests {
namespace {

constexpr std::array kCompared{"content-type", "etag", "last-modified", "location", "allow"};

bool is_http_date(const std::string& text) {
    static const std::regex kForm(
        "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} "
        "[0-9]{2}:[0-9]{2}:[0-9]{2} GMT");
    return std::regex_match(text, kForm);
}

std::string trimmed_lower(std::string text) {
    std::erase(text, ' ');
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return text;
}

std::set<std::string> methods_in(const std::string& allow) {
    std::set<std::string> methods;
    std::string rest = trimmed_lower(allow) + ',';
    for (std::size_t comma = 0; (comma = rest.find(',')) != std::string::npos;) {
        methods.insert(rest.substr(0, comma));
        rest.erase(0, comma + 1);
    }
    return methods;
}

/// A recorded text with the server's URL. Blanks at its end are no part of a header.
std::string with_base(std::string text, const std::string& base) {
    text.erase(text.find_last_not_of(' ') + 1);
    constexpr std::string_view kBase = "{{base}}";
    const std::size_t at = text.find(kBase);
    return at == std::string::npos ? text : text.replace(at, kBase.size(), base);
}

/// An entity tag in quotes whose version is the one that the recorded tag stands for.
bool is_tag_for(const std::string& recorded, const std::string& actual, Aliases& aliases) {
    if (actual.size() < 3 || actual.front() != '"' || actual.back() != '"') return false;
    const std::string version = actual.substr(1, actual.size() - 2);
    return is_base64(version) &&
           aliases.stands_for("version", recorded.substr(1, recorded.size() - 2), version);
}

struct HeaderPair {
    std::string name;
    std::string recorded;
    std::string actual;
};

bool placeholder_agrees(const HeaderPair& pair, Aliases& aliases) {
    if (pair.name == "etag") return is_tag_for(pair.recorded, pair.actual, aliases);
    return pair.name != "last-modified" || is_http_date(pair.actual);
}

bool value_agrees(const HeaderPair& pair, const std::string& base) {
    if (pair.name == "allow") return methods_in(pair.recorded) == methods_in(pair.actual);
    if (pair.name == "content-type") {
        const auto type = [](const std::string& text) {
            return trimmed_lower(text.substr(0, text.find(';')));
        };
        return type(pair.recorded) == type(pair.actual);
    }
    return with_base(pair.recorded, base) == pair.actual;
}

std::string described(const Headers& headers, const std::string& name) {
    const auto found = headers.find(name);
    return found == headers.end() ? "none" : '"' + found->second + '"';
}

void compare_headers(const Exchange& exchange,
                     const Reply& reply,
                     const std::string& base,
                     Aliases& aliases,
                     std::vector<std::string>& found) {
    const Headers& recorded = exchange.answer.headers;
    for (const std::string name : kCompared) {
        const bool wanted = recorded.count(name) != 0;
        bool agrees = wanted == (reply.headers.count(name) != 0);
        if (agrees && wanted) {
            const HeaderPair pair{name, recorded.at(name), reply.headers.at(name)};
            const auto& open = exchange.placeholders;
            const bool loose = std::find(open.begin(), open.end(), "header:" + name) != open.end();
            agrees = loose ? placeholder_agrees(pair, aliases) : value_agrees(pair, base);
        }
        if (!agrees) {
            found.push_back("header " + name + ": " + described(reply.headers, name) +
                            ", recorded " + described(recorded, name));
        }
    }
}

bool is_json(const Reply& reply) {
    const auto type = reply.headers.find("content-type");
    return type != reply.headers.end() && type->second.find("json") != std::string::npos;
}

void compare_bodies(const Exchange& exchange,
                    const Reply& reply,
                    Aliases& aliases,
                    std::vector<std::string>& found) {
    const auto& recorded = exchange.answer.body;
    if (recorded && reply.body && is_json(exchange.answer)) {
        for (std::string& line :
             json_differences(*recorded, *reply.body, exchange.placeholders, aliases)) {
            found.push_back(std::move(line));
        }
    } else if (recorded != reply.body) {
        found.push_back("body " + shortened(reply.body.value_or("(empty)")) + ", recorded " +
                        shortened(recorded.value_or("(empty)")));
    }
}

}  // namespace

bool Aliases::stands_for(const std::string& kind,
                         const std::string& recorded,
                         const std::string& actual) {
    Pairs& pairs = kinds_[kind];
    return pairs.actual_of.try_emplace(recorded, actual).first->second == actual &&
           pairs.recorded_of.try_emplace(actual, recorded).first->second == recorded;
}

std::vector<std::string> differences(const Exchange& exchange,
                                     const Reply& reply,
                                     const std::string& base,
                                     Aliases& aliases) {
    std::vector<std::string> found;
    if (reply.status != exchange.answer.status) {
        found.push_back("status " + std::to_string(reply.status) + ", recorded " +
                        std::to_string(exchange.answer.status));
    }
    compare_headers(exchange, reply, base, aliases, found);
    compare_bodies(exchange, reply, aliases, found);
    return found;
}

}  // namespace syncline::tests
