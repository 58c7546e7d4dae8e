// @ts-check
import { h, uid, radios } from "./dom.js";
import { benchOf, table } from "./bench.js";
import { expected, middles, moved } from "./dilemma_logic.js";

const NS = "http://www.w3.org/2000/svg";
const DID = [{ value: "closer", label: "stood closer" }, { value: "distance", label: "kept its distance" }, { value: "both", label: "did both at once" }];
const EXPECTS = { closer: "to be left is the larger fear, and the theory expects it to stand closer", distance: "to be dragged in is the larger fear, and the theory expects it to keep its distance", both: "the fears are of a size, and the theory expects a sheet of paper that says both" };
const didWords = (/** @type {string} */ did) => DID.find((d) => d.value === did)?.label ?? "";

/**
 * The dilemma explorer: two fears an ally, what it did, what if it stood elsewhere, and two eras on one plane.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, [content.id, ...content.allies.map((/** @type {any} */ a) => a.id)]);
  const slots = content.allies.map(() => h("div", {}));
  const plane = h("div", {});
  const reading = h("p", {});
  const placed = () => content.allies.map((/** @type {any} */ a, /** @type {number} */ i) => ({ ...a, n: i + 1, ...bench.work.get(a.id) })).filter((/** @type {any} */ a) => a.abandonment !== undefined && a.entrapment !== undefined).map((/** @type {any} */ a) => ({ ...a, id: undefined }));
  const drawPlane = () => plane.replaceChildren(...picture(content, placed()));
  const drawAlly = (/** @type {number} */ i) => slots[i].replaceChildren(...ally(bench, content, i, () => drawAlly(i), drawPlane));
  return bench.mount(el, "tc-dilemma-explorer", [
    h("div", { class: "tc-note", html: content.method }), slots, plane, bench.tools, reading,
    h("details", { class: "tc-worked" }, h("summary", {}, "What this can and cannot show"), h("div", { html: content.ends })),
  ], (changed) => {
    slots.forEach((/** @type {any} */ _, /** @type {number} */ i) => (!changed || changed.has(content.allies[i].id)) && drawAlly(i));
    drawPlane();
    if (!changed) reading.replaceChildren(h("label", { for: `${content.id}-reading`, html: content.question }), bench.text(content.id, "reading_text", { id: `${content.id}-reading`, rows: 4 }));
  });
}

/** One ally: its record, two fears, what it did, and a way to ask "what if". @param {any} bench @param {any} content @param {number} i @param {() => void} redraw @param {() => void} changed */
function ally(bench, content, i, redraw, changed) {
  const a = content.allies[i];
  const mine = () => bench.work.get(a.id);
  const name = uid("ally");
  const both = () => mine().abandonment !== undefined && mine().entrapment !== undefined;
  const says = h("p", { role: "status" });
  const what = h("div", {});
  const tell = () => {
    says.textContent = both() ? `By your numbers ${EXPECTS[/** @type {"closer"|"distance"|"both"} */ (expected(mine().abandonment, mine().entrapment))]}.` : "";
    what.hidden = !both();
  };
  /** @param {"abandonment"|"entrapment"} fear @param {string} label */
  const slider = (fear, label) => {
    const out = h("output", { for: `${name}-${fear}` }, mine()[fear] === undefined ? "not set" : String(mine()[fear]));
    return h("p", { class: "tc-range" }, h("label", { for: `${name}-${fear}` }, label),
      h("input", { id: `${name}-${fear}`, type: "range", min: "0", max: "10", step: "1", value: String(mine()[fear] ?? 5), disabled: !!mine().compared, oninput: (/** @type {any} */ e) => (out.textContent = e.target.value), onchange: (/** @type {any} */ e) => { bench.keep(a.id, { [fear]: Number(e.target.value) }); tell(); changed(); } }), out);
  };
  const moves = h("output", { for: `${name}-if` }, "");
  what.replaceChildren(h("p", { class: "tc-range" }, h("label", { for: `${name}-if` }, "What if it stood farther (left) or closer (right)?"), h("input", { id: `${name}-if`, type: "range", min: "-4", max: "4", step: "1", value: "0", oninput: (/** @type {any} */ e) => {
    const steps = Number(e.target.value);
    const [left, dragged] = moved(mine().abandonment, mine().entrapment, steps);
    moves.textContent = steps ? `then to be left ${mine().abandonment} → ${left}, to be dragged in ${mine().entrapment} → ${dragged}; toward the rival ${steps > 0 ? "firmer, and may provoke it" : "softer, and may tempt it"}` : "";
  } }), moves));
  tell();
  const done = !!mine().compared;
  return [
    h("fieldset", { class: "tc-item", "data-ally": a.key }, h("legend", {}, h("span", { class: "tc-number" }, `${i + 1} `), a.name, " ", h("span", { class: "tc-where" }, content.eras.find((/** @type {any} */ e) => e.id === a.era).label)),
      bench.work.stale(a.id) && h("p", { class: "tc-note" }, "This entry has been reworded since you placed it; your earlier numbers are kept aside."),
      h("div", { html: a.record }), h("p", { class: "tc-where" }, a.sources),
      slider("abandonment", "Fear of being left, 0 to 10"), slider("entrapment", "Fear of being dragged in, 0 to 10"), says, what,
      radios({ legend: "By the record, it", name: `${name}-did`, class: "tc-inline", value: mine().did, disabled: done, choices: DID, onpick: (did) => bench.keep(a.id, { did }) }),
      h("div", { class: "tc-actions" }, done ? bench.button("Place it again", () => { bench.keep(a.id, { compared: false }); redraw(); }) : bench.button("Compare", () => {
        if (!both() || !mine().did) return bench.say("Set both fears, and say what it did, first.");
        bench.keep(a.id, { compared: true });
        redraw();
        /** @type {any} */ (document.getElementById(`${a.id}-others`))?.focus();
      }, { "aria-label": `Compare: ${a.name}` })),
      done && h("div", { class: "tc-explanation", tabIndex: -1, id: `${a.id}-others` },
        h("p", {}, h("b", {}, `The book: it ${didWords(a.did)}. `)), h("div", { html: a.why }),
        expected(mine().abandonment, mine().entrapment) !== mine().did && h("p", {}, "Your fears and its conduct point different ways. Either it feared otherwise than you think, or it did not do as the theory expects. Both are worth a sentence."),
        a.voices.map((/** @type {any} */ v) => h("div", {}, h("p", {}, h("b", {}, `${v.name}: `), `left ${v.abandonment}, dragged in ${v.entrapment} (you ${mine().abandonment} and ${mine().entrapment}). `, h("small", {}, v.sources)), h("div", { html: v.says }))))),
  ];
}

