/** Findings of linters, in the formats that other tools read as well. */
import { type Expected, type Output, wordsOf } from "./output.ts";

/** Findings of one file. */
const FILE = 10;

function fileOf(index: number, ending: string): string {
  return `src/${wordsOf(index).slice(0, 2).join("/")}/file_${Math.floor(index / FILE)}.${ending}`;
}

const RULES = ["JavadocVariableCheck", "MagicNumberCheck", "WhitespaceAroundCheck", "LineLengthCheck", "FinalParametersCheck"];

export function checkstyle(out: Output, bytes: number): Expected {
  let cases = 0;
  out.write('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="10.12.0">\n');
  while (out.size < bytes) {
    out.write(`<file name="/home/runner/work/shop/shop/${fileOf(cases, "java")}">\n`);
    for (let i = 0; i < FILE; i++, cases++) {
      const rule = `com.puppycrawl.tools.checkstyle.checks.${RULES[i % RULES.length]}`;
      out.write(
        `<error line="${i * 7 + 1}" column="${(cases % 80) + 1}" severity="error" message="&apos;{&apos; is not preceded with whitespace (${cases})." source="${rule}"/>\n`,
      );
    }
    out.write("</file>\n");
  }
  out.write("</checkstyle>\n");
  return { cases, failing: cases };
}

const CPP = ["nullPointer", "uninitvar", "arrayIndexOutOfBounds", "memleak", "unreadVariable"];

export function cppcheck(out: Output, bytes: number): Expected {
  let cases = 0;
  out.write('<?xml version="1.0" encoding="UTF-8"?>\n<results version="2">\n    <cppcheck version="2.10"/>\n    <errors>\n');
  for (; out.size < bytes; cases++) {
    const file = fileOf(cases, "c");
    const words = `Array &apos;b[4]&apos; accessed at index ${cases}, which is out of bounds.`;
    out.write(
      `        <error id="${CPP[cases % CPP.length]}" severity="error" msg="${words}" verbose="${words}" cwe="788" file0="${file}">\n            <location file="${file}" line="${(cases % 900) + 1}" column="13"/>\n            <location file="${file}" line="3" column="7" info="Null pointer dereference"/>\n            <symbol>b</symbol>\n        </error>\n`,
    );
  }
  out.write("    </errors>\n</results>\n");
  return { cases, failing: cases };
}

const RUFF = [
  ["F401", "`os` imported but unused", "unused-import"],
  ["E711", "Comparison to `None` should be `cond is None`", "none-comparison"],
  ["B006", "Do not use mutable data structures for argument defaults", "mutable-argument-default"],
] as const;

export function ruffJsonLines(out: Output, bytes: number): Expected {
  let cases = 0;
  for (; out.size < bytes; cases++) {
    const [code, message, name] = RUFF[cases % RUFF.length] ?? RUFF[0];
    const row = (cases % 900) + 1;
    const edits = [{ content: "", end_location: { column: 1, row: row + 1 }, location: { column: 1, row } }];
    const finding = {
      cell: null,
      code,
      end_location: { column: 10, row },
      filename: `/home/runner/work/shop/shop/${fileOf(cases, "py")}`,
      fix: { applicability: "safe", edits, message: "Remove it" },
      location: { column: 8, row },
      message,
      name,
      noqa_row: row,
      severity: "error",
      url: `https://docs.astral.sh/ruff/rules/${name}`,
    };
    out.write(`${JSON.stringify(finding)}\n`);
  }
  return { cases, failing: cases };
}

export function rdjsonl(out: Output, bytes: number): Expected {
  let cases = 0;
  for (; out.size < bytes; cases++) {
    const line = (cases % 900) + 1;
    const range = { start: { line, column: 15 }, end: { line, column: 20 } };
    const diagnostic = {
      message: `unreachable code (${cases})`,
      location: { path: fileOf(cases, "go"), range },
      severity: "ERROR",
      source: { name: "govet", url: "https://pkg.go.dev/cmd/vet" },
      code: { value: "unreachable", url: "" },
    };
    out.write(`${JSON.stringify(diagnostic)}\n`);
  }
  return { cases, failing: cases };
}

const ESLINT = [
  ["no-unused-vars", "'unused' is assigned a value but never used."],
  ["no-undef", "'foo' is not defined."],
  ["eqeqeq", "Expected '===' and instead saw '=='."],
] as const;

export function eslintJson(out: Output, bytes: number): Expected {
  let cases = 0;
  out.write("[");
  for (let file = 0; out.size < bytes; file++) {
    const messages = Array.from({ length: FILE }, (_, i) => {
      const [ruleId, message] = ESLINT[(cases + i) % ESLINT.length] ?? ESLINT[0];
      return { ruleId, severity: 2, message, line: i * 3 + 1, column: 5, messageId: "unexpected", endLine: i * 3 + 1, endColumn: 11 };
    });
    const document = {
      filePath: `/home/runner/work/shop/shop/${fileOf(cases, "js")}`,
      messages,
      suppressedMessages: [],
      errorCount: FILE,
      fatalErrorCount: 0,
      warningCount: 0,
      fixableErrorCount: 0,
      fixableWarningCount: 0,
      usedDeprecatedRules: [],
    };
    out.write(`${file === 0 ? "" : ","}${JSON.stringify(document)}`);
    cases += FILE;
  }
  out.write("]\n");
  return { cases, failing: cases };
}

export function sarif(out: Output, bytes: number): Expected {
  let cases = 0;
  const rules = ESLINT.map(([id, text]) => ({ id, helpUri: `https://eslint.org/docs/latest/rules/${id}`, shortDescription: { text } }));
  const driver = JSON.stringify({ name: "ESLint", informationUri: "https://eslint.org", version: "10.15.0", rules });
  out.write(
    `{"version":"2.1.0","$schema":"http://json.schemastore.org/sarif-2.1.0-rtm.5","runs":[{"tool":{"driver":${driver}},"results":[`,
  );
  for (; out.size < bytes; cases++) {
    const ruleIndex = cases % ESLINT.length;
    const [ruleId, text] = ESLINT[ruleIndex] ?? ESLINT[0];
    const region = { startLine: (cases % 900) + 1, startColumn: 5, endLine: (cases % 900) + 1, endColumn: 11 };
    const artifactLocation = { uri: `file:///home/runner/work/shop/shop/${fileOf(cases, "js")}`, index: Math.floor(cases / FILE) };
    const result = {
      level: "error",
      message: { text },
      locations: [{ physicalLocation: { artifactLocation, region } }],
      ruleId,
      ruleIndex,
    };
    out.write(`${cases === 0 ? "" : ","}${JSON.stringify(result)}`);
  }
  out.write("]}]}\n");
  return { cases, failing: cases };
}
