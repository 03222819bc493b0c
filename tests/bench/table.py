"""The table that a run prints."""

import statistics

OURS, FLOOR = "Handfast", "floor"


def print_head(peers):
    print("In brackets, the median over the rounds: of a peer, how many times better this library does; of the floor, how")
    print("many times the floor this library takes. Noise is the distance between the quartiles as a part of the median:")
    print("of this library's values, and of the noisiest ratio.\n")
    print("| row | " + " | ".join(peers) + " | noise |\n|" + "---|" * (len(peers) + 2), flush=True)


def print_row(row, values):
    """`values` is {peer: {name: [value of each round]}}."""
    rounds = {peer: named.get(row.value, []) for peer, named in values.items()}
    if not rounds[OURS]:
        raise SystemExit(f"this library could not do: {row.title}")
    if not row.has_floor:
        rounds[FLOOR] = []
    ratios = {peer: ratios_of(row, peer, rounds) for peer in rounds if peer != OURS}
    cells = [cell(row, rounds[peer], ratios.get(peer)) for peer in rounds]
    print(f"| {row.title} | " + " | ".join(cells) + f" | {noise(rounds[OURS], ratios.values())} |", flush=True)


def ratios_of(row, peer, rounds):
    """One ratio for each round, whose programs ran one after the other: a slow minute hits both sides of it."""
    pairs = [(ours, value) for ours, value in zip(rounds[OURS], rounds[peer]) if value]
    # A peer that takes longer, and a floor that takes less, give more than 1; with rates it is the other way round.
    turned = row.more_is_better != (peer == FLOOR)
    return [ours / value if turned else value / ours for ours, value in pairs]


def cell(row, values, ratios):
    if not values:
        return "-"
    text = f"{statistics.median(values) / row.unit:.{row.digits}f}"
    return f"{text} ({statistics.median(ratios):.2f} x)" if ratios else text


def spread(values):
    quartiles = statistics.quantiles(values, n=4)
    return (quartiles[2] - quartiles[0]) / quartiles[1]


def noise(ours, ratios):
    if len(ours) < 4:
        return "-"
    return f"{spread(ours):.0%}, {max(spread(values) for values in ratios if values):.0%}"
