/** `ruff check --output-format json-lines`: an object a finding, and nothing at all when there are none. */
import { awaitOutcome, type JsonLinesFormat } from "../format.ts";
import { ProblemList } from "./finding.ts";
import { isRuffFinding, readRuffFinding } from "./ruff.ts";

export const ruffJsonLines: JsonLinesFormat = {
  shape: "json-lines",
  name: "ruff-json-lines",
  kinds: ["lint"],
  tool: "ruff",
  silent: "ruff",
  docs: {
    command: "ruff check --output-format json-lines > ruff.jsonl",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "astral-sh/ruff, crates/ruff_db/src/diagnostic/render/json_lines.rs",
    example: '{"code":"F401","filename":"/repo/a.py","location":{"column":8,"row":1},"message":"`os` imported but unused"}',
  },
  is: isRuffFinding,
  reader: (sink, context) => {
    const list = new ProblemList(sink, "ruff");
    return {
      take: (document) => readRuffFinding(document, list, context),
      end: () => list.settle(undefined, awaitOutcome),
    };
  },
};
