"""What the tests of the documents share. Each is called with the program and the source folder."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 2 else None
SOURCE = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
SHELLS = {"bash": "syncline.bash", "zsh": "_syncline", "fish": "syncline.fish"}


def main():
    """Runs the tests of the calling file; what follows the two arguments goes to unittest."""
    unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[3:]])


def said(*command, program=None, **options):
    """Standard output of the program; it must succeed."""
    return subprocess.run(
        [program or PROGRAM, *command],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    ).stdout


OPTION = re.compile(r"--(\[no-\])?([a-z][a-z0-9-]*)")
ENTRY = re.compile(r" {2,7}(-\w, )?--")


def options_in(text):
    """The long options that lines of `text` begin with, of "--[no-]x" both."""
    found = set()
    for line in text.splitlines():
        if not ENTRY.match(line):
            continue
        match = OPTION.search(line)
        found.add("--" + match[2])
        if match[1]:
            found.add("--no-" + match[2])
    return found


def commands():
    """The names of the commands, as the program's own help lists them."""
    names = []
    for line in said("--help").splitlines():
        match = re.match(r"  ([a-z][a-z-]*( [a-z][a-z-]*)?)(  |$)", line)
        if match:
            names.append(match[1])
    return names


def help_of(command):
    return said(*command.split(), "--help")


def rendered(page):
    """A manual page as a reader sees it."""
    man = subprocess.run(
        ["man", "-l", str(page)],
        check=True,
        capture_output=True,
        env={**os.environ, "MANWIDTH": "120", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"},
        timeout=60,
    )
    col = subprocess.run(["col", "-bx"], input=man.stdout, check=True, capture_output=True)
    return col.stdout.decode()


def section(text, name):
    """What stands below a heading of a rendered page."""
    match = re.search(rf"^{name}\n(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


class Sandbox:
    """A home folder of its own, with the program first in PATH, and if wanted a service."""

    def __init__(self, program=None):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="syncline docs "))
        self.service = None
        folder = pathlib.Path(program or PROGRAM).parent
        self.environment = {
            "PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "TMPDIR": str(self.home),
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "ASAN_OPTIONS": "exitcode=99",
            "UBSAN_OPTIONS": "exitcode=99",
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.home)

    def run(self, command, shell="/bin/sh", **more):
        """Runs a shell command to its end; its status and its output, both streams apart."""
        done = subprocess.run(
            [shell, "-c", command],
            cwd=self.home,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def must(self, command):
        status, out, err = self.run(command)
        if status != 0:
            raise AssertionError(f"{command}\nended with {status}\n{out}{err}")
        return out

    def serve(self, *options):
        """Starts `syncline serve`; every command then talks to it."""
        self.stop()
        self.service = subprocess.Popen(
            ["syncline", "serve", *options],
            cwd=self.home,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.environment["SYNCLINE_URL"] = self.service.stdout.readline().strip()

    def stop(self):
        if self.service:
            self.service.send_signal(signal.SIGTERM)
            self.service.wait(timeout=60)
            self.service.stdout.close()
            self.service = None

    def fill(self):
        """A store that was synced with the service and has changes queued since, `id` among them."""
        self.must(
            "syncline init && syncline define-table todoitem text:string complete:boolean note:string"
            " && syncline insert todoitem --id milk --set text=milk --set complete=true -q"
            " && syncline sync -q"
            " && for i in $(seq 20); do syncline insert todoitem --id item-$i --set complete=true -q; done"
        )
        self.environment["id"] = "item-3"

    def conflict(self):
        """As `fill`, and the item `id` is in conflict."""
        self.fill()
        self.environment["id"] = "milk"
        self.must(
            "export SYNCLINE_DB=other.db; syncline init && syncline define-table todoitem text:string"
            " && syncline pull todoitem -q && syncline update todoitem milk --set text=theirs -q"
            " && syncline push -q"
        )
        status, out, err = self.run(
            "syncline update todoitem milk --set note=ours -q && syncline push -q"
        )
        if status != 6:
            raise AssertionError(f"no conflict but {status}\n{out}{err}")
