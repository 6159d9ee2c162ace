#pragma once

#include "store/database.hpp"
#include "store/rows.hpp"
#include "store/tables.hpp"

#include <syncline/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace syncline::store {

/// An item laid out for the columns of its table, ready to be bound. Refers to the item.
class RowForm {
  public:
    RowForm(const Table& table, const Item& item);

    /// Binds id, declared columns, version, createdAt, updatedAt and `__rest`, in this order.
    void bind(Statement& statement) const;

  private:
    const Table& table_;
    const Item& item_;
    std::vector<const Value*> values_;  ///< one a column; nullptr: the item lacks the member
    std::vector<Stored> stored_;        ///< what SQLite gets where it is not the value's own text
    std::string rest_;                  ///< empty: NULL
};

/// Reads an item from a row that selects id, declared columns, version, createdAt, updatedAt and
/// `__rest`, in this order, from column 0 on.
Item read_full(const Table& table, const Statement& row);

/// The same as users see it: every declared column, no undeclared member.
Item read_view(const Table& table, const Statement& row);

}  // namespace syncline::store
