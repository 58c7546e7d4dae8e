"""The tasks of chapter 16, each held against what the course's own tables give.

Expected answers are computed from ``book/data/figures`` when a task is checked, so a corrected figure corrects its task.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd

from .charts import read
from .tasks import Result, Task, chart_problems, checked, frame_problems, value_problems

IN_FORCE = {
    "1907": ("France–Russia 1892/94", "Britain–France 1904", "Britain–Russia 1907"),
    "2024": ("China–DPRK 1961", "China–Russia 2001", "Russia–DPRK 2024"),
}
"""The ties of both triangles: after August 1907, and from 4 December 2024 on."""
STRENGTH = ("defence", "non-aggression", "consultation", "diplomatic support only", "colonial settlement only")
"""Obligations from the heaviest to the lightest, as the lab orders them; ATOP gives types and no order."""
POWERS = ("China", "Russia", "North Korea", "United States")


def check_task(id: str, answer: Any) -> Result:
    """Check an answer to one of the lab's tasks.

    Parameters
    ----------
    id
        The task's id, such as ``"trade-share"``; `TASKS` has them all.
    answer
        A number, a DataFrame or an Altair chart, as the task asks.

    Raises
    ------
    KeyError
        Where there is no such task.
    """
    if id not in TASKS:
        raise KeyError(f"there is no task {id!r}; there are {', '.join(TASKS)}")
    return checked(TASKS[id], answer)


def _trade_share(chart: Any) -> list[str]:
    return chart_problems(
        chart, mark="line",
        x={"field": "year", "types": ["quantitative", "temporal"], "why": "A year as a name gives every gap the same width, even where a year is missing."},
        y={"field": "china_share_percent", "types": ["quantitative"], "zero": True, "why": "A share of 100 has a natural floor; cut off, the rise looks steeper than it was."},
    )  # fmt: skip


def _denominator(answer: Any) -> list[str]:
    counts = read("trade-denominators").set_index("counted_by")["share_percent"]
    without, with_south = counts["KOTRA"], counts["Unification Ministry (Seoul)"]
    return value_problems(
        answer, 100 * (1 - with_south / without), tolerance=0.06, unit="per cent of all trade, the South’s included",
        traps={
            without - with_south: "That is the gap in percentage points. Asked is which part of the larger total was trade with the South.",
            100 * (without / with_south - 1): "You divided by the smaller total. Asked is a part of the larger one, with the South in it.",
            with_south / without: "That is how the smaller total stands to the larger, as a fraction. Take it from one, then make per cent of it.",
            1 - with_south / without: "Right as a fraction. Asked are per cent.",
        },
    )  # fmt: skip


def _log_axis(chart: Any) -> list[str]:
    return chart_problems(
        chart, mark=["point", "circle", "square", "tick"],
        x={"field": "trade_usd_m", "types": ["quantitative"], "scale": "log", "why": "With a factor of eighty between them, one of the two vanishes on a plain axis."},
        y={"field": "partner", "types": ["nominal", "ordinal"], "why": "Say whose trade it is."},
    )  # fmt: skip


def growth() -> pd.DataFrame:
    """Return the change of China's goods trade with Russia on the year before: ``year, change_percent``."""
    trade = read("china-russia-trade").sort_values("year")
    return trade.assign(change_percent=100 * trade["trade_usd_bn"].pct_change()).dropna(subset="change_percent")[["year", "change_percent"]]


def coalitions() -> pd.DataFrame:
    """Return the summed capability shares (0 to 1, CINC) of each side: ``year, side, cinc``."""
    return read("capabilities").groupby(["year", "side"])["cinc"].sum().reset_index()


def measures() -> pd.DataFrame:
    """Return each side's part, in per cent, of what both sides have, by three measures, and how many states have no figure."""
    long = read("capabilities").melt(["year", "side"], ["cinc", "personnel_thousand", "spending"], "measure")
    sides = long.groupby(["year", "measure", "side"])["value"].agg(sum="sum", missing=lambda v: int(v.isna().sum())).reset_index()
    sides["share_percent"] = 100 * sides["sum"] / sides.groupby(["year", "measure"])["sum"].transform("sum")
    return sides[["year", "measure", "side", "share_percent", "missing"]]


def distances() -> pd.DataFrame:
    """Return the yearly distance between ideal points, per pair of `POWERS`: ``year, pair, distance``."""
    wide = read("unga-ideal-points").pivot(index="year", columns="state", values="ideal_point")
    parts = [pd.DataFrame({"year": wide.index, "pair": f"{a}–{b}", "distance": (wide[a] - wide[b]).abs().to_numpy()}) for a, b in combinations(POWERS, 2)]
    return pd.concat(parts, ignore_index=True)


def before_after() -> pd.DataFrame:
    """Return the mean distance in 2012–2021 and in 2022–2023: ``pair, before, after``."""
    far = distances()
    early, late = far[far["year"].between(2012, 2021)], far[far["year"] >= 2022]
    return pd.DataFrame({"before": early.groupby("pair")["distance"].mean(), "after": late.groupby("pair")["distance"].mean()}).reset_index()


def ties() -> pd.DataFrame:
    """Return the six ties of both triangles by their heaviest obligation: ``triangle, party_a, party_b, strongest``."""
    duties = read("treaty-obligations")
    rows = []
    for triangle, treaties in IN_FORCE.items():
        for treaty in treaties:
            a, b = treaty.rsplit(" ", 1)[0].split("–")
            rows.append((triangle, a, b, min(duties.loc[duties["treaty"] == treaty, "obligation"], key=STRENGTH.index)))
    return pd.DataFrame(rows, columns=["triangle", "party_a", "party_b", "strongest"])


