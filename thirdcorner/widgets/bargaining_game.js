// @ts-check
import { h, uid, radios } from "./dom.js";
import { benchOf, select, table } from "./bench.js";
import { leaves, payoffs, regions, solve, turns } from "./game_logic.js";

const NS = "http://www.w3.org/2000/svg";
const MARKS = "ABCDEFGH";

/**
 * A bargaining game. The learner sets what the players care about, commits to a prediction, then solves the tree from its ends.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const id = content.id;
  const bench = benchOf(model, [id]);
  const state = () => ({ values: {}, steps: 0, x: content.map_x, y: content.map_y, ...bench.work.get(id) });
  const values = () => ({ ...Object.fromEntries(content.parameters.map((/** @type {any} */ p) => [p.id, p.default])), ...state().values });
  const player = (/** @type {string} */ pid) => content.players.find((/** @type {any} */ p) => p.id === pid).name;
  const parameter = (/** @type {string} */ pid) => content.parameters.find((/** @type {any} */ p) => p.id === pid);
  const mark = (/** @type {string} */ oid) => MARKS[content.endings.findIndex((/** @type {any} */ o) => o.id === oid)];
  const label = (/** @type {string} */ oid) => `${mark(oid)} ${content.endings.find((/** @type {any} */ o) => o.id === oid).label}`;
  const settings = h("div", {});
  const guess = h("div", {});
  const answer = h("div", {});
  const said = { content, values, player, parameter, mark, label };

  const drawSettings = () => settings.replaceChildren(...content.parameters.map((/** @type {any} */ p) => {
    const name = uid("value");
    const out = h("output", { for: name }, minus(values()[p.id]));
    return h("div", { class: "tc-item" },
      h("p", { class: "tc-range" }, h("label", { for: name }, h("span", { html: p.asks }), " ", h("span", { class: "tc-where" }, p.where)),
        h("input", { id: name, type: "range", min: String(p.low), max: String(p.high), step: "1", value: String(values()[p.id]), "data-parameter": p.id,
          oninput: (/** @type {any} */ e) => (out.textContent = minus(e.target.value)),
          onchange: (/** @type {any} */ e) => { bench.keep(id, { values: { ...state().values, [p.id]: Number(e.target.value) } }); tell(); } }), out),
      h("details", { class: "tc-where" }, h("summary", {}, "why this number"), h("div", { html: p.why })));
  }));
  const drawGuess = () => guess.replaceChildren(radios({
    legend: "Before you solve it: how will it end?", name: uid("guess"), value: state().guess, disabled: state().steps > 0,
    choices: content.endings.map((/** @type {any} */ o) => ({ value: o.id, label: label(o.id) })),
    onpick: (value) => { bench.keep(id, { guess: value }); tell(); },
  }));
  const tell = () => {
    const now = state();
    const solved = solve(content, values());
    const shown = Math.min(now.steps, solved.order.length);
    const whole = shown === solved.order.length;
    answer.replaceChildren(...[
      picture(said, solved, shown),
      shown > 0 && h("ol", { class: "tc-game-steps", role: "status" }, solved.order.slice(0, shown).map((n) => h("li", {}, sentence(said, solved, n)))),
      h("div", { class: "tc-actions" },
        !whole && bench.button(shown ? "Next step" : "Solve it from the end", () => {
          if (!state().guess) return bench.say("Choose first how you think it will end.");
          bench.keep(id, { steps: shown + 1 });
          drawGuess();
          tell();
          (answer.querySelector(".tc-verdict") ?? answer.querySelector(".tc-actions button"))?.focus();
        }),
        shown > 0 && bench.button("Predict again", () => { bench.keep(id, { steps: 0, guess: undefined }); drawGuess(); tell(); guess.querySelector("input")?.focus(); })),
      ...(whole ? ending(said, solved, now, change) : []),
    ].filter(Boolean));
  };
  /** @param {any} what */
  const change = (what) => { bench.keep(id, what); tell(); };
  const reading = h("p", {});
  return bench.mount(el, "tc-bargaining-game", [
    h("div", { class: "tc-note", html: content.presumes }), settings, guess, answer, reading, bench.tools, h("details", { class: "tc-worked" }, h("summary", {}, "What such a game is worth"), h("div", { html: content.ends })),
  ], () => {
    drawSettings();
    drawGuess();
    tell();
    reading.replaceChildren(h("label", { for: `${id}-reading`, html: content.question }), bench.text(id, "reading_text", { id: `${id}-reading`, rows: 4 }));
  });
}

