import { describe, expect, test } from "vitest";
import { LEDGER_PATH, type Line, readLedger } from "../../src/ledger/ledger.ts";
import type { Operation } from "../../src/model.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { filePlace, NOTHING_WRITTEN, type Place } from "../../src/trackers/place.ts";
import { tracer } from "../../src/trackers/tracer.ts";
import { operation as operationOf, runStamp, WRITING } from "../fakes/github/kit.ts";
import { MemoryStore } from "./memory-store.ts";

const FILE = ".trace/issues.jsonl";
const TOOLS = {
  run: { ...runStamp(1), id: "1", branch: "main", event: "push", workflow: "w", job: "j" },
  writing: WRITING,
  message: (operations: readonly Operation[]) => ({ subject: `${operations.length} operations`, body: "" }),
};
const operation = (name: string): Operation => ({ ...operationOf("create", name, 1), tracker: "tracer" });
const lineOf = ({ fingerprint, key, kind, title }: Operation): Line => ({
  fingerprint,
  key,
  kind,
  title,
  state: "open",
  generation: 1,
  producers: {},
});
const planOf = (operations: Operation[], lines: Line[] = operations.map(lineOf)): Plan =>
  ({ operations, lines: new Map(lines.map((line) => [line.fingerprint, line])) }) as unknown as Plan;

async function placeOf(store: MemoryStore, fresh: ReadonlyMap<string, string> = new Map()): Promise<Place> {
  const snapshot = await store.open();
  const open = await tracer.open(
    { read: async (path) => (await snapshot.read(path)) ?? fresh.get(path) ?? null, names: async () => ["issues.jsonl"] },
    TOOLS.run.at,
  );
  if (!open) throw new Error("no tracker");
  return filePlace(store, snapshot, readLedger(await snapshot.read(LEDGER_PATH)), open, fresh);
}

describe("a tracker in the repository", () => {
  test("is written with the ledger in one commit, its own file first", async () => {
    const store = new MemoryStore({ [FILE]: "" });
    const place = await placeOf(store);
    const plan = planOf([operation("a"), operation("b")]);
    expect(await place.write(plan, TOOLS)).toEqual({ ...NOTHING_WRITTEN, committed: { branch: "main", sha: "1" } });
    // What the ledger lacks after a crash between two files, the entries still tell.
    expect(store.commits.map((files) => [...files.keys()])).toEqual([[FILE, LEDGER_PATH]]);
    expect(plan.operations.map((o) => [o.done, o.entry])).toEqual(plan.operations.map((o) => [true, o.fingerprint]));
    expect(place.ready()).toBe(2);
    expect(readLedger(store.files.get(LEDGER_PATH) ?? "").ledger.size).toBe(2);
  });

  test("is not written where there is nothing to say", async () => {
    const store = new MemoryStore({ [FILE]: "" });
    expect(await (await placeOf(store)).write(planOf([]), TOOLS)).toBe(NOTHING_WRITTEN);
    expect(store.commits).toEqual([]);
  });

  test("stays as it is where only the ledger has something to remember", async () => {
    const store = new MemoryStore({ [FILE]: "" });
    await (await placeOf(store)).write(planOf([], [lineOf(operation("a"))]), TOOLS);
    expect(store.commits.map((files) => [...files.keys()])).toEqual([[LEDGER_PATH]]);
  });

  test("that moved is not written, and nothing counts as done", async () => {
    const store = new MemoryStore({ [FILE]: "" });
    const place = await placeOf(store);
    store.push(FILE, "");
    const plan = planOf([operation("a")]);
    expect(await place.write(plan, TOOLS)).toBe("moved");
    expect(plan.operations.map((o) => [o.done, o.entry])).toEqual([[false, null]]);
    expect([store.commits, place.ready()]).toEqual([[], 0]);
  });

  test("that could not be committed leaves nothing done either", async () => {
    const store = new MemoryStore({ [FILE]: "" });
    store.before = () => {
      throw new Error("no");
    };
    const plan = planOf([operation("a")]);
    await expect((await placeOf(store)).write(plan, TOOLS)).rejects.toThrow("no");
    expect(plan.operations.map((o) => o.done)).toEqual([false]);
  });

  test("that init makes comes into being with what is filed, and alone where nothing is", async () => {
    const store = new MemoryStore();
    await (await placeOf(store, tracer.empty())).write(planOf([]), TOOLS);
    expect(store.files).toEqual(new Map([[FILE, ""]]));
    const other = new MemoryStore();
    await (await placeOf(other, tracer.empty())).write(planOf([operation("a")]), TOOLS);
    expect(other.commits).toHaveLength(1);
    expect(other.files.get(FILE)).toContain('"status":"open"');
  });
});
