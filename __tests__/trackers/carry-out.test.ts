import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CodedError } from "../../src/errors.ts";
import { LEDGER_PATH, type Line, readLedger, writeLedger } from "../../src/ledger/ledger.ts";
import type { Operation } from "../../src/model.ts";
import type { Plan } from "../../src/planning/plan.ts";
import { hostedPlace } from "../../src/trackers/carry-out.ts";
import type { Place, Written } from "../../src/trackers/place.ts";
import type { OpenHostedTracker } from "../../src/trackers/tracker.ts";
import { operation, runStamp, WRITING } from "../fakes/github/kit.ts";
import { MemoryStore } from "./memory-store.ts";

const RUN = { ...runStamp(7), id: "7", branch: "main", event: "push", workflow: "w", job: "j" };
const TOOLS = { run: RUN, writing: WRITING, message: (o: readonly Operation[]) => ({ subject: `${o.length} operations`, body: "" }) };
const OLD = { run: "1", attempt: 1, at: "2026-03-01T09:00:00.000Z", last: "failed" as const };

const lineOf = ({ fingerprint, key, kind, title }: Operation, more: Partial<Line> = {}): Line => ({
  fingerprint,
  key,
  kind,
  title,
  state: "open",
  generation: 1,
  producers: { one: OLD },
  ...more,
});

/** A server that numbers what it opens, and refuses what it is told to. */
class Server implements OpenHostedTracker {
  readonly listing = { tracker: "github", ids: "theirs" as const, whole: true, entries: [] };
  readonly asked: string[] = [];
  readonly refuse = new Map<string, CodedError>();
  readonly twins = new Map<string, string>();
  /** Called before each operation. */
  during: ((o: Operation) => void) | undefined;

  ready(): number {
    return 5;
  }

  /** What is said of every operation. */
  notes: string[] | undefined;

  async log(): Promise<[]> {
    return [];
  }

  async apply(o: Operation): Promise<{ id: string; url?: string; notes?: string[] }> {
    this.during?.(o);
    this.asked.push(`${o.op} ${o.title}`);
    const error = this.refuse.get(o.op);
    if (error) throw error;
    const id = o.entry ?? String(100 + this.asked.length);
    return { id, url: `https://ci.example/${id}`, ...(this.notes ? { notes: this.notes } : {}) };
  }

  async confirm(created: ReadonlyMap<string, string>): Promise<Map<string, { id: string }>> {
    this.asked.push("confirm");
    return new Map([...created].map(([fingerprint, id]) => [fingerprint, { id: this.twins.get(fingerprint) ?? id }]));
  }
}

let store: MemoryStore;
let server: Server;
beforeEach(() => {
  store = new MemoryStore();
  server = new Server();
});
afterEach(() => {
  vi.useRealTimers();
});

const ledgerOf = (): Map<string, Line> => readLedger(store.files.get(LEDGER_PATH) ?? null).ledger;
const keep = (...lines: Line[]): void =>
  store.push(LEDGER_PATH, writeLedger(readLedger(null), new Map(lines.map((l) => [l.fingerprint, l]))));

async function carried(
  operations: Operation[],
  lines: (Line | [string, null])[] = operations.map((o) => lineOf(o)),
): Promise<[Written | "moved", Place]> {
  const snapshot = await store.open();
  const place = hostedPlace(store, snapshot, readLedger(await snapshot.read(LEDGER_PATH)), server, "https://ci.example");
  const changed = new Map(lines.map((line) => (Array.isArray(line) ? line : [line.fingerprint, line])));
  return [await place.write({ operations, lines: changed } as unknown as Plan, TOOLS), place];
}

async function fine(...given: Parameters<typeof carried>): Promise<Written> {
  const [written] = await carried(...given);
  if (written === "moved") throw new Error("it moved");
  return written;
}

const denied = new CodedError("E_TOKEN", "the token lacks `issues: write`");

