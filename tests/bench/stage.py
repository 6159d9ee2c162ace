"""Where the works are played: programs, files, the service and the links to it."""

import contextlib
import functools
import json
import os
import shutil
import sqlite3
import subprocess
import time
import urllib.request
import zlib
from http.client import HTTPConnection

from measure import Runner, Sample, WrongResult

COLUMNS = ("text:string", "complete:boolean", "priority:integer", "due:datetime")
SQL_COLUMNS = "id TEXT PRIMARY KEY NOT NULL, text TEXT, complete INTEGER, priority INTEGER, due TEXT"
STORE_FILES = ("", "-wal")


def require(good, words):
    """Raises WrongResult with `words` unless `good`."""
    if not good:
        raise WrongResult(words)


class Server:
    """A program that says "LISTENING … port" and ends with its standard input."""

    def __init__(self, command, environment=None):
        self._process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=environment, text=True)
        line = self._process.stdout.readline().split()
        require(line[:1] == ["LISTENING"], f"{command[0]} did not start")
        self.port = int(line[-1])
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class Stage:
    """Owns a folder that goes away with it. `scale` says how large everything is."""

    def __init__(self, folder, syncline, programs, scale):
        self.folder = folder
        self.scale = scale
        self.syncline = syncline
        self.programs = programs
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "SYNCLINE_CONFIG": "none",
                       "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        self.runner = Runner(self.program("bench_run"), folder, environment)
        self._servers = []
        self._links = {}
        self._templates = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in reversed(self._servers):
            server.stop()

    # Programs and files.

    def program(self, name):
        return os.path.join(self.programs, name)

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *command, **options):
        return self.runner.run(command, **options)

    def run_syncline(self, *arguments, **options):
        return self.run(self.syncline, *arguments, **options)

    @functools.lru_cache(maxsize=None)
    def items_file(self, form, count):
        """The first items of the data as a file of bench_items' FORM."""
        name = self.path(f"{form}-{count}")
        self.run(self.program("bench_items"), form, count, stdout=name)
        return name

    @functools.lru_cache(maxsize=None)
    def ids_of(self, count):
        """The sum of the CRC-32 of the first items' ids."""
        return int(self.run(self.program("bench_items"), "ids", count).out)

    def remove(self, name):
        """Removes a database and what lies beside it."""
        for end in (*STORE_FILES, "-shm", "-lock", "-journal"):
            if os.path.exists(name + end):
                os.remove(name + end)

    # Stores.

    def new_store(self, tables, url="", name="new.db", protocol="v2"):
        """A store with these tables and nothing in them."""
        store = self.path(name)
        self.remove(store)
        service = ("--url", url) if url else ()
        self.run_syncline("init", "-q", "-d", store, "--protocol", protocol, *service)
        for table in tables:
            self.run_syncline("define-table", "-q", "-d", store, table, *COLUMNS)
        return store

    def store(self, key, prepare):
        """A copy of the store that `prepare()` makes when it is asked for the first time."""
        if key not in self._templates:
            kept = self.path(f"template-{len(self._templates)}.db")
            self.copy(prepare(), kept)
            self._templates[key] = kept
        store = self.path("run.db")
        self.copy(self._templates[key], store)
        return store

    def empty_store(self, table, url="", protocol="v2"):
        return self.store(("empty", table, url, protocol),
                          lambda: self.new_store([table], url, protocol=protocol))

    def drop_templates(self):
        """Gives the disk space of the prepared stores back."""
        for kept in self._templates.values():
            self.remove(kept)
        self._templates.clear()

    def copy(self, store, target):
        self.remove(target)
        for end in STORE_FILES:
            if os.path.exists(store + end):
                shutil.copyfile(store + end, target + end)

    def count(self, database, sql):
        with sqlite3.connect(f"file:{database}", uri=True) as connection:
            (value,) = connection.execute(sql).fetchone()
        connection.close()
        return value

    def check_items(self, database, table, count):
        """That the table holds the first `count` items of the data, by their ids."""
        connection = sqlite3.connect(f"file:{database}", uri=True)
        found = 0
        ids = 0
        for (one,) in connection.execute(f'SELECT id FROM "{table}"'):
            found += 1
            ids += zlib.crc32(one.encode())
        connection.close()
        require(found == count, f"{table} has {found} items, not {count}")
        require(ids == self.ids_of(count), f"{table} has other items than it should")

    def check_queue(self, database, count):
        queued = self.count(database, "SELECT count(*) FROM __operations")
        require(queued == count, f"{queued} operations are queued, not {count}")

    # The service.

    @functools.cached_property
    def service(self):
        return self.start([self.program("bench_service"), self.scale.dataset])

    def start(self, command, environment=None):
        """A server that ends with the stage."""
        server = Server(command, environment)
        self._servers.append(server)
        return server

    def ask(self, path, method="GET"):
        request = urllib.request.Request(f"{self.service.url}/bench/{path}", method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def reset_service(self):
        self.ask("reset", "POST")

    def check_requests(self, **wanted):
        """That the service got exactly these requests since the last reset."""
        got = self.ask("requests")
        require(got == wanted, f"the service got {got}, not {wanted}")

    def check_written(self, table, kind, count):
        """That the first `count` items of the data, and no others, were written or deleted."""
        got = self.ask(f"table/{table}")
        done, other = ("deleted", "written") if kind == "delete" else ("written", "deleted")
        require(got[done] == count and got[other] == 0, f"the service has {got}, not {count}")
        require(got[f"{done}_ids"] == self.ids_of(count), "the service has other items")

    def link(self, round_trip=0, bits=0):
        """The URL of the service through a link, which is measured before it is used."""
        if not round_trip and not bits:
            return self.service.url
        if (round_trip, bits) not in self._links:
            proxy = self.start([self.program("bench_proxy"), self.service.port, round_trip, bits])
            check_link(proxy.url, round_trip, bits)
            self._links[round_trip, bits] = proxy.url
        return self._links[round_trip, bits]

    @staticmethod
    def let_arrive(url):
        """What a program that was stopped has sent into a link arrives before this returns."""
        with contextlib.closing(HTTPConnection(url.removeprefix("http://"))) as connection:
            ask_for(connection, 1)

    def timed(self, count, *command, **options):
        """Runs syncline; a Sample of `count` units."""
        outcome = self.run_syncline(*command, **options)
        return Sample(outcome.seconds, count, outcome.peak_mb)


def check_link(url, round_trip, bits, tolerance=0.10):
    """That a link is as slow as it was asked to be, within `tolerance`. What else runs on the
    machine can only add to a time, so that the best of many counts, and more are tried if need be."""
    with contextlib.closing(HTTPConnection(url.removeprefix("http://"))) as connection:
        first = ask_for(connection, 1)
        most = round_trip * (1 + tolerance) + 0.5
        later = best(connection, 1, most, 20)
        if round_trip:
            require(round_trip <= later <= most,
                    f"a round trip of {round_trip} ms takes {later:.2f} ms")
            require(first >= 2 * round_trip,
                    f"a first answer takes {first:.2f} ms, less than two round trips")
        if bits:
            quarter = 250 * (1 + tolerance) + most
            took = best(connection, bits // 8 // 4, quarter, 2)
            require(250 <= took <= quarter, f"a quarter of a second of data takes {took:.0f} ms")


def ask_for(connection, size):
    """How many ms so many bytes of the service take."""
    began = time.perf_counter()
    connection.request("GET", f"/bench/body/{size}")
    connection.getresponse().read()
    return (time.perf_counter() - began) * 1000


def best(connection, size, wanted, tries):
    """The least of `tries` times, or of more if it is not what is wanted."""
    times = []
    while len(times) < tries or (min(times) > wanted and len(times) < 5 * tries):
        times.append(ask_for(connection, size))
    return min(times)
