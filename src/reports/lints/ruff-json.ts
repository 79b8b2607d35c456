/** `ruff check --output-format json`: the list of findings, `[]` when there are none. */
import type { JsonFormat } from "../format.ts";
import { listOf } from "../values.ts";
import { lists, ProblemList } from "./finding.ts";
import { isRuffFinding, readRuffFinding } from "./ruff.ts";

export const ruffJson: JsonFormat = {
  shape: "json",
  name: "ruff-json",
  kinds: ["lint"],
  tool: "ruff",
  docs: {
    command: "ruff check --output-format json > ruff.json   # name it with format=ruff-json: a clean run writes []",
    proof: "the list is closed and every file could be parsed",
    source: "astral-sh/ruff, crates/ruff_db/src/diagnostic/render/json.rs",
    example: '[{"code":"F401","filename":"/repo/a.py","location":{"column":8,"row":1},"message":"`os` imported but unused"}]',
  },
  is: (document) => lists(document, isRuffFinding),
  read: (document, sink, context) => {
    const list = new ProblemList(sink, "ruff");
    for (const item of listOf(document)) readRuffFinding(item, list, context);
    list.settle();
  },
};
