#pragma once

#include <syncline/errors.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

/// What a target is made of: `LLVMFuzzerTestOneInput`, and what must hold of any input. A finding
/// ends the process, as libFuzzer wants it.
namespace syncline::fuzz {

/// Of what must hold; `sentence` says what.
inline void require(bool holds, std::string_view sentence, std::string_view detail = {}) {
    if (holds) return;
    std::cerr << "\nfinding: " << sentence << '\n' << detail << std::endl;
    std::abort();
}

inline std::string_view view(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Whether `call` ends without the error of this kind. Any other exception is a finding: it leaves
/// the target.
template <class Refusal, class Call>
bool taken(const Call& call) {
    try {
        call();
        return true;
    } catch (const Refusal&) {
        return false;
    }
}

}  // namespace syncline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
