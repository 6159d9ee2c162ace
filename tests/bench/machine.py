"""What kind of machine this is: nothing that names the one machine."""

import os
import platform
import re


def _field(file, name):
    try:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith(name):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return ""


def describe(folder):
    """As the results keep it; `folder` is where the works write."""
    memory = _field("/proc/meminfo", "MemTotal").split()
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _field("/proc/cpuinfo", "model name"),
        "memory_gb": round(int(memory[0]) / 1024 / 1024) if memory else 0,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "filesystem": _filesystem(folder),
    }


def kind(machine):
    """A short name for files, such as 2-core-epyc."""
    known = re.search(r"EPYC|Xeon|Ryzen|Core|Neoverse|Apple|Threadripper|Opteron",
                      machine["processor"], re.IGNORECASE)
    maker = known.group().lower() if known else platform.machine()
    return f"{machine['cores']}-core-{maker}"


def _filesystem(folder):
    """The type of the file system that the folder is on."""
    best = ("", "")
    with open("/proc/self/mounts", encoding="utf-8") as lines:
        for line in lines:
            _, place, form = line.split()[:3]
            inside = place == "/" or folder == place or folder.startswith(place + "/")
            if inside and len(place) >= len(best[0]):
                best = (place, form)
    return best[1]
