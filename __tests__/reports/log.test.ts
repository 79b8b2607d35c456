import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Observation, Part } from "../../src/model.ts";
import type { Sink } from "../../src/reports/format.ts";
import { readLog } from "../../src/reports/log.ts";
import { FORMATS } from "../../src/reports/registry.ts";
import { bytesOf, comparable, named, readingOf } from "./reading.ts";

const lines = FORMATS.filter((f) => f.shape === "lines");
const json = FORMATS.filter((f) => f.shape === "json");

/** What the readers make of a text that comes in these chunks. */
function heard(chunks: Iterable<string>): { parts: Part[]; observations: Observation[]; counted: unknown[] } {
  const parts: Part[] = [];
  const observations: Observation[] = [];
  const counted: unknown[] = [];
  const sink: Sink = {
    part: (kind, reason, extent) => {
      const part: Part = { kind, state: "broken", reason, extent: { units: [], ...extent }, provesAbsence: true };
      parts.push(part);
      return part;
    },
    observe: (o) => observations.push(o),
    count: (...words) => counted.push(words),
    tool: () => {},
    problem: (...words) => counted.push(words),
    spoil: (...words) => counted.push(words),
  };
  readLog(chunks, { lines, json }, () => sink, { path: (p) => p });
  return { parts, observations, counted };
}

const SAMPLES = [
  bytesOf("libtest-human", "no-fail-fast.combined.txt"),
  bytesOf("libtest-human", "edge-all-no-fail-fast.txt"),
  bytesOf("libtest-human", "nocapture-1thread.combined.txt"),
  bytesOf("libtest-human", "message-format-json.combined.txt"),
  bytesOf("libtest-human", "color-always-harness.combined.txt"),
  bytesOf("criterion", "0.3.6-improved.combined.txt"),
  bytesOf("libtest-bench", "combined.txt"),
].map((bytes) => bytes.toString());

test("where the chunks of a file end changes nothing", () => {
  const whole = SAMPLES.map((text) => heard([text]));
  fc.assert(
    fc.property(fc.nat(SAMPLES.length - 1), fc.array(fc.nat(100_000), { maxLength: 20 }), (which, cuts) => {
      const text = SAMPLES[which] ?? "";
      const at = [0, ...cuts.map((c) => c % text.length).sort((a, b) => a - b), text.length];
      expect(heard(at.slice(1).map((to, i) => text.slice(at[i], to)))).toEqual(whole[which]);
    }),
    { numRuns: 60 },
  );
  for (const [i, text] of SAMPLES.entries()) expect(heard(text)).toEqual(whole[i]);
});

describe("a log of several commands", () => {
  const tests = bytesOf("cargo-test-workspace", "test.txt").toString();
  const benchmarks = bytesOf("criterion-0.5", "bench.txt").toString();

  test("shows what each of its tools showed", () => {
    const { report, observations } = readingOf(`${tests}\nnow the benchmarks\n${benchmarks}`);
    expect([report.kind, report.counts.total]).toEqual(["test", 13]);
    expect(named(observations, "test", "failed")).toEqual(named(readingOf(tests).observations, "test", "failed"));
    expect(named(observations, "bench", "passed")).toEqual(named(readingOf(benchmarks).observations, "bench", "passed"));
  });

  test("shows the same failures in the other order", () => {
    const { observations } = readingOf(`${benchmarks}\n${tests}`);
    expect(named(observations, "test", "failed")).toEqual(named(readingOf(tests).observations, "test", "failed"));
    expect(named(observations, "bench", "passed")).toEqual(named(readingOf(benchmarks).observations, "bench", "passed"));
  });

  test("with talk before, between and after", () => {
    const talk = "##[group]Run cargo test\n+ cargo test\n{not json}\n[1/3] building\n<html>\n\u001b[36mhello\u001b[0m\n";
    expect(comparable(readingOf(talk + tests + talk))).toEqual(comparable(readingOf(talk.replace(/.*\n/g, "talk\n") + tests)));
  });
});

test("a log of talk alone is of no known format, and says so", () => {
  const { report } = readingOf("hello\nthis is nothing\n{}\n[]\n");
  expect([report.format, report.complete, report.error?.code]).toEqual([null, false, "E_REPORT_UNKNOWN"]);
});
