#pragma once

#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace syncline::sync {

/// Looks for values of a service that contradict the declared types of their columns. Each column
/// is named once.
class Misfits {
  public:
    void look_at(const TableDefinition& table, const Item& item);

    /// One sentence a column, in the order in which they were met.
    const std::vector<std::string>& sentences() const { return sentences_; }

  private:
    /// The column of a member, by its place: items mostly have the same members in one order.
    struct Place {
        std::string name;
        const Column* column = nullptr;
    };
    struct Known {
        TableDefinition table;
        std::vector<Place> places;
        std::set<const Column*> named;
    };

    static const Column* column_at(Known& known, std::size_t place, const std::string& name);

    std::map<std::string, Known> tables_;
    std::vector<std::string> sentences_;
};

}  // namespace syncline::sync
