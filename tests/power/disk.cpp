#include "power/disk.hpp"

#include <algorithm>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace syncline::power {

/// Bytes that were written, or where the file was made to end.
struct Change {
    std::size_t offset = 0;
    std::optional<std::string> bytes;
};

namespace {

constexpr std::size_t kSector = 512;

Disk* living = nullptr;
int inside_calls = 0;

/// What was never written between two writes reads as zeros.
void carry_out(const Change& change, std::string& contents) {
    if (!change.bytes) {
        contents.resize(std::min(contents.size(), change.offset));
        return;
    }
    const std::size_t end = change.offset + change.bytes->size();
    if (contents.size() < end) contents.resize(end);
    contents.replace(change.offset, change.bytes->size(), *change.bytes);
}

bool toss(std::mt19937_64& random) {
    return (random() & 1U) != 0;
}

/// All of it, nothing of it, or some of the sectors that it touches.
void carry_out_some(const Change& change, std::string& contents, std::mt19937_64& random) {
    if (toss(random) || !change.bytes) {
        if (toss(random)) carry_out(change, contents);
        return;
    }
    const std::string& bytes = *change.bytes;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t offset = change.offset + at;
        const std::size_t size = std::min(bytes.size() - at, kSector - offset % kSector);
        if (toss(random)) carry_out(Change{offset, bytes.substr(at, size)}, contents);
        at += size;
    }
}

/// Without the disk's notice: this is the file system at work.
void write_real(const std::string& path, const std::string& contents) {
    const InsideCall inside;
    const int descriptor = open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    const bool done = descriptor >= 0 && write(descriptor, contents.data(), contents.size()) ==
                                             static_cast<ssize_t>(contents.size());
    if (descriptor >= 0) close(descriptor);
    if (!done) throw std::runtime_error("cannot write " + path);
}

}  // namespace

struct Disk::File {
    std::string synced;
    std::vector<Change> unsynced;
};

InsideCall::InsideCall() {
    ++inside_calls;
}

InsideCall::~InsideCall() {
    --inside_calls;
}

bool InsideCall::any() {
    return inside_calls > 0;
}

bool can_meet(Fault::Kind kind, Call call) {
    switch (kind) {
        case Fault::Kind::power_loss:
            return call != Call::open && call != Call::read && call != Call::read_part;
        case Fault::Kind::full:
            return call == Call::write || call == Call::create;
        case Fault::Kind::write_error:
            return call == Call::write || call == Call::create || call == Call::truncate;
        case Fault::Kind::sync_error:
            return call == Call::sync;
        case Fault::Kind::read_error:
            return call == Call::read;
        case Fault::Kind::short_read:
            return call == Call::read_part;
        case Fault::Kind::open_error:
            return call == Call::open;
        case Fault::Kind::remove_error:
            return call == Call::remove;
    }
    return false;
}

const char* name_of(Fault::Kind kind) {
    switch (kind) {
        case Fault::Kind::power_loss:
            return "power loss";
        case Fault::Kind::full:
            return "disk full";
        case Fault::Kind::write_error:
            return "write error";
        case Fault::Kind::sync_error:
            return "sync error";
        case Fault::Kind::read_error:
            return "read error";
        case Fault::Kind::short_read:
            return "short read";
        case Fault::Kind::open_error:
            return "open error";
        case Fault::Kind::remove_error:
            break;
    }
    return "remove error";
}

Disk::Disk(std::uint64_t seed) : random_(seed) {
    if (living != nullptr) throw std::logic_error("there is a disk already");
    living = this;
}

Disk::~Disk() {
    living = nullptr;
}

Disk* Disk::current() {
    return living;
}

void Disk::fail(const Fault& fault) {
    fault_ = fault;
    has_failed_ = false;
    calls_ = 0;
}

bool Disk::fails(Call call) {
    if (!has_power_) return true;
    if (!fault_ || !can_meet(fault_->kind, call)) return false;
    ++calls_;
    const bool now = calls_ == fault_->at || (fault_->lasting && calls_ > fault_->at);
    if (!now) return false;
    has_failed_ = true;
    if (fault_->kind == Fault::Kind::power_loss) has_power_ = false;
    return true;
}

Fault::Kind Disk::failure() const {
    return fault_ && has_power_ ? fault_->kind : Fault::Kind::power_loss;
}

void Disk::created(const std::string& path) {
    change_name({path, std::make_shared<File>(), ""});
}

void Disk::linked(const std::string& from, const std::string& to) {
    change_name({to, names_.at(from), ""});
}

void Disk::renamed(const std::string& from, const std::string& to) {
    change_name({to, names_.at(from), from});
}

void Disk::removed(const std::string& path) {
    if (names_.count(path) != 0) change_name({"", nullptr, path});
}

void Disk::change_name(NameChange change) {
    apply(change, names_);
    unsynced_names_.push_back(std::move(change));
}

void Disk::synced_folder() {
    synced_names_ = names_;
    unsynced_names_.clear();
}

Disk::FilePtr Disk::find(const std::string& path) const {
    const auto found = names_.find(path);
    return found == names_.end() ? nullptr : found->second;
}

void Disk::wrote(File& file, std::int64_t offset, std::string_view bytes) {
    file.unsynced.push_back({static_cast<std::size_t>(offset), std::string(bytes)});
}

void Disk::truncated(File& file, std::int64_t size) {
    file.unsynced.push_back({static_cast<std::size_t>(size), std::nullopt});
}

void Disk::restore_power(Unsynced unsynced) {
    const Names before = names_;
    names_ = synced_names_;
    for (const NameChange& change : unsynced_names_) {
        const bool kept = unsynced == Unsynced::kept || (unsynced == Unsynced::some && by_chance());
        if (kept) apply(change, names_);
    }
    synced_folder();
    for (const auto& [path, file] : names_) survive(*file, unsynced);
    write_back(before);
    has_power_ = true;
    fault_.reset();
}

void Disk::survive(File& file, Unsynced unsynced) {
    for (const Change& change : file.unsynced) {
        if (unsynced == Unsynced::kept) carry_out(change, file.synced);
        if (unsynced == Unsynced::some) carry_out_some(change, file.synced, random_);
    }
    file.unsynced.clear();
}

void Disk::apply(const NameChange& change, Names& names) {
    if (!change.taken.empty()) names.erase(change.taken);
    if (!change.given.empty()) names[change.given] = change.file;
}

void Disk::write_back(const Names& before) const {
    const InsideCall inside;
    for (const auto& [path, file] : before) {
        // The memory that processes shared is gone in any case.
        unlink((path + "-shm").c_str());
        if (names_.count(path) == 0) unlink(path.c_str());
    }
    for (const auto& [path, file] : names_) write_real(path, file->synced);
}

}  // namespace syncline::power
