#include "commands/commands.hpp"
#include "confirm.hpp"
#include "input.hpp"
#include "output_file.hpp"

#include <array>

namespace syncline::cmd {

namespace {

struct BackupArguments {
    std::string path;
    BackupOptions backup;
};

/// SQLite makes a file; standard output gets its bytes once it is complete.
void print_backup(Session& session, const BackupArguments& options) {
    const TemporaryFolder folder;
    const std::string path = folder.path() + "/store.db";
    session.reader().backup(path, options.backup);
    Output& out = session.streams().out;
    InputBytes bytes(path, session.streams());
    std::array<char, 65536> chunk{};
    while (const std::size_t count = bytes.read(chunk.data(), chunk.size())) {
        out.write(std::string_view(chunk.data(), count));
        if (out.error() != 0) return;
    }
}

Status run(Session& session, const BackupArguments& options) {
    if (options.path == "-") {
        print_backup(session, options);
    } else {
        if (options.backup.replace) confirm_replacing(session, options.path);
        session.printer().backed_up(session.reader().backup(options.path, options.backup));
    }
    return Status::ok;
}

}  // namespace

Action backup(Spec& spec) {
    auto options = std::make_shared<BackupArguments>();
    spec.argument("FILE", options->path, "the copy, a store of its own; - for standard output");
    spec.flag("--force", options->backup.replace, "replace an existing file");
    spec.prints("backup");
    spec.describe(
        "Copies the whole store into one file, also while other processes use it. The copy is as "
        "of one moment, has mode 0600, and is a store like any other: \"init --from-backup\" puts "
        "it back. An existing file is replaced only with --force, and all at once.");
    spec.uses_store();
    spec.statuses({Status::bad_data});
    spec.example("syncline backup store.bak");
    spec.example("syncline backup - | gzip > store.bak.gz");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
