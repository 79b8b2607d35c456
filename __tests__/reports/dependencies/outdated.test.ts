/** What is outdated, as each package manager tells it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DependencyObservation } from "../../../src/model.ts";
import { isOlder } from "../../../src/reports/dependencies/outdated.ts";
import { NEEDS_OUTCOME } from "../../../src/reports/format.ts";
import type { ReadOptions } from "../../../src/reports/read.ts";
import { FORMATS } from "../../../src/reports/registry.ts";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const of = (document: unknown, options: ReadOptions = {}): Reading => readingOf(JSON.stringify(document), options);
const dependencies = ({ observations }: Reading): DependencyObservation[] => observations.filter((o) => o.kind === "dependency");
const shown = (read: Reading): unknown[] => dependencies(read).map((o) => [o.outcome, o.name, o.current, o.wanted, o.latest]);
const messages = (read: Reading): (string | undefined)[] => dependencies(read).map((o) => o.message);

/** File, `format=` where the content does not tell, its format, what is behind, what nobody has to update, why it is not complete. */
const SAMPLES: readonly (readonly [string, string, string | undefined, string, number, number, string | null])[] = [
  ["npm-outdated", "json.stdout", undefined, "npm-outdated", 4, 0, null],
  ["npm-outdated", "json-all-long.stdout", undefined, "npm-outdated", 4, 91, null],
  ["npm-outdated", "clean.stdout", "npm-outdated", "npm-outdated", 0, 0, null],
  ["pnpm-outdated", "json.stdout", undefined, "pnpm-outdated", 4, 0, null],
  ["yarn1-outdated", "json.stdout", undefined, "yarn-outdated", 4, 0, null],
  ["pip-outdated", "json.stdout", undefined, "pip-outdated", 2, 0, null],
  ["go-list-m-u", "all.stdout", undefined, "go-list", 1, 1, null],
  ["go-list-m-u", "proxy-gone.stdout", undefined, "go-list", 0, 2, null],
  ["go-list-m-u", "text.stdout", undefined, "go-list-text", 2, 0, NEEDS_OUTCOME],
];

describe.each(SAMPLES)("%s/%s", (folder, file, named, format, failed, skipped, reason) => {
  const options = named === undefined ? {} : { format: named };

  test("is known, counted, and as complete as it is", () => {
    const { report } = reading(fixture(folder, file), options);
    expect(report).toMatchObject({ format, kind: "dependency", complete: reason === null, reason });
    expect(report.counts).toEqual({ total: failed + skipped, passed: 0, failed, errors: 0, skipped });
  });

  test("cut anywhere, nothing is gone", () => {
    const bytes = bytesOf(folder, file).toString().trimEnd();
    for (let length = 1; length < bytes.length; length += Math.ceil(bytes.length / 300)) {
      const { report } = readingOf(bytes.slice(0, length), options);
      expect(report.parts.filter((p) => p.state === "whole" && p.provesAbsence)).toEqual([]);
    }
  });
});

test("the difference between what the manifest allows and what is newest is kept", () => {
  expect(shown(reading(fixture("pnpm-outdated", "json.stdout")))[0]).toEqual(["failed", "minimist", "1.2.0", "1.2.0", "1.2.8"]);
  expect(shown(of({ a: { current: "1.0.0", wanted: "1.2.0", latest: "2.0.0", location: "node_modules/a" } }))).toEqual([
    ["failed", "a", "1.0.0", "1.2.0", "2.0.0"],
  ]);
});

