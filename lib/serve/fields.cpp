#include "serve/fields.hpp"

#include "base/text.hpp"
#include "data/json_read.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <charconv>

namespace syncline::server {

namespace {

std::string named(std::string_view name) {
    return '"' + base::one_line(name, 60) + '"';
}

}  // namespace

Fields::Fields(std::string where, const Value& object) : where_(std::move(where)) {
    if (object.kind() != Value::Kind::nested) refuse("a JSON object is expected");
    try {
        members_ = read_members(object.text());
    } catch (const DataError& error) {
        refuse(error.what());
    }
}

void Fields::refuse(const std::string& problem) const {
    throw UsageError(where_ + ": " + problem, "see syncline serve --help");
}

const Value* Fields::find(std::string_view name) {
    known_.emplace_back(name);
    return find_member(members_, name);
}

std::string Fields::text(std::string_view name) {
    const Value* const value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) refuse(named(name) + " must be a text");
    return value->text();
}

bool Fields::flag(std::string_view name) {
    const Value* const value = find(name);
    if (value == nullptr) return false;
    if (value->kind() != Value::Kind::boolean) refuse(named(name) + " must be true or false");
    return value->is_true();
}

std::string Fields::choice(std::string_view name, std::initializer_list<std::string_view> words) {
    if (find(name) == nullptr) return std::string(*words.begin());
    std::string word = text(name);
    if (std::find(words.begin(), words.end(), word) != words.end()) return word;
    std::vector<std::string> allowed;
    for (const std::string_view one : words) {
        if (!one.empty()) allowed.push_back(named(one));
    }
    refuse(named(name) + " must be " + base::join(allowed, " or "));
}

std::optional<std::int64_t> Fields::whole(std::string_view name,
                                          std::int64_t least,
                                          std::int64_t most) {
    const Value* const value = find(name);
    if (value == nullptr) return std::nullopt;
    const std::string& text = value->text();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (value->kind() != Value::Kind::number || error != std::errc{} ||
        end != text.data() + text.size() || number < least || number > most) {
        refuse(named(name) + " must be a whole number from " + std::to_string(least) + " to " +
               std::to_string(most));
    }
    return number;
}

const Value* Fields::nested(std::string_view name, char open, const char* what) {
    const Value* const value = find(name);
    if (value == nullptr) return nullptr;
    if (value->kind() != Value::Kind::nested || value->text().front() != open) {
        refuse(named(name) + " must be " + what);
    }
    return value;
}

std::vector<Value> Fields::list(std::string_view name) {
    const Value* const value = nested(name, '[', "an array");
    return value == nullptr ? std::vector<Value>() : data::read_elements(value->text());
}

Members Fields::object(std::string_view name) {
    const Value* const value = nested(name, '{', "an object");
    if (value == nullptr) return {};
    try {
        return read_members(value->text());
    } catch (const DataError& error) {
        refuse(named(name) + ": " + error.what());
    }
}

void Fields::finish() const {
    for (const Member& member : members_) {
        if (std::find(known_.begin(), known_.end(), member.name) != known_.end()) continue;
        const std::string near = nearest(member.name, known_);
        refuse(named(member.name) + " is unknown" +
               (near.empty() ? "; it can have " + base::join(known_, ", ")
                             : "; did you mean \"" + near + "\"?"));
    }
}

}  // namespace syncline::server
