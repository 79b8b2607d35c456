import { execFileSync } from "node:child_process";
import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { headOf, MAX_BYTES, textOf } from "../../src/reports/bytes.ts";

const folder = mkdtempSync(join(tmpdir(), "ci-tracker-bytes-"));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const read = (path: string): string => [...textOf(path)].join("");
const codeOf = (path: string): string => {
  try {
    read(path);
  } catch (error) {
    if (error instanceof CodedError) return error.code;
  }
  return "none";
};

const TEXT = "naïve 日本語 \u{1f600} \u0000 end\n";

test.each<[string, Uint8Array]>([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
  ["UTF-16 as PowerShell writes it", Buffer.from(`\ufeff${TEXT}`, "utf16le")],
  ["UTF-16 of the other order", Buffer.from(`\ufeff${TEXT}`, "utf16le").swap16()],
])("reads %s", (_, bytes) => {
  expect(read(file("text", bytes))).toBe(TEXT);
});

test("a line that is not UTF-8 is windows-1252, and only that line", () => {
  const bytes = Buffer.concat([Buffer.from("日本\n"), Buffer.from("na\xefve caf\xe9\n", "latin1"), Buffer.from("日本")]);
  expect(read(file("mixed", bytes))).toBe("日本\nnaïve café\n日本");
});

test("an XML document is written in what it declares, unless its bytes say otherwise", () => {
  const xml = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>\n<a n="é€"/>`;
  expect(read(file("latin", Buffer.from('<?xml version="1.0" encoding="ISO-8859-15"?>\n<a n="\xe9\xa4"/>', "latin1")))).toContain('n="é€"');
  expect(read(file("says16", xml("utf-16")))).toBe(xml("utf-16"));
  expect(read(file("nonsense", xml("no-such-thing")))).toBe(xml("no-such-thing"));
  expect(read(file("bare16", Buffer.from(xml("utf-16"), "utf16le")))).toBe(xml("utf-16"));
});

test("gzip is unpacked on the way, whole or not", () => {
  const text = Array.from({ length: 50_000 }, (_, i) => `line ${i}`).join("\n");
  const packed = gzipSync(text);
  expect(read(file("whole.gz", packed))).toBe(text);
  expect(read(file("two.gz", Buffer.concat([packed, gzipSync("more")])))).toBe(`${text}more`);
  expect(codeOf(file("cut.gz", packed.subarray(0, packed.length - 20)))).toBe("E_REPORT_CUT");
  expect(codeOf(file("odd.gz", Buffer.concat([packed.subarray(0, 20), Buffer.alloc(500, 0xee)])))).toMatch(/^E_REPORT_(MALFORMED|CUT)$/);
});

test("a character on the border of two chunks stays whole", () => {
  for (let before = 64 * 1024 - 4; before <= 64 * 1024; before++) {
    const text = `${"x".repeat(before)}日\u{1f600}y`;
    expect(read(file("border", text))).toBe(text);
    expect(read(file("border16", Buffer.from(`\ufeff${text}`, "utf16le")))).toBe(text);
  }
});

test("a large file comes in chunks, none of it twice", () => {
  const text = Array.from({ length: 50_000 }, (_, i) => `line ${i}`).join("\n");
  const path = file("large", text);
  expect([...textOf(path)].length).toBeGreaterThan(5);
  expect(read(path)).toBe(text);
  expect(text.startsWith(headOf(path))).toBe(true);
});

test("an empty file, and one with nothing but a byte order mark, prove nothing", () => {
  expect(codeOf(file("empty", ""))).toBe("E_REPORT_EMPTY");
  expect(() => headOf(file("mark", "\ufeff"))).toThrow(expect.objectContaining({ code: "E_REPORT_EMPTY" }));
});

test("what is no readable file says why", () => {
  expect(codeOf(join(folder, "none"))).toBe("E_REPORT_MISSING");
  expect(codeOf(join(folder, "none", "below"))).toBe("E_REPORT_MISSING");
  expect(codeOf(folder)).toBe("E_REPORT_NOT_A_FILE");
  expect(codeOf(join(file("plain", "x"), "below"))).toBe("E_REPORT_UNREADABLE");
});

test("a named pipe does not hang the job", () => {
  if (process.platform === "win32") return;
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  expect(codeOf(pipe)).toBe("E_REPORT_NOT_A_FILE");
});

test("a file beyond the bound is refused before anything is read", () => {
  const path = file("huge", "x");
  truncateSync(path, MAX_BYTES + 1);
  expect(codeOf(path)).toBe("E_REPORT_TOO_LARGE");
  truncateSync(path, 0);
});
