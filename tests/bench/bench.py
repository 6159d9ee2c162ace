#!/usr/bin/env python3
"""Measures syncline beside its references. Called by run.sh; see README.md.

Exit status: 0, 1 if a result was wrong, 2 for a wrong call. Never fails on time.
"""

import argparse
import contextlib
import dataclasses
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import draw
import machine
import scale
import table
import works_growth
import works_idle
import works_insert
import works_pull
import works_push
import works_query
import works_real
import works_start
from measure import Curve, Measured, WrongResult, alternate, compare
from stage import Stage

HERE = os.path.dirname(os.path.abspath(__file__))

# In the order of the table.
GROUPS = {
    "start": works_start,
    "insert": works_insert,
    "pull": works_pull,
    "push": works_push,
    "idle": works_idle,
    "growth": works_growth,
    "query": works_query,
    "real": works_real,
}


def arguments():
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    parser.add_argument("--long", action="store_true", help="growth up to 3,000,000 items")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes: are the results right?")
    parser.add_argument("--only", metavar="NAME,…", help=f"of: {', '.join(GROUPS)}")
    parser.add_argument("--out", metavar="DIR", help="where JSON and pictures go")
    parser.add_argument("--syncline", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.groups = given.only.split(",") if given.only else list(GROUPS)
    unknown = set(given.groups) - set(GROUPS)
    if unknown:
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    if not given.out and not (given.quick or given.smoke or given.only):
        given.out = os.path.join(HERE, "results")
    return given


def chosen_scale(given):
    sizes = scale.SMOKE if given.smoke else scale.QUICK if given.quick else scale.FULL
    return scale.longer(sizes) if given.long else sizes


class Run:
    """What was measured: the rows of the table, the curves of growth, and what was wrong."""

    def __init__(self):
        self.rows = []
        self.curves = []
        self.wrong = []

    def play(self, stage, group):
        """All works of a group; one that goes wrong does not stop the others."""
        began = time.monotonic()
        with self._noting(group):
            for work in GROUPS[group].works(stage):
                with self._noting(f"{group}: {name_of(work)}"):
                    self._measure(work)
        stage.drop_templates()
        say(f"{group} took {time.monotonic() - began:.0f} s")

    def _measure(self, work):
        if isinstance(work, Measured):
            self.rows += compare(work.work, work.samples)
            return
        say(f"{work.group}: {work.name}")
        if isinstance(work, Curve):
            self.curves.append(work.as_json())
        else:
            self.rows += compare(work, alternate(work))

    @contextlib.contextmanager
    def _noting(self, name):
        try:
            yield
        except WrongResult as error:
            self.wrong.append(f"{name}: {error}")
            say(f"WRONG: {name}: {error}")


def name_of(work):
    return work.work.name if isinstance(work, Measured) else work.name


def say(words):
    print(f"  {words}", file=sys.stderr, flush=True)


def versions(stage):
    said = stage.run_syncline("version", "--json").out
    sqlite = subprocess.run(["sqlite3", "--version"], stdout=subprocess.PIPE, text=True, check=True)
    return {"syncline": json.loads(said), "sqlite3": sqlite.stdout.split()[0]}


def write(given, result):
    os.makedirs(given.out, exist_ok=True)
    name = f"{result['date']}-{machine.kind(result['machine'])}"
    path = os.path.join(given.out, name)
    with open(f"{path}.json", "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1, ensure_ascii=False)
        file.write("\n")
    for end, picture in draw.pictures(result).items():
        with open(f"{path}{end}.svg", "w", encoding="utf-8") as file:
            file.write(picture)
    print(f"\nwritten: {path}.json and pictures", file=sys.stderr)


def main():
    given = arguments()
    sizes = chosen_scale(given)
    run = Run()
    folder = os.path.realpath(tempfile.mkdtemp(prefix="syncline-bench-"))
    try:
        with Stage(folder, given.syncline, given.programs, sizes) as stage:
            for group in given.groups:
                run.play(stage, group)
            result = {
                "date": datetime.date.today().isoformat(),
                "machine": machine.describe(folder),
                "versions": versions(stage),
                "sizes": dataclasses.asdict(sizes),
                "rows": run.rows,
                "curves": run.curves,
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(table.lines(run.rows)))
    if given.out:
        write(given, result)
    for words in run.wrong:
        print(f"WRONG: {words}", file=sys.stderr)
    return 1 if run.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
