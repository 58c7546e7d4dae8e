/** What the learner has in hand while work from elsewhere comes in: it keeps its letters, its caret and the focus. */

const TYPED = "textarea, [contenteditable], input:not([type=radio], [type=checkbox], [type=range], [type=button], [type=file])";
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Whether an island must not be brought up to date now: a component is drawn in place, so only a field that is typed in would be touched. */
export function inHand(live: HTMLElement): boolean {
  const at = document.activeElement;
  return document.hasFocus() && !!at && at !== live && live.contains(at) && at.matches(TYPED);
}

/** Draw, and put focus and caret back where they were, if that threw them away: while another window is in front, say. */
export function withFocus(live: HTMLElement, draw: () => void) {
  const controls = () => [...live.querySelectorAll<HTMLElement>(CONTROLS)];
  const at = document.activeElement as HTMLInputElement | null;
  const place = at && live.contains(at) ? controls().indexOf(at) : -1;
  const caret = at && place >= 0 && at.matches("textarea, input[type=text]") ? [at.selectionStart, at.selectionEnd] : null;
  draw();
  if (place < 0 || live.contains(document.activeElement)) return;
  const next = controls()[place] as HTMLInputElement | undefined;
  next?.focus({ preventScroll: true });
  if (caret && next?.matches("textarea, input[type=text]")) next.setSelectionRange(caret[0], caret[1]);
}
