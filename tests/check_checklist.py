#!/usr/bin/env python3
"""Checks the checklists of the protocols: every behaviour is there, each with a test or a reason,
and every test that is named is in the sources and, if in v3, run there."""

import fnmatch
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parent
BEHAVIOURS = {"client-v2-checklist.md": 112, "datasync-v3-checklist.md": 70}

LINE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
NAME = re.compile(r"`((?:cli|journey|journey_v3|real|replay|support|unit)\.[\w.]+)`")
TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\s*\)", re.MULTILINE)
NOT_IN_V3 = re.compile(r"^(?:set\(|list\(APPEND )of_v2_only(.*?)\)", re.MULTILINE | re.DOTALL)


def known_tests(tests):
    names = {f"cli.{path.stem}" for path in (tests / "cli" / "transcripts").glob("*.txt")}
    for label in ("journey", "real", "replay", "support", "unit"):
        for source in (tests / label).glob("*.cpp"):
            for suite, name in TEST.findall(source.read_text(encoding="utf-8")):
                names.add(f"{label}.{suite}.{name}")
    return names


def journeys_in_v3(tests, known):
    """The journeys that are run a second time, in protocol v3."""
    cmake = tests / "journey" / "CMakeLists.txt"
    text = cmake.read_text(encoding="utf-8") if cmake.exists() else ""
    left_out = " ".join(NOT_IN_V3.findall(text)).split()
    for name in known:
        label, _, test = name.partition(".")
        forms = (test, "any/" + test)
        if label == "journey" and not any(fnmatch.filter(forms, one) for one in left_out):
            yield f"journey_v3.{test}"


def complaints(tests, file, behaviours, known):
    lines = LINE.findall((tests / file).read_text(encoding="utf-8"))
    numbers = [int(number) for number, _ in lines]
    if numbers != list(range(1, behaviours + 1)):
        yield f"{file}: the lines are not numbered from 1 to {behaviours}"
    for number, text in lines:
        named = NAME.findall(text)
        for name in named:
            if name not in known:
                yield f"{file} {number}: there is no test {name}"
        if not named and not re.search("cannot apply|replaced", text):
            yield f"{file} {number}: neither a test nor a reason"


def main():
    tests = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else TESTS
    known = known_tests(tests)
    known.update(list(journeys_in_v3(tests, known)))
    found = [
        complaint
        for file, behaviours in BEHAVIOURS.items()
        for complaint in complaints(tests, file, behaviours, known)
    ]
    for complaint in found:
        print(complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
