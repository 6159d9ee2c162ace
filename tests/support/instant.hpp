#pragma once

#include <chrono>
#include <string>

namespace syncline::tests {

/// `yyyy-mm-ddThh:mm:ss.fffZ`
std::string write_instant(std::chrono::sys_time<std::chrono::milliseconds> instant);

}  // namespace syncline::tests
