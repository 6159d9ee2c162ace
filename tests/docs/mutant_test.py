#!/usr/bin/env python3
"""An option that is hidden from the generator is missed by the tests of its documents."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from common import PROGRAM, SOURCE, main

MUTANT = pathlib.Path(sys.argv.pop(3)).resolve()
HERE = pathlib.Path(__file__).resolve().parent


class Mutant(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = pathlib.Path(folder.name)
        for name in ("man", "completions", "cmd/schema"):
            shutil.copytree(SOURCE / name, self.tree / name)

    def run_on(self, test):
        done = subprocess.run(
            [sys.executable, HERE / test, PROGRAM, self.tree],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stderr

    def hide(self, command, option):
        subprocess.run([MUTANT, self.tree, command, option], check=True, timeout=60)

    def test_documents_as_they_are_pass(self):
        self.hide("push", "--no-such-option")
        self.assertEqual(self.run_on("fresh_test.py")[0], 0)

    def test_a_hidden_option_is_seen_by_the_comparison(self):
        self.hide("push", "--max-push")
        status, said = self.run_on("fresh_test.py")
        self.assertEqual(status, 1)
        self.assertIn("syncline-push.1 is not what the program makes", said)
        self.assertIn("syncline.bash is not what the program makes", said)

    def test_a_hidden_option_is_seen_beside_the_real_program(self):
        self.hide("query", "--skip")
        status, said = self.run_on("real_binary_test.py")
        self.assertEqual(status, 1)
        for place in ("(command='query')", "(shell='bash')", "(shell='zsh')", "(shell='fish')"):
            self.assertIn(place, said)
        self.assertIn("'--skip'", said)


if __name__ == "__main__":
    main()
