import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Evidence } from "../../src/model.ts";
import { cargoTest } from "../e2e/reports.ts";
import { folderOf } from "../e2e/spawn.ts";
import { collected, evidenceOf, hostIn } from "./kit.ts";

const folder = folderOf({
  "t.txt": cargoTest({
    crate: "shop",
    tests: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`tests::t${i}`, i % 7 === 0 ? "it broke" : "ok"])),
  }),
});
afterAll(() => folder.remove());
const host = hostIn(folder.path);
const path = join(folder.path, "damaged.jsonl.gz");

const read = (bytes: Uint8Array): Evidence => {
  writeFileSync(path, bytes);
  return evidenceOf({ ...host, run: { ...host.run, job: "tracker" } }, [], [path]);
};

/** What may close entries: passes, and parts that prove absence. */
const proofs = ({ passing, parts }: Evidence): Set<string> =>
  new Set([...passing.keys(), ...parts.filter(({ part }) => part.state === "whole").flatMap(({ part }) => part.extent.units)]);

describe("a file that was damaged on its way", () => {
  let bytes: Buffer;
  let plain: Buffer;
  let whole: Evidence;
  beforeAll(async () => {
    bytes = readFileSync(await collected(host, ["t.txt"]));
    plain = gunzipSync(bytes);
    whole = read(bytes);
  });

  const nothingMore = (damaged: Uint8Array): void => {
    const evidence = read(damaged);
    const [error] = evidence.reports.flatMap((r) => (r.error ? [r.error.code] : []));
    // Either it is refused, and then nothing of it counts, or nothing was changed that counts.
    if (error === undefined) expect([...proofs(evidence)].filter((proof) => !proofs(whole).has(proof))).toEqual([]);
    else expect([error, evidence.passing.size, evidence.failing.size, evidence.producers]).toEqual(["E_EVIDENCE_BROKEN", 0, 0, []]);
  };

  it("cut anywhere, it is refused whole", () => {
    expect(whole.passing.size).toBeGreaterThan(30);
    for (const content of [bytes, plain]) {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: content.length - 1 }), (at) => {
          const evidence = read(content.subarray(0, at));
          // The last bytes of a packed file are a checksum that ours makes needless.
          if (content === plain || at < content.length - 8)
            expect(evidence.reports.map((r) => r.error?.code)).toEqual(["E_EVIDENCE_BROKEN"]);
          nothingMore(content.subarray(0, at));
        }),
      );
    }
  });

  it("with any bytes changed, added or lost, nothing closes on it that would not close on the whole one", () => {
    for (const content of [bytes, plain]) {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(content.length - 1), fc.uint8Array({ maxLength: 3 }), fc.nat(3)), { minLength: 1, maxLength: 4 }),
          (changes) => {
            let damaged: Buffer = content;
            for (const [at, put, lost] of changes) damaged = Buffer.concat([damaged.subarray(0, at), put, damaged.subarray(at + lost)]);
            nothingMore(damaged);
          },
        ),
        { numRuns: 300 },
      );
    }
  });

  it("any text in its place is an error and no crash", () => {
    const line = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(
        ...plain.toString().split("\n"),
        '{"ci-tracker-evidence":1}',
        '{"end":{}}',
        '{"report":{}}',
        '{"names":[]}',
        '{"o":{}}',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join("\n");
        if (text !== plain.toString()) nothingMore(Buffer.from(text));
      }),
    );
  });
});
