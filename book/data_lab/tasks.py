"""The tasks of chapter 16, each with what an answer is held against.

Expected answers are computed from ``book/data/figures`` when a task is checked, so a corrected figure corrects its task. They
are computed by other means than in the chapter's model solutions, and the build checks each solution against them.
"""

from itertools import combinations

import numpy as np
import pandas as pd

from thirdcorner import charts
from thirdcorner.live.checks import Chart, Number, Part, Table
from thirdcorner.live.tasks import Task

IN_FORCE = {
    "1907": ("France–Russia 1892/94", "Britain–France 1904", "Britain–Russia 1907"),
    "2024": ("China–DPRK 1961", "China–Russia 2001", "Russia–DPRK 2024"),
}
"""The ties of both triangles: after August 1907, and from 4 December 2024 on."""
STRENGTH = ("defence", "non-aggression", "consultation", "diplomatic support only", "colonial settlement only")
"""Obligations from the heaviest to the lightest, as the lab orders them; ATOP gives types and no order."""
POWERS = ("China", "Russia", "North Korea", "United States")
POINTS = ("point", "circle", "square", "tick")
NUMBER, NAME = ["quantitative"], ["nominal", "ordinal"]


def trade_share() -> Chart:
    """A line of one partner's share by year, from zero."""
    return Chart((
        Part(("line",), {
            "x": {"field": "year", "types": [*NUMBER, "temporal"], "why": "A year as a name gives every gap the same width, even where a year is missing."},
            "y": {"field": "china_share_percent", "types": NUMBER, "zero": True, "why": "A share of 100 has a natural floor; cut off, the rise looks steeper than it was."},
        }),
    ))  # fmt: skip


def denominator() -> Number:
    """What a larger total holds that a smaller one leaves out."""
    counts = charts.read("trade-denominators").set_index("counted_by")["share_percent"]
    without, with_south = counts["KOTRA"], counts["Unification Ministry (Seoul)"]
    return Number(
        100 * (1 - with_south / without), tolerance=0.06, unit="per cent of all trade, the South’s included",
        traps=(
            (without - with_south, "That is the gap in percentage points. Asked is which part of the larger total was trade with the South."),
            (100 * (without / with_south - 1), "You divided by the smaller total. Asked is a part of the larger one, with the South in it."),
            (with_south / without, "That is how the smaller total stands to the larger, as a fraction. Take it from one, then make per cent of it."),
            (1 - with_south / without, "Right as a fraction. Asked are per cent."),
        ),
    )  # fmt: skip


def log_axis() -> Chart:
    """Two flows on a logarithmic axis, with a mark that is honest there."""
    return Chart((
        Part(POINTS, {
            "x": {"field": "trade_usd_m", "types": NUMBER, "scale": "log", "why": "With a factor of eighty between them, one of the two vanishes on a plain axis."},
            "y": {"field": "partner", "types": NAME, "why": "Say whose trade it is."},
        }),
    ))  # fmt: skip


def growth() -> Table:
    """China's goods trade with Russia, changed on the year before."""
    trade = charts.read("china-russia-trade").sort_values("year")
    change = trade.assign(change_percent=100 * trade["trade_usd_bn"].pct_change()).dropna(subset="change_percent")[["year", "change_percent"]]
    return Table(change, ("year",), tolerance=0.06, hints={"change_percent": "The base is the year before, not the first year and not the year itself."})


def coalitions() -> Table:
    """Each side's summed share of the world's capabilities, from 0 to 1."""
    sides = charts.read("capabilities").groupby(["year", "side"])["cinc"].sum().reset_index()
    return Table(sides, ("year", "side"), tolerance=0.0006, hints={"cinc": "Sum the states’ shares within each year and side; a mean says how strong a typical member is."})


