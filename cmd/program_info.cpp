#include "program_info.hpp"

#include <algorithm>
#include <cctype>

namespace syncline::cmd {

namespace {

OptionInfo standard_flag(const char* names, const char* help) {
    OptionInfo info{names, "", help};
    info.section = "Global options";
    info.type = OptionType::flag;
    return info;
}

/// In the order in which they are shown: those of the service and of all commands come last.
std::vector<OptionInfo> ordered(const std::vector<OptionInfo>& options) {
    std::vector<OptionInfo> out = options;
    const auto rank = [&options](const OptionInfo& option) {
        if (option.section == "Global options") return options.size() + 1;
        if (option.section == "Remote options") return options.size();
        const auto first = std::find_if(options.begin(), options.end(), [&](const auto& each) {
            return each.section == option.section;
        });
        return static_cast<std::size_t>(first - options.begin());
    };
    std::stable_sort(
        out.begin(), out.end(), [&rank](const OptionInfo& left, const OptionInfo& right) {
            return rank(left) < rank(right);
        });
    out.push_back(standard_flag("-h,--help", "print this help"));
    out.push_back(standard_flag("-V,--version", "print the version"));
    return out;
}

std::vector<Status> statuses_of(const Spec& spec) {
    std::vector<Status> own = spec.statuses();
    if (own.empty()) return {};
    for (const Status each :
         {Status::ok, Status::usage, Status::io, Status::internal, Status::reader_gone}) {
        own.push_back(each);
    }
    std::vector<Status> out;
    for (const StatusInfo& info : statuses()) {
        if (std::find(own.begin(), own.end(), info.status) != own.end()) {
            out.push_back(info.status);
        }
    }
    return out;
}

}  // namespace

CommandInfo info_of(const Command& command, const Spec& spec) {
    CommandInfo info;
    info.name = command.name;
    info.group = command.group;
    info.summary = command.summary;
    info.description = spec.description() == nullptr ? "" : spec.description();
    info.arguments = spec.positionals();
    info.options = ordered(spec.options());
    info.examples = spec.examples();
    info.shapes = spec.shapes();
    info.statuses = statuses_of(spec);
    return info;
}

ProgramInfo program_info() {
    ProgramInfo program;
    for (const Command& command : kCommands) {
        Spec spec;
        Globals globals;
        add_globals(spec, globals);
        if (program.globals.empty()) program.globals = ordered(spec.options());
        const Action action = command.describe(spec);
        program.commands.push_back(info_of(command, spec));
    }
    return program;
}

std::string synopsis_of(const CommandInfo& command) {
    std::string line = "syncline " + command.name + " [options]";
    for (const ArgumentInfo& argument : command.arguments) {
        const std::string name = argument.name + (argument.repeats ? "..." : "");
        line += argument.required ? ' ' + name : " [" + name + ']';
    }
    return line;
}

std::string shown_twin(const OptionInfo& option) {
    return option.long_name().rfind("--no-", 0) == 0 ? std::string() : option.twin;
}

std::string shown_name(const OptionInfo& option) {
    constexpr std::size_t kLongest = 24;
    const std::size_t comma = option.names.find(',');
    std::string out = comma == std::string::npos ? "    " : option.names.substr(0, comma) + ", ";
    out += shown_twin(option).empty() ? option.long_name() : "--[no-]" + option.key();
    const bool is_long = option.value.size() > kLongest;
    if (!option.value.empty()) out += ' ' + (is_long ? "NAME" : option.value);
    if (option.repeats) out += "...";
    return out;
}

std::vector<std::string> choices_of(const std::string& value) {
    if (value.find('|') == std::string::npos) return {};
    std::vector<std::string> words(1);
    for (const char c : value) {
        if (c == '|') {
            words.emplace_back();
        } else if (std::islower(static_cast<unsigned char>(c)) != 0 || c == '-' ||
                   (std::isdigit(static_cast<unsigned char>(c)) != 0)) {
            words.back() += c;
        } else {
            return {};
        }
    }
    return words;
}

std::vector<SettingInfo> settings_of(const ProgramInfo& program) {
    std::vector<SettingInfo> settings;
    for (const CommandInfo& command : program.commands) {
        for (const OptionInfo& option : command.options) {
            if (!option.settable) continue;
            const auto known =
                std::find_if(settings.begin(), settings.end(), [&option](const SettingInfo& each) {
                    return each.option.key() == option.key();
                });
            if (known != settings.end()) {
                known->commands.push_back(command.name);
            } else {
                settings.push_back({option, {command.name}});
            }
        }
    }
    for (SettingInfo& setting : settings) {
        if (setting.option.section == "Global options") setting.commands.clear();
    }
    std::sort(
        settings.begin(), settings.end(), [](const SettingInfo& left, const SettingInfo& right) {
            return left.option.key() < right.option.key();
        });
    return settings;
}

const std::vector<VariableInfo>& other_variables() {
    static const std::vector<VariableInfo> all{
        {"SYNCLINE_CONFIG", "the configuration to read before the others, as --config"},
        {"SYNCLINE_SYSTEM_CONFIG", "where the system's configuration is"},
        {"SYNCLINE_TOKEN", "the token itself, where neither a file nor a command is named"},
        {"HOME", "holds .config/syncline and .local/share/syncline"},
        {"XDG_CONFIG_HOME", "the user's configuration is syncline/config.toml below it"},
        {"XDG_DATA_HOME", "the store is syncline/store.db below it"},
        {"TMPDIR", "where long input is kept while it is read (/var/tmp)"},
        {"NO_COLOR", "no colours where it is not empty"},
        {"CLICOLOR_FORCE", "colours also where nobody watches, unless it is 0"},
        {"CLICOLOR", "no colours where it is 0"},
        {"TERM", "no colours where it is dumb"},
        {"COLUMNS", "how wide a terminal is, and help and tables are"},
        {"LC_ALL", "tells whether the terminal shows UTF-8; nothing else depends on it"},
        {"LC_CTYPE", "the same, where LC_ALL is not set"},
        {"LANG", "the same, where neither is set"},
        {"http_proxy", "the proxy of http services"},
        {"https_proxy", "the proxy of https services"},
        {"all_proxy", "the proxy of all others"},
        {"no_proxy", "the hosts that are reached without one"},
        {"CURL_CA_BUNDLE", "the authorities to trust, as --cacert"},
        {"SSL_CERT_FILE", "the same, where CURL_CA_BUNDLE is not set"},
        {"SSL_CERT_DIR", "the same, as --capath"},
        {"JOURNAL_STREAM", "set by systemd: messages to its journal carry their priority"},
    };
    return all;
}

}  // namespace syncline::cmd
