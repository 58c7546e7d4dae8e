"""Item analysis: difficulty, discrimination, distractors, and Cronbach's alpha with what it does not say.

Difficulty is the mean score; discrimination the correlation of an item's score with the rest of the test (corrected
item-total correlation); groups are the upper and lower 27 per cent by total (Kelley 1939). Alpha is Cronbach's (1951).
"""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..words import markdown_html
from .grade import Graded
from .gradebook import page, table

GROUP = 0.27
ENOUGH = 30
"""Below so many students an item analysis is a rumour; the page says so."""


@dataclass(frozen=True)
class Item:
    """An item's figures; `nan` where they cannot be computed (nobody differs, or nothing is scored)."""

    id: str
    n: int
    difficulty: float
    discrimination: float
    chosen: tuple[tuple[str, int, int, int], ...]
    """For each option: its text, how many chose it, and of those how many stand in the upper and the lower group."""


@dataclass(frozen=True)
class Analysis:
    """The items' figures, alpha over `scored` items, and the number of students."""

    items: tuple[Item, ...]
    alpha: float
    scored: int
    students: int


def alpha(scores: npt.NDArray[np.floating]) -> float:
    """Return Cronbach's alpha of a matrix students × items; `nan` for fewer than two items or students, or no variance."""
    students, items = scores.shape
    if students < 2 or items < 2:
        return math.nan
    total = scores.sum(axis=1).var(ddof=1)
    return float(items / (items - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total)) if total > 0 else math.nan


def analyse(made: Graded) -> Analysis:
    """Analyse the items. Unanswered counts as nought; open answers that nobody has marked leave their item out of alpha."""
    questions = made.sheet.questions
    if not made.rows:
        return Analysis((), math.nan, 0, 0)
    scores = np.stack([r.scores for r in made.rows]).astype(np.float64)
    choices = np.stack([r.choices for r in made.rows])
    whole: npt.NDArray[np.bool_] = np.logical_not(np.isnan(scores).any(axis=0))
    total = scores[:, whole].sum(axis=1)
    order, size = np.argsort(total, kind="stable"), max(1, round(GROUP * len(total)))
    low, high = order[:size], order[-size:]
    items = []
    for i, q in enumerate(questions):
        column = scores[:, i]
        seen = ~np.isnan(column)
        rest = total - (column if whole[i] else 0)
        chosen = tuple(
            (text, int((choices[:, i] == n).sum()), int((choices[high, i] == n).sum()), int((choices[low, i] == n).sum())) for n, text in enumerate(options(q))
        )
        items.append(Item(q.id, int(seen.sum()), float(column[seen].mean()) if seen.any() else math.nan, correlation(column[seen], rest[seen]), chosen))
    return Analysis(tuple(items), alpha(scores[:, whole]), int(whole.sum()), len(made.rows))


def options(q: Any) -> list[str]:
    """Return what can be chosen, in the order of the answers' numbers; nothing for kinds without options."""
    match q.kind:
        case "single":
            return [o.text_md for o in q.options]
        case "true-false":
            return ["False", "True"]
        case "interpretive":
            return [r.text_md for r in q.readings]
    return []


def correlation(a: npt.NDArray[np.floating], b: npt.NDArray[np.floating]) -> float:
    """Return Pearson's correlation; `nan` where either does not vary."""
    if len(a) < 3 or np.ptp(a) < 1e-9 or np.ptp(b) < 1e-9:
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])


def said(value: float) -> str:
    """Return a figure for a table, or a dash."""
    return "–" if math.isnan(value) else f"{value:.2f}"


def items_csv(found: Analysis) -> str:
    """Return the figures as CSV."""
    return table(("question", "n", "difficulty", "discrimination"), ((i.id, i.n, said(i.difficulty), said(i.discrimination)) for i in found.items))


