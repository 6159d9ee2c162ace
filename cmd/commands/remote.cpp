#include "commands/commands.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

Action remote_set_url(Spec& spec) {
    auto url = std::make_shared<std::string>();
    spec.argument("URL", *url, "the service's root");
    spec.rehearsable();
    spec.prints("remote-url");
    spec.describe(
        "Remembers the service's address for the pushes and pulls to come. Nothing is sent. "
        "If it is another service than the one that the store was pulled from, the next run "
        "asks for --rebase.");
    spec.uses_store();
    spec.example("syncline remote set-url https://example.azurewebsites.net");
    return [url](Session& session) {
        session.client().set_url(*url);
        session.printer().remote_set(*url);
        return Status::ok;
    };
}

Action remote_set_protocol(Spec& spec) {
    auto protocol = std::make_shared<std::string>();
    spec.argument("PROTOCOL", *protocol, "what the service speaks: v2, v3 or auto");
    spec.rehearsable();
    spec.prints("remote-protocol");
    spec.describe(
        "Remembers which protocol the service speaks, where it should not be found out by the "
        "first push or pull: v2 is Azure Mobile Apps, v3 is the CommunityToolkit Datasync; "
        "auto finds it out again. Nothing is sent.");
    spec.uses_store();
    spec.example("syncline remote set-protocol v3");
    return [protocol](Session& session) {
        session.client().set_protocol(*protocol);
        session.printer().protocol_set(protocol->empty() ? "auto" : *protocol);
        return Status::ok;
    };
}

Action remote_check(Spec& spec) {
    auto remote = std::make_shared<RemoteOptions>();
    add_remote_options(spec, *remote);
    spec.prints("checks");
    spec.describe(
        "Reaches the service step by step and says of each step how it went: the address, the "
        "connection, the protocol, the login, the clock, and each table. Sends nothing that "
        "changes anything there.");
    spec.uses_store();
    spec.statuses({Status::no});
    spec.example("syncline remote check");
    return [remote](Session& session) {
        Client& client = session.client();
        return report(session.printer(),
                      client.check_remote(complete_remote_options(*remote, session)));
    };
}

}  // namespace syncline::cmd
