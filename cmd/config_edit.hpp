#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace syncline::cmd {

/// A place in a configuration: a key of the file itself, or of the section [profile.NAME].
struct ConfigPlace {
    std::string path;  ///< of the file, for messages
    std::string profile;
    std::string key;
};

/// A value as TOML writes it: true, false and whole numbers bare, all else as a string; several
/// values, or one of a list, as an array.
std::string toml_value(const std::vector<std::string>& values, bool is_list);

/// The text of a configuration with the key set to `value` (TOML): all other bytes, comments
/// included, stay. Makes the section if it is missing. Throws UsageError for a text that is no
/// configuration, or that is written so that only a person can change it.
std::string with_setting(std::string_view text, const ConfigPlace& place, const std::string& value);

/// The text without the key and its line. Throws NotFoundError if it is not there.
std::string without_setting(std::string_view text, const ConfigPlace& place);

}  // namespace syncline::cmd