def items_page(made: Graded, found: Analysis) -> str:
    """Return the item analysis as a page with its chart, tables and caveats."""
    prompts = {q.id: q.prompt_md for q in made.sheet.questions}
    keys = {q.id: [o.correct for o in q.options] if q.kind == "single" else [not q.correct, q.correct] if q.kind == "true-false" else [] for q in made.sheet.questions}
    parts = [f"<h1>Item analysis: {html.escape(made.sheet.assignment.title)}</h1><p>{found.students} {'student' if found.students == 1 else 'students'}, {len(found.items)} questions and exercises.</p>"]
    if found.students < ENOUGH:
        parts.append(f"<p><strong>Fewer than {ENOUGH} students.</strong> Every figure here may change with the next one who hands in.</p>")
    parts.append(
        f"<p><b>Cronbach’s alpha: {said(found.alpha)}</b>, over {found.scored} fully marked questions. It rises with the number of questions, "
        "is no proof that they measure one thing, and is low by right where a test covers many outcomes. Unanswered questions count as nought.</p>"
    )
    parts.append(f"<figure>{chart(found)}<figcaption>Each question: how hard, and how well it tells the stronger from the weaker. The table has the numbers.</figcaption></figure>")
    parts.append(f"<figure>{spread(made)}<figcaption>How many students reached how much of the {made.sheet.total:g} points, before what lateness costs; open answers that nobody has marked count as nought.</figcaption></figure>")
    rows = "".join(f"<tr><td>{html.escape(i.id)}</td><td>{i.n}</td><td>{said(i.difficulty)}</td><td>{said(i.discrimination)}</td></tr>" for i in found.items)
    parts.append(f'<div class="scroll" tabindex="0" role="group" aria-label="Figures"><table><thead><tr><th>question</th><th>students</th><th>difficulty (mean score)</th><th>discrimination</th></tr></thead><tbody>{rows}</tbody></table></div>')
    parts.append("<h2>What was chosen</h2>")
    for i in found.items:
        if i.chosen:
            lines = "".join(
                f"<tr><td>{'✓ key' if keys[i.id] and keys[i.id][n] else ''}</td><td>{markdown_html(text)}</td><td>{all}</td><td>{high}</td><td>{low}</td></tr>"
                for n, (text, all, high, low) in enumerate(i.chosen)
            )
            parts.append(f"<h3>{html.escape(i.id)}</h3><div>{markdown_html(prompts[i.id])}</div><table><thead><tr><th></th><th>option</th><th>all</th><th>upper 27 %</th><th>lower 27 %</th></tr></thead><tbody>{lines}</tbody></table>")
    return page("Item analysis", "".join(parts))


def reached(made: Graded) -> list[float]:
    """Return each student's part of the points, in per cent, lateness left out."""
    worth = np.array([0.0 if q.kind == "interpretive" else made.sheet.points[q.id] for q in made.sheet.questions])
    scores = np.nan_to_num(np.stack([r.scores for r in made.rows]).astype(np.float64)) if made.rows else np.zeros((0, len(worth)))
    return [float(v) for v in 100 * scores @ worth / (worth.sum() or 1)]


def spread(made: Graded) -> str:
    """Return how many students reached how much, by tens of per cent, as SVG with the counts on its bars."""
    import altair as alt
    import pandas as pd
    import vl_convert

    steps = [min(9, int(v // 10)) for v in reached(made)]
    if not steps:
        return "<p>There is nothing to draw: nobody has handed in.</p>"
    rows = pd.DataFrame({"reached": [f"{10 * n}–{10 * n + 10}" for n in range(10)], "students": [steps.count(n) for n in range(10)]})
    base = alt.Chart(rows).encode(x=alt.X("reached:N", sort=None, title="per cent of the points", axis=alt.Axis(labelAngle=0)), y=alt.Y("students:Q", title="students", axis=alt.Axis(tickMinStep=1)))
    drawn = (base.mark_bar(color="#1f4e79") + base.mark_text(dy=-7).encode(text="students:Q")).properties(width=520, height=200, background="white")
    said = "; ".join(f"{r} per cent: {n}" for r, n in zip(rows["reached"], rows["students"], strict=True) if n)
    return vl_convert.vegalite_to_svg(drawn.to_json()).replace("<svg ", f'<svg role="img" aria-label="Students by part of the points reached. {said}" ', 1)


def chart(found: Analysis) -> str:
    """Return difficulty against discrimination as SVG."""
    import altair as alt
    import pandas as pd
    import vl_convert

    rows = [{"question": i.id, "difficulty": i.difficulty, "discrimination": i.discrimination} for i in found.items if not math.isnan(i.difficulty + i.discrimination)]
    if not rows:
        return "<p>There is nothing to draw: no question told anybody apart.</p>"
    made = (
        alt.Chart(pd.DataFrame(rows))
        .mark_point(size=70, filled=True, color="#1f4e79")
        .encode(
            x=alt.X("difficulty:Q", scale=alt.Scale(domain=[0, 1]), title="mean score (0 hard, 1 easy)"),
            y=alt.Y("discrimination:Q", scale=alt.Scale(domain=[-1, 1]), title="correlation with the rest"),
        )
        .properties(width=520, height=300, background="white")
    )
    svg = vl_convert.vegalite_to_svg(made.to_json())
    return svg.replace("<svg ", '<svg role="img" aria-label="Questions by difficulty and discrimination; the table below has the numbers" ', 1)
