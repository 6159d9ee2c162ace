#include "data/json_check.hpp"
#include "data/json_read.hpp"
#include "data/json_write.hpp"
#include "oracle.hpp"

#include <syncline/value.hpp>

#include <nlohmann/json.hpp>

using namespace syncline;
using fuzz::require;
using fuzz::taken;

namespace {

/// Whether another reader takes it; one that skips a byte order mark and ends at U+0000.
bool is_json_elsewhere(std::string_view text) {
    const bool is_read_alike =
        text.substr(0, 1) != "\xEF" && text.find('\0') == std::string_view::npos;
    return is_read_alike && nlohmann::json::accept(text);
}

void check_value(std::string_view text) {
    const Value value = data::read_value(text);
    const std::string written = write_value(value);
    require(!data::find_json_error(written), "a value is written as JSON", written);
    require(data::read_value(written) == value, "a value that is written reads the same", written);
    for (const Value& element : data::read_elements(text)) {
        require(data::read_value(write_value(element)) == element, "an element reads the same");
    }
}

void check_members(std::string_view text) {
    const Members members = data::read_object(text);
    const std::string written = write_members(members);
    require(
        data::read_object(written) == members, "members that are written read the same", written);
    require(data::is_json_object(text), "what has members is an object");
    const bool twice = !taken<DataError>([&] { read_members(text); });
    require(twice || read_members(text) == members, "both readers of members agree");
    if (const auto item = data::read_item(text)) {
        const auto again = data::read_item(write_item(*item));
        require(
            again && *again == *item, "an item that is written reads the same", write_item(*item));
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::view(data, size);
    const bool is_json = !data::find_json_error(text).has_value();
    require(is_json || !is_json_elsewhere(text) || data::depth_of(text) > data::kMaxTextDepth,
            "what is JSON elsewhere is JSON here");
    require(taken<DataError>([&] { data::read_value(text); }) == is_json, "both readers agree");
    if (is_json) check_value(text);
    if (taken<DataError>([&] { data::read_object(text); })) check_members(text);
    taken<DataError>([&] {
        const data::Page page = data::read_page(std::string(text));
        // Of an object only what a page has is read; what is no item is left out unread.
        const bool whole = page.form == data::Page::Form::array && page.skipped == 0;
        require(is_json || !whole || data::depth_of(text) > data::kMaxTextDepth, "a page is JSON");
    });
    const std::string words = data::error_text(text, "text/html");
    require(words.size() <= 303 && words.find('\n') == std::string::npos, "words are one line");
    return 0;
}
