"""The item analysis as a page: its charts, its tables, and its caveats."""

from __future__ import annotations

import html
import math

import numpy as np

from ..course.words import markdown_html
from .analysis import ENOUGH, Analysis, Item, said
from .collect import Graded
from .stand_alone import page


def items_page(made: Graded, found: Analysis) -> str:
    """Return the page."""
    prompts = {q.id: q.prompt_md for q in made.sheet.questions}
    parts = [
        f"<h1>Item analysis: {html.escape(made.sheet.assignment.title)}</h1><p>{found.students} {'student' if found.students == 1 else 'students'}, {len(found.items)} questions and exercises.</p>"
    ]
    if found.students < ENOUGH:
        parts.append(f"<p><strong>Fewer than {ENOUGH} students.</strong> Every figure here may change with the next one who hands in.</p>")
    parts.append(
        f"<p><b>Cronbach’s alpha: {said(found.alpha)}</b>, over {found.scored} fully marked questions. It rises with the number of questions, "
        "is no proof that they measure one thing, and is low by right where a test covers many outcomes. Unanswered questions count as 0.</p>"
    )
    parts.append(
        f"<figure>{chart(found)}<figcaption>Each question: how hard, and how well it tells the stronger from the weaker. The table has the numbers.</figcaption></figure>"
    )
    parts.append(
        f"<figure>{spread(made)}<figcaption>How many students reached how much of the {made.sheet.total:g} points, before what lateness costs; "
        "open answers that nobody has marked count as 0.</figcaption></figure>"
    )
    rows = "".join(
        f"<tr><td>{html.escape(i.id)}</td><td>{i.n}</td><td>{said(i.difficulty)}</td><td>{said(i.discrimination)}</td><td>{html.escape(i.advice)}</td></tr>"
        for i in found.items
    )
    heads = "<th>question</th><th>students</th><th>difficulty (mean score)</th><th>discrimination</th><th>what to do</th>"
    parts.append(
        f'<div class="scroll" tabindex="0" role="group" aria-label="Figures"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    parts.append(
        f"<h2>What was chosen</h2><p>The upper and the lower 27 per cent by the whole test have {found.group} {'student' if found.group == 1 else 'students'} each.</p>"
    )
    parts += [_chosen(i, prompts[i.id], found.group) for i in found.items if i.chosen]
    return page("Item analysis", "".join(parts))


def _chosen(i: Item, prompt: str, group: int) -> str:
    """Return an item's choices with how each group picked them."""
    signs = {True: "✓ key", False: "", None: ""}
    body = "".join(
        f"<tr><td>{signs[keyed]}</td><td>{markdown_html(text)}</td><td>{every}</td><td>{_bar(upper, group)}</td><td>{_bar(lower, group)}</td></tr>"
        for text, keyed, every, upper, lower in i.chosen
    )
    what = {
        "multiple": "ticked",
        "matching": "matched rightly",
        "ordering": "in its place",
        "fill-in": "filled rightly",
        "short-answer": "idea found",
        "essay": "level given",
        "exercise": "level given",
    }.get(i.kind, "choice")
    head = f"<th></th><th>{what}</th><th>all</th><th>upper 27 %</th><th>lower 27 %</th>"
    id = html.escape(i.id)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    whole = f'<h3>{id}</h3><div>{markdown_html(prompt)}</div><div class="scroll" tabindex="0" role="group" aria-label="{id}">{table}</div>'
    return whole + (_given(i, group) if any(every for *_, every, _, _ in i.given) else "")


def _given(i: Item, group: int) -> str:
    """Return what each part of an item was given, a fold that lists only what somebody gave."""
    shown = html.escape if i.kind == "fill-in" else markdown_html  # what students typed is text and nothing else
    body = "".join(
        f"<tr><td>{'✓ key' if right else ''}</td><td>{markdown_html(part)}</td><td>{shown(text)}</td><td>{every}</td>"
        f"<td>{_bar(upper, group)}</td><td>{_bar(lower, group)}</td></tr>"
        for part, text, right, every, upper, lower in i.given
        if every
    )
    what = {"matching": "matched with", "ordering": "put into", "fill-in": "filled with"}.get(i.kind, "in the band")
    head = f"<th></th><th>part</th><th>{what}</th><th>all</th><th>upper group</th><th>lower group</th>"
    id = html.escape(i.id)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<details><summary>What each part was given</summary><div class="scroll" tabindex="0" role="group" aria-label="{id}, by part">{table}</div></details>'


def _bar(count: int, group: int) -> str:
    """Return a count with a bar of its share of the group."""
    width = 60 * count / group if group else 0
    return f'{count} <svg width="60" height="10" viewBox="0 0 60 10" aria-hidden="true"><rect width="{width:.1f}" height="10" fill="#1f4e79"/></svg>'


def reached(made: Graded) -> list[float]:
    """Return each student's part of the points, in per cent, lateness left out."""
    worth = np.array([0.0 if q.kind == "interpretive" else made.sheet.points[q.id] for q in made.sheet.questions])
    scores = np.nan_to_num(made.matrix[0])
    return [float(v) for v in 100 * (scores @ worth.astype(np.float32)) / (worth.sum() or 1)]


def spread(made: Graded) -> str:
    """Return how many students reached how much, by tens of per cent, as SVG with the counts on its bars."""
    import altair as alt
    import pandas as pd
    import vl_convert

    steps = np.bincount(np.clip(np.array(reached(made), np.float64) // 10, 0, 9).astype(int), minlength=10).tolist() if made.rows else []
    if not steps:
        return "<p>There is nothing to draw: nobody has handed in.</p>"
    rows = pd.DataFrame({"reached": [f"{10 * n}–{10 * n + 10}" for n in range(10)], "students": steps})
    base = alt.Chart(rows).encode(
        x=alt.X("reached:N", sort=None, title="per cent of the points", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("students:Q", title="students", axis=alt.Axis(tickMinStep=1)),
    )
    drawn = (base.mark_bar(color="#1f4e79") + base.mark_text(dy=-7).encode(text="students:Q")).properties(
        width=520, height=200, background="white"
    )
    told = "; ".join(f"{r} per cent: {n}" for r, n in zip(rows["reached"], rows["students"], strict=True) if n)
    svg: str = vl_convert.vegalite_to_svg(drawn.to_json())
    return svg.replace("<svg ", f'<svg role="img" aria-label="Students by part of the points reached. {told}" ', 1)


def chart(found: Analysis) -> str:
    """Return difficulty against discrimination as SVG."""
    import altair as alt
    import pandas as pd
    import vl_convert

    rows = [
        {"question": i.id, "difficulty": i.difficulty, "discrimination": i.discrimination}
        for i in found.items
        if not math.isnan(i.difficulty + i.discrimination)
    ]
    if not rows:
        return "<p>There is nothing to draw: no question told anybody apart.</p>"
    drawn = (
        alt.Chart(pd.DataFrame(rows))
        .mark_point(size=70, filled=True, color="#1f4e79")
        .encode(
            x=alt.X("difficulty:Q", scale=alt.Scale(domain=[0, 1]), title="mean score (0 hard, 1 easy)"),
            y=alt.Y("discrimination:Q", scale=alt.Scale(domain=[-1, 1]), title="correlation with the rest"),
        )
        .properties(width=520, height=300, background="white")
    )
    svg: str = vl_convert.vegalite_to_svg(drawn.to_json())
    return svg.replace(
        "<svg ", '<svg role="img" aria-label="Questions by difficulty and discrimination; the table below has the numbers" ', 1
    )