def lags() -> pd.DataFrame:
    """Return by how many months the text's date is later than the record's: ``what, months_late``."""
    dates = read("claim-and-record")
    text, record = pd.to_datetime(dates["text_month"]), pd.to_datetime(dates["record_date"])
    return pd.DataFrame({"what": dates["what"], "months_late": (text.dt.year - record.dt.year) * 12 + text.dt.month - record.dt.month})


def _votes(answer: Any) -> list[str]:
    cast = read("security-council-votes").pivot(index="text", columns="state", values="vote")
    alike = cast["China"] == cast["Russia"]
    both_for = (cast == "for").all(axis=1)
    return value_problems(
        answer, 100 * alike.mean(), tolerance=0.06, unit="per cent of the texts",
        traps={
            float(alike.sum()): "That is the number of texts. Asked is which part of all texts it is, in per cent.",
            float(alike.mean()): "Right as a fraction. Asked are per cent.",
            100 * both_for.mean(): "You counted the texts that both voted *for*. Two vetoes on one text are alike as well.",
            100 * both_for.sum() / len(cast.stack()): "You divided by votes. Each text has two of them; divide by texts.",
        },
    )  # fmt: skip


def _network(chart: Any) -> list[str]:
    lines = chart_problems(
        chart, mark="rule",
        x={"field": "x", "types": ["quantitative"], "why": "A tie runs from one corner’s place to the other’s: x and y, x2 and y2."},
        y={"field": "y", "types": ["quantitative"], "why": "A tie runs from one corner’s place to the other’s."},
        x2={"field": "x2", "why": "Without its far end a tie is drawn across the whole picture."},
        y2={"field": "y2", "why": "Without its far end a tie is drawn across the whole picture."},
    )  # fmt: skip
    if lines:
        return lines
    told = {name: chart_problems(chart, mark="rule", **{name: {"field": "strongest", "types": ["nominal", "ordinal"]}}) for name in ("color", "strokeDash")}
    if all(told.values()):
        return ["The ties look all alike: encode `strongest` as a colour or, better, as a dash, which a reader who sees no colours can tell apart as well."]
    corners = chart_problems(chart, mark=["text"], text={"field": "party", "why": "A corner without a name says nothing."})
    return corners


def _timeline(chart: Any) -> list[str]:
    lines = chart_problems(
        chart, mark="rule",
        x={"field": ["text_date", "record_date"], "types": ["temporal"], "why": "Turn the text’s months into dates first."},
        x2={"field": ["text_date", "record_date"], "why": "The line between both dates is the finding; without its other end it is drawn from top to bottom."},
        y={"field": "what", "types": ["nominal", "ordinal"]},
    )  # fmt: skip
    if lines:
        return lines
    return chart_problems(chart, mark=["point", "circle", "square", "tick"], x={"field": ["text_date", "record_date"], "types": ["temporal"]}, y={"field": "what"})


def _frame(made: Any, *key: str, tolerance: float = 0.006, **hints: str) -> Any:
    """Return a look at a table that is held against what `made` gives."""
    return lambda answer: frame_problems(answer, made(), key, tolerance=tolerance, hints=hints)


TASKS = {
    task.id: task
    for task in (
        Task("trade-share", "Task 1", _trade_share, "Year on a scale of numbers, the share from nought: nothing in the picture exaggerates."),
        Task("denominator", "Task 2", _denominator, "Provided both count China’s trade alike, nearly a third of what the ministry calls North Korea’s trade was trade with the South."),
        Task("log-axis", "Task 3", _log_axis, "Points on a logarithmic axis show a ratio. Bars there would not: their length would depend on where the axis happens to begin."),
        Task("growth", "Task 4", _frame(growth, "year", tolerance=0.06, change_percent="The base is the year before, not the first year and not the year itself."),
             "The rise slowed to under two per cent in 2024 and turned in 2025. Current dollars, goods alone."),
        Task("coalitions", "Task 5", _frame(coalitions, "year", "side", tolerance=0.0006, cinc="Sum the states’ shares within each year and side; a mean says how strong a typical member is."),
             "By this index each side with a keystone outweighed the other, in 1907 and 1913 as in 2012 and 2022. It tells nothing of whether a side acts together."),
        Task("measures", "Task 6", _frame(measures, "year", "measure", "side", tolerance=0.06,
                                          share_percent="A side’s part of what both sides have in that year, by that measure.", missing="Count the states whose figure is empty; a sum passes over them in silence."),
             "In 2012 and 2022 the three have about two thirds of the soldiers and at most a quarter of the spending, and one state’s spending is missing."),
        Task("votes", "Task 7", _votes, "Alike in eleven of twelve. The count does not see that ten of them were votes for sanctions and one a common veto."),
        Task("ideal-points", "Task 8", _frame(before_after, "pair", before="Mean of the *absolute* distance over the ten years 2012 to 2021.", after="Mean over 2022 and 2023, the last two years there are."),
             "All three pairs of China, Russia and North Korea stand closer in the later years. Two years on an agenda with a war in it are thin ground for a trend."),
        Task("ties", "Task 9", _frame(ties, "triangle", "party_a", "party_b", strongest="Look at the order of strength again, and take the heaviest duty of each treaty."),
             "One defence pact held the older triangle; two hold the newer. No pair of either is without an instrument."),
        Task("network", "Task 10", _network, "Ties that can be told apart without colour, corners with names."),
        Task("lags", "Task 11", _frame(lags, "what", months_late="Count months, positive where the text is later than the record."),
             "Seven of ten agree to the month. The three that do not are all in one sentence, and all are late."),
        Task("timeline", "Task 12", _timeline, "Each statement with both its dates, and the distance drawn."),
    )
}  # fmt: skip