describe("opening entries", () => {
  test("begins with a claim in the ledger and ends with their numbers there", async () => {
    const [a, b] = [operation("create", "a", 7), operation("create", "b", 7)];
    let claimed: [string, unknown][] = [];
    server.during = () => {
      claimed = [...ledgerOf().values()].map((line) => [line.state, line.claim]);
    };
    const written = await fine([a, b]);
    expect(claimed).toEqual([a, b].map(() => ["claimed", { run: "7", attempt: 1, at: RUN.at }]));
    expect(server.asked).toEqual([`create ${a.title}`, `create ${b.title}`, "confirm"]);
    expect([...ledgerOf().values()].map((line) => [line.state, line.claim, line.entry?.id]).sort()).toEqual([
      ["open", undefined, "101"],
      ["open", undefined, "102"],
    ]);
    expect([a.done, a.entry, written.urls.get("101")]).toEqual([true, "101", "https://ci.example/101"]);
    expect(written.committed).toEqual({ branch: "main", sha: "2" });
  });

  test("does not begin where the ledger moved since it was read: everything is planned again", async () => {
    store.before = () => {
      store.before = undefined;
      keep();
    };
    const [written] = await carried([operation("create", "a", 7)]);
    expect([written, server.asked]).toEqual(["moved", []]);
  });

  test("gives its claim up where an entry could not be opened, and goes on with the others", async () => {
    const [a, b] = [operation("create", "a", 7), operation("comment", "b", 7, { entry: "4" })];
    const before = lineOf(a, { state: "pending" });
    keep(before);
    server.refuse.set("create", new CodedError("E_TRACKER_WRITE", "no"));
    const written = await fine([a, b]);
    expect(written.failed).toEqual([{ operation: a, error: expect.objectContaining({ code: "E_TRACKER_WRITE" }) }]);
    expect([a.done, b.done]).toEqual([false, true]);
    expect(ledgerOf().get(a.fingerprint)).toEqual(before);
    expect(ledgerOf().get(b.fingerprint)).toMatchObject({ state: "open", entry: { id: "4" } });
  });

  test("tells once what was left out of entries", async () => {
    server.notes = ["the owner gone cannot be assigned"];
    expect((await fine([operation("create", "a", 7), operation("create", "b", 7)])).notes).toEqual(["the owner gone cannot be assigned"]);
  });

  test("leaves no line behind for what was not remembered before and could not be opened", async () => {
    server.refuse.set("create", new CodedError("E_TRACKER_WRITE", "no"));
    await fine([operation("create", "a", 7)]);
    expect(ledgerOf().size).toBe(0);
  });

  test("remembers the entry that stands where another run was faster", async () => {
    const a = operation("create", "a", 7);
    server.twins.set(a.fingerprint, "12");
    await fine([a]);
    expect([a.entry, ledgerOf().get(a.fingerprint)?.entry]).toEqual(["12", { tracker: "github", id: "12" }]);
  });

  test("without the right to commit goes on, with a word of what that costs", async () => {
    store.before = () => {
      throw new CodedError("E_TOKEN", "the token lacks `contents: write`");
    };
    const a = operation("create", "a", 7);
    const written = await fine([a]);
    expect([a.done, written.problems, written.committed]).toEqual([true, [], null]);
    expect(written.notes).toEqual([expect.stringContaining("the ledger is not kept (the token lacks `contents: write`)")]);
    expect(server.asked.at(-1)).toBe("confirm");
  });

  test("goes on where the ledger could not be written for another reason, and that is a problem", async () => {
    store.before = () => {
      throw new CodedError("E_COMMIT_API", "out of order");
    };
    const written = await fine([operation("create", "a", 7)]);
    expect([written.problems.map((p) => p.code), written.notes]).toEqual([["E_COMMIT_API"], []]);
    expect(server.asked).toHaveLength(2);
  });
});

