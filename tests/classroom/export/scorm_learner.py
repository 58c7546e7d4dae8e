"""A learner with a SCORM package in a platform, and what a whole chapter's work looks like there."""

from __future__ import annotations

import json
import random
import re

from tests.front.test_hydration import worked as as_its_widget_writes
from thirdcorner.classroom.export import scorm_pages
from thirdcorner.classroom.export.scorm import Rule, make

CHAPTER, SECOND = "05-renewed-alliance", "06-risks"
NS = {"i": "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "a": "http://www.adlnet.org/xsd/adlcp_rootv1p2"}


def packed(course, *slugs, at="", rule=None):
    return make(course, [course.chapters[s] for s in slugs], "A & <title> ]]> ±", rule or Rule(), at)


class Learner:
    """A browser of their own, with a chapter open in the platform."""

    def __init__(self, browser, platform, student="s1", context=None, clock=False, **core):
        self.platform, self.context = platform, context or browser.new_context()
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.student = student
        if clock:
            self.page.clock.install()
        self.enter(**core)

    def enter(self, sco=CHAPTER, **core):
        self.page.goto(self.platform.url(sco, self.student, **core))
        self.sco = self.page.frame(url=re.compile("/package/"))
        self.sco.locator(".tc-scorm").wait_for()

    def goes(self, path):
        """Follow a link of the chapter to another page of the package."""
        here = self.sco.url
        self.sco.evaluate("to => { const a = document.createElement('a'); a.href = to; document.querySelector('article').append(a); a.click(); }", path)
        self.sco.wait_for_url(lambda url: url != here)

    @property
    def said(self):
        return self.sco.locator(".tc-scorm-said")

    def answers(self):
        """Answer the first question that is to be seen, and check it; return its id."""
        question = self.sco.locator(".tc-question:has(input[type=radio]):visible").first
        question.scroll_into_view_if_needed()
        self.sco.locator(".tc-island[data-state=live]", has=question).first.wait_for()  # it wakes as it comes near
        question.locator("input[type=radio]").nth(1).check()
        question.get_by_role("button", name="Check").click()
        return question.get_attribute("data-question")

    def keeps(self, items):
        """Keep entries as the book's own store writes them."""
        self.sco.evaluate("items => { for (const [id, entry] of Object.entries(items)) localStorage.setItem('tc:third-corner:2026-autumn:' + id, JSON.stringify(entry)); }", items)

    def record(self):
        return self.sco.evaluate(
            "() => Object.fromEntries(Array.from({length: localStorage.length}, (_, n) => localStorage.key(n)).filter((k) => k.startsWith('tc:'))"
            ".map((k) => [k.split(':').slice(3).join(':'), JSON.parse(localStorage.getItem(k))]))"
        )

    def told(self, text):
        self.sco.locator(".tc-scorm", has_text=text).wait_for()

    def committed(self, what):
        return self.platform.committed(what, CHAPTER, self.student)


def score(kept):
    return kept["core"]["score"]["raw"]


def config(files, slug=CHAPTER):
    return json.loads(re.search(r'id="tc-scorm">(.*?)</script>', files[f"book/chapters/{slug}.html"].decode())[1])


def worked(files, words=0, at=1_764_000_000_000):
    """Return an entry for every piece of a chapter's work as its widget writes it, with a text of so many words wherever one writes."""
    draw = random.Random(1)
    text = lambda: " ".join("".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 9))) for _ in range(words))  # noqa: E731
    found = {}
    for data in scorm_pages.islands(files[f"book/chapters/{CHAPTER}.html"].decode()):
        asked = {q["id"]: q for q in data["content"].get("questions", [])}
        states = as_its_widget_writes(data["content"], data["items"], random.Random(1))
        for id, print_ in data["items"].items():
            short = {"mark": "AB12"} if id.endswith("/code") else {"month": 3} if data["content"].get("flows") else None
            if short:  # what holds no text, and is read by its own shape
                found[id] = {"v": 1, "hash": print_, "at": at, "state": short}
                continue
            state = answered(asked[id], draw, text) if id in asked else {**states.get(id, {"state": {}})["state"], "reading_text": text() or "x"}
            found[id] = {"v": 1, "hash": print_, "at": at + 61_000 * len(found), "state": state}
    return found


def answered(q, draw, text):
    """Return what the store holds of a question that was checked once."""
    ids = [p["id"] for p in q.get("parts", [])]
    answers = {
        "single": lambda: draw.choice(ids),
        "true-false": lambda: draw.random() < 0.5,
        "multiple": lambda: sorted(draw.sample(ids, 2)),
        "matching": lambda: {id: draw.choice(q["choices"]) for id in ids},
        "ordering": lambda: draw.sample(ids, len(ids)),
        "numeric": lambda: str(draw.randint(1, 99)),
        "fill-in": lambda: ["April"] * q["gaps"],
        "interpretive": lambda: draw.choice(ids),
    }
    if q["kind"] in ("short-answer", "essay"):
        return {"answer": text(), "checked": True, "tries": 1}
    first = draw.choice([0, 0.5, 1])
    return {"answer": answers[q["kind"]](), "checked": True, "tries": 1, **({} if q["kind"] == "interpretive" else {"first": first, "score": first})}
