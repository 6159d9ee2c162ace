#pragma once

#include "store/store.hpp"

#include <syncline/environment.hpp>
#include <syncline/exchange.hpp>
#include <syncline/value.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace syncline::client {

/// A line of an export is an object with a `type`: `store`, `table`, `item` or `operation`, in this
/// order; or, of one table without its state, the item itself.

/// Writes an export. The caller holds a snapshot.
ExportResult write_export(store::Store& store,
                          const ExportOptions& options,
                          const std::function<bool(const std::string& line)>& sink);

/// Whether a setting of the store goes with its state.
bool is_of_state(std::string_view setting);

/// Takes what an export has written. The caller holds the transaction.
class Importer {
  public:
    Importer(store::Store& store, const ImportOptions& options, const Environment& environment);
    ~Importer();
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;

    /// Throws DataError.
    void take(const Members& object);

    /// After the last object, before the transaction is committed.
    const ImportResult& finish();

  private:
    struct Target;

    void take_store(const Members& object);
    void take_table(const Members& object);
    void take_operation(const Members& object);
    void take_item(const std::string& table, const Members& members);
    void take_change(Target& target, const Members& members);
    void take_server_item(Target& target, const Members& members);
    Target& target(const std::string& table);
    void leave_target();

    store::Store& store_;
    const ImportOptions& options_;
    const Environment& environment_;
    ImportResult result_;
    bool with_state_ = false;
    std::unique_ptr<Target> target_;  ///< the table of the last item
};

}  // namespace syncline::client
