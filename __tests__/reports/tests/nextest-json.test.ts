import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { bytesOf, comparable, fixture, named, type Reading, reading, readingOf } from "../reading.ts";

const tests = ({ observations }: Reading): TestObservation[] => observations.filter((o) => o.kind === "test");
const failing = (read: Reading): string[] => named(read.observations, "test", "failed", "error");
const passing = (read: Reading): string[] => named(read.observations, "test", "passed");
const of = (read: Reading, name: string): TestObservation => {
  const found = tests(read).find((o) => o.name === name);
  if (!found) throw new Error(`no test ${name}`);
  return found;
};

const API = { crate: "shop", test_binary: "api", kind: "test" };
const events = (...list: object[]): string => list.map((e) => `${JSON.stringify(e)}\n`).join("");
const begin = (tests: number, nextest: object | undefined = API): object => ({
  type: "suite",
  event: "started",
  test_count: tests,
  nextest,
});
const end = (passed: number, failed: number, filtered = 0, nextest: object | undefined = API): object => ({
  type: "suite",
  event: failed ? "failed" : "ok",
  passed,
  failed,
  ignored: 0,
  measured: 0,
  filtered_out: filtered,
  exec_time: 0.1,
  nextest,
});
const run = (event: string, name: string, more: object = {}): object[] => [
  { type: "test", event: "started", name: `shop::api$${name.replace(/#\d+$/, "")}` },
  { type: "test", event, name: `shop::api$${name}`, exec_time: 0.1, ...more },
];

test("an escape in a name changes nothing", () => {
  const text = bytesOf("nextest", "libtest-json-plus.stdout").toString();
  const escaped = text.replaceAll('"name":"s', '"name":"\\u0073');
  expect(escaped).not.toBe(text);
  expect(comparable(readingOf(escaped))).toEqual(comparable(readingOf(text)));
});

test("names that no text holds keep apart, however often a suite begins again", () => {
  const odd = ["a\nb", "c\ud800", "c\ud801", ""];
  for (const names of [odd, ["a", "b"]]) {
    const ran = names.flatMap((name) => run("ok", name));
    const again = Array.from({ length: 8 }, () => [begin(names.length), end(0, 0)]).flat();
    const read = readingOf(events(begin(names.length), ...ran, end(names.length, 0), ...again));
    expect(tests(read).map((o) => [o.name, o.duration])).toEqual(names.map((name) => [name, 0.1]));
    expect(read.report.complete).toBe(true);
  }
});

describe("a run", () => {
  test("tests are named by target and path, over suites that interleave and begin twice", () => {
    const read = reading(fixture("nextest", "libtest-json-plus.stdout"));
    expect(read.report).toMatchObject({
      format: "nextest-json",
      tool: "cargo nextest",
      complete: true,
      counts: { total: 11, passed: 5, failed: 5, errors: 0, skipped: 1 },
    });
    expect(failing(read)).toEqual([
      "ledger › tests::adds_up",
      "shop › cart::discount::flaky",
      "shop › cart::discount::overflows",
      "shop › cart::discount::result_err",
      "shop::api › get_order",
    ]);
    expect(read.report.parts.map((p) => [p.target, p.extent.cases, p.state])).toEqual([
      [{ package: "ledger", kind: "lib" }, 4, "whole"],
      [{ package: "shop", kind: "lib" }, 5, "whole"],
      [{ package: "shop", kind: "test", name: "api" }, 2, "whole"],
    ]);
    expect(of(read, "get_order")).toMatchObject({ message: "status 500 != 200\n::error::not a command", file: "tests/api.rs", line: 1 });
    expect(of(read, "cart::discount::overflows").message).toBe("test did not panic as expected");
  });

  test("a pass after retries is flaky; a time limit is told", () => {
    const read = readingOf(
      events(
        begin(3),
        ...run("ok", "a#3"),
        ...run("failed", "b", { reason: "time limit exceeded" }),
        ...run("failed", "c#2", { reason: "flaky test treated as failure" }),
        end(1, 2),
      ),
    );
    expect(of(read, "a")).toMatchObject({ outcome: "passed", flaky: true, retries: 2 });
    expect(of(read, "b")).toMatchObject({ outcome: "failed", message: "time limit exceeded" });
    expect(of(read, "c")).toMatchObject({ outcome: "failed", retries: 1 });
    expect(read.report.complete).toBe(true);
  });

  test("in a stress run the worst of a test counts", () => {
    const round = (i: number, verdict: string): object[] => run(verdict, "t").map((e) => ({ ...e, name: `shop::api@stress-${i}$t` }));
    const read = readingOf(events(begin(1), ...round(0, "failed"), end(0, 1), begin(1), ...round(1, "ok"), end(1, 0)));
    expect(tests(read).map((o) => [o.suite, o.name, o.outcome])).toEqual([["shop::api", "t", "failed"]]);
  });

  test("without the targets' kinds the names still tell package and binary", () => {
    const read = readingOf(
      events(
        { ...begin(1), nextest: undefined },
        ...run("ok", "t"),
        { ...end(1, 0), nextest: undefined },
        { ...begin(1), nextest: undefined },
        { type: "test", event: "started", name: "shop::shop$u" },
        { type: "test", event: "ok", name: "shop::shop$u" },
        { ...end(1, 0), nextest: undefined },
      ),
    );
    expect(read.report.parts.map((p) => [p.target, p.state])).toEqual([
      [{ package: "shop", kind: "unknown", crate: "api" }, "whole"],
      [{ package: "shop", kind: "unknown", crate: "shop" }, "whole"],
    ]);
    expect(passing(read)).toEqual(["shop::api › t", "shop::shop › u"]);
  });

  test("a binary and a library of one name are told apart by kind", () => {
    const read = readingOf(
      events(
        begin(1, { crate: "shop", test_binary: "shop", kind: "bin" }),
        { type: "test", event: "started", name: "shop::shop$t" },
        { type: "test", event: "ok", name: "shop::shop$t" },
        end(1, 0, 0, { crate: "shop", test_binary: "shop", kind: "bin" }),
      ),
    );
    expect(passing(read)).toEqual(["shop::bin/shop › t"]);
  });
});

