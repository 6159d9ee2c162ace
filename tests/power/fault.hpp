#pragma once

#include <cstdint>

namespace syncline::power {

/// What a process asks of a disk.
enum class Call : std::uint8_t {
    open,  ///< of a file, or of the memory that processes share
    read,
    read_part,  ///< by the system: SQLite asks again for what is missing
    write,
    truncate,
    sync,    ///< of a file or of the folder
    create,  ///< of a file, or of another name for one
    remove,  ///< of a name, also in favour of another
};

/// How a disk fails: at its n-th call of those that this can happen to.
struct Fault {
    enum class Kind : std::uint8_t {
        power_loss,   ///< at a call that changes something: nothing happens any more
        full,         ///< no room for what is written or made; half of it may have found some
        write_error,  ///< the same as an I/O error
        sync_error,   ///< what was to be synced may be lost, and no later sync knows of it
        read_error,
        short_read,  ///< the system gives less than was asked for
        open_error,
        remove_error,
    };
    Kind kind = Kind::power_loss;
    std::uint64_t at = 1;
    bool lasting = false;  ///< from there on for ever
};

/// Whether such a fault can happen to such a call.
bool can_meet(Fault::Kind kind, Call call);

const char* name_of(Fault::Kind kind);

}  // namespace syncline::power
