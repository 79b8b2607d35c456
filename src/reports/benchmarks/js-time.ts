/**
 * `console.timeEnd` of Firefox, Deno's tests and others that add ` - timer ended`. Node and Chrome print no more than
 * `label: 7.617ms`, which any log may hold: that is read only with format=js-time.
 * Source: the console standard (console.spec.whatwg.org, timing); Node's lib/internal/util/debuglog.js (formatTime).
 */
import type { Part } from "../../model.ts";
import { BEYOND_ASCII, type LineFormat } from "../format.ts";
import { own } from "../lines.ts";
import { endlessPart } from "./parts.ts";
import { printedMeasurement } from "./units.ts";

export const jsTime: LineFormat = {
  shape: "lines",
  name: "js-time",
  kinds: ["bench"],
  tool: "console.time",
  docs: {
    command: "node bench.js | tee bench.txt   # console.time, console.timeEnd; format=js-time; shell: bash",
    proof: "outcome=success: nothing ends the run",
    source: "console.spec.whatwg.org; Node's lib/internal/util/debuglog.js",
    example: "parse: 7617ms - timer ended",
  },
  // With `format=` it may end in any blank as well.
  minds: ({ last }) => last === BEYOND_ASCII || "sd \t\v\f".includes(last),
  reader(sink, { called }) {
    let part: Part | undefined;
    return {
      take(line, number) {
        const ended = line.endsWith(ENDED);
        if ((!ended && called !== "js-time") || line.length > MAX_LINE) return false;
        const words = ended ? line.slice(0, -ENDED.length) : line.trimEnd();
        const colon = words.lastIndexOf(": ");
        const match = colon <= 0 ? null : /^(\d{1,20}(?:\.\d{1,20})?) ?(ns|us|\u00b5s|ms|s)$/.exec(words.slice(colon + 2));
        const measured = match && printedMeasurement(match[1] ?? "", match[2] ?? "");
        if (!measured) return false;
        part ??= endlessPart(sink, ["console.time"], number);
        sink.observe({ kind: "bench", outcome: "passed", part, name: own(words.slice(0, colon)), ...measured });
        return true;
      },
      end() {},
    };
  },
};

const ENDED = " - timer ended";
const MAX_LINE = 4_096;
