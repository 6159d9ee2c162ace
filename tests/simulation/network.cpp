#include "simulation/network.hpp"

#include "simulation/world.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace syncline::simulation {

namespace {

Response answer_of(int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("content-type", "application/json");
    response.body = R"({"error":"not now"})";
    if (status == 503 || status == 429) response.headers.emplace_back("retry-after", "1");
    return response;
}

Response portal() {
    return {200, {{"content-type", "text/html"}}, "<html><title>Log in first</title></html>"};
}

const std::vector<int> kInstead = {401, 408, 409, 412, 429, 500, 503};
const std::vector<int> kAfter = {408, 500, 503};

bool is_insert(const Request& request) {
    return request.method == "POST";
}

}  // namespace

Fate draw_fate(Weather& weather, const Request& request, bool keeps_deleted) {
    Random& random = weather.random;
    Fate fate;
    fate.up = Ticks(random.between(1, random.chance(5) ? 1'500 : 40));
    fate.down = Ticks(random.between(1, random.chance(5) ? 1'500 : 40));
    const bool writes = request.method != "GET";
    if (!random.chance(weather.faults)) return fate;
    switch (random.below(8)) {
        case 0:
            fate.kind = Fate::Kind::lost_before;
            break;
        case 1:
        case 2:
            fate.kind = Fate::Kind::lost_after;
            break;
        case 3:
            fate.kind = Fate::Kind::twice;
            fate.later = Ticks(random.between(0, 3'000));
            // A second arrival after the item was deleted for good would make it anew.
            if (is_insert(request) && !keeps_deleted) fate.later = Ticks(0);
            break;
        case 4:
            fate.kind = writes ? Fate::Kind::late : Fate::Kind::cut;
            fate.later = Ticks(random.between(1, 4'000));
            break;
        case 5:
            fate.kind = Fate::Kind::instead;
            fate.response = random.chance(15) ? portal() : answer_of(random.pick(kInstead));
            break;
        case 6:
            fate.kind = Fate::Kind::after;
            fate.response = random.chance(15) ? portal() : answer_of(random.pick(kAfter));
            break;
        default:
            fate.kind = Fate::Kind::cut;
            break;
    }
    return fate;
}

std::string text_of(const Fate& fate) {
    constexpr std::array<const char*, 8> kNames = {"arrives",
                                                   "is lost on its way",
                                                   "is acted on, its answer is lost",
                                                   "arrives twice",
                                                   "is committed late",
                                                   "is answered by something else",
                                                   "is acted on, something else answers",
                                                   "is acted on, its answer is cut"};
    std::string text = kNames[static_cast<std::size_t>(fate.kind)];
    if (fate.response.status != 0) text += " (" + std::to_string(fate.response.status) + ")";
    return text;
}

struct Network::Line {
    World& world;
    Author author;
    Process* reader;   ///< waits for answers; nullptr once it is gone
    bool cut = false;  ///< what has not arrived never will
    std::deque<Finished> answers{};
    std::set<std::uint64_t> open{};

    void give(std::uint64_t ticket, std::optional<Response> response) {
        if (reader == nullptr || open.erase(ticket) == 0) return;
        Finished finished;
        finished.ticket = ticket;
        finished.response = std::move(response);
        if (!finished.response) {
            finished.failure = {NoAnswer::Reason::lost, "the connection was cut"};
        }
        answers.push_back(std::move(finished));
        world.scheduler.wake(*reader);
    }
};

Network::Network(World& world, Author author, Weather& weather, std::function<void()> before_step)
    : world_(world),
      weather_(weather),
      before_step_(std::move(before_step)),
      line_(std::make_shared<Line>(Line{world_, author, world_.scheduler.current()})) {}

Network::~Network() {
    line_->reader = nullptr;
    line_->cut = weather_.random.chance(50);
}

std::uint64_t Network::start(Request request) {
    before_step_();
    ++world_.counts.requests;
    const std::uint64_t ticket = ++last_ticket_;
    const std::string path = request.url.substr(std::string("http://service/tables/").size());
    const std::string table = path.substr(0, path.find_first_of("/?"));
    Fate fate = draw_fate(weather_, request, world_.service.kind().soft.at(table));
    if (fate.kind != Fate::Kind::arrives) ++world_.counts.faults;
    if (world_.trace) {
        std::string line = "  " + request.method + " " + path + " " + request.body;
        for (const auto& [name, value] : request.headers) {
            if (name == "if-match" || name == "If-Match") line += " if " + value;
        }
        world_.say(line + ": " + text_of(fate));
    }
    line_->open.insert(ticket);
    world_.scheduler.at(world_.scheduler.now() + fate.up,
                        [line = line_, ticket, request = std::move(request), fate] {
                            deliver(line, ticket, request, fate);
                        });
    return ticket;
}

void Network::give_later(const std::shared_ptr<Line>& line,
                         std::uint64_t ticket,
                         Ticks down,
                         std::optional<Response> response) {
    Scheduler& scheduler = line->world.scheduler;
    scheduler.at(scheduler.now() + down,
                 [line, ticket, response = std::move(response)] { line->give(ticket, response); });
}

/// The request has come to the service.
void Network::deliver(const std::shared_ptr<Line>& line,
                      std::uint64_t ticket,
                      const Request& request,
                      const Fate& fate) {
    if (line->cut) return;
    Scheduler& scheduler = line->world.scheduler;
    Service& service = line->world.service;
    if (fate.kind == Fate::Kind::lost_before || fate.kind == Fate::Kind::instead) {
        const bool answered = fate.kind == Fate::Kind::instead;
        give_later(line, ticket, fate.down, answered ? std::optional(fate.response) : std::nullopt);
        return;
    }
    if (fate.kind == Fate::Kind::late) {
        const Timestamp stamped = service.time();
        scheduler.at(scheduler.now() + fate.later, [line, ticket, request, fate, stamped] {
            const Author author = line->author;
            give_later(
                line, ticket, fate.down, line->world.service.answer(request, author, stamped));
        });
        return;
    }
    std::optional<Response> response = service.answer(request, line->author);
    if (fate.kind == Fate::Kind::twice) {
        scheduler.at(scheduler.now() + fate.later,
                     [line, request] { line->world.service.answer(request, line->author); });
    }
    if (fate.kind == Fate::Kind::lost_after) response.reset();
    if (fate.kind == Fate::Kind::after) response = fate.response;
    if (fate.kind == Fate::Kind::cut) response->body.resize(response->body.size() / 2);
    give_later(line, ticket, fate.down, std::move(response));
}

std::optional<Finished> Network::wait(Ticks until) {
    before_step_();
    Scheduler& scheduler = world_.scheduler;
    while (line_->answers.empty() && scheduler.now() < until) scheduler.sleep(until);
    if (line_->answers.empty()) return std::nullopt;
    Finished finished = std::move(line_->answers.front());
    line_->answers.pop_front();
    if (world_.trace) {
        const auto& response = finished.response;
        world_.say("  answer " + (response ? std::to_string(response->status) : "lost"));
    }
    return finished;
}

void Network::cancel_all() {
    for (const std::uint64_t ticket : std::exchange(line_->open, {})) {
        Finished finished;
        finished.ticket = ticket;
        finished.failure = {NoAnswer::Reason::cancelled, "cancelled"};
        line_->answers.push_back(std::move(finished));
    }
}

}  // namespace syncline::simulation