describe("what the events prove", () => {
  test("what is filtered out or was not run makes its binary partial", () => {
    const filtered = readingOf(events(begin(1), ...run("ok", "t"), end(1, 0, 3)));
    expect(filtered.report.parts[0]).toMatchObject({
      state: "partial",
      reason: "3 tests were filtered out or not run",
      extent: { filters: ["names"] },
    });
    expect(passing(filtered)).toEqual(["shop::api › t"]);
    const cancelled = readingOf(events(begin(4), ...run("failed", "t"), run("ok", "u")[0] ?? {}, end(0, 1, 3)));
    expect(cancelled.report.parts[0]?.state).toBe("partial");
    expect(cancelled.report.parts[0]?.reason).toMatch(/^3 of 4 tests have no verdict, while u ran; 3 tests were filtered out/);
  });

  test("a suite that does not end is broken, and names what was running", () => {
    const read = readingOf(events(begin(3), ...run("ok", "a"), run("ok", "hangs")[0] ?? {}));
    expect(read.report.parts[0]).toMatchObject({ state: "broken", reason: "its events end after 1 of 3 results, while hangs ran" });
  });

  test("events that disagree with the counts let no pass be believed", () => {
    const forged = { type: "test", event: "ok", name: "shop::api$forged" };
    const read = readingOf(events(begin(2), ...run("ok", "a"), forged, ...run("failed", "b"), end(1, 1)));
    expect(passing(read)).toEqual([]);
    expect(failing(read)).toEqual(["shop::api › b"]);
    expect(read.report.complete).toBe(false);
  });

  test("cut anywhere, no binary is whole that was not finished, and no new failure appears", () => {
    const text = bytesOf("nextest", "libtest-json-plus.stdout").toString();
    const all = new Set(failing(readingOf(text)));
    fc.assert(
      fc.property(fc.nat(text.trimEnd().length - 2), (at) => {
        const read = readingOf(text.slice(0, at + 1));
        expect(read.report.complete).toBe(false);
        for (const name of failing(read)) expect(all).toContain(name);
      }),
      { numRuns: 150 },
    );
  });

  test("values of any shape throw nothing", () => {
    const odd = fc.anything({ withNullPrototype: false, maxDepth: 2 });
    const event = fc.record(
      {
        type: fc.constantFrom("suite", "test"),
        event: fc.oneof(fc.constantFrom("started", "ok", "failed", "ignored"), odd),
        name: odd,
        test_count: odd,
        passed: odd,
        filtered_out: odd,
        nextest: odd,
        stdout: odd,
        exec_time: odd,
      },
      { requiredKeys: ["type", "event"] },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 6 }), (list) => {
        const text = list.map((e) => `${JSON.stringify(e) ?? ""}\n`).join("");
        const { report } = readingOf(`${text}.\n`);
        expect(report.error?.code ?? "E_REPORT_UNKNOWN").toBe("E_REPORT_UNKNOWN");
      }),
      { numRuns: 300 },
    );
  });
});
