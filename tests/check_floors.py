#!/usr/bin/env python3
"""check_floors.py [ROOT]: fails when a file includes what its floor may not see.

The tables below are the rules. Prints each bad include; exit status 1 if there is one, 2 if
there was nothing to check.
"""

import pathlib
import re
import sys

# A folder and the folders beside the standard library that its files may include by "folder/…".
FLOORS = {
    "lib/include/syncline": set(),
    "lib/base": {"base"},
    "lib/data": {"base", "data"},
    "lib/store": {"base", "data", "store"},
    "lib/remote": {"base", "data", "remote"},
    "lib/sync": {"base", "data", "store", "remote", "sync"},
    "lib/serve": {"base", "data", "store", "remote", "serve"},
    "lib/client": {"base", "data", "store", "remote", "sync", "serve", "client"},
    "cmd": {"."},  # whatever lies in cmd itself
    "tests/support": {"support"},
    "tests/real": {"support", "real"},
    "tests/net": {"support", "real", "net"},
    "tests/hostile": {"support", "real", "net", "hostile"},
    "tests/bench": {"support", "bench"},
}

# The folders that are looked at; files in them are named from there.
ROOTS = ("lib", "cmd", "tests")

# Foreign headers, by their beginning, and the files or folders that alone may include them.
FOREIGN = {
    "sqlite3.h": ["lib/store/database.cpp", "tests/bench/bare_store.cpp",
                  "tests/journey/soundness_test.cpp", "tests/power/disk_vfs.cpp",
                  "tests/simulation/commits.cpp"],
    "curl/": ["lib/remote/curl_transport.cpp", "tests/bench/transfers.cpp"],
    "simdjson.h": ["lib/data/json_read.cpp", "tests/bench/bare_pull.cpp",
                   "tests/bench/service_tables.cpp"],
    "httplib.h": ["lib/serve/", "tests/"],
    "CLI/": ["cmd/"],
    "toml++/": ["cmd/toml.hpp"],
    "csv.h": ["cmd/csv_input.cpp"],
    "utf8proc.h": ["cmd/look.cpp"],
    "spdlog/": ["cmd/log.cpp"],
    "gtest/": ["tests/"],
    "gmock/": ["tests/"],
    "rapidcheck": ["tests/"],
    "nlohmann/": ["tests/"],
}

STANDARD = re.compile(r"[a-z_0-9]+")
SYSTEM = re.compile(
    r"(sys|netinet|arpa|linux)/\w+\.h"
    r"|(dirent|dlfcn|errno|fcntl|grp|langinfo|locale|netdb|poll|pthread|pwd|sched|signal|spawn"
    r"|stdio|stdlib|string|syslog|termios|time|unistd)\.h"
)
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"(?P<own>[^"]+)"|<(?P<angled>[^>]+)>)')


def floor_of(name):
    """The most exact floor that `name` lies on, or None."""
    found = [f for f in FLOORS if name.startswith((f + "/", f + "."))]
    return max(found, key=len, default=None)


def own_problem(root, name, target):
    floor = floor_of(name)
    if floor is None:
        return None
    top = name.split("/")[0]
    if not (root / top / target).exists() or ".." in target.split("/"):
        return f"is not the name of a file from {top}/"
    folder = target.split("/")[0].removesuffix(".hpp")
    if folder in FLOORS[floor] or "." in FLOORS[floor]:
        return None
    return f"may not be seen from {floor}"


def angled_problem(root, name, target):
    if target.startswith("syncline/"):
        there = (root / "lib/include" / target).exists()
        return None if there else "is not the name of a file from lib/include/"
    for foreign, places in FOREIGN.items():
        if target.startswith(foreign):
            return None if name.startswith(tuple(places)) else f"belongs to {' '.join(places)}"
    if STANDARD.fullmatch(target):
        return None
    if name.startswith("lib/include/"):
        return "may not be seen from the door, which needs only the standard library"
    if SYSTEM.fullmatch(target) or name.startswith("tests/"):
        return None
    return "is of no library that the table in check_floors.py knows"


def bad_includes(root, path):
    name = path.relative_to(root).as_posix()
    if floor_of(name) is None and not name.startswith("tests/"):
        yield f"{name}: lies on no floor"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        include = INCLUDE.match(line)
        if not include:
            continue
        own, angled = include["own"], include["angled"]
        problem = own_problem(root, name, own) if own else angled_problem(root, name, angled)
        if problem:
            yield f"{name}:{number}: {own or angled} {problem}"


def main(root):
    files = [
        path
        for top in ROOTS
        for path in sorted((root / top).rglob("*.[ch]pp"))
        if "node_modules" not in path.parts
    ]
    if not files:
        print(f"no C++ files in {root}")
        return 2
    bad = [line for path in files for line in bad_includes(root, path)]
    print("\n".join(bad) if bad else f"{len(files)} files include only what they may")
    return 1 if bad else 0


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent.parent
    sys.exit(main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here))
