#!/usr/bin/env python3
"""`cmake --install` into a folder: everything is where shells, man and compilers look for it, and
works from there."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from common import SOURCE, Sandbox, main

BUILD, COMPILER = pathlib.Path(sys.argv[3]).resolve(), sys.argv[4]
del sys.argv[3:5]

CONSUMER = """
#include <syncline/client.hpp>
#include <syncline/version.hpp>

#include <iostream>

int main() {
    syncline::Client client("store.db");
    std::cout << client.insert("todoitem", {{"text", syncline::Value::string("from a program")}})
              << ' ' << syncline::versions().syncline << '\\n';
}
"""


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.prefix = pathlib.Path(tempfile.mkdtemp(prefix="syncline-prefix-"))
        cls.addClassCleanup(shutil.rmtree, cls.prefix)
        done = subprocess.run(
            ["cmake", "--install", BUILD, "--prefix", cls.prefix],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        cls.program = cls.prefix / "bin/syncline"

    def setUp(self):
        self.sandbox = Sandbox(self.program)
        self.addCleanup(self.sandbox.__exit__)

    def test_the_program_runs_and_finds_its_libraries(self):
        self.sandbox.serve()
        self.sandbox.fill()
        self.sandbox.must("syncline sync -q")
        self.assertIn(str(self.prefix), self.sandbox.must("command -v syncline"))

    def test_it_does_not_look_into_the_build_folder(self):
        for file in [self.program, *self.prefix.rglob("libsyncline*.so*")]:
            shown = subprocess.run(
                ["readelf", "-d", file], capture_output=True, text=True, check=True
            )
            self.assertNotIn(str(BUILD), shown.stdout)

    def test_the_schema_is_there(self):
        installed = self.prefix / "share/syncline/schema/syncline-v1.schema.json"
        kept = SOURCE / "cmd/schema/syncline-v1.schema.json"
        self.assertEqual(installed.read_bytes(), kept.read_bytes())

    def test_man_finds_every_page(self):
        environment = {**os.environ, "MANPATH": str(self.prefix / "share/man")}
        pages = sorted((SOURCE / "man").iterdir())
        self.assertGreater(len(pages), 30)
        for page in pages:
            found = subprocess.run(
                ["man", "-w", page.suffix[1:], page.stem],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            folder = f"share/man/man{page.suffix[1:]}"
            self.assertEqual(found.stdout.strip(), str(self.prefix / folder / page.name))

    def test_bash_loads_the_completion_by_itself(self):
        script = """
            . /usr/share/bash-completion/bash_completion
            _completion_loader syncline
            complete -p syncline
            COMP_LINE='syncline pus' COMP_POINT=12 COMP_WORDS=(syncline pus) COMP_CWORD=1
            _syncline
            echo "${COMPREPLY[@]}"
        """
        data = str(self.prefix / "share")
        status, out, err = self.sandbox.run(script, "/bin/bash", XDG_DATA_DIRS=data)
        self.assertEqual((status, out), (0, "complete -F _syncline syncline\npush\n"), err)

    def test_fish_loads_the_completion_by_itself(self):
        status, out, err = self.sandbox.run(
            "fish -c \"complete -C 'syncline pus'\"", XDG_DATA_DIRS=str(self.prefix / "share")
        )
        self.assertEqual((status, out.split("\t")[0]), (0, "push"), err)

    def test_zsh_finds_the_completion(self):
        folders = [
            self.prefix / "share/zsh/site-functions",
            self.prefix / "share/zsh/vendor-completions",
        ]
        folder = next(each for each in folders if each.exists())
        status, out, err = self.sandbox.run(
            f"zsh -fc 'fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D;"
            " print $_comps[syncline]'"
        )
        self.assertEqual((status, out), (0, "_syncline\n"), err)

    def test_a_program_is_built_with_the_headers_and_the_library(self):
        libraries = next(self.prefix.rglob("libsyncline.so")).parent
        (self.sandbox.home / "consumer.cpp").write_text(CONSUMER)
        build = [COMPILER, "-std=c++20", "consumer.cpp", "-I", self.prefix / "include", "-L"]
        build += [libraries, f"-Wl,-rpath,{libraries}", "-lsyncline", "-o", "consumer"]
        built = subprocess.run(
            build, cwd=self.sandbox.home, capture_output=True, text=True, check=False
        )
        if "asan" in built.stderr or "ubsan" in built.stderr:
            self.skipTest("the library needs a sanitizer's runtime")
        self.assertEqual((built.returncode, built.stderr), (0, ""))
        self.sandbox.must(
            "syncline init --db store.db && syncline define-table todoitem text:string --db store.db"
        )
        self.assertRegex(self.sandbox.must("./consumer"), r"^\S+ \d+\.\d+\.\d+\n$")
        told = self.sandbox.must("syncline query todoitem --db store.db --raw --fields text")
        self.assertEqual(told, "from a program\n")


if __name__ == "__main__":
    main()
