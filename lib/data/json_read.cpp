#include "data/json_read.hpp"

#include "base/text.hpp"
#include "data/json_check.hpp"
#include "data/names.hpp"

#include <syncline/errors.hpp>

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>
#include <unordered_set>

namespace syncline::data {

namespace {

namespace ondemand = simdjson::ondemand;

/// One parser a thread: it keeps its buffers from page to page.
ondemand::parser& parser() {
    thread_local ondemand::parser instance;
    return instance;
}

/// Whether something stands behind the value that was read.
bool has_more(ondemand::document& document) {
    return document.current_location().error() == simdjson::SUCCESS;
}

/// `text` followed by the spare bytes that simdjson reads.
class Padded {
  public:
    explicit Padded(std::string text) : text_(std::move(text)) {
        text_.reserve(text_.size() + simdjson::SIMDJSON_PADDING);
    }
    simdjson::padded_string_view view() const {
        return simdjson::padded_string_view(text_.data(), text_.size(), text_.capacity());
    }

  private:
    std::string text_;
};

/// What stands between the quotes of a string that begins before `start`, escapes undone. It ends
/// at the first quote that no backslash precedes; the parser has seen that there is one.
std::string decoded(const char* start) {
    const auto* end = static_cast<const char*>(rawmemchr(start, '"'));
    const auto length = [&] { return static_cast<std::size_t>(end - start); };
    if (std::memchr(start, '\\', length()) == nullptr) return {start, length()};
    for (end = start; *end != '"'; ++end) {
        if (*end == '\\') ++end;
    }
    auto text = unescape({start, length()});
    if (!text) throw simdjson::simdjson_error(simdjson::STRING_ERROR);
    return std::move(*text);
}

/// `too_deep`: set, and null given, for what is nested deeper than a value may be.
Value nested(std::string_view json, bool* too_deep) {
    json = base::trim(json);
    if (!find_json_error(json, too_deep == nullptr ? kMaxTextDepth : kMaxDepth)) {
        return Value::nested(std::string(json));
    }
    if (too_deep == nullptr || depth_of(json) <= kMaxDepth) {
        throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
    }
    *too_deep = true;
    return Value::null();
}

Value scalar(std::string_view token) {
    token = base::trim(token);
    if (token == "null") return Value::null();
    if (token == "true") return Value::boolean(true);
    if (token == "false") return Value::boolean(false);
    if (!is_number(token)) throw simdjson::simdjson_error(simdjson::NUMBER_ERROR);
    return Value::number(std::string(token));
}

Value value_of(ondemand::value value, bool* too_deep = nullptr) {
    switch (ondemand::json_type(value.type())) {
        case ondemand::json_type::object:
            return nested(value.get_object().value().raw_json(), too_deep);
        case ondemand::json_type::array:
            return nested(value.get_array().value().raw_json(), too_deep);
        case ondemand::json_type::string:
            // Taken, not only looked at: what is skipped later may be a key as well.
            return Value::string(decoded(value.get_raw_json_string().value().raw()));
        default:
            return scalar(value.raw_json_token());
    }
}

std::string key_of(ondemand::field& field) {
    return decoded(field.key().raw());
}

/// Puts one member where it belongs. Returns false for an `id` that is no id.
bool place(Item& item, std::string name, Value value) {
    const std::string_view known = name;  // whose comparison looks at the length first
    if (known == "id") {
        if (!value.is_string() && value.kind() != Value::Kind::number) return false;
        item.id = value.text();
    } else if (known == "version") {
        item.version = value.text();
    } else if (known == "updatedAt") {
        item.updated_at = value.text();
    } else if (known == "createdAt") {
        item.created_at = value.text();
    } else if (known == "deleted") {
        item.deleted = value.is_true();
    } else {
        item.members.push_back({std::move(name), std::move(value)});
    }
    return true;
}

/// What becomes of one object.
struct Reading {
    Item item;
    bool has_id = true;
    bool shows_deleted = false;
    std::string problem;  ///< why the item cannot be kept, as the end of a sentence; empty: it can
};

Reading read_item_object(ondemand::object object, std::size_t expected_members) {
    Reading reading;
    Item& item = reading.item;
    item.members.reserve(expected_members);
    for (ondemand::field field : object) {
        std::string name = key_of(field);
        reading.shows_deleted = reading.shows_deleted || name == "deleted";
        bool too_deep = false;
        Value value = value_of(field.value(), &too_deep);
        if (too_deep && reading.problem.empty()) {
            reading.problem = "its member \"" + base::one_line(name, 60) +
                              "\" is nested more than " + std::to_string(kMaxDepth) +
                              " levels deep";
        }
        reading.has_id = place(item, std::move(name), std::move(value)) && reading.has_id;
        if (item.members.size() > kMostMembers) {
            item.members.pop_back();
            reading.problem = "it has more than " + std::to_string(kMostMembers) + " members";
        }
    }
    reading.has_id = reading.has_id && !item.id.empty();
    if (const auto problem = problem_with_id(item.id)) reading.problem = "its id " + *problem;
    return reading;
}

/// Whether the members of both have the same names in the same order.
bool same_names(const Item& a, const Item& b) {
    return std::equal(a.members.begin(),
                      a.members.end(),
                      b.members.begin(),
                      b.members.end(),
                      [](const Member& x, const Member& y) { return x.name == y.name; });
}

/// Which members are there for the last time.
std::vector<bool> last_ones(const Members& members) {
    constexpr std::size_t kFew = 32;  // so few are compared sooner than put into a set
    std::vector<bool> last(members.size());
    std::unordered_set<std::string_view> names;
    for (std::size_t i = members.size(); i-- > 0;) {
        const std::string& name = members[i].name;
        if (members.size() > kFew) {
            last[i] = names.insert(name).second;
        } else {
            const auto after = members.begin() + static_cast<std::ptrdiff_t>(i) + 1;
            last[i] = std::none_of(
                after, members.end(), [&name](const Member& one) { return one.name == name; });
        }
    }
    return last;
}

/// Of a member that is there twice the last counts.
void drop_doubles(Members& members) {
    const std::vector<bool> last = last_ones(members);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!last[i]) continue;
        if (kept != i) members[kept] = std::move(members[i]);
        ++kept;
    }
    members.resize(kept);
}

