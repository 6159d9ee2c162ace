#include "sync/run.hpp"

#include "base/text.hpp"
#include "remote/precautions.hpp"
#include "remote/token.hpp"
#include "store/settings.hpp"
#include "sync/settle_protocol.hpp"

#include <algorithm>
#include <utility>

namespace syncline::sync {

namespace {

remote::Url root_of(store::Store& store, const RemoteOptions& options) {
    const std::string url = options.url.empty() ? store.settings.get(store::kUrl) : options.url;
    if (url.empty()) {
        throw UsageError("the store has no service",
                         "name one with --url URL, or once with: syncline remote set-url URL");
    }
    return remote::read_url(url);
}

const remote::Protocol& protocol_of(store::Store& store) {
    const remote::Protocol* const known = known_protocol(store);
    return known != nullptr ? *known : *remote::kProtocols.front();
}

void check(const RemoteOptions& options) {
    if (options.parallel < 1 || options.parallel > 32) {
        throw UsageError("--parallel must be between 1 and 32");
    }
    if (options.retries < 0) throw UsageError("--retry cannot be negative");
}

}  // namespace

Run::Run(store::Store& store,
         const RemoteOptions& options,
         const Environment& environment,
         const Watch& watch)
    : environment_(environment),
      watch_(watch),
      options_(options),
      service_(protocol_of(store),
               root_of(store, options),
               store.settings.get(store::kApiRoot),
               store.settings.get(store::kInstallationId),
               remote::read_headers(options.headers),
               options.user_agent),
      knows_protocol_(known_protocol(store) != nullptr),
      token_source_(remote::token_source(options)) {
    check(options);
    remote::check_way(service_.root(), options);
    if (options.max_time) deadline_ = environment.ticks() + *options.max_time;
}

void Run::connect() {
    network_ = environment_.transport(options_);
    remote::RetryPolicy policy;
    policy.retries = options_.retries;
    policy.deadline = deadline_;
    policy.max_time = options_.retry_max_time;
    Transport* way = network_.get();
    if (remote::WatchedTransport::is_wanted(watch_)) {
        watched_ = std::make_unique<remote::WatchedTransport>(
            *network_, watch_, environment_, service_.extra_headers());
        way = watched_.get();
    }
    retry_ = std::make_unique<remote::RetryTransport>(*way, policy, environment_, watch_);
    const remote::Protocol& protocol = service_.protocol();
    auth_ = std::make_unique<remote::AuthTransport>(
        *retry_,
        [this] { return fetch_token(); },
        std::string(protocol.token_header),
        std::string(protocol.token_prefix),
        service_.extra_headers());
}

std::string Run::fetch_token() {
    if (std::exchange(token_fetched_, true) && watch_.hears(Event::Level::info)) {
        watch_.event({Event::Level::info,
                      "auth",
                      "the token is fetched again, since the service refused the one in use",
                      {}});
    }
    return token_source_();
}

void Run::speak(const remote::Protocol& protocol) {
    service_.speak(protocol);
    if (!auth_) connect();
    auth_->carry(std::string(protocol.token_header), std::string(protocol.token_prefix));
}

std::uint64_t Run::start(Request request) {
    if (!auth_) connect();
    return auth_->start(std::move(request));
}

std::optional<Finished> Run::wait(Ticks until) {
    halt();
    if (deadline_ && !halt_) until = std::min(until, *deadline_);
    auto finished = auth_->wait(until);
    if (finished) note(*finished);
    return finished;
}

std::optional<Finished> Run::poll() {
    halt();
    auto finished = auth_->poll(environment_.ticks());
    if (finished) note(*finished);
    return finished;
}

void Run::note(const Finished& finished) {
    if (!finished.response) return;
    was_answered_ = true;
    // A `Date` has whole seconds: on average it is half a second old.
    if (const auto date = remote::date_of(*finished.response)) {
        clock_ahead_ = environment_.now() - *date - std::chrono::milliseconds(500);
    }
}

void Run::cancel_all() {
    if (auth_) auth_->cancel_all();
}

std::optional<Response> Run::ask(Request request) {
    start(std::move(request));
    while (true) {
        auto finished = wait(environment_.ticks() + std::chrono::seconds(1));
        if (!finished) continue;
        if (finished->response) return std::move(*finished->response);
        stop(halt_of(finished->failure, service_.root()));
        return std::nullopt;
    }
}

const std::optional<Halt>& Run::halt() {
    if (halt_) return halt_;
    if (options_.stop_requested && options_.stop_requested()) {
        stop({PushStatus::cancelled_by_token, Status::interrupted, "interrupted", "", 0});
    } else if (deadline_ && environment_.ticks() >= *deadline_) {
        stop({PushStatus::cancelled_by_token,
              Status::limit,
              "the time allowed by --max-time is up",
              "run it again to go on",
              0});
        if (auth_) auth_->cancel_all();
    }
    return halt_;
}

void Run::stop(Halt halt) {
    if (halt_) return;
    halt_ = std::move(halt);
    if (retry_) retry_->end_retries();
}

namespace {

/// A redirect is not followed: credentials are for this origin only, and every request would take
/// the detour. Of the place it points to only the origin is shown, the rest may hold a secret.
Halt redirected(const Response& response, const remote::Url& root) {
    std::string reason =
        root.origin + " answered with a redirect (" + std::to_string(response.status) + ")";
    std::string hint = "check the URL; a redirect to a login page wants a token";
    const auto origin = remote::origin_of(response.header("location"));
    if (origin && *origin != root.origin) {
        const std::string shown = base::one_line(*origin, 120);
        reason += " to " + shown;
        hint = "if the service is there, name it with --url " + shown + root.path +
               ", or once with: syncline remote set-url; a redirect to a login page wants a token";
    }
    return {PushStatus::internal_error, Status::refused, reason, hint, response.status};
}

}  // namespace

Halt halt_of(const NoAnswer& failure, const remote::Url& root) {
    const std::string what =
        "no answer from " + root.origin + ": " + base::one_line(failure.message);
    switch (failure.reason) {
        case NoAnswer::Reason::untrusted:
            return {PushStatus::internal_error,
                    Status::refused,
                    "the identity of " + root.origin +
                        " cannot be trusted: " + base::one_line(failure.message),
                    "check the URL; the authority of a private certificate is named with --cacert "
                    "FILE",
                    0};
        case NoAnswer::Reason::no_identity:
            return {PushStatus::internal_error,
                    Status::refused,
                    root.origin + " asks for a certificate that it cannot be given: " +
                        base::one_line(failure.message),
                    "give one that it accepts with --cert FILE, and its key with --key FILE",
                    0};
        case NoAnswer::Reason::too_large:
            return {PushStatus::internal_error,
                    Status::refused,
                    root.origin + " sent too much: " + failure.message,
                    "raise the limit with --max-body",
                    0};
        case NoAnswer::Reason::garbled:
            return {PushStatus::internal_error,
                    Status::refused,
                    root.origin +
                        " does not answer as a service does: " + base::one_line(failure.message),
                    "check the URL",
                    0};
        case NoAnswer::Reason::bad_url:
            return {PushStatus::internal_error, Status::usage, what, "check the URL", 0};
        default:
            break;
    }
    return {PushStatus::cancelled_by_network_error,
            Status::retry,
            what,
            "nothing is lost; run it again when the service can be reached",
            0};
}

std::optional<Halt> halt_of(const Response& response, const remote::Url& root) {
    const int status = response.status;
    // A page is not searched for words.
    if (status >= 200 && status < 300) return std::nullopt;
    const std::string answer =
        root.origin + " answered " + std::to_string(status) + ": " + remote::words_of(response);
    if (status == 401) {
        return Halt{PushStatus::cancelled_by_authentication_error,
                    Status::auth,
                    answer,
                    "give a valid token with --token-file or --token-command, or a user and "
                    "password with --netrc-file",
                    status};
    }
    if (status == 407) {
        return Halt{PushStatus::cancelled_by_authentication_error,
                    Status::auth,
                    "the proxy before " + root.origin + " wants to know who asks (407)",
                    "give user and password in the environment: https_proxy=http://USER:PASSWORD@"
                    "HOST:PORT, or http_proxy",
                    status};
    }
    const bool busy = status == 408 || status == 425 || status == 429 || status == 502 ||
                      status == 503 || status == 504;
    if (busy) {
        return Halt{PushStatus::cancelled_by_network_error,
                    Status::retry,
                    answer,
                    "nothing is lost; run it again later",
                    status};
    }
    if (status >= 300 && status < 400) return redirected(response, root);
    return std::nullopt;
}

}  // namespace syncline::sync
