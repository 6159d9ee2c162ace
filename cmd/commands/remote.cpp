#include "commands/commands.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

Action remote_set_url(Spec& spec) {
    auto url = std::make_shared<std::string>();
    spec.argument("URL", *url, "the service's root");
    spec.rehearsable();
    spec.prints("remote-url");
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
    spec.example("syncline remote check");
    return [remote](Session& session) {
        Client& client = session.client();
        return report(session.printer(),
                      client.check_remote(complete_remote_options(*remote, session)));
    };
}

}  // namespace syncline::cmd
