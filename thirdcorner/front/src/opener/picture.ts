/** A part of the page as a picture, for a slide or a protocol. The page Class loads this script when a picture is asked for. */
import { toPng, toSvg } from "html-to-image";

/** What a drawing has from the page's style sheets: the library copies it for HTML alone. */
const DRAWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "vector-effect", "display"];
const EDGE = 24;

/** Write on each piece of each drawing what it has; what is returned takes that away again. */
function inked(of: HTMLElement): () => void {
  const before = [...of.querySelectorAll<SVGElement>("svg *")].map((one) => [one, one.getAttribute("style"), getComputedStyle(one)] as const);
  const said = before.map(([, , has]) => DRAWN.map((name) => [name, has.getPropertyValue(name)] as const));
  before.forEach(([one], n) => said[n].forEach(([name, value]) => one.style.setProperty(name, value)));
  return () => before.forEach(([one, style]) => (style === null ? one.removeAttribute("style") : one.setAttribute("style", style)));
}

/** A picture as a data URL, on the page's own ground; what is for hands only (`data-tc-hands`) is left out. */
export async function pictured(of: HTMLElement, kind: "png" | "svg"): Promise<string> {
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--tc-paper").trim() || "#fff";
  const filter = (node: HTMLElement) => !(node instanceof Element && node.hasAttribute("data-tc-hands"));
  const [wide, high] = [of.scrollWidth, of.scrollHeight];
  const style = { margin: "0", padding: `${EDGE}px`, boxSizing: "content-box", inlineSize: `${wide}px`, blockSize: `${high}px` };
  const options = { backgroundColor: ground, filter, skipFonts: true, style, pixelRatio: 2, width: wide + 2 * EDGE, height: high + 2 * EDGE };
  const blank = inked(of);
  try {
    return await (kind === "png" ? toPng(of, options) : toSvg(of, options));
  } finally {
    blank();
  }
}
