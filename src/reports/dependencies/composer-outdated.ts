/**
 * `composer outdated --format json`: `{"installed": […]}` with what is behind, or `locked` with `--locked`. A failed
 * look-up ends the command before anything is printed, so absence proves something.
 * Source: composer 2, src/Composer/Command/ShowCommand.php, which `outdated` runs with `--latest --outdated`.
 */

import { packageName } from "../audits/ecosystems.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { at, textOf } from "../values.ts";
import { Outdated } from "./outdated.ts";

export const composerOutdated: JsonFormat = {
  shape: "json",
  name: "composer-outdated",
  kinds: ["dependency"],
  tool: "composer outdated",
  docs: {
    command: "composer outdated --direct --format json > outdated.json",
    proof: "the document; nothing is written when a look-up fails",
    source: "composer 2, src/Composer/Command/ShowCommand.php",
    example:
      '{"installed":[{"name":"acme/log","direct-dependency":true,"version":"1.0.0","latest":"2.1.0","latest-status":"update-possible"}]}',
  },
  is: (document) => {
    const rows = rowsOf(document);
    return rows !== undefined && (rows.length === 0 ? isAlone(document) : typeof at(rows[0], "latest-status") === "string");
  },
  read: (document, sink) => readOutdated(document, sink),
};

function rowsOf(document: unknown): readonly unknown[] | undefined {
  const rows = at(document, "installed") ?? at(document, "locked");
  return Array.isArray(rows) ? rows : undefined;
}

function isAlone(document: unknown): boolean {
  return Object.keys(document ?? {}).length === 1;
}

function readOutdated(document: unknown, sink: Sink): void {
  const part = sink.part("dependency", "one of its rows is not whole", { units: ["composer outdated"] });
  const outdated = new Outdated(part, "php");
  // Without any package there is an empty list in place of the object.
  const rows = rowsOf(document);
  let unread = rows === undefined && Object.keys(document ?? {}).length > 0 ? 1 : 0;
  for (const row of rows ?? []) {
    const name = textOf(at(row, "name"));
    const current = textOf(at(row, "version"));
    const latest = textOf(at(row, "latest"));
    if (!name || current === undefined) {
      unread++;
      continue;
    }
    const abandoned = at(row, "abandoned");
    const note =
      typeof abandoned === "string" && abandoned !== ""
        ? `it is abandoned, use ${abandoned}`
        : abandoned === true
          ? "it is abandoned"
          : undefined;
    outdated.add({
      name: packageName("php", name),
      current,
      latest,
      skipped: skippedBecause(row, latest),
      note,
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

function skippedBecause(row: unknown, latest: string | undefined): string | undefined {
  if (latest === undefined || latest === "[none matched]") return "no version of it matches";
  if (at(row, "latest-status") === "up-to-date") return "it is current";
  return at(row, "direct-dependency") === false ? "the project does not depend on it itself" : undefined;
}
