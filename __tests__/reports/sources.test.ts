import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { EvidenceBuilder } from "../../src/identity/evidence.ts";
import { gather } from "../../src/reports/gather.ts";
import { sourcesOf } from "../../src/reports/sources.ts";
import { bytesOf, fixture } from "./reading.ts";

const home = mkdtempSync(join(tmpdir(), "ci-tracker-sources-"));
const JUNIT = bytesOf("junit-bats", "junit.xml");

function folderOf(name: string, files: Record<string, string | Uint8Array>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name, path)), { recursive: true });
    writeFileSync(join(home, name, path), content);
  }
  return join(home, name);
}

function zipOf(name: string, files: Zippable, change = (bytes: Uint8Array): Uint8Array => bytes): string {
  const path = join(home, name);
  writeFileSync(path, change(zipSync(files)));
  return path;
}

const shownOf = (path: string): string[] => [...sourcesOf(path, "artifact")].map(({ shown }) => shown);

function gathered(path: string): { reports: [string, boolean, string | undefined][]; unclear: string[] } {
  const run = { id: "1", attempt: 1, branch: "main", at: "2026-01-01T00:00:00Z", event: "push", workflow: "w", job: "j" };
  const builder = new EvidenceBuilder(run, [], (t) => t);
  gather([{ path }], { root: home, workspaces: [] }, () => "p", builder);
  const { reports, unclear } = builder.finish();
  return { reports: reports.map((r) => [r.file, r.complete, r.error?.code]), unclear };
}

describe("a folder", () => {
  it("stands for the files in it, and in the folders in it, by name; links are not followed", () => {
    const folder = folderOf("reports", { "b.xml": JUNIT, "a/c.xml": JUNIT, "node_modules/x.xml": JUNIT, ".git/y.xml": JUNIT });
    symlinkSync("/etc/hostname", join(folder, "link"));
    expect(shownOf(folder)).toEqual(["artifact/a/c.xml", "artifact/b.xml"]);
  });

  it("may hold other files: they are named once and fail nothing", () => {
    const folder = folderOf("mixed", { "good.xml": JUNIT, "notes.txt": "hello\n", "empty.log": "" });
    const { reports, unclear } = gathered(folder);
    expect(reports).toEqual([["mixed/good.xml", true, undefined]]);
    expect(unclear).toEqual(["mixed also holds 2 files of no known format: empty.log, notes.txt"]);
  });

  it("without any report is an error, and a report that is cut stays one", () => {
    expect(gathered(folderOf("none", { "notes.txt": "hello\n" })).reports).toEqual([["none", false, "E_REPORT_UNKNOWN"]]);
    const cut = folderOf("cut", { "a.xml": JUNIT.subarray(0, JUNIT.length - 20), "b.xml": JUNIT });
    expect(gathered(cut).reports).toEqual([
      ["cut/a.xml", false, "E_REPORT_CUT"],
      ["cut/b.xml", true, undefined],
    ]);
  });

  it("that is a report of its own is taken as one, wherever it stands", () => {
    expect(shownOf(fixture("criterion", "target-criterion"))).toEqual(["artifact"]);
  });
});

describe("a zip", () => {
  it("stands for the files in it, and leaves nothing behind", () => {
    const path = zipOf("a.zip", { "junit/b.xml": JUNIT, "a.xml": JUNIT, "junit/": new Uint8Array(0) });
    const sources = sourcesOf(path, "a.zip");
    const first = sources.next().value;
    expect(first && [first.shown, Buffer.compare(readFileSync(first.path), JUNIT)]).toEqual(["a.zip/a.xml", 0]);
    expect([...sources].map((s) => s.shown)).toEqual(["a.zip/junit/b.xml"]);
    expect(first && existsSync(first.path)).toBe(false);
  });

  it("may call its files what it likes: nothing is written outside", () => {
    const path = zipOf("slip.zip", { "../../../../evil.xml": JUNIT, "/abs.xml": JUNIT });
    for (const source of sourcesOf(path, "slip.zip")) expect(dirname(dirname(source.path))).toBe(tmpdir());
    expect(existsSync(join(home, "..", "evil.xml"))).toBe(false);
  });

  it("that is cut or damaged is an error, and proves nothing", () => {
    const cut = zipOf("cut.zip", { "a.xml": JUNIT, "b.xml": Buffer.alloc(90_000, "<x/>") }, (b) => b.subarray(0, 120));
    expect(gathered(cut).reports).toEqual([["cut.zip", false, expect.stringMatching(/^E_REPORT_(CUT|MALFORMED)$/)]]);
    const odd = zipOf("odd.zip", { "a.xml": JUNIT }, (b) => Uint8Array.from(b, (byte, i) => (i > 40 && i < 90 ? 0xee : byte)));
    expect(gathered(odd).reports).toEqual([["odd.zip", false, expect.stringMatching(/^E_REPORT_(CUT|MALFORMED)$/)]]);
  });
});
