#include "serve/rules.hpp"

#include "base/text.hpp"
#include "data/json_write.hpp"

#include <algorithm>
#include <charconv>

namespace syncline::server {

namespace {

char upper_char(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// The name that the member has in .NET.
std::string property_name(const MemberShape& member) {
    std::string name = member.name;
    name.front() = upper_char(name.front());
    return name;
}

bool is_blank(const Value& value) {
    return value.is_null() || (value.is_string() && base::trim(value.text()).empty());
}

bool has_bad_length(const MemberShape& member, const Value& value) {
    if (!value.is_string()) return false;
    const auto length = static_cast<std::int64_t>(base::utf16_length(value.text()));
    return length < member.min_length.value_or(length) ||
           length > member.max_length.value_or(length);
}

bool is_out_of_range(const MemberShape& member, const Value& value) {
    if (value.kind() != Value::Kind::number) return false;
    const std::string& text = value.text();
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return (member.least && number < static_cast<double>(*member.least)) ||
           (member.most && number > static_cast<double>(*member.most));
}

std::string length_rule(const MemberShape& member) {
    std::string text;
    if (member.min_length) text += " a minimum length of " + std::to_string(*member.min_length);
    if (member.min_length && member.max_length) text += " and";
    if (member.max_length) text += " a maximum length of " + std::to_string(*member.max_length);
    return text;
}

std::string range_rule(const MemberShape& member) {
    const std::string least = member.least ? std::to_string(*member.least) : "";
    const std::string most = member.most ? std::to_string(*member.most) : "";
    if (least.empty()) return " at most " + most;
    return most.empty() ? " at least " + least : " between " + least + " and " + most;
}

/// What is wrong with the value, or "".
std::string problem_with(const MemberShape& member, const Value& value) {
    const std::string name = property_name(member);
    if (member.required && is_blank(value)) return "The " + name + " field is required.";
    if (has_bad_length(member, value)) {
        return "The field " + name + " must be a string with" + length_rule(member) + '.';
    }
    if (is_out_of_range(member, value)) {
        return "The field " + name + " must be" + range_rule(member) + '.';
    }
    return {};
}

}  // namespace

std::optional<std::string> find_violations(const Shape& shape, const Members& own) {
    std::string out;
    for (const MemberShape& member : shape.members) {
        const Value* const value = find_member(own, member.name);
        const std::string problem = value == nullptr ? "" : problem_with(member, *value);
        if (problem.empty()) continue;
        out += out.empty() ? '[' : ',';
        out += "{\"memberNames\":[" + data::quoted(property_name(member)) +
               "],\"errorMessage\":" + data::quoted(problem) + '}';
    }
    if (out.empty()) return std::nullopt;
    return out + ']';
}

const Rule* apply_rules(const Definition& definition, Members& own) {
    for (const Rule& rule : definition.rules) {
        const auto found = std::find_if(own.begin(), own.end(), [&rule](const Member& one) {
            return one.name == rule.member && one.value.is_string() &&
                   one.value.text().compare(0, rule.prefix.size(), rule.prefix) == 0;
        });
        if (found == own.end()) continue;
        if (rule.status != 0) return &rule;
        std::string text = found->value.text();
        std::transform(text.begin(), text.end(), text.begin(), upper_char);
        found->value = Value::string(std::move(text));
    }
    return nullptr;
}

}  // namespace syncline::server
