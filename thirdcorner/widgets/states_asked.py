"""The states of what asks questions, and of the pages on which a learner comes back to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..course.asked import answer
from ..model.shapes.asked import Asked
from .specimen import DAY, LATER, Content, Specimen, Work


def _quiz(content: Content) -> list[Specimen]:
    questions = [Asked.model_validate(q) for q in content["questions"]]

    def given(right: bool, checked: bool) -> Work:
        done = {"checked": True, "tries": 1} if checked else {}
        written = {q.id: {"revealed": True} if q.kind in ("short-answer", "essay") and checked else {} for q in questions}
        sure = {q.id: {"confidence": 80} if q.confidence else {} for q in questions}
        drawn = {q.id: {"version": q.versions[0].id} if q.versions else {} for q in questions}
        return {q.id: {"answer": answer(q, right), **done, **written[q.id], **sure[q.id], **drawn[q.id]} for q in questions}

    return [
        Specimen("fresh", content, words="One question of each kind, as a learner meets it."),
        Specimen("worked", content, given(False, False), "Answered and not yet checked: nothing is judged before the learner asks."),
        Specimen("wrong", content, given(False, True), "Checked and not right: a sign and a word at each part, and feedback on the choice that was made."),
        Specimen("done", content, given(True, True), "Checked and right, with the explanation."),
    ]


def _assignment(content: Content) -> list[Specimen]:
    chosen: Work = {q["id"]: {"answer": q["parts"][0]["id"]} for q in content["questions"] if q["kind"] in ("single", "interpretive")}
    return [
        Specimen("fresh", content, words="Questions without keys; the sheet is handed in as a file."),
        Specimen("worked", content, chosen, "The line at its foot counts what is answered and names what is not."),
    ]


def _day_one(content: Content) -> list[Specimen]:
    first = {"answer": content["answers"][0]["id"], "sure": 70, "at": DAY}
    later = {"answer": content["answers"][-1]["id"], "sure": 55, "at": LATER}
    return [
        Specimen("fresh", content, words="Nobody answered on the first day: the question lies in a fold, and no answer and no certainty is preset."),
        Specimen("worked", content, {content["id"]: {"first": first}}, "The first answer with its date, and a place for what one thinks now."),
        Specimen("done", content, {content["id"]: {"first": first, "latest": later, "why_text": "What moved me."}}, "Both stand beside one another; the first is as it was."),
    ]


def _my_work(content: Content) -> list[Specimen]:
    items = [(item["id"], item.get("asked", "")) for chapter in content["chapters"][:2] for item in chapter["items"]]
    done: dict[str, dict[str, Any]] = {}
    for n, (id, asked) in enumerate((id, asked) for id, asked in items if id.rpartition("/")[2][:1] == "q"):
        done[id] = {"answer": "A sentence of mine." if asked else "a", "checked": True, "tries": 1, "confidence": 50 + 10 * (n % 5), "first": n % 2}
    begun = dict(list(done.items())[:3])
    day: dict[str, Any] = content.get("day") or {}
    said = {"first": {"answer": day["answers"][0]["id"], "sure": 70, "at": DAY}} if day else {}
    later = {"latest": {"answer": day["answers"][-1]["id"], "sure": 55, "at": LATER}} if day else {}
    first = {day["id"]: said} if day else {}
    return [
        Specimen("fresh", content, words="Nothing is done, and the page says where one begins."),
        Specimen("worked", content, {**first, **begun}, "Three answers: too few for a sentence on how sure one was."),
        Specimen("done", content, {**done, **({day["id"]: {**said, **later}} if day else {})}, "Two chapters are done, and what was written is gathered."),
    ]


def _review(content: Content) -> list[Specimen]:
    day = 86_400_000
    known = {"stability": 4.0, "difficulty": 5.0}
    due = {card["id"]: {**known, "last": day * (n + 1), "due": day * (n + 5)} for n, card in enumerate(content["cards"][:6])}
    far = {card["id"]: {**known, "stability": 36500.0, "last": day * 20000, "due": day * 56500} for card in content["cards"]}
    return [
        Specimen("fresh", content, words="Nothing is scheduled; terms can be taken up at once."),
        Specimen("worked", content, due, "Six cards are due."),
        Specimen("done", content, far, "Every card is known for long, and none is due."),
    ]


ASKED: dict[str, Callable[[Content], list[Specimen]]] = {
    "quiz": _quiz,
    "assignment": _assignment,
    "day_one": _day_one,
    "my_work": _my_work,
    "review": _review,
}
"""The states of such a widget with some content, by its name."""
