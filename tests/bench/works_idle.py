"""Nothing to do: what a cron job pays when nothing has changed."""

from measure import Sample, Side, Work

PARALLEL = 8
START = 0.020  # what design asks of everything that is no round trip, in seconds


def works(stage):
    for count in stage.scale.idle_tables:
        for round_trip in (0, *stage.scale.round_trips):
            for command in ("pull", "push", "sync"):
                yield cell(stage, command, count, round_trip)


def cell(stage, command, count, round_trip):
    url = stage.link(round_trip)
    tables = [f"small{i}" for i in range(count)]
    asks = 0 if command == "push" else count

    def ours():
        store = stage.store(("idle", url, count), lambda: pulled(stage, tables, url))
        stage.reset_service()
        taken = stage.timed(1, command, "-q", "-d", store)
        stage.check_requests(**({"GET": asks} if asks else {}))
        return taken

    references = []
    if asks:
        references.append(Side("curl, the same requests", lambda: curl(stage, tables, url)))
    # A connection and an answer, then one more answer for each further batch of tables.
    trips = 2 + (asks - 1) // PARALLEL if asks else 0
    limit = START + trips * round_trip / 1000
    references.append(Side(f"20 ms + {trips} round trips", rate=1 / limit, bar=1.0))
    tables_word = "table" if count == 1 else "tables"
    place = f"{round_trip} ms" if round_trip else "loopback"
    return Work("idle", f"{command}, {count} {tables_word}, {place}", "ms",
                Side("syncline", ours), references, stage.scale.rounds)


def pulled(stage, tables, url):
    store = stage.new_store(tables, url)
    # Pages asked for ahead would still be on a slow link when requests are counted.
    stage.run_syncline("pull", "-q", "--parallel", "1", "-d", store)
    return store


def curl(stage, tables, url):
    """One process, as many requests, as many at once, their answers thrown away."""
    asked = stage.path("curl-requests")
    with open(asked, "w", encoding="utf-8") as file:
        for table in tables:
            file.write(
                f'url = "{url}/tables/{table}?$filter=updatedAt%20ge%20datetimeoffset'
                "%272025-01-01T00:00:00.000Z%27&$orderby=updatedAt,id&$top=1000\"\n"
                'output = "/dev/null"\n')
    outcome = stage.run("curl", "-sS", "--globoff", "--parallel", "--parallel-max", PARALLEL,
                        "--parallel-immediate", "-K", asked)
    return Sample(outcome.seconds, 1, outcome.peak_mb)
