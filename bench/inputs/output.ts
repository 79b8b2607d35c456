/** What all inputs are made with: a file that is written in pieces, and numbers that are the same in every run. */
import { closeSync, openSync, writeSync } from "node:fs";

/** What stands in an input, as its reader has to find it: a reader that is fast because it reads wrongly is no use. */
export interface Expected {
  /** Test cases, findings or measurements. */
  cases: number;
  failing: number;
}

/** Writes one input of about so many bytes. */
export type Generator = (out: Output, bytes: number) => Expected;

/** A file that grows by pieces. */
export class Output {
  /** Characters so far; inputs are almost all ASCII, so nearly bytes. */
  size = 0;
  private readonly fd: number;
  private held: (string | Buffer)[] = [];
  private heldSize = 0;

  constructor(path: string) {
    this.fd = openSync(path, "w");
  }

  write(content: string | Buffer): void {
    this.held.push(content);
    this.heldSize += content.length;
    this.size += content.length;
    if (this.heldSize > 1 << 20) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.fd);
  }

  private flush(): void {
    const text = this.held.every((piece) => typeof piece === "string");
    writeSync(this.fd, text ? Buffer.from(this.held.join("")) : Buffer.concat(this.held.map((piece) => Buffer.from(piece))));
    this.held = [];
    this.heldSize = 0;
  }
}

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** How a case ends: most pass, one in 500 fails, one in 200 is skipped. */
export function outcomeOf(index: number): "passed" | "failed" | "skipped" {
  return index % 500 === 250 ? "failed" : index % 200 === 100 ? "skipped" : "passed";
}

const MODULES = ["cart", "ledger", "orders", "stock", "billing", "http", "storage", "search", "auth", "mail", "export", "audit"];
const PARTS = ["discount", "totals", "parser", "client", "index", "cache", "codec", "queue", "router", "session", "report", "config"];
const VERBS = ["applies", "rejects", "keeps", "returns", "rounds", "writes", "reads", "merges", "splits", "retries", "expires", "sorts"];
const THINGS = ["empty_input", "a_year", "unknown_users", "the_last_page", "negative_amounts", "two_legs", "utf8_names", "large_files"];

/** The words of a test: `["cart", "discount", "applies_a_year_117"]`. */
export function wordsOf(index: number): [module: string, part: string, name: string] {
  const pick = (list: readonly string[], by: number): string => list[Math.floor(index / by) % list.length] ?? "";
  return [pick(MODULES, 144), pick(PARTS, 12), `${pick(VERBS, 1)}_${pick(THINGS, 5)}_${index}`];
}

/** A panic of Rust with its backtrace, as libtest and nextest print it. */
export function panicOf(test: string, file: string, line: number): string {
  return `thread '${test}' (${20_000 + (line % 9_000)}) panicked at ${file}:${line}:25:
assertion \`left == right\` failed: ledger & <totals> differ
  left: ${line}
 right: ${line + 1}
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/panicking.rs:689:5
   1: core::panicking::panic_fmt
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:80:14
   2: core::panicking::assert_failed_inner
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/panicking.rs:434:23
   3: ${test}
             at ./${file}:${line}:25
   4: ${test}::{{closure}}
             at ./${file}:${line - 1}:22
   5: core::ops::function::FnOnce::call_once
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/ops/function.rs:250:5
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.
`;
}
