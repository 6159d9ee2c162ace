#include "journey/world.hpp"

#include "base/text.hpp"

#include <syncline/sync.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace syncline::journey {

namespace {

Finished lost(std::uint64_t ticket, NoAnswer::Reason reason, const char* message) {
    Finished finished;
    finished.ticket = ticket;
    finished.failure = {reason, message};
    return finished;
}

Exchange exchange_of(Request request) {
    Exchange exchange;
    const std::size_t question = request.url.find('?');
    constexpr std::string_view kRoot = "/tables/";
    const std::size_t root = request.url.find(kRoot);
    const std::size_t from = root == std::string::npos ? 0 : root + kRoot.size();
    exchange.path = base::percent_decode(request.url.substr(from, question - from));
    if (question != std::string::npos) {
        exchange.query = base::percent_decode(request.url.substr(question + 1));
    }
    exchange.request = std::move(request);
    return exchange;
}

}  // namespace

std::string Exchange::header(const std::string& name) const {
    for (const auto& [key, value] : request.headers) {
        if (key == name) return value;
    }
    return {};
}

/// One run's way to the service.
class World::Network : public Transport {
  public:
    Network(World& world, std::uint64_t max_body) : world_(world), max_body_(max_body) {}

    std::uint64_t start(Request request) override {
        const bool writes = request.method != "GET";
        for (const Flight& flight : flights_) {
            const bool same = item_of(flight.request) == item_of(request);
            if (writes && flight.request.method != "GET" && same) world_.overlapped = true;
        }
        flights_.push_back({++last_ticket_, std::move(request), world_.clock.steady});
        world_.most_in_flight = std::max(world_.most_in_flight, flights_.size());
        return last_ticket_;
    }

    std::optional<Finished> wait(Ticks until) override {
        if (flights_.empty()) {
            move_to(until);
            return std::nullopt;
        }
        const auto next =
            world_.order == Order::oldest_first ? flights_.begin() : std::prev(flights_.end());
        const Ticks due = next->started + world_.round_trip;
        if (due > world_.clock.steady && due > until) {
            move_to(until);
            return std::nullopt;
        }
        move_to(due);
        Flight flight = std::move(*next);
        flights_.erase(next);
        try {
            return world_.serve(flight.ticket, std::move(flight.request), max_body_);
        } catch (const Killed&) {
            if (world_.rest_arrives) let_the_rest_arrive();
            throw;
        }
    }

    void cancel_all() override {
        for (Flight& flight : flights_) {
            flight.request.url.clear();
            flight.started = Ticks(0);
        }
    }

  private:
    struct Flight {
        std::uint64_t ticket;
        Request request;
        Ticks started;
    };

    /// The item that a write is for; an insert names it in its body.
    static std::string item_of(const Request& request) {
        if (request.method != "POST" || request.body.empty()) return request.url;
        const Members body = read_members(request.body);
        const Value* id = find_member(body, "id");
        return request.url + "/" + (id != nullptr ? base::percent_encode(id->text()) : "");
    }

    void move_to(Ticks time) {
        if (time > world_.clock.steady) world_.clock.advance(time - world_.clock.steady);
    }

    void let_the_rest_arrive() {
        for (Flight& flight : flights_) world_.backend.answer(flight.request);
        flights_.clear();
    }

    World& world_;
    std::uint64_t max_body_;
    std::uint64_t last_ticket_ = 0;
    std::vector<Flight> flights_;
};

void World::lose_answers(int times, const std::string& method) {
    fail({Fault::Kind::lose_answer, times, method, {}});
}

std::string protocol_under_test() {
    const char* const name = std::getenv("SYNCLINE_TEST_PROTOCOL");
    return name == nullptr ? "v2" : name;
}

void World::answer_with(int times, int status, const std::string& body, Headers headers) {
    std::string text = body;
    if (text.substr(0, 1) == "<") {
        headers.emplace_back("content-type", "text/html");
    } else {
        std::replace(text.begin(), text.end(), '\'', '"');
    }
    fail({Fault::Kind::answer, times, "", {status, std::move(headers), std::move(text)}});
}

void World::before(std::uint64_t n, std::function<void()> hook) {
    before_[arrived_ + n] = std::move(hook);
}

void World::after(std::uint64_t n, std::function<void()> hook) {
    after_[arrived_ + n] = std::move(hook);
}

void World::forget_hooks() {
    before_.clear();
    after_.clear();
}

std::vector<std::string> World::writes(std::size_t from) const {
    std::vector<std::string> lines;
    for (std::size_t i = from; i < log.size(); ++i) {
        if (log[i].request.method != "GET") lines.push_back(log[i].line());
    }
    return lines;
}

std::vector<std::string> World::lines(std::size_t from) const {
    std::vector<std::string> lines;
    for (std::size_t i = from; i < log.size(); ++i) lines.push_back(log[i].line());
    return lines;
}

std::optional<Fault> World::next_fault(const std::string& method) {
    const auto found = std::find_if(faults_.begin(), faults_.end(), [&method](const Fault& fault) {
        return fault.method.empty() || fault.method == method;
    });
    if (found == faults_.end()) return std::nullopt;
    const Fault fault = *found;
    if (--found->times == 0) faults_.erase(found);
    return fault;
}

Finished World::serve(std::uint64_t ticket, Request request, std::uint64_t max_body) {
    if (request.url.empty()) return lost(ticket, NoAnswer::Reason::cancelled, "cancelled");
    const std::uint64_t number = ++arrived_;
    Exchange exchange = exchange_of(std::move(request));
    if (on_request) on_request(exchange);
    if (const auto hook = before_.find(number); hook != before_.end()) hook->second();
    log.push_back(exchange);
    const std::size_t at = log.size() - 1;
    if (offline) return lost(ticket, NoAnswer::Reason::unreachable, "the host cannot be reached");
    const std::optional<Fault> fault = next_fault(exchange.request.method);
    if (fault && fault->kind == Fault::Kind::lose_request) {
        return lost(ticket, NoAnswer::Reason::lost, "the connection was cut");
    }
    Finished finished;
    finished.ticket = ticket;
    if (fault && fault->kind == Fault::Kind::answer) {
        finished.response = fault->response;
    } else {
        finished.response = backend.answer(exchange.request);
        if (const auto hook = after_.find(number); hook != after_.end()) hook->second();
    }
    if (fault && fault->kind == Fault::Kind::lose_answer) {
        return lost(ticket, NoAnswer::Reason::lost, "the connection was cut");
    }
    if (fault && fault->kind == Fault::Kind::answer_after) finished.response = fault->response;
    if (finished.response->body.size() > max_body) {
        return lost(ticket, NoAnswer::Reason::too_large, "the answer is too large");
    }
    log[at].status = finished.response->status;
    return finished;
}

Environment World::environment(const std::string& name) {
    Environment environment;
    environment.now = [this] { return clock.wall; };
    environment.ticks = [this] { return clock.steady; };
    environment.sleep_until = [this](Ticks until) {
        if (until > clock.steady) clock.advance(until - clock.steady);
    };
    environment.new_id = [this, name] { return name + "-" + std::to_string(++last_id_); };
    environment.random = [] { return 0.5; };
    environment.transport = [this](const RemoteOptions& options) -> std::unique_ptr<Transport> {
        return std::make_unique<Network>(*this, options.max_body);
    };
    return environment;
}

}  // namespace syncline::journey
