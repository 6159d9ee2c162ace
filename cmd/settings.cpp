#include "settings.hpp"

#include "session.hpp"

#include <syncline/errors.hpp>

#include <algorithm>
#include <array>
#include <cctype>

#ifndef SYNCLINE_SYSTEM_CONFIG
#error "SYNCLINE_SYSTEM_CONFIG is set by the build"
#endif

namespace syncline::cmd {

namespace {

constexpr int kEnvironmentRank = 100;  ///< files have lower ones, the first the highest

Setting setting_of_variable(const OptionInfo& option, const std::string& value) {
    const std::string variable = variable_of(option.key());
    if (!option.is_flag()) return {{value}, variable, kEnvironmentRank};
    const auto boolean = read_boolean(value);
    if (!boolean) {
        throw UsageError(variable + " takes 1, true, yes, on, 0, false, no or off, not \"" + value +
                         '"');
    }
    return {{*boolean ? "true" : "false"}, variable, kEnvironmentRank};
}

Setting setting_of_entry(const OptionInfo& option,
                         const ConfigFile& file,
                         const ConfigEntry& entry,
                         int rank) {
    const std::string origin = file.path + ':' + std::to_string(entry.line);
    using Kind = ConfigEntry::Kind;
    if (option.is_flag() && entry.kind != Kind::boolean) {
        throw UsageError(origin + ": \"" + entry.key + "\" takes true or false");
    }
    if (!option.is_flag() && entry.kind == Kind::boolean) {
        throw UsageError(origin + ": \"" + entry.key + "\" takes " + option.value +
                         ", not true or false");
    }
    if (entry.kind == Kind::list && !option.repeats) {
        throw UsageError(origin + ": \"" + entry.key + "\" takes one value, not a list");
    }
    return {entry.values, origin, rank};
}

}  // namespace

std::optional<bool> read_boolean(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    for (const char* word : {"1", "true", "yes", "on"}) {
        if (text == word) return true;
    }
    for (const char* word : {"0", "false", "no", "off"}) {
        if (text == word) return false;
    }
    return std::nullopt;
}

std::string variable_of(std::string_view key) {
    std::string name = "SYNCLINE_";
    for (const char c : key) {
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return name;
}

std::optional<std::string> user_config_path() {
    const auto config_home = environment_variable("XDG_CONFIG_HOME");
    if (config_home && config_home->front() == '/') return *config_home + "/syncline/config.toml";
    const auto home = environment_variable("HOME");
    if (home) return *home + "/.config/syncline/config.toml";
    return std::nullopt;
}

std::string system_config_path() {
    return environment_variable("SYNCLINE_SYSTEM_CONFIG").value_or(SYNCLINE_SYSTEM_CONFIG);
}

Settings::Settings(const std::optional<std::string>& config,
                   const std::optional<std::string>& profile)
    : named_(config ? config : environment_variable("SYNCLINE_CONFIG")),
      profile_((profile ? profile : environment_variable("SYNCLINE_PROFILE")).value_or("")) {}

void Settings::load() {
    load_files();
    choose_profile();
    check_profile();
}

void Settings::load_files() {
    if (named_ == "none") return;
    if (named_) {
        auto file = read_config(*named_);
        if (!file) throw UsageError("there is no configuration file " + *named_);
        files_.push_back(std::move(*file));
    }
    const auto user = user_config_path();
    for (const std::string& path : {user.value_or(""), system_config_path()}) {
        if (path.empty() || path == named_) continue;
        if (auto file = read_config(path)) files_.push_back(std::move(*file));
    }
}

std::string Settings::edited_path() const {
    if (named_ == "none") throw UsageError("--config none names no file to change");
    if (named_) return *named_;
    if (const auto user = user_config_path()) return *user;
    throw UsageError("there is no home folder for the configuration", "give --config FILE");
}

/// Where none is named, the one that the highest file names.
void Settings::choose_profile() {
    for (const ConfigFile& file : files_) {
        const ConfigEntry* entry = file.find("", "profile");
        if (profile_.empty() && entry != nullptr) profile_ = entry->values.front();
    }
}

void Settings::check_profile() const {
    if (profile_.empty()) return;
    std::string known;
    for (const ConfigFile& file : files_) {
        if (file.profiles.count(profile_) > 0) return;
        for (const auto& section : file.profiles)
            known += (known.empty() ? "" : ", ") + section.first;
    }
    throw UsageError(
        "there is no profile \"" + profile_ + "\" in the configuration",
        known.empty() ? "a section [profile." + profile_ + "] makes one" : "there are " + known);
}

std::optional<Setting> Settings::find(const OptionInfo& option) const {
    if (const auto value = environment_variable(variable_of(option.key()).c_str())) {
        return setting_of_variable(option, *value);
    }
    int rank = kEnvironmentRank;
    for (const ConfigFile& file : files_) {
        --rank;
        if (const ConfigEntry* entry = file.find(profile_, option.key())) {
            return setting_of_entry(option, file, *entry, rank);
        }
    }
    return std::nullopt;
}

std::vector<std::string> Settings::paths() const {
    std::vector<std::string> paths;
    for (const ConfigFile& file : files_) paths.push_back(file.path);
    return paths;
}

}  // namespace syncline::cmd