describe("npm", () => {
  const row = (fields: object): object => ({ current: "1.0.0", wanted: "1.0.0", latest: "2.0.0", location: "node_modules/x", ...fields });

  test("a package in several places, or of several workspaces, is one", () => {
    expect(shown(of({ a: [row({}), row({ current: "0.9.0", wanted: "0.9.0" })] }))).toEqual([
      ["failed", "a", "1.0.0, 0.9.0", "1.0.0, 0.9.0", "2.0.0"],
    ]);
  });

  test("what is not behind does not fail: not installed, from a repository, newer than the newest", () => {
    const document = {
      missing: { wanted: "2.0.0", latest: "2.0.0", location: "" },
      old: { wanted: "1.0.0", latest: "2.0.0", location: "" },
      git: row({ current: "git", wanted: "git", latest: "git" }),
      next: row({ current: "3.0.0-beta.1", wanted: "3.0.0-beta.1" }),
      same: row({ latest: "1.0.0" }),
    };
    expect(dependencies(of(document)).map((o) => [o.name, o.outcome])).toEqual([
      ["missing", "skipped"],
      ["old", "failed"],
      ["git", "skipped"],
      ["next", "skipped"],
      ["same", "passed"],
    ]);
  });

  test("a failed look-up is no empty list, and a package may be called error", () => {
    expect(reading(fixture("npm-outdated", "registry-gone.stdout")).report.complete).toBe(false);
    const failed = reading(fixture("npm-outdated", "registry-gone.stdout"), { format: "npm-outdated" });
    expect(failed.report).toMatchObject({ error: { code: "E_REPORT_FAILED" }, parts: [{ state: "broken" }] });
    expect(shown(of({ error: row({}) }))).toEqual([["failed", "error", "1.0.0", "1.0.0", "2.0.0"]]);
  });

  test("an empty object does not say what wrote it", () => {
    expect(of({}).report).toMatchObject({ complete: false, error: { code: "E_REPORT_AMBIGUOUS" } });
  });
});

describe("pnpm and yarn", () => {
  test("a deprecated package without a newer version is listed, and not behind", () => {
    const read = of({ a: { current: "1.0.0", wanted: "1.0.0", isDeprecated: true, dependencyType: "dependencies" } });
    expect(dependencies(read)).toMatchObject([{ outcome: "skipped", message: "it is deprecated, and no newer version is known" }]);
  });

  test("yarn names the workspace; its error, or an end before the table, is no list", () => {
    const table = (head: string[], row: string[]): string => JSON.stringify({ type: "table", data: { head, body: [row] } });
    const head = ["Package", "Current", "Wanted", "Latest", "Workspace", "Package Type", "URL"];
    const read = readingOf(`${table(head, ["a", "1.0.0", "1.1.0", "2.0.0", "web", "dependencies", ""])}\n`);
    expect(dependencies(read)).toMatchObject([{ name: "a", suite: "web", wanted: "1.1.0" }]);
    const info = '{"type":"info","data":"Color legend : \\n"}\n';
    expect(readingOf(info, { format: "yarn-outdated" }).report.complete).toBe(false);
    expect(readingOf("", { format: "yarn-outdated", outcome: "success" }).report.complete).toBe(true);
  });
});

describe("pip and go", () => {
  test("what is missing from their lists proves nothing, for a failed look-up leaves it out", () => {
    for (const [folder, file] of [
      ["pip-outdated", "json.stdout"],
      ["go-list-m-u", "all.stdout"],
      ["go-list-m-u", "proxy-gone.stdout"],
      ["go-list-m-u", "text.stdout"],
    ] as const) {
      expect(reading(fixture(folder, file)).report.parts.map((p) => p.provesAbsence)).toEqual([false]);
    }
    expect(of([], { format: "pip-outdated" }).report).toMatchObject({ complete: true, parts: [{ provesAbsence: false }] });
  });

  test("a module without an update has not passed", () => {
    expect(dependencies(reading(fixture("go-list-m-u", "proxy-gone.stdout"))).filter((o) => o.outcome === "passed")).toEqual([]);
  });

  test("one name in every spelling of Python", () => {
    expect(dependencies(of([{ name: "Foo_Bar", version: "1.0", latest_version: "2.0", latest_filetype: "wheel" }]))[0]?.name).toBe(
      "foo-bar",
    );
  });

  test("modules that are replaced or used by others are nobody's to update; retracted ones say so", () => {
    const module = (fields: object): string =>
      JSON.stringify(
        { Path: "e.com/a", Version: "v1.0.0", GoMod: "x", Update: { Path: "e.com/a", Version: "v1.1.0" }, ...fields },
        null,
        "\t",
      );
    const read = readingOf(
      [
        module({ Replace: { Path: "../a" } }),
        module({ Path: "e.com/b", Indirect: true }),
        module({ Path: "e.com/c", Retracted: ["bad"] }),
      ].join("\n"),
    );
    expect(dependencies(read).map((o) => o.outcome)).toEqual(["skipped", "skipped", "failed"]);
    expect(messages(read)[2]).toBe("v1.0.0 is behind v1.1.0; the version in use was retracted");
    expect(readingOf(module({ Error: { Err: "no" } })).report).toMatchObject({
      complete: false,
      reason: "1 modules could not be looked up",
    });
  });
});

