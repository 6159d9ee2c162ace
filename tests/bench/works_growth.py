"""Memory and growth: what an item costs and how much memory it takes must not grow with the table."""

import os
import zlib

from measure import Curve, Measured, Side, Work
from stage import require

MOST_MEMORY = 64  # MB


def works(stage):
    scale = stage.scale
    for name, sizes, act in (
            ("pull", scale.growth, pull),
            ("pull again, nothing changed", scale.growth, pull_again),
            ("pull beside a long queue", scale.growth, pull_beside_queue),
            ("query", scale.growth, query),
            ("export", scale.growth, export),
            ("import", scale.growth, take_in),
            ("push", pushed_sizes(scale), push)):
        yield from growth(stage, name, sizes, act)
    for count in scale.growth:
        stage.remove(kept(stage, count))


def pushed_sizes(scale):
    return sorted({min(size, scale.queued) for size in scale.growth})


def growth(stage, name, sizes, act):
    """The curve, and its ends as rows of the table."""
    samples = {size: [] for size in sizes}
    for _ in range(stage.scale.slow_rounds):
        for size in sizes:
            samples[size].append(act(stage, size))
    yield Curve("growth", name, samples)
    small, large = min(sizes), max(sizes)
    first = f"at {small:,} items"
    yield Measured(
        Work("growth", f"{name}, {large:,} items", "µs/item", Side("syncline"), [Side(first)], 0),
        {"syncline": samples[large], first: samples[small]})
    peaks = [sample.as_memory() for sample in samples[large]]
    yield Measured(
        Work("growth", f"{name}, {large:,} items, peak memory", "MB", Side("syncline"),
             [Side(f"{MOST_MEMORY} MB", rate=1 / MOST_MEMORY, bar=1.0)], 0),
        {"syncline": peaks})


def table_of(count):
    return f"items{count}"


def kept(stage, count):
    return stage.path(f"kept-{count}.db")


def exported(stage, count):
    return stage.path(f"exported-{count}")


def pull(stage, count):
    """Its store is kept for what follows."""
    store = kept(stage, count)
    stage.copy(stage.empty_store(table_of(count), stage.link()), store)
    taken = stage.timed(count, "pull", table_of(count), "-q", "-d", store, "--query-id", "all")
    stage.check_items(store, table_of(count), count)
    return taken


def pull_again(stage, count):
    store = kept(stage, count)
    taken = stage.timed(count, "pull", table_of(count), "-q", "-d", store, "--query-id", "all",
                        "--full")
    stage.check_items(store, table_of(count), count)
    return taken


def with_queue(stage, count):
    """Nothing in the table of the pull, many operations in another one's."""
    store = stage.new_store([table_of(count), "inserts"], stage.link())
    stage.run_syncline("insert", "inserts", "-q", "-d", store, "--stdin",
                       stdin=stage.items_file("own", stage.scale.queued))
    return store


def pull_beside_queue(stage, count):
    store = stage.store(("queue", count), lambda: with_queue(stage, count))
    taken = stage.timed(count, "pull", table_of(count), "-q", "-d", store, "--no-push")
    stage.check_items(store, table_of(count), count)
    stage.check_queue(store, stage.scale.queued)
    return taken


def check_lines(stage, name, count):
    """That a file of NDJSON has the first items of the data, one a line."""
    ids = 0
    found = 0
    with open(name, "rb") as lines:
        for line in lines:
            _, mark, rest = line.partition(b'"id":"')
            if mark:
                found += 1
                ids += zlib.crc32(rest[:36])
    require(found == count and ids == stage.ids_of(count), f"{found} lines, or other items")


def query(stage, count):
    printed = stage.path("queried")
    taken = stage.timed(count, "query", table_of(count), "-d", kept(stage, count), "--format",
                        "ndjson", stdout=printed)
    check_lines(stage, printed, count)
    os.remove(printed)
    return taken


def export(stage, count):
    taken = stage.timed(count, "export", table_of(count), exported(stage, count), "-q", "-d",
                        kept(stage, count), "--force")
    check_lines(stage, exported(stage, count), count)
    return taken


def take_in(stage, count):
    """What export() wrote, as the service's own items."""
    store = stage.empty_store(table_of(count))
    taken = stage.timed(count, "import", exported(stage, count), "-q", "-d", store, "--table",
                        table_of(count), "--as-server")
    stage.check_items(store, table_of(count), count)
    stage.check_queue(store, 0)
    return taken


def queued_inserts(stage, count):
    store = stage.new_store(["inserts"], stage.link())
    stage.run_syncline("insert", "inserts", "-q", "-d", store, "--stdin",
                       stdin=stage.items_file("own", count))
    return store


def push(stage, count):
    store = stage.store(("queued", count), lambda: queued_inserts(stage, count))
    stage.reset_service()
    taken = stage.timed(count, "push", "-q", "-d", store)
    stage.check_queue(store, 0)
    stage.check_written("inserts", "insert", count)
    return taken
