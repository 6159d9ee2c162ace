#include "commands/commands.hpp"
#include "config_edit.hpp"
#include "program_info.hpp"
#include "settings.hpp"
#include "whole_file.hpp"

#include <syncline/text.hpp>

#include <algorithm>
#include <unistd.h>

namespace syncline::cmd {

namespace {

/// Throws UsageError if the option cannot take this value.
void try_setting(const std::string& key, const Setting& setting) {
    for (const Command& command : kCommands) {
        Spec spec;
        Globals globals;
        add_globals(spec, globals);
        const Action action = command.describe(spec);
        spec.try_setting(key, setting);
    }
}

OptionInfo find_option(const std::string& key) {
    std::vector<std::string> keys;
    for (const SettingInfo& known : settings_of(program_info())) {
        if (known.option.key() == key) return known.option;
        keys.push_back(known.option.key());
    }
    const std::string meant = nearest(key, keys);
    throw UsageError("there is no setting \"" + key + '"',
                     meant.empty() ? "\"syncline help environment\" lists them"
                                   : "did you mean \"" + meant + "\"?");
}

/// A header may hold a secret.
SettingRow row_of(const OptionInfo& option, const Setting& setting, bool is_masked) {
    SettingRow row{option.key(), setting.values, setting.origin};
    if (!is_masked || row.key != "header") return row;
    for (std::string& value : row.values) {
        const std::size_t colon = value.find(':');
        if (colon != std::string::npos) value = value.substr(0, colon) + ": ***";
    }
    return row;
}

Status get(Session& session, const std::string& key) {
    const OptionInfo option = find_option(key);
    const auto setting = session.settings().find(option);
    if (!setting) throw NotFoundError('"' + key + "\" is not set");
    session.printer().setting(row_of(option, *setting, false));
    return Status::ok;
}

Status list(Session& session, bool shows_origin) {
    std::vector<SettingRow> rows;
    for (const SettingInfo& known : settings_of(program_info())) {
        const auto setting = session.settings().find(known.option);
        if (setting) rows.push_back(row_of(known.option, *setting, true));
    }
    session.printer().settings(rows, shows_origin);
    return Status::ok;
}

struct SetOptions {
    std::string key;
    Spec::Words values;
};

ConfigPlace place_of(const Session& session, const std::string& key) {
    return {session.settings().edited_path(), session.settings().profile(), key};
}

std::string origin_of(const ConfigPlace& place) {
    return place.path + (place.profile.empty() ? "" : " [profile." + place.profile + ']');
}

Status set(Session& session, const SetOptions& options) {
    const OptionInfo option = find_option(options.key);
    if (!option.repeats && options.values.size() > 1) {
        throw UsageError('"' + options.key + "\" takes one value");
    }
    const ConfigPlace place = place_of(session, options.key);
    std::vector<std::string> values = options.values;
    if (option.is_flag()) {
        const auto boolean = read_boolean(values.front());
        if (!boolean) throw UsageError('"' + options.key + "\" takes true or false");
        values = {*boolean ? "true" : "false"};
    } else {
        try_setting(options.key, {values, '"' + options.key + '"', 0});
    }
    const std::string old = read_file(place.path).value_or("");
    const std::string text = with_setting(old, place, toml_value(values, option.repeats));
    if (!session.globals().dry_run) replace_file(place.path, text);
    session.printer().setting_changed({options.key, values, origin_of(place)});
    return Status::ok;
}

Status unset(Session& session, const std::string& key) {
    find_option(key);
    const ConfigPlace place = place_of(session, key);
    const std::string text = without_setting(read_file(place.path).value_or(""), place);
    if (!session.globals().dry_run) replace_file(place.path, text);
    session.printer().setting_changed({key, {}, origin_of(place)});
    return Status::ok;
}

}  // namespace

Action config_get(Spec& spec) {
    auto key = std::make_shared<std::string>();
    spec.argument("KEY", *key, "the long name of an option, without its dashes");
    spec.prints("setting");
    spec.describe(
        "Prints what a setting is: the value that a command would use, from the environment "
        "or a configuration file. The exit status is 1 if nothing sets it. Files are read, "
        "none is written.");
    spec.statuses({Status::no});
    spec.example("syncline config get url");
    return [key](Session& session) { return get(session, *key); };
}

Action config_list(Spec& spec) {
    auto shows_origin = std::make_shared<bool>(false);
    spec.flag("--show-origin", *shows_origin, "also say which file and line, or which variable");
    spec.prints("settings");
    spec.describe(
        "Lists every setting that the environment or a configuration file gives a value, and "
        "with --show-origin which variable, or which file and line. The values of headers, which "
        "may be secrets, are hidden. No file is written.");
    spec.statuses({Status::ok});
    spec.example("syncline config list --show-origin");
    return [shows_origin](Session& session) { return list(session, *shows_origin); };
}

Action config_set(Spec& spec) {
    auto options = std::make_shared<SetOptions>();
    spec.argument("KEY", options->key, "the long name of an option, without its dashes");
    spec.arguments("VALUE", options->values, "its value; several for a list", true);
    spec.reads(Spec::Reads::files);
    spec.rehearsable();
    spec.prints("setting");
    spec.describe(
        "Writes a setting into the configuration, that of --config or else the user's, and "
        "leaves the rest of the file as it is, comments too. With --profile it goes into that "
        "section. A value that no command would take is refused.");
    spec.statuses({Status::ok});
    spec.example("syncline config set max-time 10m");
    spec.example("syncline config set url https://example.azurewebsites.net --profile work");
    return [options](Session& session) { return set(session, *options); };
}

Action config_unset(Spec& spec) {
    auto key = std::make_shared<std::string>();
    spec.argument("KEY", *key, "the long name of an option, without its dashes");
    spec.reads(Spec::Reads::files);
    spec.rehearsable();
    spec.prints("setting");
    spec.describe(
        "Takes a setting out of the configuration, that of --config or else the user's, so "
        "that the next place counts. The rest of the file stays as it is.");
    spec.statuses({Status::no});
    spec.example("syncline config unset max-time");
    return [key](Session& session) { return unset(session, *key); };
}

Action config_path(Spec& spec) {
    spec.reads(Spec::Reads::nothing);
    spec.prints("config-path");
    spec.describe(
        "Prints where the configuration is that config set would change, whether it is there "
        "yet or not. Reads no file, so it also works where one is broken.");
    spec.statuses({Status::ok});
    spec.example("\"${EDITOR:-vi}\" \"$(syncline config path)\"");
    return [](Session& session) {
        const std::string path = session.settings().edited_path();
        session.printer().config_path(path, ::access(path.c_str(), F_OK) == 0);
        return Status::ok;
    };
}

}  // namespace syncline::cmd
