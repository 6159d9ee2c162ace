#!/usr/bin/env python3
"""The manual pages and the completions in the tree are those that the program makes."""

import tempfile
import unittest

from common import PROGRAM, SHELLS, SOURCE, main, pathlib, said

WRITTEN_BY_HAND = {"syncline-types.7"}
HINT = 'is not what the program makes: run "ninja regen"'


class Fresh(unittest.TestCase):
    maxDiff = 2000

    def test_every_manual_page(self):
        with tempfile.TemporaryDirectory() as folder:
            said("generate", "man", folder)
            made = {page.name: page.read_text() for page in pathlib.Path(folder).iterdir()}
        kept = {page.name for page in (SOURCE / "man").iterdir()} - WRITTEN_BY_HAND
        self.assertEqual(kept, set(made))
        for name, text in made.items():
            with self.subTest(page=name):
                self.assertEqual((SOURCE / "man" / name).read_text(), text, f"{name} {HINT}")

    def test_every_completion(self):
        for shell, name in SHELLS.items():
            with self.subTest(shell=shell):
                kept = (SOURCE / "completions" / name).read_text()
                self.assertEqual(kept, said("generate", "completion", shell), f"{name} {HINT}")

    def test_the_schema(self):
        kept = (SOURCE / "cmd/schema/syncline-v1.schema.json").read_text()
        self.assertEqual(kept, said("generate", "schema"), f"the schema {HINT}")

    def test_the_program_always_makes_the_same(self):
        self.assertEqual(said("generate", "spec"), said("generate", "spec"))
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            said("generate", "man", one)
            said("generate", "man", two)
            for page in pathlib.Path(one).iterdir():
                self.assertEqual(page.read_bytes(), (pathlib.Path(two) / page.name).read_bytes())


if __name__ == "__main__":
    main()
