"""Push: inserts, updates and deletes, several requests in flight."""

import json

import client
from measure import Sample, Side, Work
from stage import require

KINDS = {"insert": "POST", "update": "PATCH", "delete": "DELETE"}


def works(stage):
    scale = stage.scale
    for kind in KINDS:
        for round_trip in (0, *scale.round_trips):
            for parallel in scale.in_flight:
                yield cell(stage, kind, round_trip, parallel)


def cell(stage, kind, round_trip, parallel):
    scale = stage.scale
    count = scale.push
    references = []
    url = stage.link(round_trip)
    if round_trip:
        limit = parallel * 1000 / round_trip
        count = max(2 * parallel, min(count, int(limit * scale.push_seconds)))
        references.append(Side("requests in flight / round trip", rate=limit,
                               bar=0.85 if round_trip == 20 else 0.0))
    references.insert(0, bare(stage, url, kind, count, parallel))
    if parallel == 1:
        references += client.push_side(stage, url, kind)
    place = f"{round_trip} ms" if round_trip else "loopback"
    return Work("push", f"{kind}s, {place}, {parallel} in flight", "requests/s",
                ours(stage, url, kind, count, parallel), references,
                scale.slow_rounds if round_trip else scale.rounds)


def table_for(kind, count):
    return "inserts" if kind == "insert" else f"edits{count}"


def queued(stage, url, kind, count):
    """A store whose queue holds `count` operations of a kind."""
    table = table_for(kind, count)
    store = stage.new_store([table], url)
    if kind == "insert":
        stage.run_syncline("insert", table, "-q", "-d", store, "--stdin",
                           stdin=stage.items_file("own", count))
    else:
        # Pages asked for ahead would still be on a slow link when requests are counted.
        stage.run_syncline("pull", table, "-q", "-d", store, "--parallel", 1)
        change = ("--set", "priority=1000") if kind == "update" else ()
        stage.run_syncline(kind, table, "-q", "-d", store, "--all", "--yes", *change)
    stage.check_queue(store, count)
    return store


def ours(stage, url, kind, count, parallel):
    table = table_for(kind, count)

    def sample():
        stage.reset_service()
        store = stage.store((url, kind, count), lambda: queued(stage, url, kind, count))
        stage.reset_service()
        taken = stage.timed(count, "push", "-q", "-d", store, "--parallel", parallel)
        stage.check_queue(store, 0)
        stage.check_written(table, kind, count)
        stage.check_requests(**{KINDS[kind]: count})
        return taken

    return Side("syncline", sample)


def bare(stage, url, kind, count, parallel):
    table = table_for(kind, count)

    def sample():
        stage.reset_service()
        outcome = stage.run(stage.program("bare_push"), url, table, kind, count, parallel)
        require(json.loads(outcome.out) == {"items": count}, "bare_push did not send all")
        stage.check_written(table, kind, count)
        return Sample(outcome.seconds, count, outcome.peak_mb)

    return Side("bare loop", sample)
