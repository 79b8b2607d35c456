/**
 * `npm outdated --json`: an object whose names are packages, `{}` when all is current. A package that is installed in
 * several places has a list. A failed look-up prints an error in its place, so absence proves something.
 * Source: npm 6 to 11, lib/commands/outdated.js (buildJSON); npm 6 names no dependent.
 */

import { saysFailed } from "../audits/npm-failure.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { at, textOf } from "../values.ts";
import { Outdated } from "./outdated.ts";

export const npmOutdated: JsonFormat = {
  shape: "json",
  name: "npm-outdated",
  kinds: ["dependency"],
  tool: "npm outdated",
  docs: {
    command: "npm outdated --json > outdated.json   # name it with format=npm-outdated: when all is current it is {}",
    proof: "the document; npm writes an error in its place when a look-up fails",
    source: "npm 11, lib/commands/outdated.js",
    example: '{"lodash":{"current":"4.17.15","wanted":"4.17.15","latest":"4.18.1","dependent":"shop","location":"node_modules/lodash"}}',
  },
  is: (document) => rowsOf(document).some(([, row]) => isRow(row)),
  read: (document, sink) => readOutdated(document, sink),
};

/** Packages with their rows, one each; of a document of any other shape nothing. */
function rowsOf(document: unknown): [name: string, row: unknown][] {
  if (typeof document !== "object" || document === null || Array.isArray(document)) return [];
  return Object.entries(document).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((row): [string, unknown] => [name, row]),
  );
}

function isRow(row: unknown): boolean {
  return typeof at(row, "wanted") === "string" && typeof at(row, "latest") === "string" && typeof at(row, "location") === "string";
}

function readOutdated(document: unknown, sink: Sink): void {
  const part = sink.part("dependency", "one of its rows is not whole", { units: ["npm outdated"] });
  if (saysFailed(document) || typeof document !== "object" || document === null || Array.isArray(document)) {
    part.reason = "the look-up failed";
    sink.problem("E_REPORT_FAILED", `npm says: ${(textOf(at(document, "error", "summary")) ?? "nothing that it should").slice(0, 500)}`);
    return;
  }
  const outdated = new Outdated(part, "npm");
  let unread = 0;
  for (const [name, row] of rowsOf(document)) {
    const [current, wanted, latest] = ["current", "wanted", "latest"].map((field) => textOf(at(row, field)));
    if (name === "" || wanted === undefined || latest === undefined) {
      unread++;
      continue;
    }
    // With --all and --long, who depends on it lies among the installed packages: nobody can update it alone.
    const inner = (textOf(at(row, "dependedByLocation")) ?? "").includes("node_modules/");
    const dependent = textOf(at(row, "dependent"));
    outdated.add({
      name,
      suite: dependent,
      current,
      wanted,
      latest,
      skipped: inner ? `a dependency of ${dependent ?? "another package"}, not of the project itself` : undefined,
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
