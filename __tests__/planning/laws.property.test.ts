/** The laws of the design, on random projects: random tests, lints and producers over random runs. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bench, type Delivery, done, type RunSpec } from "./kit.ts";

const NAMES = ["a", "b", "m::c", "m::d", "m::e"] as const;
const RULES = ["clippy::x", "clippy::y", "unused"] as const;
const PRODUCERS = ["linux", "windows"] as const;
const UNITS = ["shop lib", "shop lib test"] as const;

const verdict = fc.constantFrom("passed", "passed", "failed", "failed: left is 3", "error", "skipped", "absent");
const delivery: fc.Arbitrary<Delivery> = fc
  .record({
    producer: fc.constantFrom(...PRODUCERS),
    tests: fc.dictionary(fc.constantFrom(...NAMES), verdict, { minKeys: 0, maxKeys: 5, noNullPrototype: true }),
    list: fc.constantFrom("whole", "whole", "partial", "broken"),
    lints: fc.dictionary(fc.constantFrom(...RULES), fc.subarray([...UNITS], { minLength: 1 }), { maxKeys: 3, noNullPrototype: true }),
    lintState: fc.constantFrom("whole", "whole", "broken"),
    units: fc.subarray([...UNITS], { minLength: 1 }),
    audits: fc.subarray(["time RUSTSEC-1", "smallvec RUSTSEC-2"]),
    audited: fc.constantFrom({}, { advisories: 100 }, { state: "broken" as const }, false as const),
    builds: fc.dictionary(fc.constantFrom("shop", "other"), fc.constantFrom("passed", "failed"), { maxKeys: 1, noNullPrototype: true }),
  })
  .map((d) => ({
    ...d,
    tests: Object.fromEntries(Object.entries(d.tests).filter(([, v]) => v !== "absent")),
    audits: d.audited === false ? [] : d.audits,
    lints: Object.fromEntries(
      Object.entries(d.lints)
        .map(([rule, units]) => [rule, units.filter((u) => d.units.includes(u))])
        .filter(([, units]) => (units?.length ?? 0) > 0),
    ),
  })) as fc.Arbitrary<Delivery>;

/** Runs in order; some repeat a run, or try it again. */
const runs: fc.Arbitrary<RunSpec[]> = fc
  .array(fc.record({ from: fc.array(delivery, { minLength: 1, maxLength: 2 }), again: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((list) => {
    let run = 0;
    let attempt = 1;
    return list.map(({ from, again }) => {
      if (again === 0 && run > 0) attempt++;
      else [run, attempt] = [run + 1, 1];
      return { run, attempt, from };
    });
  });

const state = (b: Bench): [string, string | null] => [b.text, b.ledger];

describe("the planner's laws", () => {
  it("a plan that was carried out plans nothing: every delivery twice changes nothing the second time", async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (specs) => {
        const b = new Bench();
        for (const spec of specs) {
          await b.deliver(spec);
          const before = state(b);
          expect(done(await b.deliver(spec))).toEqual([]);
          expect(state(b)).toEqual(before);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("the order in which reports come does not matter", async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (specs) => {
        const [one, other] = [new Bench(), new Bench()];
        for (const spec of specs) {
          const a = await one.deliver(spec);
          const b = await other.deliver({ ...spec, from: [spec.from ?? []].flat().reverse() });
          expect(b.operations).toEqual(a.operations);
          expect(state(other)).toEqual(state(one));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a crash after the tracker's write, then the same run again, ends as no crash", async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.nat(), async (specs, at) => {
        const [whole, crashed] = [new Bench(), new Bench()];
        const crash = at % specs.length;
        for (const [i, spec] of specs.entries()) {
          await whole.deliver(spec);
          const ledger = crashed.ledger;
          await crashed.deliver(spec);
          if (i === crash) {
            crashed.ledger = ledger;
            await crashed.deliver(spec);
            expect(crashed.text).toBe(whole.text);
            expect(parsed(crashed.ledger)).toEqual(parsed(whole.ledger));
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it("one subject has one entry, and the ledger one line", async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (specs) => {
        const b = new Bench();
        for (const spec of specs) await b.deliver(spec);
        const ids = b.text
          .split("\n")
          .filter(Boolean)
          .map((l) => (JSON.parse(l) as { id: string }).id);
        expect(new Set(ids).size).toBe(ids.length);
        const keys = parsed(b.ledger).map((l) => l.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 200 },
    );
  });

  it("absent is not fixed: a test's entry closes only when each producer that saw it failing saw it pass, or twice missing from a whole list", async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (specs) => {
        const b = new Bench();
        const oracle = new Oracle();
        for (const spec of specs) {
          const made = await b.deliver(spec);
          oracle.see(spec);
          for (const o of made.operations) {
            if (o.op !== "close" || o.kind !== "test") continue;
            const name = /^Test failure: (.+) \(shop\)$/.exec(o.title)?.[1];
            if (name !== undefined) expect([name, oracle.mayClose(name)]).toEqual([name, true]);
          }
        }
      }),
      { numRuns: 600 },
    );
  });

  it("a cut report closes nothing that the whole one would not close, and nothing by absence", async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.nat(), async (specs, cutAt) => {
        const b = new Bench();
        for (const spec of specs.slice(0, -1)) await b.deliver(spec);
        const last = specs.at(-1);
        if (!last) return;
        const whole = (await b.plan(last)).made.operations.filter((o) => o.op === "close").map((o) => o.fingerprint);
        const cut = (await b.plan({ ...last, from: [last.from ?? []].flat().map((d) => cutShort(d, cutAt)) })).made.operations.filter(
          (o) => o.op === "close",
        );
        for (const o of cut) expect(whole).toContain(o.fingerprint);
      }),
      { numRuns: 400 },
    );
  });

  it("never touches a byte of entries that are not ours", async () => {
    const theirs = [
      '{"id":"aa-1","title":"First","description":"","status":"open","priority":2,"issue_type":"task","created_at":"2025-01-01T00:00:00Z","updated_at":"2025-01-01T00:00:00.123456789Z"}\n',
      '{"id":"zz-9", "title":"odd  spacing","description":"é","status":"closed","priority":4,"issue_type":"epic","created_at":"2025-01-01T00:00:00Z","updated_at":"2025-01-01T00:00:00Z","extra":{"b":1,"a":2}}\r\n',
    ];
    await fc.assert(
      fc.asyncProperty(runs, async (specs) => {
        const b = new Bench();
        b.text = theirs.join("");
        for (const spec of specs) await b.deliver(spec);
        for (const line of theirs) expect(b.text).toContain(line);
      }),
      { numRuns: 100 },
    );
  });
});

interface ParsedLine {
  key: string;
}

function parsed(ledger: string | null): ParsedLine[] {
  return (ledger ?? "")
    .split("\n")
    .filter(Boolean)
    .map((l) => JSON.parse(l) as ParsedLine);
}

/** A report that ends in the middle: fewer results, and nothing proven whole. */
function cutShort(d: Delivery, at: number): Delivery {
  const names = Object.entries(d.tests ?? {});
  return {
    ...d,
    tests: Object.fromEntries(names.slice(0, at % (names.length + 1))),
    list: "broken",
    lints: Object.fromEntries(Object.entries(d.lints ?? {}).slice(0, at % 2)),
    lintState: "broken",
    audits: (d.audits ?? []).slice(0, at % 2),
    audited: d.audited === false ? false : { ...d.audited, state: "broken" },
    builds: {},
  };
}

/** What a careful person would know of the tests, from the same runs. */
class Oracle {
  private readonly failing = new Map<string, Map<string, { run: number; attempt: number; misses: Set<number> }>>();

  see(spec: RunSpec): void {
    const run = Number(spec.run);
    const deliveries = [spec.from ?? []].flat();
    for (const producer of PRODUCERS) {
      const own = deliveries.filter((d) => d.producer === producer);
      if (own.length === 0) continue;
      const blocked = own.some((d) => d.builds?.["shop"] === "failed");
      for (const name of NAMES) {
        const words = own.flatMap((d) => (d.tests?.[name] === undefined ? [] : [{ word: d.tests[name], list: d.list }]));
        const words_ = words.map((w) => w.word);
        const seen = this.failing.get(name) ?? new Map();
        this.failing.set(name, seen);
        if (words_.some((w) => w?.startsWith("failed") || w === "error")) {
          if (!blocked) seen.set(producer, { run, attempt: spec.attempt ?? 1, misses: new Set() });
          continue;
        }
        const before = seen.get(producer);
        if (!before) continue;
        // A pass at the commit it failed at, in a later attempt, is no fix.
        if (words.some((w) => w.word === "passed" && w.list !== "broken")) {
          if (before.run < run && (spec.attempt ?? 1) === 1) seen.delete(producer);
          continue;
        }
        const complete = own.some((d) => d.tests !== undefined && d.list === "whole");
        if (words.length === 0 && complete && before.run < run && (spec.attempt ?? 1) === 1) {
          before.misses.add(run);
          if (before.misses.size >= 2) seen.delete(producer);
        }
      }
    }
  }

  mayClose(name: string): boolean {
    return (this.failing.get(name)?.size ?? 0) === 0;
  }
}
