/**
 * `cargo outdated --format json`: one document for the package, or one a line for each member with `--workspace`.
 * Only what is behind is listed; a failed look-up ends the command before anything is printed, so an empty list means
 * that all is current. Source: cargo-outdated 0.19, src/cargo_ops/elaborate_workspace.rs.
 *
 * Rows of dependencies' own dependencies read `parent->child`; nobody can update those alone. With `--workspace` the
 * tool writes them like direct ones, so `--root-deps-only` is the better command.
 */
import type { DependencyObservation, Part } from "../../model.ts";
import type { JsonFormat, Sink } from "../format.ts";
import { at, listOf, textOf } from "../values.ts";
import { joinTo } from "./outdated.ts";

export const cargoOutdated: JsonFormat = {
  shape: "json",
  name: "cargo-outdated",
  kinds: ["dependency"],
  tool: "cargo outdated",
  docs: {
    command: "cargo outdated --root-deps-only --format json > outdated.json",
    proof: "the document; a clean one lists nothing",
    source: "cargo-outdated 0.19, src/cargo_ops/elaborate_workspace.rs",
    example: '{"crate_name":"shop","dependencies":[{"name":"serde","project":"1.0.0","latest":"1.0.228",…}]}',
  },
  is: (document) => typeof at(document, "crate_name") === "string" && Array.isArray(at(document, "dependencies")),
  read: (document, sink) => readOutdated(document, sink),
};

const UNCHANGED = "---";
const REMOVED = "Removed";

function readOutdated(document: unknown, sink: Sink): void {
  const crate = textOf(at(document, "crate_name")) ?? "";
  const part = sink.part("dependency", "one of its rows is not whole", { units: [crate] });
  const found = new Map<string, DependencyObservation>();
  let unread = 0;
  for (const row of listOf(at(document, "dependencies"))) {
    const observation = observationOf(row, crate, part);
    if (!observation) unread++;
    else joinTo(found, observation);
  }
  for (const observation of found.values()) sink.observe(observation);
  if (unread > 0) {
    sink.problem("E_REPORT_MALFORMED", `${unread} of the dependencies of ${crate} name no version`);
    return;
  }
  part.state = "whole";
  delete part.reason;
}

function observationOf(row: unknown, crate: string, part: Part): DependencyObservation | undefined {
  const name = textOf(at(row, "name"));
  const project = textOf(at(row, "project"));
  const compat = textOf(at(row, "compat"));
  const latest = textOf(at(row, "latest"));
  if (!name || project === undefined || compat === undefined || latest === undefined) return undefined;
  return judged({ name, project, compat, latest }, crate, part);
}

/** One row, its versions as the tool prints them: `---` is "no other", `Removed` "not needed any more". */
export interface Row {
  name: string;
  project: string;
  compat: string;
  latest: string;
}

/** What a row says of the dependency; `crate` is the package it was looked up for, empty where the tool does not tell. */
export function judged({ name, project: current, compat, latest: last }: Row, crate: string, part: Part): DependencyObservation {
  const observation: DependencyObservation = { kind: "dependency", outcome: "failed", part, name, ecosystem: "rust", current };
  if (crate !== "") observation.suite = crate;
  const wanted = compat === UNCHANGED ? current : compat === REMOVED ? undefined : compat;
  const latest = last === UNCHANGED ? wanted : last === REMOVED ? undefined : last;
  if (wanted !== undefined) observation.wanted = wanted;
  if (latest !== undefined) observation.latest = latest;
  const arrow = name.lastIndexOf("->");
  if (arrow !== -1) {
    observation.outcome = "skipped";
    observation.message = `a dependency of ${name.slice(0, arrow)}, not of ${crate || "the package"} itself`;
  } else if (latest === undefined && (wanted === undefined || wanted === current)) {
    observation.outcome = "skipped";
    observation.message = "not needed any more by newer versions";
  } else if (latest === current && wanted === current) {
    observation.outcome = "passed";
  } else observation.message = `${current} is behind ${latest ?? wanted}`;
  return observation;
}
