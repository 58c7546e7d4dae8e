/** Transcripts as texts: how a file's bytes are read, and which files need more than that. The twin of `classroom/transcripts.py`. Pure. */

export interface Text {
  name: string;
  text: string;
}

/** Whether a file must be unpacked or decoded by the script that is loaded for that. */
export const packed = (name: string) => /\.(xlsx|mbox|eml|zip)$/i.test(name);

/** Bytes as text: by a byte order mark, else UTF-8, else the page of Western Windows, in which a code reads the same as in all others. */
export function decoded(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"?/g; // one that never ends is met as a whole too, and not again from each of its signs
/** A file's text; of JSON what its strings say, each on its own line of the file. */
export const plainOf = (name: string, text: string) =>
  !/\.json$/i.test(name)
    ? text
    : text.replace(STRING, (raw) => {
        try {
          return ` ${(JSON.parse(raw) as string).replace(/[\r\n]+/g, " ")} ; `;
        } catch {
          return raw;
        }
      });

/** The files of what was dropped: of a folder those in it and in the folders in it, of which a browser tells a hundred at a time. */
export async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return found;
    for (const one of some) found.push(...(await filesIn(one)));
  }
}
