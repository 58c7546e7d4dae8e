// What a reader sees of the instruments on a page: what is cut, spilt or overlaid, which words in a picture have too little contrast,
// and which choices do not show that they are chosen. Each function takes the root to look within, and returns what is wrong in words.
window.seen = (() => {
  const clipped = (node) => {
    let box = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
    for (let n = node; n && n !== document.documentElement; n = n.parentElement) {
      const style = getComputedStyle(n);
      if (style.position === "fixed") break;
      if (n === node || (style.overflowX === "visible" && style.overflowY === "visible") || n instanceof SVGElement) continue;
      const r = n.getBoundingClientRect();
      box = { left: Math.max(box.left, r.left), top: Math.max(box.top, r.top), right: Math.min(box.right, r.right), bottom: Math.min(box.bottom, r.bottom) };
    }
    return box;
  };
  /** A shape in a group that is not drawn passes for visible with `checkVisibility`. */
  const drawn = (node) => {
    for (let n = node; n instanceof SVGElement; n = n.parentElement) if (getComputedStyle(n).display === "none") return false;
    return true;
  };
  /** What is kept for the ear alone is not seen. */
  const forTheEye = (node) => {
    for (let n = node; n; n = n.parentElement) if (getComputedStyle(n).clipPath === "inset(50%)") return false;
    return true;
  };
  const shown = (node) => drawn(node) && forTheEye(node) && node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !node.closest(".tc-sr, .tc-paper, [aria-hidden='true'].tc-sr");
  const named = (node) => `${node.closest("[data-widget]")?.dataset.widget ?? ""} ${node.tagName.toLowerCase()}.${String(node.getAttribute("class") ?? "").replace(/svelte-\w+/g, "").trim().replace(/\s+/g, ".")}`;

  /** The words seen within a root: each with the four corners of its ink. */
  function words(root) {
    const found = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const text = node.data.trim();
      const parent = node.parentElement;
      if (!text || parent.matches("details:not([open])") || parent.closest("script, style, textarea, select, noscript, title, desc, svg") || !shown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const limit = clipped(parent);
      const size = parseFloat(getComputedStyle(parent).fontSize);
      for (const r of range.getClientRects()) {
        if (r.width < 1 || r.left >= limit.right || r.right <= limit.left || r.top >= limit.bottom || r.bottom <= limit.top) continue;
        const middle = (r.top + r.bottom) / 2;
        const [top, bottom] = [middle - size * 0.36, middle + size * 0.36];
        found.push({ node: parent, text, size, quad: [[r.left, top], [r.right, top], [r.right, bottom], [r.left, bottom]] });
      }
    }
    for (const node of root.querySelectorAll("svg text")) {
      const text = node.textContent.trim();
      if (!text || !shown(node)) continue;
      const box = node.getBBox();
      const to = node.getScreenCTM();
      if (!to || !box.width) continue;
      const scale = Math.hypot(to.a, to.b);
      const trim = Math.min(box.height, parseFloat(getComputedStyle(node).fontSize)) * 0.2;
      const corner = (x, y) => [to.a * x + to.c * y + to.e, to.b * x + to.d * y + to.f];
      const [x0, x1, y0, y1] = [box.x, box.x + box.width, box.y + trim, box.y + box.height - trim];
      found.push({ node, text, size: parseFloat(getComputedStyle(node).fontSize) * scale, quad: [corner(x0, y0), corner(x1, y0), corner(x1, y1), corner(x0, y1)] });
    }
    return found;
  }
  /** Whether two quads share more than `by` pixels in every direction (separating axes). */
  function meet(a, b, by = 1.5) {
    for (const quad of [a, b])
      for (let i = 0; i < 2; i += 1) {
        const [x, y] = [quad[i + 1][0] - quad[i][0], quad[i + 1][1] - quad[i][1]];
        const length = Math.hypot(x, y) || 1;
        const on = (q) => q.map(([px, py]) => (px * x + py * y) / length);
        const [pa, pb] = [on(a), on(b)];
        if (Math.max(...pa) - by <= Math.min(...pb) || Math.max(...pb) - by <= Math.min(...pa)) return false;
      }
    return true;
  }
  /** What is held in sight while the rest is scrolled beneath it. */
  const held = (node) => {
    for (let n = node; n; n = n.parentElement) if (getComputedStyle(n).position === "sticky") return n;
    return null;
  };
  const short = (text) => (text.length > 32 ? `${text.slice(0, 30)}…` : text);

  /** What cannot be read whole: words beyond the window or their box, words on words, boxes that scroll sideways, and print too small. */
  function cut(root, smallest) {
    const wrong = [];
    const all = words(root);
    const right = document.documentElement.clientWidth;
    for (const w of all) {
      const xs = w.quad.map((p) => p[0]);
      if (Math.min(...xs) < -1 || Math.max(...xs) > right + 1) wrong.push(`beyond the window: ${named(w.node)} “${short(w.text)}”`);
      if (w.size < smallest) wrong.push(`print of ${w.size.toFixed(1)} px: ${named(w.node)} “${short(w.text)}”`);
      const svg = w.node.closest("svg");
      if (!svg) continue;
      for (let s = svg; s; s = s.parentElement.closest("svg")) {
        const r = s.getBoundingClientRect();
        if (getComputedStyle(s).overflow === "visible") continue;
        const ys = w.quad.map((p) => p[1]);
        if (Math.min(...xs) < r.left - 1.5 || Math.max(...xs) > r.right + 1.5 || Math.min(...ys) < r.top - 1.5 || Math.max(...ys) > r.bottom + 1.5)
          wrong.push(`beyond its picture: ${named(w.node)} “${short(w.text)}”`);
      }
    }
    const order = [...all].sort((a, b) => Math.min(...a.quad.map((p) => p[1])) - Math.min(...b.quad.map((p) => p[1])));
    order.forEach((a, i) => {
      const low = Math.max(...a.quad.map((p) => p[1]));
      for (let j = i + 1; j < order.length && Math.min(...order[j].quad.map((p) => p[1])) < low; j += 1)
        if (order[j].node !== a.node && meet(a.quad, order[j].quad) && held(a.node) === held(order[j].node)) wrong.push(`words on words: ${named(a.node)} “${short(a.text)}” and “${short(order[j].text)}”`);
    });
    for (const node of root.querySelectorAll("*")) {
      if (node instanceof SVGElement || node.matches("textarea, input, select, option, .tc-sr, .tc-sr *") || !node.clientWidth || !shown(node)) continue;
      const style = getComputedStyle(node);
      const over = node.scrollWidth - node.clientWidth;
      if (style.overflowX !== "visible" && over > 1) wrong.push(`${style.overflowX} sideways by ${over} px: ${named(node)}`);
      else if (over > 1 && node.matches("button, label, td, th, summary, legend, output")) wrong.push(`spilt by ${over} px: ${named(node)} “${short(node.textContent.trim())}”`);
      if (["hidden", "clip"].includes(style.overflowY) && node.scrollHeight > node.clientHeight + 1) wrong.push(`cut below: ${named(node)}`);
    }
    return [...new Set(wrong)];
  }

  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  function rgba(colour) {
    if (colour === "none") return [0, 0, 0, 0];
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }
  const over = (top, under, by) => [0, 1, 2].map((i) => top[i] * by + under[i] * (1 - by));
  const light = (c) => {
    const [r, g, b] = c.map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((m, n) => n - m);
    return (x + 0.05) / (y + 0.05);
  };
  /** How opaque a node is with all it stands in, up to a root. */
  function opacity(node, root) {
    let by = 1;
    for (let n = node; n && n !== root; n = n.parentElement) by *= Number(getComputedStyle(n).opacity);
    return by;
  }
  function ground(node) {
    const layers = [];
    for (let n = node; n; n = n.parentElement) {
      const c = rgba(getComputedStyle(n).backgroundColor);
      if (c[3]) layers.push(c);
      if (c[3] === 1) break;
    }
    return layers.reverse().reduce((under, c) => over(c, under, c[3]), rgba("Canvas"));
  }
  const FORMS = "rect, circle, ellipse, path, polygon, line, polyline";

  /** The words of pictures that stand out too little from what is drawn under them (4.5 to 1, or 3 to 1 for large print, or as much as is asked). */
  function faint(root, least = [4.5, 3]) {
    const wrong = [];
    for (const w of words(root)) {
      if (!(w.node instanceof SVGElement)) continue;
      const svg = w.node.ownerSVGElement;
      const style = getComputedStyle(w.node.querySelector("tspan") ?? w.node);
      const halo = getComputedStyle(w.node).paintOrder.startsWith("stroke") && parseFloat(getComputedStyle(w.node).strokeWidth) >= 3 ? rgba(getComputedStyle(w.node).stroke) : null;
      const middle = { x: w.quad.reduce((s, p) => s + p[0], 0) / 4, y: w.quad.reduce((s, p) => s + p[1], 0) / 4 };
      let under = ground(svg.parentElement);
      for (const form of svg.querySelectorAll(FORMS)) {
        if (!(form.compareDocumentPosition(w.node) & Node.DOCUMENT_POSITION_FOLLOWING) || !shown(form) || form.closest("defs, pattern, mask, clipPath")) continue;
        const own = getComputedStyle(form);
        if (own.fill === "none" || own.fill.startsWith("url")) continue;
        const to = form.getScreenCTM();
        const at = to && new DOMPoint(middle.x, middle.y).matrixTransform(to.inverse());
        if (!at || !form.isPointInFill(at)) continue;
        const c = rgba(own.fill);
        under = over(c, under, c[3] * Number(own.fillOpacity) * opacity(form, svg));
      }
      if (halo && halo[3] === 1) under = halo;
      const ink = rgba(style.fill);
      const ratio = contrast(over(ink, under, ink[3] * opacity(w.node, svg)), under);
      const large = w.size >= 24 || (w.size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < least[Number(large)]) wrong.push(`${ratio.toFixed(1)} to 1: ${named(w.node)} “${short(w.text)}”`);
    }
    return [...new Set(wrong)];
  }

  /** Whether each thing in a picture that can be taken in hand is drawn with a line or an area that stands out 3 to 1 from the ground. */
  function unseen(root) {
    const wrong = [];
    const forced = matchMedia("(forced-colors: active)").matches;
    for (const node of root.querySelectorAll("svg :is([role='button'], [role='slider'], [role='radio'], [role='switch'], [tabindex='0'])")) {
      if (node.matches("svg") || !shown(node)) continue;
      const svg = node.ownerSVGElement;
      const under = ground(svg.parentElement);
      const seen = [node, ...node.querySelectorAll(`${FORMS}, text, use`)].some((form) => {
        if (!shown(form) || !form.matches(`${FORMS}, text, use`)) return false;
        const own = getComputedStyle(form);
        const by = opacity(form, svg);
        const stands = (paint, alpha) => {
          if (paint === "none") return false;
          if (paint.startsWith("url")) return true;
          const c = rgba(paint);
          return contrast(over(c, under, c[3] * alpha * by), under) >= 3;
        };
        return stands(own.fill, Number(own.fillOpacity)) || (parseFloat(own.strokeWidth) > 0 && stands(own.stroke, Number(own.strokeOpacity)));
      });
      if (!seen) wrong.push(`not seen: ${named(node)} “${short(node.getAttribute("aria-label") ?? "")}”`);
    }
    for (const node of root.querySelectorAll("button, select, input, textarea, summary, a[href]")) {
      if (!shown(node) || node.matches("input[type='checkbox'], input[type='radio']") || !node.offsetWidth) continue;
      const style = getComputedStyle(node);
      const under = ground(node.parentElement);
      const edge = parseFloat(style.borderTopWidth) > 0 && contrast(over(rgba(style.borderTopColor), under, rgba(style.borderTopColor)[3]), under) >= 3;
      const word = node.textContent.trim() && contrast(over(rgba(style.color), ground(node), rgba(style.color)[3]), ground(node)) >= 4.5;
      // A range without the browser's look draws its own line and thumb, which the reader's palette would take away unless it is told not to.
      const range = node.matches("input[type='range']") && (style.appearance !== "none" || style.pointerEvents === "none" || !forced || style.forcedColorAdjust === "none");
      const inside = [...node.querySelectorAll("*")].some((n) => {
        const own = getComputedStyle(n);
        return ["Top", "Bottom"].some((at) => parseFloat(own[`border${at}Width`]) > 0 && own[`border${at}Style`] !== "none") || rgba(own.backgroundColor)[3] > 0 || n.matches("svg");
      });
      if (!edge && !word && !range && !inside && style.backgroundImage === "none") wrong.push(`not seen: ${named(node)} “${short(node.getAttribute("aria-label") ?? node.id)}”`);
    }
    return [...new Set(wrong)];
  }

  /** The controls whose edge is drawn and stands out less than 3 to 1 from the ground. */
  function edges(root) {
    const wrong = [];
    for (const node of root.querySelectorAll("button, select, input, textarea")) {
      const style = getComputedStyle(node);
      if (!shown(node) || !node.offsetWidth || node.matches(":disabled, input[type='range']")) continue;
      const under = ground(node.parentElement);
      const area = contrast(over(rgba(style.backgroundColor), under, rgba(style.backgroundColor)[3]), under);
      for (const at of ["Top", "Right", "Bottom", "Left"]) {
        const line = rgba(style[`border${at}Color`]);
        if (parseFloat(style[`border${at}Width`]) > 0 && style[`border${at}Style`] !== "none" && line[3] > 0 && Math.max(area, contrast(over(line, under, line[3]), under)) < 3) wrong.push(`faint edge: ${named(node)}`);
      }
    }
    return [...new Set(wrong)];
  }

  const LOOK = ["border-top-color", "border-top-width", "border-top-style", "border-bottom-color", "border-bottom-width", "outline-style", "outline-color", "outline-width", "background-color", "background-image", "color", "font-weight", "text-decoration-line", "stroke", "stroke-width", "stroke-dasharray", "fill", "opacity", "display", "r", "width", "content"];
  const look = (node) =>
    [node, ...node.querySelectorAll("*")]
      .filter((n) => !n.closest(".tc-sr"))
      .flatMap((n) => ["", "::before", "::after"].map((part) => LOOK.map((p) => getComputedStyle(n, part || undefined).getPropertyValue(p)).join("|")))
      .join("\n");
  /** The choices that look the same chosen and not chosen: each is chosen and its look compared, in itself and in what stands for it. */
  async function alike(root) {
    const wrong = [];
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const quiet = document.head.appendChild(Object.assign(document.createElement("style"), { textContent: "*, ::before, ::after { transition: none !important; animation: none !important }" }));
    const tried = new Set();
    for (const node of [...root.querySelectorAll("input[type='radio']:not(:checked), input[type='checkbox'], [aria-pressed='false'], [role='tab'][aria-selected='false']")]) {
      const kind = `${named(node)} ${named(node.parentElement)}`;
      if (tried.has(kind) || !node.isConnected || node.disabled || node.ariaDisabled === "true" || !node.closest("label, button, g, svg")?.checkVisibility()) continue;
      tried.add(kind);
      if (node.matches("input") && getComputedStyle(node).appearance !== "none" && opacity(node, root) > 0.9 && getComputedStyle(node).clipPath === "none") continue;
      const stands = node.closest("label") ?? node;
      const state = () => String(node.checked ?? node.getAttribute("aria-pressed") ?? node.getAttribute("aria-selected"));
      document.activeElement?.blur();
      const before = look(stands);
      const was = state();
      node.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      await frame();
      document.activeElement?.blur();
      if (node.isConnected && state() !== was && look(stands) === before) wrong.push(`looks the same chosen: ${named(node)} in ${named(stands)} “${short(stands.textContent.trim())}”`);
    }
    quiet.remove();
    return wrong;
  }
  return { cut, faint, unseen, edges, alike };
})();
