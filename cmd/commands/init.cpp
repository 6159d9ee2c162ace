#include "commands/commands.hpp"
#include "confirm.hpp"

#include <unistd.h>

namespace syncline::cmd {

namespace {

Status run(Session& session, const InitOptions& options) {
    InitOptions init = options;
    init.rehearse = session.globals().dry_run;
    const std::string path = session.new_store_path();
    if (init.force && ::access(path.c_str(), F_OK) == 0) {
        confirm_if_asked(session, "an empty store replaces " + path);
    }
    Client::create(path, init);
    session.printer().created(path, options.url);
    return Status::ok;
}

}  // namespace

Action init(Spec& spec) {
    auto options = std::make_shared<InitOptions>();
    spec.settable(true);
    spec.text("--url", "URL", options->url, "the service's root; may be set later");
    spec.settable(false);
    spec.text("--protocol",
              "v2|v3|auto",
              options->protocol,
              "what the service speaks (auto: found out by the first push or pull)");
    spec.text("--api-root", "PATH", options->api_root, "where its tables are (tables)");
    spec.text("--from-backup",
              "FILE",
              options->from_backup,
              "begin with what \"backup\" has written, its queue included");
    spec.flag("--if-missing", options->if_missing, "leave an existing store as it is");
    spec.flag("--force", options->force, "replace an existing store whose queue is empty");
    spec.exclusive({"--if-missing", "--force"});
    spec.rehearsable();
    spec.prints("init");
    spec.describe(
        "Makes the store: one SQLite file, which only this command creates, readable by its "
        "owner alone. Nothing is sent. A store that is there is never replaced unless --force "
        "says so, and not even then while its queue holds changes.");
    spec.uses_store();
    spec.statuses({Status::no, Status::bad_data});
    spec.example("syncline init --url https://example.azurewebsites.net");
    spec.example("syncline init --from-backup store.bak");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
