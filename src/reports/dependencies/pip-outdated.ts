/**
 * `pip list --outdated --format json`, and uv's `uv pip list --outdated --format json`, which writes the same: a list
 * of what is behind, `[]` when all is current.
 * Source: pip 10 to 26, src/pip/_internal/commands/list.py (format_for_json).
 */
import { packageName } from "../audits/ecosystems.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, textOf } from "../values.ts";
import { Outdated } from "./outdated.ts";

export const pipOutdated: JsonFormat = {
  shape: "json",
  name: "pip-outdated",
  aliases: ["uv-outdated"],
  kinds: ["dependency"],
  tool: "pip list --outdated",
  docs: {
    command: "pip list --outdated --format json > outdated.json   # name it with format=pip-outdated: when all is current it is []",
    proof: "the list is closed; what is missing from it proves nothing, for a failed look-up leaves a package out",
    source: "pip 26, src/pip/_internal/commands/list.py",
    example: '[{"name": "setuptools", "version": "65.5.0", "latest_version": "84.0.0", "latest_filetype": "wheel"}]',
  },
  is: (document) => {
    const [first] = listOf(document);
    return ["name", "version", "latest_version", "latest_filetype"].every((field) => typeof at(first, field) === "string");
  },
  read: (document, sink) => readOutdated(document, sink),
};

function readOutdated(document: unknown, sink: Sink): void {
  const part = sink.part("dependency", "one of its rows is not whole", { units: ["pip list --outdated"] });
  // pip leaves out what it could not look up, and ends as if all were well.
  part.provesAbsence = false;
  const outdated = new Outdated(part, "python");
  let unread = Array.isArray(document) ? 0 : 1;
  for (const row of listOf(document)) {
    const name = textOf(at(row, "name"));
    const current = textOf(at(row, "version"));
    const latest = textOf(at(row, "latest_version"));
    if (!name || current === undefined || latest === undefined) unread++;
    else outdated.add({ name: packageName("python", name), current, latest });
  }
  outdated.observe(sink);
  if (unread > 0) {
    sink.problem("E_REPORT_MALFORMED", `${unread} of its rows name no version`);
    return;
  }
  part.state = "whole";
  delete part.reason;
}
