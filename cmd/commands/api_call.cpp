#include "commands/commands.hpp"
#include "input.hpp"
#include "remote_arguments.hpp"

namespace syncline::cmd {

namespace {

struct ApiCallArguments {
    std::string name;
    std::string method;
    std::optional<std::string> data;
    Spec::Words parameters;
    std::string content_type;
    bool with_head = false;
    RemoteOptions remote;
};

ServiceCall call_of(const ApiCallArguments& options, Streams& streams) {
    ServiceCall call;
    const bool is_path = !options.name.empty() && options.name.front() == '/';
    call.path = is_path ? options.name : "api/" + options.name;
    call.method = options.method;
    if (call.method.empty()) call.method = options.data ? "POST" : "GET";
    call.content_type = options.content_type;
    for (const std::string& text : options.parameters) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw UsageError("--param takes NAME=VALUE, not \"" + text + '"');
        }
        call.parameters.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    if (!options.data) return call;
    const bool elsewhere = !options.data->empty() && options.data->front() == '@';
    call.body = elsewhere ? read_whole(options.data->substr(1), streams) : *options.data;
    return call;
}

Status run(Session& session, const ApiCallArguments& options) {
    const ServiceCall call = call_of(options, session.streams());
    Client& client = session.client();
    const Response response = client.call(call, complete_remote_options(options.remote, session));
    Printer& printer = session.printer();
    printer.answered(response, options.with_head);
    const Status status = status_of_answer(response.status);
    if (status != Status::ok) {
        printer.problem({status,
                         call.method + ' ' + call.path + ": the service answered " +
                             std::to_string(response.status),
                         "",
                         response.status});
    }
    return status;
}

}  // namespace

Action api_call(Spec& spec) {
    auto options = std::make_shared<ApiCallArguments>();
    spec.argument("NAME|/PATH",
                  options->name,
                  "the custom API of this name, or any path below the service's root");
    spec.choice("--method",
                "GET|POST|PUT|PATCH|DELETE",
                options->method,
                "how it is asked (GET; with --data POST)");
    spec.text("--data",
              "JSON|@FILE|@-",
              options->data,
              "send this body: the text, a file, or standard input");
    spec.text("--content-type", "TYPE", options->content_type, "of the body (application/json)");
    spec.list("--param", "NAME=VALUE", options->parameters, "add a parameter to the URL");
    spec.flag("--include", options->with_head, "print status and headers before the body");
    add_remote_options(spec, options->remote);
    spec.prints("call");
    spec.describe(
        "Calls a custom API, or any path of the service, with the credentials that pushes and "
        "pulls use, and prints the body of the answer. The exit status says what the answer "
        "means. What would leave the service is refused.");
    spec.uses_store();
    spec.statuses({Status::no, Status::conflict, Status::bad_data});
    spec.example("syncline api call report --param year=2026");
    spec.example("syncline api call completeAll --data '{}' --json");
    spec.example("syncline api call \"/tables/todoitem?\\$top=1\" --include");
    return [options](Session& session) { return run(session, *options); };
}

}  // namespace syncline::cmd
