"""Local queries, beside the same SQL in SQLite's own shell on the same file."""

import csv
import zlib

from measure import Sample, Side, Work
from stage import require


def works(stage):
    count = stage.scale.query
    table = f"items{count}"
    store = stage.new_store([table], stage.link(), name="query.db")
    stage.run_syncline("pull", table, "-q", "-d", store)
    stage.check_items(store, table, count)
    for name, arguments, sql in queries(table, count):
        yield work(stage, store, f"{name}, {count:,} items", arguments, sql)
    stage.remove(store)


def queries(table, count):
    """Name, arguments, and SQL that prints the same first column."""
    middle = count // 2
    ids = ("--select", "id,priority")
    named = f"SELECT id, priority FROM {table}"
    filtered = f"{named} WHERE instr(text, 'budget') > 0 AND complete = 1 ORDER BY id"
    by_text = ("--filter", "contains(text,'budget') and complete eq true", *ids)
    return (
        ("count by a number", (table, "--filter", "priority lt 100", "--count"),
         f"SELECT count(*) FROM {table} WHERE priority < 100"),
        ("filter by a text", (table, *by_text), filtered),
        ("first 100 by a number", (table, "--orderby", "priority desc,id", "--top", "100", *ids),
         f"{named} ORDER BY priority DESC, id LIMIT 100"),
        ("100 from the middle", (table, "--skip", middle, "--top", "100", *ids),
         f"{named} ORDER BY id LIMIT 100 OFFSET {middle}"),
        ("all columns of all", (table, "--select", "id,text,complete,priority,due"),
         f"SELECT id, text, complete, priority, due FROM {table} ORDER BY id"),
        ("filter by a text, as SQL", ("--sql", filtered), filtered),
    )


def work(stage, store, name, arguments, sql):
    printed = {"syncline": stage.path("ours.csv"), "sqlite3": stage.path("theirs.csv")}
    facts = {}

    def sample(side, command):
        outcome = stage.run(*command, stdout=printed[side])
        facts[side] = first_column(printed[side])
        if len(facts) == 2:
            require(facts["syncline"] == facts["sqlite3"], f"{name}: other rows than SQLite's")
        return Sample(outcome.seconds, 1, outcome.peak_mb)

    counts = "--count" in arguments
    form = () if counts else ("--format", "csv", "--no-header")
    ours = [stage.syncline, "query", *arguments, "-d", store, *form]
    theirs = ["sqlite3", "-readonly", "-csv", store, sql]
    return Work("query", name, "ms", Side("syncline", lambda: sample("syncline", ours)),
                [Side("the same in sqlite3", lambda: sample("sqlite3", theirs))],
                stage.scale.rounds)


def first_column(name):
    """How many rows a file of CSV has, and a sum of its first column in which order counts."""
    rows = 0
    total = 0
    with open(name, encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            rows += 1
            total = zlib.crc32(row[0].encode(), total)
    return rows, total
