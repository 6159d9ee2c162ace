#include "commands/commands.hpp"

namespace syncline::cmd {

Action remote_set_url(Spec& spec) {
    auto url = std::make_shared<std::string>();
    spec.argument("URL", *url, "the service's root");
    spec.example("syncline remote set-url https://example.azurewebsites.net");
    return [url](Session& session) {
        session.client().set_url(*url);
        session.printer().remote_set(session.client().url());
        return Status::ok;
    };
}

}  // namespace syncline::cmd