def measures() -> Table:
    """Each side's part of what both sides have, by three measures, and how many states have no figure."""
    long = charts.read("capabilities").melt(["year", "side"], ["cinc", "personnel_thousand", "spending"], "measure")
    sides = long.groupby(["year", "measure", "side"])["value"].agg(sum="sum", missing=lambda v: int(v.isna().sum())).reset_index()
    sides["share_percent"] = 100 * sides["sum"] / sides.groupby(["year", "measure"])["sum"].transform("sum")
    return Table(
        sides[["year", "measure", "side", "share_percent", "missing"]], ("year", "measure", "side"), tolerance=0.06,
        hints={
            "share_percent": "A side’s part of what both sides have in that year, by that measure.",
            "missing": "Count the states whose figure is empty; a sum passes over them in silence.",
        },
    )  # fmt: skip


def votes() -> Number:
    """On which part of the texts both voted the same."""
    cast = charts.read("security-council-votes").pivot(index="text", columns="state", values="vote")
    alike = cast["China"] == cast["Russia"]
    both_for = (cast == "for").all(axis=1)
    return Number(
        100 * alike.mean(), tolerance=0.06, unit="per cent of the texts",
        traps=(
            (float(alike.sum()), "That is the number of texts. Asked is which part of all texts it is, in per cent."),
            (float(alike.mean()), "Right as a fraction. Asked are per cent."),
            (100 * both_for.mean(), "You counted the texts that both voted *for*. Two vetoes on one text are alike as well."),
            (100 * both_for.sum() / len(cast.stack()), "You divided by votes. Each text has two of them; divide by texts."),
        ),
    )  # fmt: skip


def distances() -> pd.DataFrame:
    """Return the yearly distance between ideal points, per pair of `POWERS`: ``year, pair, distance``."""
    wide = charts.read("unga-ideal-points").pivot(index="year", columns="state", values="ideal_point")
    parts = [pd.DataFrame({"year": wide.index, "pair": f"{a}–{b}", "distance": (wide[a] - wide[b]).abs().to_numpy()}) for a, b in combinations(POWERS, 2)]
    return pd.concat(parts, ignore_index=True)


def before_after() -> Table:
    """The mean distance in 2012–2021 and in 2022–2023."""
    far = distances()
    early, late = far[far["year"].between(2012, 2021)], far[far["year"] >= 2022]
    means = pd.DataFrame({"before": early.groupby("pair")["distance"].mean(), "after": late.groupby("pair")["distance"].mean()}).reset_index()
    return Table(means, ("pair",), hints={
        "before": "Mean of the *absolute* distance over the ten years 2012 to 2021.",
        "after": "Mean over 2022 and 2023, the last two years there are.",
    })  # fmt: skip


def ties() -> Table:
    """The six ties of both triangles by their heaviest obligation."""
    duties = charts.read("treaty-obligations")
    rows = []
    for triangle, treaties in IN_FORCE.items():
        for treaty in treaties:
            a, b = treaty.rsplit(" ", 1)[0].split("–")
            rows.append((triangle, a, b, min(duties.loc[duties["treaty"] == treaty, "obligation"], key=STRENGTH.index)))
    found = pd.DataFrame(rows, columns=["triangle", "party_a", "party_b", "strongest"])
    return Table(found, ("triangle", "party_a", "party_b"), hints={"strongest": "Look at the order of strength again, and take the heaviest duty of each treaty."})


def network() -> Chart:
    """Three named corners, and ties told apart without colour."""
    alike = "The ties look all alike: encode `strongest` as a colour or, better, as a dash, which a reader who sees no colours can tell apart as well."
    told = {"field": "strongest", "types": NAME}
    return Chart((
        Part(("rule",), {
            "x": {"field": "x", "types": NUMBER, "why": "A tie runs from one corner’s place to the other’s: x and y, x2 and y2."},
            "y": {"field": "y", "types": NUMBER, "why": "A tie runs from one corner’s place to the other’s."},
            "x2": {"field": "x2", "why": "Without its far end a tie is drawn across the whole picture."},
            "y2": {"field": "y2", "why": "Without its far end a tie is drawn across the whole picture."},
        }),
        Part(("rule",), {"color": told, "strokeDash": told}, either=alike),
        Part(("text",), {"text": {"field": "party", "why": "A corner without a name says nothing."}}),
    ))  # fmt: skip


