// @ts-check
import { h, uid, announce, radios } from "./dom.js";
import { benchOf } from "./bench.js";
import { simulated, described, histogram, tornado, breakEven, middle, TOP } from "./ledger_logic.js";

const NAMES = { likelihood: "How likely, in per cent", magnitude: "How weighty, 0 to 10", years: "After how many years" };
const SHORT = { likelihood: "likelihood", magnitude: "weight", years: "time" };
const TOGETHER = [
  { value: "none", label: "Each on its own (independent)" },
  { value: "risks", label: "The risks rise and fall together" },
  { value: "all", label: "Risks and benefits rise and fall together" },
];

/**
 * The ledger. The learner sets ranges; net value, spread, what matters most and what would flip it follow at once.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const id = content.id;
  const bench = benchOf(model, [id]);
  const { work, status } = bench;
  const result = h("div", { class: "tc-ledger-result" });
  const entries = h("div", { class: "tc-ledger-entries" });
  const state = () => ({ factors: {}, together: "none", rate: 0, ...work.get(id) });
  const factors = () => content.factors.map((/** @type {any} */ f) => ({ ...f, ...state().factors[f.id] }));
  /** @param {any} change */
  const keep = (change) => {
    bench.keep(id, change);
    tell();
  };
  /** @param {string} fid @param {any} change */
  const keepFactor = (fid, change) => keep({ factors: { ...state().factors, [fid]: { ...state().factors[fid], ...change } } });
  const tell = () => result.replaceChildren(...results(content, factors(), state(), model.get("seed")));
  const draw = () => {
    entries.replaceChildren(...["risk", "benefit"].map((side) => h("section", {}, h("h3", {}, side === "risk" ? "Risks" : "Benefits"), ...factors().filter((/** @type {any} */ f) => f.side === side).map((/** @type {any} */ f) => entry(f, keepFactor, status)))));
    options.replaceChildren(...settings(state(), keep));
    reading.value = state().reading_text ?? "";
    tell();
  };
  const options = h("div", {});
  const reading = h("textarea", { id: uid("reading"), rows: 4, onchange: (/** @type {any} */ e) => work.keep(id, { reading_text: e.target.value }) });
  el.replaceChildren(
    h("div", { class: "tc-ledger" },
      h("p", { class: "tc-bench-title" }, content.title), h("div", { class: "tc-bench-task", html: content.task }),
      h("details", { class: "tc-worked" }, h("summary", {}, "A worked example"), h("div", { html: content.worked_example })),
      h("div", { class: "tc-note", html: content.beliefs }),
      entries, options,
      bench.tools,
      result,
      h("p", {}, h("label", { for: reading.id, html: content.question }), reading),
      status),
  );
  bench.onredraw(draw);
  draw();
  return work.listen(draw);
}

/** @param {any} f @param {(id: string, change: any) => void} keep @param {HTMLElement} status */
function entry(f, keep, status) {
  const line = h("span", { class: "tc-ledger-line" }, words(f));
  const now = { ...f };
  /** @param {"likelihood"|"magnitude"|"years"} name @param {0|1} end */
  const box = (name, end) => {
    const input = h("input", { type: "number", min: "0", max: String(TOP[name]), step: name === "magnitude" ? "0.5" : "1", value: String(f[name][end]), "aria-label": `${f.name}: ${SHORT[name]}, ${end ? "to" : "from"}`,
      onchange: () => {
        const value = Number(input.value);
        const pair = [...now[name]];
        pair[end] = value;
        if (input.value === "" || !Number.isFinite(value) || value < 0 || value > TOP[name] || pair[0] > pair[1]) {
          input.value = String(now[name][end]);
          return announce(status, `A range runs upwards, within 0 and ${TOP[name]}. The value is as it was.`);
        }
        now[name] = pair;
        line.textContent = words(now);
        keep(f.id, { [name]: pair });
      } });
    return input;
  };
  return h("details", { class: "tc-factor", "data-factor": f.id },
    h("summary", {}, h("b", {}, f.name), " ", h("span", { class: "tc-where" }, f.where), " ", line),
    h("div", { class: "tc-where", html: f.why }),
    /** @type {const} */ (["likelihood", "magnitude", "years"]).map((name) => h("p", { class: "tc-range" }, h("span", {}, NAMES[name]), " from ", box(name, 0), " to ", box(name, 1))),
    radios({ legend: "How sure are you of these ranges?", name: uid("sure"), class: "tc-inline", value: f.confidence, choices: ["low", "medium", "high"].map((v) => ({ value: v, label: v })), onpick: (confidence) => { now.confidence = confidence; line.textContent = words(now); keep(f.id, { confidence }); } }));
}

/** @param {any} f */
const words = (f) => `${f.likelihood[0]}–${f.likelihood[1]} %, weight ${f.magnitude[0]}–${f.magnitude[1]}, in ${f.years[0]}–${f.years[1]} years, ${f.confidence} confidence`;

