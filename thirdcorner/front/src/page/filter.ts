/** A filter above the register of claims: by kind, verdict, paragraph and words. Without script every claim stands there. */

const FIELDS = { kind: "Kind", verdict: "Verdict", paragraph: "Paragraph" };
type Field = keyof typeof FIELDS;
/** A claim of the register; as a choice, empty where anything will do. */
type Claim = Record<Field | "text", string>;

/** Which claims are shown under a choice. Pure. */
export function fits(claims: readonly Claim[], choice: Claim): boolean[] {
  const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
  const fields = Object.keys(FIELDS) as Field[];
  return claims.map((c) => fields.every((k) => !choice[k] || c[k] === choice[k]) && words.every((w) => c.text.toLowerCase().includes(w)));
}

/** `place` is the empty element above the cards. */
export function claimFilter(place: HTMLElement): void {
  const all = (what: string) => [...(place.parentElement?.querySelectorAll<HTMLElement>(what) ?? [])];
  const [cards, heads] = [all("[data-claim]"), all(".tc-register-head")];
  const claims = cards.map(({ dataset: { kind = "", verdict = "", paragraph = "" }, textContent }) => ({
    kind,
    verdict,
    paragraph,
    text: textContent ?? "",
  }));
  const choice: Claim = { kind: "", verdict: "", paragraph: "", text: "" };
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
  for (const [field, name] of Object.entries(FIELDS) as [Field, string][]) {
    const select = document.createElement("select");
    select.append(new Option("any", ""), ...[...new Set(claims.map((c) => c[field]))].map((v) => new Option(v.replaceAll("-", " "), v)));
    select.addEventListener("change", () => {
      choice[field] = select.value;
      draw();
    });
    place.append(labelled(name, select));
  }
  const words = document.createElement("input");
  words.type = "search";
  words.addEventListener("input", () => {
    choice.text = words.value;
    draw();
  });
  place.append(labelled("Words", words), said);
  place.classList.add("tc-claim-filter");
  draw();
}

function labelled(name: string, control: HTMLElement): HTMLLabelElement {
  const label = document.createElement("label");
  label.append(name, " ", control);
  return label;
}
