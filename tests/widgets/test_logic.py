"""The pure logic of pages and components under the Node of a locked package."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from functools import cache

from tests import ROOT, program
from thirdcorner.front import ensure


def node() -> str:
    found = program("node")
    assert shutil.which(found), "Node is missing: make .venv/dev"
    return found


SERVER = """
import { registerHooks } from "node:module";
import { createInterface } from "node:readline";
registerHooks({ resolve: (at, from, next) => next(/^[.][^]*[/]\\w+$/.test(at) ? `${at}.ts` : at, from) });
const kept = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { key, from, expression, value } = JSON.parse(line);
  try {
    if (from) kept.set(key, await import(from));
    const found = new Function("m", "value", `return (${expression});`)(kept.get(key), value);
    console.log(JSON.stringify({ found: found === undefined ? null : found }));
  } catch (error) {
    console.log(JSON.stringify({ wrong: String(error?.stack ?? error) }));
  }
}
"""


class Modules:
    """Node, started once for all examples of a worker's tests: a line asks, a line answers."""

    def __init__(self) -> None:
        self.sent: set[str] = set()
        self.process = subprocess.Popen([node(), "--input-type=module", "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "-e", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        atexit.register(self.process.kill)

    def evaluate(self, key: str, source: str, expression: str, value: object) -> object:
        assert self.process.stdin
        assert self.process.stdout
        asked = {"key": key, "expression": expression, "value": value} | ({} if key in self.sent else {"from": source})
        self.sent.add(key)
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"wrong": "Node has ended"}')
        assert "wrong" not in answer, answer["wrong"]
        return answer["found"]


@cache
def modules() -> Modules:
    ensure()  # the check of what is restored is generated
    return Modules()


def run_front(expression: str, value: object = None, module: str = "logic/scoring") -> object:
    """Evaluate `expression` (which sees a module of ``front/src`` as `m`, and `value`) under Node, which reads TypeScript."""
    path = (ROOT / "thirdcorner/front/src" / (module if module.endswith(".js") else f"{module}.ts")).resolve()
    return modules().evaluate(module, path.as_uri(), expression, value)


def test_the_register_of_claims_is_filtered_by_what_is_chosen_together() -> None:
    claims = [
        {"kind": "fact", "verdict": "wrong", "paragraph": "A1", "text": "The missile of December"},
        {"kind": "fact", "verdict": "holds", "paragraph": "A2", "text": "The treaty of June"},
    ]
    choices = [("", "", "", ""), ("fact", "wrong", "", ""), ("", "", "A2", "JUNE treaty"), ("", "holds", "A1", "")]
    found = run_front("value[1].map(([kind, verdict, paragraph, text]) => m.fits(value[0], { kind, verdict, paragraph, text }))", [claims, choices], "page/filter")
    assert found == [[True, True], [True, False], [False, True], [False, False]]


def test_small_words_are_listed_counted_and_read_without_markup() -> None:
    lists: list[list[str]] = [[], ["a"], ["a", "b"], ["a", "b", "c"]]
    assert run_front("value.map(m.listed)", lists, "logic/words") == ["", "a", "a and b", "a, b and c"]
    assert run_front("value.map(m.inWords)", [0, 1, 10, 11], "logic/words") == ["no", "one", "ten", "11"]
    html = ["<p>It <em>may</em> be so.</p>", " a &amp; b &lt;i&gt; &quot;c&quot; &#39;d&#39; ", "No. 5", "a. b..", "<b>x</b> < y"]
    assert run_front("value.map(m.plain)", html, "logic/words") == ["It may be so", "a & b <i> \"c\" 'd'", "No. 5", "a. b.", "x < y"]
