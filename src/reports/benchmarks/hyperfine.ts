/**
 * hyperfine's JSON (`--export-json FILE`): of each command the mean wall time in seconds with its standard deviation, and
 * the time of each run.
 * hyperfine empties the file before it begins and stops at the first command that fails, so an empty file is a failed run.
 * Source: sharkdp/hyperfine src/export/json.rs, src/benchmark/benchmark_result.rs, 1.0 to 1.19.
 */
import type { JsonFormat } from "../format.ts";
import { listOf, numberOf, objectOf, textOf } from "../values.ts";
import { nothingMeasured, unmeasured, wholePart } from "./parts.ts";
import { samplesIn } from "./samples.ts";
import { measurementIn } from "./units.ts";

export const hyperfine: JsonFormat = {
  shape: "json",
  name: "hyperfine",
  aliases: ["hyperfine-json"],
  kinds: ["bench"],
  tool: "hyperfine",
  docs: {
    command: "hyperfine --export-json bench.json './my-program --fast' './my-program --slow'",
    proof: "the document is whole and each command in it has its mean; a run that failed leaves an empty file",
    source: "sharkdp/hyperfine src/export/json.rs",
    example: '{"results": [{"command": "sleep 0.02", "mean": 0.0216, "stddev": 0.0001, "times": [0.0213, …]}]}',
  },
  is(document) {
    const [first] = listOf(objectOf<"results">(document).results);
    const { command, mean, times, exit_codes } = objectOf<"command" | "mean" | "times" | "exit_codes">(first);
    return typeof command === "string" && mean !== undefined && (Array.isArray(times) || Array.isArray(exit_codes));
  },
  read(document, sink) {
    const results = listOf(objectOf<"results">(document).results);
    const part = wholePart(sink, ["hyperfine"]);
    if (results.length === 0) nothingMeasured(part);
    const names = namesOf(results);
    for (const [i, result] of results.entries()) {
      const { mean, stddev, times } = objectOf<"mean" | "stddev" | "times">(result);
      const value = numberOf(mean);
      const name = names[i] ?? "";
      if (value === undefined || name === "") unmeasured(part, name || "a command without a name");
      else {
        const measured = { ...measurementIn("s", value, numberOf(stddev)), ...samplesIn("s", times) };
        sink.observe({ kind: "bench", outcome: "passed", part, name, ...measured });
      }
    }
  },
};

/** Commands as hyperfine names them. `--command-name` gives one name to several: then parameters tell them apart, or their place. */
function namesOf(results: readonly unknown[]): string[] {
  const commands = results.map((result) => textOf(objectOf<"command">(result).command) ?? "");
  const named = numbered(commands);
  const several = new Set(commands.filter((_, i) => named[i] !== commands[i]));
  const told = results.map((result, i) => {
    const command = commands[i] ?? "";
    const { parameters } = objectOf<"parameters">(result);
    if (!several.has(command) || typeof parameters !== "object" || parameters === null) return command;
    const words = Object.entries(parameters).map(([name, value]) => `${name}=${String(textOf(value) ?? numberOf(value) ?? "")}`);
    return words.length === 0 ? command : `${command} (${words.join(", ")})`;
  });
  return numbered(told);
}

/** The names, of which equal ones are numbered from the second on: `a`, `a #2`. */
export function numbered(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 || name === "" ? name : `${name} #${times}`;
  });
}
