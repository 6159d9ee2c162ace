#include "config_edit.hpp"
#include "config_file.hpp"
#include "oracle.hpp"
#include "remote_arguments.hpp"
#include "scratch.hpp"
#include "settings.hpp"

#include <optional>

using namespace syncline;
using fuzz::require;

namespace {

bool same(const std::vector<cmd::ConfigEntry>& a, const std::vector<cmd::ConfigEntry>& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](const auto& x, const auto& y) {
               return x.key == y.key && x.kind == y.kind && x.values == y.values;
           });
}

std::vector<cmd::ConfigEntry> without(std::vector<cmd::ConfigEntry> entries, const char* key) {
    entries.erase(
        std::remove_if(
            entries.begin(), entries.end(), [key](const auto& entry) { return entry.key == key; }),
        entries.end());
    return entries;
}

/// An edit changes the one key and leaves all else as it was, or is refused.
void check_edit(const cmd::ConfigFile& before, std::string_view text, const std::string& profile) {
    const cmd::ConfigPlace place{"file", profile, "retry"};
    std::optional<std::string> edited;
    fuzz::taken<UsageError>(
        [&] { edited = cmd::with_setting(text, place, cmd::toml_value({"7"}, false)); });
    if (!edited) return;
    cmd::ConfigFile after = cmd::parse_config("file", *edited);
    const cmd::ConfigEntry* const entry = after.find(profile, "retry");
    require(entry != nullptr && entry->values == cmd::ConfigEntry{"", {}, {"7"}}.values,
            "a setting is there once it is set",
            *edited);
    auto profiles = before.profiles;
    auto& section = profile.empty() ? after.entries : after.profiles[profile];
    const auto& old = profile.empty() ? before.entries : profiles[profile];
    require(same(without(section, "retry"), without(old, "retry")), "other settings stay", *edited);
    std::optional<std::string> restored;
    fuzz::taken<UsageError>([&] { restored = cmd::without_setting(*edited, place); });
    if (!restored) return;
    after = cmd::parse_config("file", *restored);
    const auto& left = profile.empty() ? after.entries : after.profiles[profile];
    require(same(left, without(old, "retry")), "a setting is gone once it is unset", *restored);
}

/// What the options of a run make of the file.
void check_settings(std::string_view text) {
    const fuzz::MemoryFile file(text);
    cmd::Settings settings(file.path(), std::nullopt);
    if (!fuzz::taken<UsageError>([&] { settings.load(); })) return;
    cmd::Spec spec;
    cmd::Globals globals;
    RemoteOptions remote;
    cmd::add_globals(spec, globals);
    cmd::add_remote_options(spec, remote);
    spec.parse({});
    const bool taken = fuzz::taken<UsageError>(
        [&] { spec.finish([&](const cmd::OptionInfo& option) { return settings.find(option); }); });
    require(!taken || (remote.parallel >= 1 && remote.parallel <= 32 && remote.max_body > 0),
            "what is set is within its range");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::view(data, size);
    check_settings(text);
    std::optional<cmd::ConfigFile> file;
    fuzz::taken<UsageError>([&] { file = cmd::parse_config("file", text); });
    if (!file) return 0;
    check_edit(*file, text, "");
    check_edit(*file, text, "work");
    return 0;
}
