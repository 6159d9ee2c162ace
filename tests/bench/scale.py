"""How much is done: in full, quickly, or just enough to see that the results are right."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Scale:
    """Sizes of the works. A cell with latency is sized to take about so many seconds
    as its limit allows."""

    rounds: int
    slow_rounds: int  # of what takes seconds each time
    spawns: int
    bulk: tuple
    pull: int
    pages: tuple
    round_trips: tuple  # ms; 0 is always there, too
    pull_seconds: float
    push: int
    push_seconds: float
    in_flight: tuple
    idle_tables: tuple
    growth: tuple
    queued: int
    query: int
    real_pull: int
    real_push: int
    peer_seconds: int  # a peer's cell takes at most this long; 0 leaves the peers out

    @property
    def dataset(self):
        """How many items the service must have."""
        return max(self.pull, *self.growth, self.query, self.queued)


FULL = Scale(
    rounds=5, slow_rounds=3, spawns=100, bulk=(100_000, 1_000_000), pull=100_000,
    pages=(50, 100, 1_000), round_trips=(20, 100), pull_seconds=6.0, push=2_000, push_seconds=2.5,
    in_flight=(1, 8, 16, 32), idle_tables=(1, 10, 100), growth=(10_000, 100_000, 1_000_000),
    queued=100_000, query=1_000_000, real_pull=100_000, real_push=2_000, peer_seconds=10)

QUICK = Scale(
    rounds=3, slow_rounds=2, spawns=20, bulk=(100_000,), pull=50_000, pages=(50, 1_000),
    round_trips=(20,), pull_seconds=0.8, push=500, push_seconds=0.7, in_flight=(1, 8, 32),
    idle_tables=(1, 10, 100), growth=(10_000, 100_000), queued=20_000, query=100_000, real_pull=10_000, real_push=200,
    peer_seconds=2)

SMOKE = Scale(
    rounds=1, slow_rounds=1, spawns=1, bulk=(500,), pull=2_000, pages=(50, 1_000),
    round_trips=(20,), pull_seconds=0.2, push=100, push_seconds=0.2, in_flight=(1, 8),
    idle_tables=(1, 10), growth=(500, 2_000), queued=500, query=2_000, real_pull=0, real_push=0, peer_seconds=0)


def longer(scale):
    """The same, but growth goes on to 3,000,000 items."""
    return dataclasses.replace(scale, growth=(*scale.growth, 3_000_000))
