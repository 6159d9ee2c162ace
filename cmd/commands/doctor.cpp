#include "commands/commands.hpp"
#include "remote_arguments.hpp"
#include "settings.hpp"

#include <syncline/version.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace syncline::cmd {

namespace {

using Steps = std::vector<CheckStep>;

/// Less than this and the next pull may fill the disk.
constexpr std::uint64_t kLeastSpace = std::uint64_t{100} << 20;

struct DoctorArguments {
    bool online = false;
    RemoteOptions remote;
};

/// Whether only its owner may use a file.
CheckStep mode_of(const std::string& name, const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        return {name, path + ": " + std::strerror(errno), Status::io};
    }
    std::array<char, 8> mode{};
    std::snprintf(mode.data(), mode.size(), "%04o", static_cast<unsigned>(info.st_mode & 07777U));
    const bool open = (info.st_mode & 077U) != 0;
    return {name,
            path + " has the mode " + mode.data() +
                (open ? ": others may use it; chmod 600 ends that" : ""),
            open ? Status::no : Status::ok};
}

CheckStep space_at(const std::string& path) {
    struct statvfs info {};
    if (::statvfs(path.c_str(), &info) != 0) return {"disk", std::strerror(errno), Status::io};
    const std::uint64_t free = std::uint64_t{info.f_bavail} * info.f_frsize;
    return {"disk",
            std::to_string(free >> 20U) + " MB are free",
            free < kLeastSpace ? Status::no : Status::ok};
}

CheckStep queue_of(const StoreStatus& status) {
    CheckStep step{"queue",
                   std::to_string(status.pending) + " pending, " + std::to_string(status.failed) +
                       " failed, " + std::to_string(status.conflicts) + " in conflict, " +
                       std::to_string(status.held) + " held",
                   Status::ok};
    if (status.failed > 0) step.status = Status::partial;
    if (status.conflicts > 0) step.status = Status::conflict;
    return step;
}

Steps versions_of_all() {
    const Versions all = versions();
    Steps steps{{"syncline", all.syncline, Status::ok}, {"sqlite", all.sqlite, Status::ok}};
    const bool has_network = !all.curl.empty();
    steps.push_back({"curl",
                     has_network ? all.curl : "libsyncline-net.so is not there, or cannot be used",
                     has_network ? Status::ok : Status::no});
    return steps;
}

void look_at_store(Session& session, const DoctorArguments& options, Steps& steps) {
    const std::string path = session.store_path();
    try {
        Client& client = options.online ? session.client() : session.reader();
        const StoreStatus status = client.status();
        steps.push_back({"store", path, Status::ok});
        steps.push_back(mode_of("permissions", path));
        steps.push_back({"lock", path + "-lock", Status::ok});
        steps.push_back(space_at(path));
        steps.push_back({"service", status.url.empty() ? "none is set" : status.url, Status::ok});
        steps.push_back(queue_of(status));
        const auto time = [](const std::string& text) { return text.empty() ? "never" : text; };
        steps.push_back({"last push", time(status.last_push), Status::ok});
        steps.push_back({"last pull", time(status.last_pull), Status::ok});
    } catch (const StoreError& error) {
        steps.push_back({"store", error.what(), error.status()});
    }
}

/// Where each file comes from: the user's, the system's, or one that was named.
void look_at_configuration(Session& session, Steps& steps) {
    const std::string user = user_config_path().value_or("");
    const std::string system = system_config_path();
    const std::vector<std::string> files = session.settings().paths();
    for (const std::string& path : files) {
        const char* const origin = path == user     ? " (the user's)"
                                   : path == system ? " (the system's)"
                                                    : " (--config or SYNCLINE_CONFIG)";
        steps.push_back({"configuration", path + origin, Status::ok});
    }
    if (!files.empty()) return;
    steps.push_back({"configuration",
                     "none is read; the user's would be " + (user.empty() ? "nowhere" : user),
                     Status::ok});
}

Status run(Session& session, const DoctorArguments& options) {
    Steps steps = versions_of_all();
    look_at_store(session, options, steps);
    look_at_configuration(session, steps);
    const std::string& token_file = options.remote.token_file;
    if (!token_file.empty() && token_file != "-") {
        steps.push_back(mode_of("token file", token_file));
    }
    const bool has_store = std::any_of(steps.begin(), steps.end(), [](const CheckStep& step) {
        return step.name == "store" && step.ok();
    });
    if (options.online && has_store) {
        const Steps online =
            session.client().check_remote(complete_remote_options(options.remote, session));
        steps.insert(steps.end(), online.begin(), online.end());
    }
    return report(session.printer(), steps);
}

}  // namespace

Action doctor(Spec& spec) {
    auto options = std::make_shared<DoctorArguments>();
    spec.flag("--online", options->online, "also try to reach the service");
    add_remote_options(spec, options->remote);
    spec.prints("checks");
    spec.describe(
        "Looks at what this program works with: its versions, the store and its permissions, the "
        "configuration, the space on the disk, what is queued, and with --online the service. "
        "Changes nothing and shows no secret. The status is that of the worst finding; 1 where "
        "something only deserves a look.");
    spec.uses_store();
    spec.statuses({Status::no});
    spec.example("syncline doctor");
    spec.example("syncline doctor --online --json");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
