#include "config_edit.hpp"

#include "config_file.hpp"
#include "input.hpp"
#include "toml.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

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

/// Where the first line begins.
std::size_t begin_of(std::string_view text) {
    return text.substr(0, 3) == kByteOrderMark ? kByteOrderMark.size() : 0;
}

/// Lines and columns count from 1, columns in code points.
std::size_t offset_of(std::string_view text, const toml::source_position& position) {
    std::size_t at = begin_of(text);
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
    std::size_t at =
        is_root ? begin_of(text) : line_end(text, range_of(text, section.source()).end);
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

bool is_same(const ConfigEntry& a, const ConfigEntry& b) {
    return a.key == b.key && a.kind == b.kind && a.values == b.values;
}

using Entries = std::vector<ConfigEntry>;

/// Takes the place's entry out of the file.
std::optional<ConfigEntry> take(ConfigFile& file, const ConfigPlace& place) {
    if (!place.profile.empty() && file.profiles.count(place.profile) == 0) return std::nullopt;
    Entries& entries = place.profile.empty() ? file.entries : file.profiles[place.profile];
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const ConfigEntry& entry) {
        return entry.key == place.key;
    });
    if (found == entries.end()) return std::nullopt;
    ConfigEntry entry = std::move(*found);
    entries.erase(found);
    return entry;
}

/// A profile without a key says as much as none. A file's keys come sorted.
bool say_the_same(const ConfigFile& a, const ConfigFile& b) {
    const auto same = [](const Entries& x, const Entries& y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), is_same);
    };
    if (!same(a.entries, b.entries)) return false;
    return std::all_of(a.profiles.begin(), a.profiles.end(), [&](const auto& profile) {
        const auto other = b.profiles.find(profile.first);
        return same(profile.second, other == b.profiles.end() ? Entries{} : other->second);
    });
}

/// The new text, if it says what it was to say and all else as before. `value`: what is set there.
std::string checked(std::string text,
                    std::string_view before,
                    const ConfigPlace& place,
                    const std::optional<std::string>& value) {
    ConfigFile was = parse_config(place.path, before);
    ConfigFile is;
    std::optional<ConfigEntry> wanted;
    try {
        is = parse_config(place.path, text);
        if (value) wanted = parse_config(place.path, place.key + " = " + *value).entries.at(0);
    } catch (const UsageError&) {
        throw_unusual(place);
    }
    take(was, place);
    const std::optional<ConfigEntry> found = take(is, place);
    const bool as_wanted = wanted ? found && is_same(*found, *wanted) : !found;
    if (!as_wanted || !say_the_same(was, is) || !say_the_same(is, was)) throw_unusual(place);
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
            return checked(std::move(out), text, place, value);
        }
    }
    const std::string line = place.key + " = " + value + '\n';
    if (section != nullptr) {
        std::size_t at = end_of_section(text, *section, place.profile.empty());
        if (at > begin_of(text) && text[at - 1] != '\n') out.insert(at++, "\n");
        out.insert(at, line);
    } else {
        if (out.size() > begin_of(text) && out.back() != '\n') out += '\n';
        const std::string name =
            needs_quotes(place.profile) ? toml_string(place.profile) : place.profile;
        out += (out.size() == begin_of(text) ? "[profile." : "\n[profile.") + name + "]\n" + line;
    }
    return checked(std::move(out), text, place, value);
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
    const std::size_t line_break = text.substr(0, begin).rfind('\n');
    const std::size_t line = line_break == std::string_view::npos ? begin_of(text) : line_break + 1;
    const std::size_t end = line_end(text, range_of(text, found->second.source()).end);
    std::string out(text);
    out.erase(line, end - line);
    return checked(std::move(out), text, place, std::nullopt);
}

}  // namespace syncline::cmd
