"""Static forms come alive where they stand: nothing moves, nothing typed is lost, no id or group is shared, answers stay shut."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests import ROOT
from tests.conftest import serve
from thirdcorner.course.read import load
from thirdcorner.front import components, ensure
from thirdcorner.widgets.specimens import states as specimen_states

COURSE = load(ROOT)
PAGES = sorted(p.relative_to(ROOT).with_suffix(".html").as_posix() for p in (ROOT / "book").rglob("*.md"))
PAGE = "/html/book/quiz.html"


def islands(text: str) -> list[dict[str, Any]]:
    """Return the data of a page's new islands."""
    soup = BeautifulSoup(text, "lxml")
    found = [i for i in soup.select(".tc-island") if i["data-widget"] in components()]
    return [json.loads(i.select_one("script[type='application/json']").string) for i in found]


def worked(content: dict[str, Any], items: dict[str, str], chance: random.Random) -> dict[str, Any]:
    """Return a record in which every question of an island is answered, some rightly, some not, some only begun."""
    made: dict[str, Any] = {}
    if "factors" in content:  # a ledger
        beliefs = {f["id"]: {"likelihood": sorted(chance.sample(range(101), 2)), "confidence": "low"} for f in content["factors"][::2]}
        return {content["id"]: {"v": 1, "hash": items[content["id"]], "at": 1, "state": {"factors": beliefs, "rate": 3, "reading_text": "<b>Some</b> words."}}}
    if "peer_html" in content:  # a memo
        made = {p["item"]: {"part_text": f"{p['name']}, likely <b>by 2027</b>."} for p in content["parts"][::2]}
        made[content["id"]] = {"checked": True, "marks": {content["rubric"][0]["id"]: 2}}
        return {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in made.items()}
    if "scenes" in content:  # a crisis, played to its end
        at = content["scenes"][0]
        made[content["id"]] = {"role": content["cast"]["roles"][1]["id"], "begun": True, "expects_text": "<b>Calm</b>.", "refuses_text": "<i>None</i>.", "changed_text": "Two."}
        while at:
            made[at["item"]] = {"predict": at["predictions"][0]["id"], "choice": at["advice"][0]["id"], "why_text": "<b>Some</b> words."}
            at = next((s for s in content["scenes"] if s["id"] == at["advice"][0]["to"]), None)
        return {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in made.items()}
    if "cases" in content and "claim" in content["cases"][0]:  # a fact-check desk
        for c in content["cases"][::2]:
            said = {"card": c["cards"][0]["id"], "judgement": "wrong", "confidence": 70, "judged": True, "first": 0, "effect": c["effects"][1]["id"], "argued": chance.random() < 0.5}
            made[c["id"]] = {"v": 1, "at": 1, "hash": items[c["id"]], "state": {**said, "reason_text": "<b>Some</b> words."}}
        return made
    if "cases" in content:  # an analogy laboratory
        at = f"{content['id']}/{content['cases'][0]['id']}"
        states: dict[str, Any] = {
            f"{at}/roles": {"cast": {"paris": "moscow", "london": "nobody"}, "compared": True, "why_text": "<b>Some</b> words."},
            f"{at}/cards": {"cards": {c["id"]: {"side": "difference", "mark": "known", "weight": n % 4} for n, c in enumerate(content["cases"][0]["cards"])}},
            **{t["item"]: {"types": chance.sample(["defence", "consultation"], 1), "compared": True} for t in content["cases"][0]["ties"]},
        }
        return {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in states.items()}
    if "thesis" in content and "tasks" in content:  # an argument map
        struck: dict[str, Any] = {content["id"]: {"struck": {c["id"]: chance.choice(["struck", "corrected"]) for c in content["claims"][::5]}}}
        states = struck | {f"{content['id']}/{t['id']}": {"answer": chance.choice(t["options"])["id"], "checked": True, "first": 0} for t in content["tasks"]}
        return {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in states.items()}
    if "resolved" in content:  # a forecast desk
        said = {q["id"]: {"probability": chance.randint(0, 100), "locked": n % 3 > 0, "knew": n % 4 == 0, "reason_text": ""} for n, q in enumerate([*content["resolved"], *content["open"]])}
        return {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in said.items()}
    if "tasks" in content and "text_date_words" in content:  # a timeline
        entry, first = {"v": 1, "at": 1}, content["tasks"][0]
        whole = {id: f"{chance.randrange(int(content['start'][:4]), int(content['end'][:4]))}-{chance.randint(1, 12):02}" for id in first["events"]}
        made = {t["id"]: {**entry, "hash": items[t["id"]], "state": {"at": {t["events"][0]: content["start"][:7]}}} for t in content["tasks"]}
        return made | {first["id"]: {**entry, "hash": items[first["id"]], "state": {"at": whole, "checked": True, "score": 0.5}}}
    if "pathways" in content:  # risk pathways
        chain = content["pathways"][0]
        chances = {link["id"]: chance.randrange(101) for link in chain["links"]}
        made = {chain["id"]: {"order": list(chances), "checked": True, "chances": chances, "weak": chain["weak"], "compared": True, "first": 0.5}}
        return {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in made.items()}
    if "hypotheses" in content:  # a workbench
        entry = {"v": 1, "at": 1}
        cells = {h["id"]: chance.choice(["II", "I", "N", "C", "CC", "na"]) for h in content["hypotheses"]}
        made = {e["id"]: {**entry, "hash": items[e["id"]], "state": {"cells": cells, "credibility": "low"}} for e in content["evidence"][::2]}
        own = {"rows": [{"id": "own-1", "name": "<b>mine</b>", "cells": {}}], "reading_text": "<b>Some</b> words."}
        return {**made, content["id"]: {**entry, "hash": items[content["id"]], "state": own}}
    if "allies" in content:  # a dilemma explorer
        placed = {"abandonment": 6, "entrapment": 3, "did": "both", "compared": True}
        return {a["id"]: {"v": 1, "at": 1, "hash": items[a["id"]], "state": placed} for a in content["allies"][:3]}
    if "endings" in content:  # a game
        return {content["id"]: {"v": 1, "at": 1, "hash": items[content["id"]], "state": {"values": {"gain": -2}, "steps": 3, "guess": content["endings"][0]["id"]}}}
    if "hedges" in content:  # a hedge translator
        heard = {h["id"]: {"low": 20, "high": 45, "compared": chance.random() < 0.5} for h in content["hedges"][::2]}
        return {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in heard.items()}
    if "rows" in content:  # who gains
        signs = {r["id"]: {"values": {a["id"]: chance.randint(-2, 2) for a in content["actors"]}, "compared": chance.random() < 0.5} for r in content["rows"][::2]}
        return {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in {**signs, content["id"]: {"reading_text": "<b>Some</b> words."}}.items()}
    if "cards" in content:  # the review
        kept = {"stability": 3, "difficulty": 5, "last": 1_764_000_000_000, "due": 1_764_300_000_000}
        return {c["id"]: {"v": 1, "at": 1, "hash": items[c["id"]], "state": kept} for c in content["cards"][::9]}
    if "statements" in content:  # a sorting bench
        placed = {s["id"]: {"answer": chance.choice(content["kinds"])["id"], "line_text": "<b>Some</b> words.", "checked": chance.random() < 0.5} for s in content["statements"][::2]}
        return {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in placed.items()}
    if "flows" in content:  # a triangle
        made = {content["id"]: {"v": 1, "at": 1, "hash": items[content["id"]], "state": {"month": 20, "without": [min(content["kinds"])]}}}
        return made | (worked(content["day"], items, chance) if content.get("day") and content["day"]["id"] in items else {})
    if "frames" in content:  # a map
        return {content["id"]: {"v": 1, "at": 1, "hash": items[content["id"]], "state": {"answer": content["choices"][0]["id"], "committed": chance.random() < 0.5}}}
    if "until" in content:  # a chart that is drawn first
        open_ = [x["id"] for x in content["lines"] if not x["given"]]
        points = {f"{x}/{p['id']}": content["low"] for x in open_ for p in content["points"]}
        return {content["id"]: {"v": 1, "at": 1, "hash": items[content["id"]], "state": {"points": points, "committed": chance.random() < 0.5}}}
    if "theatres" in content:  # alliances through time
        states = {content["id"]: {"years": {"asia": 1961}, "data_set": "cow", "apart": True, "reading_text": "<b>Some</b> words."}, content["first"]: {"year": 1900 if content["asked"] == "europe" else 1970}}
        return {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in states.items()}
    if "measured" in content:  # the text at a glance
        mine = {"layers": ["verdicts", "mine"], "sentence": "A1.s7", "kinds": {"A1.s7": "fact"}, "reading_text": "<b>Some</b> words."}
        states = {content["id"]: mine, content["first"]: {"section": content["sections"][2]["id"]}}
        return {id: {"v": 1, "at": 1, "hash": items[id], "state": state} for id, state in states.items()}
    if "answers" in content:  # the first day's question
        said = {"answer": content["answers"][0]["id"], "sure": 70, "at": "2026-11-26T12:00:00.000Z"}
        return {content["id"]: {"v": 1, "at": 1, "hash": items[content["id"]], "state": {"first": said, "latest": said}}}
    drawn = {"eras": "dilemma_explorer", "nodes": "bargaining_game"}
    for widget in (w for key, w in drawn.items() if key in content):  # as the page of instruments shows it at its end
        return {id: {"v": 1, "hash": items[id], "at": 1, "state": state} for id, state in specimen_states(widget, content)[-1].work.items()}
    for q in content.get("questions", ()):
        ids = [p["id"] for p in q.get("parts", [])]
        match q["kind"]:
            case "single" | "interpretive":
                answer: Any = chance.choice(ids)
            case "multiple":
                answer = chance.sample(ids, chance.randrange(1, len(ids)))
            case "true-false":
                answer = chance.random() < 0.5
            case "matching":
                answer = {id: chance.choice(q["choices"]) for id in ids}
            case "ordering":
                answer = chance.sample(ids, len(ids))
            case "numeric":
                answer = "98,3"
            case "fill-in":
                answer = ["word"] * q["gaps"]
            case _:
                answer = "Some <b>words</b> of an answer."
        state = {"answer": answer, "confidence": 70, "checked": chance.random() < 0.8, "revealed": chance.random() < 0.5, "tries": 1}
        made[q["id"]] = {"v": 1, "hash": items[q["id"]], "at": 1, "state": state}
    return made


