"""Lines of the table of the reach for the baselines: beaten in what is found, and in collateral at equal recall."""

from collections.abc import Iterator, Mapping, Sequence

from lines import Line, median, spread

FOUND = {"bcubed_f1": "B-cubed F1", "flagged_f1": "flagged F1", "campaign_recall": "campaign recall"}
OURS = "accountgraph"


def lines_of_baselines(rows: Sequence[Mapping]) -> Iterator[Line]:
    for name in dict.fromkeys(row["world"] for row in rows):
        worlds = [row["methods"] for row in rows if row["world"] == name]
        ours = {of: [world[OURS][of] for world in worlds] for of in FOUND}
        yield Line(f"{name}: {', '.join(FOUND.values())}", ", ".join(spread(ours[of]) for of in FOUND), None)
        for method in worlds[0]:
            if method != OURS:
                theirs = {of: [world[method][of] for world in worlds] for of in FOUND}
                beaten = all(beats(ours[of], theirs[of]) for of in FOUND)
                yield Line(f"{name}: {method} beaten", ", ".join(spread(theirs[of]) for of in FOUND), beaten)
                yield collateral(name, method, [world[method] for world in worlds])


def beats(ours: Sequence[float | None], theirs: Sequence[float | None]) -> bool:
    """Our median is larger; what has no value is 0."""
    return (median(ours) or 0.0) > (median(theirs) or 0.0)


def collateral(name: str, method: str, cards: Sequence[Mapping]) -> Line:
    """Honest accounts flagged at the lower of both recalls, summed over the worlds."""
    ours, theirs = (sum(card["at_equal_recall"][at] for card in cards) for at in (0, 1))
    return Line(f"{name}: collateral at equal recall with {method}", f"{ours:,} honest flagged beside its {theirs:,}",
                ours <= theirs)  # fmt: skip
