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
    panel(out, LEFT, curves, "us_per_item", "µs per item", None)
    panel(out, LEFT + PANEL + GAP, curves, "peak_mb", "peak memory, MB", MOST_MEMORY)
    return out.text()


def nice_top(value):
    """A round number that is not below value."""
    scale = 10 ** math.floor(math.log10(value))
    return next(step * scale for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * scale >= value)


def short(items):
    return f"{items // 1_000_000} M" if items >= 1_000_000 else (
        f"{items // 1_000} k" if items >= 1_000 else str(items))


def panel(out, left, curves, member, title, limit):
    sizes = sorted({point["items"] for curve in curves for point in curve["points"]})
    most = max(point[member] for curve in curves for point in curve["points"])
    top = nice_top(max(most, limit or 0))
    low, high = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] + 1))

    def x_of(items):
        return left + PANEL * (math.log10(items) - low) / (high - low)

    def y_of(amount):
        return TOP + HEIGHT * (1 - amount / top)

    out.words(left, TOP - 16, title, 13, INK, weight="bold")
    for quarter in range(5):
        amount = top * quarter / 4
        out.line(left, y_of(amount), left + PANEL, y_of(amount), INK if quarter == 0 else LINE)
        out.words(left - 8, y_of(amount) + 4, f"{amount:g}", 11, QUIET, "end")
    for items in sizes:
        out.words(x_of(items), TOP + HEIGHT + 18, short(items), 11, QUIET, "middle")
    out.words(left + PANEL / 2, TOP + HEIGHT + 38, "items", 11, QUIET, "middle")
    if limit:
        out.line(left, y_of(limit), left + PANEL, y_of(limit), "#cf222e", 1.5, "5 4")
        out.words(left, y_of(limit) - 5, f"{limit} MB", 11, "#cf222e")
    labels = []
    for curve, colour in zip(curves, COLOURS):
        points = [(x_of(point["items"]), y_of(point[member])) for point in curve["points"]]
        out.curve(points, colour)
        labels.append((points[-1][1], curve["work"], colour))
    last = TOP - 20
    for y, name, colour in sorted(labels):
        last = max(y + 4, last + 15)
        out.words(left + PANEL + 12, last, name, 12, colour)
