"""QTI 3.0, played in a browser by Cito's `@citolab/qti-components`: full marks to every key, none to a wrong answer, as the book in between."""

from __future__ import annotations

import functools
import io
import os
import random
import re
import subprocess
import sys
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lxml import etree

from tests import program
from tests.classroom.export.conftest import make_bank
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.common import answers_of, ident_of, in_versions
from thirdcorner.classroom.export.qti30 import QTI
from thirdcorner.classroom.scoring import score

HERE = Path(__file__).parent
PLAYER = "@citolab/qti-components"
PAGE = f'<!doctype html><meta charset="utf-8"><title>Player</title><script type="module" src="/node_modules/{PLAYER}/cdn/index.js"></script>'
SHOW = """async (xml) => {
  document.querySelector("qti-item")?.remove();
  const outer = document.createElement("qti-item"), inner = document.createElement("item-container");
  outer.append(inner);
  document.body.append(outer);
  await inner.updateComplete;
  inner.itemXML = xml;
  const item = await new Promise((done) => {
    const look = () => { const found = inner.shadowRoot?.querySelector("qti-assessment-item"); found?.variables?.length ? done(found) : requestAnimationFrame(look); };
    look();
  });
  await item.updateComplete;
  window.item = item;
}"""
MARK = """async (given) => {
  for (const [name, value] of Object.entries(given)) window.item.updateResponseVariable(name, value);
  window.item.processResponse();
  await window.item.updateComplete;
  const said = (name) => window.item.getOutcome(name)?.value ?? null;
  return { score: said("SCORE"), feedback: said("FEEDBACK"), general: said("GENERAL"),
           shown: [...window.item.querySelectorAll("qti-modal-feedback")].filter((f) => f.showStatus === "on").map((f) => f.getAttribute("identifier")) };
}"""


def package(course, bank):
    made = FORMATS["qti-3.0"].write(course, bank, "T & <T>")
    archive = zipfile.ZipFile(io.BytesIO(made.data))
    return {name: archive.read(name) for name in archive.namelist()}


def items_of(course, bank):
    files = package(course, bank)
    ids = {ident_of(q): q.id for q in bank}
    read = {ids[etree.fromstring(data).get("identifier")]: data for name, data in files.items() if name.startswith("items/")}
    assert set(read) == {q.id for q in bank}
    return read


@pytest.mark.parametrize("which", ["bank", "awkward"])
def test_every_name_is_one_of_the_third_version(request, course, which):
    files = package(course, request.getfixturevalue(which))
    for name, data in files.items():
        root = etree.fromstring(data)
        if name == "imsmanifest.xml":
            assert (root.findtext("{*}metadata/{*}schema"), root.findtext("{*}metadata/{*}schemaversion")) == ("QTI Package", "3.0.0")
            resources = {r.get("href"): r.get("type") for r in root.iter("{*}resource")}
            assert set(resources) == set(files) - {name} and set(resources.values()) == {"imsqti_test_xmlv3p0", "imsqti_item_xmlv3p0"}
            continue
        assert etree.QName(root).namespace == QTI and root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation").startswith(QTI)
        for node in root.iter():
            local = etree.QName(node).localname
            assert local == local.lower() and (local.startswith("qti-") or not re.search("[-A-Z]", local))
            assert not [a for a in node.attrib if re.search("[A-Z]", a.split("}")[-1]) and not a.startswith("{")]
        feedback = list(root.iter("{*}qti-modal-feedback"))
        assert all([etree.QName(c).localname for c in f] == ["qti-content-body"] for f in feedback)
        assert all(r.get("use") == "scoring" and r.get("view") == "scorer" and len(r) == 1 for r in root.iter("{*}qti-rubric-block"))


def test_no_identifier_says_where_its_item_belongs(course, bank):
    for q in bank:
        if q.kind == "ordering":
            root = etree.fromstring(items_of(course, [q])[q.id])
            names = [c.get("identifier") for c in root.iter("{*}qti-simple-choice")]
            right = [v.text for v in root.find("{*}qti-response-declaration/{*}qti-correct-response")]
            assert sorted(names) == sorted(right) and names != right and right == [f"item_{i.id}" for i in q.items]


