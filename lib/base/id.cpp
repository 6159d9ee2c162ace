#include "base/id.hpp"

#include <array>
#include <cerrno>
#include <sys/random.h>
#include <system_error>

namespace syncline::base {

namespace {

using Bytes = std::array<std::uint8_t, 16>;

template <std::size_t kSize>
void fill_random(std::array<std::uint8_t, kSize>& bytes) {
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto got = getrandom(bytes.data() + filled, bytes.size() - filled, 0);
        if (got < 0 && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "getrandom");
        }
        if (got > 0) filled += static_cast<std::size_t>(got);
    }
}

std::string hyphenated(const Bytes& bytes) {
    constexpr std::array<char, 16> kHex{
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += kHex[bytes[i] >> 4U];
        out += kHex[bytes[i] & 0xFU];
    }
    return out;
}

/// Random bytes, fetched from the kernel in larger pieces.
void take_random(Bytes& bytes) {
    thread_local std::array<std::uint8_t, 4096> pool;
    thread_local std::size_t used = pool.size();
    if (used == pool.size()) {
        fill_random(pool);
        used = 0;
    }
    for (auto& byte : bytes) byte = pool[used++];
}

}  // namespace

std::string make_uuid7(std::int64_t milliseconds) {
    // Method 1 of RFC 9562 §6.2: the 12 bits after the time count within a millisecond; when they
    // run out, or the clock steps back, the next millisecond is taken early.
    thread_local std::int64_t last_ms = 0;
    thread_local std::uint32_t counter = 0;
    Bytes bytes;
    take_random(bytes);
    if (milliseconds > last_ms) {
        last_ms = milliseconds;
        counter = bytes[6] & 0x7FU;
    } else if (++counter > 0xFFF) {
        ++last_ms;
        counter = bytes[6] & 0x7FU;
    }
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(last_ms >> (40 - 8 * static_cast<int>(i)));
    }
    bytes[6] = static_cast<std::uint8_t>(0x70U | counter >> 8U);
    bytes[7] = static_cast<std::uint8_t>(counter & 0xFFU);
    bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
    return hyphenated(bytes);
}

std::string make_uuid4() {
    Bytes bytes;
    take_random(bytes);
    bytes[6] = static_cast<std::uint8_t>(0x40U | (bytes[6] & 0xFU));
    bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
    return hyphenated(bytes);
}

double random_fraction() {
    Bytes bytes;
    take_random(bytes);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) bits = bits << 8U | bytes[i];
    constexpr double kScale = 1.0 / 9007199254740992.0;  // 2^-53
    return static_cast<double>(bits >> 11U) * kScale;
}

}  // namespace syncline::base
