#include "config_file.hpp"

#include "setting_keys.hpp"
#include "toml.hpp"

#include <syncline/errors.hpp>
#include <syncline/text.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <sys/stat.h>

namespace syncline::cmd {

namespace {

constexpr const char* kDefaultProfile = "profile";

std::string place(const std::string& path, const toml::source_region& source) {
    return path + ':' + std::to_string(source.begin.line);
}

[[noreturn]] void throw_unknown_key(const std::string& where, const std::string& key) {
    const std::vector<std::string> known(kSettingKeys.begin(), kSettingKeys.end());
    const std::string meant = nearest(key, known);
    throw UsageError(where + ": unknown key \"" + key + '"',
                     meant.empty() ? "it takes the long names of the global, remote and run options"
                                   : "did you mean \"" + meant + "\"?");
}

/// A string, a whole number or another one as a user would have written it on the command line.
std::optional<std::string> text_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* number = node.as_floating_point()) {
        std::ostringstream out;
        out.imbue(std::locale::classic());
        out << number->get();
        return out.str();
    }
    return std::nullopt;
}

ConfigEntry read_entry(const std::string& path, const std::string& key, const toml::node& node) {
    ConfigEntry entry;
    entry.key = key;
    entry.line = node.source().begin.line;
    if (const auto* boolean = node.as_boolean()) {
        entry.kind = ConfigEntry::Kind::boolean;
        entry.values = {boolean->get() ? "true" : "false"};
    } else if (const auto* list = node.as_array()) {
        entry.kind = ConfigEntry::Kind::list;
        for (const toml::node& element : *list) {
            const auto text = text_of(element);
            if (!text)
                throw UsageError(place(path, element.source()) + ": \"" + key +
                                 "\" takes strings in its list");
            entry.values.push_back(*text);
        }
    } else if (const auto text = text_of(node)) {
        entry.values = {*text};
    } else {
        throw UsageError(place(path, node.source()) + ": \"" + key +
                         "\" takes a string, a number, true, false, or a list of strings");
    }
    return entry;
}

/// TOML has none of these, and its reader does not take all of them well.
void refuse_control_characters(const std::string& path, std::string_view text) {
    std::size_t line = 1;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') ++line;
        if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F) {
            throw UsageError(path + ':' + std::to_string(line) + ": there is a control character");
        }
    }
}

bool is_known(const std::string& key) {
    return std::binary_search(kSettingKeys.begin(), kSettingKeys.end(), key);
}

std::vector<ConfigEntry> read_entries(const std::string& path,
                                      const toml::table& table,
                                      bool in_profile) {
    std::vector<ConfigEntry> entries;
    for (const auto& [name, node] : table) {
        const std::string key(name.str());
        if (!in_profile && key == kDefaultProfile && node.is_table()) continue;
        if (!is_known(key) || (in_profile && key == kDefaultProfile)) {
            throw_unknown_key(place(path, name.source()), key);
        }
        entries.push_back(read_entry(path, key, node));
    }
    return entries;
}

}  // namespace

const ConfigEntry* ConfigFile::find(const std::string& profile, std::string_view key) const {
    const auto in = [key](const std::vector<ConfigEntry>& list) -> const ConfigEntry* {
        const auto found = std::find_if(
            list.begin(), list.end(), [key](const auto& entry) { return entry.key == key; });
        return found == list.end() ? nullptr : &*found;
    };
    const auto section = profiles.find(profile);
    if (section != profiles.end()) {
        if (const ConfigEntry* entry = in(section->second)) return entry;
    }
    return in(entries);
}

ConfigFile parse_config(const std::string& path, std::string_view text) {
    ConfigFile file;
    file.path = path;
    refuse_control_characters(path, text);
    try {
        const toml::table root = toml::parse(text);
        file.entries = read_entries(path, root, false);
        const toml::node* profiles = root.get(kDefaultProfile);
        if (profiles == nullptr || !profiles->is_table()) return file;
        for (const auto& [name, node] : *profiles->as_table()) {
            if (!node.is_table()) {
                throw UsageError(place(path, node.source()) + ": \"profile." +
                                 std::string(name.str()) + "\" is a section of keys");
            }
            file.profiles[std::string(name.str())] = read_entries(path, *node.as_table(), true);
        }
    } catch (const toml::parse_error& error) {
        throw UsageError(place(path, error.source()) + ": " + std::string(error.description()));
    }
    return file;
}

std::optional<ConfigFile> read_config(const std::string& path) {
    const auto throw_unreadable = [&path](int error) {
        throw UsageError("the configuration " + path + " cannot be read: " + std::strerror(error));
    };
    struct stat file {};
    if (::stat(path.c_str(), &file) != 0) return std::nullopt;
    if (S_ISDIR(file.st_mode)) throw_unreadable(EISDIR);
    std::ifstream in(path, std::ios::binary);
    if (!in) throw_unreadable(errno);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (in.bad()) throw_unreadable(errno);
    return parse_config(path, text);
}

}  // namespace syncline::cmd
