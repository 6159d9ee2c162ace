#include "generate/generate.hpp"
#include "generate/roff.hpp"
#include "help.hpp"
#include "settings.hpp"
#include "topics.hpp"

#include <algorithm>

namespace syncline::cmd {

namespace {

/// "syncline-queue-list" of "queue list"
std::string page_of(const std::string& command) {
    std::string name = "syncline-" + command;
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string name_section(const std::string& name, const std::string& summary) {
    return ".SH NAME\n" + escape_roff(name) + " \\- " + escape_roff(summary) + '\n';
}

std::string see_also(const std::vector<std::string>& pages) {
    std::string out = ".SH SEE ALSO\n";
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const std::size_t open = pages[i].find('(');
        out += ".BR " + escape_roff(pages[i].substr(0, open)) + ' ' + pages[i].substr(open) +
               (i + 1 < pages.size() ? ",\n" : "\n");
    }
    return out;
}

void add_files(Document& document) {
    add_heading(document, "Files");
    add_entry(document,
              "$XDG_DATA_HOME/syncline/store.db",
              "the store where neither --db nor SYNCLINE_DB names another; without "
              "XDG_DATA_HOME below ~/.local/share");
    add_entry(document, "store.db-lock", "beside a store: locked while a run is at work on it");
    add_entry(document,
              "$XDG_CONFIG_HOME/syncline/config.toml",
              "the user's configuration; without XDG_CONFIG_HOME below ~/.config");
    add_entry(document, "/etc/syncline/config.toml", "the system's configuration");
}

void add_environment(Document& document, const CommandInfo& command) {
    std::string names;
    bool has_token = false;
    for (const OptionInfo& option : command.options) {
        has_token = has_token || (option.settable && option.key() == "token-file");
        if (!option.settable) continue;
        names += (names.empty() ? "" : ", ") + variable_of(option.key());
    }
    if (has_token) names += ", SYNCLINE_TOKEN";
    add_heading(document, "Environment");
    add_paragraph(document,
                  "The variable SYNCLINE_FOO_BAR stands in for the option --foo-bar: " + names +
                      ". syncline-config(5) explains all of them and names the others.");
}

Page command_page(const CommandInfo& command, const ProgramInfo& program) {
    const std::string name = page_of(command.name);
    std::string text = roff_title(name, 1) + name_section(name, command.summary) +
                       ".SH SYNOPSIS\n.B syncline " + escape_roff(command.name) + '\n' +
                       escape_roff(synopsis_of(command).substr(10 + command.name.size())) + '\n';
    Document document;
    add_heading(document, "Description");
    add_paragraph(document, command.description);
    if (!command.arguments.empty()) add_subheading(document, "Arguments");
    for (const ArgumentInfo& argument : command.arguments) {
        add_entry(document, argument.name + (argument.repeats ? "..." : ""), argument.help);
    }
    add_heading(document, "Options");
    add_options(document, command.options, true);
    add_heading(document, "Exit status");
    add_statuses(document, command.statuses);
    add_paragraph(document, "syncline(1) has the whole table, and what a script should do.");
    add_environment(document, command);
    add_files(document);
    add_heading(document, "Examples");
    for (const std::string& example : command.examples) add_code(document, example);
    text += as_roff(document);

    std::vector<std::string> others{"syncline(1)"};
    for (const CommandInfo& each : program.commands) {
        if (each.group == command.group && each.name != command.name) {
            others.push_back(page_of(each.name) + "(1)");
        }
    }
    for (const char* page : {"syncline-config(5)", "syncline-formats(7)", "syncline-scripting(7)"})
        others.emplace_back(page);
    return {name + ".1", text + see_also(others)};
}

Page main_page(const ProgramInfo& program) {
    std::string text =
        roff_title("syncline", 1) +
        name_section("syncline", "offline table store that syncs with Azure Mobile Apps services") +
        ".SH SYNOPSIS\n.B syncline\n[options] COMMAND ...\n";
    Document document;
    add_heading(document, "Description");
    add_paragraph(document,
                  "syncline keeps tables in one SQLite file, the store, beside a queue of the "
                  "changes that the service has not accepted yet. Commands that change items work "
                  "without a network and never lose a change; push sends the queue, pull fetches "
                  "what changed on the service, sync does both. The service speaks the protocol "
                  "of Azure Mobile Apps (v2) or of the CommunityToolkit Datasync (v3).");
    add_paragraph(document,
                  "Global options may stand before and after the command. --opt VALUE and "
                  "--opt=VALUE are the same; of an option that is there twice the last one "
                  "counts; after -- no word is an option. Names are never abbreviated.");
    add_heading(document, "Commands");
    std::string group;
    std::vector<std::string> pages;
    for (const CommandInfo& command : program.commands) {
        if (group != command.group) add_subheading(document, command.group);
        group = command.group;
        add_entry(document, command.name, command.summary);
        pages.push_back(page_of(command.name) + "(1)");
    }
    add_heading(document, "Options");
    add_options(document, program.globals, true);
    add_heading(document, "Exit status");
    append(document, exit_codes_document());
    add_heading(document, "Environment");
    append(document, variables_document());
    add_paragraph(document, "syncline-config(5) lists the variables that stand in for options.");
    add_files(document);
    add_heading(document, "Examples");
    add_code(document,
             "syncline init --url https://example.azurewebsites.net\n"
             "syncline define-table todoitem text:string complete:boolean\n"
             "syncline insert todoitem --set text=\"buy milk\" --set complete=false\n"
             "syncline query todoitem --filter \"complete eq false\"\n"
             "syncline status");
    text += as_roff(document);
    for (const char* page : {"syncline-config(5)",
                             "syncline-formats(7)",
                             "syncline-scripting(7)",
                             "syncline-types(7)"}) {
        pages.emplace_back(page);
    }
    return {"syncline.1", text + see_also(pages)};
}

Page config_page(const ProgramInfo& program) {
    Document document;
    add_heading(document, "Description");
    append(document, precedence_document());
    add_paragraph(document,
                  "A configuration is TOML. It may hold every key below at its top, and sections "
                  "[profile.NAME] with the same keys, which --profile NAME, SYNCLINE_PROFILE or "
                  "the key profile choose: a section goes before the rest of its file. An unknown "
                  "key or a wrong value is an error that names file and line. --config none reads "
                  "no file. An option that chooses items or discards something has no key.");
    add_heading(document, "Keys");
    for (const SettingInfo& setting : settings_of(program)) {
        const OptionInfo& option = setting.option;
        const std::string value = option.value.empty() ? "true or false" : option.value;
        add_entry(document,
                  option.key() + " = " + value + (option.repeats ? ", or a list of them" : ""),
                  option.help);
    }
    add_heading(document, "Environment");
    append(document, settings_document(program));
    append(document, variables_document());
    add_files(document);
    add_heading(document, "Examples");
    add_code(document,
             "url = \"https://example.azurewebsites.net\"\n"
             "token-file = \"/home/me/.config/syncline/token\"\n"
             "max-time = \"10m\"\n"
             "\n"
             "[profile.test]\n"
             "url = \"http://localhost:8080\"\n"
             "retry = 0");
    const std::string name = "syncline-config";
    return {name + ".5",
            roff_title(name, 5) + name_section(name, "settings of syncline") + as_roff(document) +
                see_also({"syncline(1)", "syncline-scripting(7)"})};
}

Page topic_page(const std::string& name, const std::string& summary, const Document& body) {
    Document document;
    add_heading(document, "Description");
    append(document, body);
    return {
        name + ".7",
        roff_title(name, 7) + name_section(name, summary) + as_roff(document) +
            see_also({"syncline(1)",
                      "syncline-config(5)",
                      name == "syncline-formats" ? "syncline-scripting(7)" : "syncline-formats(7)",
                      "syncline-types(7)"})};
}

}  // namespace

std::vector<Page> man_pages(const ProgramInfo& program) {
    std::vector<Page> pages{main_page(program)};
    for (const CommandInfo& command : program.commands) {
        pages.push_back(command_page(command, program));
    }
    pages.push_back(config_page(program));
    pages.push_back(topic_page(
        "syncline-formats", "how results are printed by syncline", formats_document(program)));
    pages.push_back(topic_page(
        "syncline-scripting", "syncline in scripts, cron and systemd", scripting_document()));
    return pages;
}

}  // namespace syncline::cmd
