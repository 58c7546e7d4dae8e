"""The states of each widget with any content: what its learner would have done, for the page that shows them and for the tests that look at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .specimen import DAY, WORDS, Content, Specimen, Work
from .states_asked import ASKED


def _ledger(content: Content) -> list[Specimen]:
    low = {f["id"]: {"likelihood": [0, 5]} for f in content["factors"] if f["side"] != "risk"}
    return [
        Specimen("fresh", content, words="The ranges are the text’s own, as the course reads them."),
        Specimen("worked", content, {content["id"]: {"factors": low}}, "Every benefit is held unlikely: the dots cross the line, and the sentence turns."),
        Specimen(
            "done", content,
            {content["id"]: {"factors": low, "together": "all", "rate": 5, "reading_text": "What I think of it, in my own words."}},
            "With the settings changed and a reading written.",
        ),
    ]


def _bargaining(content: Content) -> list[Specimen]:
    id, first, last = content["id"], content["endings"][0]["id"], content["endings"][-1]["id"]
    solved = {"guess": last, "steps": len(content["nodes"])}
    return [
        Specimen("fresh", content, words="Nothing is solved, and no ending is chosen."),
        Specimen("worked", content, {id: {"guess": first, "steps": 1}}, "A prediction, and the last move solved: its branch is thick."),
        Specimen(
            "done", content, {id: {**solved, "values": {content["map_x"]: -2}, "reading_text": "What I make of it."}},
            "Solved otherwise than predicted; the map and the lever are open.",
        ),
    ]


def _hedges(content: Content) -> list[Specimen]:
    placed = {h["id"]: {"low": 55 + 5 * n, "high": 75 + 5 * n} for n, h in enumerate(content["hedges"][:3])}
    return [
        Specimen("fresh", content, words="Every line is empty; the scales’ bands are not in the page’s picture."),
        Specimen("worked", content, placed, "Three ranges are drawn and none is committed."),
        Specimen(
            "done", content, {id: {**state, "compared": True} for id, state in placed.items()},
            "Committed: the bands stand under them, and the same word is compared with itself.",
        ),
    ]


def _argument_map(content: Content) -> list[Specimen]:
    id, tasks = content["id"], content["tasks"]
    right = {f"{id}/{t['id']}": {"answer": next(o["id"] for o in t["options"] if o["correct"]), "checked": True, "first": 1} for t in tasks}
    return [
        Specimen("fresh", content, words="Every claim keeps its ground; what a task asks for is a dashed box without words."),
        Specimen(
            "done", content, {id: {"struck": {tasks[0]["claim"]: "corrected"}}, **right},
            "The tasks are found, and the first one’s premise is corrected: the lines above it thicken, and boxes empty as far as they lean on it.",
        ),
    ]


def _risk_pathways(content: Content) -> list[Specimen]:
    chain = content["pathways"][0]
    ids = [link["id"] for link in chain["links"]]
    weighed = {"order": ids, "checked": True, "first": 1, "chances": {id: 80 - 25 * (n % 3) for n, id in enumerate(ids)}}
    return [
        Specimen("fresh", content, words="The stations are shuffled, in the same order for everyone."),
        Specimen("worked", content, {chain["id"]: weighed}, "Each link is as thick as its chance; the core inside is what is left of a hundred cases."),
        Specimen(
            "done", content, {chain["id"]: {**weighed, "weak": ids[1], "compared": True}},
            "Compared: what bears on each link stands under it, and where the book would begin.",
        ),
    ]


def _dilemma(content: Content) -> list[Specimen]:
    ids = [a["id"] for a in content["allies"]]
    first = {"abandonment": 5, "entrapment": 4, "did": content["allies"][0]["did"]}
    return [
        Specimen("fresh", content, words="The plane is empty: no ally is placed, and no reading shows."),
        Specimen("worked", content, {ids[0]: {**first, "from_abandonment": 2, "from_entrapment": 2}}, "One ally, where it began and where it ended; not yet compared."),
        Specimen(
            "done", content, {id: {**first, "abandonment": n + 2, "compared": True} for n, id in enumerate(ids)},
            "All are compared: published readings are rings, those of the ally in hand with letters.",
        ),
    ]


def _sorting(content: Content) -> list[Specimen]:
    kinds = [k["id"] for k in content["kinds"]]
    placed: Work = {s["id"]: {"answer": kinds[n % len(kinds)]} for n, s in enumerate(content["statements"][:4])}
    return [
        Specimen("fresh", content, words="The first card is in hand and every chip lies in the pile."),
        Specimen("worked", content, placed, "Four cards lie in bins and none is compared: no chip has a sign yet."),
        Specimen(
            "done", content, {id: {**state, "checked": True} for id, state in placed.items()},
            "Compared: a sign and a rim at each chip, and in the card what its bin overlooks or sees.",
        ),
    ]


def _triangle(content: Content) -> list[Specimen]:
    id, flows = content["id"], content["flows"]
    return [
        Specimen("fresh", content, words="At the month in which the text appeared."),
        Specimen("worked", content, {id: {"month": 12, "flow": flows[0]["id"]}}, "An earlier month, and a ribbon in hand with its sources."),
        Specimen("done", content, {id: {"month": 99, "without": [flows[0]["kind"]]}}, "The last month, with one kind left out."),
    ]


def _timeline(content: Content) -> list[Specimen]:
    late = {e["id"]: f"{min(int(e['date'][:4]) + n, int(content['end'][:4]))}{e['date'][4:7]}" for n, e in enumerate(content["events"])}
    return [
        Specimen("fresh", content, words="An empty axis, and the first event in hand."),
        Specimen(
            "done", content,
            {task["id"]: {"at": {e: late[e] for e in task["events"]}, "checked": True} for task in content["tasks"]},
            "Held against the record: each flag below says how long it is off.",
        ),
    ]


def _crisis(content: Content) -> list[Specimen]:
    scenes = {s["id"]: s for s in content["scenes"]}
    work: dict[str, dict[str, Any]] = {}
    if content["cast"]:
        memo = {"expects_text": "Calm words, and nothing that can be seen.", "refuses_text": "A word in public that we cannot prove."}
        work[content["id"]] = {"role": content["cast"]["roles"][0]["id"], "begun": True, **memo, "changed_text": "I gave up the second sooner than I had thought."}
    at = content["scenes"][0]["id"]
    while at in scenes:
        scene = scenes[at]
        work[scene["item"]] = {"predict": scene["predictions"][0]["id"], "choice": scene["advice"][0]["id"], "why_text": "Because it cost little so far."}
        at = scene["advice"][0]["to"]
    return [
        Specimen("fresh", content, words="A role is taken and a memo written first; then the situation stands left, the decision right, and advice waits for an expectation."),
        Specimen(
            "done", content, work,
            "At the end both memos stand above the map of all ways, where crossed lines are marked; touch an ending to see where the way to it leaves one’s own.",
        ),
    ]


def _fact_check(content: Content) -> list[Specimen]:
    c = content["cases"][0]
    said = {"card": c["cards"][0]["id"], "judgement": "correct-it", "confidence": 70, "reason_text": "The first card has it."}
    return [
        Specimen("fresh", content, words="A claim and its cards left, the judgement right; nothing is preset."),
        Specimen("done", content, {c["id"]: {**said, "judged": True, "first": 0}}, "Judged: the record stands beside the judgement, and one question is left."),
    ]


def _draw_first(content: Content) -> list[Specimen]:
    line = next(x for x in content["lines"] if not x["given"])
    level = [v["value"] for v in line["record"] if v["at"] <= content["until"]][-1]
    flat = {f"{line['id']}/{p['id']}": round(level / content["step"]) * content["step"] for p in content["points"]}
    begun = dict(list(flat.items())[:2])
    return [
        Specimen("fresh", content, words="The axes and the beginning of the line; no year is preset."),
        Specimen("worked", content, {content["id"]: {"points": begun}}, "Two years are drawn, and the sentence names those that are not."),
        Specimen(
            "done", content, {content["id"]: {"points": flat, "committed": True}},
            "A level line, committed: the record lies over it, and a bar at each year shows by how much they part.",
        ),
    ]


def _gains(content: Content) -> list[Specimen]:
    signs = (2, 1, 0, -1, -2, 0, 1)
    rated: Work = {r["id"]: {"values": {a["id"]: signs[(n + k) % 7] for k, a in enumerate(content["actors"])}} for n, r in enumerate(content["rows"][:3])}
    return [
        Specimen("fresh", content, words="Every cell is empty; the book’s signs are not to be seen."),
        Specimen("worked", content, rated, "Three rows are rated: the sums stand above the columns."),
        Specimen(
            "done", content, {id: {**state, "compared": True} for id, state in rated.items()},
            "Committed: the book’s sign stands in the corner of each cell where it differs.",
        ),
    ]


def _text_glance(content: Content) -> list[Specimen]:
    id, kept = content["id"], {content["first"]: {"section": content["sections"][1]["id"]}}
    sorted_ = {"T1.s1": "judgement", "A1.s7": "inference"}
    return [
        Specimen("fresh", content, words="Lengths alone; the name of a section is what one touches first."),
        Specimen("worked", content, {**kept, id: {"sentence": "A1.s7", "kinds": sorted_, "layers": ["mine"]}}, "The kinds, a bar in hand, and the learner’s own sorting over it."),
        Specimen("done", content, {**kept, id: {"layers": ["verdicts", "years", "rests"], "reading_text": "What I see."}}, "Verdicts, years and the lines to the thesis."),
    ]


def _memo_builder(content: Content) -> list[Specimen]:
    work: dict[str, dict[str, Any]] = {p["item"]: {"part_text": "A sentence of this part, likely in its reader’s words."} for p in content["parts"][:3]}
    if content["day"]:
        work[content["day"]["id"]] = {"first": {"answer": content["day"]["answers"][0]["id"], "sure": 70, "at": DAY}}
    return [
        Specimen("fresh", content, words="The fields left, the page that they make right."),
        Specimen("worked", content, work, "Three parts are written, and the first day’s answer stands beside them."),
    ]


def _forecast_desk(content: Content) -> list[Specimen]:
    said = {q["id"]: {"probability": p, "locked": True} for q, p in zip(content["resolved"], (85, 40, 20, 70), strict=False)}
    return [
        Specimen("fresh", content, words="A card, a scale on which nothing stands, and an empty square."),
        Specimen("done", content, said, "All are locked in, and the desk says how to read the score."),
    ]


def _place_map(content: Content) -> list[Specimen]:
    id, place = content["id"], next(p["id"] for p in content["places"] if p["news"])
    return [
        Specimen("fresh", content, words="Points open; no way is drawn before the question is answered."),
        Specimen(
            "done", content,
            {id: {"answer": content["choices"][-1]["id"], "committed": True, "hand": f"place/{place}"}},
            "Answered: the ways are drawn, no further than a source goes.",
        ),
    ]


def _alliances_time(content: Content) -> list[Specimen]:
    id, kept = content["id"], {content["first"]: {"year": next(t["first"] for t in content["theatres"] if t["id"] == content["asked"]) + 30}}
    ends = {t["id"]: t["last"] for t in content["theatres"]}
    return [
        Specimen("fresh", content, words="Circles without ties; the year that is asked for comes first, and none is preset."),
        Specimen("worked", content, {**kept, id: {"data_set": "cow", "apart": True}}, "The ties by COW, with the pairs marked on which ATOP has another."),
        Specimen(
            "done", content, {**kept, id: {"years": ends, "fight": True, "reading_text": "What is alike."}},
            "The last years: where the data have ended, our own treaties, drawn apart.",
        ),
    ]


def _ach(content: Content) -> list[Specimen]:
    id, theirs = content["id"], content["readers"][0]["cells"]
    hypotheses = [h["id"] for h in content["hypotheses"]]
    signs = ("I", "N", "C", "II", "CC")
    mine = {e["id"]: {"cells": {h: signs[(n + 2 * k) % 5] for k, h in enumerate(hypotheses)}} for n, e in enumerate(content["evidence"])}
    begun = dict(list(mine.items())[:2])
    last = content["evidence"][-1]
    agreed = {**mine, last["id"]: {"cells": theirs[last["key"]], "credibility": "low", "relevance": "high"}}
    own = {"hypotheses": [{"id": "own-1", "name": "An explanation of my own"}], "rows": [{"id": "own-1", "name": "An item of my own", "cells": {hypotheses[0]: "I"}}]}
    return [
        Specimen("fresh", content, words="Every cell is empty, and no other reader’s sign is to be seen."),
        Specimen("worked", content, begun, "Two rows are rated: the bars above the columns have moved, and the sentence says who leads."),
        Specimen(
            "done", content, {**agreed, id: {**own, "compared": True, "reading_text": WORDS}},
            "All is rated, one row and one column are the learner’s own, and other readers can be laid over.",
        ),
    ]


def _analogy(content: Content) -> list[Specimen]:
    id, c = content["id"], next(c for c in content["cases"] if not c["blank"])
    at = f"{id}/{c['id']}"
    cast = {f"{at}/roles": {"cast": c["castings"][0]["cast"], "compared": True, "why_text": "Because of the word that the text uses."}}
    first = c["ties"][0]
    coded = {t["item"]: {"types": t["types"] if n % 2 else ["defence"], "compared": True} for n, t in enumerate(c["ties"])}
    laid = {f"{at}/lay": {"expects": [c["then"][0]["id"]], "compared": True}}
    cards = {x["id"]: {"side": ("likeness", "difference")[n % 2], "mark": ("known", "unclear", "presumed")[n % 3], "weight": n % 4} for n, x in enumerate(c["cards"])}
    weighed = {f"{at}/cards": {"cards": cards, "own": [{"id": "own-1", "name": "A difference of my own"}], "compared": True}}
    broken = next(x["id"] for x in c["cards"] if cards[x["id"]]["side"] == "difference")

    def on(step: str, **more: str) -> Work:
        return {id: {"case": c["id"], "step": step, **more}}

    return [
        Specimen("fresh", content, words="Nobody is cast: today’s capitals stand in alphabetical order."),
        Specimen(
            "worked", content, {**on("code"), **cast, first["item"]: coded[first["item"]]},
            "All are cast and one side is coded: the data sets’ strokes stand along it, and along no other.",
        ),
        Specimen("laid", content, {**on("lay"), **cast, **coded, **laid}, "Every side is coded: signs say what was kept, and a slider lays now onto then."),
        Specimen("weighed", content, {**on("weigh"), **cast, **coded, **laid, **weighed}, "Likenesses and differences lie on the arms, and the book’s own places beside them."),
        Specimen(
            "done", content,
            {**on("break", shared_text="What both share."), **cast, **coded, **laid, **weighed, f"{at}/verdict": {"breaks": broken, "essay_text": WORDS, "compared": True}},
            "The difference that breaks it is ringed in the picture, and two readings that disagree stand below.",
        ),
    ]  # fmt: skip


STATES: dict[str, Callable[[Content], list[Specimen]]] = {
    **ASKED,
    "ledger": _ledger,
    "bargaining_game": _bargaining,
    "dilemma_explorer": _dilemma,
    "triangle": _triangle,
    "hedge_translator": _hedges,
    "argument_map": _argument_map,
    "risk_pathways": _risk_pathways,
    "timeline": _timeline,
    "crisis": _crisis,
    "fact_check": _fact_check,
    "memo_builder": _memo_builder,
    "draw_first": _draw_first,
    "place_map": _place_map,
    "gain_matrix": _gains,
    "sorting_bench": _sorting,
    "text_glance": _text_glance,
    "forecast_desk": _forecast_desk,
    "alliances_time": _alliances_time,
    "ach_workbench": _ach,
    "analogy_lab": _analogy,
}
"""The states of a widget with some content, by its name; *Your copy* and *Class* keep nothing, and have none."""
