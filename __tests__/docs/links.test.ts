import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLineOf, RUN_FLAGS } from "../../src/settings/flags.ts";
import { SETTINGS } from "../../src/settings/settings.ts";
import { ACTION, anchorsOf, codeOf, commandsOf, files, PAGES, proseOf, read } from "./pages.ts";

const FILES = new Set(files());
const FOLDERS = new Set([...FILES].flatMap((path) => path.split("/").map((_, i, parts) => parts.slice(0, i).join("/"))));
const exists = (path: string): boolean => FILES.has(path) || FOLDERS.has(path.replace(/\/$/, ""));

/** Targets of a page's links and images, as they are written. */
function targetsOf(page: string): string[] {
  const prose = proseOf(page).replace(/(`+).+?\1(?!`)/g, "");
  return [...prose.matchAll(/\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)$/gm)].map((match) => match[1] ?? match[2] ?? "");
}

describe.each(PAGES)("%s", (page) => {
  it("its links lead to files that are there, and to headings that they have", () => {
    const broken = targetsOf(page).filter((target) => {
      if (/^https:\/\//.test(target)) return false;
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : posix.normalize(posix.join(posix.dirname(page), path));
      if (!exists(file)) return true;
      return anchor !== undefined && !anchorsOf(file).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("the files of the project that it names are there", () => {
    const named = codeOf(page).filter((text) => /^(?:\.ci|\.github|__tests__|bench|demo|dist|docs|scripts|src)\/[\w./-]*$/.test(text));
    expect(named.filter((path) => !exists(path) && path !== SETTINGS.config.default)).toEqual([]);
  });
});

// The pages of the formats show the commands and lines of other tools.
describe.each(PAGES.filter((page) => !page.startsWith("docs/formats/")))("%s", (page) => {
  it("the commands that it names are there, with words and flags that they know", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const inline = codeOf(page).filter((text) => /^(?:npm|npx|node|bash|ci-tracker) /.test(text));
    for (const command of [...commandsOf(page), ...inline]) {
      const [program = "", ...words] = command.replace(/ FILE…$/, " x").split(/ +/);
      if (program === "npm" && words[0] === "run") expect(Object.keys(scripts)).toContain(words[1]);
      if (program === "bash") expect([command, exists(words[0] ?? "")]).toEqual([command, true]);
      if (program === "npx")
        expect([command, words.slice(2).filter((word) => !word.startsWith("-") && !exists(word))]).toEqual([command, []]);
      if (program === "node") expect([command, exists(words[0] ?? "")]).toEqual([command, true]);
      if (program === "ci-tracker" || words[0] === "dist/cli.js") {
        const args = program === "ci-tracker" ? words : words.slice(1);
        expect([command, () => commandLineOf(args)]).toEqual([command, expect.toSatisfy((read: () => unknown) => read() !== undefined)]);
      }
    }
  });

  it("the settings, flags and variables that it names are there", () => {
    const known = (name: string): boolean => Object.hasOwn(SETTINGS, name);
    const wrong = codeOf(page).filter((text) => {
      const [, input] = /^([a-z-]+):(?: \S.*)?$/.exec(text) ?? [];
      if (input !== undefined) return !known(input) && !OTHERS.has(input);
      const [, flag] = /^--([a-z-]+)/.exec(text) ?? [];
      if (flag !== undefined) return !FLAGS.has(flag) && !THEIR_FLAGS.has(flag);
      const [, variable] = /^CI_TRACKER_([A-Z_]+)$/.exec(text) ?? [];
      if (variable !== undefined) return !known(variable.toLowerCase().replaceAll("_", "-"));
      const [, output] = /^steps\.track\.outputs\.([\w-]+)/.exec(text) ?? [];
      return output !== undefined && !Object.hasOwn(ACTION.outputs, output);
    });
    expect(wrong).toEqual([]);
  });
});

const FLAGS = new Set<string>([...Object.keys(SETTINGS), ...RUN_FLAGS, "report", "json", "help"]);
/** Flags of other tools. */
const THEIR_FLAGS = new Set(["no-fail-fast", "message-format", "output-format"]);
/** Words before a colon that are no inputs of ours: keys of workflows, a mark of ours in a text, a word of criterion's. */
const OTHERS = new Set(
  "id if env uses shell permissions actions issues contents pull-requests concurrency queue persist-credentials ci-tracker time".split(" "),
);

describe("error codes", () => {
  const inPages = new Set(PAGES.flatMap((page) => read(page).match(/\bE_[A-Z_]+\b/g) ?? []));
  const listed = new Set([...read("docs/errors.md").matchAll(/^\| `(E_[A-Z_]+)` \| .+ \|$/gm)].map((match) => match[1] ?? ""));
  const sources = files("src").filter((path) => path.endsWith(".ts") && path !== "src/errors.ts");
  const used = new Set([...sources, "src/errors.ts"].flatMap((path) => codesIn(path)));

  /** Codes that a source gives to an error; in errors.ts the list of remedies is none. */
  function codesIn(path: string): string[] {
    const text = path === "src/errors.ts" ? read(path).slice(read(path).indexOf("export class CodedError")) : read(path);
    return text.match(/\bE_[A-Z_]+\b/g) ?? [];
  }

  it("every code that a source uses is in docs/errors.md, with what to do", () => {
    expect([...used].filter((code) => !listed.has(code))).toEqual([]);
  });

  it("every code of docs/errors.md is one that can be met", () => {
    expect([...listed].filter((code) => !used.has(code))).toEqual([]);
  });

  it("every code that another page speaks of is in docs/errors.md", () => {
    expect([...inPages].filter((code) => !listed.has(code))).toEqual([]);
  });
});
