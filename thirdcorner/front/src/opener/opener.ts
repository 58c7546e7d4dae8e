/**
 * Files that are no plain text: workbooks, mailboxes, mails and zips, as texts to look for codes in (`classroom/transcripts.py` is its twin).
 * The page Class loads this script when such a file is chosen. It reads, and gives text alone: nothing is run, and no name is kept.
 */
import { unzipSync, zipSync, type Unzipped, type UnzipFileInfo } from "fflate";
import PostalMime from "postal-mime";
import read from "read-excel-file/universal";
import { decoded, type Text } from "../logic/transcripts";

/** What all files of one choice may hold when they are unpacked, those inside a zip with it; more is no transcript. */
const MAX_BYTES = 200_000_000;
/** How many bytes of it are left. */
interface Room {
  left: number;
}

/** A zip's files; throws in words, before anything is unpacked, where it says that it holds too much. A file gives no more than it says. */
function unpacked(bytes: Uint8Array, name: string, room: Room, wanted: (file: string) => boolean): Unzipped {
  const filter = (file: UnzipFileInfo) => {
    if (wanted(file.name) && (room.left -= file.originalSize) < 0) throw new Error(`${name}: unpacked it is too large to be read`);
    return false;
  };
  unzipSync(bytes, { filter });
  return unzipSync(bytes, { filter: (file) => wanted(file.name) });
}

/** A workbook's sheets, a row a line. Its parts are handed on uncompressed, because the library would start a worker for large ones, which no page allows. */
async function sheets(bytes: Uint8Array, name: string, room: Room): Promise<Text[]> {
  const stored = zipSync(
    unpacked(bytes, name, room, (file) => /\.(xml|rels)$/.test(file)),
    { level: 0 },
  );
  const found = await read(stored.buffer as ArrayBuffer);
  return found.map(({ sheet, data }) => ({
    name: `${name}, sheet ${sheet}`,
    text: data.map((row) => row.flatMap((cell) => (cell === null ? [] : [String(cell).replace(/\s+/g, " ")])).join(" ; ")).join("\n"),
  }));
}

/** What a mail says: its plain text where it has one, else its HTML. */
async function said(message: string | Uint8Array): Promise<string> {
  const mail = await PostalMime.parse(message);
  return (mail.text?.trim() ? mail.text : mail.html) ?? "";
}

/** A mailbox's messages; each begins with a line of `From `, and is bytes of any kind. */
async function messages(bytes: Uint8Array, name: string): Promise<Text[]> {
  const raw = new TextDecoder("latin1").decode(bytes); // windows-1252 in truth, so bytes are taken from their places and not from letters
  const starts = [...raw.matchAll(/^From .*$/gm)].map((m) => ({ from: m.index, body: m.index + m[0].length + 1 }));
  const found: Text[] = [];
  for (const [n, { body }] of starts.entries())
    found.push({ name: `${name}, message ${n + 1}`, text: await said(bytes.subarray(body, starts[n + 1]?.from)) });
  return found;
}

/** The texts of a file by its ending; throws in words where it cannot be read, or unpacks to more than there is room for. */
export async function opened(name: string, bytes: Uint8Array, room: Room = { left: MAX_BYTES }): Promise<Text[]> {
  const end = name.toLowerCase().split(".").at(-1);
  try {
    if (end === "xlsx") return await sheets(bytes, name, room);
    if (end === "mbox") return await messages(bytes, name);
    if (end === "eml") return [{ name, text: await said(bytes) }];
    if (end === "zip") {
      const inside = unpacked(bytes, name, room, (file) => !/(^|\/)(\.|__MACOSX\/)|\/$|\.zip$/i.test(file));
      return (await Promise.all(Object.entries(inside).map(([file, data]) => opened(`${name}/${file}`, data, room)))).flat();
    }
    return [{ name, text: decoded(bytes) }];
  } catch (error) {
    const why = error instanceof Error && error.message.startsWith(name) ? error.message : `${name}: it cannot be read as a .${end} file`;
    throw new Error(why, { cause: error });
  }
}
