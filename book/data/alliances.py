"""Packs the yearly tables of COW, ATOP and NMC to what the instrument *Alliances through time* draws.

Run from the project's root, with the folder of the extracts (read through the R package peacesciencer, commit
fe150a2648056fbd4fbbbd833f0c9e437b2ed04b; COW's alliances from the last version before their removal there):

    python book/data/alliances.py FOLDER

It reads ``atop51_directed_dyads_*.csv`` (ATOP 5.1), ``cow41_alliance_dyads_*.csv`` (COW Formal Alliances 4.1) and ``nmc7_*.csv`` (COW
National Material Capabilities 7.0), and writes ``figures/alliance-ties.csv`` (the strongest tie of a pair, in spans of years) and
``figures/capability-shares.csv`` (CINC in thousandths, a number a year, ``-`` where there is none). The data are their makers': see the
entries in ``figures.yml`` for terms and citation.
"""

from __future__ import annotations

import csv
import sys
from itertools import combinations
from pathlib import Path

FIGURES = Path(__file__).parent / "figures"
NAMES = {
    "United Kingdom": "britain", "France": "france", "Germany": "germany", "Austria-Hungary": "austria-hungary", "Italy": "italy",
    "United States": "us", "China": "china", "Japan": "japan", "North Korea (DPRK)": "dprk", "South Korea (ROK)": "rok",
}  # fmt: skip
THEATRES = {
    "europe": (1870, 1914, ("france", "russian-empire", "britain", "italy", "austria-hungary", "germany"), "europe_1870_1918", "europe_1870_1918", "powers_1870_1914"),
    "asia": (1945, 2024, ("china", "dprk", "russia", "us", "japan", "rok"), "northeast_asia_1945_2018", "northeast_asia_1945_2012", "northeast_asia_1949_2022"),
}
KINDS = {
    "atop": (("fight", ("atop_defense", "atop_offense")), ("pact", ("atop_neutral", "atop_nonagg")), ("talk", ("atop_consul",))),
    "cow": (("fight", ("cow_defense",)), ("pact", ("cow_neutral", "cow_nonagg")), ("talk", ("cow_entente",))),
}
"""A promise to fight (defence or offence), to stay out or not to attack, to consult (COW's entente): the strongest counts."""


def named(state: str, theatre: str) -> str:
    """Return the actor of a state's name in the extracts; empty where the instrument does not draw it."""
    return ("russian-empire" if theatre == "europe" else "russia") if state == "Russia/USSR" else NAMES.get(state, "")


def strongest(row: dict[str, str], data: str) -> str:
    """Return the strongest tie of a row; empty where it has none."""
    return next((kind for kind, columns in KINDS[data] if any(row[c] == "1" for c in columns)), "")


def ties(folder: Path) -> list[list[str]]:
    """Return the spans of years in which a pair has the same strongest tie, of whichever direction is the stronger."""
    out = []
    for theatre, (first, last, powers, atop, cow, _) in THEATRES.items():
        for data, file in (("atop", f"atop51_directed_dyads_{atop}.csv"), ("cow", f"cow41_alliance_dyads_{cow}.csv")):
            found: dict[tuple[str, str, int], str] = {}
            with (folder / file).open(encoding="utf-8") as table:
                for row in csv.DictReader(table):
                    pair, kind = [named(row["state1"], theatre), named(row["state2"], theatre)], strongest(row, data)
                    if kind and set(pair) <= set(powers) and first <= int(row["year"]) <= last:
                        a, b = sorted(pair, key=powers.index)
                        order = [k for k, _ in KINDS[data]]
                        held = found.get((a, b, int(row["year"])), kind)
                        found[a, b, int(row["year"])] = min(kind, held, key=order.index)
            for a, b in combinations(powers, 2):
                years = sorted(y for x, z, y in found if (x, z) == (a, b))
                start = None
                for y in years:
                    start = y if start is None else start
                    if found.get((a, b, y + 1)) != found[a, b, y]:
                        out.append([theatre, data, a, b, found[a, b, y], str(start), str(y), {"atop": "atop-5.1", "cow": "cow-alliances-4.1"}[data]])
                        start = None
    return out


def shares(folder: Path) -> list[list[str]]:
    """Return a row a power: CINC in thousandths from the theatre's first year to the last that NMC has."""
    out = []
    for theatre, (first, last, powers, *_, file) in THEATRES.items():
        found: dict[tuple[str, int], str] = {}
        with (folder / f"nmc7_{file}.csv").open(encoding="utf-8") as table:
            for row in csv.DictReader(table):
                if row["cinc"] not in ("", "NA"):
                    found[named(row["state"], theatre), int(row["year"])] = str(round(float(row["cinc"]) * 1000))
        end = min(last, max(y for _, y in found))
        out += [[theatre, p, str(first), str(end), " ".join(found.get((p, y), "-") for y in range(first, end + 1)), "cow-nmc-7"] for p in powers]
    return out


def main() -> None:
    """Write both tables."""
    folder = Path(sys.argv[1])
    for name, head, rows in (
        ("alliance-ties", ["theatre", "data_set", "a", "b", "tie", "first", "last", "source"], ties(folder)),
        ("capability-shares", ["theatre", "state", "first", "last", "cinc_thousandths", "source"], shares(folder)),
    ):
        with (FIGURES / f"{name}.csv").open("w", encoding="utf-8", newline="") as table:
            csv.writer(table, lineterminator="\n").writerows([head, *rows])


if __name__ == "__main__":
    main()
