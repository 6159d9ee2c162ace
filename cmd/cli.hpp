#pragma once

#include "output.hpp"

#include <string>
#include <vector>

namespace syncline::cmd {

/// Runs one command line (without the program's name) and returns its exit status, one of `Status`
/// or 141 if the reader of standard output went away. Never throws.
int run(const std::vector<std::string>& arguments, Streams& streams);

}  // namespace syncline::cmd
