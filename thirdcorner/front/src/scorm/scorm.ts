/**
 * A page of a SCORM 1.2 package: loaded before the book's own scripts, and only there. The record then is that of the platform's student:
 * `localStorage` becomes a store of this student's own, filled from `suspend_data`, and whatever is kept in it goes to the platform as
 * work is done. A commit that fails is said and tried again.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Bar } from "./bar";
import { Clock } from "./clock";
import { cameFrom, holdLinks } from "./links";
import { own } from "./own";
import type { Package } from "./package";
import { slugOf } from "./packed";
import { Platform } from "./platform";
import { ChapterRecord } from "./record";
import { report, span } from "./rule";
import "./scorm.css";

const OWNER = "tc-scorm-owner";
const SOON = 800;
const AT_MOST = 4000;
const AGAIN = [5, 15, 30, 60];

const pack = JSON.parse(document.getElementById("tc-scorm")!.textContent!) as Package;
const platform = new Platform();
const student = platform.get("cmi.core.student_id");
/** Whether whoever was at the page before is at this one: a page of the package led here, or it was loaded again. */
function goesOn(): boolean {
  const came = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  return came?.type === "reload" || cameFrom(document.referrer, location.href, pack);
}

/** Whose record this is: a hash of the platform's student; after the platform ended a session, that of the page before. */
const owner = student
  ? bytesToHex(sha256(utf8ToBytes(`${pack.course}\n${student}`))).slice(0, 32)
  : platform.there && goesOn()
    ? sessionStorage.getItem(OWNER)
    : null;
if (owner) sessionStorage.setItem(OWNER, owner);
else sessionStorage.removeItem(OWNER);

// The book's own way with a shared computer, a store for each tab, is not needed here, where each student has one.
sessionStorage.removeItem("tc-shared");
const lasting = globalThis.thirdcorner?.lasting ?? localStorage;
const store = own(owner ? lasting : sessionStorage, owner ?? "nobody", (key, value) => changed(key, value));
Object.defineProperty(window, "localStorage", { configurable: true, value: store });
const record = new ChapterRecord(pack, store);

const here = owner ? "Your work is kept in this browser" : "Your work is kept until you close this tab";

/** Why nothing is reported from this page, in words; empty where it is. */
function apart(): string {
  if (!platform.there) return `This page is not open inside a learning platform, so nothing is reported. ${here}.`;
  if (!platform.open) return `The platform has ended this session. ${here}; open the chapter in the platform again, and it goes there.`;
  if (!pack.slug) return "";
  const of = platform.get("cmi.launch_data") || slugOf(platform.get("cmi.suspend_data"));
  if (of && of !== pack.slug) return `You came here by a link. ${here}, and goes to the platform when you open this chapter there.`;
  const mode = platform.get("cmi.core.lesson_mode");
  if (mode === "browse" || mode === "review") return `The platform opened this chapter to ${mode}, so nothing is reported. ${here}.`;
  return "";
}

const why = apart();
const reports = pack.slug !== "" && why === "";
const restored =
  pack.slug !== "" && platform.open && (reports || platform.get("cmi.launch_data") === pack.slug)
    ? record.restore(platform.get("cmi.suspend_data"))
    : "restored";
const clock = new Clock(pack.rule.idle * 60, platform.open);
const before = platform.get("cmi.core.lesson_status");
const had = platform.get("cmi.core.score.raw") !== "";

let bar: Bar | undefined;
let timer = 0;
let since = 0;
let failed = 0;
let inside = false;
let sent = "";

/** A key of the student's store was written, or taken away. */
function changed(key: string, value: string | null): void {
  record.wrote(key, value);
  if (record.idOf(key) === undefined || !reports) return;
  since ||= Date.now();
  clearTimeout(timer);
  timer = window.setTimeout(send, Math.max(0, Math.min(SOON, since + AT_MOST - Date.now())));
}

/** Give the platform what there is. */
function send(): void {
  clearTimeout(timer);
  since = 0;
  if (!reports || !platform.open) return;
  const { text, left, done } = record.packed();
  const told = report(pack, done);
  const ended = before === "completed" || before === "passed";
  const values: Record<string, string> = { "cmi.suspend_data": text, "cmi.core.lesson_status": ended ? before : told.status };
  if (told.done || had) Object.assign(values, { "cmi.core.score.min": "0", "cmi.core.score.max": "100", "cmi.core.score.raw": String(told.score) });
  const now = JSON.stringify(values);
  bar?.show(told, left);
  if (now === sent && !failed) return;
  const wrong = platform.keep({ ...values, "cmi.core.session_time": span(clock.seconds), "cmi.core.exit": "suspend" });
  if (wrong !== null) {
    const wait = AGAIN[Math.min(failed, AGAIN.length - 1)];
    failed += 1;
    timer = window.setTimeout(send, wait * 1000);
    bar?.say(
      "fails",
      `The platform did not take your work (${wrong}). It is kept in this browser, and sent again by itself. Do not leave for another computer yet.`,
    );
    return;
  }
  record.note(left);
  [sent, failed] = [now, 0];
  const room = left.length
    ? ` ${left.length === 1 ? "One answer has" : `${left.length} answers have`} no room there and ${left.length === 1 ? "is" : "are"} only in this browser.`
    : "";
  bar?.say("kept", `The platform has your work.${room}`);
}

/** Leave: what is not sent goes now, and the session ends, unless another page of the package goes on with it. */
function leave(): void {
  if (!platform.open) return;
  if (since || failed) send();
  if (reports) platform.keep({ "cmi.core.session_time": span(clock.seconds) });
  if (inside) clock.hand();
  else platform.finish();
}

/** Say on My work who keeps the record: what the page says of that is true of the book outside a platform. */
function recordPage(): void {
  const place = document.querySelector("[data-tc-record]");
  const text = platform.there
    ? "What you have done in these chapters. Your learning platform keeps your record of each chapter, with its score and your time, and " +
      `your teacher may see there what the platform shows of it. ${here} as well. What you forget on this page, the platform ` +
      "forgets once you open that chapter there again in this browser."
    : `What you have done in these chapters. ${why}`;
  const said = Object.assign(document.createElement("p"), { className: "tc-scorm-mine", textContent: text });
  if (place) (document.querySelector(".tc-alone") ?? place).before(said);
}

function start(): void {
  recordPage();
  holdLinks(pack);
  if (pack.slug) bar = new Bar(pack, send);
  if (restored === "unreadable")
    bar?.note("What the platform kept of this chapter could not be read. It was put aside in this browser, not deleted.");
  if (restored === "full")
    bar?.note("This browser’s store is full, so not everything that the platform kept could be taken over. Make room, and open the chapter again.");
  if (why) bar?.say("apart", why);
  else send();
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  const here = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.defaultPrevented;
  inside = here && !!link && link.origin === location.origin && link.pathname !== location.pathname && !link.target && !link.download;
});
addEventListener("storage", (event) => {
  const mine = event.isTrusted ? store.mine(event) : undefined;
  if (!event.isTrusted) return;
  event.stopImmediatePropagation();
  if (mine?.key && mine.newValue === null) changed(mine.key, null); // forgotten in another tab
  if (mine) dispatchEvent(mine);
});
addEventListener("visibilitychange", () => document.hidden && (since || failed) && send());
addEventListener("online", () => failed && send());
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && location.reload());
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
