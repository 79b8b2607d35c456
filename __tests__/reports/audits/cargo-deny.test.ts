import { describe, expect, test } from "vitest";
import type { AuditObservation, LintObservation } from "../../../src/model.ts";
import { bytesOf, type Reading, readingOf } from "../reading.ts";
import { CARGO_DENY_TEXT, lines } from "./documents.ts";

const text = bytesOf("cargo-deny", "check.jsonl").toString();
const documents = text
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
const [unsound, log, duplicate, summary] = documents;
const audits = ({ observations }: Reading): AuditObservation[] => observations.filter((o) => o.kind === "audit");
const lints = ({ observations }: Reading): LintObservation[] => observations.filter((o) => o.kind === "lint");
const states = ({ report }: Reading): unknown => report.parts.map((p) => [p.kind, p.state, p.extent.units]);
const counts = { errors: 0, warnings: 0, notes: 0, helps: 0 };

describe("diagnostics", () => {
  test("an advisory is one of the crate at the root of its graph", () => {
    expect(audits(readingOf(text))).toMatchObject([
      {
        ecosystem: "rust",
        package: "atty",
        version: "0.2.14",
        name: "RUSTSEC-2021-0145",
        aliases: ["GHSA-g98v-hv3f-hcfr"],
        category: "unsound",
        title: "Potential unaligned read",
        url: "https://rustsec.org/advisories/RUSTSEC-2021-0145",
      },
    ]);
  });

  test("without graphs the crate stands in the lockfile's line, and the fix in a note", () => {
    const { graphs: _, ...fields } = unsound.fields;
    const note = "Solution: Upgrade to >=0.3.0 OR >=1.0.0 (try `cargo update -p atty`)";
    const read = readingOf(lines([{ type: "diagnostic", fields: { ...fields, notes: [note] } }, summary]));
    expect(audits(read)).toMatchObject([{ package: "atty", version: "0.2.14", fixed: [">=0.3.0", ">=1.0.0"] }]);
  });

  test("bans, licences and sources are findings of rules", () => {
    expect(lints(readingOf(text))).toMatchObject([
      {
        owner: "cargo-deny",
        name: "duplicate",
        severity: "medium",
        severityWord: "warning",
        message: "found 2 duplicate entries for crate 'cfg-if'",
        units: ["bans"],
      },
    ]);
    const rejected = {
      type: "diagnostic",
      fields: { code: "rejected", severity: "error", message: "failed to satisfy license requirements" },
    };
    expect(lints(readingOf(lines([rejected])))).toMatchObject([{ name: "rejected", severity: "high", units: ["licenses"] }]);
  });

  test("yanked versions are each their own", () => {
    const yanked = (version: string): unknown => ({
      type: "diagnostic",
      fields: { code: "yanked", severity: "warning", message: "detected yanked crate", graphs: [{ Krate: { name: "spdx", version } }] },
    });
    expect(audits(readingOf(lines([yanked("0.3.1"), yanked("0.3.2")]))).map((o) => [o.category, o.package, o.version])).toEqual([
      ["yanked", "spdx", "0.3.1"],
      ["yanked", "spdx", "0.3.2"],
    ]);
  });

  test("an ignored advisory is a note: skipped, and a filter", () => {
    const note = { ...unsound, fields: { ...unsound.fields, severity: "note" } };
    const read = readingOf(lines([note, { type: "summary", fields: { advisories: counts } }]));
    expect(audits(read)).toMatchObject([{ outcome: "skipped", message: "ignored" }]);
    expect(read.report.parts[0]).toMatchObject({ state: "whole", extent: { filters: ["ignore:RUSTSEC-2021-0145"] } });
  });
});