@pytest.fixture(scope="module")
def player(browser):
    """Return a function that shows an item in the player and marks answers to it; it knows when the page said an error."""
    if not (HERE / "node_modules" / PLAYER / "cdn" / "index.js").is_file():
        npm = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(npm, cwd=HERE, capture_output=True, text=True, encoding="utf-8", timeout=300, env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"})
        assert done.returncode == 0, done.stderr

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(HERE))) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{httpd.server_address[1]}"
        page = browser.new_context().new_page()
        page.wrong = []
        page.on("pageerror", lambda e: page.wrong.append(str(e)))
        page.on("console", lambda m: m.type == "error" and page.wrong.append(m.text))
        page.on("request", lambda r: r.url.startswith((base, "data:", "blob:")) or page.wrong.append(r.url))
        page.route("**/player.html", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
        page.goto(f"{base}/player.html")
        page.wait_for_function("!!customElements.get('item-container')")
        yield page
        page.context.close()
        httpd.shutdown()


def declared(xml):
    """Return the key as the package declares it."""
    found = {}
    for declaration in etree.fromstring(xml).iter("{*}qti-response-declaration"):
        values = [v.text for v in declaration.iterfind("{*}qti-correct-response/{*}qti-value")]
        if values:
            found[declaration.get("identifier")] = values[0] if declaration.get("cardinality") == "single" else values
    return found


def marked(page, xml, given):
    page.evaluate(SHOW, xml.decode())
    return page.evaluate(MARK, given)


def key_of(q):
    """Return the book's own key as the package's names: the test does not trust the package for it."""
    match q.kind:
        case "single":
            return {"RESPONSE": next(f"choice_{o.id}" for o in q.options if o.correct)}
        case "multiple":
            return {"RESPONSE": [f"choice_{o.id}" for o in q.options if o.correct]}
        case "true-false":
            return {"RESPONSE": str(q.correct).lower()}
        case "matching":
            return {"RESPONSE": [f"stem_{p.id} answer_{answers_of(q).index(p.answer) + 1}" for p in q.pairs]}
        case "ordering":
            return {"RESPONSE": [f"item_{i.id}" for i in q.items]}
        case "numeric":
            return {"RESPONSE": repr(q.answer)}
        case "fill-in":
            return {f"RESPONSE_{n}": b.accepted[0] for n, b in enumerate(q.blanks, 1)}
    return {}


def wrong_of(q):
    """Return an answer that is worth nothing in the book."""
    match q.kind:
        case "single":
            return {"RESPONSE": next(f"choice_{o.id}" for o in q.options if not o.correct)}
        case "multiple":
            return {"RESPONSE": [f"choice_{o.id}" for o in q.options if not o.correct]}
        case "true-false":
            return {"RESPONSE": str(not q.correct).lower()}
        case "matching":
            names = answers_of(q)
            return {"RESPONSE": [f"stem_{p.id} answer_{(names.index(p.answer) + 1) % len(names) + 1}" for p in q.pairs]}
        case "ordering":
            return {"RESPONSE": [f"item_{i.id}" for i in reversed(q.items)]}
        case "numeric":
            return {"RESPONSE": repr(q.answer + 10 * q.tolerance + 1)}
        case "fill-in":
            return {f"RESPONSE_{n}": "no such word" for n, _ in enumerate(q.blanks, 1)}
    return {}


OPEN = ("interpretive", "short-answer", "essay")


@pytest.mark.parametrize("which", ["bank", "pool", "awkward"])
def test_every_key_earns_everything_and_a_wrong_answer_nothing(request, player, course, which):
    if which == "pool":
        from thirdcorner.course.read import load_pool

        questions = in_versions(load_pool(course).questions.values())
    else:
        questions = request.getfixturevalue(which)
    items = items_of(course, questions)
    seen = 0
    for q in questions:
        if q.kind in OPEN:
            done = marked(player, items[q.id], {"RESPONSE": "words"} if q.kind != "interpretive" else {"RESPONSE": f"reading_{q.readings[0].id}"})
            assert done["general"] == "general" and float(done["score"] or 0) == 0
            continue
        if q.kind != "fill-in":  # of a gap, the first form in the list is declared
            assert declared(items[q.id]) == {n: v if n != "RESPONSE" or q.kind != "numeric" else declared(items[q.id])[n] for n, v in key_of(q).items()}
        right = marked(player, items[q.id], key_of(q))
        assert float(right["score"]) == pytest.approx(1), q.id
        wrong = marked(player, items[q.id], wrong_of(q))
        assert float(wrong["score"]) == 0, q.id
        assert right["general"] == wrong["general"] == "general" and "general" in right["shown"]
        assert marked(player, items[q.id], {})["score"] in ("0", 0), q.id
        seen += 1
    assert seen > 5 and not player.wrong


def test_feedback_belongs_to_the_answer(player, course, bank):
    first = {q.kind: q for q in reversed(bank)}
    items = items_of(course, list(first.values()))
    expected = {"single": lambda q, g: g["RESPONSE"], "multiple": lambda q, g: g["RESPONSE"], "true-false": lambda q, g: g["RESPONSE"]}
    for kind, q in first.items():
        if kind in OPEN or kind in ("matching", "ordering"):
            continue
        for given, said in ((key_of(q), "right"), (wrong_of(q), "wrong")):
            want = expected[kind](q, given) if kind in expected else said
            done = marked(player, items[q.id], given)
            assert done["feedback"] == want and set(done["shown"]) == {"general", *([want] if isinstance(want, str) else want)}, (q.id, done)
    numeric = first["numeric"]
    value, words = numeric.traps[0]
    assert marked(player, items[numeric.id], {"RESPONSE": repr(value)})["feedback"] == "trap_1" and words


def test_a_part_of_the_answer_earns_what_it_does_in_the_book(player, course, bank):
    rng = random.Random(11)
    chosen = [q for kind in ("ordering", "multiple", "matching") for q in bank if q.kind == kind]
    items = items_of(course, chosen)
    several = set()
    for q in chosen:
        for _ in range(3):
            if q.kind == "ordering":
                order = list(range(len(q.items)))
                rng.shuffle(order)
                given, mine = [f"item_{q.items[i].id}" for i in order], [q.items[i].id for i in order]
            elif q.kind == "multiple":
                mine = [o.id for o in q.options if rng.random() < 0.5]
                given = [f"choice_{id}" for id in mine]
            else:
                mine = {p.id: rng.choice(answers_of(q)) for p in q.pairs}
                given = [f"stem_{id} answer_{answers_of(q).index(a) + 1}" for id, a in mine.items()]
            if not given:
                continue
            done = float(marked(player, items[q.id], {"RESPONSE": given})["score"])
            assert done == pytest.approx(score(q, mine), abs=6e-4), (q.id, given)  # the player rounds to three decimals
            several.add((q.kind, 0 < done < 1))
    assert {(kind, True) for kind in ("ordering", "multiple", "matching")} <= several and not player.wrong


def test_a_gap_takes_what_people_type(player, course):
    q = next(q for q in make_bank("text", "Élysée – pact") if q.kind == "fill-in")
    items = items_of(course, [q])
    for typed in ("Élysée – pact", "elysee - pact", "ÉLYSÉE — PACT", "elysee − pact", "Élysée\u00a0–\u00a0pact"):
        assert float(marked(player, items[q.id], {"RESPONSE_1": typed})["score"]) == 1, typed
    assert float(marked(player, items[q.id], {"RESPONSE_1": "pact"})["score"]) == 0


def test_a_learner_can_click_and_type(player, course, bank):
    single, multiple, number = (next(q for q in bank if q.kind == kind) for kind in ("single", "multiple", "numeric"))
    items = items_of(course, [single, multiple, number])
    for q in (single, multiple):
        player.evaluate(SHOW, items[q.id].decode())
        for name in [key_of(q)["RESPONSE"]] if q.kind == "single" else key_of(q)["RESPONSE"]:
            player.locator(f'qti-simple-choice[identifier="{name}"]').click()
        assert float(player.evaluate(MARK, {})["score"]) == 1
    player.evaluate(SHOW, items[number.id].decode())
    player.locator("qti-text-entry-interaction input").press_sequentially(repr(number.answer))
    assert float(player.evaluate(MARK, {})["score"]) == 1
    assert not player.wrong


def test_formulas_and_pictures_are_seen(player, course, pictured):
    files = package(course, [pictured])
    (name,) = [n for n in files if n.startswith("pictures/")]
    (data,) = [data for n, data in files.items() if n.startswith("items/")]
    assert f'src="../{name}"'.encode() in data
    player.evaluate(SHOW, data.decode())
    assert player.evaluate("window.item.querySelector('math mfrac').getBoundingClientRect().height") > 0
    assert player.evaluate("window.item.querySelector('img').getAttribute('alt')") == "a dot"

PLAYED = '<test-container test-url="/package/test.xml"></test-container><test-next>Next</test-next>'
TEST = f'<qti-test navigate="item"><test-navigation auto-score-items>{PLAYED}</test-navigation></qti-test>'
STANDS = """(name) => {
  const ref = document.querySelector("test-container").shadowRoot.querySelector(`qti-assessment-item-ref[identifier="${name}"]`);
  window.item = ref?.shadowRoot?.querySelector("qti-assessment-item") ?? ref?.querySelector("qti-assessment-item");
  return !!window.item?.variables?.length;
}"""


def test_the_test_leads_through_its_items_and_each_takes_its_key(player, course, bank):
    """The player reads ``test.xml``, fetches each item that it names, in its order, and marks it there."""
    first = {q.kind: q for q in reversed(bank)}
    chosen = [q for q in bank if first[q.kind] is q]
    files, player.wrong[:] = package(course, chosen), []
    player.route("**/package/**", lambda route: route.fulfill(body=files[route.request.url.split("/package/")[1]], content_type="text/xml"))
    player.evaluate("(html) => { document.body.innerHTML = html; }", TEST)
    named = [r.get("identifier") for r in etree.fromstring(files["test.xml"]).iter("{*}qti-assessment-item-ref")]
    by = {ident_of(q): q for q in chosen}
    assert sorted(named) == sorted(by)
    for n, name in enumerate(named):
        if n:
            player.locator("test-next").click()
        player.wait_for_function(STANDS, arg=name, timeout=15_000)
        q = by[name]
        there = "window.item.querySelectorAll('qti-rubric-block').length"
        assert player.evaluate(there) == files[f"items/{q.id.replace('/', '_')}.xml"].count(b"<qti-rubric-block"), q.id
        if q.kind not in OPEN:
            assert float(player.evaluate(MARK, key_of(q))["score"]) == pytest.approx(1), q.id
    player.evaluate("document.body.innerHTML = ''")
    player.unroute("**/package/**")
    assert not player.wrong