/** @param {any} state @param {(change: any) => void} keep */
function settings(state, keep) {
  const name = uid("rate");
  const out = h("output", { for: name }, `${state.rate} %`);
  return [
    radios({ legend: "Do the likelihoods move together?", name: uid("together"), value: state.together, choices: TOGETHER, onpick: (together) => keep({ together }) }),
    h("p", { class: "tc-range" }, h("label", { for: name }, "How much less does a thing count for each year it is away?"), h("input", { id: name, type: "range", min: "0", max: "20", step: "1", value: String(state.rate), oninput: (/** @type {any} */ e) => (out.textContent = `${e.target.value} %`), onchange: (/** @type {any} */ e) => keep({ rate: Number(e.target.value) }) }), out),
  ];
}

/** @param {any} content @param {any[]} factors @param {any} state @param {number} seed */
function results(content, factors, state, seed) {
  const nets = simulated(factors, { together: state.together, rate: state.rate, seed });
  const told = described(nets);
  const net = middle(factors, state.rate);
  const share = Math.round(told.above * 100);
  const name = (/** @type {string} */ id) => content.factors.find((/** @type {any} */ f) => f.id === id).name;
  const flips = breakEven(factors, state.rate).slice(0, 3);
  const widest = tornado(factors, state.rate).slice(0, 8);
  const scale = widest[0]?.swing || 1;
  return [
    h("p", { class: "tc-verdict", role: "status" }, `With these beliefs the balance is ${net > 0 ? "for acceptance" : net < 0 ? "for pressure" : "even"}: ${net.toFixed(1)} at the middle, ${told.low.toFixed(1)} to ${told.high.toFixed(1)} in nine draws of ten. It is above nought in ${share} % of them.`),
    picture(histogram(nets)),
    h("p", { class: "tc-bench-title" }, "What matters most"),
    h("div", { class: "tc-scroll", tabIndex: 0, role: "region", "aria-label": "What matters most" }, h("table", { class: "tc-register" }, h("thead", {}, h("tr", {}, ["Belief", "Net at one end", "Net at the other", "Swing"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, widest.map((t) => h("tr", {}, h("th", { scope: "row" }, `${name(t.id)}: ${SHORT[t.name]}`), h("td", {}, t.low.toFixed(1)), h("td", {}, t.high.toFixed(1)),
        h("td", {}, h("span", { class: "tc-swing", style: `inline-size: ${(5 * t.swing) / scale}rem`, "aria-hidden": "true" }), t.swing.toFixed(1))))))),
    h("p", { class: "tc-bench-title" }, "What would flip it"),
    flips.length ? h("ul", {}, flips.map((b) => h("li", {}, `${name(b.id)}: ${SHORT[b.name]} of ${b.value.toFixed(b.name === "likelihood" ? 0 : 1)} instead of ${b.now.toFixed(b.name === "likelihood" ? 0 : 1)}${b === flips[0] ? ", the smallest change that does it" : ""}.`)))
      : h("p", {}, "No single belief flips the balance, whatever its value. It would take two or more."),
  ];
}

/** The spread as bars, with its table. @param {{from: number, to: number, n: number}[]} bins */
function picture(bins) {
  const most = Math.max(...bins.map((b) => b.n));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 480 130");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `Spread of the net value over ${bins.reduce((a, b) => a + b.n, 0)} draws, from ${bins[0].from.toFixed(1)} to ${bins[bins.length - 1].to.toFixed(1)}; the table below has the counts.`);
  /** @param {string} tag @param {Record<string, any>} props @param {string} [text] */
  const add = (tag, props, text) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [k, v] of Object.entries(props)) node.setAttribute(k, String(v));
    if (text !== undefined) node.textContent = text;
    svg.append(node);
  };
  const width = 460 / bins.length;
  bins.forEach((b, i) => add("rect", { x: 10 + i * width, y: 105 - (95 * b.n) / most, width: width - 2, height: (95 * b.n) / most, class: b.to <= 0 ? "tc-below" : "tc-above" }));
  const zero = (0 - bins[0].from) / (bins[bins.length - 1].to - bins[0].from || 1);
  if (zero >= 0 && zero <= 1) {
    add("line", { x1: 10 + 460 * zero, x2: 10 + 460 * zero, y1: 4, y2: 110, class: "tc-zero" });
    add("text", { x: 10 + 460 * zero, y: 125, "text-anchor": "middle" }, "0");
  }
  add("text", { x: 10, y: 125 }, bins[0].from.toFixed(1));
  add("text", { x: 470, y: 125, "text-anchor": "end" }, bins[bins.length - 1].to.toFixed(1));
  return h("div", {}, svg, h("details", { class: "tc-worked" }, h("summary", {}, "The spread as a table"), h("table", { class: "tc-register" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Net from"), h("th", { scope: "col" }, "to"), h("th", { scope: "col" }, "Draws"))), h("tbody", {}, bins.map((b) => h("tr", {}, h("td", {}, b.from.toFixed(1)), h("td", {}, b.to.toFixed(1)), h("td", {}, String(b.n))))))));
}

export default { render };
