/** What the tests of benchmarks share: what was measured, in short. */
import type { Reading } from "../reading.ts";

/** `suite › name: value unit (better) ± range`, in the order of the report. */
export function measured({ observations }: Reading): string[] {
  return observations.flatMap((o) => {
    if (o.kind !== "bench") return [];
    const way = o.better === "bigger" ? " (bigger)" : "";
    const range = o.range === undefined ? "" : ` ± ${Number(o.range.toPrecision(6))}`;
    return [`${o.suite === undefined ? "" : `${o.suite} › `}${o.name}: ${Number(o.value.toPrecision(10))} ${o.unit}${way}${range}`];
  });
}

/** `suite › name: message` of what could not be measured. */
export function failed({ observations }: Reading): string[] {
  return observations.flatMap((o) =>
    o.kind === "test" && o.outcome === "error" ? [`${o.suite === undefined ? "" : `${o.suite} › `}${o.name}: ${o.message}`] : [],
  );
}
