/**
 * `cargo criterion --message-format=json`: a message a benchmark, with criterion's typical value and the ends of its
 * confidence interval. Whether criterion finds a change is its word against one earlier run and no evidence. No message
 * ends the run.
 * Source: bheisler/cargo-criterion src/message_formats/json.rs, 1.0 and 1.1.
 */
import type { Part } from "../../model.ts";
import type { JsonLinesFormat } from "../format.ts";
import { own } from "../lines.ts";
import { at, numberOf, objectOf, textOf } from "../values.ts";
import { endlessPart, unmeasured } from "./parts.ts";
import { measurementIn } from "./units.ts";

export const cargoCriterion: JsonLinesFormat = {
  shape: "json-lines",
  name: "cargo-criterion",
  kinds: ["bench"],
  tool: "cargo-criterion",
  docs: {
    command: "cargo criterion --message-format=json > bench.json",
    proof: "outcome=success: no message ends the run",
    source: "bheisler/cargo-criterion src/message_formats/json.rs",
    example: '{"reason":"benchmark-complete","id":"sum/10","typical":{"estimate":4.1,"lower_bound":4.0,"upper_bound":4.2,"unit":"ns"},…}',
  },
  is(document) {
    const { reason, id, group_name } = objectOf<"reason" | "id" | "group_name">(document);
    return (reason === "benchmark-complete" && typeof id === "string") || (reason === "group-complete" && typeof group_name === "string");
  },
  reader(sink) {
    let part: Part | undefined;
    return {
      take(document, line) {
        const { reason, id, typical, mean } = objectOf<"reason" | "id" | "typical" | "mean">(document);
        part ??= endlessPart(sink, ["cargo-criterion"], line);
        if (reason !== "benchmark-complete") return;
        const name = own(textOf(id) ?? "");
        const estimate = typical ?? mean;
        const value = numberOf(at(estimate, "estimate"));
        const unit = textOf(at(estimate, "unit")) ?? textOf(objectOf<"unit">(document).unit) ?? "";
        if (value === undefined) {
          unmeasured(part, name);
          return;
        }
        if (unit === "") {
          sink.problem("E_REPORT_NO_UNIT", `${name} is measured without a unit`, line);
          unmeasured(part, name);
          return;
        }
        const low = numberOf(at(estimate, "lower_bound"));
        const high = numberOf(at(estimate, "upper_bound"));
        const range = low === undefined || high === undefined ? undefined : (high - low) / 2;
        sink.observe({ kind: "bench", outcome: "passed", part, name, ...measurementIn(own(unit), value, range) });
      },
      end() {},
    };
  },
};
