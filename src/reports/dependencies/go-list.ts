/**
 * `go list -m -u -json all`: a pretty-printed document a module, the main one first, each with the update there is for
 * it. A module whose look-up failed has none, just as one that is current (a proxy that is gone makes no difference to
 * the output or the exit status), so neither a pass nor absence can be read from it.
 * Source: Go 1.12 to 1.26, cmd/go/internal/modinfo/info.go (ModulePublic), cmd/go/internal/modload/list.go.
 */
import type { Part } from "../../model.ts";
import { awaitOutcome, type JsonLinesFormat, type JsonLinesReader, type LineFormat, type LineReader, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, textOf } from "../values.ts";
import { Outdated } from "./outdated.ts";

export const goList: JsonLinesFormat = {
  shape: "json-lines",
  name: "go-list",
  aliases: ["go-outdated"],
  kinds: ["dependency"],
  tool: "go list -m -u",
  docs: {
    command: "go list -m -u -json all > outdated.json",
    proof: "none: it opens and updates entries, and a module that is missing from it proves nothing",
    source: "Go 1.26, cmd/go/internal/modinfo/info.go",
    example:
      '{"Path": "example.com/dep", "Version": "v1.1.0", "Update": {"Path": "example.com/dep", "Version": "v1.3.0"}, "Indirect": true}',
  },
  is: (document) =>
    typeof at(document, "Path") === "string" &&
    (at(document, "Main") === true || typeof at(document, "Version") === "string") &&
    FIELDS.some((field) => at(document, field) !== undefined) &&
    at(document, "ImportPath") === undefined,
  reader: (sink) => reader(sink),
};

/** The same as text, `go list -m -u all`: a line a module, the update in brackets. Which are indirect it does not say. */
export const goListText: LineFormat = {
  shape: "lines",
  name: "go-list-text",
  kinds: ["dependency"],
  tool: "go list -m -u",
  docs: {
    command: "go list -m -u all > outdated.txt   # better: with -json, which tells what the project uses itself",
    proof: "none: it opens and updates entries, and a module that is missing from it proves nothing",
    source: "Go 1.26, cmd/go/internal/modinfo/info.go (String)",
    example: "example.com/dep v1.1.0 [v1.3.0]",
  },
  minds: ({ last }) => last === "]",
  reader: (sink) => textReader(sink),
};

/** Only what has an update is told from other lines; `(retracted)` and `(deprecated)` may stand behind a version. */
const MODULE = /^([\w.~-]+\.[\w.~/-]+) (v\d[\w.+-]*)(?: \((retracted|deprecated)[^)]*\))? \[(v\d[\w.+-]*)(?: \([^)]*\))?\]$/;

function textReader(sink: Sink): LineReader {
  let outdated: Outdated | undefined;
  let part: Part | undefined;
  return {
    take: (line, number) => {
      const [, name, current, word, latest] = line.endsWith("]") && line.length < 2_000 ? (MODULE.exec(line) ?? []) : [];
      if (name === undefined || current === undefined || latest === undefined) return false;
      if (!part) {
        part = sink.part("dependency", "it names no module", { units: ["go list -m -u"] });
        part.line = number;
        part.provesAbsence = false;
      }
      outdated ??= new Outdated(part, "go");
      outdated.add({
        name: own(name),
        current: own(current),
        latest: own(latest),
        note: word === undefined ? undefined : `it is ${own(word)}`,
      });
      return true;
    },
    end: () => {
      outdated?.observe(sink);
      if (part) awaitOutcome(part);
    },
  };
}

/** Of these every module has one; other documents with a path and a version do not. */
const FIELDS = ["Main", "GoMod", "Time", "Update", "Indirect", "Replace", "GoVersion", "Error"];

function reader(sink: Sink): JsonLinesReader {
  const part = sink.part("dependency", "it names no module", { units: [] });
  part.provesAbsence = false;
  const outdated = new Outdated(part, "go");
  let failed = 0;
  let modules = 0;
  return {
    take: (module) => {
      const name = textOf(at(module, "Path")) ?? "";
      modules++;
      if (at(module, "Main") === true) {
        part.extent.units.push(name);
        return;
      }
      if (at(module, "Error") !== undefined) failed++;
      const latest = textOf(at(module, "Update", "Version"));
      const retracted = listOf(at(module, "Retracted")).length > 0 ? "the version in use was retracted" : undefined;
      outdated.add({
        name,
        current: textOf(at(module, "Version")),
        latest,
        skipped: skippedBecause(module, latest),
        note: retracted ?? (at(module, "Deprecated") === undefined ? undefined : "it is deprecated"),
      });
    },
    end: () => {
      outdated.observe(sink);
      if (failed > 0) {
        part.state = "partial";
        part.reason = `${failed} modules could not be looked up`;
      } else if (modules > 0) {
        part.state = "whole";
        delete part.reason;
      }
      if (part.extent.units.length === 0) part.extent.units.push("go list -m -u");
    },
  };
}

function skippedBecause(module: unknown, latest: string | undefined): string | undefined {
  if (at(module, "Replace") !== undefined) return "it is replaced in go.mod";
  if (latest === undefined) return "no newer version was found, or the look-up failed";
  return at(module, "Indirect") === true ? "the project does not use it itself" : undefined;
}
