#include "replay/compare_values.hpp"

#include <algorithm>
#include <charconv>
#include <regex>
#include <set>
#include <utility>

namespace syncline::tests {
namespace {

/// Fractions that a double cannot hold, as text without closing zeros: decimals are compared
/// exactly.
std::string with_exact_fractions(const std::string& json) {
    constexpr std::size_t kExact = 15;
    static const std::regex kLong("-?[0-9]+\\.[0-9]+");
    std::string out;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size();) {
        const char c = json[i];
        std::smatch number;
        const auto here = json.begin() + static_cast<std::ptrdiff_t>(i);
        if (!in_string && (c == '-' || (c >= '0' && c <= '9')) &&
            std::regex_search(
                here, json.end(), number, kLong, std::regex_constants::match_continuous) &&
            number.str().size() > kExact) {
            std::string digits = number.str();
            digits.erase(digits.find_last_not_of('0') + 1);
            out += "\"exactly " + digits + '"';
            i += number.str().size();
            continue;
        }
        if (c == '"') in_string = !in_string;
        if (in_string && c == '\\' && i + 1 < json.size()) out += json[i++];
        out += json[i++];
    }
    return out;
}

/// The decoded parameters of a next link: an absolute URL, a path with query, or only a query.
std::multiset<std::string> parameters_of(const std::string& link) {
    static const std::regex kInstant("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z");
    std::multiset<std::string> parameters;
    const std::size_t question = link.find('?');
    std::string rest = (question == std::string::npos ? link : link.substr(question + 1)) + '&';
    for (std::size_t end = 0; (end = rest.find('&')) != std::string::npos;) {
        const std::string decoded = percent_decoded(rest.substr(0, end));
        parameters.insert(std::regex_replace(decoded, kInstant, "(a time)"));
        rest.erase(0, end + 1);
    }
    return parameters;
}

std::vector<std::string> steps_of(const std::string& pointer) {
    std::vector<std::string> steps;
    std::string rest = pointer + '/';
    for (std::size_t slash = 0; (slash = rest.find('/')) != std::string::npos;) {
        steps.push_back(rest.substr(0, slash));
        rest.erase(0, slash + 1);
    }
    return steps;
}

class Comparer {
  public:
    Comparer(const std::vector<std::string>& placeholders,
             Aliases& aliases,
             std::vector<std::string>& found)
        : aliases_(aliases), found_(found) {
        for (const std::string& one : placeholders) placeholders_.push_back(steps_of(one));
    }

    void compare(const std::string& at, const Json& recorded, const Json& actual) {
        const std::string member = at.substr(at.rfind('/') + 1);
        if (is_placeholder(at)) {
            compare_form(at, member, recorded, actual);
        } else if (member == "nextLink" && recorded.is_string() && actual.is_string()) {
            if (parameters_of(recorded) != parameters_of(actual)) report(at, recorded, actual);
        } else if (recorded.is_object() && actual.is_object()) {
            compare_objects(at, recorded, actual);
        } else if (recorded.is_array() && actual.is_array()) {
            compare_arrays(at, recorded, actual);
        } else if (recorded != actual) {
            report(at, recorded, actual);
        }
    }

  private:
    bool is_placeholder(const std::string& at) const {
        const std::vector<std::string> steps = steps_of(at);
        return std::any_of(placeholders_.begin(), placeholders_.end(), [&steps](const auto& one) {
            return std::equal(
                one.begin(), one.end(), steps.begin(), steps.end(), [](auto& wanted, auto& step) {
                    return wanted == "*" || wanted == step;
                });
        });
    }

    static std::string below(std::string at, const std::string& step) {
        at += '/';
        return at += step;
    }

    void compare_objects(const std::string& at, const Json& recorded, const Json& actual) {
        for (const auto& [name, value] : recorded.items()) {
            const std::string place = below(at, name);
            if (actual.contains(name)) {
                compare(place, value, actual[name]);
            } else {
                found_.push_back(place + ": is missing");
            }
        }
        for (const auto& [name, value] : actual.items()) {
            if (!recorded.contains(name)) found_.push_back(below(at, name) + ": was not recorded");
        }
    }

    void compare_arrays(const std::string& at, const Json& recorded, const Json& actual) {
        if (recorded.size() != actual.size()) {
            report(at, recorded, actual);
            return;
        }
        for (std::size_t i = 0; i < recorded.size(); ++i) {
            compare(below(at, std::to_string(i)), recorded[i], actual[i]);
        }
    }

    /// Only the form of a placeholder counts, and that it is the same where the recorded one was.
    void compare_form(const std::string& at,
                      const std::string& member,
                      const Json& recorded,
                      const Json& actual) {
        static const std::regex kInstant(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");
        bool agrees = recorded.type() == actual.type();
        if (agrees && recorded.is_string()) {
            const std::string text = actual;
            agrees = !text.empty();
            if (member == "updatedAt") {
                agrees = std::regex_match(text, kInstant);
            } else if (member == "version") {
                agrees =
                    agrees && is_base64(text) && aliases_.stands_for("version", recorded, text);
            } else if (member == "id") {
                agrees = agrees && aliases_.stands_for("id", recorded, text);
            }
        }
        if (!agrees) report(at + " (may vary)", recorded, actual);
    }

    void report(const std::string& at, const Json& recorded, const Json& actual) {
        const auto text = [](const Json& json) {
            return shortened(json.dump(-1, ' ', false, Json::error_handler_t::replace));
        };
        found_.push_back(at + ": " + text(actual) + ", recorded " + text(recorded));
    }

    std::vector<std::vector<std::string>> placeholders_;
    Aliases& aliases_;
    std::vector<std::string>& found_;
};

}  // namespace

std::string percent_decoded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned byte = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr ==
                text.data() + i + 3) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::vector<std::string> json_differences(const std::string& recorded,
                                          const std::string& actual,
                                          const std::vector<std::string>& placeholders,
                                          Aliases& aliases) {
    std::vector<std::string> found;
    const Json wanted = Json::parse(with_exact_fractions(recorded));
    const Json got = Json::parse(with_exact_fractions(actual), nullptr, false);
    if (got.is_discarded()) {
        found.push_back("the body is not JSON: " + shortened(actual));
    } else {
        Comparer(placeholders, aliases, found).compare("", wanted, got);
    }
    return found;
}

bool is_base64(const std::string& text) {
    static const std::regex kForm("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
    return std::regex_match(text, kForm);
}

std::string shortened(const std::string& text) {
    constexpr std::size_t kMost = 300;
    return text.size() <= kMost ? text : text.substr(0, kMost) + "…";
}

}  // namespace syncline::tests
