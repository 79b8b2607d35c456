/** Reviewdog's `rdjsonl`: a diagnostic a line, and nothing when there are none. */
import { awaitOutcome, type JsonLinesFormat } from "../format.ts";
import { listOf } from "../values.ts";
import { lists } from "./finding.ts";
import { Diagnostics, isDiagnostic } from "./rd.ts";

export const rdjsonl: JsonLinesFormat = {
  shape: "json-lines",
  name: "rdjsonl",
  kinds: ["lint"],
  tool: "rdjsonl",
  docs: {
    command: "errorformat -name=go-vet -w=jsonl < vet.txt > vet.rdjsonl",
    proof: "none in the file: hand on the step's outcome with outcome=; without `source.name` it closes nothing",
    source: "reviewdog/reviewdog, proto/rdf/README.md",
    example: '{"message":"…","location":{"path":"a.go","range":{"start":{"line":14}}},"severity":"ERROR","source":{"name":"govet"}}',
  },
  is: (document) => isDiagnostic(document) || lists(document, isDiagnostic),
  reader: (sink, context) => {
    const diagnostics = new Diagnostics(sink, context);
    return {
      take: (document) => {
        for (const item of Array.isArray(document) ? listOf(document) : [document]) diagnostics.add(item, undefined, undefined);
      },
      end: () => diagnostics.settle(awaitOutcome),
    };
  },
};
