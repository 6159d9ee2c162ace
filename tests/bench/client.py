"""The JavaScript client of the family as a side of a work; left out where it is not installed."""

import json
import os

from measure import Sample, Side, WrongResult

NAME = "JavaScript client"
MOST_QUEUED = 500  # what it has to send is made before, slowly
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "client")


def _is_there(stage):
    return stage.scale.peer_seconds > 0 and os.path.isdir(os.path.join(HERE, "node_modules"))


def _run(stage, *arguments):
    database = stage.path("client.db")
    stage.remove(database)
    seconds = stage.scale.peer_seconds
    # Beside its own limit it needs some time to prepare what is to be pushed.
    outcome = stage.run("node", os.path.join(HERE, "client.js"), *arguments, seconds, database,
                        limit=6 * seconds + 30)
    try:
        said = json.loads(outcome.out)
    except ValueError as error:
        raise WrongResult(f"the JavaScript client printed {outcome.out!r}") from error
    return Sample(said["seconds"], said["count"], outcome.peak_mb)


def pull_side(stage, url, page, table=""):
    """Pulls as much of a table, the largest if none is named, as it can in the time of a peer."""
    if not _is_there(stage):
        return []
    table = table or f"items{stage.scale.pull}"
    return [Side(NAME, lambda: _run(stage, "pull", url, table, page), rounds=1)]


def push_side(stage, url, kind):
    """Pushes as much as it can in the time of a peer, but what it sends is queued before."""
    if not _is_there(stage):
        return []

    def sample():
        stage.reset_service()
        count = min(stage.scale.push, MOST_QUEUED)
        table = "inserts" if kind == "insert" else f"edits{count}"
        taken = _run(stage, kind, url, table, count)
        stage.let_arrive(url)
        return taken

    return [Side(NAME, sample, rounds=1)]


def insert_side(stage, on_a_server, table, count):
    """Pushes inserts to a server that `on_a_server` starts for it."""
    if not _is_there(stage):
        return []
    most = min(count, MOST_QUEUED)
    return [Side(NAME, lambda: on_a_server(lambda url: _run(stage, "insert", url, table, most)),
                 rounds=1)]
