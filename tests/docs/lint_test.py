#!/usr/bin/env python3
"""Formatters and checkers of manual pages and shells have nothing to say."""

import os
import subprocess
import unittest

from common import SOURCE, main

PAGES = sorted((SOURCE / "man").iterdir())


class Lint(unittest.TestCase):
    def clean(self, *command, **options):
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
        )
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_mandoc_finds_nothing(self):
        self.assertGreater(len(PAGES), 30)
        self.clean("mandoc", "-T", "lint", "-W", "warning", *PAGES)

    def test_groff_warns_of_nothing(self):
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80"}
        for page in PAGES:
            if page.name == "syncline-types.7":
                environment["MANROFFSEQ"] = "t"
            with self.subTest(page=page.name):
                done = subprocess.run(
                    ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page],
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_pages_that_are_named_are_there(self):
        names = {page.name for page in PAGES}
        for page in PAGES:
            for line in page.read_text().splitlines():
                if not line.startswith(".BR syncline") or "(" not in line:
                    continue
                name, number = line.replace("\\", "").split()[1:3]
                self.assertIn(f"{name}.{number[1]}", names, page.name)

    def test_the_bash_completion_is_clean(self):
        self.clean("shellcheck", "--norc", SOURCE / "completions/syncline.bash")
        self.clean("bash", "-n", SOURCE / "completions/syncline.bash")

    def test_the_zsh_and_fish_completions_parse(self):
        self.clean("zsh", "-n", SOURCE / "completions/_syncline")
        self.clean("fish", "--no-execute", SOURCE / "completions/syncline.fish")


if __name__ == "__main__":
    main()
