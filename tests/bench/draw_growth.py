"""The curves of growth: time per item and peak memory by the number of items."""

import math

from svg import INK, LINE, QUIET, Picture

COLOURS = ("#0969da", "#1a7f37", "#bc4c00", "#8250df", "#bf3989", "#9a6700", "#57606a")
MOST_MEMORY = 64
TOP, PANEL, HEIGHT, GAP, LEFT = 96, 250, 250, 210, 64


def picture(result):
    curves = result["curves"]
    if not curves:
        return ""
    out = Picture(LEFT + 2 * PANEL + 2 * GAP, TOP + HEIGHT + 60, "Growth: time per item and peak memory")
    out.words(24, 34, "Growth: a flat curve means that no item costs more because there are many",
              18, INK, weight="bold")
    machine = result["machine"]
    out.words(24, 54, f"{machine['cores']} cores, {machine['processor']}, {machine['filesystem']}, "
              f"{result['date']}.", 12, QUIET)
    times = [point["us_per_item"] for curve in curves for point in curve["points"]]
    panel(out, LEFT, curves, "us_per_item", "µs per item", LogScale(min(times), max(times)))
    peaks = [point["peak_mb"] for curve in curves for point in curve["points"]]
    left = LEFT + PANEL + GAP
    scale = LinearScale(max(MOST_MEMORY, *peaks))
    panel(out, left, curves, "peak_mb", "peak memory, MB", scale)
    y = y_of(scale.share(MOST_MEMORY))
    out.line(left, y, left + PANEL, y, "#cf222e", 1.5, "5 4")
    out.words(left, y - 5, f"{MOST_MEMORY} MB", 11, "#cf222e")
    return out.text()


class LinearScale:
    """From zero to a round number that is not below `most`."""

    def __init__(self, most):
        unit = 10 ** math.floor(math.log10(most))
        self._top = next(step * unit for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * unit >= most)
        self.marks = [self._top * quarter / 4 for quarter in range(5)]

    def share(self, amount):
        return amount / self._top


class LogScale:
    """Whole powers of ten around what is between `least` and `most`."""

    def __init__(self, least, most):
        self._low = math.floor(math.log10(least))
        self._high = max(math.ceil(math.log10(most)), self._low + 1)
        self.marks = [10 ** power for power in range(self._low, self._high + 1)]

    def share(self, amount):
        return (math.log10(amount) - self._low) / (self._high - self._low)


def y_of(share):
    return TOP + HEIGHT * (1 - share)


def short(items):
    return f"{items // 1_000_000} M" if items >= 1_000_000 else (
        f"{items // 1_000} k" if items >= 1_000 else str(items))


def panel(out, left, curves, member, title, scale):
    sizes = sorted({point["items"] for curve in curves for point in curve["points"]})
    low, high = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] + 1))

    def x_of(items):
        return left + PANEL * (math.log10(items) - low) / (high - low)

    out.words(left, TOP - 16, title, 13, INK, weight="bold")
    for mark in scale.marks:
        y = y_of(scale.share(mark))
        out.line(left, y, left + PANEL, y, INK if mark == scale.marks[0] else LINE)
        out.words(left - 8, y + 4, f"{mark:g}", 11, QUIET, "end")
    for items in sizes:
        out.words(x_of(items), TOP + HEIGHT + 18, short(items), 11, QUIET, "middle")
    out.words(left + PANEL / 2, TOP + HEIGHT + 38, "items", 11, QUIET, "middle")
    labels = []
    for curve, colour in zip(curves, COLOURS):
        points = [(x_of(point["items"]), y_of(scale.share(point[member])))
                  for point in curve["points"]]
        out.curve(points, colour)
        labels.append((points[-1][1] + 4, curve["work"], colour))
    write_labels(out, left + PANEL + 12, sorted(labels))


def write_labels(out, x, labels):
    """Each beside the end of its curve, moved so that none covers another."""
    places = []
    for y, _, _ in labels:
        places.append(max(y, places[-1] + 15) if places else y)
    too_far = max(0.0, places[-1] - (TOP + HEIGHT))
    for i in reversed(range(len(places))):
        limit = places[i + 1] - 15 if i + 1 < len(places) else places[i] - too_far
        places[i] = min(places[i], limit)
    for y, (_, name, colour) in zip(places, labels):
        out.words(x, y, name, 12, colour)
