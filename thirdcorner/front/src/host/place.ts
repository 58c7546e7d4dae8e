/** Where a reader is on the page: kept while what was done on an earlier visit comes in. */

/** What a reader looks at: the target of a deep link while it is in view, else what stands below the bar at the top. */
function inView(): Element | null {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (target) {
    const { top } = target.getBoundingClientRect();
    if (top >= -2 && top < innerHeight) return target;
  }
  for (const y of [120, 240, 360, 480]) {
    const found = document.elementsFromPoint(innerWidth / 2, y).find((e) => e.matches("main article > section *"));
    if (found) return found;
  }
  return null;
}

/** Make a change to the page, and scroll by as much as it moved what is in view. */
export function keepPlace(change: () => void): void {
  const seen = scrollY > 0 || location.hash ? inView() : null;
  const before = seen?.getBoundingClientRect().top ?? 0;
  change();
  if (!seen) return;
  const moved = seen.getBoundingClientRect().top - before;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
}
