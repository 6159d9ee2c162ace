#pragma once

#include "config_file.hpp"
#include "spec.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::cmd {

/// The variable of an option: `SYNCLINE_FOO_BAR` for the key "foo-bar".
std::string variable_of(std::string_view key);

/// 1, true, yes, on, 0, false, no or off, in any case; nothing for another word.
std::optional<bool> read_boolean(std::string text);

/// Values that come neither from the command line nor from the program, the highest first: the
/// environment; the file of --config; the user's file; the system's. In each file its profile goes
/// before the rest. Nothing is read before `load`.
class Settings {
  public:
    /// `config`: what --config says ("none" for no file at all) and `profile` what --profile says;
    /// SYNCLINE_CONFIG and SYNCLINE_PROFILE stand in for them. Reads no file.
    Settings(const std::optional<std::string>& config, const std::optional<std::string>& profile);

    /// Reads the files. Throws UsageError for a file that cannot be read, a wrong line, an unknown
    /// key, or an unknown profile.
    void load();
    /// The same without a look at the profile.
    void load_files();

    /// The profile that goes before the rest, or that was named to be edited; empty for none.
    const std::string& profile() const { return profile_; }

    /// The file that a change goes to: that of --config, else the user's. Throws UsageError if
    /// there is neither.
    std::string edited_path() const;

    /// The highest value, if there is one. Throws UsageError if it is not of the option's form.
    std::optional<Setting> find(const OptionInfo& option) const;

    /// The files that were read, the highest first.
    std::vector<std::string> paths() const;

  private:
    void choose_profile();
    void check_profile() const;

    std::optional<std::string> named_;
    std::vector<ConfigFile> files_;
    std::string profile_;
};

/// Where the user's file is or would be; nothing without a home folder. The system's has a place of
/// its own, or the one that SYNCLINE_SYSTEM_CONFIG names.
std::optional<std::string> user_config_path();
std::string system_config_path();

}  // namespace syncline::cmd
