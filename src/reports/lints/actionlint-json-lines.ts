/** `actionlint -format '{{range $err := .}}{{json $err}}{{end}}'`: an object a finding, and nothing when there are none. */
import { awaitOutcome, type JsonLinesFormat } from "../format.ts";
import { isActionlintError, readActionlintError } from "./actionlint.ts";
import { ProblemList } from "./finding.ts";

export const actionlintJsonLines: JsonLinesFormat = {
  shape: "json-lines",
  name: "actionlint-json-lines",
  kinds: ["lint"],
  tool: "actionlint",
  silent: "actionlint",
  docs: {
    command: "actionlint -format '{{range $err := .}}{{json $err}}{{end}}' > actionlint.jsonl",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "rhysd/actionlint, docs/usage.md",
    example: '{"message":"…","filepath":".github/workflows/ci.yml","line":9,"column":13,"kind":"expression","snippet":"…"}',
  },
  is: isActionlintError,
  reader: (sink, context) => {
    const list = new ProblemList(sink, "actionlint");
    return {
      take: (document) => readActionlintError(document, list, context),
      end: () => list.settle(undefined, awaitOutcome),
    };
  },
};
