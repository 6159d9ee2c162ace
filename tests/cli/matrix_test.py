#!/usr/bin/env python3
"""Runs every command in every format with -q, -v and --progress, and with a standard output that is
closed, full, or has lost its reader. Standard output holds only results: it is read as what the
format says it is. The exit status depends on none of them. With --brief each command is run once in
each format."""

import concurrent.futures
import csv
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import commands_to_try as tried
import jsonschema

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
BRIEF = "--brief" in sys.argv[1:]
if BRIEF:
    sys.argv.remove("--brief")
FORMATS = ("text", "json", "ndjson", "csv", "tsv", "table", "line", "porcelain")
FLAGS = ((),) if BRIEF else ((), ("-q",), ("-v",), ("--progress", "always"))
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # a thousand stores
MESSAGES = {"error", "warning", "note", "progress", "log"}
IO_ERROR, READER_GONE = 13, 141


def said(*words):
    return json.loads(subprocess.run([PROGRAM, *words], capture_output=True, check=True).stdout)


class Schema:
    """The schema that is installed, and which of its shapes each command prints."""

    def __init__(self):
        self.definitions = said("generate", "schema")["$defs"]
        self.shapes = {each["name"]: each["results"] for each in said("generate", "spec")["commands"]}

    def fault(self, value, shapes):
        either = {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in shapes]}
        checked = jsonschema.Draft202012Validator({"$defs": self.definitions, **either})
        errors = [error.message for error in checked.iter_errors(value)]
        return f"{errors} of {shapes}" if errors and shapes else None

    def fault_of_results(self, name, command, out):
        shapes = self.shapes[command]
        if name == "ndjson":
            values = [json.loads(line) for line in out.decode().splitlines()]
            shapes = shapes and [*shapes, "issue"]  # what a run left, before its result
        elif name == "json" and out:
            document = json.loads(out)
            values = document if isinstance(document, list) else [document]
        else:
            return None
        return next((fault for value in values if (fault := self.fault(value, shapes))), None)

    def fault_of_messages(self, err):
        for line in err.splitlines():
            value = json.loads(line)
            if fault := self.fault(value, [value["type"]]):
                return fault
        return None


def format_flags(name):
    return ("--porcelain",) if name == "porcelain" else ("--format", name)


class Run:
    """One command line in a copy of the prepared folder."""

    def __init__(self, world, command, options, stdout=subprocess.PIPE):
        entry = tried.COMMANDS[command]
        with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
            shutil.copytree(world.folder, folder, dirs_exist_ok=True)
            words = [world.filled_in(word) for word in entry.words]
            done = subprocess.run(
                [PROGRAM, *command.split(), *options, *words],
                cwd=folder,
                env=world.environment(folder),
                input=entry.input.encode(),
                stdout=stdout,
                stderr=subprocess.PIPE,
                timeout=60,
                check=False,
                close_fds=True,
            )
        self.line = " ".join([command, *options, *words])
        self.status = done.returncode
        self.out = done.stdout or b""
        self.err = done.stderr.decode()


