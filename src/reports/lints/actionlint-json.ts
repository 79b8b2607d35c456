/** `actionlint -format '{{json .}}'`: the list of findings, `[]` when there are none. */
import type { JsonFormat } from "../format.ts";
import { listOf } from "../values.ts";
import { isActionlintError, readActionlintError } from "./actionlint.ts";
import { lists, ProblemList } from "./finding.ts";

export const actionlintJson: JsonFormat = {
  shape: "json",
  name: "actionlint-json",
  kinds: ["lint"],
  tool: "actionlint",
  docs: {
    command: "actionlint -format '{{json .}}' > actionlint.json   # name it with format=actionlint-json: a clean run writes []",
    proof: "the list is closed",
    source: "rhysd/actionlint, docs/usage.md",
    example: '[{"message":"…","filepath":".github/workflows/ci.yml","line":9,"column":13,"kind":"expression","snippet":"…"}]',
  },
  is: (document) => lists(document, isActionlintError),
  read: (document, sink, context) => {
    const list = new ProblemList(sink, "actionlint");
    for (const item of listOf(document)) readActionlintError(item, list, context);
    list.settle();
  },
};
