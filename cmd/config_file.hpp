#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::cmd {

/// `key = value` in a configuration file.
struct ConfigEntry {
    enum class Kind { text, boolean, list };
    std::string key;
    Kind kind = Kind::text;           ///< numbers are text, too
    std::vector<std::string> values;  ///< several for a list; "true" or "false"
    std::size_t line = 0;             ///< from 1
};

/// A configuration file (TOML): keys, and sections `[profile.NAME]` with keys of their own.
struct ConfigFile {
    std::string path;
    std::vector<ConfigEntry> entries;
    std::map<std::string, std::vector<ConfigEntry>> profiles;

    const ConfigEntry* find(const std::string& profile, std::string_view key) const;
};

/// Reads a file; nothing if there is none, or if it lies where this user may not look (another's
/// home folder). Throws UsageError for one that cannot be read, and, with the line, for what is no
/// TOML, an unknown key or section, or a value that no option can have.
std::optional<ConfigFile> read_config(const std::string& path);

/// As read_config, of a text.
ConfigFile parse_config(const std::string& path, std::string_view text);

}  // namespace syncline::cmd
