// @ts-check
/** A filter above the register of claims: by kind, verdict, paragraph and words. Without script every claim stands there. */

/**
 * Which claims are shown under a choice. Pure.
 * @param {{kind: string, verdict: string, paragraph: string, text: string}[]} claims
 * @param {{kind: string, verdict: string, paragraph: string, text: string}} choice empty where anything will do
 * @returns {boolean[]}
 */
export function fits(claims, choice) {
  const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
  return claims.map((c) => ["kind", "verdict", "paragraph"].every((k) => !(/** @type {any} */ (choice)[k]) || /** @type {any} */ (c)[k] === /** @type {any} */ (choice)[k]) && words.every((w) => c.text.toLowerCase().includes(w)));
}

/** @param {HTMLElement} place the empty element above the cards */
export function claimFilter(place) {
  const cards = /** @type {HTMLElement[]} */ ([...(place.parentElement?.querySelectorAll("[data-claim]") ?? [])]);
  const heads = /** @type {HTMLElement[]} */ ([...(place.parentElement?.querySelectorAll(".tc-register-head") ?? [])]);
  const claims = cards.map((card) => ({ kind: card.dataset.kind ?? "", verdict: card.dataset.verdict ?? "", paragraph: card.dataset.paragraph ?? "", text: card.textContent ?? "" }));
  const choice = { kind: "", verdict: "", paragraph: "", text: "" };
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const draw = () => {
    const shown = fits(claims, choice);
    cards.forEach((card, i) => (card.hidden = !shown[i]));
    heads.forEach((head) => {
      let next = head.nextElementSibling;
      let any = false;
      for (; next instanceof HTMLElement && next.dataset.claim; next = next.nextElementSibling) any ||= !next.hidden;
      head.hidden = !any;
    });
    said.textContent = `${shown.filter(Boolean).length} of ${cards.length} claims.`;
  };
  for (const [field, name] of /** @type {const} */ ([["kind", "Kind"], ["verdict", "Verdict"], ["paragraph", "Paragraph"]])) {
    const select = document.createElement("select");
    select.append(new Option("any", ""), ...[...new Set(claims.map((c) => c[field]))].map((v) => new Option(v.replaceAll("-", " "), v)));
    select.addEventListener("change", () => ((choice[field] = select.value), draw()));
    place.append(labelled(name, select));
  }
  const words = document.createElement("input");
  words.type = "search";
  words.addEventListener("input", () => ((choice.text = words.value), draw()));
  place.append(labelled("Words", words), said);
  place.classList.add("tc-claim-filter");
  draw();
}

/** @param {string} name @param {HTMLElement} control */
function labelled(name, control) {
  const label = document.createElement("label");
  label.append(name, " ", control);
  return label;
}
