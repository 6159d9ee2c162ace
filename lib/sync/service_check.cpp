#include "sync/service_check.hpp"

#include "store/settings.hpp"
#include "sync/errand.hpp"
#include "sync/settle_protocol.hpp"

#include <syncline/errors.hpp>

#include <cstdlib>
#include <string>
#include <utility>

namespace syncline::sync {

namespace {

/// Farther off than this, tokens with a time in them and the policy "newer" go wrong.
constexpr std::chrono::milliseconds kMostAhead{60'000};

class Check {
  public:
    Check(store::Store& store, Run& run)
        : store_(store),
          run_(run),
          tables_(store.tables.all()),
          known_service_(store.settings.get(store::kService)) {}

    std::vector<CheckStep> look();

  private:
    bool reach();
    bool is_another() const {
        return !known_service_.empty() && known_service_ != run_.service().root().text();
    }
    void look_at_service();
    bool settle();
    void look_at_clock();
    void look_at_table(const store::Table& table);
    void look_at_login();
    void say(std::string name, std::string detail, Status status = Status::ok) {
        steps_.push_back({std::move(name), std::move(detail), status});
    }

    store::Store& store_;
    Run& run_;
    std::vector<store::Table> tables_;
    std::string known_service_;
    std::vector<CheckStep> steps_;
    int login_refusal_ = 0;  ///< the status of an answer that wants other credentials
};

/// Any answer will do.
bool Check::reach() {
    const remote::Service& service = run_.service();
    const Ticks began = run_.environment().ticks();
    const auto response = run_.ask(tables_.empty() ? service.any("GET", "")
                                                   : service.probe(tables_.front().definition));
    if (!response) {
        const auto& halt = run_.halt();
        say("reached", halt->reason, halt->outcome);
        return false;
    }
    const auto time = run_.environment().ticks() - began;
    const bool is_encrypted = service.root().origin.rfind("https:", 0) == 0;
    say("reached",
        "it answered after " + std::to_string(time.count()) + " ms" +
            (is_encrypted ? "; its certificate is good" : "; without encryption"));
    return true;
}

void Check::look_at_service() {
    if (!is_another()) return;
    say("service", "the store was synced with another service, " + known_service_, Status::refused);
}

/// Returns whether tables can be asked.
bool Check::settle() {
    const bool was_known = run_.knows_protocol();
    const std::string hint = "set it with: syncline remote set-protocol v2|v3";
    if (!was_known && tables_.empty()) {
        say("protocol", "not known, and without a table it cannot be found out; " + hint);
        return false;
    }
    if (!was_known && is_another()) {
        say("protocol", "not found out, since the service is another one; " + hint);
        return false;
    }
    if (!was_known) settle_protocol(store_, run_, tables_);
    if (const auto& halt = run_.halt()) {
        if (halt->outcome == Status::auth) login_refusal_ = halt->http_status;
        say("protocol", "not found out: " + halt->reason, halt->outcome);
        return false;
    }
    say("protocol",
        std::string(run_.service().protocol().name) + (was_known ? "" : ", found out now"));
    return true;
}

void Check::look_at_clock() {
    const auto ahead = run_.clock_ahead();
    const std::string seconds = std::to_string(std::abs(ahead.count()) / 1'000) + " s";
    const bool off = ahead > kMostAhead || ahead < -kMostAhead;
    say("clock",
        "this machine's is " + seconds + (ahead.count() < 0 ? " behind" : " ahead of") +
            " the service's",
        off ? Status::no : Status::ok);
}

void Check::look_at_table(const store::Table& table) {
    const std::string name = "table " + table.name();
    try {
        const Response response = must_ask(run_, run_.service().probe(table.definition));
        if (response.status == 401 || response.status == 403) login_refusal_ = response.status;
        const bool good = response.status >= 200 && response.status < 300;
        if (!good) {
            say(name,
                "answered " + std::to_string(response.status) + ": " + remote::words_of(response),
                status_of_answer(response.status));
            return;
        }
        const remote::Answer answer = remote::read_look(response, run_.service().protocol());
        say(name,
            answer.page ? "answered with a page" : "answered with something that is no page",
            answer.page ? Status::ok : Status::refused);
    } catch (const Error& error) {
        say(name, error.what(), error.status());
    }
}

void Check::look_at_login() {
    const std::string status = std::to_string(login_refusal_);
    if (login_refusal_ != 0) {
        say("login",
            run_.has_token() ? "the token is refused (" + status + ")"
                             : "a token is wanted, and none is given (" + status + ")",
            Status::auth);
        return;
    }
    say("login",
        run_.has_token() ? "requests carry a token, and none was refused"
                         : "no token is given, and none was asked for");
}

std::vector<CheckStep> Check::look() {
    say("url", run_.service().root().text());
    if (!reach()) return std::move(steps_);
    look_at_service();
    const bool asks_tables = settle();
    look_at_clock();
    if (asks_tables) {
        for (const store::Table& table : tables_) look_at_table(table);
    }
    if (asks_tables || login_refusal_ != 0) look_at_login();
    return std::move(steps_);
}

}  // namespace

std::vector<CheckStep> check_service(store::Store& store, Run& run) {
    return Check(store, run).look();
}

}  // namespace syncline::sync
