"""Rules over a whole course: ids resolve, claims are taught and met, figures say what they count, nothing late is graded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from .content import LISTS, Course, nearest, read_table
from .coverage import coverage
from .items import questions
from .model.question import Bloom
from .reading import Problem

PRACTISED_IN = 3
"""In how many chapters, at least, an outcome is practised."""


def check(course: Course) -> list[Problem]:
    """Return every problem of a course that has loaded, in file order."""
    found = [*dangling(course), *cycles(course)]
    if not found:  # what follows presumes that ids resolve
        found += [*questions(course.questions.values(), course.problem), *spread(course), *teaching(course), *glossary(course), *checked(course), *figures(course), *limits(course)]
    return sorted(found)


ONE_LEVEL = 0.3
"""Which part of a formative bank, at most, stands on one of Bloom's levels; a bank of fewer questions than `WHOLE` is not judged."""
WHOLE = 100


def spread(course: Course) -> Iterator[Problem]:
    """Yield Bloom levels on which too many questions of a whole bank stand, and those on which none does."""
    bank = list(course.questions.values())
    if len(bank) < WHOLE:
        return
    for level in get_args(Bloom):
        here = [q for q in bank if q.bloom == level]
        if len(here) > ONE_LEVEL * len(bank):
            yield course.problem("questions", here[-1].id, f"{len(here)} of {len(bank)} questions stand at bloom `{level}`", f"at most {ONE_LEVEL:.0%} may: ask more, or ask it otherwise")
        if not here:
            yield course.problem("questions", bank[-1].id, f"no question of the bank stands at bloom `{level}`", "write one")


REMEMBERED = 0.2
"""Which part of a graded pool, at most, asks for remembering alone."""


def graded(course: Course, pool: Course) -> list[Problem]:
    """Return every problem of a graded pool: ids that name nothing, item writing, Bloom spread, prompts that students have seen."""
    bank = list(pool.questions.values())
    found = [*dangling(pool, ("questions",)), *questions(bank, pool.problem)]
    seen = {q.prompt_md.casefold().strip(): q.id for q in course.questions.values()}
    for q in bank:
        if (same := seen.get(q.prompt_md.casefold().strip())) is not None:
            found.append(pool.problem("questions", q.id, f"students know its prompt from {same}", "ask it differently"))
    remembered = [q for q in bank if q.bloom == "remember"]
    if len(remembered) > REMEMBERED * len(bank):
        found.append(pool.problem("questions", remembered[-1].id, f"{len(remembered)} of {len(bank)} graded questions ask for remembering alone", "ask more of them"))
    return sorted(found)


def dangling(course: Course, kinds: tuple[str, ...] = (*LISTS, "questions", "activities")) -> Iterator[Problem]:
    """Yield each id that names nothing."""
    for kind in kinds:
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


def teaching(course: Course) -> Iterator[Problem]:
    """Yield claims that nobody teaches or meets, outcomes too little practised, and exercises that stand in no chapter."""
    if not course.chapters:
        return
    known = coverage(course)
    for id in course.claims:
        if not known.taught[id]:
            yield course.problem("claims", id, "no chapter teaches it", f"walk its paragraph, or show it with ```{{claim}} {id}```")
        elif not known.met[id]:
            yield course.problem("claims", id, "no question or activity meets it", "name it under `claims:` of one that a chapter shows")
    for id, by_chapter in known.outcomes.items():
        if len(by_chapter) < PRACTISED_IN:
            has = ", ".join(by_chapter) or "none"
            yield course.problem("outcomes", id, f"it is practised in {len(by_chapter)} chapters ({has})", f"let exercises of at least {PRACTISED_IN} chapters name it")
        assessed = [q for q in course.questions.values() if id in q.outcomes and q.kind != "interpretive" and q.bloom not in ("remember", "understand")]
        if not assessed:
            yield course.problem("outcomes", id, "no question with a key or a rubric assesses it above mere understanding", "write one at bloom `apply` or higher")
    for kind, id in known.unused:
        yield course.problem(kind, id, "no chapter shows it", "give it a tag that a chapter’s Quiz uses, or call its widget in a cell")
    used: dict[str, set[str]] = {}
    for q in course.questions.values():
        used.setdefault(q.id.split("/")[0], set()).update(q.tags)
    for chapter in course.chapters.values():
        for call in chapter.calls:
            if call.name == "Quiz" and call.kwargs.get("tags"):
                tags = used.get(str(call.args[0]), set())
                for tag in set(call.kwargs["tags"]) - tags:
                    yield course.problem("chapters", chapter.id, f"a quiz asks for the tag {tag!r}, which no question has", nearest(tag, sorted(tags)))


