/** Reviewdog's `rdjson`: one document with all diagnostics; ruff, taplo, pint and many wrappers write it. */
import type { JsonFormat } from "../format.ts";
import { at, listOf } from "../values.ts";
import { lists } from "./finding.ts";
import { Diagnostics, isDiagnostic } from "./rd.ts";

export const rdjson: JsonFormat = {
  shape: "json",
  name: "rdjson",
  kinds: ["lint"],
  tool: "rdjson",
  docs: {
    command: "ruff check --output-format rdjson > ruff.rdjson",
    proof: "the document is closed; without `source.name` it closes nothing",
    source: "reviewdog/reviewdog, proto/rdf/reviewdog.proto",
    example:
      '{"source":{"name":"ruff"},"severity":"WARNING","diagnostics":[{"message":"…","location":{"path":"a.py"},"code":{"value":"F401"}}]}',
  },
  is: (document) => {
    const diagnostics = at(document, "diagnostics");
    if (!Array.isArray(diagnostics) || !Object.keys(document as object).every((key) => KEYS.has(key))) return false;
    return typeof at(document, "source", "name") === "string" || lists(diagnostics, isDiagnostic);
  },
  read: (document, sink, context) => {
    const diagnostics = new Diagnostics(sink, context);
    const source = at(document, "source");
    diagnostics.begin(diagnostics.ownerOf(source));
    for (const item of listOf(at(document, "diagnostics"))) diagnostics.add(item, source, at(document, "severity"));
    diagnostics.settle();
  },
};

/** Biome's and oxlint's documents have diagnostics too, and more beside them. */
const KEYS = new Set(["diagnostics", "source", "severity"]);
