import { execFileSync } from "node:child_process";
import { mkdtempSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

test("bytes that are no text become U+FFFD, and the rest is kept", () => {
  expect(read(file("bad", Buffer.from([0x61, 0xff, 0xc3, 0x0a, 0x62])))).toBe("a\ufffd\ufffd\nb");
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
