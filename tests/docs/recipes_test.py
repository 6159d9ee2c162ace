#!/usr/bin/env python3
"""The recipes of syncline-scripting(7), as a reader copies them, do what they say."""

import re
import subprocess
import textwrap
import unittest

from common import PROGRAM, SOURCE, Sandbox, main, rendered, section

TEXT = rendered(SOURCE / "man/syncline-scripting.7")


def recipe(title):
    """The lines of a section that are set in further than its prose."""
    lines = section(TEXT, re.escape(title)).rstrip().splitlines()
    code = [line for line in lines if not line or line.startswith(" " * 11)]
    return textwrap.dedent("\n".join(code)).strip("\n") + "\n"


class Recipes(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox()
        self.addCleanup(self.sandbox.__exit__)
        self.sandbox.serve()

    def test_each_is_tried_here(self):
        titles = re.findall(r"^([A-Z].*)$", TEXT, re.MULTILINE)[1:-1]
        self.assertEqual(
            [title for title in titles if recipe(title).strip()],
            [
                "TO BRANCH ON THE STATUS",
                "TO GO ON ONLY IF SOMETHING CAME",
                "TO PASS IDS TO ANOTHER COMMAND",
                "A JOB OF A BUILD",
                "CRON",
                "SYSTEMD: SYNCLINE-SYNC.SERVICE",
                "SYSTEMD: SYNCLINE-SYNC.TIMER",
            ],
        )

    def test_branch_on_the_status(self):
        script = recipe("TO BRANCH ON THE STATUS")
        self.sandbox.fill()
        self.assertEqual(self.sandbox.run(script)[0], 0)
        self.sandbox.must("syncline insert todoitem --id new -q")
        offline = {"SYNCLINE_URL": "http://127.0.0.1:1", "SYNCLINE_RETRY": "0"}
        status, out, _ = self.sandbox.run(script, **offline)
        self.assertEqual((status, "the next run goes on" in out), (0, True), out)
        self.assertEqual(self.sandbox.run(script, SYNCLINE_DB="missing.db")[0], 10)

    def test_branch_on_a_conflict(self):
        self.sandbox.conflict()
        status, out, _ = self.sandbox.run(recipe("TO BRANCH ON THE STATUS"))
        self.assertEqual(status, 0)
        self.assertIn("milk\ttodoitem\tupdate-update", out)

    def test_go_on_only_if_something_came(self):
        script = recipe("TO GO ON ONLY IF SOMETHING CAME")
        self.sandbox.fill()
        file = self.sandbox.home / "todoitem.csv"
        self.assertEqual(self.sandbox.run(script)[0], 0)
        self.assertIn("item-20", file.read_text())  # the pull has pushed first
        file.unlink()
        self.assertEqual(self.sandbox.run(script)[0], 0)
        self.assertFalse(file.exists())

    def test_pass_ids_to_another_command(self):
        self.sandbox.serve("--protocol", "v2")  # v3 takes no such ids
        self.sandbox.fill()
        self.sandbox.must(
            "syncline update todoitem --all --set complete=false -q"
            " && syncline insert todoitem -q --set complete=false --id='-a b'"
        )
        self.sandbox.must(recipe("TO PASS IDS TO ANOTHER COMMAND"))
        left = self.sandbox.must("syncline query todoitem --filter 'complete eq false' --count")
        self.assertEqual(left, "0\n")

    def test_a_job_of_a_build(self):
        script = recipe("A JOB OF A BUILD")
        url = self.sandbox.environment.pop("SYNCLINE_URL")
        job = {"SERVICE_URL": url, "CI_JOB": "it's 7"}
        status, out, err = self.sandbox.run(script, **job)
        self.assertEqual((status, err), (0, ""), out)
        seen = self.sandbox.must("syncline query jobs --fields name,state --no-header")
        self.assertEqual(seen, "it's 7\tstarted\n")
        self.sandbox.stop()
        self.assertEqual(self.sandbox.run(script, **job, SYNCLINE_RETRY="0")[0], 5)

    def test_cron(self):
        self.sandbox.fill()
        lines = [line.split(None, 5) for line in recipe("CRON").splitlines()]
        self.assertEqual([len(line) for line in lines], [6, 6])
        for *times, command in lines:
            for field in times:
                self.assertRegex(field, r"^(\*|\d+)(/\d+)?$")
            self.assertNotIn("%", command)  # which cron takes for a line end
        sync, watch = (line[5] for line in lines)
        silent = (0, "", "")
        self.assertEqual(self.sandbox.run(sync), silent)
        self.assertEqual(self.sandbox.run(watch), silent)
        offline = {"SYNCLINE_URL": "http://127.0.0.1:1", "SYNCLINE_RETRY": "0"}
        self.sandbox.must("syncline insert todoitem --id new -q")
        self.assertEqual(self.sandbox.run(sync, **offline), silent)
        without_grace = {**offline, "SYNCLINE_GRACE": "0"}
        self.assertEqual(self.sandbox.run(sync, **without_grace)[0], 5)
        lock = "flock -n .local/share/syncline/store.db-lock sh -c '$SYNC'"
        self.assertEqual(self.sandbox.run(lock.replace("$SYNC", sync.replace("'", "'\\''"))), silent)
        status, out, err = self.sandbox.run(sync, SYNCLINE_DB="missing.db")
        self.assertEqual((status, out), (10, ""))
        self.assertIn("there is no store", err)
        self.sandbox.must("syncline init --db new.db")
        status, out, err = self.sandbox.run(watch, SYNCLINE_DB="new.db")
        self.assertEqual((status, out, err), (1, "", "syncline: the store has never been synced\n"))

    def test_systemd_units(self):
        service = recipe("SYSTEMD: SYNCLINE-SYNC.SERVICE")
        timer = recipe("SYSTEMD: SYNCLINE-SYNC.TIMER")
        self.assertIn("/usr/bin/syncline sync", service)
        # The program is not installed there; a link has a path without blanks.
        (self.sandbox.home / "units").mkdir()
        service = service.replace("/usr/bin/syncline", str(PROGRAM))
        names = []
        for name, text in (("service", service), ("timer", timer)):
            file = self.sandbox.home / "units" / f"syncline-sync.{name}"
            file.write_text(text)
            names.append(str(file))
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True
        )
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_the_command_of_the_service_runs(self):
        self.sandbox.fill()
        self.sandbox.must("echo secret > token")
        service = recipe("SYSTEMD: SYNCLINE-SYNC.SERVICE")
        command = re.search(r"^ExecStart=/usr/bin/(.*)$", service, re.MULTILINE)[1]
        self.sandbox.must(command.replace("%d", "."))
        forgiven = re.search(r"^SuccessExitStatus=(.*)$", service, re.MULTILINE)[1].split()
        self.assertEqual(forgiven, ["8"])


if __name__ == "__main__":
    main()
