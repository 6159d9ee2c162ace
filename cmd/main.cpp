#include "cli.hpp"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace {

/// Gives a closed standard stream a descriptor on which the forbidden direction fails; otherwise
/// the store could be opened as descriptor 1 and results be written into it.
void keep_standard_streams_apart() {
    for (const int descriptor : {0, 1, 2}) {
        if (::fcntl(descriptor, F_GETFD) < 0) {
            ::open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
        }
    }
}

}  // namespace

int main(int count, char** arguments) {
    keep_standard_streams_apart();
    ::signal(SIGPIPE, SIG_IGN);
    syncline::cmd::Streams streams{
        0, syncline::cmd::Output(STDOUT_FILENO), syncline::cmd::Output(STDERR_FILENO)};
    const std::vector<std::string> words(arguments + (count > 0 ? 1 : 0), arguments + count);
    return syncline::cmd::run(words, streams);
}