class World:
    """A folder with a store that has been synced with a small service and changed since."""

    def __init__(self):
        self.root = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.root.name) / "home"
        self.folder.mkdir()
        self.service = subprocess.Popen(
            [PROGRAM, "serve", "--table", "todo"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.root.name,
            text=True,
        )
        self.url = self.service.stdout.readline().strip()
        for line in tried.PREPARATION:
            words = [self.filled_in(word) for word in line.words]
            subprocess.run(
                [PROGRAM, *words],
                cwd=self.folder,
                env=self.environment(self.folder),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                input=line.input.encode(),
                check=line.status == 0,
            )

    def filled_in(self, word):
        return word.replace("{url}", self.url)

    @staticmethod
    def environment(home):
        return {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def close(self):
        self.service.terminate()
        self.service.wait()
        self.service.stdout.close()
        self.root.cleanup()


def read_table(text, delimiter):
    if delimiter == ",":
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    return [line.split("\t") for line in text.split("\n")[:-1]]


def fault_of_output(name, out, is_body):
    """What is wrong with a standard output of this format, or nothing. `is_body`: it is the body of
    an answer, as it came."""
    text = out.decode()
    if "\x1b" in text or "\r" in text.replace("\r\n", ""):
        return "control characters"
    if text and not text.endswith("\n") and not is_body:
        return "no line end"
    if name == "json" and text:
        json.loads(text)
    if name == "ndjson":
        for line in text.splitlines():
            if not isinstance(json.loads(line), dict):
                return "a line that is no object"
    if name in ("csv", "tsv"):
        widths = {len(row) for row in read_table(text, "," if name == "csv" else "\t")}
        if len(widths) > 1:
            return f"rows of {sorted(widths)} fields"
    return None


def fault_of_messages(name, err):
    for line in err.splitlines():
        if name in ("json", "ndjson"):
            if json.loads(line).get("type") not in MESSAGES:
                return f"a line of no known type: {line}"
        elif not re.match(r"syncline: |[0-9-]{10}T[0-9:.]{12}Z (info|debug) [a-z]+: ", line):
            return f"a line that is not the program's: {line}"
    return None


class EveryCommand(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schema = Schema()
        cls.world = World()
        cls.addClassCleanup(cls.world.close)

    def each(self, check):
        """Calls `check(command, format)`, which returns what is wrong, for all of them."""
        pairs = [(command, name) for command in tried.COMMANDS for name in FORMATS
                 if name in tried.COMMANDS[command].formats(FORMATS)]
        with concurrent.futures.ThreadPoolExecutor(max_workers=3) as pool:
            faults = [fault for found in pool.map(lambda pair: check(*pair), pairs)
                      for fault in found]
        self.assertFalse(faults, "\n" + "\n".join(faults))

    def test_is_tried(self):
        names = {command["name"] for command in said("generate", "spec")["commands"]}
        self.assertEqual(names, set(tried.COMMANDS) | set(tried.NOT_TRIED))

    def test_prints_only_what_the_format_says(self):
        def check(command, name):
            for flags in FLAGS:
                run = Run(self.world, command, (*format_flags(name), *flags))
                if run.status != tried.COMMANDS[command].status:
                    yield f"{run.line}: ended with {run.status}: {run.err}"
                    continue
                try:
                    is_body = command == "api call" and name == "text"
                    fault = fault_of_output(name, run.out, is_body)
                    fault = fault or fault_of_messages(name, run.err)
                    fault = fault or self.schema.fault_of_results(name, command, run.out)
                    if name in ("json", "ndjson"):
                        fault = fault or self.schema.fault_of_messages(run.err)
                except (ValueError, csv.Error) as error:
                    fault = f"{error} in {run.out!r} {run.err!r}"
                if flags == ("-q",) and run.status == 0 and run.err:
                    fault = f"not quiet: {run.err}"
                if name == "json" and run.status == 0 and not run.out:
                    fault = "no document"
                if fault:
                    yield f"{run.line}: {fault}"

        self.each(check)

    @unittest.skipIf(BRIEF, "each command and format is run once")
    def test_tells_that_its_results_could_not_be_written(self):
        def check(command, name):
            usual = Run(self.world, command, format_flags(name))
            if not usual.out:
                return
            with open("/dev/full", "wb") as full:
                run = Run(self.world, command, format_flags(name), stdout=full)
            if run.status != IO_ERROR or "standard output cannot be written" not in run.err:
                yield f"{run.line} > /dev/full: {run.status} {run.err}"
            reader, writer = os.pipe()
            os.close(reader)
            run = Run(self.world, command, format_flags(name), stdout=writer)
            os.close(writer)
            expected = READER_GONE if usual.status == 0 else usual.status
            if run.status != expected or (usual.status == 0 and run.err != usual.err):
                yield f"{run.line} | true: {run.status} {run.err}"

        self.each(check)

    @unittest.skipIf(BRIEF, "each command and format is run once")
    def test_does_not_write_elsewhere_when_standard_output_is_closed(self):
        def check(command, name):
            usual = Run(self.world, command, format_flags(name))
            words = [self.world.filled_in(word) for word in tried.COMMANDS[command].words]
            with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
                shutil.copytree(self.world.folder, folder, dirs_exist_ok=True)
                environment = self.world.environment(folder)
                done = subprocess.run(
                    ["sh", "-c", 'exec "$0" "$@" >&-', PROGRAM, *command.split(),
                     *format_flags(name), *words],
                    cwd=folder, env=environment, capture_output=True, timeout=60, check=False,
                    input=tried.COMMANDS[command].input.encode())
                expected = IO_ERROR if usual.out and usual.status < IO_ERROR else usual.status
                if done.returncode != expected:
                    yield f"{usual.line} >&-: {done.returncode} {done.stderr.decode()}"
                sound = subprocess.run([PROGRAM, "query", "todo", "--count"], cwd=folder,
                                       env=environment, capture_output=True, check=False)
                if sound.returncode != 0:
                    yield f"{usual.line} >&-: the store is {sound.stderr.decode()}"

        self.each(check)


if __name__ == "__main__":
    unittest.main()
