import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { BenchObservation } from "../../../src/model.ts";
import { criterionFolder } from "../../../src/reports/benchmarks/criterion-folder.ts";
import { bytesOf, comparable, fixture, type Reading, reading } from "../reading.ts";

const rows = ({ observations }: Reading): [string, number][] =>
  observations.filter((o): o is BenchObservation => o.kind === "bench").map((o) => [o.name, o.value]);

test("each benchmark's latest run: its full name and criterion's typical value, in the order of the folders", () => {
  const read = reading(fixture("criterion", "target-criterion"));
  expect([read.report.format, read.report.kind, read.report.tool, read.report.complete]).toEqual([
    "criterion-folder",
    "bench",
    "criterion",
    true,
  ]);
  expect(rows(read)).toEqual([
    ["bytes/sum a very long benchmark name that wraps to the next line", 636.3928271028568],
    ["fib 15", 5218.784720686505],
    ["group/slash/10", 260.5814815164564],
    ["group/slash/5", 65.80874763021217],
    ["group/slash/with param/10", 129.86675673216132],
    ["group/slash/with param/5", 11.066334662889197],
  ]);
});

test("the folder tells what the text of the same run told", () => {
  const text = new Map(rows(reading(fixture("criterion", "0.3.6-baseline.combined.txt"))));
  for (const [name, value] of rows(reading(fixture("criterion", "target-criterion")))) {
    expect([name, Math.abs(value - (text.get(name) ?? 0)) < value * 1e-4]).toEqual([name, true]);
  }
});

test("half the width of the confidence interval as range", () => {
  const { observations } = reading(fixture("criterion", "target-criterion"));
  const group = observations.find((o): o is BenchObservation => o.kind === "bench" && o.name === "group/slash/5");
  expect([group?.range, group?.unit, group?.better, group?.step]).toEqual([
    (70.00934689318069 - 62.18479031902341) / 2,
    "ns",
    "smaller",
    undefined,
  ]);
});

test("each group is a part", () => {
  const { report } = reading(fixture("criterion-0.5", "target", "criterion"));
  expect(report.parts.map((p) => [p.state, p.extent.units])).toEqual([
    ["whole", ["checkout_price"]],
    ["whole", ["sum"]],
  ]);
});

