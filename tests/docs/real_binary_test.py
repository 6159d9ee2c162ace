#!/usr/bin/env python3
"""The documents against the help of the built program: every option there and nothing else. How
they are made is not looked at. Files are taken from the source folder."""

import functools
import json
import re
import subprocess
import unittest

from common import (
    PROGRAM,
    SHELLS,
    SOURCE,
    commands,
    help_of,
    main,
    options_in,
    rendered,
    said,
    section,
)


@functools.lru_cache(maxsize=None)
def options_of(command):
    return options_in(help_of(command))


@functools.lru_cache(maxsize=None)
def all_options():
    return set().union(options_in(said("--help")), *(options_of(each) for each in commands()))


def page_of(command):
    return SOURCE / "man" / f"syncline-{command.replace(' ', '-')}.1"


class RealBinary(unittest.TestCase):
    def test_its_help_lists_commands(self):
        self.assertGreater(len(commands()), 30)
        self.assertIn("queue list", commands())
        self.assertIn("--no-json", options_of("get"))

    def test_help_all_is_the_help_of_all(self):
        whole = said("help", "--all")
        for command in commands():
            self.assertIn("\n" + help_of(command), whole)
            self.assertEqual(help_of(command), said("help", *command.split()))

    def test_options_are_those_of_the_manual_page(self):
        for command in commands():
            with self.subTest(command=command):
                options = section(rendered(page_of(command)), "OPTIONS")
                self.assertEqual(options_in(options), options_of(command))
        main_page = section(rendered(SOURCE / "man/syncline.1"), "OPTIONS")
        self.assertEqual(options_in(main_page), options_in(said("--help")))

    def test_commands_are_those_of_the_main_page(self):
        listed = section(rendered(SOURCE / "man/syncline.1"), "COMMANDS")
        names = []
        for line in re.findall(r"^ {7}(\S.*)$", listed, re.MULTILINE):
            known = [name for name in commands() if f"{line} ".startswith(f"{name} ")]
            names.append(max(known, key=len, default=line))
        self.assertEqual(names, commands())

    def test_statuses_are_those_of_the_manual_page(self):
        for command in commands():
            with self.subTest(command=command):
                of_help = re.search(r"\nExit statuses\n(.*?)\n\n", help_of(command), re.DOTALL)[1]
                of_page = section(rendered(page_of(command)), "EXIT STATUS")
                numbers = re.findall(r"^  (\d+) ", of_help, re.MULTILINE)
                self.assertEqual(re.findall(r"^       (\d+) ", of_page, re.MULTILINE), numbers)

    def test_completions_hold_every_option_and_no_other(self):
        patterns = {
            "bash": r"(?<![\w-])(--[a-z][a-z0-9-]*)(?=[ '\)])",
            "zsh": r"^ +'\*?(--[a-z][a-z0-9-]*)=?\[",
            "fish": r"^complete .*? -l ([a-z][a-z0-9-]*) ",
        }
        for shell, pattern in patterns.items():
            with self.subTest(shell=shell):
                lines = (SOURCE / "completions" / SHELLS[shell]).read_text()
                if shell == "bash":  # the tables; what goes before them is no list of options
                    lines = lines[lines.index("\n_syncline_globals=") :]
                found = set(re.findall(pattern, lines, re.MULTILINE))
                if shell == "fish":
                    found = {"--" + name for name in found}
                self.assertEqual(found, all_options())

    def test_the_description_in_json_agrees(self):
        spec = json.loads(said("generate", "spec"))
        self.assertEqual([each["name"] for each in spec["commands"]], commands())
        for command in spec["commands"]:
            names = {option["name"] for option in command["options"]}
            # The opposite of an option that says no is taken, but not shown.
            names |= {
                option["twin"]
                for option in command["options"]
                if option["twin"] and not option["name"].startswith("--no-")
            }
            self.assertEqual(names, options_of(command["name"]), command["name"])

    def test_no_option_is_a_flag_here_and_takes_a_value_there(self):
        # Completions of fish tell words from values by the name alone.
        kinds = {}
        for command in json.loads(said("generate", "spec"))["commands"]:
            for option in command["options"]:
                kinds.setdefault(option["name"], set()).add(option["value"] is None)
        self.assertEqual([name for name, both in kinds.items() if len(both) > 1], [])

    def test_help_needs_no_configuration_and_no_store(self):
        broken = {"SYNCLINE_CONFIG": "/nowhere", "SYNCLINE_DB": "/nowhere/x", "COLUMNS": "80"}
        for words in (["help"], ["help", "push"], ["help", "formats"], ["version"], ["push", "-h"]):
            done = subprocess.run(
                [PROGRAM, *words], env={**broken, "SYNCLINE_COLOR": "loud"}, capture_output=True
            )
            self.assertEqual((done.returncode, done.stderr), (0, b""), words)
            self.assertTrue(done.stdout)


if __name__ == "__main__":
    main()
