"""Bulk insert: NDJSON into items and queue in one transaction, beside importing the rows alone."""

import sqlite3

from measure import Sample, Side, Work
from stage import SQL_COLUMNS, require

TABLE = "items"


def works(stage):
    scale = stage.scale
    for count in scale.bulk:
        rounds = scale.rounds if count <= 100_000 else scale.slow_rounds
        references = [Side("sqlite3 .import, rows alone",
                           lambda count=count: sqlite_import(stage, count), bar=1 / 1.5)]
        if scale.peer_seconds:
            references.append(Side("sqlite-utils insert, rows alone",
                                   lambda count=count: sqlite_utils(stage, count), rounds=1))
        yield Work("insert", f"{count:,} items, ids given", "items/s",
                   Side("syncline", lambda count=count: insert(stage, count, "own")), references,
                   rounds)
        if count <= 100_000:
            yield Work("insert", f"{count:,} items, ids made", "items/s",
                       Side("syncline", lambda count=count: insert(stage, count, "without-id")),
                       references[:1], rounds)


def insert(stage, count, form):
    store = stage.empty_store(TABLE)
    printed = stage.path("printed-ids")
    outcome = stage.run_syncline("insert", TABLE, "-d", store, "--stdin",
                                 stdin=stage.items_file(form, count), stdout=printed)
    if form == "own":
        stage.check_items(store, TABLE, count)
    stage.check_queue(store, count)
    with open(printed, "rb") as file:
        require(sum(1 for _ in file) == count, "not every id was printed")
    return Sample(outcome.seconds, count, outcome.peak_mb)


def sqlite_import(stage, count):
    database = stage.path("import.db")
    stage.remove(database)
    with sqlite3.connect(database) as connection:
        connection.executescript(
            f"PRAGMA journal_mode=WAL; CREATE TABLE {TABLE} ({SQL_COLUMNS});")
    connection.close()
    file = stage.items_file("csv", count)
    outcome = stage.run("sqlite3", database, ".mode csv", f".import {file} {TABLE}")
    stage.check_items(database, TABLE, count)
    return Sample(outcome.seconds, count, outcome.peak_mb)


def sqlite_utils(stage, count):
    database = stage.path("utils.db")
    stage.remove(database)
    outcome = stage.run("sqlite-utils", "insert", database, TABLE, stage.items_file("own", count),
                        "--nl", "--pk", "id", limit=2 * stage.scale.peer_seconds)
    found = stage.count(database, f"SELECT count(*) FROM {TABLE}")
    require(found == count or outcome.limited, f"sqlite-utils inserted {found} items")
    return Sample(outcome.seconds, found, outcome.peak_mb)
