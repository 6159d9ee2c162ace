#include "serve/v3_listing.hpp"

#include "base/text.hpp"
#include "serve/answers.hpp"
#include "serve/v3_filter.hpp"
#include "serve/v3_types.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace syncline::server {

namespace {

constexpr std::int64_t kMostSkipped = std::numeric_limits<std::int32_t>::max();

/// What an option does where it has no value.
enum class Empty : std::uint8_t { fails, is_refused };

struct Option {
    std::string_view name;
    Empty empty = Empty::fails;
};
constexpr std::array<Option, 9> kOptions{{{"$filter"},
                                          {"$orderby"},
                                          {"$select", Empty::is_refused},
                                          {"$top"},
                                          {"$skip"},
                                          {"$count"},
                                          {"$expand", Empty::is_refused},
                                          {"$apply", Empty::is_refused},
                                          {"$deltatoken", Empty::is_refused}}};

/// Options that are known and cannot be used here. `$search`, `$compute` and `$format` are ignored.
constexpr std::array<std::string_view, 3> kRefused{"$expand", "$apply", "$deltatoken"};

bool is_named(const Parameter& parameter, std::string_view name) {
    return base::same_ignoring_case(parameter.name, name);
}

const std::string* find_option(const Target& target, std::string_view name) {
    const auto found = std::find_if(target.parameters.begin(),
                                    target.parameters.end(),
                                    [name](const auto& one) { return is_named(one, name); });
    return found == target.parameters.end() ? nullptr : &found->value;
}

void check_option(const Target& target, const Option& option) {
    const auto count = std::count_if(target.parameters.begin(),
                                     target.parameters.end(),
                                     [&](const auto& one) { return is_named(one, option.name); });
    if (count == 0) return;
    if (count > 1) refuse_query("The option '" + std::string(option.name) + "' is there twice.");
    if (!base::trim(*find_option(target, option.name)).empty()) return;
    if (option.empty == Empty::fails) fail_unbound();
    refuse_query("The option '" + std::string(option.name) + "' cannot be empty.");
}

void check_options(const Target& target) {
    for (const Option& option : kOptions) check_option(target, option);
    for (const std::string_view name : kRefused) {
        if (find_option(target, name) != nullptr) {
            refuse_query("The option '" + std::string(name) + "' is not allowed.");
        }
    }
    if (find_option(target, "$skiptoken") != nullptr) fail_unbound();
}

std::optional<std::int64_t> read_number(const Target& target,
                                        std::string_view name,
                                        std::int64_t most) {
    const std::string* const text = find_option(target, name);
    if (text == nullptr) return std::nullopt;
    const bool is_number = text->find_first_not_of("0123456789") == std::string::npos;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (!is_number) {
        refuse_query("Invalid value '" + base::one_line(*text, 40) + "' for " + std::string(name) +
                     ": it must be a non-negative integer.");
    }
    if (error != std::errc{} || number > most) {
        refuse_query("The limit of '" + std::to_string(most) + "' for " + std::string(name) +
                     " has been exceeded.");
    }
    return number;
}

std::vector<std::string> read_select(std::string_view text, const Shape& shape) {
    if (base::trim(text) == "*") fail_unbound();
    std::vector<std::string> names;
    for (const std::string_view part : base::split(text, ',')) {
        std::string name = resolve_name(base::trim(part), shape);
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(std::move(name));
        }
    }
    return names;
}

data::OrderTerm by_id() {
    data::OrderTerm term;
    term.expression.node = data::Expression::Node::member;
    term.expression.kind = data::Kind::string;
    term.expression.name = "id";
    return term;
}

}  // namespace

bool wants_deleted(const Target& target) {
    return std::any_of(target.parameters.begin(), target.parameters.end(), [](const auto& one) {
        return is_named(one, "__includedeleted") && base::same_ignoring_case(one.value, "true");
    });
}

Listing read_v3_listing(const Target& target, const Shape& shape, const Limits& limits) {
    check_options(target);
    Listing listing;
    const std::int64_t max_top =
        limits.max_top > 0 ? std::int64_t{limits.max_top} : std::int64_t{kMostSkipped};
    const auto top = read_number(target, "$top", max_top);
    listing.top = std::min(top.value_or(limits.page_size), std::int64_t{limits.page_size});
    listing.skip = read_number(target, "$skip", kMostSkipped).value_or(0);
    // Its presence decides, whatever it says.
    listing.count = find_option(target, "$count") != nullptr;
    listing.include_deleted = wants_deleted(target);
    listing.created_at = false;
    if (const auto* const filter = find_option(target, "$filter")) {
        listing.filter = read_v3_filter(*filter, shape);
    }
    if (const auto* const order = find_option(target, "$orderby")) {
        listing.order = read_v3_order(*order, shape);
    } else {
        listing.order.push_back(by_id());
    }
    if (const auto* const select = find_option(target, "$select")) {
        listing.select = read_select(*select, shape);
    }
    return listing;
}

std::optional<std::string> write_next_link(const Target& target, std::int64_t returned) {
    constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
    const auto top = read_number(target, "$top", kAny);
    if (top && *top <= returned) return std::nullopt;
    const std::int64_t skip = read_number(target, "$skip", kAny).value_or(0) + returned;
    std::vector<Parameter> parameters = target.parameters;
    bool has_skip = false;
    for (Parameter& parameter : parameters) {
        if (is_named(parameter, "$top")) parameter.value = std::to_string(*top - returned);
        if (!is_named(parameter, "$skip")) continue;
        parameter.value = std::to_string(skip);
        has_skip = true;
    }
    if (!has_skip) parameters.push_back({"$skip", std::to_string(skip)});
    constexpr std::string_view kKept = "$,()";
    return write_query(parameters, kKept);
}

}  // namespace syncline::server
