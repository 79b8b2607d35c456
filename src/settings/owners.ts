/**
 * Who owns which files: lines of `owners:`, or the repository's CODEOWNERS by GitHub's rules
 * (docs.github.com, "About code owners"): the last line that fits counts, and what GitHub passes over is passed over.
 */
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Owner } from "../planning/choice.ts";
import { nearest } from "./nearest.ts";

/** Where GitHub looks, in its order. */
const PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** GitHub does not load a larger file. */
const MAX_BYTES = 3 * 1024 * 1024;

/** `none`, `codeowners`, or lines such as `src/api/** @login`. Throws an error in words. */
export function owners(text: string): "none" | "codeowners" | Owner[] {
  const word = text.trim().toLowerCase();
  if (word === "none" || word === "codeowners") return word;
  const lines = text.split(/\r?\n/).map((line) => ({ line: line.trim(), tokens: tokensOf(line) }));
  const read = lines.filter(({ tokens }) => tokens.length > 0).map(({ line, tokens }) => ownerOf(line, tokens));
  if (read.every((owner) => owner.owners.length === 0)) {
    const near = nearest(word, ["none", "codeowners"]);
    throw new Error(
      `${JSON.stringify(text.trim().slice(0, 100))} is neither none nor codeowners, and no line such as src/api/** @login${near ? `; did you mean ${near}?` : ""}`,
    );
  }
  return read;
}

function ownerOf(line: string, [pattern = "", ...names]: readonly string[]): Owner {
  if (!isPattern(pattern))
    throw new Error(`${JSON.stringify(line)}: the pattern ${pattern} has a !, [ or ] in it, which CODEOWNERS does not know`);
  for (const name of names)
    if (!isOwner(name)) throw new Error(`${JSON.stringify(line)}: ${name} is neither @login, @org/team nor an address`);
  return { pattern, owners: names.map(bare) };
}

/** The lines of a CODEOWNERS file. A line with a pattern that GitHub does not know is passed over, and so is a wrong owner. */
export function codeowners(text: string): Owner[] {
  return text
    .split(/\r?\n/)
    .map(tokensOf)
    .filter(([pattern]) => pattern !== undefined && isPattern(pattern))
    .map(([pattern = "", ...names]) => ({ pattern, owners: names.filter(isOwner).map(bare) }));
}

/**
 * What `owners` means for planning. `root`: the folder that paths are relative to; `prefix`: its path from the top of the
 * repository, where CODEOWNERS lies. A file that is missing, or too large for GitHub, names nobody.
 */
export function ownersIn(setting: ReturnType<typeof owners>, root: string, prefix: string): readonly Owner[] {
  if (typeof setting !== "string") return setting;
  if (setting === "none") return [];
  const top = resolve(root, ...prefix.split("/").map((name) => (name === "" ? "" : "..")));
  for (const place of PLACES) {
    const path = join(top, place);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) continue;
    if (stat.size > MAX_BYTES) return [];
    const read = codeowners(readFileSync(path, "utf8"));
    return prefix === "" ? read : read.map((owner) => ({ ...owner, under: prefix }));
  }
  return [];
}

/** Words between blanks, up to a `#` that begins one; a blank after a backslash is part of its word. */
function tokensOf(line: string): string[] {
  const tokens: string[] = [];
  for (const [token] of line.trim().matchAll(/(?:\\.|[^\s\\]|\\$)+/g)) {
    if (token.startsWith("#")) break;
    tokens.push(token);
  }
  return tokens;
}

/** GitHub knows neither negation nor classes of characters, and `\#` does not make a pattern of a comment. */
function isPattern(pattern: string): boolean {
  return !/^!|[[\]]|^\\#/.test(pattern);
}

function isOwner(name: string): boolean {
  return /^@[\w-]+(?:\/[\w.-]+)?$|^[^@\s]+@[^@\s]+$/.test(name);
}

function bare(name: string): string {
  return name.startsWith("@") ? name.slice(1) : name;
}
