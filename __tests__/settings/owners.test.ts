import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pathGlob } from "../../src/planning/glob.ts";
import { codeowners, owners, ownersIn } from "../../src/settings/owners.ts";

/** Who owns a path by a CODEOWNERS text: the last line that fits. */
function ownerOf(text: string, path: string): readonly string[] | undefined {
  return codeowners(text).findLast(({ pattern }) => pathGlob(pattern)(path))?.owners;
}

describe("CODEOWNERS, by the examples of GitHub's documentation", () => {
  const FILE = `
# This is a comment.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
`;

  it.each([
    ["some/other/file.rb", ["global-owner1", "global-owner2"]],
    ["src/index.js", ["js-owner"]],
    ["cmd/main.go", ["docs@example.com"]],
    ["notes/a.txt", ["octo-org/octocats"]],
    ["build/debug/a.o", ["global-owner1", "global-owner2"]],
    ["sub/apps/main.rb", ["octocat"]],
    ["docs/getting-started.md", ["doctocat"]],
    ["docs/build-app/troubleshooting.md", ["doctocat"]],
    ["scripts/release.sh", ["doctocat", "octocat"]],
    ["build/logs/today.log", ["octocat"]],
    ["deeply/nested/logs/x.log", ["octocat"]],
  ])("%s belongs to %j", (path, expected) => {
    expect(ownerOf(FILE, path)).toEqual(expected);
  });

  it("`docs/*` owns the files of that folder, and not those further below", () => {
    const text = "* @all\ndocs/* docs@example.com\n";
    expect(ownerOf(text, "docs/getting-started.md")).toEqual(["docs@example.com"]);
    expect(ownerOf(text, "docs/build-app/troubleshooting.md")).toEqual(["all"]);
  });

  it("a line without owners takes a folder out, and a later line may own it again", () => {
    expect(ownerOf("/apps/ @octocat\n/apps/github\n", "apps/github/a.rb")).toEqual([]);
    expect(ownerOf("/apps/ @octocat\n/apps/github\n", "apps/other/a.rb")).toEqual(["octocat"]);
    expect(ownerOf("/apps/ @octocat\n/apps/github @doctocat\n", "apps/github/a.rb")).toEqual(["doctocat"]);
  });

  it("what GitHub does not know is passed over: negation, classes of characters, an escaped number sign, wrong owners", () => {
    expect(codeowners("!*.js @a\n[Section] @a\n*.[ch] @a\n\\#x @a\n#x @a\n   \n")).toEqual([]);
    expect(codeowners("*.js nobody @a #b @c\n")).toEqual([{ pattern: "*.js", owners: ["a"] }]);
  });

  it("a blank in a path is written with a backslash, upper and lower case differ, and lines may end as on Windows", () => {
    expect(ownerOf("/my\\ docs/ @a\r\n*.MD @b\r\n", "my docs/x")).toEqual(["a"]);
    expect(ownerOf("/my\\ docs/ @a\r\n*.MD @b\r\n", "readme.md")).toBeUndefined();
    expect(ownerOf("/my\\ docs/ @a\r\n*.MD @b\r\n", "README.MD")).toEqual(["b"]);
  });
});

describe("the setting `owners`", () => {
  it("is none, codeowners, or lines of a pattern and its owners", () => {
    expect(owners("None")).toBe("none");
    expect(owners("codeowners")).toBe("codeowners");
    expect(owners("src/api/** @anna\n\n# a comment\n*.md @docs/team x@example.com\nvendor/\n")).toEqual([
      { pattern: "src/api/**", owners: ["anna"] },
      { pattern: "*.md", owners: ["docs/team", "x@example.com"] },
      { pattern: "vendor/", owners: [] },
    ]);
  });

  it.each([
    ["codeowner", "did you mean codeowners?"],
    ["src/**", "neither none nor codeowners"],
    ["src/** anna", "anna is neither @login, @org/team nor an address"],
    ["!src @anna", "the pattern !src"],
    ["a[bc] @anna", "the pattern a[bc]"],
  ])("%s is refused in words", (text, words) => {
    expect(() => owners(text)).toThrow(words);
  });
});

describe("the repository's CODEOWNERS", () => {
  let root: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "ci-tracker-owners-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("is looked for in .github, then at the top, then in docs; the first one counts alone", () => {
    expect(ownersIn("codeowners", root, "")).toEqual([]);
    write("docs/CODEOWNERS", "* @docs\n");
    expect(ownersIn("codeowners", root, "")).toEqual([{ pattern: "*", owners: ["docs"] }]);
    write("CODEOWNERS", "* @top\n");
    expect(ownersIn("codeowners", root, "")).toEqual([{ pattern: "*", owners: ["top"] }]);
    write(".github/CODEOWNERS", "* @github\n");
    expect(ownersIn("codeowners", root, "")).toEqual([{ pattern: "*", owners: ["github"] }]);
    expect(ownersIn("none", root, "")).toEqual([]);
  });

  it("lies at the top of the repository, though `root` is a folder of it", () => {
    write("CODEOWNERS", "/packages/shop/src/ @anna\n");
    expect(ownersIn("codeowners", join(root, "packages", "shop"), "packages/shop")).toEqual([
      { pattern: "/packages/shop/src/", owners: ["anna"], under: "packages/shop" },
    ]);
  });

  it("counts as none above three megabytes, as GitHub has it", () => {
    write("CODEOWNERS", `* @a\n${"#".repeat(3 * 1024 * 1024)}\n`);
    write("docs/CODEOWNERS", "* @docs\n");
    expect(ownersIn("codeowners", root, "")).toEqual([]);
  });
});
