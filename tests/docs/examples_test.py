#!/usr/bin/env python3
"""Every example in a manual page, in the help and in the README runs and ends well, in a folder of
its own with a service."""

import re
import shlex
import subprocess
import unittest

from common import SOURCE, Sandbox, commands, help_of, main, rendered, section

HOME_TOKEN = "mkdir -p .config/syncline && echo secret > .config/syncline/token"
ITEMS = """printf '{"id":"a","text":"x"}\\n{"id":"b","text":"y"}\\n' > items.ndjson"""

# What an example needs beside a filled store, by how it begins.
NEEDS = [
    ("syncline init --from-backup", "syncline backup store.bak"),
    ("syncline init", "rm -rf .local"),
    ("syncline define-table", "rm -rf .local && syncline init && syncline define-table todoitem a:string"),
    ("syncline push --token-file", HOME_TOKEN),
    ("syncline insert todoitem --stdin", ITEMS),
    ('"${EDITOR', "mkdir -p .config/syncline && touch .config/syncline/config.toml"),
    ("syncline config get url", "syncline config set url https://example.azurewebsites.net"),
    ("syncline config unset", "syncline config set max-time 1h"),
    ("syncline purge", "syncline sync -q"),
    ("syncline tables --json | syncline define-table", "syncline init --db b.db"),
    ("syncline import todoitem.ndjson", "syncline export todoitem > todoitem.ndjson"),
    ("syncline import todoitem.csv", "syncline query todoitem --format csv > todoitem.csv"),
    (
        "syncline query todoitem --format csv | syncline insert other",
        "syncline define-table other text:string complete:boolean note:string",
    ),
    ("syncline update todoitem --stdin --csv", """printf 'id,text\\n%s,z\\n' "$id" > changes.csv"""),
    ("syncline complete todoitem --ids-from", 'echo "$id" > done.txt'),
    ("syncline get todoitem \"$id\" --remote", "syncline sync -q"),
    ("syncline undelete", 'syncline sync -q; syncline delete todoitem "$id"; echo "$id" > ids.txt'),
    ("syncline login", HOME_TOKEN + """; echo '{"access_token":"x"}' > google.json"""),
    ("syncline queue release", "syncline queue hold 3"),
    (
        "syncline queue export | syncline queue import",
        "syncline init --db other.db && syncline define-table todoitem text:string complete:boolean"
        " note:string --db other.db",
    ),
]
# Examples that tell of another status than 0, as patterns. The small service has no custom
# APIs and no login: what it says is that they are not there.
STATUSES = {
    "syncline conflicts list --exit-code$": 1,
    "syncline api call report": 7,
    "syncline api call completeAll": 7,
    "syncline login": 7,
}


def of_pages():
    for page in sorted((SOURCE / "man").glob("syncline*.1")):
        for line in section(rendered(page), "EXAMPLES").splitlines():
            if line.strip():
                yield page.name, line.strip()


def of_help():
    for command in commands():
        for line in help_of(command).partition("\nExamples\n")[2].splitlines():
            yield f"{command} --help", line.strip()


def of_readme():
    for line in (SOURCE / "README.md").read_text().splitlines():
        if line.startswith("    syncline "):
            # A comment says what comes of it; ID stands for an id.
            command = line.partition("  # ")[0].strip()
            yield "README.md", re.sub(r"\bID\b", '"$id"', command)


def all_examples():
    examples = {}
    for place, command in [*of_pages(), *of_help(), *of_readme()]:
        examples.setdefault(command, place)
    return examples


class Examples(unittest.TestCase):
    def test_there_are_some_in_each_place(self):
        self.assertGreater(len(set(of_pages())), 50)
        self.assertGreater(len(set(of_help())), 50)
        self.assertGreater(len(set(of_readme())), 10)

    def test_help_and_manual_page_have_the_same(self):
        pages = {command for place, command in of_pages() if place != "syncline.1"}
        self.assertEqual(pages, {command for _, command in of_help()})

    def test_they_end_well(self):
        for command, place in all_examples().items():
            with self.subTest(command=command, place=place), Sandbox() as sandbox:
                sandbox.serve()
                if re.match("syncline (conflicts|explain)|.*conflicts resolve", command):
                    sandbox.conflict()
                else:
                    sandbox.fill()
                for begin, need in NEEDS:
                    if command.startswith(begin):
                        sandbox.must(need)
                if command.startswith("syncline serve "):
                    self.try_service(sandbox, command)
                    continue
                # The store has an address of its own; the one of the examples is not there.
                status, out, err = sandbox.run(command, EDITOR="cat")
                expected = [STATUSES[each] for each in STATUSES if re.match(each, command)] or [0]
                self.assertEqual([status], expected, f"{command}\n{out}{err}")

    def try_service(self, sandbox, command):
        """Its port may be taken here: any free one does."""
        words = shlex.split(command.replace("--port 8080", "--port 0"))
        service = subprocess.Popen(
            words,
            cwd=sandbox.home,
            env=sandbox.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.assertRegex(service.stdout.readline(), "^http://127.0.0.1:")
        service.terminate()
        _, err = service.communicate(timeout=60)
        self.assertEqual((service.returncode, err), (0, ""))


if __name__ == "__main__":
    main()
