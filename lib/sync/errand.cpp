#include "sync/errand.hpp"

#include <syncline/errors.hpp>
#include <syncline/service.hpp>

#include <utility>

namespace syncline::sync {

namespace {

[[noreturn]] void throw_halt(const Halt& halt) {
    if (halt.outcome == Status::usage) throw UsageError(halt.reason, halt.hint);
    if (halt.http_status != 0) {
        throw ServiceError(halt.outcome, halt.reason, halt.http_status, halt.hint);
    }
    if (halt.outcome == Status::retry || halt.outcome == Status::refused) {
        throw NetworkError(halt.outcome, halt.reason, halt.hint);
    }
    throw Error(halt.outcome, halt.reason, halt.hint);
}

const char* hint_for(int status) {
    switch (status) {
        case 403:
            return "ask for access";
        case 404:
            return "check the URL, the table's name and its path";
        case 500:
            return "run it again later";
        default:
            return "";
    }
}

}  // namespace

void throw_if_halted(Run& run) {
    if (const auto& halt = run.halt()) throw_halt(*halt);
}

Response must_ask(Run& run, Request request) {
    throw_if_halted(run);
    auto response = run.ask(std::move(request));
    if (!response) throw_if_halted(run);
    return std::move(*response);
}

void throw_refused(const Response& response, const remote::Url& root, const std::string& what) {
    if (const auto halt = halt_of(response, root)) throw_halt(*halt);
    throw ServiceError(status_of_answer(response.status),
                       what + ": " + root.origin + " answered " + std::to_string(response.status) +
                           ": " + remote::words_of(response),
                       response.status,
                       hint_for(response.status));
}

std::optional<Item> look_at(Run& run, const store::Table& table, const std::string& id) {
    const remote::Service& service = run.service();
    const Response response = must_ask(run, service.look(table.definition, id));
    const std::string what = "table " + table.name();
    if (response.status < 200 || response.status >= 300) {
        throw_refused(response, service.root(), what);
    }
    remote::Answer answer = remote::read_look(response, service.protocol());
    if (!answer.page) {
        throw ServiceError(
            Status::refused,
            what + ": " + service.root().origin +
                " answered something that is no page of protocol " +
                std::string(service.protocol().name),
            response.status,
            "check the URL, the table's path, and the protocol (syncline remote set-protocol)");
    }
    return std::move(answer.item);
}

}  // namespace syncline::sync
