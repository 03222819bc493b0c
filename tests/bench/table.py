"""The table that a run prints."""

import statistics

OURS, FLOOR = "Handfast", "floor"


def print_head(peers):
    print("In brackets: of a peer, how many times better this library does; of the floor, how many times the floor this")
    print("library takes. Noise is the distance between the quartiles of this library's rounds, and of the other")
    print("programs' at most, as a part of the median.\n")
    print("| row | " + " | ".join(peers) + " | noise |\n|" + "---|" * (len(peers) + 2), flush=True)


def print_row(row, values):
    """`values` is {peer: {name: [value of each round]}}."""
    rounds = {peer: named.get(row.value, []) for peer, named in values.items()}
    if not rounds[OURS]:
        raise SystemExit(f"this library could not do: {row.title}")
    if not row.has_floor:
        rounds[FLOOR] = []
    ours = statistics.median(rounds[OURS])
    cells = [cell(row, peer, rounds[peer], ours) for peer in rounds]
    print(f"| {row.title} | " + " | ".join(cells) + f" | {noise(rounds)} |", flush=True)


def cell(row, peer, values, ours):
    if not values:
        return "-"
    median = statistics.median(values)
    text = f"{median / row.unit:.{row.digits}f}"
    if peer == OURS or median == 0:
        return text
    # A peer that takes longer, and a floor that takes less, give more than 1; with rates it is the other way round.
    turned = row.more_is_better != (peer == FLOOR)
    return f"{text} ({ours / median if turned else median / ours:.2f} x)"


def spread(values):
    quartiles = statistics.quantiles(values, n=4)
    return (quartiles[2] - quartiles[0]) / quartiles[1]


def noise(rounds):
    enough = {peer: spread(values) for peer, values in rounds.items() if len(values) > 3}
    if not enough:
        return "-"
    return f"{enough[OURS]:.0%}, {max(enough.values()):.0%}"