describe("which folders are criterion's", () => {
  test("one called criterion, and one that holds a benchmark near its top", () => {
    expect(criterionFolder.is("/nowhere/target/criterion")).toBe(true);
    expect(criterionFolder.is(fixture("criterion", "target-criterion"))).toBe(true);
    expect(criterionFolder.is(fixture("criterion-0.5", "target"))).toBe(true);
  });

  test("no other", () => {
    expect(criterionFolder.is(fixture("libtest-human"))).toBe(false);
    expect(criterionFolder.is(fixture("criterion", "target-criterion", "fib 15", "base"))).toBe(false);
    expect(criterionFolder.is("/nowhere")).toBe(false);
  });

  test("and saying so of a large folder takes no time to speak of", () => {
    const began = performance.now();
    criterionFolder.is(join(import.meta.dirname, "..", "..", "node_modules"));
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe("a folder that is damaged", () => {
  let folder: string;
  const at = (...names: string[]): string => join(folder, ...names);
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "ci-tracker-criterion-")), "criterion");
    cpSync(fixture("criterion-0.5", "target", "criterion"), folder, { recursive: true });
  });

  test.each<[content: string, code: string, message: string]>([
    ['{"group_id":"su', "E_REPORT_MALFORMED", "sum/fold/10/new: benchmark.json does not name its benchmark"],
    ["", "E_REPORT_MALFORMED", "sum/fold/10/new: benchmark.json does not name its benchmark"],
    ["[]", "E_REPORT_MALFORMED", "sum/fold/10/new: benchmark.json does not name its benchmark"],
    ['{"full_id":7}', "E_REPORT_MALFORMED", "sum/fold/10/new: benchmark.json does not name its benchmark"],
  ])("a benchmark.json of %j breaks its group only", (content, code, message) => {
    writeFileSync(at("sum", "fold", "10", "new", "benchmark.json"), content);
    const read = reading(folder);
    expect([read.report.complete, read.report.error?.code, read.report.reason]).toEqual([false, code, message]);
    expect(read.report.parts.map((p) => [p.state, p.reason])).toEqual([
      ["whole", undefined],
      ["broken", message.slice("sum/fold/10/new: ".length)],
    ]);
    expect(rows(read).map(([name]) => name)).toEqual(["checkout/price", "sum/fold/100"]);
  });

  test("estimates that are missing or hold none break their group", () => {
    rmSync(at("checkout_price", "new", "estimates.json"));
    expect(reading(folder).report.error).toEqual({
      code: "E_REPORT_CUT",
      message: "checkout_price/new: checkout/price has no estimates.json",
      line: null,
    });
    for (const estimates of ["{", "{}", "null", '{"slope":{"point_estimate":"2"}}', '{"mean":{"point_estimate":null},"slope":null}']) {
      writeFileSync(at("checkout_price", "new", "estimates.json"), estimates);
      const read = reading(folder);
      expect([read.report.error?.code, read.report.parts.map((p) => p.state)]).toEqual(["E_REPORT_MALFORMED", ["broken", "whole"]]);
    }
  });

  test("without a slope the mean stands, with or without its interval", () => {
    const write = (estimates: unknown): void => writeFileSync(at("checkout_price", "new", "estimates.json"), JSON.stringify(estimates));
    const first = (): BenchObservation => reading(folder).observations[0] as BenchObservation;
    write({ mean: { point_estimate: 7, confidence_interval: { lower_bound: 6, upper_bound: 9 } }, slope: null });
    expect([first().value, first().range]).toEqual([7, 1.5]);
    write({ mean: { point_estimate: 7 } });
    expect([first().value, first().range]).toEqual([7, undefined]);
  });

  test("links are not followed", () => {
    if (process.platform === "win32") return;
    const outside = join(folder, "..", "outside");
    renameSync(at("sum"), outside);
    symlinkSync(outside, at("sum"));
    symlinkSync(folder, at("checkout_price", "loop"));
    mkdirSync(at("linked", "new"), { recursive: true });
    symlinkSync(join(outside, "fold", "10", "new", "benchmark.json"), at("linked", "new", "benchmark.json"));
    const read = reading(folder);
    expect([rows(read).map(([name]) => name), read.report.complete]).toEqual([["checkout/price"], true]);
  });

  test("a huge file is not read", () => {
    writeFileSync(at("checkout_price", "new", "benchmark.json"), `{"full_id":"x","pad":"${"x".repeat(3e6)}"}`);
    expect(reading(folder).report.error?.code).toBe("E_REPORT_MALFORMED");
  });

  test("a benchmark may be called report, new or base", () => {
    for (const name of ["report", "new", "base"]) cpSync(at("checkout_price", "new"), at("sum", name, "new"), { recursive: true });
    expect(rows(reading(folder)).map(([name]) => name)).toEqual([
      "checkout/price",
      "checkout/price",
      "sum/fold/10",
      "sum/fold/100",
      "checkout/price",
      "checkout/price",
    ]);
  });

  test("an empty folder says so", () => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    const { report } = reading(folder);
    expect([report.complete, report.error?.code]).toEqual([false, "E_REPORT_EMPTY"]);
  });

  test("whatever stands in the files, nothing is thrown and no other group changes", () => {
    const whole = comparable(reading(at("sum")));
    const original = bytesOf("criterion-0.5", "target", "criterion", "checkout_price", "new", "estimates.json");
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(255), fc.boolean(), (place, byte, cut) => {
        const changed = cut ? original.subarray(0, place) : Buffer.from(original);
        if (!cut) changed[place] = byte;
        writeFileSync(at("checkout_price", "new", "estimates.json"), changed);
        const read = reading(folder);
        expect(
          rows(read)
            .slice(-2)
            .map(([name]) => name),
        ).toEqual(["sum/fold/10", "sum/fold/100"]);
        expect(comparable(reading(at("sum")))).toEqual(whole);
        if (cut) expect(read.report.complete).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