[[noreturn]] void throw_not_json(std::string_view what, std::size_t offset) {
    throw DataError(std::string(what) + " is not valid JSON (at byte " +
                    std::to_string(offset + 1) + ")");
}

/// The members of an object as they come. Throws DataError for anything else.
Members read_all_members(std::string_view json) {
    const Padded padded{std::string(json)};
    try {
        Members members;
        ondemand::document document = parser().iterate(padded.view());
        if (document.type() != ondemand::json_type::object) {
            throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
        }
        for (ondemand::field field : document.get_object()) {
            std::string name = key_of(field);
            members.push_back({std::move(name), value_of(field.value())});
        }
        if (has_more(document)) throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
        return members;
    } catch (const simdjson::simdjson_error&) {
        const auto offset = find_json_error(json);
        if (!offset) throw DataError("this is JSON, but not an object");
        throw_not_json("this", *offset);
    }
}

void leave_out(Page& page, std::string reason) {
    constexpr std::size_t kMostReasons = 100;
    ++page.skipped;
    if (page.reasons.size() < kMostReasons) page.reasons.push_back(std::move(reason));
}

void take_element(ondemand::value element, Page& page) {
    if (element.type() != ondemand::json_type::object) {
        leave_out(page, "an element of a page is no object");
        return;
    }
    constexpr std::size_t kUsual = 8;
    Item* const before = page.items.empty() ? nullptr : &page.items.back();
    Reading reading =
        read_item_object(element.get_object(), before == nullptr ? kUsual : before->members.size());
    Item& item = reading.item;
    page.shows_deleted = page.shows_deleted || reading.shows_deleted;
    if (!reading.has_id) {
        leave_out(page, "an element of a page has no id");
        return;
    }
    page.last_id = item.id;
    page.last_updated = item.updated_at;
    if (!reading.problem.empty() && !item.deleted) {
        ++page.skipped_items;
        leave_out(
            page,
            "the item \"" + base::one_line(item.id, 80) + "\" cannot be kept: " + reading.problem);
        return;
    }
    // Items of a page mostly have the same members, and those were looked at.
    if (before == nullptr || !same_names(*before, item)) drop_doubles(item.members);
    page.items.push_back(std::move(item));
}

void read_items(ondemand::array elements, Page& page) {
    for (auto element : elements) take_element(element.value(), page);
}

std::optional<std::uint64_t> read_count(const Value& value) {
    std::uint64_t number = 0;
    const std::string& text = value.text();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// The object forms: `results`/`count` (v2) and `items`/`count`/`nextLink` (v3).
bool read_wrapped(ondemand::object object, Page& page) {
    bool found = false;
    for (ondemand::field field : object) {
        const std::string name = key_of(field);
        ondemand::value value = field.value();
        const bool is_array = value.type() == ondemand::json_type::array;
        if ((name == "results" || name == "items") && is_array) {
            page.form = name == "items" ? Page::Form::items : Page::Form::results;
            read_items(value.get_array(), page);
            found = true;
        } else if (name == "count") {
            page.count = read_count(value_of(value));
        } else if (name == "nextLink") {
            page.next_link = value_of(value).text();
        }
    }
    return found;
}

std::string title_of(std::string_view html) {
    const std::string lowered = base::lower(html);
    const std::size_t open = lowered.find("<title");
    const std::size_t start = open == std::string::npos ? open : lowered.find('>', open);
    if (start == std::string::npos) return {};
    const std::size_t end = lowered.find("</title", start);
    if (end == std::string::npos) return {};
    return base::one_line(html.substr(start + 1, end - start - 1));
}

/// The first string among the members that servers put their words into.
std::string words_of(const Members& members) {
    for (const char* name :
         {"error", "message", "description", "errorMessage", "title", "detail"}) {
        const Value* value = find_member(members, name);
        if (value == nullptr) continue;
        if (value->is_string() && !value->text().empty()) return value->text();
        if (value->kind() == Value::Kind::nested && value->text().front() == '{') {
            std::string inner = words_of(read_object(value->text()));
            if (!inner.empty()) return inner;
        }
    }
    return {};
}

std::string words_of(const Value& value) {
    if (value.kind() != Value::Kind::nested) return value.is_string() ? value.text() : "";
    if (value.text().front() == '{') return words_of(read_object(value.text()));
    for (const Value& element : read_elements(value.text())) {
        std::string words = words_of(element);
        if (!words.empty()) return words;
    }
    return {};
}

}  // namespace

