/**
 * benchmark.js as its README's `String(event.target)` prints it: `NAME x 46,661,414 ops/sec ±19.71% (7 runs sampled)`. A
 * benchmark that throws prints whatever its error says, so it is only missing. Nothing ends the run.
 * Source: bestiejs/benchmark.js benchmark.js (toStringBench), 1.0 and 2.1.
 */
import type { Part } from "../../model.ts";
import type { LineFormat } from "../format.ts";
import { own } from "../lines.ts";
import { endlessPart } from "./parts.ts";
import { printedMeasurement } from "./units.ts";

export const benchmarkJs: LineFormat = {
  shape: "lines",
  name: "benchmark-js",
  aliases: ["benchmarkjs"],
  kinds: ["bench"],
  tool: "benchmark.js",
  docs: {
    command: "node bench.js | tee bench.txt   # shell: bash",
    proof: "outcome=success: nothing ends the run",
    source: "bestiejs/benchmark.js benchmark.js (toStringBench)",
    example: "RegExp#test x 46,661,414 ops/sec ±19.71% (7 runs sampled)",
  },
  minds: ({ last }) => last === ")",
  reader(sink) {
    let part: Part | undefined;
    return {
      take(line, number) {
        const at = line.length > MAX_LINE ? -1 : line.lastIndexOf(" ops/sec ");
        const times = at === -1 ? -1 : line.lastIndexOf(" x ", at);
        if (times <= 0) return false;
        const spread = SPREAD.exec(line.slice(at + 9));
        const measured = printedMeasurement(line.slice(times + 3, at).replaceAll(",", ""), "ops/sec");
        if (!spread || !measured) return false;
        part ??= endlessPart(sink, ["benchmark.js"], number);
        const range = (measured.value * Number(spread[1])) / 100;
        sink.observe({ kind: "bench", outcome: "passed", part, name: own(line.slice(0, times)), ...measured, range });
        return true;
      },
      end() {},
    };
  },
};

const MAX_LINE = 4_096;
/** The sign is lost where the output was not read as UTF-8. */
const SPREAD = /^(?:\u00b1|\ufffd|\+\/?-)(\d{1,9}(?:\.\d{1,9})?)% \(\d{1,9} runs? sampled\)$/;
