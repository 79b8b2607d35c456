/**
 * Luau's bench.py: a line a benchmark as it ends, and a table with a total when all have. Benchmarks that print nothing
 * failed.
 * Source: luau-lang/luau bench/bench.py (analyzeResult, runTest, addTotalsToTable).
 */
import type { Part } from "../../model.ts";
import type { LineFormat } from "../format.ts";
import { own } from "../lines.ts";
import { failedBenchmark, unmeasured } from "./parts.ts";
import { printedMeasurement } from "./units.ts";

const MEASURED = /^SUCCESS: (\S.{0,500}?) *: +(\d{1,20}(?:\.\d{1,20})?)(ms|us|s) \+\/- +(\d{1,9}(?:\.\d{1,9})?)% on (\S.{0,500})$/;
const FAILED = /^FAILED: {2}'(.{1,1000})' on '(.{1,1000})'$/;
const TOTAL = /^Total +\| +[\d.]+ms +\|/;

export const luauBench: LineFormat = {
  shape: "lines",
  name: "luau-bench",
  aliases: ["benchmarkluau"],
  kinds: ["bench"],
  tool: "luau bench.py",
  docs: {
    command: "python3 bench/bench.py --vm ./luau | tee bench.txt   # shell: bash",
    proof: "the table's total is there, and no benchmark failed",
    source: "luau-lang/luau bench/bench.py",
    example: "SUCCESS: base64                                  :   15.041ms +/-  0.636% on luau",
  },
  minds: ({ first, indented }) => !indented && (first === "S" || first === "F" || first === "T"),
  reader(sink) {
    let part: Part | undefined;
    let failed = false;
    const partOf = (number: number): Part => {
      if (part) return part;
      part = sink.part("bench", "the table of all results is missing", { units: ["luau bench.py"] });
      part.line = number;
      return part;
    };
    return {
      take(line, number) {
        if (line.length > 3_000) return false;
        if (line.startsWith("SUCCESS: ")) {
          const found = MEASURED.exec(line.trimEnd());
          const measured = found && printedMeasurement(found[2] ?? "", found[3] ?? "");
          if (!found || !measured) return false;
          const range = (measured.value * Number(found[4])) / 100;
          // Compared with another program: `on luau-next ( +1.000%, likely better)`.
          const on = (found[5] ?? "").split(" (", 1)[0] ?? "";
          sink.observe({
            kind: "bench",
            outcome: "passed",
            part: partOf(number),
            name: own(found[1] ?? ""),
            suite: own(on),
            ...measured,
            range,
          });
          return true;
        }
        if (line.startsWith("FAILED:  '")) {
          const found = FAILED.exec(line.trimEnd());
          if (!found) return false;
          failed = true;
          const name = own((found[1] ?? "").replace(/^.*[\\/]/, "").replace(/\.luau?$/, ""));
          const on = own((found[2] ?? "").replace(/^.*[\\/]/, ""));
          sink.observe(failedBenchmark(partOf(number), name, on, "the benchmark printed no result"));
          return true;
        }
        if (!part || !TOTAL.test(line)) return false;
        if (failed) unmeasured(part, "a benchmark");
        else {
          part.state = "whole";
          delete part.reason;
        }
        return true;
      },
      end() {},
    };
  },
};
