#!/usr/bin/env python3
"""Shows that the scripts of the house do what they are there for: check_floors.py and
check_format.sh find what is bad, packages.sh installs what is missing."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

TESTS = pathlib.Path(__file__).resolve().parent

GOOD_TREE = {
    "lib/include/syncline/door.hpp": "#include <string>\n",
    "lib/base/text.hpp": "#include <string>\n\n#include <syncline/door.hpp>\n",
    "lib/data/item.hpp": '#include "base/text.hpp"\n',
    "lib/data/json_read.cpp": '#include "data/item.hpp"\n\n#include <simdjson.h>\n',
    "lib/store/database.hpp": '#include "data/item.hpp"\n',
    "lib/store/database.cpp": '#include "store/database.hpp"\n\n#include <sqlite3.h>\n',
    "lib/remote/service.hpp": '#include "data/item.hpp"\n',
    "lib/sync/push.hpp": '#include "remote/service.hpp"\n#include "store/database.hpp"\n',
    "lib/serve/v2.hpp": '#include "store/database.hpp"\n\n#include <httplib.h>\n',
    "lib/client.cpp": '#include "sync/push.hpp"\n\n#include <unistd.h>\n',
    "cmd/main.cpp": '#include "commands/all.hpp"\n\n#include <syncline/door.hpp>\n',
    "cmd/commands/all.hpp": "#include <CLI/CLI.hpp>\n",
    "tests/real/push_test.cpp": '#include "support/process.hpp"\n\n#include <gtest/gtest.h>\n',
    "tests/support/process.hpp": "#include <string>\n",
    "tests/unit/item_test.cpp": '#include "data/item.hpp"\n\n#include <gtest/gtest.h>\n',
}

BAD_INCLUDES = [
    # (file, its bad include, what is said of it)
    ("lib/base/text.hpp", '"data/item.hpp"', "may not be seen from lib/base"),
    ("lib/data/item.hpp", '"store/database.hpp"', "may not be seen from lib/data"),
    ("lib/store/database.hpp", '"remote/service.hpp"', "may not be seen from lib/store"),
    ("lib/remote/service.hpp", '"store/database.hpp"', "may not be seen from lib/remote"),
    ("lib/store/database.hpp", '"sync/push.hpp"', "may not be seen from lib/store"),
    ("lib/sync/push.hpp", '"serve/v2.hpp"', "may not be seen from lib/sync"),
    ("lib/serve/v2.hpp", '"sync/push.hpp"', "may not be seen from lib/serve"),
    ("lib/data/item.hpp", '"../base/text.hpp"', "is not the name of a file"),
    ("lib/data/item.hpp", '"item.hpp"', "is not the name of a file"),
    ("lib/data/item.hpp", "<syncline/window.hpp>", "is not the name of a file"),
    ("lib/include/syncline/door.hpp", '"base/text.hpp"', "may not be seen from lib/include"),
    ("lib/include/syncline/door.hpp", "<unistd.h>", "may not be seen from the door"),
    ("lib/include/syncline/door.hpp", "<sqlite3.h>", "belongs to lib/store/database.cpp"),
    ("lib/store/database.hpp", "<sqlite3.h>", "belongs to lib/store/database.cpp"),
    ("lib/sync/push.hpp", "<curl/curl.h>", "belongs to lib/remote/curl_transport.cpp"),
    ("lib/data/item.hpp", "<simdjson.h>", "belongs to lib/data/json_read.cpp"),
    ("lib/remote/service.hpp", "<httplib.h>", "belongs to lib/serve/"),
    ("lib/data/item.hpp", "<zlib.h>", "is of no library that the table"),
    ("lib/data/item.hpp", "<gtest/gtest.h>", "belongs to tests/"),
    ("lib/data/item.hpp", "<CLI/CLI.hpp>", "belongs to cmd/"),
    ("lib/client.cpp", "<CLI/CLI.hpp>", "belongs to cmd/"),
    ("cmd/main.cpp", '"data/item.hpp"', "is not the name of a file from cmd/"),
    ("cmd/main.cpp", '"../lib/data/item.hpp"', "is not the name of a file from cmd/"),
    ("cmd/main.cpp", "<sqlite3.h>", "belongs to lib/store/database.cpp"),
    ("tests/real/push_test.cpp", '"data/item.hpp"', "is not the name of a file from tests/"),
    ("tests/support/process.hpp", '"unit/item_test.cpp"', "may not be seen from tests/support"),
]


class PlantedTree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def plant(self, files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def run_check(self, *command):
        done = subprocess.run(
            [*command, self.root], capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout + done.stderr


class Floors(PlantedTree):
    def check(self):
        return self.run_check(sys.executable, TESTS / "check_floors.py")

    def test_let_a_good_tree_pass(self):
        self.plant(GOOD_TREE)

        self.assertEqual(self.check(), (0, f"{len(GOOD_TREE)} files include only what they may\n"))

    def test_name_each_bad_include(self):
        for name, include, complaint in BAD_INCLUDES:
            with self.subTest(file=name, include=include):
                self.plant(GOOD_TREE)
                self.plant({name: "#pragma once\n  # include " + include + "\n"})

                status, said = self.check()

                self.assertEqual(status, 1)
                self.assertTrue(said.startswith(f"{name}:2: {include[1:-1]} {complaint}"), said)
                self.assertEqual(said.count("\n"), 1, said)

    def test_name_a_file_that_lies_on_no_floor(self):
        self.plant(GOOD_TREE)
        self.plant({"lib/cellar/wine.hpp": ""})

        self.assertEqual(self.check(), (1, "lib/cellar/wine.hpp: lies on no floor\n"))

    def test_do_not_pass_a_tree_without_files(self):
        self.assertEqual(self.check()[0], 2)


class Format(PlantedTree):
    def check(self):
        return self.run_check(TESTS / "check_format.sh")

    def test_lets_good_code_pass(self):
        self.plant({".clang-format": "BasedOnStyle: Google\n", "a b.cpp": "int a = 0;\n"})

        self.assertEqual(self.check(), (0, ""))

    def test_names_bad_code(self):
        self.plant({".clang-format": "BasedOnStyle: Google\n", "a.hpp": "int  a=0;\n"})

        status, said = self.check()

        self.assertEqual(status, 1)
        self.assertIn("a.hpp:1:", said)

    def test_does_not_pass_a_tree_without_files(self):
        self.assertEqual(self.check()[0], 2)


class Checklist(PlantedTree):
    def check(self, change=lambda line: line, in_v3=""):
        lines = [f"{n}. Something: `unit.Item.HasAnId` `cli.items`\n" for n in range(1, 113)]
        self.plant(
            {
                "client-v2-checklist.md": "".join(change(line) for line in lines),
                "datasync-v3-checklist.md": "".join(lines[:70]) + in_v3,
                "unit/item_test.cpp": "TEST(Item, HasAnId) {}\n",
                "journey/both_test.cpp": "TEST_P(Both, Go) {}\nTEST_F(Old, Goes) {}\n",
                "journey/CMakeLists.txt": "set(of_v2_only\n    Old.*)\nlist(APPEND of_v2_only */Any.*)\n",
                "cli/transcripts/items.txt": "$ true\n",
            }
        )
        return self.run_check(sys.executable, TESTS / "check_checklist.py")

    def test_lets_complete_lists_pass(self):
        self.assertEqual(self.check(), (0, ""))

    def test_names_a_test_that_is_not_there(self):
        said = self.check(lambda line: line.replace("7. Something: `unit", "7. Something: `real"))

        self.assertEqual(said[0], 1)
        self.assertIn("client-v2-checklist.md 7: there is no test real.Item.HasAnId\n", said[1])

    def test_names_a_line_without_test_and_reason(self):
        said = self.check(lambda line: "9. Something\n" if line.startswith("9.") else line)

        self.assertEqual(said, (1, "client-v2-checklist.md 9: neither a test nor a reason\n"))

    def test_sees_a_line_that_is_missing(self):
        said = self.check(lambda line: "" if line.startswith("112.") else line)

        complaint = "client-v2-checklist.md: the lines are not numbered from 1 to 112\n"
        self.assertEqual(said, (1, complaint))

    def test_looks_at_the_list_of_v3(self):
        said = self.check(in_v3="71. Something: `unit.Item.HasAnId`\n")

        complaint = "datasync-v3-checklist.md: the lines are not numbered from 1 to 70\n"
        self.assertEqual(said, (1, complaint))

    def test_takes_a_journey_for_one_in_v3_only_if_it_is_run_there(self):
        def instead(name):
            return lambda line: line.replace("`cli.items`", name) if line.startswith("7.") else line

        self.assertEqual(self.check(instead("`journey_v3.Both.Go`")), (0, ""))
        complaint = "client-v2-checklist.md 7: there is no test journey_v3.Old.Goes\n"
        self.assertEqual(self.check(instead("`journey_v3.Old.Goes`")), (1, complaint))


class Packages(PlantedTree):
    """packages.sh among stand-ins for the system's tools, which note how they were called."""

    def need(self, *packages, user="0", sudo=False):
        tools = {
            "dpkg-query": 'case $4 in g++) echo installed;; half) echo config-files;; *) exit 1;; esac',
            "id": f"echo {user}",
            "env": 'shift; exec "$@"',
            "apt-get": 'echo "apt-get $*" >>calls',
            "grep": 'exec /bin/grep "$@"',
        }
        if sudo:
            tools["sudo"] = '[ "$*" = "-n true" ] || { echo sudo >>calls; shift; exec "$@"; }'
        self.plant({f"bin/{name}": f"#!/bin/sh\n{text}\n" for name, text in tools.items()})
        for tool in (self.root / "bin").iterdir():
            tool.chmod(0o755)
        script = f'. "{TESTS.parent}/cmd/packages.sh"; need_packages "$@" && need_packages "$@"'
        done = subprocess.run(
            ["/bin/sh", "-c", script, "sh", *packages],
            cwd=self.root,
            env={"PATH": str(self.root / "bin")},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        calls = self.root / "calls"
        return done, calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []

    def test_nothing_is_done_when_nothing_is_missing(self):
        done, calls = self.need("g++")

        self.assertEqual((done.returncode, done.stderr, calls), (0, "", []))

    def test_root_installs_what_is_missing_and_updates_once(self):
        done, calls = self.need("g++", "half", "absent")

        self.assertEqual(done.returncode, 0)
        self.assertIn("Installing Debian packages: half absent\n", done.stderr)
        install = "apt-get -qq -y --no-install-recommends install half absent"
        self.assertEqual(calls, ["apt-get -qq update", install, install])

    def test_others_go_through_sudo(self):
        done, calls = self.need("absent", user="1000", sudo=True)

        self.assertEqual(done.returncode, 0)
        self.assertEqual(calls[:2], ["sudo", "apt-get -qq update"])

    def test_without_root_and_sudo_it_says_what_to_do(self):
        done, calls = self.need("absent", user="1000")

        self.assertEqual((done.returncode, calls), (1, []))
        self.assertIn("apt-get install absent\n", done.stderr)


if __name__ == "__main__":
    unittest.main()
