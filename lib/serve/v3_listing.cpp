#include "serve/v3_listing.hpp"

#include "base/text.hpp"
#include "serve/answers.hpp"

#include <algorithm>
#include <charconv>

namespace syncline::server {

namespace {

const Parameter* find_option(const std::vector<Parameter>& parameters, std::string_view name) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [name](const Parameter& parameter) {
            return base::same_ignoring_case(parameter.name, name);
        });
    return found == parameters.end() ? nullptr : &*found;
}

std::optional<std::int64_t> read_number(const Target& target, std::string_view name) {
    const Parameter* const parameter = find_option(target.parameters, name);
    if (parameter == nullptr) return std::nullopt;
    const std::string& text = parameter->value;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) {
        throw Refusal(400, "The option " + std::string(name) + " must be a whole number.");
    }
    return number;
}

}  // namespace

bool wants_deleted(const Target& target) {
    return std::any_of(
        target.parameters.begin(), target.parameters.end(), [](const Parameter& parameter) {
            return base::same_ignoring_case(parameter.name, "__includedeleted") &&
                   base::same_ignoring_case(parameter.value, "true");
        });
}

Listing read_v3_listing(const Target& target, const Shape& /*shape*/, const Limits& limits) {
    Listing listing;
    const auto top = read_number(target, "$top");
    if (top && *top > std::int64_t{limits.max_top}) {
        throw Refusal(400, "The limit of $top is " + std::to_string(limits.max_top) + '.');
    }
    listing.top = std::min(top.value_or(limits.page_size), std::int64_t{limits.page_size});
    listing.skip = read_number(target, "$skip").value_or(0);
    listing.count = find_option(target.parameters, "$count") != nullptr;
    listing.include_deleted = wants_deleted(target);
    return listing;
}

std::optional<std::string> write_next_link(const Target& target, std::int64_t returned) {
    const auto top = read_number(target, "$top");
    if (top && *top <= returned) return std::nullopt;
    std::vector<Parameter> parameters;
    for (const Parameter& parameter : target.parameters) {
        const bool moves = base::same_ignoring_case(parameter.name, "$skip") ||
                           base::same_ignoring_case(parameter.name, "$top");
        if (!moves) parameters.push_back(parameter);
    }
    const std::int64_t skip = read_number(target, "$skip").value_or(0) + returned;
    parameters.push_back({"$skip", std::to_string(skip)});
    if (top) parameters.push_back({"$top", std::to_string(*top - returned)});
    return write_query(parameters);
}

}  // namespace syncline::server