def checked(course: Course) -> Iterator[Problem]:
    """Yield chapters that nobody has read against the record, where a course keeps such readings."""
    for id in course.chapters if course.checks else ():
        if course.last_check(id) is None:
            yield course.problem("chapters", id, "no entry of book/data/checks.yml says when it was read against the record", "read it, and add one")


def glossary(course: Course) -> Iterator[Problem]:
    """Yield terms that no chapter links, and those which the first chapter that uses the word does not link."""
    if not course.chapters:
        return
    for term in course.glossary.values():
        word = re.escape(term.term)
        used = re.compile(rf"(?<![\w-]){word}s?(?![\w-])", re.I if term.term.upper() != term.term else 0)
        first = next((c for c in course.chapters.values() if term.id in c.glosses or used.search(c.plain)), None)
        if first is None:
            yield course.problem("glossary", term.id, "no chapter uses or links it", "link it where it is first meant, or drop it")
        elif term.id not in first.glosses:
            yield course.problem("chapters", first.id, f"it uses the term “{term.term}” first and does not link it", f"write {{gloss}}`{term.term} <{term.id}>` there once")


def figures(course: Course) -> Iterator[Problem]:
    """Yield figures without a table or a table without its figure, rows without source, and series that mix denominators."""
    folder = course.root / "book" / "data" / "figures"
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in course.figures:
            file = path.relative_to(course.root).as_posix()
            yield Problem(file, 1, path.stem, "figures.yml does not say what it counts", "add an entry with its unit, denominator and caveat")
    for figure in course.figures.values():
        try:
            columns, rows = read_table(course, figure.id)
        except FileNotFoundError:
            yield course.problem("figures", figure.id, f"there is no book/data/figures/{figure.id}.csv", "add the table or drop the entry")
            continue
        file = f"book/data/figures/{figure.id}.csv"
        for column in (figure.value, *([figure.series] if figure.series else []), "source"):
            if column not in columns:
                yield Problem(file, 1, figure.id, f"it has no column {column!r}", f"its columns are {', '.join(columns)}")
        mixed: dict[str, set[str]] = {}
        for line, row in enumerate(rows, 2):
            mixed.setdefault(row.get(figure.series or "", ""), set()).add(row.get("denominator") or figure.denominator)
            for key in (row.get("source") or "").split(";"):
                if key not in course.sources:
                    yield Problem(file, line, figure.id, f"there is no source {key!r}", nearest(key, list(course.sources)))
        for series, denominators in mixed.items():
            if len(denominators) > 1:
                yield Problem(file, 1, figure.id, f"series {series!r} mixes denominators ({'; '.join(sorted(denominators))})", "part it into one series a denominator")


def limits(course: Course) -> Iterator[Problem]:
    """Yield what is graded although it happened after the day on which the fact base ends."""
    if course.about is None:
        return
    last = course.about.facts_until.isoformat()
    for q in course.questions.values():
        late = [k for k in q.sources if k in course.sources and (course.sources[k].date or "")[:10] > last and len(course.sources[k].date or "") >= 7]
        if late and q.kind != "interpretive":
            yield course.problem("questions", q.id, f"it is graded on {late[0]}, published after {last}", "ask it as an interpretive question, or of an earlier source")
    for forecast in course.forecasts.values():
        if forecast.outcome and forecast.closes.isoformat() > last:
            yield course.problem("forecasts", forecast.id, f"it counts as resolved but closes after {last}", "leave its outcome empty")
    for claim in course.claims.values():
        if claim.verdict in ("holds", "holds-with-correction", "wrong") and not claim.sources and claim.kind == "fact":
            yield course.problem("claims", claim.id, f"its verdict “{claim.verdict}” names no source", "add `sources:`")
