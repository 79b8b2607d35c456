/**
 * Ruby's Benchmark.bm and bmbm: below `user system total real` a row a label, of which the wall time is taken. What bmbm
 * calls its rehearsal is passed over. Nothing ends the table.
 * Source: ruby/benchmark lib/benchmark.rb (CAPTION, FORMAT, bmbm).
 */
import type { Part } from "../../model.ts";
import type { LineFormat } from "../format.ts";
import { own } from "../lines.ts";
import { endlessPart } from "./parts.ts";
import { printedMeasurement } from "./units.ts";

export const rubyBenchmark: LineFormat = {
  shape: "lines",
  name: "ruby-benchmark",
  kinds: ["bench"],
  tool: "ruby benchmark",
  docs: {
    command: "ruby bench.rb | tee bench.txt   # Benchmark.bm or bmbm; shell: bash",
    proof: "outcome=success: nothing ends the table",
    source: "ruby/benchmark lib/benchmark.rb",
    example: "sort!   1.460000   0.000000   1.460000 (  1.460465)",
  },
  minds: ({ first, last, indented }) => (indented ? last === "l" : first === "R"),
  reader(sink) {
    let part: Part | undefined;
    let table: "rehearsal" | "real" | undefined;
    return {
      take(line, number) {
        if (line.length > MAX_LINE) return false;
        if (CAPTION.test(line)) {
          table = "real";
          return true;
        }
        if (line.startsWith("Rehearsal --")) {
          table = "rehearsal";
          return true;
        }
        const row = table === undefined || !line.endsWith(")") ? null : ROW.exec(line);
        if (!row) return false;
        const label = line.slice(0, row.index).trim();
        const measured = printedMeasurement(row[1] ?? "", "s");
        if (label === "" || !measured) return false;
        if (table === "rehearsal") return true;
        part ??= endlessPart(sink, ["ruby benchmark"], number);
        sink.observe({ kind: "bench", outcome: "passed", part, name: own(label), ...measured });
        return true;
      },
      get idle() {
        return table === undefined;
      },
      end() {},
    };
  },
};

const MAX_LINE = 1_000;
const CAPTION = /^ {1,500}user {1,20}system {1,20}total {1,20}real$/;
const ROW = / {1,20}\d{1,9}\.\d{6} {1,20}\d{1,9}\.\d{6} {1,20}\d{1,9}\.\d{6} \( {0,20}(\d{1,9}\.\d{6})\)$/;
