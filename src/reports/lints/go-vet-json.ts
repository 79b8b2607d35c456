/**
 * `go vet -json`: a pretty-printed document a package, `{}` for a clean one, between lines that name the package. A
 * package that does not compile has a line of text instead, and nothing says that all were vetted.
 * Source: golang.org/x/tools/go/analysis/internal/analysisflags (JSONTree) and cmd/go/internal/vet.
 */
import { awaitOutcome, type JsonLinesFormat, type ReadContext } from "../format.ts";
import { listOf, objectOf, textOf } from "../values.ts";
import { lineNumber, ProblemList } from "./finding.ts";

export const goVetJson: JsonLinesFormat = {
  shape: "json-lines",
  name: "go-vet-json",
  kinds: ["lint"],
  tool: "go vet",
  silent: "go vet",
  docs: {
    command: "go vet -json ./... > vet.json 2>&1",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "golang.org/x/tools, go/analysis/internal/analysisflags/flags.go (JSONTree)",
    example: '{"example.com/shop": {"printf": [{"posn": "/repo/a.go:3:28", "message": "fmt.Printf format %d has arg …"}]}}',
  },
  is: (document) => {
    const [analyzers] = valuesOf(document);
    return valuesOf(analyzers).some((found) => typeof objectOf<"error">(found).error === "string" || listOf(found).some(isDiagnostic));
  },
  reader: (sink, context) => {
    const list = new ProblemList(sink, "go vet");
    let failed: string | undefined;
    return {
      take: (document) => {
        failed = readTree(document, list, context) ?? failed;
      },
      end: () => list.settle(failed === undefined ? undefined : `the analyzer ${failed} failed`, awaitOutcome),
    };
  },
};

/** At most so many are looked at to tell the format. */
const PEEKED = 20;

function valuesOf(value: unknown): unknown[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.values(value).slice(0, PEEKED) : [];
}

function isDiagnostic(item: unknown): boolean {
  const { posn, message } = objectOf<"posn" | "message">(item);
  return typeof posn === "string" && typeof message === "string";
}

/** Returns the name of an analyzer that failed. */
function readTree(document: unknown, list: ProblemList, context: ReadContext): string | undefined {
  let failed: string | undefined;
  for (const [name, analyzers] of entriesOf(document)) {
    for (const [rule, found] of entriesOf(analyzers)) {
      const error = textOf(objectOf<"error">(found).error);
      if (error !== undefined) {
        failed = rule;
        list.add({ outcome: "error", rule, message: error, package: name });
      }
      for (const diagnostic of listOf(found)) {
        const said = objectOf<"posn" | "message">(diagnostic);
        const [, path = "", row] = /^(.{1,4000}?):(\d{1,9})(?::\d{1,9})?$/.exec(textOf(said.posn) ?? "") ?? [];
        const file = path === "" ? undefined : context.path(path);
        list.add({ rule, message: textOf(said.message), file, line: lineNumber(row), package: name });
      }
    }
  }
  return failed;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
