/** Logs of `cargo test`: for people, for people as a CI host hands them out, and libtest's JSON. */
import { type Expected, type Output, outcomeOf, panicOf, wordsOf } from "./output.ts";

/** Tests of one target. */
const TARGET = 2_000;

interface Case {
  name: string;
  outcome: "passed" | "failed" | "skipped";
  line: number;
}

/** Calls `each` with target after target, each with its cases, until the output is long enough. */
function targets(out: Output, bytes: number, each: (target: number, cases: readonly Case[]) => void): Expected {
  const expected: Expected = { cases: 0, failing: 0 };
  for (let target = 0; out.size < bytes; target++) {
    const cases: Case[] = [];
    for (let i = 0; i < TARGET; i++) {
      const index = expected.cases + i;
      cases.push({ name: wordsOf(index).join("::"), outcome: outcomeOf(index), line: 10 + (index % 900) });
    }
    expected.cases += TARGET;
    expected.failing += countOf(cases, "failed");
    each(target, cases);
  }
  return expected;
}

function countOf(cases: readonly Case[], outcome: Case["outcome"]): number {
  return cases.filter((c) => c.outcome === outcome).length;
}

function running(target: number): string {
  return `     Running unittests src/lib.rs (target/debug/deps/pkg${target}-${target.toString(16).padStart(16, "5")})\n`;
}

const VERDICTS = { passed: "ok", failed: "FAILED", skipped: "ignored, slow: needs a database" };

function human(out: Output, bytes: number, write: (text: string) => void): Expected {
  const expected = targets(out, bytes, (target, cases) => {
    const failed = cases.filter((c) => c.outcome === "failed");
    write(`${running(target)}\nrunning ${cases.length} tests\n`);
    for (const { name, outcome } of cases) write(`test ${name} ... ${VERDICTS[outcome]}\n`);
    if (failed.length > 0) {
      write("\nfailures:\n\n");
      for (const { name, line } of failed) write(`---- ${name} stdout ----\n\n${panicOf(name, "src/lib.rs", line)}\n`);
      write(`\nfailures:\n${failed.map((c) => `    ${c.name}\n`).join("")}`);
    }
    const [passed, ignored] = [countOf(cases, "passed"), countOf(cases, "skipped")];
    const word = failed.length > 0 ? "FAILED" : "ok";
    write(
      `\ntest result: ${word}. ${passed} passed; ${failed.length} failed; ${ignored} ignored; 0 measured; 0 filtered out; finished in 0.20s\n\n`,
    );
    if (failed.length > 0) write(`error: test failed, to rerun pass \`-p pkg${target} --lib\`\n`);
  });
  return expected;
}

export function libtest(out: Output, bytes: number): Expected {
  return human(out, bytes, (text) => out.write(text));
}

/** The same log with colours, and the time stamps that GitHub puts before each line of a downloaded log. */
export function libtestStamped(out: Output, bytes: number): Expected {
  let tick = 0;
  const stamp = (): string => `2026-08-22T10:11:12.${String(tick++ % 10_000_000).padStart(7, "0")}Z `;
  return human(out, bytes, (text) => {
    const coloured = text
      .replace(/ \.\.\. ok\n/g, " ... \u001b[32mok\u001b[m\n")
      .replace(/ \.\.\. FAILED\n/g, " ... \u001b[31mFAILED\u001b[m\n");
    out.write(coloured.replace(/^/gm, stamp).replace(/\n[^\n]{29}$/, "\n"));
  });
}

export function libtestJson(out: Output, bytes: number): Expected {
  return targets(out, bytes, (target, cases) => {
    const failed = countOf(cases, "failed");
    out.write(`${running(target)}{ "type": "suite", "event": "started", "test_count": ${cases.length} }\n`);
    for (const { name, outcome, line } of cases) {
      const words = JSON.stringify(name);
      out.write(`{ "type": "test", "event": "started", "name": ${words} }\n`);
      if (outcome === "passed") out.write(`{ "type": "test", "name": ${words}, "event": "ok" }\n`);
      else if (outcome === "skipped") out.write(`{ "type": "test", "name": ${words}, "event": "ignored", "message": "needs network" }\n`);
      else {
        const stdout = JSON.stringify(`\n${panicOf(name, "src/lib.rs", line)}`);
        out.write(`{ "type": "test", "name": ${words}, "event": "failed", "stdout": ${stdout} }\n`);
      }
    }
    const [passed, ignored] = [countOf(cases, "passed"), countOf(cases, "skipped")];
    const word = failed > 0 ? "failed" : "ok";
    out.write(
      `{ "type": "suite", "event": "${word}", "passed": ${passed}, "failed": ${failed}, "ignored": ${ignored}, "measured": 0, "filtered_out": 0, "exec_time": 0.251 }\n`,
    );
    if (failed > 0) out.write(`error: test failed, to rerun pass \`-p pkg${target} --lib\`\n`);
  });
}
