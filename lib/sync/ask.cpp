#include "sync/ask.hpp"

namespace syncline::sync {

namespace {

/// Answered with a page.
bool asks_only(const Ask& ask) {
    return ask.what == Ask::What::look || ask.what == Ask::What::probe;
}

}  // namespace

Request write_request(const remote::Service& service,
                      const TableDefinition& table,
                      const std::string& id,
                      const Ask& ask) {
    switch (ask.what) {
        case Ask::What::insert:
            return service.insert(table, ask.item);
        case Ask::What::update:
            return service.update(table, ask.item, ask.version);
        case Ask::What::undelete:
            return service.undelete(table, ask.item, ask.version);
        case Ask::What::remove:
            return service.remove(table, id, ask.version);
        case Ask::What::fetch:
            return service.fetch(table, id);
        case Ask::What::look:
            return service.look(table, id);
        case Ask::What::probe:
            break;
    }
    return service.probe(table);
}

remote::Answer read_answer_to(const Ask& ask,
                              const Response& response,
                              const remote::Protocol& protocol) {
    return asks_only(ask) ? remote::read_look(response, protocol) : remote::read_answer(response);
}

bool proves_table(const Ask& ask, const remote::Answer& answer) {
    if (asks_only(ask)) return answer.ok() && answer.page;
    const bool done = answer.ok() && (answer.empty_body || answer.json_object);
    return done || answer.status == 409 || answer.status == 410 || answer.status == 412;
}

}  // namespace syncline::sync
