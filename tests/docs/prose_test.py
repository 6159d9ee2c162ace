#!/usr/bin/env python3
"""Every command says what it is for, with examples and statuses; the statuses and variables that
are told of are those that there are."""

import json
import re
import unittest

from common import SOURCE, main, said

SPEC = json.loads(said("generate", "spec"))
BY_NAME = {command["name"]: command for command in SPEC["commands"]}
ALWAYS = {0, 2, 13, 70, 141}


def lone_calls():
    """The steps of transcripts that are one call: the command's name and the status."""
    for path in sorted((SOURCE / "tests/cli/transcripts").glob("*.txt")):
        for step in re.split(r"\n(?=\$ |\n)", path.read_text()):
            lines = step.strip("\n").splitlines()
            if not lines or not lines[0].startswith("$ "):
                continue
            call = re.sub(r"^(?:[A-Z_]+=\S* )*", "", lines[0][2:])
            # Nothing but a call: what a quoted value holds does not count.
            bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", call)
            if not call.startswith("syncline ") or re.search(r"[;&|`(]", bare):
                continue
            words = [word for word in call.split()[1:3]]
            name = " ".join(words) if " ".join(words) in BY_NAME else words[0]
            marks = [int(mark) for mark in re.findall(r"^\[exit (\d+)\]$", step, re.MULTILINE)]
            if name in BY_NAME:
                yield path.name, call, name, marks[0] if marks else 0


class Prose(unittest.TestCase):
    def test_every_command_is_described(self):
        for command in SPEC["commands"]:
            with self.subTest(command=command["name"]):
                text = command["description"]
                self.assertRegex(text, r"^[A-Z].*\.$")
                self.assertGreater(len(text), 80)
                self.assertLess(len(text), 700)

    def test_every_command_has_an_example_of_itself(self):
        for command in SPEC["commands"]:
            with self.subTest(command=command["name"]):
                self.assertTrue(command["examples"])
                for example in command["examples"]:
                    self.assertIn(f"syncline {command['name']}", example)

    def test_every_command_tells_its_statuses(self):
        for command in SPEC["commands"]:
            with self.subTest(command=command["name"]):
                self.assertLessEqual(ALWAYS, set(command["statuses"]))

    def test_commands_tell_the_statuses_that_transcripts_show(self):
        seen = 0
        for path, call, name, status in lone_calls():
            seen += 1
            self.assertIn(status, BY_NAME[name]["statuses"], f"{path}: {call}")
        self.assertGreater(seen, 100)

    def test_presets_are_what_the_help_says(self):
        # "(10s)" at the end of a help text is the default, where the program knows one.
        for command in SPEC["commands"]:
            for option in command["options"]:
                told = re.search(r" \((\d+m?s)\)$", option["help"])
                if told and option["type"] == "duration":
                    self.assertEqual(option["default"], told[1], f"{command['name']} {option['name']}")

    def test_every_variable_that_is_read_is_explained(self):
        known = {each["name"] for each in json.loads(said("help", "environment", "--json"))}
        read = set()
        for folder in ("cmd", "lib"):
            for path in (SOURCE / folder).rglob("*.cpp"):
                text = path.read_text()
                read |= set(re.findall(r'(?:getenv|environment_variable|variable)\("([A-Za-z_]+)"', text))
        self.assertIn("SYNCLINE_TOKEN", read)
        self.assertIn("NO_COLOR", read)
        self.assertEqual(read - known, set())

    def test_the_readme_has_the_table_of_statuses(self):
        table = re.findall(r"^\| (\d+) \| (\S+) \| (.*) \|$", (SOURCE / "README.md").read_text(), re.M)
        told = json.loads(said("help", "exit-codes", "--json"))
        self.assertEqual(table, [(str(s["exit_code"]), s["code"], s["when"]) for s in told])

    def test_what_is_named_in_prose_is_there(self):
        options = {o["name"] for c in SPEC["commands"] for o in c["options"]}
        options |= {o["twin"] for c in SPEC["commands"] for o in c["options"] if o["twin"]}
        options |= {"--opt", "--foo-bar"}
        for page in sorted((SOURCE / "man").iterdir()):
            if page.name == "syncline-types.7":
                continue
            text = page.read_text().replace("\\-", "-")
            for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text):
                if f"{option}-" not in text or option in options:
                    self.assertIn(option.rstrip("-"), options, page.name)


if __name__ == "__main__":
    main()
