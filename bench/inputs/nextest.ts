/** Logs of cargo-nextest: for people, and its compact form of libtest's JSON. */
import { type Expected, type Output, outcomeOf, panicOf, wordsOf } from "./output.ts";

/** Tests of one binary. */
const BINARY = 2_000;
/** Mean length of what one test takes in the log for people: the log counts its tests before the first. */
const PER_TEST = 99;

export function nextest(out: Output, bytes: number): Expected {
  const cases = Math.max(1, Math.round(bytes / PER_TEST / BINARY)) * BINARY;
  let skipped = 0;
  for (let i = 0; i < cases; i++) if (outcomeOf(i) === "skipped") skipped++;
  const run = cases - skipped;
  const width = String(run).length;
  const failed: string[] = [];
  out.write("────────────\n Nextest run ID 1847cf29-9d7d-4351-a43f-fd31ade78e42 with nextest profile: ci\n");
  out.write(`    Starting ${run} tests across ${cases / BINARY} binaries (${skipped} tests skipped)\n`);
  let done = 0;
  for (let i = 0; i < cases; i++) {
    const outcome = outcomeOf(i);
    if (outcome === "skipped") continue;
    done++;
    const name = wordsOf(i).join("::");
    const place = `(${String(done).padStart(width)}/${run}) pkg${Math.floor(i / BINARY)} ${name}`;
    if (outcome === "passed") {
      out.write(`        PASS [   0.0${10 + (i % 89)}s] ${place}\n`);
      continue;
    }
    const status = `        FAIL [   0.224s] ${place}\n`;
    failed.push(status);
    const text = panicOf(name, "src/lib.rs", 10 + (i % 900)).replace(/^(?=.)/gm, "    ");
    out.write(`${status}  stderr ───\n\n${text}\n`);
  }
  out.write(
    `────────────\n     Summary [   0.988s] ${run} tests run: ${run - failed.length} passed, ${failed.length} failed, ${skipped} skipped\n`,
  );
  for (const status of failed) out.write(status);
  out.write("error: test run failed\n");
  return { cases: run, failing: failed.length };
}

export function nextestJson(out: Output, bytes: number): Expected {
  const expected: Expected = { cases: 0, failing: 0 };
  for (let binary = 0; out.size < bytes; binary++) {
    const own = `"nextest":{"crate":"pkg${binary}","test_binary":"pkg${binary}","kind":"lib"}`;
    const count = { passed: 0, failed: 0, skipped: 0 };
    out.write(`{"type":"suite","event":"started","test_count":${BINARY},${own}}\n`);
    for (let i = 0; i < BINARY; i++) {
      const index = expected.cases + i;
      const outcome = outcomeOf(index);
      count[outcome]++;
      const name = wordsOf(index).join("::");
      const words = `"name":"pkg${binary}::pkg${binary}$${name}"`;
      out.write(`{"type":"test","event":"started",${words}}\n`);
      if (outcome === "skipped") out.write(`{"type":"test","event":"ignored",${words}}\n`);
      else if (outcome === "passed") out.write(`{"type":"test","event":"ok",${words},"exec_time":0.0${100_000 + (index % 899_999)}}\n`);
      else {
        const stdout = JSON.stringify(`\n${panicOf(name, "src/lib.rs", 10 + (index % 900))}`);
        out.write(`{"type":"test","event":"failed",${words},"exec_time":0.196230438,"stdout":${stdout}}\n`);
      }
    }
    const { passed, failed, skipped } = count;
    out.write(
      `{"type":"suite","event":"${failed > 0 ? "failed" : "ok"}","passed":${passed},"failed":${failed},"ignored":${skipped},"measured":0,"filtered_out":0,"exec_time":0.031839736,${own}}\n`,
    );
    expected.cases += BINARY;
    expected.failing += failed;
  }
  return expected;
}
