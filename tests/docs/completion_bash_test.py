#!/usr/bin/env python3
"""The completion of bash, called as the shell calls it."""

import shlex
import unittest

from common import SOURCE, Sandbox, commands, help_of, main, options_in
from completion_cases import CASES, fill

SCRIPT = """
{begin}
source {file}
complete -p syncline | grep -q -- '-F _syncline' || exit 9
while IFS= read -r line; do
    COMP_LINE=$line COMP_POINT=${{#line}}
    # As readline splits it: blanks end a word, "=" and ":" are words of their own.
    mapfile -t COMP_WORDS < <(grep -oE '[=:]+|[^ =:]+' <<<"$line")
    [[ $line != *' ' ]] || COMP_WORDS+=('')
    COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
    _syncline 2>&1
    printf '%s\\t' "${{COMPREPLY[@]}}"
    echo
done
"""


class Bash(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox()
        cls.addClassCleanup(cls.sandbox.__exit__)
        fill(cls.sandbox)

    def complete(self, lines, begin=""):
        script = SCRIPT.format(file=shlex.quote(str(SOURCE / "completions/syncline.bash")), begin=begin)
        text = "".join(line + "\n" for line in lines)
        status, out, err = self.sandbox.run(
            f"printf %s {shlex.quote(text)} | bash -c {shlex.quote(script)}", "/bin/bash"
        )
        self.assertEqual((status, err), (0, ""))
        return [set(each.split("\t")) - {""} for each in out.split("\n")[:-1]]

    def test_offers_what_fits(self):
        offered = self.complete([line for line, _, _ in CASES])
        for (line, there, not_there), candidates in zip(CASES, offered, strict=True):
            with self.subTest(line=line):
                self.assertLessEqual(there, candidates)
                self.assertFalse(not_there & candidates, candidates)

    def test_completes_values_behind_an_equals_sign(self):
        lines = ["syncline push --as=c", "syncline update todoitem x --set=no", "syncline get --db=other.db "]
        self.assertEqual(self.complete(lines), [{"curl"}, {"note="}, {"elsewhere"}])

    def test_offers_files(self):
        self.sandbox.must("touch 'queue.ndjson'")
        self.assertEqual(self.complete(["syncline queue import que"]), [{"queue.ndjson"}])

    def test_offers_the_options_that_each_command_has(self):
        names = commands()
        offered = self.complete([f"syncline {name} --" for name in names])
        for name, candidates in zip(names, offered, strict=True):
            with self.subTest(command=name):
                self.assertEqual(candidates, options_in(help_of(name)))

    def test_without_a_store_nothing_is_said(self):
        offered = self.complete(["syncline get "], begin="export SYNCLINE_DB=missing.db")
        self.assertEqual(offered, [set()])
        self.assertFalse((self.sandbox.home / "missing.db").exists())


if __name__ == "__main__":
    main()
