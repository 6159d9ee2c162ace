#pragma once

#include "remote/service.hpp"
#include "store/queue.hpp"

#include <syncline/table.hpp>
#include <syncline/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace syncline::sync {

/// The next request of an operation.
struct Ask {
    enum class What : std::uint8_t {
        insert,    ///< POST `item`
        update,    ///< send `item`: what changed, or all of it
        undelete,  ///< bring a deleted item back
        remove,    ///< DELETE
        fetch,     ///< how does the service answer for an item that was deleted?
        look,      ///< fetch the stored item, deleted or not
        probe,     ///< is the table there at all?
    };
    What what = What::insert;
    Item item;
    std::string version;  ///< for `If-Match`; empty: none is known
};

/// The service has the change; `server` is its item now. The operation is over, but for later
/// edits.
struct Accepted {
    Item server;
};
/// The item is gone on the service, as wanted; `deletes`: what that showed of the table.
struct Removed {
    Deletes deletes = Deletes::unknown;
};
/// The service has another item, or none (`stored` empty), or a deleted one.
struct Conflicting {
    std::optional<Item> stored;
    int status = 0;
    std::string message;
};
/// The service refused this operation.
struct Rejected {
    int status = 0;
    std::string message;
    bool outcome_unknown = false;  ///< what left may have been carried out all the same
};
/// The service is not what it should be: nothing may be concluded, the push has to stop.
struct Unusable {
    int status = 0;
    std::string message;
};
/// The item that was deleted here is not there, but an insert of ours may still be carried out: the
/// service has to be asked again after as long as it may take (`conclude`).
struct Unsettled {};
using Verdict = std::variant<Accepted, Removed, Conflicting, Rejected, Unusable, Unsettled>;

/// Either the next request or the end.
using Next = std::variant<Ask, Verdict>;

/// One operation on its way: which request goes next, and what the answers mean. No effects: the
/// caller sends, and writes the verdict back. The rules are those of the design, §4.
class Delivery {
  public:
    /// `item`: the item as it is here; nothing for a delete. `learn_deletes`: after a delete it is
    /// to be found out how the table deletes, if the protocol can tell.
    Delivery(TableDefinition table,
             const remote::Protocol& protocol,
             store::Operation operation,
             std::optional<Item> item,
             bool learn_deletes = false);

    const store::Operation& operation() const { return operation_; }
    /// The item as it was here; nothing for a delete.
    const std::optional<Item>& item() const { return item_; }

    /// What has no settled outcome once the first request has left, as the queue remembers it.
    OperationKind sends() const;

    /// The first request; or the verdict where nothing has to be sent.
    Next begin();

    /// The same once whatever left must have been carried out: what is not there stays away.
    Next conclude();

    /// After the last refusal of a push, an operation that ended in a 500 is looked at once.
    Next confirm(Rejected rejected);

    /// What follows from an answer (2xx, 4xx except 401, 500) to the request asked for last.
    /// `table_known`: the table has shown in this run that it is there.
    Next answered(const remote::Answer& answer, bool table_known);

  private:
    enum class Stage : std::uint8_t { write, look, probe, undelete, confirm, fetch };

    /// What was changed here has no version, so that `If-Match` cannot guard it: what is there has
    /// to be as it was here, or it was changed by somebody else.
    bool is_blind() const;
    /// A delete on top of a write whose outcome is unknown: only what is there says which version
    /// may go.
    bool looks_first() const;
    Next ask(Ask::What what);
    Next send_update(const std::optional<Item>& from, const std::string& version);
    Next after_write(const remote::Answer& answer, bool table_known);
    Next after_success(const remote::Answer& answer);
    static Next unreadable(const remote::Answer& answer);
    Next after_look(const remote::Answer& answer);
    Next after_undelete(const remote::Answer& answer);
    Next found(const std::optional<Item>& stored);
    Next found_before(const std::optional<Item>& stored);
    Next found_for_insert(const std::optional<Item>& stored);
    Next found_for_update(const std::optional<Item>& stored);
    Next found_for_remove(const std::optional<Item>& stored);
    Next found_undeleted(const std::optional<Item>& stored);
    Next go_on_from(const Item& stored);
    Next bring_back(const std::optional<Item>& stored);
    bool is_about_another(const remote::Answer& answer) const;
    Next removed();
    Next conflict(const std::optional<Item>& stored) const;
    Next reject() const;
    bool is_brought_back(const Item& stored) const;
    bool is_ours(const Item& stored) const;

    TableDefinition table_;
    const remote::Protocol& protocol_;
    bool learn_deletes_;
    store::Operation operation_;
    std::optional<Item> item_;  ///< as it is here
    std::optional<Item> base_;
    std::optional<Item> last_sent_;  ///< as it went, if it was edited after that
    std::optional<Item> tombstone_;  ///< what is being brought back
    Item body_;                      ///< what the write in hand brings: last sent, or the item
    Ask::What write_ = Ask::What::insert;  ///< the last write that was asked for
    Stage stage_ = Stage::write;
    bool concludes_ = false;
    bool looks_before_ = false;              ///< is the look in hand one before the first write?
    std::optional<remote::Answer> refusal_;  ///< the answer that made us look or probe
    int requests_ = 0;
};

}  // namespace syncline::sync
