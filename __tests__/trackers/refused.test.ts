import { describe, expect, it } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { LEDGER_PATH, readLedger } from "../../src/ledger/ledger.ts";
import { hostedPlace } from "../../src/trackers/carry-out.ts";
import type { OpenHostedTracker } from "../../src/trackers/tracker.ts";
import { runStamp, WRITING } from "../fakes/github/kit.ts";
import { Bench, type Delivery } from "../planning/kit.ts";
import { MemoryStore } from "./memory-store.ts";

const LINUX = "main » ci.yml » test » linux";
const WINDOWS = "main » ci.yml » test » windows";

describe("a write that the server refuses", () => {
  it.each([
    ["that another leg sees it failing too", { producer: WINDOWS, tests: { a: "failed", z: "passed" } }, [LINUX, WINDOWS]],
    ["that it was renamed", { producer: LINUX, tests: { b: "failed", z: "passed" } }, [LINUX]],
  ] satisfies [string, Delivery, string[]][])("loses nothing of what the run learnt: %s", async (_, from, holding) => {
    const b = new Bench();
    await b.deliver({ run: 1, from: { producer: LINUX, tests: { a: "failed", z: "passed" } } });
    const { made, tracker } = await b.plan({ run: 2, from });
    const store = new MemoryStore();
    store.push(LEDGER_PATH, b.ledger ?? "");
    const server: OpenHostedTracker = {
      listing: tracker.listing,
      ready: () => 1,
      log: async () => [],
      apply: async () => {
        throw new CodedError("E_TRACKER_WRITE", "the server said no");
      },
      confirm: async () => new Map(),
    };
    const run = { ...runStamp(2), id: "2", branch: "main", event: "push", workflow: "w", job: "j" };
    const place = hostedPlace(store, await store.open(), readLedger(b.ledger), server, "x");
    await place.write(made, { run, writing: WRITING, message: () => ({ subject: "s", body: "" }) });
    b.ledger = store.files.get(LEDGER_PATH) ?? null;
    const lines = [...readLedger(b.ledger).ledger.values()];
    expect(lines.map(({ owed, producers }) => [owed, Object.keys(producers).sort()])).toEqual([[true, holding]]);
    await b.deliver({ run: 3, from: { producer: LINUX, tests: { a: "passed", z: "passed" } } });
    expect(b.open_()).toHaveLength(1);
  });
});
