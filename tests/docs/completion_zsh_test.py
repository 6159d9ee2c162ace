#!/usr/bin/env python3
"""The completion of zsh, in a pseudo-terminal: a prefix and TAB."""

import re
import unittest

import pexpect

from common import SOURCE, Sandbox, main
from completion_cases import CASES, fill

# What moves and colours on a terminal, and what fills time for it.
DRAWING = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]|[\x00-\x1f]")

BEGIN = r"""
PS1='ready> '
unsetopt zle_bracketed_paste 2>/dev/null
fpath=({folder} $fpath)
autoload -Uz compinit && compinit -u -D
zstyle ':completion:*' list-colors ''
zstyle ':completion:*' verbose no
LISTMAX=0
"""


class Zsh(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.__exit__)
        fill(cls.sandbox)
        folder = str(SOURCE / "completions")
        (cls.sandbox.home / "begin").write_text(BEGIN.format(folder=folder))
        cls.shell = pexpect.spawn(
            "zsh",
            ["-f"],
            cwd=str(cls.sandbox.home),
            env={**cls.sandbox.environment, "TERM": "vt100", "PS1": "start> "},
            dimensions=(200, 160),
            encoding="utf-8",
            timeout=30,
        )
        cls.addClassCleanup(cls.shell.close, force=True)
        cls.shell.expect("start> ")
        cls.shell.sendline(". ./begin; print loaded")
        cls.shell.expect("\nloaded")
        cls.shell.expect("ready> ")

    def candidates(self, line):
        """The words that Control-D lists; the line is then thrown away."""
        self.shell.send(line + "\x04")
        self.shell.send("\x15print end-of-$((40 + 2))\n")
        self.shell.expect("end-of-42")
        said = self.shell.before
        self.shell.expect("ready> ")
        return set(DRAWING.sub(" ", said).split())

    def test_lists_what_fits(self):
        for line, there, not_there in CASES:
            with self.subTest(line=line):
                candidates = self.candidates(line)
                self.assertLessEqual(there, candidates)
                self.assertFalse(not_there & candidates, candidates)

    def test_tab_completes_a_prefix(self):
        for typed, completed in (
            ("syncline confl", "syncline conflicts"),
            ("syncline get todoitem mi", "syncline get todoitem milk"),
            ("syncline push --stop-on", "syncline push --stop-on-error"),
            ("syncline update todoitem milk --set no", "syncline update todoitem milk --set note="),
        ):
            with self.subTest(typed=typed):
                self.shell.send(typed + "\t\x01print -r -- '<\x05>'\n")
                self.shell.expect("\n<([^>]*)>")
                self.assertEqual(self.shell.match[1].strip(), completed)
                self.shell.expect("ready> ")


if __name__ == "__main__":
    main()
