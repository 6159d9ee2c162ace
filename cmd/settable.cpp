#include "settable.hpp"

#include "commands/commands.hpp"

#include <map>

namespace syncline::cmd {

namespace {

/// Calls `use` with the options of every command.
template <class Use>
void each_spec(const Use& use) {
    for (const Command& command : kCommands) {
        Spec spec;
        Globals globals;
        add_globals(spec, globals);
        const Action action = command.describe(spec);
        use(spec);
    }
}

}  // namespace

std::vector<OptionInfo> settable_options() {
    std::map<std::string, OptionInfo> by_key;
    each_spec([&by_key](const Spec& spec) {
        for (const OptionInfo& option : spec.options()) {
            if (option.settable) by_key.emplace(option.key(), option);
        }
    });
    std::vector<OptionInfo> options;
    for (auto& entry : by_key) options.push_back(std::move(entry.second));
    return options;
}

void try_setting(const std::string& key, const Setting& setting) {
    each_spec([&](Spec& spec) { spec.try_setting(key, setting); });
}

}  // namespace syncline::cmd