describe("bundler and composer", () => {
  test("bundler's lines, with and without --parseable", () => {
    const read = readingOf(
      'rails (newest 7.0.4, installed 6.1.0, requested ~> 6.1)\n  * puma (newest 6.4.2, installed 6.4.0) in groups "default"\n',
    );
    expect(shown(read)).toEqual([
      ["failed", "rails", "6.1.0", undefined, "7.0.4"],
      ["failed", "puma", "6.4.0", undefined, "6.4.2"],
    ]);
    expect(messages(read)[0]).toBe("6.1.0 is behind 7.0.4; requested ~> 6.1");
    expect(read.report).toMatchObject({ format: "bundle-outdated", complete: false, reason: NEEDS_OUTCOME });
    expect(readingOf("\n", { format: "bundle-outdated", outcome: "success" }).report.complete).toBe(true);
  });

  test("composer's packages, direct and indirect, abandoned ones said so", () => {
    const row = { version: "1.0.0", latest: "2.1.0", "latest-status": "update-possible", "direct-dependency": true };
    const read = of({
      installed: [
        { ...row, name: "Acme/Log" },
        { ...row, name: "b/c", "direct-dependency": false },
        { ...row, name: "d/e", latest: "1.0.0", "latest-status": "up-to-date", abandoned: "f/g" },
      ],
    });
    expect(shown(read).map((o) => (o as unknown[]).slice(0, 2))).toEqual([
      ["failed", "acme/log"],
      ["skipped", "b/c"],
      ["skipped", "d/e"],
    ]);
    expect(messages(read)[2]).toBe("it is current; it is abandoned, use f/g");
    expect(of({ installed: [] }).report).toMatchObject({ format: "composer-outdated", complete: true });
    expect(of([], { format: "composer-outdated" }).report.complete).toBe(true);
    expect(of({ installed: [{ name: "a/b", version: "1.0", description: "" }] }).report.format).toBeNull();
  });
});

describe("versions", () => {
  test("releases by number, and what comes before a release before it", () => {
    for (const [a, b] of [
      ["1.9.0", "1.10.0"],
      ["v1.0.0", "1.0.1"],
      ["1.0.0-rc.1", "1.0.0"],
      ["1", "1.0.1"],
    ] as const) {
      expect([isOlder(a, b), isOlder(b, a)]).toEqual([true, false]);
    }
    for (const [a, b] of [
      ["1.0.0", "1.0.0+build"],
      ["1.0.0-a", "1.0.0-b"],
      ["git", "1.0.0"],
    ] as const) {
      expect([isOlder(a, b), isOlder(b, a)]).toEqual([false, false]);
    }
  });
});

describe("documents of any shape", () => {
  const readers = FORMATS.filter((f) => f.shape === "json" && f.kinds[0] === "dependency").map((f) => f.name);
  const keys = [
    "a",
    "current",
    "wanted",
    "latest",
    "location",
    "isDeprecated",
    "installed",
    "latest-status",
    "name",
    "version",
    "latest_version",
    "__proto__",
  ];

  test.each(readers)("%s reads them as far as they go", (format) => {
    const value = fc.anything({
      maxDepth: 4,
      key: fc.constantFrom(...keys),
      values: [fc.string(), fc.integer(), fc.constant(null), fc.boolean()],
    });
    fc.assert(
      fc.property(value, (document) => {
        fc.pre(typeof document === "object");
        const { report } = of(document ?? [], { format });
        expect([null, "E_REPORT_MALFORMED", "E_REPORT_FAILED", "E_REPORT_UNKNOWN"]).toContain(report.error?.code ?? null);
      }),
      { numRuns: 200 },
    );
  });

  test("a row without its versions leaves the list unread", () => {
    for (const [document, format] of [
      [{ a: { wanted: "1", latest: "2", location: "" }, b: 1 }, "npm-outdated"],
      [{ a: { isDeprecated: false } }, "pnpm-outdated"],
      [[{ name: "a" }], "pip-outdated"],
      [{ installed: [{ name: "a" }] }, "composer-outdated"],
      [{ type: "table", data: { head: ["Package", "Current", "Wanted", "Latest"], body: [["a"]] } }, "yarn-outdated"],
    ] as const) {
      const { report } = of(document, { format });
      expect([report.error?.code, report.parts[0]?.state]).toEqual(["E_REPORT_MALFORMED", "broken"]);
    }
  });
});