/** The plane with every ally placed, and the same as a table and a sentence on the eras. @param {any} content @param {any[]} points */
function picture(content, points) {
  if (!points.length) return [h("p", { class: "tc-where" }, "Set both fears of an ally, and it stands on the plane here.")];
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 400 330");
  svg.setAttribute("role", "img");
  svg.setAttribute("class", "tc-dilemma-plane");
  svg.setAttribute("aria-label", "The plane of the two fears; the table below has every point.");
  const x = (/** @type {number} */ v) => 46 + 33 * v;
  const y = (/** @type {number} */ v) => 280 - 26 * v;
  /** @param {string} tag @param {Record<string, any>} props @param {string} [text] */
  const add = (tag, props, text) => {
    const node = document.createElementNS(NS, tag);
    for (const [k, v] of Object.entries(props)) node.setAttribute(k, String(v));
    if (text !== undefined) node.textContent = text;
    svg.append(node);
  };
  add("path", { d: `M${x(0)} ${y(10)}V${y(0)}H${x(10)}`, class: "tc-axis" });
  add("line", { x1: x(0), y1: y(0), x2: x(10), y2: y(10), class: "tc-even" });
  for (const v of [0, 5, 10]) {
    add("text", { x: x(v), y: 297, "text-anchor": "middle" }, String(v));
    add("text", { x: 38, y: y(v) + 5, "text-anchor": "end" }, String(v));
  }
  add("text", { x: x(5), y: 320, "text-anchor": "middle" }, "fear of being left");
  add("text", { x: 14, y: y(5), "text-anchor": "middle", transform: `rotate(-90 14 ${y(5)})` }, "fear of being dragged in");
  const heap = new Map();
  for (const p of points) {
    const at = `${p.abandonment},${p.entrapment}`;
    const k = heap.get(at) ?? 0;
    heap.set(at, k + 1);
    const [u, v] = [x(p.abandonment) + 23 * k, y(p.entrapment)];
    if (p.era === content.eras[0].id) add("circle", { cx: u, cy: v, r: 11, class: "tc-then" });
    else add("rect", { x: u - 10, y: v - 10, width: 20, height: 20, class: "tc-now" });
    add("text", { x: u, y: v + 5, "text-anchor": "middle", class: p.era === content.eras[0].id ? "tc-on-then" : "tc-on-now" }, String(p.n));
  }
  const mid = middles(points);
  const told = content.eras.filter((/** @type {any} */ e) => mid[e.id]).map((/** @type {any} */ e) => `${e.label}: left ${mid[e.id].abandonment.toFixed(1)}, dragged in ${mid[e.id].entrapment.toFixed(1)} (${mid[e.id].n})`);
  return [
    h("p", { class: "tc-bench-title" }, "Your plane"), svg,
    h("p", { class: "tc-where" }, `Circles ${content.eras[0].label}, squares ${content.eras[1].label}. On the line the two fears are equal.`),
    table("Your placings", ["Ally", "Left", "Dragged in", "It"], points.map((p) => [`${p.n} ${p.name}`, String(p.abandonment), String(p.entrapment), didWords(p.did)])),
    h("p", {}, `In the middle, ${told.join("; ")}.`),
  ];
}

export default { render };
