// @ts-check
import { h, uid, announce, focusOn, radios, afterPaint } from "./dom.js";
import { benchOf } from "./bench.js";

/**
 * The sorting bench. For each statement the learner chooses a kind (and writes a line, where one is asked for), then sees what that
 * choice overlooked or saw, and what would settle the statement.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, content.statements.map((/** @type {any} */ s) => s.id));
  const { recorded: work, status } = bench;
  const tally = h("div", { class: "tc-tally" });
  const slots = content.statements.map((/** @type {any} */ s, /** @type {number} */ i) => h("section", { class: "tc-case", "aria-label": `Statement ${i + 1}`, "data-statement": s.id }));
  const draw = (/** @type {number} */ i) => slots[i].replaceChildren(...one(i).filter(Boolean));
  const sum = () => {
    const states = content.statements.map((/** @type {any} */ s) => ({ s, ...work.get(s.id) })).filter((/** @type {any} */ x) => x.checked);
    const keyed = states.filter((/** @type {any} */ x) => x.s.key);
    const right = keyed.filter((/** @type {any} */ x) => x.first === 1).length;
    tally.replaceChildren(
      ...[
        h("p", {}, states.length ? `${states.length} of ${content.statements.length} sorted${keyed.length ? `; at the first try ${right} of ${keyed.length} as the book has it` : ""}.` : ""),
        states.length === content.statements.length && h("div", { class: "tc-explanation", html: content.ends }),
      ].filter(Boolean),
    );
  };
  /** @param {number} i */
  const one = (i) => {
    const s = content.statements[i];
    const mine = work.get(s.id);
    const done = mine.checked === true;
    const name = uid("sort");
    const right = s.key === null || mine.answer === s.key;
    const check = () => {
      const now = work.get(s.id);
      if (now.answer === undefined) return announce(status, "Choose a kind first.");
      work.keep(s.id, { checked: true, ...(s.key ? { first: now.first ?? (now.answer === s.key ? 1 : 0) } : {}) });
      draw(i);
      afterPaint(sum);
      focusOn(slots[i], ".tc-verdict");
      announce(status, s.key === null ? "Here is what this reading must explain." : now.answer === s.key ? "So the book has it too." : "Look again.");
    };
    return [
      h("p", { class: "tc-case-claim" }, h("span", { class: "tc-number" }, `${i + 1} `), h("span", { html: s.text }), " ", h("span", { class: "tc-where" }, s.where)),
      work.stale(s.id) && h("p", { class: "tc-note" }, "This statement has been reworded since you sorted it. Your earlier choice is kept aside and no longer counts."),
      radios({ legend: "It is", name, class: "tc-inline", value: mine.answer, disabled: done, onpick: (answer) => work.keep(s.id, { answer }), choices: content.kinds.map((/** @type {any} */ k) => ({ value: k.id, label: k.label })) }),
      content.asks && h("p", {}, h("label", { for: `${name}-line`, html: content.asks }), h("textarea", { id: `${name}-line`, rows: 2, readOnly: done, onchange: (/** @type {any} */ e) => work.keep(s.id, { line_text: e.target.value }) }, mine.line_text ?? "")),
      !done && h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", onclick: check }, "Compare")),
      done && h("p", { class: `tc-verdict ${s.key === null ? "" : right ? "tc-right" : "tc-caution"}`, tabIndex: -1 }, s.key === null ? "Your reading" : right ? "✓ as the book has it" : "✗ the book has it otherwise", ": ", label(mine.answer)),
      done && h("div", { class: "tc-feedback", html: s.said[mine.answer] }),
      done && (right || mine.revealed) && h("div", { class: "tc-explanation", html: s.settles }),
      done && h("div", { class: "tc-actions" },
        h("button", { type: "button", class: "tc-button", onclick: () => { work.keep(s.id, { checked: false }); draw(i); sum(); focusOn(slots[i], "input"); } }, right ? "Sort it again" : "Try again"),
        !right && !mine.revealed && h("button", { type: "button", class: "tc-button", onclick: () => { work.keep(s.id, { revealed: true }); draw(i); focusOn(slots[i], ".tc-verdict"); } }, "Show what would settle it")),
    ];
  };
  /** @param {string} id */
  const label = (id) => content.kinds.find((/** @type {any} */ k) => k.id === id)?.label ?? "";
  const all = (/** @type {Set<string>|undefined} */ changed) => { slots.forEach((/** @type {any} */ _, /** @type {number} */ i) => (!changed || changed.has(content.statements[i].id)) && draw(i)); sum(); };
  bench.onredraw(all);
  all(undefined);
  el.replaceChildren(
    h("div", { class: "tc-sorting-bench" },
      h("p", { class: "tc-bench-title" }, content.title), h("div", { class: "tc-bench-task", html: content.task }),
      h("dl", { class: "tc-kinds" }, content.kinds.flatMap((/** @type {any} */ k) => [h("dt", {}, k.label), h("dd", { html: k.means })])),
      h("details", { class: "tc-worked" }, h("summary", {}, "A worked example"), h("div", { html: content.worked_example })),
      slots, tally, bench.tools, status),
  );
  return work.listen(() => all(undefined));
}

export default { render };
