"""Open answers are marked on a local page by keyboard; what it saves is what the gradebook gets; answers are text."""

from __future__ import annotations

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.test_grade import COURSE, POOL, put
from tests.conftest import violations
from tests.front.test_hydration import worked
from tests.widgets.test_logic import run_front
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.collect import Graded
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.marking import marking
from thirdcorner.classroom.marks import read_marks
from thirdcorner.cli import main
from thirdcorner.widgets import CONSTRUCTORS, widget_of

EVIL = "<img src=x onerror=alert(1)></script><script>document.title='bad'</script>\u202e\n=1+1"
KINDS = {a.kind: a.id for a in COURSE.activities.values() if widget_of(a)}  # type: ignore[attr-defined]


def data_of(page: Path) -> dict[str, Any]:
    """What a marking page holds."""
    found = re.search(r'<script type="application/json">(.*?)</script>', page.read_text("utf-8"), re.S)
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


class Sitting:
    """An assignment, what was handed in, and the command that grades it."""

    def __init__(self, folder: Path, text: str):
        self.folder, self.path, self.to = folder, folder / "it.yml", folder / "out"
        self.path.write_text(f"id: it\ntitle: It & <all>\nfeedback: never\n{text}\n", "utf-8")
        self.sheet: Sheet = read(self.path, COURSE, POOL)

    def hand_in(self, name: str, items: dict[str, Any]) -> None:
        file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": items}
        put(self.folder / "in", **{f"{name}.json": json.dumps(file).encode()})

    def answers(self, text: str) -> dict[str, Any]:
        return {q.id: {"v": 1, "hash": q.wording, "at": 1, "state": {"answer": text, "marks": [True] * 9}} for q in self.sheet.asked}

    def grade(self, *more: str) -> int:
        return main(["grade", str(self.folder / "in"), "--assignment", str(self.path), "--to", str(self.to), "--no-similarity", *more])

    def points(self) -> dict[str, float]:
        return {r["student"]: float(r["points"]) for r in csv.DictReader((self.to / "gradebook-plain.csv").open(encoding="utf-8-sig", newline=""))}


def open_sitting(folder: Path) -> Sitting:
    kinds = {q.kind: q.id for q in POOL.questions.values() if q.kind in ("short-answer", "essay")}
    return Sitting(folder, f"questions: [{{id: {kinds['short-answer']}}}, {{id: {kinds['essay']}}}]")


def save(page: Any, button: str, to: Path) -> Path:
    with page.expect_download() as saved:
        page.get_by_role("button", name=button).click()
    to = to / saved.value.suggested_filename
    saved.value.save_as(to)
    return to


