/** The project's Markdown pages, cut into what the tests of the documents look at. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const ROOT = join(import.meta.dirname, "..", "..");

export function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Every file of the project, by its path with slashes; what git ignores apart. */
export function files(...patterns: string[]): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...patterns], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return listed.split("\0").filter((path) => path !== "");
}

/** Pages for people; notes beside fixtures are about other people's files. */
export const PAGES: readonly string[] = files("*.md").filter((path) => !path.startsWith("__tests__/"));

/** action.yml, as far as the tests look into it. */
export interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string }>;
  runs: { using: string; main: string };
}

export const ACTION = parse(read("action.yml")) as Action;

export interface Block {
  page: string;
  /** Line of the page that the block's first line stands on, from 1. */
  line: number;
  language: string;
  text: string;
}

/** Fenced blocks of a page; what indents the fence is taken off their lines. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { indent: string; mark: string; block: Block } | undefined;
  read(page)
    .split("\n")
    .forEach((line, i) => {
      const [, indent = "", mark = "", language = ""] = /^( *)(`{3,})(\w*)\s*$/.exec(line) ?? [];
      if (open === undefined) {
        if (mark !== "") open = { indent, mark, block: { page, line: i + 2, language, text: "" } };
      } else if (mark === open.mark && language === "") {
        blocks.push(open.block);
        open = undefined;
      } else open.block.text += `${line.startsWith(open.indent) ? line.slice(open.indent.length) : line}\n`;
    });
  if (open) throw new Error(`${page}:${open.block.line}: the block is not closed`);
  return blocks;
}

/** The page without its fenced blocks; their lines are left empty, so that the others keep their numbers. */
export function proseOf(page: string): string {
  const lines = read(page).split("\n");
  for (const { line, text } of blocksOf(page)) lines.fill("", line - 2, line + text.split("\n").length - 1);
  return lines.join("\n");
}

/** Inline code of a page's prose. */
export function codeOf(page: string): string[] {
  return [...proseOf(page).matchAll(/(`+)(.+?)\1(?!`)/g)].map((match) => match[2] ?? "");
}

/** Anchors that GitHub gives to a page's headings: lower case, no signs but `-` and `_`, spaces as dashes, numbered when doubled. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of proseOf(page).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = text.replace(/[^\p{L}\p{N}\p{M} _-]/gu, "").replaceAll(" ", "-");
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Commands of a page's `sh` and `console` blocks, one a line: continued lines joined, prompts, comments and output taken off. */
export function commandsOf(page: string): string[] {
  return blocksOf(page)
    .filter(({ language }) => language === "sh" || language === "console")
    .flatMap(({ language, text }) => {
      const lines = text.replaceAll("\\\n", " ").split("\n");
      return language === "console" ? lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2)) : lines;
    })
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}
