"""A question as the front end reads it: what a learner is asked, and apart from it what only a marker reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from ..model import MultipleChoice, Parameterised, Question, SingleChoice
from ..model.shapes.asked import Asked, AskedVersion, Criterion, Idea, Key, Part, Reading, Trap
from .read import Course
from .words import markdown_html


def asked(q: Question, *, order: Sequence[str] = (), was: Sequence[str] = (), draw: str = "") -> Asked:
    """Return what a learner is told to answer, and nothing of what is right.

    Parameters
    ----------
    q
        A question of any kind.
    order
        The ids of its items in the order to show, for an ordering; without it an order made from the question's id, never the key's.
    was
        Its parts in the order of the edition before, where that edition's answers still count.
    draw
        What its versions are drawn with, besides a seed or a number; by default its id.
    """
    if isinstance(q, Parameterised):
        versions = [AskedVersion(id=id, prompt_html=markdown_html(q.prompt(id))) for id in q.drawn]
        return Asked(id=q.id, kind="numeric", prompt_html=versions[0].prompt_html, unit=q.unit, versions=versions, draw=draw or q.id)
    told: dict[str, Any] = {"id": q.id, "kind": q.kind, "prompt_html": markdown_html(q.prompt_md), "was": list(was)}
    match q.kind:
        case "single" | "multiple":
            options = {option.id: option for option in q.options}
            told |= {"parts": _parts(options[id] for id in mixed(q)), "ordered": ordered(q)}
        case "interpretive":
            told["parts"] = _parts(q.readings)
        case "matching":
            told |= {"parts": [Part(id=p.id, html=markdown_html(p.stem_md)) for p in q.pairs], "choices": q.answers}
        case "ordering":
            items = {item.id: item for item in q.items}
            told["parts"] = _parts(items[id] for id in order or unkeyed([*items], q.id))
        case "numeric":
            told["unit"] = q.unit
        case "fill-in":
            told["gaps"] = len(q.blanks)
        case "short-answer":
            told["words_max"] = q.words_max
        case "essay":
            told |= {"words_min": q.words_min, "words_max": q.words_max}
    return Asked(**told)


def unkeyed(ids: Sequence[str], seed: str) -> list[str]:
    """Return ids in an order that is the same for the same seed and never the one given."""
    made = sorted(ids, key=lambda id: hashlib.sha256(f"{seed}#{id}".encode()).digest())
    return made if made != list(ids) or len(ids) < 2 else [*made[1:], made[0]]


_AMOUNT = re.compile(r"^\W*(?:to )?(?:exactly |about |around |over |under |below |above |less than |more than )?[−-]?\d")


def ordered(q: SingleChoice | MultipleChoice) -> bool:
    """Return whether options keep the order in which they are written: they say so, or are amounts or dates."""
    return q.ordered or all(_AMOUNT.match(option.text_md) for option in q.options)


def mixed(q: SingleChoice | MultipleChoice) -> list[str]:
    """Return the ids of options in the order printed, by a seed of the question's id; each learner's own comes from there (`front/src/logic/mixed.ts`)."""
    ids = [option.id for option in q.options]
    if ordered(q):
        return ids
    return sorted(ids, key=lambda id: hashlib.sha256(f"{q.id}#{id}".encode()).digest())


def key(q: Question) -> Key:
    """Return what only a marker reads of a question: what is right, feedback, explanation; of one in versions, that of the first."""
    if isinstance(q, Parameterised):
        return key(q.version(next(iter(q.drawn))))
    told: dict[str, Any] = {"explanation_html": markdown_html(q.explanation_md)}
    match q.kind:
        case "single" | "multiple":
            told |= {"right": [o.id for o in q.options if o.correct], "feedback_html": _feedback(q.options)}
        case "true-false":
            told |= {"right": q.correct, "feedback_html": {"true": markdown_html(q.feedback_true_md), "false": markdown_html(q.feedback_false_md)}}
        case "matching":
            told |= {"right": {p.id: p.answer for p in q.pairs}, "feedback_html": _feedback(q.pairs)}
        case "ordering":
            told |= {"right": [i.id for i in q.items], "feedback_html": _feedback(q.items)}
        case "numeric":
            told |= {"right": q.answer, "tolerance": q.tolerance, "traps": [Trap(value=n, html=markdown_html(said)) for n, said in q.traps], "feedback_html": _whole(q)}
        case "fill-in":
            told |= {"right": [list(b.accepted) for b in q.blanks], "feedback_html": _whole(q)}
        case "interpretive":
            told["readings"] = {r.id: Reading(defensible=r.defensible, must_explain_html=markdown_html(r.must_explain_md)) for r in q.readings}
        case "short-answer":
            told["ideas"] = [Idea(id=i.id, html=markdown_html(i.text_md), feedback_html=markdown_html(i.feedback_md)) for i in q.ideas]
        case "essay":
            told["rubric"] = [Criterion(id=c.id, criterion=c.criterion, levels_html=[markdown_html(level) for level in c.levels_md]) for c in q.rubric]
    if q.kind in ("short-answer", "essay"):
        told["model_answer_html"] = markdown_html(q.model_answer_md)
    return Key(**told)


def keyed(made: Asked, q: Question) -> Asked:
    """Return what a learner is asked with what a marker reads beside it, in each version."""
    if isinstance(q, Parameterised):
        made = made.model_copy(update={"versions": [one.model_copy(update={"key": key(q.version(one.id))}) for one in made.versions]})
    return made.model_copy(update={"key": key(q)})


def shown(course: Course, q: Question) -> Asked:
    """Return a question of the book as its pages have it: what is asked, where it comes from, hints, and its key."""
    earlier = course.was(q)
    sources = "; ".join(course.sources[k].short for k in q.sources if k in course.sources)
    where = [f"Paragraph {', '.join(q.paragraphs)}" if q.paragraphs else "", sources]
    return keyed(asked(q, was=earlier.parts if earlier else ()), q).model_copy(
        update={
            "hints_html": [markdown_html(hint) for hint in q.hints_md],
            "confidence": q.confidence,
            "where": " · ".join(part for part in where if part),
        }
    )


def _parts(things: Any) -> list[Part]:
    return [Part(id=one.id, html=markdown_html(one.text_md)) for one in things]


def _feedback(things: Any) -> dict[str, str]:
    return {one.id: markdown_html(one.feedback_md) for one in things}


def _whole(q: Any) -> dict[str, str]:
    return {"right": markdown_html(q.feedback_right_md), "wrong": markdown_html(q.feedback_wrong_md)}


def answer(q: Asked, right: bool) -> Any:
    """Return a right answer to a question of any kind, or one that is wrong (for a reading: another of those offered)."""
    key, ids = q.key.right if q.key else None, [p.id for p in q.parts]
    match q.kind:
        case "single" | "interpretive":
            good = list(key) if isinstance(key, list) else ids[:1]
            return good[0] if right else next(id for id in ids if id not in good)
        case "multiple":
            return list(key) if right else [next(id for id in ids if id not in list(key))]  # type: ignore[arg-type]
        case "true-false":
            return bool(key) == right
        case "matching":
            pairs: dict[str, str] = dict(key)  # type: ignore[arg-type]
            return pairs if right else dict(zip(pairs, [*list(pairs.values())[1:], next(iter(pairs.values()))], strict=True))
        case "ordering":
            return list(key) if right else list(key)[::-1]  # type: ignore[arg-type]
        case "numeric":
            return f"{key if right else float(key) * 2 + 1:g}"  # type: ignore[arg-type]
        case "fill-in":
            return [forms[0] if right else "something else" for forms in key]  # type: ignore[union-attr]
        case _:
            return "An answer in a learner’s own words stands here, and the model answer below it." if right else "A first thought, in a few words."
