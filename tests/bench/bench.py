#!/usr/bin/env python3
"""Measures syncline beside its references. Called by run.sh; see README.md.

Exit status: 0, 1 if a result was wrong, 2 for a wrong call. Never fails on time.
"""

import argparse
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


def measure(stage, groups):
    """The rows of all works, the curves of growth, and what was wrong."""
    rows, curves, wrong = [], [], []
    for group in groups:
        began = time.monotonic()
        try:
            for work in GROUPS[group].works(stage):
                if isinstance(work, Measured):
                    rows += compare(work.work, work.samples)
                    continue
                print(f"  {group}: {work.name}", file=sys.stderr, flush=True)
                if isinstance(work, Curve):
                    curves.append(work.as_json())
                else:
                    rows += compare(work, alternate(work))
        except WrongResult as error:
            wrong.append(f"{group}: {error}")
            print(f"WRONG: {group}: {error}", file=sys.stderr, flush=True)
        stage.drop_templates()
        print(f"  {group} took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return rows, curves, wrong


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
    folder = os.path.realpath(tempfile.mkdtemp(prefix="syncline-bench-"))
    try:
        with Stage(folder, given.syncline, given.programs, sizes) as stage:
            rows, curves, wrong = measure(stage, given.groups)
            result = {
                "date": datetime.date.today().isoformat(),
                "machine": machine.describe(folder),
                "versions": versions(stage),
                "sizes": dataclasses.asdict(sizes),
                "rows": rows,
                "curves": curves,
            }
    finally:
        shutil.rmtree(folder)
    print("\n".join(table.lines(rows)))
    if given.out:
        write(given, result)
    for words in wrong:
        print(f"WRONG: {words}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
