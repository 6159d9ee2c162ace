"""The real v2 server, which limits: a bare reader beside shows how far it can go."""

import csv
import datetime
import json
import os
import shutil
import sqlite3

import client
from measure import Sample, Side, Work
from stage import Server, require

SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../real/server")
TABLE = "todoitem"
FIRST = datetime.datetime(2020, 1, 1)
STEP = datetime.timedelta(milliseconds=10)


def works(stage):
    scale = stage.scale
    if not scale.real_pull or not os.path.isdir(os.path.join(SERVER, "node_modules")):
        return
    empty = make_database(stage)
    filled = stage.path("real-filled.db")
    shutil.copyfile(empty, filled)
    fill(stage, filled, scale.real_pull)
    server = start(filled)
    try:
        for page in (min(scale.pages), max(scale.pages)):
            yield pull(stage, server.url, page)
    finally:
        server.stop()
    for parallel in (1, 8):
        yield push(stage, empty, parallel)


def start(database):
    environment = {**os.environ, "SYNCLINE_ATTENDED": "1", "SYNCLINE_DB": database,
                   "SYNCLINE_FAST": "1", "SYNCLINE_INDEX": "1"}
    return Server(["node", os.path.join(SERVER, "server.js")], environment)


def make_database(stage):
    """A file with the server's tables, as it makes them itself."""
    database = stage.path("real-empty.db")
    start(database).stop()
    fold(database)
    return database


def fold(database):
    """So that the file is all there is to copy."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def fill(stage, database, count):
    """The first items of the data, with the times that bench_service gives them."""
    def rows():
        with open(stage.items_file("csv", count), encoding="utf-8", newline="") as file:
            for i, (ident, text, complete, priority, due) in enumerate(csv.reader(file)):
                stamp = (FIRST + i * STEP).isoformat(timespec="milliseconds") + "Z"
                yield text, int(complete), float(priority), due, ident, stamp, stamp

    with sqlite3.connect(database) as connection:
        connection.executemany(
            f"INSERT INTO {TABLE} (text, complete, priority, due, id, createdAt, updatedAt) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)", rows())
    connection.close()
    fold(database)


def pull(stage, url, page):
    count = stage.scale.real_pull
    ids = stage.ids_of(count)

    def ours():
        store = stage.empty_store(TABLE, url)
        taken = stage.timed(count, "pull", TABLE, "-q", "-d", store, "--page-size", page)
        stage.check_items(store, TABLE, count)
        return taken

    def bare(*file):
        for name in file:
            stage.remove(name)
        outcome = stage.run(stage.program("bare_pull"), url, TABLE, page, 1, *file)
        require(json.loads(outcome.out) == {"items": count, "ids": ids}, "bare_pull missed items")
        return Sample(outcome.seconds, count, outcome.peak_mb)

    return Work("real", f"pull of {count:,} items, page {page:,}", "items/s",
                Side("syncline", ours),
                [Side("bare loop", lambda: bare(stage.path("bare.db"))),
                 Side("bare reader: the server's ceiling", bare),
                 *client.pull_side(stage, url, page, TABLE)],
                stage.scale.slow_rounds)


def push(stage, empty, parallel):
    count = stage.scale.real_push

    def on_a_server(act):
        """Calls act(url) beside a server whose table is empty."""
        database = stage.path("real.db")
        stage.remove(database)
        shutil.copyfile(empty, database)
        server = start(database)
        try:
            return act(server.url)
        finally:
            server.stop()

    def queued():
        store = stage.new_store([TABLE], "http://127.0.0.1:1")
        stage.run_syncline("insert", TABLE, "-q", "-d", store, "--stdin",
                           stdin=stage.items_file("own", count))
        return store

    def ours(url):
        store = stage.store(("real", count), queued)
        taken = stage.timed(count, "push", "-q", "-d", store, "--url", url, "--parallel", parallel)
        stage.check_queue(store, 0)
        stage.check_items(stage.path("real.db"), TABLE, count)
        return taken

    def bare(url):
        outcome = stage.run(stage.program("bare_push"), url, TABLE, "insert", count, parallel)
        stage.check_items(stage.path("real.db"), TABLE, count)
        return Sample(outcome.seconds, count, outcome.peak_mb)

    peers = client.insert_side(stage, on_a_server, TABLE, count) if parallel == 1 else []
    return Work("real", f"push of {count:,} inserts, {parallel} in flight", "requests/s",
                Side("syncline", lambda: on_a_server(ours)),
                [Side("bare loop: the server's ceiling", lambda: on_a_server(bare)), *peers],
                stage.scale.slow_rounds)
