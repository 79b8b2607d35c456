/** Reports as cargo and JUnit writers leave them, made small for tests that are about what is done with them. */

/** One target's tests by name: `ok`, `ignored`, or the message of a failure. */
export interface Target {
  crate: string;
  tests: Record<string, string>;
  /** Tests that a filter left out. */
  filtered?: number;
}

/** What `cargo test --no-fail-fast` prints (libtest of rustc 1.95, both streams in one file). */
export function cargoTest(...targets: Target[]): string {
  return targets.map(targetText).join("\n");
}

function targetText({ crate, tests, filtered = 0 }: Target): string {
  const all = Object.entries(tests);
  const failed = all.filter(([, word]) => word !== "ok" && word !== "ignored");
  const count = (word: string): number => all.filter(([, w]) => w === word).length;
  const lines = [`     Running unittests src/lib.rs (target/debug/deps/${crate}-b6b687f04409bf96)`, "", `running ${all.length} tests`];
  for (const [name, word] of all) lines.push(`test ${name} ... ${word === "ok" || word === "ignored" ? word : "FAILED"}`);
  if (failed.length > 0) {
    lines.push("", "failures:", "");
    for (const [name, message] of failed) {
      lines.push(`---- ${name} stdout ----`, "", `thread '${name}' (2657) panicked at src/lib.rs:4:25:`, message, "");
    }
    lines.push("", "failures:", ...failed.map(([name]) => `    ${name}`));
  }
  const word = failed.length > 0 ? "FAILED" : "ok";
  lines.push(
    "",
    `test result: ${word}. ${count("ok")} passed; ${failed.length} failed; ${count("ignored")} ignored; 0 measured; ${filtered} filtered out; finished in 0.01s`,
    "",
  );
  if (failed.length > 0) lines.push(`error: test failed, to rerun pass \`-p ${crate} --lib\``);
  return `${lines.join("\n")}\n`;
}

/** JUnit XML of one suite; `cases` by name: undefined passed, else the failure's message. */
export function junit(suite: string, cases: Record<string, string | undefined>): string {
  const all = Object.entries(cases);
  const failures = all.filter(([, message]) => message !== undefined).length;
  const body = all.map(([name, message]) =>
    message === undefined
      ? `<testcase classname="${xml(suite)}" name="${xml(name)}" time="0.1"/>`
      : `<testcase classname="${xml(suite)}" name="${xml(name)}" time="0.1"><failure message="${xml(message)}" type="AssertionError">${xml(message)}</failure></testcase>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="${xml(suite)}" tests="${all.length}" failures="${failures}" errors="0" skipped="0" time="0.2">
${body.join("\n")}
</testsuite></testsuites>
`;
}

/** Escaped for an attribute; what XML 1.0 cannot hold at all stays as it is, as careless writers leave it. */
export function xml(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/\n/g, "&#10;")
    .replace(/\r/g, "&#13;")
    .replace(/\t/g, "&#9;");
}
