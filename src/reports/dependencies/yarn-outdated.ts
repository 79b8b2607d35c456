/**
 * `yarn outdated --json` of yarn 1: a line that explains colours and one with a table; nothing when all is current. A
 * failed look-up is a line of type `error`, so absence proves something.
 * Source: yarn 1.22, src/cli/commands/outdated.js, src/reporters/json-reporter.js.
 */
import type { JsonLinesFormat, JsonLinesReader, Sink } from "../format.ts";
import { at, listOf, textOf } from "../values.ts";
import { Outdated } from "./outdated.ts";

export const yarnOutdated: JsonLinesFormat = {
  shape: "json-lines",
  name: "yarn-outdated",
  kinds: ["dependency"],
  tool: "yarn outdated",
  silent: "yarn outdated",
  docs: {
    command: "yarn outdated --json > outdated.jsonl (yarn 1)   # with format=yarn-outdated and outcome=: when all is current it is empty",
    proof: "the line with the table",
    source: "yarn 1.22, src/cli/commands/outdated.js",
    example:
      '{"type":"table","data":{"head":["Package","Current","Wanted","Latest","Package Type","URL"],"body":[["lodash","4.17.15",…]]}}',
  },
  is: (document) => {
    const type = at(document, "type");
    if (type === "table") return HEADS.every((head) => listOf(at(document, "data", "head")).includes(head));
    return type === "info" && (textOf(at(document, "data")) ?? "").startsWith("Color legend : ");
  },
  reader: (sink) => reader(sink),
};

const HEADS = ["Package", "Current", "Wanted", "Latest"];

function reader(sink: Sink): JsonLinesReader {
  const part = sink.part("dependency", "it ends before its table", { units: ["yarn outdated"] });
  const outdated = new Outdated(part, "npm");
  let tables = 0;
  let unread = 0;
  return {
    take: (document) => {
      const type = at(document, "type");
      if (type === "error") sink.problem("E_REPORT_FAILED", `yarn says: ${(textOf(at(document, "data")) ?? "").slice(0, 500)}`);
      if (type !== "table") return;
      tables++;
      const head = listOf(at(document, "data", "head"));
      for (const row of listOf(at(document, "data", "body"))) {
        const field = (name: string): string | undefined => textOf(listOf(row)[head.indexOf(name)]) || undefined;
        const [name, current, wanted, latest] = HEADS.map(field);
        if (name === undefined || current === undefined || latest === undefined) unread++;
        else outdated.add({ name, suite: field("Workspace"), current, wanted, latest });
      }
    },
    end: () => {
      outdated.observe(sink);
      if (unread > 0) {
        part.reason = "one of its rows is not whole";
        sink.problem("E_REPORT_MALFORMED", `${unread} of its rows name no version`);
      } else if (tables > 0) {
        part.state = "whole";
        delete part.reason;
      }
    },
  };
}
