/**
 * Keys and fingerprints. A key is the readable, versioned identity of a subject; its fingerprint is what trackers and
 * the ledger are searched by. Messages, line numbers, durations and versions are never part of a key.
 */
import { createHash } from "node:crypto";
import type { Kind } from "../model.ts";

/** Version of the rules that make a kind's keys. A new version tries the older ones and rewrites on a match. */
const VERSION: Record<Kind, number> = { test: 1, lint: 1, audit: 1, bench: 1, dependency: 1, build: 1, pipeline: 1, finding: 1 };

/** The letter after `ci-`: it tells the kind at a glance and keeps the id from starting with a digit. */
const LETTER: Record<Kind, string> = {
  test: "t",
  lint: "l",
  audit: "a",
  bench: "m",
  dependency: "d",
  build: "b",
  pipeline: "p",
  finding: "f",
};

const SEPARATOR = " » ";

/** `test/1 shop::api » get_order`. Different fields never give the same key. */
export function keyOf(kind: Kind, ...fields: string[]): string {
  return `${kind}/${VERSION[kind]} ${fields.map(escaped).join(SEPARATOR)}`;
}

/** Kind and fields of a key, the inverse of keyOf; undefined for text that is no key. */
export function readKey(key: string): { kind: Kind; version: number; fields: string[] } | undefined {
  const match = /^([a-z]+)\/(\d+) (.*)$/s.exec(key);
  const kind = match?.[1];
  if (!match || kind === undefined || !Object.hasOwn(VERSION, kind)) return undefined;
  return { kind: kind as Kind, version: Number(match[2]), fields: (match[3] ?? "").split(SEPARATOR).map(unescaped) };
}

/** `ci-` + a letter + 12 base32 characters (60 bits) of the key's SHA-256. */
export function fingerprintOf(key: string): string {
  const kind = key.slice(0, key.indexOf("/")) as Kind;
  return `ci-${LETTER[kind]}${base32(createHash("sha256").update(key).digest(), 12)}`;
}

/** Whether the text looks like a fingerprint; a generation may follow (`~2`). */
export const FINGERPRINT = /^ci-[a-z][a-z2-7]{12}(?:~\d+)?$/;

// A field may hold anything: backslashes, the separator's sign and line ends are escaped, so that a key is one line.
function escaped(field: string): string {
  return /[\\»\n\r]/.test(field)
    ? field.replaceAll("\\", "\\\\").replaceAll("»", "\\>").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
    : field;
}

function unescaped(field: string): string {
  return field.replace(/\\([\\>nr])/g, (_, c: string) => (c === ">" ? "»" : c === "n" ? "\n" : c === "r" ? "\r" : "\\"));
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

function base32(bytes: Uint8Array, length: number): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
    if (text.length === length) break;
  }
  return text;
}

/** A short hash for things that are compared but never shown: errors, source lines. */
export function shortHash(text: string): string {
  return base32(createHash("sha256").update(text).digest(), 10);
}
