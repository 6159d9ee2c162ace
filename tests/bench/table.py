"""The rows of a run as text."""

from units import words


def verdict(row):
    """How the ratio stands to the one that is asked for."""
    if not row["bar"]:
        return ""
    return f"{'meets' if row['ratio'] >= row['bar'] else 'BELOW'} {row['bar']:.2f}"


def lines(rows):
    """The table, with a line for each group. Ratio: how many times as fast syncline is."""
    head = ("work", "syncline", "reference", "", "ratio", "spread", "bar")
    cells = [head]
    for row in rows:
        cells.append((
            row["work"], words(row["syncline"], row["unit"]), row["reference"],
            words(row["reference_value"], row["unit"]), f"{row['ratio']:.2f}",
            f"{row['spread'] * 100:.0f}%", verdict(row)))
    widths = [max(len(line[i]) for line in cells) for i in range(len(head))]
    right = {1, 3, 4, 5}

    def joined(line):
        return "  ".join(
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths))).rstrip()

    out = []
    group = None
    for row, line in zip(rows, cells[1:]):
        if row["group"] != group:
            group = row["group"]
            out += ["", f"{group}", joined(head)]
        out.append(joined(line))
    return out
