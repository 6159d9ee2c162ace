#pragma once

#include <syncline/errors.hpp>

namespace syncline::cmd {

/// From here on the first SIGINT or SIGTERM only asks the run to stop; a second one ends the
/// process at once. A signal that is ignored already (`nohup`, a shell's `&`) stays ignored.
void catch_stop_signals();

/// Whether one of them has arrived.
bool stop_requested();

/// From here on SIGUSR1 asks for a line of progress.
void catch_progress_signal();

/// Whether it has arrived since this was last asked.
bool progress_requested();

/// `outcome`, or `terminated` for a run that SIGTERM interrupted.
Status status_after_signal(Status outcome);

}  // namespace syncline::cmd
