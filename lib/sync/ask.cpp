#include "sync/ask.hpp"

namespace syncline::sync {

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

}  // namespace syncline::sync
