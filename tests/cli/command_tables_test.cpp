#include "commands/commands.hpp"
#include "setting_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace syncline::cmd {
namespace {

TEST(SettingKeys, AreTheSettableOptionsOfAllCommands) {
    std::set<std::string> settable;
    for (const Command& command : kCommands) {
        Spec spec;
        Globals globals;
        add_globals(spec, globals);
        const Action action = command.describe(spec);
        for (const OptionInfo& option : spec.options()) {
            if (option.settable) settable.insert(option.key());
        }
    }
    const std::set<std::string> known(kSettingKeys.begin(), kSettingKeys.end());
    EXPECT_EQ(known, settable);
    EXPECT_TRUE(std::is_sorted(kSettingKeys.begin(), kSettingKeys.end()));
}

TEST(Globals, WithAValueAreKnownBeforeTheCommand) {
    Spec spec;
    Globals globals;
    add_globals(spec, globals);
    std::set<std::string> names;
    for (const OptionInfo& option : spec.options()) {
        if (option.is_flag()) continue;
        names.insert(option.long_name());
        const std::size_t comma = option.names.find(',');
        if (comma != std::string::npos) names.insert(option.names.substr(0, comma));
    }
    EXPECT_EQ(std::set<std::string>(kGlobalsWithValue.begin(), kGlobalsWithValue.end()), names);
}

TEST(Shapes, AreKnownByEveryCommandThatPrints) {
    for (const Command& command : kCommands) {
        Spec spec;
        const Action action = command.describe(spec);
        for (const std::string& name : spec.shapes()) EXPECT_NO_THROW(shape(name)) << name;
    }
}

}  // namespace
}  // namespace syncline::cmd
