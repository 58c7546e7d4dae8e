// @ts-check
import { h, uid, announce, focusOn, radios } from "./dom.js";
import { benchOf } from "./bench.js";
import { leaning, resting, upward, placed } from "./argument_logic.js";

/**
 * The argument map: an outline that folds, a drawn map of the same, and tasks whose answer is shown in both.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, content.tasks.map((/** @type {any} */ t) => t.key));
  const { recorded: work, status } = bench;
  const { claims, thesis } = content;
  /** @type {Map<string, any>} */
  const byId = new Map(claims.map((/** @type {any} */ c) => [c.id, c]));
  const card = h("div", { class: "tc-map-card", tabIndex: -1 });
  const map = drawing(claims, thesis, byId);
  /** @param {string} id @param {boolean} [move] */
  const pick = (id, move = true) => {
    map.show(id);
    card.replaceChildren(...described(claims, byId, id, pick));
    if (move) card.focus();
    announce(status, `${id}: ${plain(byId.get(id).text)}`);
  };
  const outline = h("details", { class: "tc-worked tc-outline", open: true }, h("summary", {}, "The argument as an outline"), branch(claims, byId, thesis, pick, new Set()));
  const tasks = h("div", {}, content.tasks.map((/** @type {any} */ t, /** @type {number} */ i) => taskOf(t, i, work, status, map)));
  el.replaceChildren(
    h("div", { class: "tc-argument-map" },
      h("p", { class: "tc-bench-title" }, content.title), h("div", { class: "tc-bench-task", html: content.task }),
      h("details", { class: "tc-worked" }, h("summary", {}, "A worked example"), h("div", { html: content.worked_example })),
      h("div", { class: "tc-scroll", tabIndex: 0, role: "region", "aria-label": "The argument as a map" }, map.el),
      h("p", { class: "tc-where" }, "Full lines support, dashed lines tell against, dotted lines are premises that a claim needs. Signs: ✓ holds, ≈ with a correction, ⇄ contested, ✗ wrong as worded, ? cannot be checked."),
      card, outline, h("p", { class: "tc-bench-title" }, "Find it"), tasks, bench.tools, status),
  );
  pick(thesis, false);
  const again = () => tasks.replaceChildren(...content.tasks.map((/** @type {any} */ t, /** @type {number} */ i) => taskOf(t, i, work, status, map)));
  bench.onredraw(again);
  return work.listen(again);
}

/**
 * One claim and what it rests on, folded; a claim met before is named and not unfolded again.
 * @param {any[]} claims @param {Map<string, any>} byId @param {string} id @param {(id: string) => void} pick @param {Set<string>} above
 * @returns {HTMLElement}
 */
function branch(claims, byId, id, pick, above) {
  const { supports, presumes, attacks } = resting(claims, id);
  const list = h("ul", { class: "tc-branch" });
  const seen = new Set([...above, id]);
  /** @param {string} sub @param {string} how */
  const item = (sub, how) => {
    const claim = byId.get(sub);
    const below = resting(claims, sub);
    const deeper = !seen.has(sub) && below.supports.length + below.presumes.length + below.attacks.length > 0;
    const button = h("button", { type: "button", class: "tc-id", onclick: () => pick(sub) }, sub);
    const words = [h("span", { class: "tc-where" }, how, " "), h("span", { html: claim.text })];
    if (!deeper) return h("li", {}, button, h("span", {}, ...words));
    const fold = h("details", {}, h("summary", {}, ...words));
    fold.addEventListener("toggle", () => {
      if (fold.open && fold.children.length === 1) fold.append(branch(claims, byId, sub, pick, seen));
    });
    return h("li", {}, button, fold);
  };
  list.append(...supports.map((s) => item(s, "supports:")), ...presumes.map((s) => item(s, "needs:")), ...attacks.map((s) => item(s, "against:")));
  if (above.size) return list;
  return h("div", {}, h("p", {}, h("button", { type: "button", class: "tc-id", onclick: () => pick(id) }, id), " ", h("b", { html: byId.get(id).text })), list);
}

/** A claim in full, with what leans on it. @param {any[]} claims @param {Map<string, any>} byId @param {string} id @param {(id: string) => void} pick */
function described(claims, byId, id, pick) {
  const claim = byId.get(id);
  const up = leaning(claims, id);
  const steps = upward(claims, id);
  /** @param {string} to */
  const go = (to) => h("button", { type: "button", class: "tc-id", onclick: () => pick(to) }, to);
  return [
    h("p", { class: "tc-claim-head" }, h("span", { class: "tc-siglum-id" }, id), h("span", { class: "tc-kind" }, claim.kind), h("span", {}, claim.hedge ? `hedge: “${claim.hedge}”` : "no hedge")),
    h("p", { html: claim.text }),
    h("p", {}, h("b", {}, `${claim.sign} ${claim.verdict}. `), h("span", { html: claim.said })),
    up.length > 0 ? h("p", { class: "tc-where" }, "On it lean: ", ...up.flatMap((u) => [go(u), " "]), `A correction here reaches ${steps.length} ${steps.length === 1 ? "claim" : "claims"} above.`) : h("p", { class: "tc-where" }, "Nothing in this map leans on it."),
  ];
}

/**
 * @param {any} t @param {number} i @param {any} work @param {HTMLElement} status @param {{trace: (id: string) => void}} map
 */