def keeping(record: dict[str, Any]) -> str:
    """Return a script that puts a record into the store of the page's site, before the page's own scripts run."""
    put = "localStorage.setItem('tc:third-corner:2026-autumn:' + k, JSON.stringify(v))"
    return f"if (location.protocol !== 'about:') for (const [k, v] of Object.entries({json.dumps(record)})) {put};"


@pytest.fixture(scope="module")
def strict(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the book with Svelte's development build, which says whatever does not fit."""
    folder = tmp_path_factory.mktemp("strict") / "html"
    shutil.copytree(book, folder)
    dev = ensure(dev=True)
    for file in dev.glob("*.js"):
        shutil.copy(file, folder / "_static" / "thirdcorner" / file.name)
    yield from serve(folder)


KEEPS_NOTHING = {"my_copy", "my_work", "class_page"}
"""Widgets that show what others keep, or keep nothing in the record."""


def test_a_record_of_work_is_made_for_every_kind_of_exercise(book: Path) -> None:
    seen: set[str] = set()
    for name in PAGES:
        for island in BeautifulSoup((book / name).read_text("utf-8"), "lxml").select(".tc-island"):
            one = json.loads(island.select_one("script[type='application/json']").string)
            if "work" not in one and island["data-widget"] not in KEEPS_NOTHING:
                made = worked(one["content"], one["items"], random.Random(1))
                assert made and set(made) <= set(one["items"]), (name, island["data-widget"])
                seen.add(island["data-widget"])
    assert seen == set(components()) - KEEPS_NOTHING - {"assignment"}


STRICT = "globalThis.thirdcorner = { recover: false };"


TWICE = "[...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, n, all) => all.indexOf(id) !== n)"
"""The ids that two elements share, those in pictures among them."""


@pytest.mark.parametrize("state", ["fresh", pytest.param("worked", marks=pytest.mark.long)])
def test_every_island_hydrates_without_a_warning(open_page: Callable[..., Any], strict: str, book: Path, state: str) -> None:
    chance, wrong, seen = random.Random(1), [], 0
    for name in PAGES:
        data = islands((book / name).read_text("utf-8"))
        if not data:
            continue
        own = [one for one in data if "work" not in one]  # a specimen keeps nothing
        record = {k: v for one in own for k, v in worked(one["content"], one["items"], chance).items()}
        prepare = STRICT + (keeping(record) if state == "worked" else "")
        watched = open_page("about:blank", prepare=prepare)
        page = watched.page
        said: list[str] = []
        page.on("console", lambda m, said=said: m.type == "warning" and said.append(m.text))
        page.goto(f"{strict}/{name}")
        page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
        assert page.locator(".tc-island[data-state='failed']").count() == 0, (name, said[:2])
        assert page.evaluate(TWICE) == [], name
        if state == "worked":
            assert page.locator(".tc-front .tc-verdict").count() > 0 or not any("questions" in one["content"] for one in own), name
            for kept in record:
                assert page.evaluate("k => localStorage.getItem(k) !== null", f"tc:third-corner:2026-autumn:{kept}"), kept
        wrong += [f"{name}: {w}" for w in [*said, *watched.wrong]]
        seen += len(data)
        page.context.close()
    assert seen > 60
    assert wrong == []


def test_no_two_elements_share_an_id_or_across_exercises_a_group(book: Path) -> None:
    for name in PAGES:
        soup = BeautifulSoup((book / name).read_text("utf-8"), "lxml")
        ids = [e["id"] for e in soup.select("[id]")]
        assert len(ids) == len(set(ids)), (name, [i for i in ids if ids.count(i) > 1][:3])
        groups: dict[str, set[str]] = {}
        for control in soup.select(".tc-front input[name]"):
            of = control.find_parent(class_="tc-question") or control.find_parent(class_="tc-island")
            groups.setdefault(control["name"], set()).add(of.get("data-question") or of["data-id"])
        assert all(len(questions) == 1 for questions in groups.values()), name


def test_a_fresh_form_does_not_move_when_it_comes_alive(open_page: Callable[..., Any], served: str) -> None:
    boxes = "[...document.querySelectorAll('.tc-front *')].filter(e => e.offsetParent).map(e => { const b = e.getBoundingClientRect(); return [e.tagName, b.x, b.y - e.closest('.tc-front').getBoundingClientRect().y, b.width, b.height]; })"
    one = "if (location.protocol !== 'about:') localStorage.setItem('tc-seed:third-corner', '7');"  # options stand in each learner's own order
    held = open_page("about:blank", prepare=one)
    held.page.route("**/host.js", lambda route: route.abort())
    held.page.goto(served + PAGE)
    alive = open_page(served + PAGE, prepare=one)
    alive.mount_all()
    alive.page.evaluate("scrollTo(0, 0)")
    first = held.page.evaluate(boxes)
    assert len(first) > 40  # old islands are drawn anew, so each new one is measured from its own top
    upto = next((n for n, b in enumerate(first) if b != alive.page.evaluate(boxes)[n]), len(first))
    assert upto == len(first), (first[upto], alive.page.evaluate(boxes)[upto])


def test_what_was_typed_or_ticked_before_the_script_came_is_kept(open_page: Callable[..., Any], served: str) -> None:
    watched = open_page("about:blank")
    page = watched.page
    held: list[Any] = []
    page.route("**/host.js", lambda route: held.append(route))
    page.goto(served + PAGE, wait_until="commit")
    page.locator("[data-question='quiz/q09'] textarea").fill("Before the script.")
    page.locator("[data-question='quiz/q01']").get_by_label("The second").check()
    page.locator("[data-question='quiz/q02']").get_by_label("Two").check()
    page.locator("[data-question='quiz/q04'] select").first.select_option("B")
    held[0].continue_()
    watched.mount_all()
    for _ in range(2):
        assert page.locator("[data-question='quiz/q09'] textarea").input_value() == "Before the script."
        assert page.locator("[data-question='quiz/q01']").get_by_label("The second").is_checked()
        assert page.locator("[data-question='quiz/q02']").get_by_label("Two").is_checked()
        assert page.locator("[data-question='quiz/q04'] select").first.input_value() == "B"
        page.unroute("**/host.js")
        page.reload()
        watched.mount_all()


EACH_FRAME = """globalThis.tcFrames = 0; globalThis.tcOpen = 0;
(function look() { tcFrames += 1; tcOpen += [...document.querySelectorAll(".tc-after")].filter((e) => e.getClientRects().length).length; requestAnimationFrame(look); })();"""
"""Counts the frames that are drawn, and the folds of answers that stand in one."""


def test_answers_are_shut_before_the_first_paint_and_after_a_failure(open_page: Callable[..., Any], served: str) -> None:
    watched = open_page("about:blank", prepare=EACH_FRAME)
    page = watched.page
    page.route("**/quiz.js", lambda route: route.abort())
    page.goto(served + PAGE)
    fold = page.locator("details.tc-answers[data-sheet]").first
    failed = page.locator(".tc-island[data-widget='quiz'][data-state='failed']").first
    failed.wait_for()
    assert "could not start" in failed.inner_text()
    assert not fold.is_visible()
    assert page.evaluate("[tcFrames > 0, tcOpen]") == [True, 0]
    assert "Yes the second." not in failed.inner_text()
    failed.get_by_role("button", name="Show its answers").click()
    assert "Yes the second." in failed.inner_text()


@pytest.mark.parametrize("where", ["scrolled", "deep link", "back"])
def test_an_earlier_visits_work_does_not_move_what_is_read(open_page: Callable[..., Any], served_book: str, book: Path, where: str) -> None:
    name = "book/chapters/05-renewed-alliance.html"
    text = (book / name).read_text("utf-8")
    chance = random.Random(2)
    record = {k: v for one in islands(text) for k, v in worked(one["content"], one["items"], chance).items()}
    for entry in record.values():
        entry["state"] |= {"checked": True, "revealed": True}
    anchors = re.findall(r'<section id="([^"]+)"', text)
    target = anchors[len(anchors) // 2]
    watched = open_page(f"{served_book}/{name}", prepare=keeping(record), drawn=False)
    page = watched.page
    watched.begin()  # folds stay as they are: a browser does not keep them open
    if where == "deep link":
        page.goto(f"{served_book}/{name}?again#{target}")
    else:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", target)
        page.wait_for_function("id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 200", arg=target)
        before = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", target)
        if where == "back":
            page.goto(f"{served_book}/search.html")  # index.html goes on to another page by itself
            page.go_back()
        else:
            page.reload()
    watched.begin()
    page.wait_for_function("scrollY > 100")  # the browser has put the reader back, or gone to the target
    page.wait_for_function("id => { const t = document.getElementById(id).getBoundingClientRect().top; const same = t === globalThis.__t; globalThis.__t = t; return same; }", arg=target, polling=200)
    after = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", target)
    if where == "deep link":
        assert 0 <= after <= 120  # below the bar at the top
    else:
        assert abs(after - before) <= 2, (before, after)
