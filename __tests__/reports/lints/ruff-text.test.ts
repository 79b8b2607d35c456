import { describe, expect, test } from "vitest";
import { bytesOf, fixture, reading, readingOf } from "../reading.ts";
import { lints, parts, shown } from "./text.ts";

const RUFF = "a.py:1:8: F401 [*] `os` imported but unused\na.py:2:1: B006 Do not use mutable data structures\nFound 2 errors.\n";
const FLAKE8 = "./a.py:1:1: F401 'os' imported but unused\n./a.py:2:1: B006 Do not use mutable data structures\n";

describe("whose a line is", () => {
  test("ruff's sum, its wording or its marks tell; flake8's wording and paths do", () => {
    expect(shown(RUFF).map((s) => s.split(" ")[1])).toEqual(["ruff", "ruff"]);
    expect(shown(FLAKE8).map((s) => s.split(" ")[1])).toEqual(["flake8", "flake8"]);
    expect(shown("a.py:1:1: E711 comparison to None should be 'if cond is None:'\n")).toHaveLength(1);
    expect(shown("a.py:1:1: E501 Line too long (100 > 88)\n")[0]).toMatch(/^failed ruff E501 /);
  });

  test("in a log of both, each has its own", () => {
    for (const log of [RUFF + FLAKE8, FLAKE8 + RUFF]) {
      const read = readingOf(log);
      expect(lints(read).filter((o) => o.owner === "ruff")).toHaveLength(2);
      expect(lints(read).filter((o) => o.owner === "flake8")).toHaveLength(2);
      expect(read.report.parts.find((p) => p.extent.owners?.includes("ruff"))?.state).toBe("whole");
    }
  });

  test("a line that both could have printed is nobody's, until the caller says whose", () => {
    const line = "a.py:2:1: B006 Do not use mutable data structures\n";
    expect(readingOf(line).report).toMatchObject({ format: null, error: { code: "E_REPORT_UNKNOWN" } });
    for (const format of ["ruff", "flake8"]) expect(shown(line, { format })[0]).toMatch(new RegExp(`^failed ${format} B006 a\\.py:2`));
  });

  test("another tool's sum does not make ruff's findings of flake8's", () => {
    expect(shown(`${FLAKE8}Found 2 errors.\n`).map((s) => s.split(" ")[1])).toEqual(["flake8", "flake8"]);
  });

  test("places in files that hold no Python are neither's", () => {
    expect(shown("a.rs:1:8: F401 `os` imported but unused\nFound 1 error.\n")).toEqual([]);
  });
});

describe("the formats", () => {
  test("full and concise show the same findings; full has their source", () => {
    const [full, concise] = ["full", "concise"].map((f) => lints(reading(fixture("ruff", `${f}.stdout`))));
    // The place of an error at the end of the file is printed in two ways.
    const places = (all: typeof full): string[] | undefined => all?.map((o) => `${o.name} ${o.file} ${o.message}`);
    expect(places(full)).toEqual(places(concise));
    expect(full?.slice(0, 5).map((o) => o.source)).toEqual(["import os, sys", "import os, sys", "import os, sys", "l = 1", "def g(a=[]):"]);
  });

  test("before 0.13 the source stood under the concise line", () => {
    const log =
      "a.py:1:8: F401 [*] `os` imported but unused\n  |\n1 | import os\n  |        ^^ F401\n  |\n  = help: Remove unused import: `os`\n\nFound 1 error.\n";
    expect(lints(readingOf(log))).toMatchObject([{ name: "F401", file: "a.py", line: 1, source: "import os" }]);
    expect(parts(log)).toMatchObject([{ state: "whole" }]);
  });

  test("a notebook's cell stands between path and line", () => {
    expect(shown("n.ipynb:cell 2:1:8: F401 [*] `os` imported but unused\nFound 1 error.\n")[0]).toMatch(/^failed ruff F401 n\.ipynb:1 /);
  });

  test("formatting is looked at by itself: it proves nothing of the rules", () => {
    const log = "Would reformat: a.py\n1 file would be reformatted, 2 files already formatted\n";
    expect(shown(log)).toEqual(["failed ruff unformatted a.py File would be reformatted"]);
    expect(parts(log)).toMatchObject([{ state: "whole", extent: { units: ["ruff format"], owners: ["ruff"] } }]);
    expect(parts("3 files already formatted\n")).toMatchObject([{ state: "whole", extent: { units: ["ruff format"] } }]);
    expect(parts(`error: Failed to parse a.py:1:2: Expected\n${log}`)).toMatchObject([{ state: "partial" }]);
  });

  test("what Black prints is not ruff's", () => {
    expect(
      readingOf("would reformat a.py\n\nOh no!\n1 file would be reformatted, 2 files would be left unchanged.\n").report.format,
    ).toBeNull();
  });
});

describe("what the sum proves", () => {
  test("fixed findings are not counted as shown", () => {
    const log = "a.py:2:1: B006 Do not use mutable data structures\nFound 3 errors (2 fixed, 1 remaining).\n";
    expect(parts(log)).toMatchObject([{ state: "whole" }]);
    expect(parts("Found 3 errors (3 fixed, 0 remaining).\n")).toMatchObject([{ state: "whole" }]);
  });

  test("fewer findings than it counts are no whole list", () => {
    expect(parts(RUFF.replace("2 errors", "3 errors"))).toMatchObject([
      { state: "broken", reason: "ruff counts 3 findings, and the log shows 2" },
    ]);
  });

  test("without it the log is cut", () => {
    expect(parts(RUFF.replace(/Found.*\n/, ""))).toMatchObject([{ state: "broken" }]);
  });

  test("`All checks passed!` is another tool's word too: it shows nothing gone unless the file is called ruff", () => {
    const clean = "All checks passed!\n";
    expect(readingOf(clean).report).toMatchObject({ format: "ruff", complete: true, parts: [{ provesAbsence: false }] });
    expect(readingOf(clean, { format: "ruff" }).report.parts).toMatchObject([{ state: "whole", provesAbsence: true }]);
  });

  test("a run that failed is no report", () => {
    // A pipe may hide its exit status.
    const failed = readingOf("ruff failed\n  Cause: Failed to load configuration\n", { outcome: "success" });
    expect(failed.report.parts).toMatchObject([{ state: "partial", reason: "ruff itself failed" }]);
    expect(failed.report).toMatchObject({ complete: false, error: { code: "E_REPORT_FAILED" } });
  });

  test("flake8 prints none: only a step that succeeded proves the list whole, and never one with an unparsed file", () => {
    expect(parts(FLAKE8, { outcome: "success" })).toMatchObject([{ state: "whole" }]);
    expect(parts(FLAKE8, { outcome: "failure" })).toMatchObject([{ state: "partial" }]);
    expect(parts(String(bytesOf("flake8", "default.stdout")), { outcome: "success" })).toMatchObject([{ state: "partial" }]);
    expect(readingOf("There was a critical error during execution of Flake8:\nplugin code\n").report.error?.code).toBe("E_REPORT_FAILED");
  });
});
