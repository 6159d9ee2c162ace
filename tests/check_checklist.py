#!/usr/bin/env python3
"""Checks client-v2-checklist.md: all 112 behaviours are there, each with a test or a reason, and
every test that it names is in the sources."""

import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parent
BEHAVIOURS = 112

LINE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
NAME = re.compile(r"`((?:cli|journey|real|support|unit)\.[\w.]+)`")
TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", re.MULTILINE)


def known_tests(tests):
    names = {f"cli.{path.stem}" for path in (tests / "cli" / "transcripts").glob("*.txt")}
    for label in ("journey", "real", "support", "unit"):
        for source in (tests / label).glob("*.cpp"):
            for suite, name in TEST.findall(source.read_text(encoding="utf-8")):
                names.add(f"{label}.{suite}.{name}")
    return names


def complaints(tests):
    lines = LINE.findall((tests / "client-v2-checklist.md").read_text(encoding="utf-8"))
    numbers = [int(number) for number, _ in lines]
    if numbers != list(range(1, BEHAVIOURS + 1)):
        yield f"the lines are not numbered from 1 to {BEHAVIOURS}"
    known = known_tests(tests)
    for number, text in lines:
        named = NAME.findall(text)
        for name in named:
            if name not in known:
                yield f"{number}: there is no test {name}"
        if not named and not re.search("cannot apply|replaced", text):
            yield f"{number}: neither a test nor a reason"


def main():
    tests = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TESTS
    found = list(complaints(tests))
    for complaint in found:
        print(complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
