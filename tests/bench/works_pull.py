"""Pull: pages of several sizes, from nearby and through links."""

import json

import client
from measure import Sample, Side, Work
from stage import require

MEGABIT = 10_000_000
ITEM_BYTES = 331  # of JSON, with its comma


def works(stage):
    scale = stage.scale
    for page in scale.pages:
        yield near(stage, page)
    yield near(stage, 100, "v3")
    yield many(stage, 1_000)
    for round_trip in scale.round_trips:
        for page in scale.pages:
            for parallel in (1, 8):
                yield far(stage, page, round_trip, parallel)
    for page in scale.pages:
        yield narrow(stage, page)


def near(stage, page, protocol="v2"):
    """Nothing between: the store is what limits."""
    count = stage.scale.pull
    url = stage.link()
    references = [bare(stage, url, count, page, 1, bar=0.5 if page == 1_000 else 0.0)]
    if protocol == "v2":
        references += client.pull_side(stage, url, page)
    spoken = "" if protocol == "v2" else f", {protocol}"
    return Work("pull", f"{count:,} items, page {page:,}{spoken}", "items/s",
                ours(stage, url, count, page, 8, protocol), references, stage.scale.rounds)


def many(stage, page):
    """As many as growth goes to: whether it is syncline that grows, or SQLite's index."""
    count = max(stage.scale.growth)
    url = stage.link()
    return Work("pull", f"{count:,} items, page {page:,}, a large table", "items/s",
                ours(stage, url, count, page, 8), [bare(stage, url, count, page, 1)],
                stage.scale.slow_rounds)


def far(stage, page, round_trip, parallel):
    """A long way: pages in flight are what counts."""
    limit = page * parallel * 1000 / round_trip
    # Several pages at once are there to save time, here, too.
    seconds = stage.scale.pull_seconds / (1 if parallel == 1 else 2)
    count = round_up(min(stage.scale.pull, limit * seconds), page)
    url = stage.link(round_trip)
    # One page in flight: nine tenths of the limit; eight: six times that.
    bar = 0.9 if parallel == 1 else 6 * 0.9 / parallel
    references = [bare(stage, url, count, page, parallel),
                  Side("pages in flight / round trip", rate=limit,
                       bar=bar if round_trip == 100 else 0.0)]
    if parallel == 1:
        references += client.pull_side(stage, url, page)
    return Work("pull", f"{round_trip} ms, page {page:,}, {parallel} in flight", "items/s",
                ours(stage, url, count, page, parallel), references, stage.scale.slow_rounds)


def narrow(stage, page):
    """10 Mbit/s: bytes are what counts. A loopback address is never asked for gzip."""
    limit = MEGABIT / 8 / ITEM_BYTES
    count = round_up(min(stage.scale.pull, limit * stage.scale.pull_seconds / 2), page)
    url = stage.link(20, MEGABIT)
    return Work("pull", f"10 Mbit/s, 20 ms, page {page:,}", "items/s",
                ours(stage, url, count, page, 8),
                [bare(stage, url, count, page, 1), *client.pull_side(stage, url, page)],
                stage.scale.slow_rounds)


def round_up(count, page):
    """Whole pages, at least two."""
    return max(2, -(-int(count) // page)) * page


def ours(stage, url, count, page, parallel, protocol="v2"):
    name = f"items{count}"

    def sample():
        store = stage.empty_store(name, url, protocol)
        taken = stage.timed(count, "pull", name, "-q", "-d", store, "--page-size", page,
                            "--parallel", parallel)
        stage.check_items(store, name, count)
        return taken

    return Side("syncline", sample)


def bare(stage, url, count, page, parallel, bar=0.0):
    def sample():
        database = stage.path("bare.db")
        stage.remove(database)
        outcome = stage.run(stage.program("bare_pull"), url, f"items{count}", page, parallel,
                            database)
        said = json.loads(outcome.out)
        require(said == {"items": count, "ids": stage.ids_of(count)}, f"bare_pull got {said}")
        stage.check_items(database, "items", count)
        return Sample(outcome.seconds, count, outcome.peak_mb)

    return Side("bare loop", sample, bar=bar)
