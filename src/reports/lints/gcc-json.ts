/**
 * `gcc -fdiagnostics-format=json`: a list of diagnostics a run of the compiler, one after another on stderr; gcc 9 to 14.
 * Warnings are findings of the option that turns them on, errors are the build's. A file is named only where something
 * was found in it, and a clean run writes `[]`: what is not named was not seen to be looked at.
 * Source: gcc 12, gcc/diagnostic-format-json.cc.
 */
import type { BuildObservation } from "../../model.ts";
import { awaitOutcome, type JsonLinesFormat, type JsonLinesReader, type ReadContext, type Sink } from "../format.ts";
import { at, listOf, objectOf, textOf } from "../values.ts";
import { finding, lineNumber, lists, oneLine, partial } from "./finding.ts";

export const gccJson: JsonLinesFormat = {
  shape: "json-lines",
  name: "gcc-json",
  kinds: ["lint", "build"],
  tool: "gcc",
  docs: {
    command: "make CFLAGS=-fdiagnostics-format=json 2> gcc.json   # with outcome=",
    proof: "none in the file: hand on the step's outcome with outcome=; it speaks only of the files that it names",
    source: "gcc 12, gcc/diagnostic-format-json.cc",
    example:
      '[{"kind": "warning", "option": "-Wunused-variable", "message": "unused variable ‘x’", "locations": [{"caret": {"file": "a.c", "line": 2}}]}]',
  },
  is: (document) => lists(document, isDiagnostic),
  reader: (sink, context) => new GccJsonReader(sink, context),
};

/** So many errors are kept in words. */
const MAX_ERRORS = 100;

function isDiagnostic(item: unknown): boolean {
  const { kind, message, locations, children } = objectOf<"kind" | "message" | "locations" | "children">(item);
  return typeof kind === "string" && typeof message === "string" && Array.isArray(locations) && Array.isArray(children);
}

interface Failed {
  message: string;
  file?: string;
  line?: number;
}

class GccJsonReader implements JsonLinesReader {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly part;
  private readonly files = new Set<string>();
  private readonly errors: Failed[] = [];

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.part = sink.part("lint", "the log ends before the compiler does", { owners: ["gcc"] });
  }

  take(document: unknown): void {
    for (const item of listOf(document)) this.diagnostic(item);
  }

  end(): void {
    this.part.extent.units = [...this.files].sort();
    if (this.errors.length > 0) partial(this.part, "some of its files could not be compiled");
    else awaitOutcome(this.part);
    this.build();
  }

  private diagnostic(item: unknown): void {
    const said = objectOf<"kind" | "message" | "option">(item);
    const word = textOf(said.kind) ?? "";
    const message = textOf(said.message);
    const [place] = listOf(at(item, "locations"));
    const path = textOf(at(place, "caret", "file"));
    const file = path ? this.context.path(path) : undefined;
    const line = lineNumber(at(place, "caret", "line"));
    if (word === "note" || message === undefined) return;
    const option = textOf(said.option);
    if (word !== "warning" && option === undefined) {
      if (this.errors.length < MAX_ERRORS)
        this.errors.push({ message: oneLine(message), ...(file ? { file } : {}), ...(line ? { line } : {}) });
      return;
    }
    if (file !== undefined) this.files.add(file);
    // `-Werror=x` is `-Wx`, denied.
    const rule = option?.replace(/^-Werror=/, "-W");
    this.sink.observe(finding(this.part, "gcc", { rule, message, file, line, word, units: file === undefined ? [] : [file] }));
  }

  private build(): void {
    const [first, ...others] = this.errors;
    if (!first) return;
    const part = this.sink.part("build", "the compiler stopped at an error", { units: ["*"] });
    partial(part, "the compiler stopped at an error");
    const observation: BuildObservation = { kind: "build", outcome: "failed", part, name: "*", ecosystem: "c", units: ["*"], ...first };
    if (others.length > 0) observation.errors = others.map(({ message, file, line }) => (file ? `${message} (${file}:${line})` : message));
    this.sink.observe(observation);
  }
}