/** A number with a real minus. @param {number|string} n */
const minus = (n) => String(n).replace("-", "−");

/** What happens at a node, in words. @param {any} said @param {any} solved @param {string} nodeId */
function sentence(said, solved, nodeId) {
  const node = said.content.nodes.find((/** @type {any} */ n) => n.id === nodeId);
  const gains = node.moves.map((/** @type {any} */ m) => `${m.label} (worth ${minus(solved.worth[m.to][node.player])})`).join(" with ");
  const move = node.moves.find((/** @type {any} */ m) => m.id === solved.best[nodeId]);
  return `${said.player(node.player)} compares ${gains}, and would ${move.label}${solved.ties.includes(nodeId) ? "; the two are worth the same, and the first named is taken" : ""}.`;
}

/** The result, what the prediction overlooked, what would turn it, and the map. @param {any} said @param {any} solved @param {any} now @param {(change: any) => void} change */
function ending(said, solved, now, change) {
  const { content } = said;
  const values = said.values();
  const right = now.guess === solved.outcome;
  const why = right ? null : leaves(content, values, now.guess);
  const node = why && content.nodes.find((/** @type {any} */ n) => n.id === why.node);
  const words = (/** @type {string} */ m) => node.moves.find((/** @type {any} */ x) => x.id === m).label;
  const outcome = content.endings.find((/** @type {any} */ o) => o.id === solved.outcome);
  const found = turns(content, values, content.parameters).slice(0, 4);
  return [
    h("p", { class: `tc-verdict ${right ? "tc-right" : "tc-caution"}`, tabIndex: -1 }, `${right ? "As you predicted" : "Otherwise than you predicted"}: ${said.label(solved.outcome)}.`),
    h("div", { class: "tc-explanation" }, h("div", { html: outcome.says }),
      why && h("p", {}, `Your prediction, ${said.label(now.guess)}, fails where ${said.player(why.player)} would have to ${words(why.expected)}. That is worth ${minus(why.would)} there, and to ${words(why.better)} is worth ${minus(why.gets)}.`)),
    h("p", { class: "tc-bench-title" }, "What would turn it"),
    found.length ? h("ul", {}, found.map((t) => h("li", {}, `${said.parameter(t.id).name} at ${minus(t.to)} instead of ${minus(t.from)}: ${said.label(t.outcome)}.`))) : h("p", {}, "No single number turns it, whatever its value. It would take two."),
    ...map(said, values, now, change),
  ];
}

