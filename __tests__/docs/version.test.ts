import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";
import { PAGES, read } from "./pages.ts";

const changelog = read("CHANGELOG.md");
const releases = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$/gm)].map(([, version = "", date = ""]) => ({
  version,
  date,
}));

describe("the version", () => {
  it("is the same in package.json, its lock, the program, and the changelog's newest release", () => {
    const manifest = JSON.parse(read("package.json")) as { version: string };
    const lock = JSON.parse(read("package-lock.json")) as { version: string; packages: Record<string, { version: string }> };
    expect([manifest.version, lock.version, lock.packages[""]?.version, releases[0]?.version]).toEqual(Array(4).fill(VERSION));
  });

  it("every release of the changelog has a day that exists, a link, and something to say; newer ones stand first", () => {
    expect(changelog.match(/^## /gm)).toHaveLength(releases.length + (changelog.includes("\n## [Unreleased]\n") ? 1 : 0));
    for (const { version, date } of releases) {
      expect(new Date(date).toISOString()).toBe(`${date}T00:00:00.000Z`);
      expect(changelog).toContain(`\n[${version}]: https://github.com/OWNER/ci-tracker/releases/tag/v${version}\n`);
      const [, after = ""] = changelog.split(`## [${version}] - ${date}\n`);
      expect(after.split(/^(?:## |\[)/m)[0]).toMatch(/^- \S/m);
    }
    expect(releases.map(({ date }) => date)).toEqual(
      releases
        .map(({ date }) => date)
        .sort()
        .reverse(),
    );
  });

  it("its major number is the tag that the documents tell people to use", () => {
    const tags = PAGES.flatMap((page) => [...read(page).matchAll(/OWNER\/ci-tracker@(\S+)/g)].map((match) => match[1]));
    expect(tags.length).toBeGreaterThan(0);
    expect(new Set(tags.filter((tag) => !tag?.startsWith("<the")))).toEqual(new Set([`v${VERSION.split(".")[0]}`]));
  });
});
