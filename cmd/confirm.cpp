#include "confirm.hpp"

#include "escape.hpp"
#include "session.hpp"

#include <cerrno>
#include <unistd.h>

namespace syncline::cmd {

namespace {

/// The line that a person types; without its end.
std::string read_answer(int descriptor) {
    std::string line;
    for (char c = 0;;) {
        const ssize_t got = ::read(descriptor, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 || c == '\n') return line;
        line += c;
    }
}

void ask(Session& session, const std::string& what) {
    Streams& streams = session.streams();
    streams.out.flush();
    streams.err.write("syncline: " + escaped(what, Escape::all_controls) + "; go on? [y/N] ");
    streams.err.flush();
    const std::string answer = read_answer(streams.in);
    if (answer == "y" || answer == "Y" || answer == "yes") return;
    throw Error(Status::no, "nothing was changed");
}

}  // namespace

bool can_ask(const Session& session) {
    return !session.globals().no_input && ::isatty(STDIN_FILENO) != 0 &&
           ::isatty(STDERR_FILENO) != 0;
}

void confirm_if_asked(Session& session, const std::string& what) {
    const Globals& globals = session.globals();
    if (!globals.yes && !globals.dry_run && can_ask(session)) ask(session, what);
}

void confirm_replacing(Session& session, const std::string& path) {
    if (::access(path.c_str(), F_OK) != 0) return;
    confirm_if_asked(session, "the file " + path + " would be replaced");
}

void confirm(Session& session, const std::string& what) {
    const Globals& globals = session.globals();
    if (globals.yes || globals.dry_run) return;
    if (!can_ask(session)) throw UsageError(what, "--yes agrees to it");
    ask(session, what);
}

}  // namespace syncline::cmd
