"""Rules over a whole course: every id that one thing names must exist, and what teaching asks of a question must be there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .content import LISTS, Course, Problem
from .widgets.base import nearest


def check(course: Course) -> list[Problem]:
    """Return every problem of a course that has loaded, in file order."""
    return sorted([*dangling(course), *cycles(course), *questions(course)])


def dangling(course: Course) -> Iterator[Problem]:
    """Yield each id that names nothing."""
    for kind in (*LISTS, "questions", "activities"):
        for thing in getattr(course, kind).values():
            for what, ids in thing.names():
                known = getattr(course, what)
                for id in ids:
                    if id not in known:
                        singular = {"glossary": "term", "activities": "activity", "treaties": "treaty"}.get(what, what.removesuffix("s"))
                        yield course.problem(kind, thing.id, f"there is no {singular} {id!r}", nearest(id, list(known)))


def cycles(course: Course) -> Iterator[Problem]:
    """Yield each claim from which supports and presumes lead back to itself."""
    follow = {c.id: [r.to for r in c.relations if r.kind != "attacks" and r.to in course.claims] for c in course.claims.values()}
    state: dict[str, int] = {}
    for start in follow:
        stack = [(start, iter(follow[start]))] if start not in state else []
        if stack:
            state[start] = 1
        while stack:
            id, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                state[id] = 2
                stack.pop()
            elif state.get(step) == 1:
                trail = " → ".join([i for i, _ in stack] + [step])
                yield course.problem("claims", id, f"its relations go in a circle ({trail})", "take one of them out")
            elif step not in state:
                state[step] = 1
                stack.append((step, iter(follow[step])))


def questions(course: Course) -> Iterator[Problem]:
    """Yield what a question lacks: a source, or feedback that differs for each option; and stems that stand twice."""
    stems = Counter(q.prompt_md.casefold().strip() for q in course.questions.values())
    for q in course.questions.values():
        if not q.sources:
            yield course.problem("questions", q.id, "it names no source", "add `sources:` with keys of sources.bib")
        if stems[q.prompt_md.casefold().strip()] > 1:
            yield course.problem("questions", q.id, "another question has the same prompt", "ask it differently or drop one")
        if q.kind in ("single", "multiple"):
            said = Counter(o.feedback_md.casefold() for o in q.options)
            if max(said.values()) > 1:
                yield course.problem("questions", q.id, "two options have the same feedback", "say what each choice overlooked")
            if any(o.text_md.casefold().strip(" .") in ("all of the above", "none of the above") for o in q.options):
                yield course.problem("questions", q.id, "it has an option that points at the others", "write a real distractor")
