/** What Go's tools say: `go test -json`, `go test -v`, and `govulncheck -format json`. */
import { type Expected, type Output, outcomeOf, wordsOf } from "./output.ts";

/** Tests of one package. */
const PACKAGE = 200;

const VERDICTS = { passed: "PASS", failed: "FAIL", skipped: "SKIP" } as const;
const ACTIONS = { passed: "pass", failed: "fail", skipped: "skip" } as const;

interface Case {
  name: string;
  outcome: "passed" | "failed" | "skipped";
}

function packages(out: Output, bytes: number, each: (name: string, cases: readonly Case[], failed: boolean) => void): Expected {
  const expected: Expected = { cases: 0, failing: 0 };
  for (let index = 0; out.size < bytes; index++) {
    const cases: Case[] = [];
    for (let i = 0; i < PACKAGE; i++) {
      const [module, part, name] = wordsOf(expected.cases + i);
      cases.push({ name: `Test_${module}_${part}_${name}`, outcome: outcomeOf(expected.cases + i) });
    }
    const failing = cases.filter(({ outcome }) => outcome === "failed").length;
    expected.cases += cases.length;
    expected.failing += failing;
    each(`example.com/shop/pkg${index}`, cases, failing > 0);
  }
  return expected;
}

function printed({ name, outcome }: Case, line: number): string[] {
  const said = outcome === "failed" ? [`    cart_test.go:${line}: total is ${line}, want ${line + 1}`] : [];
  if (outcome === "skipped") said.push("    cart_test.go:9: needs a database");
  return [`=== RUN   ${name}`, ...said, `--- ${VERDICTS[outcome]}: ${name} (0.01s)`];
}

export function goTest(out: Output, bytes: number): Expected {
  return packages(out, bytes, (name, cases, failed) => {
    for (const [i, each] of cases.entries()) out.write(`${printed(each, i + 1).join("\n")}\n`);
    out.write(failed ? `FAIL\nFAIL\t${name}\t0.512s\n` : `PASS\nok  \t${name}\t0.512s\n`);
  });
}

export function goTestJson(out: Output, bytes: number): Expected {
  let tick = 0;
  return packages(out, bytes, (name, cases, failed) => {
    const event = (action: string, more: object): void => {
      const time = `2026-11-20T13:31:43.${String(tick++ % 1_000_000_000).padStart(9, "0")}Z`;
      out.write(`${JSON.stringify({ Time: time, Action: action, Package: name, ...more })}\n`);
    };
    event("start", {});
    for (const [i, each] of cases.entries()) {
      event("run", { Test: each.name });
      for (const line of printed(each, i + 1)) event("output", { Test: each.name, Output: `${line}\n` });
      event(ACTIONS[each.outcome], { Test: each.name, Elapsed: 0.01 });
    }
    event("output", { Output: failed ? "FAIL\n" : "PASS\n" });
    event("output", { Output: failed ? `FAIL\t${name}\t0.512s\n` : `ok  \t${name}\t0.512s\n` });
    event(failed ? "fail" : "pass", { Elapsed: 0.512 });
  });
}

/** Pretty-printed documents, one after another; one vulnerability in four is called. */
export function govulncheck(out: Output, bytes: number): Expected {
  const expected: Expected = { cases: 0, failing: 0 };
  const write = (document: object): void => out.write(`${JSON.stringify(document, null, 2)}\n`);
  write({ config: { protocol_version: "v1.0.0", scanner_name: "govulncheck", db: "https://vuln.go.dev", scan_level: "symbol" } });
  for (; out.size < bytes; expected.cases++) {
    const id = `GO-2021-${String(expected.cases).padStart(4, "0")}`;
    const module = `example.com/module/m${expected.cases}`;
    const found = { module, version: "v1.6.5", package: `${module}/parse` };
    const details = "A maliciously crafted path can cause Get and other query functions to consume excessive amounts of time.";
    const ranges = [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.9.3" }] }];
    const affected = [{ package: { name: module, ecosystem: "Go" }, ranges }];
    write({
      osv: { schema_version: "1.3.1", id, aliases: [`CVE-2021-${expected.cases}`], summary: `A flaw in ${module}`, details, affected },
    });
    write({ finding: { osv: id, fixed_version: "v1.9.3", trace: [{ module, version: "v1.6.5" }] } });
    write({ finding: { osv: id, fixed_version: "v1.9.3", trace: [found] } });
    if (expected.cases % 4 > 0) continue;
    expected.failing++;
    const position = { filename: "cmd/main.go", offset: 204, line: 14, column: 20 };
    const called = { module: "example.com/shop", package: "example.com/shop/cmd", function: "main", position };
    write({ finding: { osv: id, fixed_version: "v1.9.3", trace: [{ ...found, function: "Get", receiver: "Result" }, called] } });
  }
  return expected;
}
