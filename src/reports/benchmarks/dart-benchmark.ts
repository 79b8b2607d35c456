/**
 * Dart's benchmark_harness: `Template(RunTime): 0.1568472448997197 us.`, a line a benchmark. Nothing ends the run.
 * Source: dart-lang/tools pkgs/benchmark_harness lib/src/score_emitter.dart, 1 to 2.3.
 */
import type { Part } from "../../model.ts";
import type { LineFormat } from "../format.ts";
import { own } from "../lines.ts";
import { endlessPart } from "./parts.ts";
import { measurementIn } from "./units.ts";

export const dartBenchmark: LineFormat = {
  shape: "lines",
  name: "dart-benchmark",
  aliases: ["benchmark_harness"],
  kinds: ["bench"],
  tool: "benchmark_harness",
  docs: {
    command: "dart run benchmark/main.dart | tee bench.txt   # shell: bash",
    proof: "outcome=success: nothing ends the run",
    source: "dart-lang/tools pkgs/benchmark_harness lib/src/score_emitter.dart",
    example: "Template(RunTime): 0.1568472448997197 us.",
  },
  minds: ({ last }) => last === ".",
  reader(sink) {
    let part: Part | undefined;
    return {
      take(line, number) {
        const at = line.length > MAX_LINE ? -1 : line.lastIndexOf("(RunTime");
        const match = at <= 0 ? null : MEASURED.exec(line.slice(at));
        if (!match) return false;
        part ??= endlessPart(sink, ["benchmark_harness"], number);
        const [, value = "", unit = ""] = match;
        sink.observe({ kind: "bench", outcome: "passed", part, name: own(line.slice(0, at)), ...measurementIn(unit, Number(value)) });
        return true;
      },
      end() {},
    };
  },
};

const MAX_LINE = 4_096;
const MEASURED = /^\(RunTime(?:Raw)?\): (\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?) (us|ms|ns|s)\.$/;
