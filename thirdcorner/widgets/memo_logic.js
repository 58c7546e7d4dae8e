// @ts-check
/** What a program can see in a memo. Pure: no DOM, no storage. */

/** How many words a text has. @param {string} text */
export function count(text) {
  return (String(text).match(/[\p{L}\p{N}][\p{L}\p{N}’'.-]*/gu) ?? []).length;
}

/** Whether a text has one of some words, as whole words, letter case aside. @param {string} text @param {string[]} words */
export function has(text, words) {
  return words.some((w) => new RegExp(`(^|[^\\p{L}])${w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}])`, "iu").test(text));
}

/** Whether a text names a day, month or year, or a span until one. @param {string} text */
export function dated(text) {
  return /\b(19|20)\d\d\b|\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)\b|\b(within|in|by|until|after) (the )?(next )?(\d+|one|two|three|four|five|six|nine|twelve) (days?|weeks?|months?|years?)\b/iu.test(text);
}

/** The sentences in which a word of likelihood and one of confidence stand together (ICD 203 asks to keep them apart). @param {string} text @param {string[]} likelihood @param {string[]} confidence @returns {string[]} */
export function mixed(text, likelihood, confidence) {
  return text.split(/(?<=[.!?])\s+/u).filter((s) => has(s, likelihood) && has(s, confidence));
}

/**
 * What is still open in a memo, in the order of its parts.
 * @param {{id: string, name: string, words_max: number, needs: string}[]} parts @param {Record<string, string>} texts by part
 * @param {{words_max: number, likelihood: string[], confidence: string[]}} rules
 * @returns {{part: string|null, what: string}[]}
 */
export function open(parts, texts, rules) {
  const found = [];
  for (const p of parts) {
    const text = texts[p.id] ?? "";
    const n = count(text);
    if (!n) found.push({ part: p.id, what: `${p.name} is empty.` });
    else if (n > p.words_max) found.push({ part: p.id, what: `${p.name} has ${n} words; ${p.words_max} are its share.` });
    else if (p.needs === "likelihood" && !has(text, rules.likelihood)) found.push({ part: p.id, what: `${p.name} has no word of likelihood.` });
    else if (p.needs === "confidence" && !has(text, rules.confidence)) found.push({ part: p.id, what: `${p.name} does not say how sure you are.` });
    else if (p.needs === "date" && !dated(text)) found.push({ part: p.id, what: `${p.name} names no date or span by which one would see it.` });
    for (const sentence of mixed(text, rules.likelihood, rules.confidence)) found.push({ part: p.id, what: `${p.name} mixes likelihood and confidence in one sentence: “${sentence}”` });
  }
  const all = parts.reduce((sum, p) => sum + count(texts[p.id] ?? ""), 0);
  if (all > rules.words_max) found.push({ part: null, what: `The memo has ${all} words; a page holds ${rules.words_max}.` });
  return found;
}

/** The memo as Markdown. @param {string} title @param {{id: string, name: string}[]} parts @param {Record<string, string>} texts @param {string} day */
export function markdown(title, parts, texts, day) {
  const safe = (/** @type {string} */ text) => text.trim().replace(/^([#>*+-]|\d+\.)/gmu, "\\$1").replace(/</gu, "&lt;");
  return [`# ${title}`, "", day, "", ...parts.flatMap((p) => [`## ${p.name}`, "", safe(texts[p.id] ?? "") || "…", ""])].join("\n");
}
