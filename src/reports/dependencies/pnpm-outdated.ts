/**
 * `pnpm outdated --format json`: an object whose names are packages, `{}` when all is current. A failed look-up ends
 * the command before anything is printed, so absence proves something.
 * Source: pnpm 8 to 10, deps/plugin-commands-outdated/src/outdated.ts (renderOutdatedJSON) and recursive.ts.
 */
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, textOf } from "../values.ts";
import { Outdated } from "./outdated.ts";

export const pnpmOutdated: JsonFormat = {
  shape: "json",
  name: "pnpm-outdated",
  kinds: ["dependency"],
  tool: "pnpm outdated",
  docs: {
    command: "pnpm outdated --format json > outdated.json   # name it with format=pnpm-outdated: when all is current it is {}",
    proof: "the document; nothing is written when a look-up fails",
    source: "pnpm 10, deps/plugin-commands-outdated/src/outdated.ts",
    example: '{"lodash":{"current":"4.17.15","latest":"4.18.1","wanted":"4.17.15","isDeprecated":false,"dependencyType":"dependencies"}}',
  },
  is: (document) =>
    rowsOf(document).some(([, row]) => typeof at(row, "isDeprecated") === "boolean" && typeof at(row, "wanted") === "string"),
  read: (document, sink) => readOutdated(document, sink),
};

function rowsOf(document: unknown): [name: string, row: unknown][] {
  return typeof document !== "object" || document === null || Array.isArray(document) ? [] : Object.entries(document);
}

function readOutdated(document: unknown, sink: Sink): void {
  const part = sink.part("dependency", "one of its rows is not whole", { units: ["pnpm outdated"] });
  const outdated = new Outdated(part, "npm");
  let unread = Array.isArray(document) || typeof document !== "object" ? 1 : 0;
  for (const [name, row] of rowsOf(document)) {
    const [current, wanted, latest] = ["current", "wanted", "latest"].map((field) => textOf(at(row, field)));
    if (name === "" || wanted === undefined) {
      unread++;
      continue;
    }
    const dependents = listOf(at(row, "dependentPackages")).flatMap((dependent) => textOf(at(dependent, "name")) ?? []);
    outdated.add({
      name,
      // With --recursive, who of the workspace depends on it.
      suite: dependents.slice(0, 20).join(", "),
      current,
      wanted,
      latest,
      // Without a latest version it is in the list because it is deprecated.
      skipped: latest === undefined ? "it is deprecated, and no newer version is known" : undefined,
      note: latest !== undefined && at(row, "isDeprecated") === true ? "it is deprecated" : undefined,
    });
  }
  outdated.observe(sink);
  if (unread > 0) {
    sink.problem("E_REPORT_MALFORMED", `${unread} of its rows name no version`);
    return;
  }
  part.state = "whole";
  delete part.reason;
}
