#include "data/json_read.hpp"

#include "base/text.hpp"
#include "data/json_check.hpp"

#include <syncline/errors.hpp>

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <memory>

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

std::string decoded(std::string_view token) {
    token = base::trim(token);
    const std::string_view between = token.substr(1, token.size() - 2);
    if (between.find('\\') == std::string_view::npos) return std::string(between);
    auto text = unescape(between);
    if (!text) throw simdjson::simdjson_error(simdjson::STRING_ERROR);
    return std::move(*text);
}

Value nested(std::string_view json) {
    json = base::trim(json);
    if (find_json_error(json)) throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
    return Value::nested(std::string(json));
}

Value scalar(std::string_view token) {
    token = base::trim(token);
    if (token == "null") return Value::null();
    if (token == "true") return Value::boolean(true);
    if (token == "false") return Value::boolean(false);
    if (!is_number(token)) throw simdjson::simdjson_error(simdjson::NUMBER_ERROR);
    return Value::number(std::string(token));
}

Value value_of(ondemand::value value) {
    switch (ondemand::json_type(value.type())) {
        case ondemand::json_type::object:
            return nested(value.get_object().value().raw_json());
        case ondemand::json_type::array:
            return nested(value.get_array().value().raw_json());
        case ondemand::json_type::string:
            return Value::string(decoded(value.raw_json_token()));
        default:
            return scalar(value.raw_json_token());
    }
}

std::string key_of(ondemand::field& field) {
    const char* const start = field.key().raw();
    // The key ends at the first quote that no backslash precedes.
    const char* end = start;
    bool escaped = false;
    while (*end != '"') {
        if (*end == '\\') {
            escaped = true;
            ++end;
        }
        ++end;
    }
    const std::string_view between(start, static_cast<std::size_t>(end - start));
    if (!escaped) return std::string(between);
    auto text = unescape(between);
    if (!text) throw simdjson::simdjson_error(simdjson::STRING_ERROR);
    return std::move(*text);
}

/// Puts one member where it belongs. Returns false for an `id` that is no id.
bool place(Item& item, std::string name, Value value) {
    if (name == "id") {
        if (!value.is_string() && value.kind() != Value::Kind::number) return false;
        item.id = value.text();
    } else if (name == "version") {
        item.version = value.text();
    } else if (name == "updatedAt") {
        item.updated_at = value.text();
    } else if (name == "createdAt") {
        item.created_at = value.text();
    } else if (name == "deleted") {
        item.deleted = value.is_true();
    } else {
        item.members.push_back({std::move(name), std::move(value)});
    }
    return true;
}

std::optional<Item> item_in(ondemand::object object,
                            std::size_t expected_members,
                            bool* shows_deleted = nullptr) {
    Item item;
    item.members.reserve(expected_members);
    bool has_id = true;
    for (ondemand::field field : object) {
        std::string name = key_of(field);
        if (shows_deleted != nullptr && name == "deleted") *shows_deleted = true;
        has_id = place(item, std::move(name), value_of(field.value())) && has_id;
    }
    if (!has_id || item.id.empty()) return std::nullopt;
    return item;
}

void read_items(ondemand::array elements, Page& page) {
    std::size_t expected_members = 8;
    for (auto element_result : elements) {
        ondemand::value element = element_result.value();
        if (element.type() != ondemand::json_type::object) {
            ++page.skipped;
            continue;
        }
        auto item = item_in(element.get_object(), expected_members, &page.shows_deleted);
        if (!item) {
            ++page.skipped;
            continue;
        }
        expected_members = item->members.size();
        page.items.push_back(std::move(*item));
    }
}

std::optional<std::uint64_t> whole_number(const Value& value) {
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
            page.count = whole_number(value_of(value));
        } else if (name == "nextLink") {
            page.next_link = value_of(value).text();
        }
    }
    return found;
}

[[noreturn]] void throw_not_json(std::string_view what, std::size_t offset) {
    throw DataError(std::string(what) + " is not valid JSON (at byte " +
                    std::to_string(offset + 1) + ")");
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
            std::string inner = words_of(read_members(value->text()));
            if (!inner.empty()) return inner;
        }
    }
    return {};
}

std::string words_of(const Value& value) {
    if (value.kind() != Value::Kind::nested) return value.is_string() ? value.text() : "";
    if (value.text().front() == '{') return words_of(read_members(value.text()));
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
    return item_in(document.get_object(), 8);
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
            return Value::string(decoded(json));
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
        for (Member& member : read_members(json)) elements.push_back(std::move(member.value));
        return elements;
    }
    const Padded padded{whole.text()};
    ondemand::document document = parser().iterate(padded.view());
    for (auto element : document.get_array()) elements.push_back(value_of(element.value()));
    return elements;
}

std::string error_text(std::string_view body, std::string_view content_type) {
    body = base::trim(body);
    if (body.empty()) return {};
    if (!find_json_error(body)) return base::one_line(words_of(read_value(body)));
    if (body.front() == '<' || content_type.find("html") != std::string_view::npos) {
        std::string title = title_of(body);
        if (!title.empty() || body.front() == '<') return title;
    }
    return base::one_line(body);
}

bool is_json_object(std::string_view body) {
    body = base::trim(body);
    return !body.empty() && body.front() == '{' && !find_json_error(body);
}

}  // namespace syncline::data

namespace syncline {

Members read_members(std::string_view json) {
    const data::Padded padded{std::string(json)};
    try {
        Members members;
        simdjson::ondemand::document document = data::parser().iterate(padded.view());
        if (document.type() != simdjson::ondemand::json_type::object) {
            throw simdjson::simdjson_error(simdjson::INCORRECT_TYPE);
        }
        for (simdjson::ondemand::field field : document.get_object()) {
            std::string name = data::key_of(field);
            if (find_member(members, name) != nullptr) {
                throw DataError("the member \"" + base::one_line(name, 60) + "\" is there twice");
            }
            members.push_back({std::move(name), data::value_of(field.value())});
        }
        if (data::has_more(document)) throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
        return members;
    } catch (const simdjson::simdjson_error&) {
        const auto offset = data::find_json_error(json);
        if (!offset) throw DataError("this is JSON, but not an object");
        data::throw_not_json("this", *offset);
    }
}

}  // namespace syncline