describe("what the summary proves", () => {
  test("each check that ran", () => {
    expect(states(readingOf(text))).toEqual([
      ["audit", "whole", ["Cargo.lock"]],
      ["lint", "whole", ["advisories", "bans", "licenses", "sources", "config"]],
    ]);
    expect(states(readingOf(lines([{ type: "summary", fields: { bans: counts } }])))).toEqual([["lint", "whole", ["bans", "config"]]]);
    expect(states(readingOf(lines([{ type: "summary", fields: { advisories: counts } }])))).toEqual([["audit", "whole", ["Cargo.lock"]]]);
  });

  test("without it nothing is whole", () => {
    expect(readingOf(lines([unsound, log, duplicate])).report).toMatchObject({ complete: false, reason: "it ends before its summary" });
  });

  test("counts without findings make the check incomplete", () => {
    const { report } = readingOf(lines([log, summary]));
    expect(report.complete).toBe(false);
    expect(report.parts.map((p) => p.reason)).toEqual([
      "its summary counts findings of advisories and the report has none",
      "its summary counts findings of advisories and the report has none",
    ]);
  });

  test("an error in its log is a scan that went wrong", () => {
    const error = {
      type: "log",
      fields: { timestamp: "2026-08-22T10:00:00Z", level: "ERROR", message: "failed to fetch advisory database" },
    };
    expect(readingOf(lines([error])).report).toMatchObject({
      format: "cargo-deny",
      complete: false,
      reason: "failed to fetch advisory database",
    });
    expect(readingOf(lines([...documents.slice(0, 3), error, summary])).report.complete).toBe(false);
  });
});

describe("text", () => {
  test("an advisory with its crate and fix, and a ban with the lines it is about", () => {
    const read = readingOf(CARGO_DENY_TEXT);
    expect(audits(read)).toMatchObject([
      {
        package: "crossbeam-deque",
        version: "0.7.1",
        name: "RUSTSEC-2021-0093",
        title: "Segmentation fault due to lack of bound check",
        fixed: [">=0.7.4, <0.8.0", ">=0.8.1"],
        category: "vulnerability",
      },
    ]);
    expect(lints(read)).toMatchObject([{ name: "duplicate", package: "cfg-if", units: ["bans"] }]);
    expect(states(read)).toEqual([
      ["audit", "whole", ["Cargo.lock"]],
      ["lint", "whole", ["advisories", "bans", "licenses", "sources", "config"]],
    ]);
  });

  test("a finding has the same source in both forms, so that it is one finding", () => {
    const spans = "cfg-if 0.1.10 registry+x\ncfg-if 1.0.0 registry+x";
    const fields = {
      code: "duplicate",
      severity: "warning",
      message: "m",
      graphs: [{ Krate: { name: "cfg-if", version: "0.1.10" } }],
      labels: [{ span: spans }],
    };
    const [json] = lints(readingOf(lines([{ type: "diagnostic", fields }])));
    const [plain] = lints(readingOf(CARGO_DENY_TEXT.replaceAll("https://github.com/rust-lang/crates.io-index", "x")));
    expect(plain?.source).toBe(json?.source);
  });

  test("without the word for a check nothing of it is proven; an older bullet, and the summary as a table, read the same", () => {
    const cut = CARGO_DENY_TEXT.slice(0, CARGO_DENY_TEXT.indexOf("advisories FAILED"));
    expect(readingOf(cut).report.complete).toBe(false);
    const table = "advisories FAILED: 1 errors, 0 warnings, 0 notes\n      bans ok: 0 errors, 1 warnings, 0 notes\n";
    const older = readingOf(cut.replaceAll("├ ", "= ").replaceAll("━", "^") + table);
    expect(audits(older).map((o) => [o.name, o.fixed])).toEqual(audits(readingOf(CARGO_DENY_TEXT)).map((o) => [o.name, o.fixed]));
    expect(states(older)).toEqual([
      ["audit", "whole", ["Cargo.lock"]],
      ["lint", "whole", ["advisories", "bans", "config"]],
    ]);
  });

  test("a check that failed without an error in sight is not whole", () => {
    expect(readingOf("advisories FAILED\n").report).toMatchObject({ format: "cargo-deny-text", complete: false });
    expect(readingOf("advisories ok, bans ok\n").report.complete).toBe(true);
  });

  test("the compiler's errors in the same log are not cargo deny's", () => {
    const error = "error[E0308]: mismatched types\n --> src/lib.rs:1:1\n  |\n1 | x\n  | ^ expected `u8`\n\n";
    const read = readingOf(error + CARGO_DENY_TEXT);
    expect([...lints(read), ...audits(read)].filter((o) => o.name === "E0308" && o.kind === "lint" && o.owner === "cargo-deny")).toEqual(
      [],
    );
    expect(audits(read)).toHaveLength(1);
  });
});
