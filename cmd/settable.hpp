#pragma once

#include "spec.hpp"

#include <string>
#include <vector>

namespace syncline::cmd {

/// Every option that can be set in the environment and the configuration, by its key, in order.
std::vector<OptionInfo> settable_options();

/// Throws UsageError if the option cannot take this value.
void try_setting(const std::string& key, const Setting& setting);

}  // namespace syncline::cmd
