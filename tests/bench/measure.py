"""Runs programs in turn and says how their speeds compare."""

import dataclasses
import json
import os
import statistics
import subprocess

from units import in_unit


class WrongResult(Exception):
    """A program did not do what it was measured at."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one run of a program took, and what it printed."""

    seconds: float
    peak_mb: float
    out: str
    limited: bool


@dataclasses.dataclass(frozen=True)
class Sample:
    """`count` units of work took `seconds`."""

    seconds: float
    count: float
    peak_mb: float = 0.0

    @property
    def rate(self):
        return self.count / self.seconds

    def as_memory(self):
        """A sample whose rate is the greater the less memory it took."""
        return Sample(self.peak_mb, 1, self.peak_mb)


@dataclasses.dataclass
class Side:
    """One of the programs of a work. `sample` runs it once; a model has a rate instead."""

    name: str
    sample: object = None
    rate: float = 0.0
    rounds: int = 1_000_000  # a slow peer need not run in each round
    bar: float = 0.0  # the ratio to it that is asked for; 0: none


@dataclasses.dataclass
class Work:
    """Something that syncline does, and what else can do it."""

    group: str
    name: str
    unit: str  # see units.py
    ours: Side
    references: list
    rounds: int


@dataclasses.dataclass
class Measured:
    """A work and its samples by side, where they were not taken in turn."""

    work: Work
    samples: dict


@dataclasses.dataclass
class Curve:
    """Samples of one work by how many items there were."""

    group: str
    name: str
    samples: dict

    def as_json(self):
        return {"group": self.group, "work": self.name, "points": [
            {"items": items,
             "us_per_item": statistics.median(1e6 / sample.rate for sample in samples),
             "peak_mb": round(max(sample.peak_mb for sample in samples), 1)}
            for items, samples in sorted(self.samples.items())]}


class Runner:
    """Starts programs through bench_run, so that time and memory are measured by a small one."""

    def __init__(self, bench_run, folder, environment):
        self._bench_run = bench_run
        self._report = os.path.join(folder, "report.json")
        self._errors = os.path.join(folder, "errors.txt")
        self._folder = folder
        self._environment = environment

    def run(self, command, stdin=None, stdout=None, limit=0, statuses=(0,)):
        """`stdin` and `stdout` are names of files; without the latter the output is returned.
        After `limit` seconds the program is ended, which is no failure then."""
        command = [self._bench_run, self._report, str(limit), *map(str, command)]
        into = stdout or os.path.join(self._folder, "out.txt")
        with open(stdin or os.devnull, "rb") as source, open(into, "wb") as target, open(
            self._errors, "wb"
        ) as errors:
            subprocess.run(command, stdin=source, stdout=target, stderr=errors,
                           env=self._environment, cwd=self._folder, check=True)
        with open(self._report, encoding="utf-8") as file:
            report = json.load(file)
        if report["status"] not in statuses and not report["limited"]:
            with open(self._errors, encoding="utf-8", errors="replace") as file:
                words = file.read(2000)
            raise WrongResult(f"{' '.join(command[3:])}: status {report['status']}\n{words}")
        out = ""
        if stdout is None:
            with open(into, encoding="utf-8") as file:
                out = file.read()
        return Outcome(report["seconds"], report["peak_kb"] / 1024, out, report["limited"])


def spread(values):
    """How far the middle half lies apart, as a share of the median; all of them if they are few."""
    if len(values) < 2:
        return 0.0
    if len(values) < 4:
        low, high = min(values), max(values)
    else:
        low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / statistics.median(values)


def alternate(work):
    """Runs the sides of a work in turn, round for round; returns the samples of each by name."""
    sides = [work.ours] + [side for side in work.references if side.sample]
    samples = {side.name: [] for side in sides}
    for number in range(work.rounds):
        for side in sides:
            if number < side.rounds:
                # What the side before has left to be written is not to be waited for by this one.
                os.sync()
                samples[side.name].append(side.sample())
    return samples


def compare(work, samples):
    """The rows of the work's part of the table, one for each reference."""
    ours = samples[work.ours.name]
    common = {
        "group": work.group,
        "work": work.name,
        "unit": work.unit,
        "syncline": in_unit(statistics.median(sample.rate for sample in ours), work.unit),
        "syncline_spread": spread([sample.rate for sample in ours]),
        "syncline_peak_mb": round(max(sample.peak_mb for sample in ours), 1),
        "rounds": len(ours),
    }
    rows = []
    for side in work.references:
        theirs = samples.get(side.name, [])
        rates = [sample.rate for sample in theirs] or [side.rate]
        # What ran in one round is compared within it: the machine's drift falls out.
        pairs = [sample.rate / rates[min(i, len(rates) - 1)] for i, sample in enumerate(ours)]
        rows.append({
            **common,
            "reference": side.name,
            "measured": bool(theirs),
            "reference_value": in_unit(statistics.median(rates), work.unit),
            "reference_peak_mb": round(max((s.peak_mb for s in theirs), default=0.0), 1),
            "ratio": statistics.median(pairs),
            "spread": spread(pairs),
            "bar": side.bar,
        })
    return rows