function taskOf(t, i, work, status, map) {
  const slot = h("section", { class: "tc-case", "aria-label": `Task ${i + 1}`, "data-task": t.key });
  const draw = () => {
    const mine = work.get(t.key);
    const right = mine.checked && t.options[mine.answer]?.correct;
    const check = () => {
      const now = work.get(t.key);
      if (now.answer === undefined) return announce(status, "Choose first; then check it.");
      work.keep(t.key, { checked: true, first: now.first ?? (t.options[now.answer].correct ? 1 : 0) });
      draw();
      if (t.options[now.answer].correct) map.trace(t.claim);
      focusOn(slot, ".tc-verdict");
      announce(status, t.options[now.answer].correct ? "Found." : "Look again.");
    };
    slot.replaceChildren(
      ...[
        work.stale(t.key) && h("p", { class: "tc-note" }, "This task has been reworded since you did it. Your earlier answer is kept aside."),
        radios({
          legend: h("span", {}, h("span", { class: "tc-number" }, `${i + 1} `), h("span", { html: t.prompt })), name: uid("task"), value: mine.answer, disabled: mine.checked === true,
          onpick: (answer) => work.keep(t.key, { answer }),
          choices: t.options.map((/** @type {any} */ o, /** @type {number} */ v) => ({ value: v, label: h("span", {}, h("span", { html: o.text }), mine.checked && (v === mine.answer || (right && o.correct)) && h("span", { class: "tc-feedback" }, h("span", { class: `tc-mark ${o.correct ? "tc-right" : "tc-caution"}` }, o.correct ? "✓ this" : "✗ not this"), " ", h("span", { html: o.feedback }))) })),
        }),
        mine.checked && h("p", { class: "tc-verdict", tabIndex: -1 }, right ? "Found. The map shows it." : "Look again, in the outline or on the map."),
        right && h("div", { class: "tc-explanation", html: t.shows }),
        h("div", { class: "tc-actions" },
          !mine.checked && h("button", { type: "button", class: "tc-button tc-primary", onclick: check }, "Check"),
          mine.checked && h("button", { type: "button", class: "tc-button", onclick: () => { work.keep(t.key, { checked: false }); draw(); focusOn(slot, "input"); } }, right ? "Answer again" : "Try again"),
          right && h("button", { type: "button", class: "tc-button", onclick: () => map.trace(t.claim) }, "Show it on the map")),
      ].filter(Boolean),
    );
  };
  draw();
  return slot;
}

/**
 * The map as SVG: the thesis at the left, what it rests on to the right. It is a picture; the outline is its accessible form.
 * @param {any[]} claims @param {string} thesis @param {Map<string, any>} byId
 */
function drawing(claims, thesis, byId) {
  const { places, columns, rows } = placed(claims, thesis);
  const [W, H, X, Y] = [58, 22, 96, 28];
  const size = { width: columns * X + 10, height: rows * Y + 10 };
  const svg = element("svg", { viewBox: `0 0 ${size.width} ${size.height}`, width: size.width, height: size.height, role: "img", "aria-label": `Map of ${claims.length} claims around the thesis ${thesis}. The outline below holds the same.`, class: "tc-map" });
  /** @param {string} id */
  const at = (id) => ({ x: 6 + (places.get(id)?.column ?? 0) * X, y: 6 + (places.get(id)?.row ?? 0) * Y });
  /** @type {{from: string, to: string, kind: string, node: SVGElement}[]} */
  const edges = [];
  for (const c of claims)
    for (const r of c.relations) {
      const [a, b] = r.kind === "presumes" ? [r.to, c.id] : [c.id, r.to];
      const [p, q] = [at(a), at(b)];
      const bend = p.x === q.x ? 34 : 0;
      const node = element("path", { d: `M${p.x + (bend ? W : 0)} ${p.y + H / 2} C${p.x + (bend ? W + bend : -24)} ${p.y + H / 2} ${q.x + W + (bend || 24)} ${q.y + H / 2} ${q.x + W} ${q.y + H / 2}`, class: `tc-edge tc-edge-${r.kind}` });
      edges.push({ from: a, to: b, kind: r.kind, node });
      svg.append(node);
    }
  /** @type {Map<string, SVGElement>} */
  const boxes = new Map();
  for (const c of claims) {
    const { x, y } = at(c.id);
    const group = element("g", { class: `tc-box-${c.kind}` });
    const text = element("text", { x: x + W / 2, y: y + 15, "text-anchor": "middle" });
    text.textContent = `${c.sign} ${c.id}`;
    const title = element("title", {});
    title.textContent = plain(byId.get(c.id).text);
    group.append(element("rect", { x, y, width: W, height: H, rx: 3 }), text, title);
    boxes.set(c.id, group);
    svg.append(group);
  }
  /** @param {Set<string>} ids @param {string} origin */
  const mark = (ids, origin) => {
    for (const [id, box] of boxes) box.classList.toggle("tc-lit", ids.has(id)), box.classList.toggle("tc-origin", id === origin);
    for (const e of edges) e.node.classList.toggle("tc-lit", e.kind !== "attacks" && ids.has(e.from) && ids.has(e.to));
  };
  return {
    el: svg,
    show: (/** @type {string} */ id) => mark(new Set([id, ...leaning(claims, id), ...resting(claims, id).supports, ...resting(claims, id).presumes]), id),
    trace: (/** @type {string} */ id) => mark(new Set([id, ...upward(claims, id).map((s) => s.id)]), id),
  };
}

/** @param {string} tag @param {Record<string, any>} props @returns {any} */
function element(tag, props) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [k, v] of Object.entries(props)) node.setAttribute(k, String(v));
  return node;
}

/** @param {string} html */
function plain(html) {
  return h("span", { html }).textContent;
}

export default { render };
