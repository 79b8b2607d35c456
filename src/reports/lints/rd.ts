/**
 * What reviewdog's two formats share: a diagnostic, with its rule and where it comes from.
 * Source: reviewdog/reviewdog, proto/rdf/reviewdog.proto; as protocol buffers, so enumerations may be numbers and names
 * may be written in camel case.
 */
import type { Part } from "../../model.ts";
import type { ReadContext, Sink } from "../format.ts";
import { at, objectOf, textOf } from "../values.ts";
import { lineNumber, ProblemList } from "./finding.ts";
import { plainName, toolCalled } from "./owners.ts";
import { isUnparsed } from "./unparsed.ts";

/** What stands for a tool that the report does not name; nothing is ever gone because such a report does not list it. */
const UNKNOWN = "rdjson";
/** By number in the protocol. */
const SEVERITIES = ["", "error", "warning", "info"];

/** Whether the value is a diagnostic of reviewdog's format. */
export function isDiagnostic(item: unknown): boolean {
  const { message, location } = objectOf<"message" | "location">(item);
  return typeof message === "string" && typeof at(location, "path") === "string" && at(item, "description") === undefined;
}

/** Gathers the diagnostics of one report, a part for each tool that they name. */
export class Diagnostics {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly byOwner = new Map<string, ProblemList>();

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
  }

  /** The owner that a source names, or that the file is called after. */
  ownerOf(source: unknown): string {
    const name = plainName(textOf(at(source, "name")) ?? "");
    return name || (toolCalled(this.context.called) ?? UNKNOWN);
  }

  /** The list of an owner, which may have no diagnostic. */
  begin(owner: string): ProblemList {
    let list = this.byOwner.get(owner);
    if (!list) {
      list = new ProblemList(this.sink, owner);
      if (owner === UNKNOWN) list.part.provesAbsence = false;
      this.byOwner.set(owner, list);
    }
    return list;
  }

  /** `source` and `severity`: those of the whole report, where the diagnostic has none of its own. */
  add(item: unknown, source: unknown, severity: unknown): void {
    const said = objectOf<"message" | "severity" | "source">(item);
    const owner = this.ownerOf(said.source ?? source);
    const path = textOf(at(item, "location", "path"));
    const file = path ? this.context.path(path) : undefined;
    const rule = textOf(at(item, "code", "value"));
    const unread = isUnparsed(owner, rule, "");
    this.begin(owner).add({
      outcome: unread ? "error" : "failed",
      rule,
      message: textOf(said.message),
      file,
      line: lineNumber(at(item, "location", "range", "start", "line")),
      word: wordOf(said.severity) || wordOf(severity),
    });
  }

  settle(then?: (part: Part) => void): void {
    const [owner, ...others] = this.byOwner.keys();
    if (owner !== undefined && others.length === 0) this.sink.tool(owner);
    for (const list of this.byOwner.values()) list.settle(undefined, then);
  }
}

function wordOf(severity: unknown): string | undefined {
  const word = typeof severity === "number" ? SEVERITIES[severity] : textOf(severity);
  return word === "UNKNOWN_SEVERITY" ? undefined : word;
}