@pytest.mark.long
def test_marking_by_keyboard_over_a_reload_gives_the_marks_that_grading_reads_back(tmp_path: Path, open_page: Any) -> None:
    one = open_sitting(tmp_path)
    short, essay = one.sheet.questions
    one.hand_in("Ada Byron_7_assignsubmission_file_ada", one.answers(EVIL))
    one.hand_in(f"{EVIL[:12].replace('/', '')}_8_assignsubmission_file_x", one.answers("Other words."))
    assert one.grade() == 0
    watched = open_page((one.to / "mark.html").as_uri(), width=375)
    page = watched.page
    expected: dict[str, float] = {}
    key = page.keyboard.press
    for n in range(4):  # the short answer of both, then the essay of both
        heading = page.locator("h2")
        page.get_by_role("heading", name=f"{n + 1} of 4: ").wait_for()
        assert heading.evaluate("e => e === document.activeElement")
        whose, q = heading.inner_text().rsplit(", ", 1)[1], short if n < 2 else essay
        if n % 2 == 0:
            assert page.locator("[aria-keyshortcuts=N]").get_attribute("aria-disabled") is None
        if q is short:
            key("1")
            earned = 1 / len(q.ideas)
        else:
            for c in q.rubric[:-1]:
                key(str(len(c.levels_md) - 1 - n % 2))
            page.get_by_text("Begun, and not marked yet. 2 of 4 marked." if n == 2 else "Begun, and not marked yet. 3 of 4 marked.").wait_for()
            key("9")
            page.get_by_role("status").get_by_text(f"{q.rubric[-1].criterion} has the levels 0 to").wait_for()
            key(str(len(q.rubric[-1].levels_md) - 1 - n % 2))
            earned = sum((len(c.levels_md) - 1 - n % 2) / (len(c.levels_md) - 1) for c in q.rubric) / len(q.rubric)
        page.locator(".where", has_text=f"Mark {earned:.2f}. {n + 1} of 4 marked.").wait_for()
        expected[whose] = expected.get(whose, 0) + earned
        key("c")
        page.keyboard.type(f"To <i>you</i>, {n}.")
        key("Control+Enter")
        if n == 1:
            page.get_by_role("heading", name="3 of 4: ").wait_for()
            page.reload()
            page.get_by_role("heading", name="3 of 4: ").wait_for()  # the first that is not marked
            key("p")
            page.get_by_role("heading", name="2 of 4: ").wait_for()
            assert page.get_by_label("Comment to the student", exact=True).input_value() == "To <i>you</i>, 1."
            assert page.get_by_role("checkbox").first.is_checked()
            key("n")
    page.get_by_role("status").get_by_text("This is the last answer.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_text("On all of this student’s work").click()
    page.get_by_label("Comment to the student on the whole").fill("See me.")
    page.get_by_label(f"Comment on {essay.rubric[0].criterion}").fill("Read this row again.")
    page.get_by_label("Your name or initials, for the file").fill("M. Kowalska")
    assert "document.title" in page.locator("blockquote").inner_text() or "Other words." in page.locator("blockquote").inner_text()
    marked = save(page, "Save marks to a file", tmp_path)
    assert marked.name == "marked-m-kowalska.csv"
    page.get_by_role("status").get_by_text("marked-m-kowalska.csv holds 4 marks.").wait_for()
    assert page.title() == "Mark"
    assert watched.wrong == []
    assert one.grade("--marks", str(marked)) == 0
    numbers = {r["number"]: r["student"] for r in csv.DictReader((one.to / "numbers.csv").open(encoding="utf-8-sig", newline=""))}
    assert one.points() == {numbers[whose]: round(points, 2) for whose, points in expected.items()}
    feedback = "".join(p.read_text("utf-8") for p in (one.to / "feedback").iterdir())
    for words in (*(f"To &lt;i&gt;you&lt;/i&gt;, {n}." for n in range(4)), "Read this row again.", "See me."):
        assert words in feedback
    assert "See me." in (one.to / "gradebook-moodle.csv").read_text("utf-8")
    assert list(csv.reader((one.to / "to-mark.csv").open(encoding="utf-8", newline="")))[1:] == []


def test_marks_of_the_page_before_are_read_and_what_cannot_be_read_is_put_aside(tmp_path: Path, open_page: Any) -> None:
    one = open_sitting(tmp_path)
    one.hand_in("ada", one.answers("Words."))
    assert one.grade() == 0
    short, essay = data_of(one.to / "mark.html")["answers"]
    old = {
        f"{short['whose']}\x1f{short['question']}\x1f{short['work']}": {"levels": [True, None], "comments": ["", ""], "comment": "kept before"},
        f"{essay['whose']}\x1f{essay['question']}\x1f{essay['work']}": {"levels": [99], "comments": [], "comment": ""},
    }
    broken = f"tc:marks:it:{essay['whose']}/{essay['question']}/{essay['work']}"
    watched = open_page("about:blank")
    page = watched.page
    page.goto((one.to / "mark.html").as_uri())
    page.evaluate("([old, key]) => { localStorage.clear(); localStorage.setItem('tc-mark:it', old); localStorage.setItem(key, '{broken') }", [json.dumps(old), broken])
    page.reload()
    page.get_by_text("1 of the marks that an earlier page kept do not fit the rubric of today.").wait_for()
    page.get_by_text("Some marks that were kept could not be read. They are put aside below").wait_for()
    page.get_by_text("Marks that were put aside").click()
    page.get_by_text("What it says").click()
    assert page.locator(".tc-aside pre").inner_text() == "{broken"
    page.get_by_role("heading", name="2 of 2: ").wait_for()
    page.get_by_role("button", name="Previous").click()
    ideas = len(next(q for q in one.sheet.questions if q.kind == "short-answer").ideas)
    page.get_by_role("status").get_by_text(f"Mark {1 / ideas:.2f}. 1 of 2 marked.", exact=True).wait_for()
    assert page.get_by_label("Comment to the student", exact=True).input_value() == "kept before"
    assert page.evaluate("localStorage.getItem('tc-mark:it')") == json.dumps(old)
    assert watched.wrong == []


def test_where_markers_differ_a_third_decides_and_the_decision_is_read_back(tmp_path: Path, open_page: Any) -> None:
    one = open_sitting(tmp_path)
    for name in ("ada", "bob"):
        one.hand_in(name, one.answers(f"Words of {name}."))
    assert one.grade() == 0
    for marker, mark in (("kowalska", "1"), ("nowak", "0.5")):
        with (tmp_path / f"{marker}.csv").open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file)
            write.writerow(["number", "question", "work", "mark", "comment"])
            for a in data_of(one.to / "mark.html")["answers"]:
                differ = "Words of ada" in a["text"] and a["question"] == one.sheet.questions[1].id
                write.writerow([a["whose"], a["question"], a["work"], mark if differ else "1", f"<b>{marker}</b>"])
    files = [str(tmp_path / "kowalska.csv"), str(tmp_path / "nowak.csv")]
    assert one.grade("--marks", *files) == 0
    assert one.points() == {"ada": 1.75, "bob": 2}
    watched = open_page((one.to / "mark.html").as_uri())
    page = watched.page
    page.get_by_role("heading", name="1 of 1: ").wait_for()
    table = page.get_by_role("region", name="What each marker said")
    assert [c.inner_text() for c in table.locator("tr").first.locator("th").all()] == ["kowalska", "nowak"]
    assert "<b>nowak</b>" in table.inner_text()
    assert "ada" not in page.locator("h2").inner_text()
    for _ in one.sheet.questions[1].rubric:
        page.keyboard.press("0")
    page.get_by_label("Why it is so decided").fill('No argument: "none".')
    decided = save(page, "Save what is decided", tmp_path)
    (tmp_path / "decisions.yml").write_text(decided.read_text("utf-8"), "utf-8")
    assert one.grade("--marks", *files) == 0
    assert one.points() == {"ada": 1, "bob": 2}
    report = (one.to / "report.csv").read_text("utf-8")
    assert "markers differed (kowalska 1.00, nowak 0.50): No argument:" in report
    assert "does nothing for them" not in report
    assert data_of(one.to / "mark.html")["answers"] == []
    page.reload()
    page.get_by_text("There is nothing to mark.").wait_for()
    assert watched.wrong == []


