#!/usr/bin/env python3
"""The completion of fish, asked by `complete -C`."""

import shlex
import unittest

from common import SOURCE, Sandbox, commands, help_of, main, options_in
from completion_cases import CASES, fill


class Fish(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.__exit__)
        fill(cls.sandbox)

    def complete(self, lines):
        file = shlex.quote(str(SOURCE / "completions/syncline.fish"))
        script = f"source {file}\n" + "".join(
            f"complete -C {shlex.quote(line)}; echo =\n" for line in lines
        )
        status, out, err = self.sandbox.run(f"fish --no-config -c {shlex.quote(script)}")
        self.assertEqual((status, err), (0, ""))
        return [
            {line.split("\t")[0] for line in each.splitlines()} - {""}
            for each in out.split("=\n")[:-1]
        ]

    def test_offers_what_fits(self):
        offered = self.complete([line for line, _, _ in CASES])
        for (line, there, not_there), candidates in zip(CASES, offered, strict=True):
            with self.subTest(line=line):
                self.assertLessEqual(there, candidates)
                self.assertFalse(not_there & candidates, candidates)

    def test_offers_the_options_that_each_command_has(self):
        names = commands()
        offered = self.complete([f"syncline {name} --" for name in names])
        for name, candidates in zip(names, offered, strict=True):
            with self.subTest(command=name):
                found = {each for each in candidates if each.startswith("--")}
                self.assertEqual(found, options_in(help_of(name)))

    def test_completes_a_column_to_set(self):
        offered = self.complete(["syncline update todoitem x --set no"])
        self.assertEqual(len(offered), 1)
        self.assertIn("note=", " ".join(offered[0]) + "=")


if __name__ == "__main__":
    main()
