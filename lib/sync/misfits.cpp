#include "sync/misfits.hpp"

#include "data/misfit.hpp"

#include <utility>

namespace syncline::sync {

void Misfits::look_at(const TableDefinition& table, const Item& item) {
    auto found = tables_.find(table.name);
    if (found == tables_.end()) found = tables_.emplace(table.name, Known{table, {}, {}}).first;
    Known& known = found->second;
    for (std::size_t i = 0; i < item.members.size(); ++i) {
        const Member& member = item.members[i];
        const Column* const column = column_at(known, i, member.name);
        if (column == nullptr || known.named.count(column) != 0) continue;
        if (const auto words = data::misfit_of(column->type, member.value)) {
            sentences_.push_back("table " + table.name + ": column " + column->name + ": " +
                                 *words);
            known.named.insert(column);
        }
    }
}

const Column* Misfits::column_at(Known& known, std::size_t place, const std::string& name) {
    if (place >= known.places.size()) known.places.resize(place + 1);
    Place& at = known.places[place];
    if (at.name != name) at = {name, known.table.column(name)};
    return at.column;
}

}  // namespace syncline::sync