describe("other operations", () => {
  test("need no claim and no second look", async () => {
    const a = operation("close", "a", 7, { entry: "4" });
    await fine([a]);
    expect(server.asked).toEqual([`close ${a.title}`]);
    expect(store.commits).toHaveLength(1);
  });

  test("that were refused are not remembered as done", async () => {
    const a = operation("close", "a", 7, { entry: "4" });
    keep(lineOf(a));
    server.refuse.set("close", new CodedError("E_TRACKER_WRITE", "no"));
    await fine([a], [lineOf(a, { state: "closed" })]);
    expect(ledgerOf().get(a.fingerprint)?.state).toBe("open");
  });

  test("are not asked for again once the token was refused, and each is named", async () => {
    server.refuse.set("comment", denied);
    const all = ["a", "b", "c"].map((name) => operation("comment", name, 7, { entry: "4" }));
    const written = await fine(all);
    expect(server.asked).toHaveLength(1);
    expect(written.failed.map((f) => [f.operation.title, f.error.code])).toEqual(all.map((o) => [o.title, "E_TOKEN"]));
  });

  test("change how many entries are ready, as far as they were carried out", async () => {
    const close = operation("close", "a", 7, { entry: "4" });
    const [, place] = await carried([close, operation("reopen", "b", 7, { entry: "5" }), operation("create", "c", 7)]);
    expect(place.ready()).toBe(6);
    server.refuse.set("close", denied);
    const [, other] = await carried([operation("close", "d", 7, { entry: "6" })]);
    expect(other.ready()).toBe(5);
  });

  test("none of them and nothing to remember write nothing", async () => {
    expect(await fine([], [])).toMatchObject({ committed: null, failed: [] });
    expect(store.commits).toEqual([]);
  });
});

describe("what another run remembered in the meantime", () => {
  const a = operation("comment", "a", 7, { entry: "4" });
  const two = { ...OLD, run: "6" };

  test("stays: lines that are not ours, and words of other producers in those that are", async () => {
    const other = lineOf(operation("comment", "other", 6));
    keep(lineOf(a));
    server.during = () => keep(lineOf(a, { producers: { one: OLD, two }, errors: ["x"] }), other);
    await fine([a], [lineOf(a, { producers: { one: { ...OLD, run: "7" } }, commented: RUN.at })]);
    expect(ledgerOf().get(other.fingerprint)).toEqual(other);
    expect(ledgerOf().get(a.fingerprint)).toMatchObject({ producers: { one: { run: "7" }, two }, errors: ["x"], commented: RUN.at });
  });

  test("is ours where both changed the same, theirs where we changed nothing", async () => {
    keep(lineOf(a, { generation: 1, verdict: "muted" }));
    server.during = () => keep(lineOf(a, { state: "closed", generation: 2, producers: { one: { ...OLD, last: "passed" } } }));
    await fine([a], [lineOf(a, { generation: 3, verdict: "muted", producers: { one: { ...OLD, run: "7" } } })]);
    const line = ledgerOf().get(a.fingerprint);
    expect([line?.state, line?.generation, line?.verdict, line?.producers["one"]]).toEqual(["closed", 3, undefined, { ...OLD, run: "7" }]);
  });

  test("is not pruned by a run that had not seen it", async () => {
    keep(lineOf(a, { state: "closed" }));
    server.during = () => keep(lineOf(a, { state: "open" }));
    await fine([operation("comment", "b", 7, { entry: "5" })], [[a.fingerprint, null]]);
    expect(ledgerOf().get(a.fingerprint)?.state).toBe("open");
    server.during = undefined;
    await fine([operation("comment", "b", 7, { entry: "5" })], [[a.fingerprint, null]]);
    expect(ledgerOf().has(a.fingerprint)).toBe(false);
  });

  test("is written over by nobody who keeps losing the race: after five tries it is a problem, and the entries are done", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    let tries = 0;
    store.before = () => {
      tries++;
      keep();
    };
    const written = fine([a]);
    await vi.runAllTimersAsync();
    expect((await written).problems.map((p) => p.code)).toEqual(["E_COMMIT_MOVED"]);
    expect([tries, a.done]).toEqual([5, true]);
  });
});
