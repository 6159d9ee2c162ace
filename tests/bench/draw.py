#!/usr/bin/env python3
"""Draws what a run measured: draw.py RESULTS.json writes the pictures beside it."""

import json
import math
import re
import sys

import draw_growth
from svg import INK, LINE, QUIET, Picture
from units import speed, words

OURS = "#0969da"
THEIRS = "#8c959f"
BELOW = "#bc4c00"

# The works of the main picture, as groups and the beginnings of names: the first that fits.
MAIN = (
    ("start", "insert of one row"),
    ("insert", r"[\d,]+ items, ids given"),
    ("pull", r"[\d,]+ items, page 1,000"),
    ("pull", r"20 ms, page 1,000, 1 in flight"),
    ("pull", r"100 ms, page 1,000, 8 in flight"),
    ("push", r"inserts, 20 ms, 1 in flight"),
    ("push", r"inserts, 20 ms, (16|8) in flight"),
    ("idle", r"pull, 1 table, 20 ms"),
    ("query", r"filter by a text"),
    ("real", r"pull of [\d,]+ items, page 1,000"),
)

VERBS = {"start": "start-up", "idle": "nothing to do", "real": "real v2 server"}


def pictures(result):
    """The pictures of a run by the end of their names; those that have something to show."""
    found = {"": main_picture(result), "-ratios": ratios_picture(result),
             "-growth": draw_growth.picture(result)}
    return {end: text for end, text in found.items() if text}


def where(result):
    machine = result["machine"]
    return f"{machine['cores']} cores, {machine['processor']}, {machine['filesystem']}, {result['date']}"


def main_works(rows):
    """The rows of each work of the main picture."""
    for group, pattern in MAIN:
        for row in rows:
            if row["group"] == group and re.match(pattern, row["work"]):
                yield [one for one in rows
                       if one["group"] == group and one["work"] == row["work"]]
                break


def main_picture(result):
    """For each work how fast each side is; the longest bar is the fastest."""
    works = list(main_works(result["rows"]))
    if not works:
        return ""
    left, span, width, bar = 270, 420, 820, 18
    bars = sum(len(rows) + 1 for rows in works)
    picture = Picture(width, 84 + bars * bar + len(works) * 30 + 20, "syncline beside its references")
    picture.words(24, 34, "syncline beside its references", 18, INK, weight="bold")
    picture.words(24, 54, f"Longer is faster. {where(result)}.", 12, QUIET)
    y = 84
    for rows in works:
        first = rows[0]
        group = VERBS.get(first["group"], first["group"])
        picture.words(24, y + 12, f"{group}: {first['work']}", 13, INK, weight="bold")
        y += 20
        unit = first["unit"]
        best = max(speed(row[name], unit) for row in rows for name in ("syncline", "reference_value"))
        sides = [("syncline", first["syncline"], True, True)]
        sides += [(row["reference"], row["reference_value"], False, row["measured"]) for row in rows]
        for name, amount, is_ours, measured in sides:
            colour = OURS if is_ours else THEIRS
            picture.words(left - 10, y + 12, name, 12, INK if is_ours else QUIET, "end")
            length = max(span * speed(amount, unit) / best, 1.5)
            # What was computed and not measured is only outlined.
            picture.rect(left, y + 2, length, bar - 5, colour if measured else "none", colour)
            picture.words(left + length + 8, y + 12, words(amount, unit), 12,
                          INK if is_ours else QUIET)
            y += bar
        y += 10
    return picture.text()


def ratios_picture(result):
    """Each row of the table: how many times as fast as the reference, on a logarithmic scale."""
    rows = [row for row in result["rows"] if row["ratio"] > 0]
    if not rows:
        return ""
    left, span, width, step = 520, 300, 920, 18
    groups = list(dict.fromkeys(row["group"] for row in rows))
    low = min(-1, *(math.floor(math.log10(row["ratio"])) for row in rows))
    high = max(1, *(math.ceil(math.log10(row["ratio"])) for row in rows))
    height = 96 + len(rows) * step + len(groups) * 32
    picture = Picture(width, height, "How many times as fast as its references syncline is")

    def place(ratio):
        return left + span * (math.log10(ratio) - low) / (high - low)

    picture.words(24, 34, "How many times as fast as its references syncline is", 18, INK,
                  weight="bold")
    picture.words(24, 54, f"Blue: faster, grey: slower, orange: below the bar (tick). {where(result)}.",
                  12, QUIET)
    for power in range(low, high + 1):
        x = place(10 ** power)
        picture.line(x, 78, x, height - 16, INK if power == 0 else LINE)
        picture.words(x, 72, f"{10 ** power:g}×", 11, QUIET, "middle")
    y = 86
    for group in groups:
        picture.words(24, y + 16, VERBS.get(group, group), 13, INK, weight="bold")
        y += 24
        for row in (one for one in rows if one["group"] == group):
            below = row["bar"] and row["ratio"] < row["bar"]
            colour = BELOW if below else OURS if row["ratio"] >= 1 else THEIRS
            ends = sorted((place(1), place(row["ratio"])))
            picture.words(24, y + 12, row["work"], 11, INK)
            picture.words(left - 14, y + 12, row["reference"], 11, QUIET, "end")
            picture.rect(ends[0], y + 3, max(ends[1] - ends[0], 1), step - 7, colour)
            if row["bar"]:
                picture.line(place(row["bar"]), y + 1, place(row["bar"]), y + step - 2, INK, 1.5)
            picture.words(width - 24, y + 12, f"{row['ratio']:.2f}×", 11, INK, "end")
            y += step
        y += 8
    return picture.text()


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        result = json.load(file)
    for end, text in pictures(result).items():
        with open(f"{path.removesuffix('.json')}{end}.svg", "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
