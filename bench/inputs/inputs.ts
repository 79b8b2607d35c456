/**
 * Every format that is measured, a line each: a generator of its reports, the bare tokenizer it is held against, and the
 * other projects' parsers that read it. Criterion's folder is not among them: it is many small files, so what it takes
 * is the disk's.
 */
import { cargoDeny, yarnAudit } from "./audits.ts";
import { bencher, criterion } from "./benchmarks.ts";
import { cargoJson, rustcText } from "./compiler.ts";
import { cargoAudit, cargoOutdated } from "./dependencies.ts";
import { nunit3, trx } from "./dotnet.ts";
import { goTest, goTestJson, govulncheck } from "./go.ts";
import { jestJson, vitestJson } from "./javascript.ts";
import { junit, junitMarkup, junitOneLine } from "./junit.ts";
import { libtest, libtestJson, libtestStamped } from "./libtest.ts";
import { checkstyle, cppcheck, eslintJson, rdjsonl, ruffJsonLines, sarif } from "./lints.ts";
import { nextest, nextestJson } from "./nextest.ts";
import type { Generator } from "./output.ts";
import { dartJson, pytest, subunit, tap } from "./streams.ts";

/** What reads an input and does nothing with it; `JSON.parse` line by line, document by document if `pretty`, or `whole`. */
export type Bare = "split" | "JSON.parse" | "JSON.parse, pretty" | "JSON.parse, whole" | "saxes" | "crc32";

export interface Input {
  name: string;
  /** Registry name of the format that has to be recognised. */
  format: string;
  file: string;
  bare: Bare;
  generate: Generator;
  /** Only the outcome of its step proves it complete. */
  quiet?: true;
  /**
   * What is held until the end, where its counts or what leaves out doubles stand there: a key a case, or whole findings,
   * of which real reports have few. Others hold nothing.
   */
  holds?: "keys" | "findings";
  /** Names in ../peers.mjs, each with how many times as fast we aim to be, if there is an aim. */
  peers?: Readonly<Record<string, number | null>>;
}

const JUNIT_PEERS = { "fast-xml-parser": 2.5, "test-results-parser": 4, "junit-to-ctrf": 8 };

export const INPUTS: readonly Input[] = [
  { name: "junit", format: "junit", file: "junit.xml", bare: "saxes", generate: junit, peers: JUNIT_PEERS },
  { name: "junit, on one line", format: "junit", file: "line.xml", bare: "saxes", generate: junitOneLine },
  { name: "junit, much markup", format: "junit", file: "markup.xml", bare: "saxes", generate: junitMarkup, peers: JUNIT_PEERS },
  { name: "cargo-json", format: "cargo-json", file: "clippy.json", bare: "JSON.parse", generate: cargoJson },
  { name: "libtest-json", format: "libtest-json", file: "test.json", bare: "JSON.parse", generate: libtestJson },
  { name: "nextest-json", format: "nextest-json", file: "nextest.json", bare: "JSON.parse", generate: nextestJson, holds: "keys" },
  { name: "cargo-audit", format: "cargo-audit", file: "audit.json", bare: "JSON.parse, whole", generate: cargoAudit },
  { name: "cargo-outdated", format: "cargo-outdated", file: "outdated.json", bare: "JSON.parse, whole", generate: cargoOutdated },
  { name: "libtest", format: "libtest", file: "test.txt", bare: "split", generate: libtest },
  { name: "libtest, stamps and colours", format: "libtest", file: "stamped.txt", bare: "split", generate: libtestStamped },
  { name: "nextest", format: "nextest", file: "nextest.txt", bare: "split", generate: nextest, holds: "keys" },
  { name: "rustc", format: "rustc", file: "clippy.txt", bare: "split", generate: rustcText, holds: "keys" },
  { name: "criterion", format: "criterion", file: "criterion.txt", bare: "split", generate: criterion },
  { name: "go-test-json", format: "go-test-json", file: "go.json", bare: "JSON.parse", generate: goTestJson },
  { name: "go-test", format: "go-test", file: "go.txt", bare: "split", generate: goTest },
  { name: "tap", format: "tap", file: "test.tap", bare: "split", generate: tap, peers: { "tap-parser": null } },
  { name: "pytest", format: "pytest-text", file: "pytest.txt", bare: "split", generate: pytest, holds: "keys" },
  { name: "dart-json", format: "dart-json", file: "dart.json", bare: "JSON.parse", generate: dartJson },
  { name: "subunit", format: "subunit", file: "test.subunit", bare: "crc32", generate: subunit, holds: "keys" },
  { name: "trx", format: "trx", file: "test.trx", bare: "saxes", generate: trx, holds: "keys", peers: { "test-results-parser": null } },
  { name: "nunit3", format: "nunit3", file: "nunit.xml", bare: "saxes", generate: nunit3, peers: { "test-results-parser": null } },
  {
    name: "checkstyle",
    format: "checkstyle",
    file: "checkstyle.xml",
    bare: "saxes",
    generate: checkstyle,
    peers: { "fast-xml-parser": null },
  },
  { name: "cppcheck-xml", format: "cppcheck-xml", file: "cppcheck.xml", bare: "saxes", generate: cppcheck },
  { name: "ruff-json-lines", format: "ruff-json-lines", file: "ruff.jsonl", bare: "JSON.parse", generate: ruffJsonLines, quiet: true },
  { name: "rdjsonl", format: "rdjsonl", file: "vet.rdjsonl", bare: "JSON.parse", generate: rdjsonl, quiet: true },
  { name: "yarn-audit", format: "yarn-audit", file: "audit.jsonl", bare: "JSON.parse", generate: yarnAudit, holds: "findings" },
  { name: "cargo-deny", format: "cargo-deny", file: "deny.jsonl", bare: "JSON.parse", generate: cargoDeny, holds: "findings" },
  {
    name: "govulncheck",
    format: "govulncheck",
    file: "vuln.json",
    bare: "JSON.parse, pretty",
    generate: govulncheck,
    quiet: true,
    holds: "findings",
  },
  { name: "jest", format: "jest-json", file: "jest.json", bare: "JSON.parse, whole", generate: jestJson },
  { name: "vitest", format: "vitest-json", file: "vitest.json", bare: "JSON.parse, whole", generate: vitestJson },
  { name: "eslint-json", format: "eslint-json", file: "eslint.json", bare: "JSON.parse, whole", generate: eslintJson },
  { name: "sarif", format: "sarif", file: "eslint.sarif", bare: "JSON.parse, whole", generate: sarif },
  { name: "bencher", format: "bencher", file: "bencher.txt", bare: "split", generate: bencher },
];
