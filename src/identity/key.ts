/**
 * Keys and fingerprints. A key is the readable, versioned identity of a subject; its fingerprint is what trackers and
 * the ledger are searched by. Messages, line numbers, durations and versions are never part of a key.
 */
import { hash } from "node:crypto";
import type { Kind } from "../model.ts";

/** Version of the rules that make a kind's keys. A new version tries the older ones and rewrites on a match. */
export const VERSION: Record<Kind, number> = { test: 1, lint: 1, audit: 1, bench: 1, dependency: 1, build: 1, pipeline: 1, finding: 1 };

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

/** Kind, branch and fields of a key, the inverse of keyOf; undefined for text that is no key. */
export function readKey(key: string): { kind: Kind; version: number; branch?: string; fields: string[] } | undefined {
  const match = /^([a-z]+)\/(\d+)(?:@(\S+))? (.*)$/s.exec(key);
  const kind = match?.[1];
  if (!match || kind === undefined || !Object.hasOwn(VERSION, kind)) return undefined;
  const read = { kind: kind as Kind, version: Number(match[2]), fields: (match[4] ?? "").split(SEPARATOR).map(unescaped) };
  return match[3] === undefined ? read : { ...read, branch: unescaped(match[3]) };
}

/** The key of the same subject on a branch that has entries of its own: `test/1@release/1.x shop::api » get_order`. */
export function onBranch(key: string, branch: string): string {
  const end = key.indexOf(" ");
  return `${key.slice(0, end)}@${escaped(branch).replaceAll(" ", "\\u{20}")}${key.slice(end)}`;
}

/** The key without its branch. */
export function withoutBranch(key: string): string {
  return key.replace(/^([a-z]+\/\d+)@\S+ /, "$1 ");
}

/** `ci-` + a letter + 12 base32 characters (60 bits) of the key's SHA-256. */
export function fingerprintOf(key: string): string {
  const kind = key.slice(0, key.indexOf("/")) as Kind;
  return `ci-${LETTER[kind]}${base32(digest(key), 12)}`;
}

/** Whether the text looks like a fingerprint; a generation may follow (`~2`). */
export const FINGERPRINT = /^ci-[a-z][a-z2-7]{12}(?:~\d+)?$/;

/** The fingerprint with the generation of its entry: `ci-tabc…`, `ci-tabc…~2`. */
export function withGeneration(fingerprint: string, generation: number): string {
  return generation > 1 ? `${fingerprint}~${generation}` : fingerprint;
}

/** Longer fields are cut and end in a hash of the whole: keys stand in every ledger and entry. */
const MAX_FIELD = 500;
const SHOWN = 200;
/** What most fields lack: anything but printable ASCII, our own signs, and blanks that a reader would not keep. */
const UNUSUAL = /[^ -~]|\\|^ | $| {2}/;
/** What a person does not see, or what trackers change: control and invisible characters, all white space but single blanks. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb\u2800]|[^\S ]|^ | $|(?<= ) /gv;

/** A field may hold anything. It is escaped so that a key is one line, which every tracker gives back as it was written. */
function escaped(field: string): string {
  if (field === "") return "\\-";
  if (field.length <= MAX_FIELD && !UNUSUAL.test(field)) return field;
  const bounded = field.length <= MAX_FIELD ? field : `${field.slice(0, SHOWN)}… ${shortHash(field)}`;
  return bounded
    .replaceAll("\\", "\\\\")
    .replaceAll("»", "\\>")
    .replace(UNSEEN, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}

function unescaped(field: string): string {
  if (!field.includes("\\")) return field;
  return field.replace(/\\(?:([\\>-])|u\{([0-9a-f]{1,6})\})/g, (written, sign: string | undefined, code: string | undefined) => {
    if (sign !== undefined) return sign === ">" ? "»" : sign === "-" ? "" : sign;
    const point = Number.parseInt(code ?? "", 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : written;
  });
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

function base32(bytes: string, length: number): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (let i = 0; text.length < length && i < bytes.length; i++) {
    buffer = ((buffer << 8) | bytes.charCodeAt(i)) & 0xfff;
    bits += 8;
    while (bits >= 5 && text.length < length) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
  }
  return text;
}

/** A short hash for things that are compared but never shown: errors, source lines. */
export function shortHash(text: string): string {
  return base32(digest(text), 10);
}

/** SHA-256, a character a byte: in one call and without a buffer it takes a fifth of the time, and a ledger has a key a line. */
function digest(text: string): string {
  return hash("sha256", text, "binary");
}
