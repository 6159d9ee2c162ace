#pragma once

#include <syncline/upkeep.hpp>

#include <array>

namespace syncline::sync {

/// A rule that SQL can hold a store to. `find` gives one row for each breach: the table's name, the
/// item's id, and what stands for `{}` in the sentence. `fix` mends all of them, or is empty. In
/// the rules of a table, `%T` stands for it and `%I` for its number, and the name is not selected.
struct CheckRule {
    const char* what;
    Severity severity;
    const char* find;
    const char* sentence;
    const char* fix;
};

/// Rules of the queue and the tokens. In the order in which they are mended.
inline constexpr std::array<CheckRule, 10> kStoreRules{{
    {"operation-of-no-table",
     Severity::fault,
     "SELECT '', item, sequence FROM __operations"
     " WHERE table_id NOT IN (SELECT table_id FROM __tables)",
     "operation {} belongs to no table",
     ""},
    {"two-operations",
     Severity::fault,
     "SELECT t.name, item, group_concat(sequence, ', ') FROM __operations o"
     " JOIN __tables t USING (table_id) GROUP BY table_id, item HAVING count(*) > 1",
     "the item has several operations ({})",
     ""},
    {"unknown-kind",
     Severity::fault,
     "SELECT t.name, item, sequence FROM __operations JOIN __tables t USING (table_id)"
     " WHERE kind NOT IN ('insert', 'update', 'delete')"
     " OR coalesce(sent, 'insert') NOT IN ('insert', 'update', 'delete')",
     "operation {} is of no known kind",
     ""},
    {"unknown-state",
     Severity::fault,
     "SELECT t.name, item, sequence FROM __operations JOIN __tables t USING (table_id)"
     " WHERE state NOT IN ('pending', 'failed', 'conflict')",
     "operation {} is in no known state",
     "UPDATE __operations SET state = 'pending'"
     " WHERE state NOT IN ('pending', 'failed', 'conflict')"},
    {"conflict-without-server-item",
     Severity::fault,
     "SELECT t.name, item, sequence FROM __operations JOIN __tables t USING (table_id)"
     " WHERE state = 'conflict' AND newest IS NULL AND base IS NULL",
     "operation {} is in conflict with nothing; the next push asks the service again",
     "UPDATE __operations SET state = 'pending'"
     " WHERE state = 'conflict' AND newest IS NULL AND base IS NULL"},
    // As an insert it overwrites nothing: where the service has the item, that is a conflict.
    {"update-without-base",
     Severity::fault,
     "SELECT t.name, item, sequence FROM __operations JOIN __tables t USING (table_id)"
     " WHERE kind = 'update' AND base IS NULL",
     "operation {} is an update of nothing that was seen; mended, it is an insert",
     "UPDATE __operations SET kind = 'insert' WHERE kind = 'update' AND base IS NULL"},
    {"sequence-behind",
     Severity::fault,
     "SELECT '', '', seq FROM sqlite_sequence WHERE name = '__operations'"
     " AND seq < (SELECT max(sequence) FROM __operations)",
     "the next operation would take a number that was used already ({})",
     "UPDATE sqlite_sequence SET seq = (SELECT max(sequence) FROM __operations)"
     " WHERE name = '__operations'"
     " AND seq < (SELECT max(sequence) FROM __operations)"},
    {"token-of-no-table",
     Severity::fault,
     "SELECT '', '', query_id FROM __queries"
     " WHERE table_id NOT IN (SELECT table_id FROM __tables)",
     "the query {} belongs to no table",
     "DELETE FROM __queries WHERE table_id NOT IN (SELECT table_id FROM __tables)"},
    {"unreadable-token",
     Severity::fault,
     "SELECT t.name, '', query_id FROM __queries JOIN __tables t USING (table_id)"
     " WHERE phase NOT IN ('unstamped', 'since', 'millisecond') OR typeof(since) <> 'integer'"
     " OR since NOT BETWEEN -62135596800000 AND 253402300799999",
     "the token of the query {} cannot be read; forgotten, the next pull is a full one",
     "UPDATE __queries SET phase = 'unstamped', since = 0, after_id = ''"
     " WHERE phase NOT IN ('unstamped', 'since', 'millisecond') OR typeof(since) <> 'integer'"
     " OR since NOT BETWEEN -62135596800000 AND 253402300799999"},
    {"unknown-delete-mode",
     Severity::fault,
     "SELECT name, '', deletes FROM __tables WHERE deletes NOT IN ('unknown', 'soft', 'hard')",
     "\"{}\" is no way in which a table deletes; it is learned again",
     "UPDATE __tables SET deletes = 'unknown'"
     " WHERE deletes NOT IN ('unknown', 'soft', 'hard')"},
}};

/// Rules of each table's rows and their operations. In the order in which they are mended.
inline constexpr std::array<CheckRule, 5> kTableRules{{
    {"operation-without-item",
     Severity::fault,
     "SELECT item, sequence FROM __operations WHERE table_id = %I"
     " AND kind IN ('insert', 'update') AND item NOT IN (SELECT id FROM %T)",
     "the item of operation {} is not there; queue drop --revert gives the operation up",
     ""},
    {"deleted-item",
     Severity::fault,
     "SELECT item, sequence FROM __operations WHERE table_id = %I AND kind = 'delete'"
     " AND item IN (SELECT id FROM %T)",
     "operation {} deletes the item, but it is still there",
     ""},
    // The values may be a change that nobody else has: as an insert they meet what the service has.
    {"dangling-operation",
     Severity::fault,
     "SELECT id, __op FROM %T WHERE __op IS NOT NULL"
     " AND id NOT IN (SELECT item FROM __operations WHERE table_id = %I)",
     "operation {} of the item is missing; mended, the item is queued anew",
     "INSERT INTO __operations (table_id, item, kind, state, generation, held, own_id, own_delete,"
     " first_queued, last_changed, attempts)"
     " SELECT %I, id, 'insert', 'pending', 1, 0, 0, 0, :now, :now, 0 FROM %T"
     " WHERE __op IS NOT NULL AND id NOT IN (SELECT item FROM __operations WHERE table_id = %I)"},
    {"item-without-its-operation",
     Severity::fault,
     "SELECT item, sequence FROM __operations JOIN %T ON id = item WHERE table_id = %I"
     " AND kind IN ('insert', 'update') AND __op IS NOT sequence",
     "the item does not know its operation {}",
     "UPDATE %T SET __op = (SELECT sequence FROM __operations WHERE table_id = %I AND item = id)"
     " WHERE (SELECT count(*) FROM __operations WHERE table_id = %I AND item = id) = 1"
     " AND id IN (SELECT item FROM __operations WHERE table_id = %I"
     " AND kind IN ('insert', 'update') AND __op IS NOT sequence)"},
    // What is left out of the row comes again: nothing of it was ever the user's.
    {"unreadable-rest",
     Severity::fault,
     "SELECT id, '' FROM %T WHERE __rest IS NOT NULL"
     " AND (CASE WHEN json_valid(__rest) THEN json_type(__rest) END) IS NOT 'object'",
     "what the columns cannot hold is no JSON object; without an operation it is dropped and the "
     "next pull is a full one",
     "UPDATE __queries SET phase = 'unstamped', since = 0, after_id = '' WHERE table_id = %I"
     " AND EXISTS (SELECT 1 FROM %T WHERE __op IS NULL AND __rest IS NOT NULL"
     " AND (CASE WHEN json_valid(__rest) THEN json_type(__rest) END) IS NOT 'object');"
     "UPDATE %T SET __rest = NULL, version = NULL WHERE __op IS NULL AND __rest IS NOT NULL"
     " AND (CASE WHEN json_valid(__rest) THEN json_type(__rest) END) IS NOT 'object'"},
}};

}  // namespace syncline::sync
