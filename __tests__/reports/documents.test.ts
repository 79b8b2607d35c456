import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonLinesFormat, LineFormat, Sink } from "../../src/reports/format.ts";
import { readLog } from "../../src/reports/log.ts";

const docs = { command: "", proof: "", source: "", example: "" };
const base = { kinds: ["test"], tool: "t", docs } as const;

/** Reads a log with one format of documents `{"number": …}` and one of lines that begin with `#`. */
function readingOf(text: string): { documents: [unknown, number][]; lines: string[]; spoilt: string[] } {
  const read = { documents: [] as [unknown, number][], lines: [] as string[], spoilt: [] as string[] };
  const numbers: JsonLinesFormat = {
    ...base,
    shape: "json-lines",
    name: "numbers",
    is: (d) => typeof d === "object" && d !== null && "number" in d,
    reader: () => ({ take: (d, line) => read.documents.push([d, line]), end: () => {} }),
  };
  const comments: LineFormat = {
    ...base,
    shape: "lines",
    name: "comments",
    reader: () => ({
      take: (line) => {
        if (!line.startsWith("#") && !line.startsWith("  #")) return false;
        read.lines.push(line);
        return true;
      },
      end: () => {},
    }),
  };
  const sink = { spoil: (reason: string) => read.spoilt.push(reason) } as unknown as Sink;
  readLog([text], { lines: [comments], json: [numbers] }, () => sink, { path: (p) => p });
  return read;
}

describe("documents in a log", () => {
  it("stand a line each, among other text", () => {
    const { documents, lines } = readingOf('# begin\n{"number":1}\nsmall talk\n{"number":2}\n# end\n');
    expect(documents).toEqual([
      [{ number: 1 }, 2],
      [{ number: 2 }, 4],
    ]);
    expect(lines).toEqual(["# begin", "# end"]);
  });

  it("may be pretty-printed, one after another, as Go's tools print them", () => {
    const { documents } = readingOf('{\n\t"number": 1,\n\t"s": "} {"\n}\n{\n\t"number": 2\n}\n');
    expect(documents).toEqual([
      [{ number: 1, s: "} {" }, 1],
      [{ number: 2 }, 5],
    ]);
  });

  it("a bracket that a program printed takes no line from the others", () => {
    expect(readingOf("{\n# a\n  # b\n").lines).toEqual(["# a", "  # b"]);
    expect(readingOf('{\n  "number": 1,\n  # b\n}\n# c\n').lines).toEqual(["  # b", "# c"]);
    expect(readingOf('{\n  "number": 1,\n# never closed\n').lines).toEqual(["# never closed"]);
  });

  it("of which one is cut take what the others prove with it", () => {
    expect(readingOf('{"number":1}\n{"number":').spoilt).toHaveLength(1);
    expect(readingOf('{\n"number":1\n}\n{\n"number":').spoilt).toHaveLength(1);
    expect(readingOf('{"number":1}\n').spoilt).toEqual([]);
  });

  it("are found however they are printed", () => {
    const values = fc.array(fc.record({ number: fc.jsonValue({ maxDepth: 3 }) }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, fc.constantFrom(0, 1, 2, "\t"), (written, indent) => {
        const text = written.map((value) => `${JSON.stringify(value, null, indent)}\n`).join("");
        expect(readingOf(text).documents.map(([d]) => d)).toEqual(JSON.parse(JSON.stringify(written)));
      }),
    );
  });
});

describe("a document that is never closed", () => {
  it("takes nothing from what stands behind it", () => {
    const { documents, lines } = readingOf('{\n  "a": [\n{"number":1}\n# b\n{\n"number": 2\n}\n');
    expect(documents.map(([d]) => d)).toEqual([{ number: 1 }, { number: 2 }]);
    expect(lines).toEqual(["# b"]);
  });

  it("and many of them are no reason to stop reading", () => {
    expect(readingOf(`${"{\n".repeat(50_000)}# end\n`).lines).toEqual(["# end"]);
  });
});
