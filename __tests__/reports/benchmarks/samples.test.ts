/** Every sample of a benchmark's tool: which format it is, what is measured in it, whether it is complete, and what a cut leaves of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, fixture, type Reading, reading, readingOf } from "../reading.ts";

const EXIT = "only the exit status of its step tells whether the tool saw everything (outcome= hands it on)";

const SAMPLES: [file: string, format: string | null, measured: number, failed: number, reason: string | null][] = [
  ["go-bench/text.txt", "go-bench", 14, 0, null],
  ["go-bench/benchmem.txt", "go-bench", 9, 1, "the package failed, so benchmarks may be missing"],
  ["pytest-benchmark/bench.json", "pytest-benchmark", 3, 0, null],
  ["google-benchmark/json.stdout", "google-benchmark", 2, 1, null],
  ["google-benchmark/json-reps.stdout", "google-benchmark", 6, 1, null],
  ["google-benchmark/text.txt", "google-benchmark-text", 2, 1, EXIT],
  ["hyperfine/hf.json", "hyperfine", 2, 0, null],
  ["hyperfine/param.json", "hyperfine", 4, 0, null],
  ["hyperfine/fail.json", null, 0, 0, "report is empty"],
  ["hyperfine/text.txt", "hyperfine-text", 2, 0, EXIT],
  ["hyperfine/param.txt", "hyperfine-text", 4, 0, EXIT],
  ["hyperfine/fail.txt", "hyperfine-text", 0, 1, "hyperfine stopped at a command that failed"],
  ["benchmark-js/text.txt", "benchmark-js", 2, 0, EXIT],
  ["vitest-bench/bench.json", "vitest-bench", 2, 0, null],
  ["vitest-bench/bench.txt", "vitest-bench-text", 2, 0, null],
  ["tinybench/out.txt", "tinybench", 2, 1, null],
];

describe("samples", () => {
  test.each(SAMPLES)("%s", (file, format, measured, failed, reason) => {
    const { report, observations } = reading(fixture(...file.split("/")));
    const failing = observations.filter((o) => o.outcome === "failed" || o.outcome === "error");
    expect([report.format, observations.filter((o) => o.kind === "bench").length, failing.length, report.reason]).toEqual([
      format,
      measured,
      failed,
      reason,
    ]);
    expect(report.complete).toBe(reason === null);
  });

  test.each(SAMPLES.filter(([, , , , reason]) => reason === EXIT))("%s is complete once its step is known to have succeeded", (file) => {
    expect(reading(fixture(...file.split("/")), { outcome: "success" }).report.complete).toBe(true);
  });
});

/** `suite name value` of what was measured in parts that are believed. */
function measurements({ observations }: Reading): string[] {
  return observations.flatMap((o) =>
    o.kind === "bench" && o.part.state !== "broken" ? [`${o.suite} ${o.name} ${o.value} ${o.unit}`] : [],
  );
}

describe("a sample that is cut anywhere", () => {
  test.each(SAMPLES.filter(([, format]) => format !== null))(
    "measures nothing else, and is complete only when nothing is missing: %s",
    (file) => {
      const bytes = bytesOf(...file.split("/"));
      const full = measurements(readingOf(bytes));
      const all = new Set(measurements(readingOf(bytes)));
      fc.assert(
        fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (at) => {
          const cut = readingOf(bytes.subarray(0, at));
          expect(measurements(cut).filter((m) => !all.has(m))).toEqual([]);
          if (cut.report.complete) expect([at, measurements(cut)]).toEqual([at, full]);
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe("a sample with a byte changed", () => {
  test.each(SAMPLES.filter(([, format]) => format !== null))("is read without a fault: %s", (file) => {
    const bytes = bytesOf(...file.split("/"));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = byte;
        expect(readingOf(damaged).report.error?.code).not.toBe("E_INTERNAL");
      }),
      { numRuns: 60 },
    );
  });
});

const FORMATS = ["google-benchmark", "pytest-benchmark", "hyperfine", "vitest-bench", "jmh", "benchmarkdotnet", "custom-benchmark", "bmf"];

describe("a document in which anything stands anywhere", () => {
  const keys = [
    ...["context", "num_cpus", "executable", "benchmarks", "name", "run_name", "run_type", "real_time", "time_unit", "error_occurred"],
    ...[
      "machine_info",
      "fullname",
      "stats",
      "mean",
      "results",
      "command",
      "times",
      "parameters",
      "files",
      "filepath",
      "groups",
      "fullName",
    ],
    ...["benchmark", "mode", "params", "primaryMetric", "secondaryMetrics", "score", "scoreUnit", "HostEnvironmentInfo", "Benchmarks"],
    ...["Statistics", "Mean", "Memory", "unit", "value", "range", "latency", "lower_value", "__proto__", "constructor", "toString"],
  ];
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      fc.constantFrom<unknown>(null, true, 0, -1, 1e308, "", "ns", "NaN", "aggregate", "a\nb"),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie("any"), { maxKeys: 6 }),
    ),
  }));

  test.each(FORMATS)("%s: no throw, and every measurement has a unit and a finite value", (format) => {
    fc.assert(
      fc.property(any, (document) => {
        const { report, observations } = readingOf(JSON.stringify(document), { format });
        expect(["E_REPORT_MALFORMED", "E_INTERNAL"]).not.toContain(report.error?.code);
        for (const o of observations) {
          if (o.kind === "bench") expect([o.name !== "", o.unit !== "", Number.isFinite(o.value)]).toEqual([true, true, true]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
