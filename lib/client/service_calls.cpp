#include "client/body.hpp"
#include "data/infer.hpp"
#include "remote/call.hpp"
#include "remote/login.hpp"
#include "remote/precautions.hpp"
#include "sync/errand.hpp"
#include "sync/service_check.hpp"
#include "sync/service_of.hpp"
#include "sync/settle_protocol.hpp"
#include "sync/undelete.hpp"

#include <syncline/errors.hpp>

#include <algorithm>

namespace syncline {

namespace {

/// For requests that must not carry the service's token.
RemoteOptions without_token(RemoteOptions remote) {
    remote.token.clear();
    remote.token_file.clear();
    remote.token_command.clear();
    return remote;
}

/// Throws UsageError for a call that cannot be sent, before anything else is.
void check_call(const sync::Run& run, const ServiceCall& call) {
    static_cast<void>(remote::request_of(run.service(), call));
}

/// A call to a service whose protocol nobody knows goes as one of v2, whose custom APIs they are.
void settle_for_call(store::Store& store,
                     const ServiceCall& call,
                     const RemoteOptions& remote,
                     const Environment& world,
                     const Watch& watch) {
    const auto tables = store.tables.all();
    sync::Run run(store, remote, world, watch);
    check_call(run, call);
    if (run.knows_protocol() || tables.empty()) return;
    sync::settle_protocol(store, run, tables);
    sync::throw_if_halted(run);
}

/// A page of the table; asks again for fewer items if it is told to.
Response sample_page(sync::Run& run, const TableDefinition& table, std::uint32_t items) {
    remote::PageQuery query;
    query.top = items;
    Response response = sync::must_ask(run, run.service().page(table, query));
    const auto limit = remote::page_limit_in(response);
    if (limit && *limit < items) {
        query.top = *limit;
        response = sync::must_ask(run, run.service().page(table, query));
    }
    return response;
}

}  // namespace

std::optional<Item> Client::get_remote(const std::string& table_name,
                                       const std::string& id,
                                       const RemoteOptions& remote) {
    const store::Table table = body_->store.table(table_name);
    sync::Run run = body_->run_to(remote);
    sync::meet_service(body_->store, run, {table});
    sync::throw_if_halted(run);
    return sync::look_at(run, table, id);
}

void Client::undelete(const std::string& table_name,
                      const std::vector<std::string>& ids,
                      const RemoteOptions& remote,
                      const std::function<void(const std::string& id, Undeleted how)>& done) {
    std::vector<std::string> back;
    std::vector<std::string> asked;
    store::Transaction transaction(body_->store.database);
    const store::Table before = body_->store.table(table_name);
    for (const std::string& id : ids) {
        const bool twice = std::find(back.begin(), back.end(), id) != back.end() ||
                           std::find(asked.begin(), asked.end(), id) != asked.end();
        if (twice) continue;
        (sync::undelete_here(body_->store, before, id) ? back : asked).push_back(id);
    }
    if (!asked.empty() && body_->options.rehearse) {
        throw UsageError("undeleting " + before.name() + "/" + asked.front() +
                             " needs the service, and a dry run sends nothing",
                         "leave --dry-run out");
    }
    transaction.commit();
    for (const std::string& id : back) done(id, Undeleted::here);
    if (asked.empty()) return;
    const sync::StoreLock lock = body_->begin_run(remote.lock_wait);
    // It may have been defined anew until the lock was had.
    const store::Table table = body_->store.table(table_name);
    sync::Run run = body_->run_to(remote);
    sync::meet_service(body_->store, run, {table});
    sync::throw_if_halted(run);
    for (const std::string& id : asked) {
        const Undeleted how = sync::undelete_there(body_->store, run, table, id);
        sync::remember_service(body_->store, run);
        done(id, how);
    }
}

Response Client::call(const ServiceCall& call, const RemoteOptions& remote) {
    settle_for_call(body_->store, call, remote, body_->environment, body_->options.watch);
    RemoteOptions options = remote;
    // Nobody knows what a second one would do.
    if (call.method == "POST" || call.method == "PATCH") options.retries = 0;
    sync::Run run = body_->run_to(options);
    const Request request = remote::request_of(run.service(), call);
    if (run.knows_protocol()) return sync::must_ask(run, request);
    run.speak(remote::kProtocolV2);
    return sync::must_ask(run, remote::request_of(run.service(), call));
}

Login Client::login(const std::string& provider,
                    const std::string& provider_token,
                    const RemoteOptions& remote) {
    try {
        read_members(provider_token);
    } catch (const DataError&) {
        throw DataError("the provider's token is not a JSON object",
                        "write it as {\"access_token\":\"...\"}");
    }
    sync::Run run = body_->run_to(without_token(remote));
    const Response response =
        sync::must_ask(run, remote::login_request(run.service(), provider, provider_token));
    return remote::read_login(
        response, run.service().root(), "the login with " + provider, provider_token);
}

Login Client::refresh_login(const RemoteOptions& remote) {
    sync::Run run = body_->run_to(remote);
    if (!run.has_token()) {
        throw UsageError("there is no token to refresh", "name it with --token-file");
    }
    run.speak(remote::kProtocolV2);
    const Response response = sync::must_ask(run, remote::refresh_request(run.service()));
    return remote::read_login(response, run.service().root(), "the refresh of the login", "");
}

std::vector<CheckStep> Client::check_remote(const RemoteOptions& remote) {
    std::optional<sync::Run> run;
    try {
        run.emplace(body_->store, remote, body_->environment, body_->options.watch);
        body_->warn(remote::warnings_of(remote));
    } catch (const UsageError& error) {
        return {{"url", error.what(), error.status()}};
    }
    try {
        return sync::check_service(body_->store, *run);
    } catch (const UsageError& error) {
        // A token that cannot be read shows at the first request.
        return {{"url", run->service().root().text(), Status::ok},
                {"login", error.what(), error.status()}};
    }
}

std::vector<InferredColumn> Client::remote_columns(const TableDefinition& definition,
                                                   const RemoteOptions& remote,
                                                   std::uint32_t sample) {
    store::Table table;
    table.definition = definition;
    sync::Run run = body_->run_to(remote);
    sync::meet_service(body_->store, run, {table});
    sync::throw_if_halted(run);
    const Response response = sample_page(run, definition, sample);
    const std::string what = "table " + definition.name;
    const remote::Url& root = run.service().root();
    if (response.status < 200 || response.status >= 300) {
        sync::throw_refused(response, root, what);
    }
    data::Page page;
    try {
        page = data::read_page(response.body);
    } catch (const DataError& error) {
        throw ServiceError(Status::refused,
                           what + ": " + root.origin + ": " + error.what(),
                           response.status,
                           "check the URL, the table's name and its path");
    }
    auto columns = data::infer_columns(page.items);
    if (columns.empty()) {
        throw DataError(what + ": the service has no item to tell the columns by",
                        "name them: syncline define-table " + definition.name + " COLUMN:TYPE...");
    }
    return columns;
}

}  // namespace syncline