def done(content: dict[str, Any], items: dict[str, str]) -> dict[str, Any]:
    """An exercise as a student might have worked it."""
    states: dict[str, Any] = {}
    if "allies" in content:  # a dilemma
        placed = {"abandonment": 7, "entrapment": 2, "from_abandonment": 5, "from_entrapment": 5, "did": "both", "compared": True}
        states = {a["id"]: placed for a in content["allies"][::2]} | {content["id"]: {"reading_text": "Words."}}
    if "endings" in content and "nodes" in content:  # a bargaining game
        states = {content["id"]: {"guess": content["endings"][0]["id"], "steps": 2, "values": {content["parameters"][0]["id"]: content["parameters"][0]["low"]}, "reading_text": "Words."}}
    return {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in states.items()} or worked(content, items, random.Random(1))


def hostile(value: Any) -> Any:
    """The same work with every text of the learner's own made hostile; what names something stays."""
    if isinstance(value, dict):
        return {k: EVIL if isinstance(v, str) and (k.endswith("_text") or k == "name") else hostile(v) for k, v in value.items()}
    return [hostile(v) for v in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def classwork(tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    """One assignment of an exercise of each kind, worked by one student whose every word is hostile."""
    one = Sitting(tmp_path_factory.mktemp("class"), f"exercises: [{', '.join(f'{{id: {id}}}' for id in KINDS.values())}]")
    items: dict[str, Any] = {}
    for exercise in one.sheet.exercises:
        kind = CONSTRUCTORS[exercise.widget]
        resolved = kind.resolve(COURSE, kind.refer(exercise.id))
        for id, entry in done(resolved.content, resolved.items).items():
            if id in exercise.items:
                items[id] = {**entry, "state": hostile(entry["state"])}
        assert set(items) & set(exercise.items), exercise.id
    one.hand_in("ada", items)
    assert one.grade("--no-feedback") == 0
    return one


@pytest.fixture(scope="module")
def marking_page(classwork: Sitting, browser: Any) -> Any:
    """The page of all kinds, opened once."""
    from tests.conftest import Watched

    context = browser.new_context(viewport={"width": 375, "height": 900})
    watched = Watched(context)
    watched.page.goto((classwork.to / "mark.html").as_uri())
    yield watched
    context.close()


@pytest.mark.long
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_work_on_every_kind_of_exercise_is_shown_with_its_statements_and_cannot_be_changed(kind: str, classwork: Sitting, marking_page: Any) -> None:
    page, id = marking_page.page, KINDS[kind]
    activity: Any = COURSE.activities[id]
    if page.locator("select").first.input_value() != id:
        page.get_by_label("Question", exact=True).select_option(id)
    exercise = page.locator("[data-handed]")
    page.locator("h2").filter(has_text=activity.title).wait_for()
    exercise.locator(".tc-live > *").first.wait_for()
    assert page.get_by_text("could not be drawn with this work").count() == 0
    assert page.get_by_text("Some of it the exercise cannot read").count() == 0
    shown = exercise.inner_text()
    assert len(shown.split()) > 20
    task = re.sub(r"[^\w ]", " ", exercise.page.evaluate("s => new DOMParser().parseFromString(s, 'text/html').body.textContent", activity.task_md if kind != "day-one" else "")).split()[:3]
    assert all(word in shown for word in (["first", "day"] if kind == "day-one" else task)), (task, shown[:300])
    assert exercise.locator("svg, table, input, button").count() > 0
    assert exercise.locator("img[src=x], script").count() == 0
    # nothing can be changed: whatever is typed or moved, what was handed in stands
    for control in page.locator("[data-handed] :is(textarea, input[type=range]:not([id$='-if']))").all()[:6]:
        if control.is_visible() and control.is_editable():
            was = control.input_value()
            control.evaluate("c => { c.value = c.type === 'range' ? c.max : 'x'; c.dispatchEvent(new Event('input', { bubbles: true })); c.dispatchEvent(new Event('change', { bubbles: true })) }")
            page.wait_for_function("([c, was]) => c.value === was", arg=[control.element_handle(), was])
    page.locator("summary", has_text="The work in words").click()
    words = page.locator(".handed blockquote").last.inner_text()
    assert words
    assert page.title() == "Mark"
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert marking_page.wrong == []


@pytest.mark.long
def test_a_work_that_no_component_can_read_stands_in_words(tmp_path: Path, open_page: Any) -> None:
    one = Sitting(tmp_path, f"exercises: [{{id: {KINDS['fact-check']}}}, {{id: {KINDS['ledger']}}}]")
    one.hand_in("ada", {id: {"v": 1, "hash": hash, "at": 1, "state": {"judgement": [EVIL], "factors": 3, "__proto__": {"x": EVIL}}} for x in one.sheet.exercises for id, hash in x.items.items()})
    assert one.grade() == 0
    watched = open_page((one.to / "mark.html").as_uri(), bypass_csp=True)
    page = watched.page
    page.get_by_text("Some of it the exercise cannot read").wait_for()
    assert page.locator(".handed blockquote").is_visible()
    assert "<img src=x" in page.locator(".handed blockquote").inner_text()
    page.get_by_label("2 for each choice that matters, to the point").check()
    page.get_by_label("1 a part of what the exercise asks").check()
    page.locator(".where", has_text="Mark 0.75. 1 of 2 marked.").wait_for()
    assert page.title() == "Mark"
    assert watched.wrong == []
    assert violations(page) == []


@pytest.mark.long
def test_the_page_loads_nothing_and_names_each_script_by_its_digest(classwork: Sitting) -> None:
    text = (classwork.to / "mark.html").read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1].split("script-src")[1]
    assert not re.search(r"<(?:link|script|img)[^>]*(?:src|href)=", text.split("</style>")[0])
    assert not (classwork.to / "mark.js").exists()
    assert text.count("</script>") == 3 + len({q["widget"] for q in data_of(classwork.to / "mark.html")["questions"]})


def test_whatever_a_marker_says_is_read_back_to_the_letter(tmp_path: Path) -> None:
    chance = random.Random(20)
    kinds = {q.kind: q for q in POOL.questions.values() if q.kind in ("short-answer", "essay")}
    asked = {q.id: q for q in kinds.values()}
    made = Graded(Job(Sitting(tmp_path, f"questions: [{', '.join(f'{{id: {id}}}' for id in asked)}]").sheet))
    content = marking(made).model_dump(mode="json")
    texts = ["", "fine", EVIL, '"quoted", and; more', "=1+1", "two\nlines\r\nand\ttabs", "–5 %", "'"]
    judged: dict[str, Any] = {}
    for n in range(300):
        q = chance.choice(content["questions"])
        short = q["kind"] == "short-answer"
        levels = {p["id"]: chance.random() < 0.5 if short else chance.randrange(len(p["levels_html"])) for p in q["parts"] if n % 7 or chance.random() < 0.5}
        judged[f"s{n}/{q['id']}/x{n:012}"] = {"levels": levels, "comments_text": {p["id"]: chance.choice(texts) for p in q["parts"]}, "comment_text": chance.choice(texts)}
        content["answers"].append({"whose": f"s{n}", "question": q["id"], "work": f"x{n:012}", "text": ""})
    judged["s0/whole"] = {"comment_text": "See me."}
    told: Any = run_front("({ ...m.tableOf(value[0], (id) => value[1][id] ?? {}), marks: value[0].answers.map((a) => [m.idOf(a), m.markOf(value[0].questions.find((q) => q.id === a.question), value[1][m.idOf(a)])]) })", [content, judged], "marking/sitting")
    path = tmp_path / "kowalska.csv"
    path.write_bytes(told["text"].encode())
    found = read_marks([path], asked)
    assert found.problems == []
    expected = {id: mark for id, mark in told["marks"] if mark is not None}
    assert 200 < len(expected) < 300
    assert {"/".join(key): one["kowalska"].value for key, one in found.given.items()} == expected
    for key, one in found.given.items():
        said = judged["/".join(key)]
        assert one["kowalska"].comment.split() == said["comment_text"].split()
        assert {id: text for id, _, text in one["kowalska"].parts} == said["comments_text"]
        assert all(said["levels"].get(id, 0) == level for id, level, _ in one["kowalska"].parts)
    assert found.comments["s0"] == {"kowalska": "See me."}
