#include "config_edit.hpp"

#include "config_file.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <toml++/toml.h>

namespace syncline::cmd {

namespace {

/// The bytes of a text from `begin` to before `end`.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::size_t line_end(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

/// Lines and columns count from 1, columns in code points.
std::size_t offset_of(std::string_view text, const toml::source_position& position) {
    std::size_t at = 0;
    for (toml::source_index line = 1; line < position.line; ++line) at = line_end(text, at);
    for (toml::source_index column = 1; column < position.column && at < text.size(); ++column) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    }
    return at;
}

Range range_of(std::string_view text, const toml::source_region& region) {
    return {offset_of(text, region.begin), offset_of(text, region.end)};
}

const toml::table* section_of(const toml::table& root, const std::string& profile) {
    if (profile.empty()) return &root;
    const toml::node* profiles = root.get("profile");
    if (profiles == nullptr || !profiles->is_table()) return nullptr;
    const toml::node* section = profiles->as_table()->get(profile);
    return section == nullptr ? nullptr : section->as_table();
}

toml::table parse(std::string_view text, const ConfigPlace& place) {
    parse_config(place.path, text);  // for its messages
    return toml::parse(text);
}

/// Where a new line of the section goes: behind its last key, else at its beginning.
std::size_t end_of_section(std::string_view text, const toml::table& section, bool is_root) {
    std::size_t at = is_root ? 0 : line_end(text, range_of(text, section.source()).end);
    for (const auto& entry : section) {
        if (entry.second.is_table()) continue;
        at = std::max(at, line_end(text, range_of(text, entry.second.source()).end));
    }
    return at;
}

[[noreturn]] void throw_unusual(const ConfigPlace& place) {
    throw UsageError(place.path + ": the place of \"" + place.key +
                         "\" is written in a form that "
                         "cannot be changed here",
                     "edit the file");
}

bool needs_quotes(const std::string& name) {
    return name.empty() || !std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-';
           });
}

std::string toml_string(const std::string& text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (byte < 0x20 || byte == 0x7F) {
            out += "\\u00";
            out += {kHex[byte >> 4U], kHex[byte & 0xFU]};
        } else {
            out += c;
        }
    }
    return out + '"';
}

bool is_bare(const std::string& text) {
    if (text == "true" || text == "false") return true;
    constexpr std::size_t kLongest = 15;
    if (text.empty() || text.size() > kLongest) return false;
    if (text.size() > 1 && text.front() == '0') return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string scalar(const std::string& text) {
    return is_bare(text) ? text : toml_string(text);
}

/// The new text, if it says what it was to say.
std::string checked(std::string text, const ConfigPlace& place, bool is_there) {
    const ConfigFile file = [&] {
        try {
            return parse_config(place.path, text);
        } catch (const UsageError&) {
            throw_unusual(place);
        }
    }();
    const auto section = file.profiles.find(place.profile);
    const auto& entries = place.profile.empty()            ? file.entries
                          : section == file.profiles.end() ? std::vector<ConfigEntry>{}
                                                           : section->second;
    const bool found = std::any_of(entries.begin(), entries.end(), [&](const ConfigEntry& entry) {
        return entry.key == place.key;
    });
    if (found != is_there) throw_unusual(place);
    return text;
}

}  // namespace

std::string toml_value(const std::vector<std::string>& values, bool is_list) {
    if (!is_list) return scalar(values.front());
    std::string out = "[";
    for (const std::string& value : values) {
        out += (out.size() > 1 ? ", " : "") + toml_string(value);
    }
    return out + ']';
}

std::string with_setting(std::string_view text,
                         const ConfigPlace& place,
                         const std::string& value) {
    const toml::table root = parse(text, place);
    const toml::table* section = section_of(root, place.profile);
    std::string out(text);
    if (section != nullptr) {
        if (const toml::node* node = section->get(place.key)) {
            const Range old = range_of(text, node->source());
            out.replace(old.begin, old.end - old.begin, value);
            return checked(std::move(out), place, true);
        }
    }
    const std::string line = place.key + " = " + value + '\n';
    if (section != nullptr) {
        std::size_t at = end_of_section(text, *section, place.profile.empty());
        if (at > 0 && text[at - 1] != '\n') out.insert(at++, "\n");
        out.insert(at, line);
    } else {
        if (!out.empty() && out.back() != '\n') out += '\n';
        const std::string name =
            needs_quotes(place.profile) ? toml_string(place.profile) : place.profile;
        out += (out.empty() ? "[profile." : "\n[profile.") + name + "]\n" + line;
    }
    return checked(std::move(out), place, true);
}

std::string without_setting(std::string_view text, const ConfigPlace& place) {
    const toml::table root = parse(text, place);
    const toml::table* section = section_of(root, place.profile);
    const auto found =
        section == nullptr ? toml::table::const_iterator{} : section->find(place.key);
    if (section == nullptr || found == section->end()) {
        throw NotFoundError("\"" + place.key + "\" is not set in " + place.path +
                            (place.profile.empty() ? "" : " under profile " + place.profile));
    }
    const std::size_t begin = offset_of(text, found->first.source().begin);
    const std::size_t line = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
    const std::size_t end = line_end(text, range_of(text, found->second.source()).end);
    std::string out(text);
    out.erase(line, end - line);
    return checked(std::move(out), place, false);
}

}  // namespace syncline::cmd
