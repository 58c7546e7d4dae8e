"""Rules over a whole course: ids resolve, claims are taught and met, figures say what they count, nothing late is graded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from ...model.question_base import Bloom
from ..author import ASKED
from ..chosen import choose
from ..codes import unlaid
from ..coverage import coverage
from ..read import LISTS, Course, nearest, pool_folder
from ..tables import read_table
from ..yaml import ContentError, Problem
from .codings import codings
from .described import described
from .items import questions
from .kinds import unlike
from .record import record
from .rendering import rendering
from .terms import glossary
from .twins import twins

PRACTISED_IN = 3
"""In how many chapters, at least, an outcome is practised; in a course of fewer, in each."""


def check(course: Course) -> list[Problem]:
    """Return every problem of a course that has loaded, in file order."""
    found = [*dangling(course), *cycles(course), *called(course)]
    if not found:  # what follows presumes that ids resolve
        found += [*questions(course.questions.values(), course.problem, course.outcomes), *spread(course), *teaching(course), *glossary(course), *checked(course)]
        tables = [*figures(course)]
        found += [*tables, *placed(course), *([] if tables else described(course)), *record(course), *limits(course)]
        found += [*unlaid(course), *kinds(course), *([] if tables else codings(course))]
    for kind in (*LISTS, "questions", "activities"):
        found += rendering(kind, getattr(course, kind).values(), course.problem, course.root / "book" / "questions")
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
            yield course.problem(
                "questions",
                here[-1].id,
                f"{len(here)} of {len(bank)} questions stand at bloom `{level}`",
                f"at most {ONE_LEVEL:.0%} may: ask more, or ask it otherwise",
            )
        if not here:
            yield course.problem("questions", bank[-1].id, f"no question of the bank stands at bloom `{level}`", "write one")


REMEMBERED = 0.2
"""Which part of a graded pool, at most, asks for remembering alone."""


def graded(course: Course, pool: Course) -> list[Problem]:
    """Return every problem of a graded pool: ids that name nothing, item writing, Bloom spread, prompts that students have seen."""
    bank = list(pool.questions.values())
    found = [*dangling(pool, ("questions",)), *questions(bank, pool.problem, pool.outcomes)]
    found += rendering("questions", bank, pool.problem, pool_folder(pool.root) / "questions")
    found += codings(pool, ("questions",))
    seen = {q.prompt_md.casefold().strip(): q.id for q in course.questions.values()}
    for q in bank:
        if (same := seen.get(q.prompt_md.casefold().strip())) is not None:
            found.append(pool.problem("questions", q.id, f"students know its prompt from {same}", "ask it differently"))
    found += [pool.problem("questions", id, what, do) for id, what, do in twins(bank, course.questions.values())]
    remembered = [q for q in bank if q.bloom == "remember"]
    if len(remembered) > REMEMBERED * len(bank):
        found.append(pool.problem("questions", remembered[-1].id, f"{len(remembered)} of {len(bank)} graded questions ask for remembering alone", "ask more of them"))
    return sorted(found)


def dangling(course: Course, kinds: tuple[str, ...] = (*LISTS, "questions", "activities")) -> Iterator[Problem]:
    """Yield each id that names nothing."""
    if course.about and course.about.original and course.about.original not in course.sources:
        yield Problem("book/data/about.yml", 1, course.about.id, f"there is no source {course.about.original!r}", nearest(course.about.original, list(course.sources)))
    for kind in kinds:
        for thing in getattr(course, kind).values():
            for what, ids in thing.names():
                known = getattr(course, what)
                for id in ids:
                    if id == ASKED:
                        yield course.problem(kind, thing.id, "it still asks for its source", f"name one of sources.bib, of {getattr(thing, 'written', 'its day')} or later")
                    elif id not in known:
                        singular = {"glossary": "term", "activities": "activity", "treaties": "treaty"}.get(what, what.removesuffix("s"))
                        yield course.problem(kind, thing.id, f"there is no {singular} {id!r}", nearest(id, list(known)))


def kinds(course: Course) -> Iterator[Problem]:
    """Yield each claim whose words its kind does not allow, and whose kind is therefore not the one of the course's rule."""
    published = course.about.text_date.year if course.about else None
    for claim in course.claims.values():
        yield from (course.problem("claims", claim.id, what, do) for what, do in unlike(claim, published))


def called(course: Course) -> Iterator[Problem]:
    """Yield each quiz of a chapter for which there are no questions."""
    for chapter in course.chapters.values():
        for call in chapter.calls:
            if call.name == "Quiz" and call.args and isinstance(call.args[0], str):
                try:
                    choose(course, call.args[0], call.kwargs.get("tags"), call.kwargs.get("ids"))
                except KeyError as error:
                    what, _, do = str(error.args[0]).partition(": ")
                    yield Problem(chapter.file, call.line, chapter.id, what, do)


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


def placed(course: Course) -> Iterator[Problem]:
    """Yield claims that no sentence of their paragraph makes, nor its heading, and sentences that make another paragraph's."""
    for p in course.paragraphs.values():
        here = {c for s in p.sentences for c in s.claims} | set(p.heading)
        own = {c.id: c for c in course.claims.values() if c.paragraph == p.id}
        for id in sorted(here - set(own)):
            yield course.problem("paragraphs", p.id, f"its sentences make {id}, a claim of another paragraph", "name the claim where it is made")
        for id, claim in own.items():
            if p.sentences and id not in here and claim.kind != "assumption":
                yield course.problem("claims", id, "no sentence makes it", f"name it in one of the sentences of {p.id} in paragraphs.yml, or under its `heading:`")


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
    wanted = min(PRACTISED_IN, len(course.chapters))
    for id, by_chapter in known.outcomes.items():
        if len(by_chapter) < wanted:
            has = ", ".join(by_chapter) or "none"
            yield course.problem("outcomes", id, f"it is practised in {len(by_chapter)} chapters ({has})", f"let exercises of at least {wanted} chapters name it")
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
    read = {check.chapter for check in course.checks.values()}
    for id in course.chapters if read else ():
        if id not in read:
            yield course.problem("chapters", id, "no entry of book/data/checks.yml says when it was read against the record", "read it, and add one")


MOSTLY = 0.9
"""Which part of a column's cells, at least, are numbers where every one ought to be."""


def number(text: str) -> bool:
    """Return whether a cell holds a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


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
        except ContentError as error:
            yield from error.problems
            continue
        file = f"book/data/figures/{figure.id}.csv"
        for column in (figure.value, *([figure.series] if figure.series else []), "source"):
            if column not in columns:
                yield Problem(file, 1, figure.id, f"it has no column {column!r}", f"its columns are {', '.join(columns)}")
        mixed: dict[str, set[str]] = {}
        counted = [c for c in columns if sum(number(row[c]) for row in rows) > (0.5 if c == figure.value else MOSTLY) * len(rows)]
        for line, row in enumerate(rows, 2):
            for column in counted:
                if not number(row[column] or "0"):  # what is not known is left empty
                    yield Problem(file, line, figure.id, f"{row[column]!r} in column {column!r} is no number", "write digits, with a point where there is a decimal")
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
