#!/usr/bin/env python3
"""Plants one bug after the other into the library and lets the simulation look for it.

BUILD is a build folder with the target `simulate`. Each `*.patch` beside this script changes one
source file of the library; only that file is compiled again, outside of the tree, and linked into a
simulation of its own, which has to find it in the seeds that CI runs, the first N (600). A bug that
is not found, and a patch that no longer applies, is a failure.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# Bugs that are found soon, each of another kind.
QUICK = ["no-settling-time", "sent-is-forgotten", "undeclared-members-lost"]


class Unplantable(Exception):
    pass


def plant(patch, folder):
    """The path of the file that a patch changes, and its changed copy in `folder`."""
    name = re.search(r"^\+\+\+ b/(\S+)", patch.read_text(), re.MULTILINE).group(1)
    copy = folder / name
    copy.parent.mkdir(parents=True)
    copy.write_text((ROOT / name).read_text())
    done = subprocess.run(["git", "apply", "--unsafe-paths", "-p1", f"--directory={folder}",
                           str(patch)], cwd="/", capture_output=True, text=True)
    if done.returncode != 0:
        raise Unplantable(done.stderr.strip())
    return ROOT / name, copy


def command_for(commands, source, copy, folder):
    """The command that compiles the source, and what it has to compile instead: the copy, or what
    includes the copy where several sources are compiled as one."""
    for command in commands:
        if "syncline_objects" not in command["output"]:
            continue
        file = pathlib.Path(command["file"])
        if file == source:
            return command, copy
        if "Unity" not in file.parts:
            continue
        unity = file.read_text()
        if f'#include "{source}"' in unity:
            changed = folder / "unity.cpp"
            changed.write_text(unity.replace(f'"{source}"', f'"{copy}"'))
            return command, changed
    raise Unplantable(f"nothing compiles {source}")


def build(commands, build_folder, source, copy, folder):
    """A simulation with the changed file in it."""
    compile_, copy = command_for(commands, source, copy, folder)
    words = shlex.split(compile_["command"])
    output = folder / "planted.o"
    words[words.index("-o") + 1] = str(output)
    words[words.index("-c") + 1] = str(copy)
    # More would take the compiler longer than it saves the simulation.
    words = ["-O1" if word == "-O3" else word for word in words]
    words[words.index("-MF") + 1] = str(folder / "planted.d")
    subprocess.run(words, cwd=build_folder, check=True)
    link = next(c for c in commands if c["output"].endswith("/simulate"))["command"]
    program = folder / "simulate"
    link = link.replace(compile_["output"], str(output))
    link = re.sub(r"-o \S+/simulate", f"-o {program}", link)
    subprocess.run(link, shell=True, cwd=build_folder, check=True)
    return program


def look_for(program, seeds):
    """What the simulation says of it, or nothing."""
    begin = time.monotonic()
    done = subprocess.run([program, "--seeds", str(seeds)], capture_output=True, text=True)
    if done.returncode == 0:
        return None
    found = done.stdout.splitlines()
    if done.returncode != 1 or not found:
        return f"ended with {done.returncode}: {done.stderr.strip()[-200:]}"
    return f"{found[0][:110]} ({time.monotonic() - begin:.0f} s with shrinking)"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=600)
    parser.add_argument("--some", type=int, metavar="N",
                        help="try the first N of those that are found soon; of all others look "
                             "only whether they still apply")
    parser.add_argument("names", nargs="*", metavar="NAME", help="try these patches only")
    options = parser.parse_intermixed_args()
    build_folder = options.build.resolve()
    commands = json.loads(subprocess.run(["ninja", "-C", build_folder, "-t", "compdb"], check=True,
                                         capture_output=True, text=True).stdout)
    wanted = options.names or QUICK[:options.some]
    failures = 0
    tried = 0
    for patch in sorted(HERE.glob("*.patch")):
        try:
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                source, copy = plant(patch, folder)
                if (options.some is not None or options.names) and patch.stem not in wanted:
                    continue
                tried += 1
                found = look_for(build(commands, build_folder, source, copy, folder),
                                 options.seeds)
        except (Unplantable, subprocess.CalledProcessError) as error:
            found = None
            print(f"{patch.stem}: cannot be planted: {error}", flush=True)
        if found is None:
            failures += 1
        print(f"{patch.stem}: {found or 'NOT FOUND'}", flush=True)
    print(f"{tried} bugs planted, {failures} not found", flush=True)
    return 1 if failures or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
