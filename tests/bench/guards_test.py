#!/usr/bin/env python3
"""guards_test.py PROGRAMS: the guards of the benchmarks catch what they are there for."""

import sqlite3
import sys
import tempfile
import types
import unittest
import unittest.mock

import bench
from measure import Sample, Side, Work, WrongResult, alternate, compare, spread
from scale import SMOKE
from stage import SQL_COLUMNS, Stage, check_link

PROGRAMS = sys.argv.pop(1)


class Guards(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.stage = Stage(self._folder.name, "syncline", PROGRAMS, SMOKE)
        self.addCleanup(self.stage.__exit__)

    def table(self, count, change=""):
        database = self.stage.path("some.db")
        with sqlite3.connect(database) as connection:
            connection.execute(f"CREATE TABLE items ({SQL_COLUMNS})")
        connection.close()
        self.stage.run("sqlite3", database, ".mode csv",
                       f".import {self.stage.items_file('csv', count)} items", change)
        return database

    def test_a_link_that_is_slower_or_faster_than_asked_is_found(self):
        url = self.stage.link(20)
        check_link(url, 20, 0)
        for wrong in (15, 30):
            with self.assertRaises(WrongResult):
                check_link(url, wrong, 0)

    def test_a_link_of_another_rate_is_found(self):
        url = self.stage.link(0, 20_000_000)
        for wrong in (10_000_000, 40_000_000):
            with self.assertRaises(WrongResult):
                check_link(url, 0, wrong)

    def test_a_missing_and_another_item_are_found(self):
        self.stage.check_items(self.table(50), "items", 50)
        self.stage.remove(self.stage.path("some.db"))
        with self.assertRaises(WrongResult):
            self.stage.check_items(self.table(49), "items", 50)
        self.stage.remove(self.stage.path("some.db"))
        changed = self.table(50, "UPDATE items SET id = 'x' WHERE rowid = 7")
        with self.assertRaises(WrongResult):
            self.stage.check_items(changed, "items", 50)

    def test_a_failed_program_is_no_sample(self):
        with self.assertRaises(WrongResult):
            self.stage.run("false")

    def test_a_request_too_many_is_found(self):
        self.stage.reset_service()
        self.stage.check_requests()
        self.stage.run("curl", "-sS", f"{self.stage.service.url}/tables/small1")
        with self.assertRaises(WrongResult):
            self.stage.check_requests()

    def test_a_filter_that_the_service_does_not_know_is_refused(self):
        url = f"{self.stage.service.url}/tables/items10?$filter=text%20eq%20null"
        with self.assertRaises(WrongResult):
            self.stage.run("curl", "-sS", "--fail", url)

    def test_memory_is_that_of_the_program(self):
        self.assertLess(self.stage.run("true").peak_mb, 8)
        big = self.stage.run(sys.executable, "-c", "len(b'x' * 100_000_000)")
        self.assertGreater(big.peak_mb, 90)


class Groups(unittest.TestCase):
    def test_a_wrong_work_is_noted_and_does_not_stop_the_others(self):
        def fail():
            raise WrongResult("two items, not three")

        def works(_):
            for name, sample in (("bad", fail), ("good", lambda: Sample(1, 1))):
                yield Work("some", name, "ms", Side("syncline", sample), [Side("model", rate=1)], 1)

        run = bench.Run()
        some = types.SimpleNamespace(works=works)
        stage = types.SimpleNamespace(drop_templates=lambda: None)
        with unittest.mock.patch.dict(bench.GROUPS, some=some):
            run.play(stage, "some")
        self.assertEqual(run.wrong, ["some: bad: two items, not three"])
        self.assertEqual([row["work"] for row in run.rows], ["good"])


class Figures(unittest.TestCase):
    def test_ratios_are_of_one_round(self):
        # The machine became half as fast: the ratio is the same in each round.
        ours = iter((1.0, 2.0, 2.0))
        theirs = iter((2.0, 4.0, 4.0))
        work = Work("group", "name", "ms", Side("syncline", lambda: Sample(next(ours), 1)),
                    [Side("other", lambda: Sample(next(theirs), 1), bar=0.5),
                     Side("model", rate=1.0)], 3)
        measured, model = compare(work, alternate(work))
        self.assertEqual(measured["ratio"], 2.0)
        self.assertEqual(measured["spread"], 0.0)
        self.assertEqual(model["ratio"], 0.5)

    def test_the_spread_is_of_the_middle_half(self):
        self.assertEqual(spread([1.0, 1.0, 1.0, 1.0, 9.0]), 0.0)
        self.assertEqual(spread([1.0, 2.0, 3.0]), 1.0)
        self.assertEqual(spread([1.0]), 0.0)


if __name__ == "__main__":
    unittest.main()