Page read_page(std::string body) {
    const Padded padded(std::move(body));
    try {
        Page page;
        ondemand::document document = parser().iterate(padded.view());
        const ondemand::json_type type = document.type();
        if (type == ondemand::json_type::array) {
            read_items(document.get_array(), page);
        } else if (type != ondemand::json_type::object ||
                   !read_wrapped(document.get_object(), page)) {
            throw DataError("the answer is JSON, but not a page of items");
        }
        if (has_more(document)) throw DataError("the answer has text after its JSON");
        return page;
    } catch (const simdjson::simdjson_error& error) {
        throw DataError(std::string("the answer is not valid JSON: ") + error.what());
    }
}

std::optional<Item> read_item(std::string_view body) {
    if (find_json_error(body) || !is_json_object(body)) return std::nullopt;
    const Padded padded{std::string(body)};
    ondemand::document document = parser().iterate(padded.view());
    constexpr std::size_t kUsual = 8;
    Reading reading = read_item_object(document.get_object(), kUsual);
    if (!reading.has_id || !reading.problem.empty()) return std::nullopt;
    drop_doubles(reading.item.members);
    return std::move(reading.item);
}

Item item_of(Members members) {
    Item item;
    item.members.reserve(members.size());
    for (Member& member : members) place(item, std::move(member.name), std::move(member.value));
    return item;
}

Value read_value(std::string_view json) {
    if (const auto offset = find_json_error(json)) throw_not_json("the value", *offset);
    json = base::trim(json);
    switch (json.front()) {
        case '"':
            return Value::string(decoded(json.data() + 1));
        case '{':
        case '[':
            return Value::nested(std::string(json));
        default:
            return scalar(json);
    }
}

std::vector<Value> read_elements(std::string_view json) {
    std::vector<Value> elements;
    const Value whole = read_value(json);
    if (whole.kind() != Value::Kind::nested) return elements;
    if (whole.text().front() == '{') {
        for (Member& member : read_object(json)) elements.push_back(std::move(member.value));
        return elements;
    }
    const Padded padded{whole.text()};
    ondemand::document document = parser().iterate(padded.view());
    for (auto element : document.get_array()) elements.push_back(value_of(element.value()));
    return elements;
}

std::string error_text(std::string_view body, std::string_view content_type) {
    // Nobody says more than this; what is nested is read once for each level.
    constexpr std::size_t kLongestWords = std::size_t{64} << 10;
    body = base::trim(body.substr(0, kLongestWords));
    if (body.empty()) return {};
    if (!find_json_error(body)) return base::one_line(words_of(read_value(body)));
    if (body.front() == '<' || content_type.find("html") != std::string_view::npos) {
        std::string title = title_of(body);
        if (!title.empty() || body.front() == '<') return title;
    }
    return base::one_line(body);
}

Members read_object(std::string_view json) {
    Members members = read_all_members(json);
    drop_doubles(members);
    return members;
}

bool is_json_object(std::string_view body) {
    body = base::trim(body);
    return !body.empty() && body.front() == '{' && !find_json_error(body);
}

std::string simdjson_version() {
    return std::to_string(simdjson::SIMDJSON_VERSION_MAJOR) + '.' +
           std::to_string(simdjson::SIMDJSON_VERSION_MINOR) + '.' +
           std::to_string(simdjson::SIMDJSON_VERSION_REVISION);
}

}  // namespace syncline::data

namespace syncline {

Members read_members(std::string_view json) {
    Members members = data::read_all_members(json);
    const std::vector<bool> last = data::last_ones(members);
    const auto twice = std::find(last.begin(), last.end(), false);
    if (twice == last.end()) return members;
    const std::string& name = members[static_cast<std::size_t>(twice - last.begin())].name;
    throw DataError("the member \"" + base::one_line(name, 60) + "\" is there twice");
}

}  // namespace syncline
