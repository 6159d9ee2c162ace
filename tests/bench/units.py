"""The units of the table: what takes less is better in some, in the others what is more."""

# How many of the unit one run, or one item, takes at a rate of 1.
COSTS = {"ms": 1e3, "µs/item": 1e6, "MB": 1.0}


def in_unit(rate, unit):
    """A rate, per second, as the unit says it."""
    return COSTS[unit] / rate if unit in COSTS else rate


def speed(amount, unit):
    """The reverse: the greater the better."""
    return COSTS[unit] / amount if unit in COSTS else amount


def words(amount, unit):
    """As the table and the pictures show it."""
    if unit in COSTS:
        return f"{amount:,.{1 if unit == 'MB' else 2}f} {unit.split('/')[0]}"
    return f"{amount:,.{1 if amount < 100 else 0}f}/s"
