"""What a quiz asks again of earlier chapters: drawn by program, spaced, the same at every build, answered anew."""

from __future__ import annotations

from thirdcorner.course.read import load
from thirdcorner.widgets.quiz import SHORT, Quiz, draw

COURSE = load()


def test_questions_are_drawn_from_earlier_chapters_one_a_chapter_and_the_same_each_time() -> None:
    for slug in COURSE.chapters:
        drawn = draw(COURSE, slug, 3)
        of = [q.id.split("/")[0] for q in drawn]
        assert all(chapter < slug for chapter in of)
        assert len(set(of)) == len(of) == min(3, list(COURSE.chapters).index(slug))
        assert all(q.kind in SHORT and "retrieval" not in q.tags for q in drawn)
        assert drawn == draw(COURSE, slug, 3)
    assert len({q.id for slug in COURSE.chapters for q in draw(COURSE, slug, 1)}) >= 8


def test_a_drawn_question_is_answered_under_an_id_of_its_own() -> None:
    made = Quiz.resolve(COURSE, Quiz.refer("12-ledger", tags=["retrieval"], earlier=1))
    drawn = draw(COURSE, "12-ledger", 1)[0]
    assert made.content["questions"][-1]["id"] == f"again/12-ledger/{drawn.id}"
    assert made.items[f"again/12-ledger/{drawn.id}"] == drawn.wording
    assert drawn.id not in made.items


def test_every_chapter_but_the_first_opens_with_a_question_drawn_from_an_earlier_one() -> None:
    first = {slug: next(c for c in chapter.calls if c.name == "Quiz") for slug, chapter in COURSE.chapters.items()}
    assert all(call.kwargs["tags"] == ["retrieval"] and call.kwargs["earlier"] >= 1 for slug, call in first.items() if slug != next(iter(first)))
