"""Start-up: what a script pays for each call."""

import sqlite3
import uuid

from measure import Sample, Side, Work
from stage import SQL_COLUMNS, require

TABLE = "items"


def works(stage):
    count = min(1_000, stage.scale.pull)
    store = stage.new_store([TABLE], name="start.db")
    stage.run_syncline("insert", TABLE, "-q", "-d", store, "--stdin",
                       stdin=stage.items_file("own", count))
    plain = stage.path("start-plain.db")
    with sqlite3.connect(plain) as connection:
        connection.executescript(
            f"PRAGMA journal_mode=WAL; CREATE TABLE {TABLE} ({SQL_COLUMNS});")
    connection.close()
    known = stage.count(store, f"SELECT id FROM {TABLE} ORDER BY id LIMIT 1")
    numbers = iter(range(1_000_000))

    def new_id():
        return str(uuid.UUID(int=(0xB0B << 100) + next(numbers), version=4))

    def timed(command, said=None):
        outcome = stage.run(*command)
        require(said is None or said in outcome.out, f"{command[1:3]} printed {outcome.out!r}")
        return Sample(outcome.seconds, 1, outcome.peak_mb)

    def insert():
        new = new_id()
        return timed([stage.syncline, "insert", TABLE, "-d", store, "--id", new, "--set",
                      "text=buy milk", "--set", "priority=3"], new)

    def plain_insert():
        return timed(["sqlite3", plain, f"INSERT INTO {TABLE} (id, text, priority) VALUES "
                      f"('{new_id()}', 'buy milk', 3)"])

    select = Side("sqlite3 :memory: 'select 1'",
                  lambda: timed(["sqlite3", ":memory:", "select 1"], "1"))
    one_row = Side("sqlite3 FILE 'insert …'", plain_insert)
    one_read = Side("sqlite3 FILE 'select …'",
                    lambda: timed(["sqlite3", plain, f"SELECT * FROM {TABLE} LIMIT 1"]))

    def side(*command, said=None):
        return Side("syncline", lambda: timed([stage.syncline, *command], said))

    def with_bar(reference, bar):
        return Side(reference.name, reference.sample, bar=bar)

    rounds = stage.scale.spawns
    yield Work("start", "--version", "ms", side("--version", said="syncline"), [select], rounds)
    yield Work("start", "insert of one row", "ms", Side("syncline", insert),
               [with_bar(select, 0.4), one_row], rounds)
    require(stage.count(store, "SELECT count(*) FROM __operations") == count + rounds,
            "not every insert was queued")
    yield Work("start", "get", "ms", side("get", TABLE, known, "-d", store, said=known),
               [select, one_read], rounds)
    yield Work("start", "status", "ms", side("status", "-d", store, said=TABLE), [select], rounds)
