#include "replay/omissions.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace syncline::tests {

std::vector<Omission> read_omissions(const std::filesystem::path& file) {
    std::ifstream lines(file);
    if (!lines) throw std::runtime_error("cannot read " + file.string());
    std::vector<Omission> omissions;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream words(line);
        Omission omission;
        words >> omission.scenario >> omission.step >> std::ws;
        if (!words || !std::getline(words, omission.reason)) {
            throw std::runtime_error("not \"SCENARIO STEP reason\": " + line);
        }
        omissions.push_back(std::move(omission));
    }
    return omissions;
}

const Omission* find_omission(const std::vector<Omission>& omissions,
                              const std::string& scenario,
                              int step) {
    const auto found = std::find_if(omissions.begin(), omissions.end(), [&](const Omission& one) {
        return one.scenario == scenario && one.step == step;
    });
    return found == omissions.end() ? nullptr : &*found;
}

}  // namespace syncline::tests