def lags() -> Table:
    """By how many months the text's date is later than the record's."""
    dates = charts.read("claim-and-record")
    text, record = pd.to_datetime(dates["text_month"]), pd.to_datetime(dates["record_date"])
    late = pd.DataFrame({"what": dates["what"], "months_late": (text.dt.year - record.dt.year) * 12 + text.dt.month - record.dt.month})
    return Table(late, ("what",), hints={"months_late": "Count months, positive where the text is later than the record."})


def timeline() -> Chart:
    """Each statement with both its dates and the distance between them."""
    either = ["text_date", "record_date"]
    return Chart((
        Part(("rule",), {
            "x": {"field": either, "types": ["temporal"], "why": "Turn the text’s months into dates first."},
            "x2": {"field": either, "why": "The line between both dates is the finding; without its other end it is drawn from top to bottom."},
            "y": {"field": "what", "types": NAME},
        }),
        Part(POINTS, {"x": {"field": either, "types": ["temporal"]}, "y": {"field": "what"}}),
    ))  # fmt: skip


def middle_halves() -> Table:
    """The width of the middle half of a class's answers at each hedge, with and without those that cover the whole scale."""
    said = charts.read("made-up-class")
    rows = []
    for row, ranges in said[said["exercise"] == "hedges-01"].groupby("row")[["low", "high"]]:
        whole = (ranges["low"] == 0) & (ranges["high"] == 100)
        widths = [float(np.subtract(*np.percentile(some.mean(axis=1), [75, 25]))) for some in (ranges, ranges[~whole])]
        rows.append((row, int(whole.sum()), *widths))
    return Table(
        pd.DataFrame(rows, columns=["row", "whole_scale", "width_all", "width_ranged"]), ("row",), tolerance=0.06,
        hints={
            "whole_scale": "Count the answers whose range goes from 0 to 100, for each row.",
            "width_all": "Upper quartile less lower quartile of the *middles*, (low + high) / 2, with every answer in it.",
            "width_ranged": "The same without the answers that cover the whole scale; their students’ other answers stay in.",
        },
    )  # fmt: skip


TASKS = (
    Task("trade-share", "Task 1", trade_share,
         "Year on a scale of numbers, the share from zero: nothing in the picture exaggerates."),
    Task("denominator", "Task 2", denominator,
         "Provided both count China’s trade alike, nearly a third of what the ministry calls North Korea’s trade was trade with the South."),
    Task("log-axis", "Task 3", log_axis,
         "Points on a logarithmic axis show a ratio. Bars there would not: their length would depend on where the axis happens to begin."),
    Task("growth", "Task 4", growth,
         "The rise slowed to under two per cent in 2024 and turned in 2025. Current dollars, goods alone."),
    Task("coalitions", "Task 5", coalitions,
         "By this index the Entente outweighed its rivals in 1907 and 1913, and so did the three of today theirs in 2012 and 2022. It tells nothing of whether a side acts together."),
    Task("measures", "Task 6", measures,
         "In 2012 and 2022 the three have about two thirds of the soldiers and at most a quarter of the spending, and one state’s spending is missing."),
    Task("votes", "Task 7", votes,
         "Alike in eleven of twelve. The count does not see that ten of them were votes for sanctions and one a common veto."),
    Task("ideal-points", "Task 8", before_after,
         "All three pairs of China, Russia and North Korea stand closer in the later years. Two years on an agenda with a war in it are thin ground for a trend."),
    Task("ties", "Task 9", ties,
         "One defence pact held the older triangle; two hold the newer. No pair of either is without an instrument."),
    Task("network", "Task 10", network,
         "Ties that can be told apart without colour, corners with names."),
    Task("lags", "Task 11", lags,
         "Seven of ten agree to the month. The three that do not are all in one sentence, and all are late."),
    Task("timeline", "Task 12", timeline,
         "Each statement with both its dates, and the distance drawn."),
    Task("class", "Task 13", middle_halves,
         "Which hedge divides a class most depends on whether an answer that excludes nothing counts as one in the middle. The class is made up: this is a method and no finding."),
)  # fmt: skip
