import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { fingerprintOf, keyOf } from "../../src/identity/key.ts";
import { type Line, readLedger, type Word, writeLedger } from "../../src/ledger/ledger.ts";

const FILE = ".ci-tracker/ledger.jsonl";

const text = fc.string({ unit: "binary", maxLength: 20 });
const run = fc.record({ run: fc.string({ minLength: 1 }), attempt: fc.integer({ min: 1, max: 99 }), at: fc.string() });
const word: fc.Arbitrary<Word> = fc.record(
  {
    run: fc.string(),
    attempt: fc.integer({ min: 1, max: 99 }),
    at: fc.string(),
    last: fc.constantFrom("failed", "passed", "absent"),
    commit: fc.string(),
    reach: fc.record({ units: fc.array(text), cases: fc.nat() }),
    weak: fc.constant(true as const),
  },
  { requiredKeys: ["run", "attempt", "at", "last"], noNullPrototype: true },
);
/** Names that objects have by themselves are names of branches and jobs like others. */
const producer = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "toString", "main » ci.yml » test"));
const line: fc.Arbitrary<Line> = fc
  .record(
    {
      kind: fc.constantFrom("test", "lint", "audit", "bench", "dependency", "build"),
      fields: fc.array(text, { minLength: 1, maxLength: 3 }),
      title: text,
      state: fc.constantFrom("pending", "claimed", "open", "closed"),
      generation: fc.integer({ min: 1, max: 9 }),
      producers: fc.array(fc.tuple(producer, word), { maxLength: 4 }).map((all) => Object.fromEntries(all)),
      entry: fc.record({ tracker: fc.constant("tracer"), id: text }),
      runs: fc.array(fc.string()),
      opened: run,
      errors: fc.array(fc.string()),
      verdict: text,
      contested: fc.constant(true as const),
    },
    { requiredKeys: ["kind", "fields", "title", "state", "generation", "producers"], noNullPrototype: true },
  )
  .map(({ kind, fields, ...rest }) => {
    const key = keyOf(kind, ...fields);
    return { fingerprint: fingerprintOf(key), key, kind, ...rest };
  });
const lines = fc.uniqueArray(line, { selector: (l) => l.fingerprint, maxLength: 12 });