/** The regions of two parameters in which each outcome holds. @param {any} said @param {any} values @param {any} now @param {(change: any) => void} change */
function map(said, values, now, change) {
  const { content } = said;
  const x = said.parameter(now.x);
  const y = said.parameter(now.y === now.x ? (now.x === content.map_y ? content.map_x : content.map_y) : now.y);
  const found = regions(content, values, x, y);
  const choices = content.parameters.map((/** @type {any} */ p) => [p.id, p.name]);
  const seen = content.endings.filter((/** @type {any} */ o) => found.cells.some((row) => row.includes(o.id)));
  const shares = seen.map((/** @type {any} */ o) => `${said.label(o.id)} in ${found.cells.flat().filter((c) => c === o.id).length} of ${found.cells.flat().length}`).join("; ");
  const mine = (/** @type {number} */ u, /** @type {number} */ v) => u === values[x.id] && v === values[y.id];
  return [
    h("p", { class: "tc-bench-title" }, "Where each ending holds"),
    h("p", { class: "tc-range" }, h("label", {}, "Across ", select("Across", choices, x.id, (v) => change({ x: v }))), h("label", {}, "Upwards ", select("Upwards", choices, y.id, (v) => change({ y: v })))),
    h("div", { class: "tc-scroll", tabIndex: 0, role: "region", "aria-label": "Where each ending holds" },
      h("table", { class: "tc-game-map" }, h("caption", {}, `${y.name} upwards, ${x.name} across; your values are framed.`),
        h("tbody", {}, found.ys.map((v, r) => h("tr", {}, h("th", { scope: "row" }, minus(v)), found.xs.map((u, c) => h("td", { "data-outcome": said.mark(found.cells[r][c]), class: mine(u, v) ? "tc-here" : "" }, said.mark(found.cells[r][c]), mine(u, v) && h("span", { class: "tc-sr" }, " (your values)")))))),
        h("tfoot", {}, h("tr", {}, h("td", {}), found.xs.map((u) => h("th", { scope: "col" }, minus(u))))))),
    h("p", { class: "tc-where" }, `Of the pairs on this map: ${shares}.`),
  ];
}

/** The tree: nodes from the left, what is solved drawn thick. @param {any} said @param {any} solved @param {number} shown */
function picture(said, solved, shown) {
  const { content } = said;
  const values = said.values();
  const done = solved.order.slice(0, shown);
  const depth = content.nodes.length;
  const svg = document.createElementNS(NS, "svg");
  const height = 92 * depth + 30;
  svg.setAttribute("viewBox", `0 0 400 ${height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("class", "tc-game-tree");
  svg.setAttribute("aria-label", `The tree: ${content.nodes.map((/** @type {any} */ n) => `${said.player(n.player)} may ${n.moves.map((/** @type {any} */ m) => m.label).join(" or ")}`).join("; then ")}. The table below has what each ending is worth.`);
  /** @param {string} tag @param {Record<string, any>} props @param {string} [text] */
  const add = (tag, props, text) => {
    const part = document.createElementNS(NS, tag);
    for (const [k, v] of Object.entries(props)) part.setAttribute(k, String(v));
    if (text !== undefined) part.textContent = text;
    svg.append(part);
  };
  content.nodes.forEach((/** @type {any} */ n, /** @type {number} */ i) => {
    const [x, y] = [20 + 40 * i, 34 + 92 * i];
    n.moves.forEach((/** @type {any} */ m) => {
      const thick = done.includes(n.id) && solved.best[n.id] === m.id;
      const on = content.nodes.findIndex((/** @type {any} */ o) => o.id === m.to);
      const [u, v] = on >= 0 ? [20 + 40 * on, 34 + 92 * on] : [270, i === depth - 1 && m === n.moves[n.moves.length - 1] ? y + 46 : y];
      add("line", { x1: x, y1: y, x2: u, y2: v, class: thick ? "tc-branch tc-taken" : "tc-branch" });
      if (on >= 0) add("text", { x: (x + u) / 2 + 14, y: (y + v) / 2 + 4, class: thick ? "tc-strong" : "" }, m.label);
      else {
        add("text", { x: (x + u) / 2 + 8, y: (y + v) / 2 - 7, "text-anchor": "middle", class: thick ? "tc-strong" : "" }, m.label);
        add("text", { x: 278, y: v + 5 }, `${said.mark(m.to)} (${content.players.map((/** @type {any} */ p) => payoffs(content.endings.find((/** @type {any} */ o) => o.id === m.to), values)[p.id]).map(minus).join(", ")})`);
      }
    });
    add("circle", { cx: x, cy: y, r: 6, class: "tc-dot" });
    add("text", { x: x - 6, y: y - 13 }, said.player(n.player));
  });
  return h("div", {}, svg, table("What each ending is worth", ["Ending", ...content.players.map((/** @type {any} */ p) => `to ${p.name}`)],
    content.endings.map((/** @type {any} */ o) => [said.label(o.id), ...content.players.map((/** @type {any} */ p) => minus(payoffs(o, values)[p.id]))])));
}

export default { render };