const written = (all: readonly Line[]): string => writeLedger(readLedger(null), new Map(all.map((l) => [l.fingerprint, l])));
/** As JSON has it: what is undefined is not there. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the ledger", () => {
  test("gives back every line that was written into it, whatever stands in it", () => {
    fc.assert(
      fc.property(lines, (all) => {
        const { ledger } = readLedger(written(all));
        expect(ledger.size).toBe(all.length);
        for (const one of all) expect(plain(ledger.get(one.fingerprint))).toEqual(plain(one));
      }),
      { numRuns: 300 },
    );
  });

  test("is the same bytes for the same lines: sorted by fingerprint, fields and producers in one order, a newline after each", () => {
    fc.assert(
      fc.property(lines, (all) => {
        const one = written(all);
        const turned = all.map((l) => {
          const fields = Object.entries({ ...l, producers: Object.fromEntries(Object.entries(l.producers).reverse()) }).reverse();
          return Object.fromEntries(fields) as unknown as Line;
        });
        expect(written(turned.reverse())).toBe(one);
        const found = one.split("\n").slice(0, -1);
        expect(found).toHaveLength(all.length);
        const fingerprints = found.map((l) => (JSON.parse(l) as Line).fingerprint);
        expect(fingerprints).toEqual([...fingerprints].sort());
        expect(one === "" || one.endsWith("\n")).toBe(true);
      }),
    );
  });

  test("keeps every byte of a line that did not change, fields of other versions and odd spacing included", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const odd = written(before).replace(/^\{/gm, '{ "later": [1, {"x":null}],  ');
        const loaded = readLedger(odd);
        const changed = after.filter((l) => !before.some((b) => b.fingerprint === l.fingerprint));
        const text = writeLedger(loaded, new Map(changed.map((l) => [l.fingerprint, l])));
        for (const kept of odd.split("\n")) expect(text.split("\n")).toContain(kept);
        expect(text.split("\n")).toHaveLength(before.length + changed.length + 1);
        expect(writeLedger(loaded, new Map())).toBe(odd);
      }),
    );
  });

  test("keeps fields that it does not know in a line that changes, behind its own", () => {
    const [own] = fc.sample(line, { numRuns: 1, seed: 1 });
    if (!own) throw new Error("no line");
    const loaded = readLedger(`${JSON.stringify({ later: { b: 1, a: 2 }, ...own })}\n`);
    const read = loaded.ledger.get(own.fingerprint);
    const text = writeLedger(loaded, new Map([[own.fingerprint, { ...(read as Line), state: "closed" as const }]]));
    expect(JSON.parse(text)).toMatchObject({ later: { b: 1, a: 2 }, state: "closed" });
    expect(Object.keys(JSON.parse(text) as object).at(-1)).toBe("later");
  });

  test("forgets a line that is pruned, and nothing else", () => {
    fc.assert(
      fc.property(lines, (all) => {
        const loaded = readLedger(written(all));
        const [first, ...rest] = all;
        if (!first) return;
        expect(writeLedger(loaded, new Map([[first.fingerprint, null]]))).toBe(written(rest));
      }),
    );
  });

  test("is empty where there is no file, in an empty one, and in one of empty lines; a checkout's CRLF means nothing", () => {
    for (const nothing of [null, "", "\n", "\r\n\r\n"]) expect(readLedger(nothing).ledger.size).toBe(0);
    const all = fc.sample(lines, { numRuns: 5, seed: 2 }).at(-1) ?? [];
    const unix = written(all);
    expect(writeLedger(readLedger(unix.replaceAll("\n", "\r\n")), new Map())).toBe(unix);
    expect(readLedger(unix.slice(0, -1)).ledger.size).toBe(all.length);
  });
});

describe("a ledger that cannot be read whole is refused, naming file and line", () => {
  const KEY = keyOf("test", "shop", "tests::a");
  const good = { fingerprint: fingerprintOf(KEY), key: KEY, kind: "test", title: "T", state: "open", generation: 1, producers: {} };
  const refusal = (content: string): CodedError => {
    try {
      readLedger(content);
    } catch (error) {
      if (error instanceof CodedError) return error;
      throw error;
    }
    throw new Error(`it was read: ${content}`);
  };
  const without = (field: keyof typeof good): string => JSON.stringify({ ...good, [field]: undefined });
  const other = keyOf("test", "shop", "tests::b");
  const NEWER = KEY.replace("test/1", "test/2");
  const OTHER = JSON.stringify({ ...good, key: other, fingerprint: fingerprintOf(other) });

  test.each([
    ["not JSON", "{", "E_LEDGER_BROKEN", "the line is not JSON"],
    ["cut in the middle", JSON.stringify(good).slice(0, 60), "E_LEDGER_BROKEN", "the line is not JSON"],
    ["a list", "[]", "E_LEDGER_BROKEN", "lacks"],
    ["null", "null", "E_LEDGER_BROKEN", "lacks"],
    ["without a fingerprint", without("fingerprint"), "E_LEDGER_BROKEN", "lacks"],
    ["without a key", without("key"), "E_LEDGER_BROKEN", "lacks"],
    ["without producers", without("producers"), "E_LEDGER_BROKEN", "lacks"],
    ["without a state", without("state"), "E_LEDGER_BROKEN", "lacks"],
    ["of a state nobody knows", JSON.stringify({ ...good, state: "done" }), "E_LEDGER_BROKEN", "lacks"],
    ["whose kind is not its key's", JSON.stringify({ ...good, kind: "lint" }), "E_LEDGER_BROKEN", "lacks"],
    ["whose key is none", JSON.stringify({ ...good, key: "tests::a" }), "E_LEDGER_BROKEN", "lacks"],
    ["with a word that is none", JSON.stringify({ ...good, producers: { main: { last: "maybe" } } }), "E_LEDGER_BROKEN", "lacks"],
    [
      "made by newer rules",
      JSON.stringify({ ...good, key: NEWER, fingerprint: fingerprintOf(NEWER) }),
      "E_LEDGER_BROKEN",
      "newer ci-tracker",
    ],
    ["whose key gives another fingerprint", JSON.stringify({ ...good, key: other }), "E_LEDGER_KEY", "does not give the fingerprint"],
    ["that stands there twice", OTHER, "E_LEDGER_BROKEN", "two lines have the fingerprint"],
    ["of a conflict, ours", "<<<<<<< HEAD", "E_LEDGER_BROKEN", "a merge conflict is not resolved"],
    ["of a conflict, between", "=======", "E_LEDGER_BROKEN", "a merge conflict is not resolved"],
    ["of a conflict, theirs", ">>>>>>> 0123456 (theirs)", "E_LEDGER_BROKEN", "a merge conflict is not resolved"],
  ])("a line %s", (_, bad, code, words) => {
    const error = refusal(`${OTHER}\n\n${bad}\n`);
    expect([error.code, error.file, error.line]).toEqual([code, FILE, 3]);
    expect(error.message).toContain(`${FILE}:3: `);
    expect(error.message).toContain(words);
  });

  test("whatever is done to its bytes, it is read with all its lines or refused; no line is lost", () => {
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat({ max: 255 }), fc.boolean(), (all, at, byte, cut) => {
        const bytes = Buffer.from(written(all));
        if (bytes.length === 0) return;
        const place = at % bytes.length;
        const damaged = cut
          ? bytes.subarray(0, place)
          : Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place + 1)]);
        const content = damaged.toString("utf8");
        try {
          const whole = content.split("\n").filter((l) => l !== "" && l !== "\r").length;
          expect(readLedger(content).ledger.size).toBe(whole);
        } catch (error) {
          if (!(error instanceof CodedError)) throw error;
          expect(error.code).toMatch(/^E_LEDGER_/);
          expect(error.line).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });
});
