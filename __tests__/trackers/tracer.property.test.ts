/** Law 7: lines that no operation names stay byte for byte, in files as they really are: any line ends, a mark, no last newline. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf, keyOf } from "../../src/identity/key.ts";
import type { Operation } from "../../src/model.ts";
import { tracer } from "../../src/trackers/tracer.ts";
import type { OpenFileTracker } from "../../src/trackers/tracker.ts";
import { operation } from "../fakes/github/kit.ts";

const NAMES = ["a", "b", "c", "d"] as const;
const idOf = (name: string): string => fingerprintOf(keyOf("test", "shop::api", name));
const WRITING = { actor: "ci-bot", mask: (text: string) => text };

const text = fc.string({ unit: "binary", maxLength: 12 });
/** A line of the people's, however it is spaced and whatever else is in it. */
const foreign = fc
  .record({
    id: fc.oneof(
      fc.nat().map((n) => `bd-${n}`),
      text.map((t) => `x${t}`),
    ),
    title: text,
    description: text,
    status: fc.constantFrom("open", "in_progress", "blocked", "closed"),
    priority: fc.integer({ min: 0, max: 4 }),
    issue_type: fc.constantFrom("bug", "feature", "task", "epic", "chore"),
    created_at: fc.constant("2025-01-01T00:00:00.123456789Z"),
    updated_at: text,
    later: fc.jsonValue({ maxDepth: 1 }),
  })
  .chain((issue) => fc.tuple(fc.constant(issue), fc.constantFrom(0, 1), fc.boolean(), fc.constantFrom("", " ", "\t")))
  .map(([issue, spaces, turned, around]) => {
    const fields = Object.entries(issue);
    return {
      id: issue.id,
      line: `${around}${JSON.stringify(Object.fromEntries(turned ? fields.reverse() : fields), null, spaces).replaceAll("\n", "")}${around}`,
    };
  });

const file = fc
  .record({
    lines: fc.uniqueArray(foreign, { selector: (l) => l.id, maxLength: 8 }),
    ends: fc.array(fc.constantFrom("\n", "\r\n", "\n\n"), { minLength: 8, maxLength: 8 }),
    last: fc.boolean(),
    mark: fc.boolean(),
  })
  .map(({ lines, ends, last, mark }) => {
    const body = lines.map(({ line }, i) => line + (last && i === lines.length - 1 ? "" : ends[i])).join("");
    return { lines: lines.map((l) => l.line), text: `${mark && body !== "" ? "\ufeff" : ""}${body}` };
  });

const created = (name: string, run: number): Operation => ({ ...operation("create", name, run), tracker: "tracer" });
const changed = fc.record({ op: fc.constantFrom("comment", "update", "close", "reopen"), name: fc.constantFrom(...NAMES) });

async function opened(content: string): Promise<OpenFileTracker> {
  const open = await tracer.open({ read: async () => content, names: async () => ["issues.jsonl"] }, "2026-03-01T09:00:00.000Z");
  if (!open) throw new Error("there is none");
  return open;
}

const pieces = (content: string): string[] => content.replace(/^\ufeff/, "").split(/\r?\n/);

test("whatever we do, every line of others is there as it was, in its order, and ours are as many as were opened", async () => {
  await fc.assert(
    fc.asyncProperty(
      file,
      fc.subarray([...NAMES]),
      fc.array(changed, { maxLength: 6 }),
      async ({ lines, text: before }, names, changes) => {
        let tracker = await opened(before);
        let content = before;
        const apply = (operations: Operation[]): void => {
          const files = tracker.edit(operations, WRITING);
          content = files.get(tracker.path) ?? content;
          tracker = tracker.after(files);
        };
        apply(names.map((name) => created(name, 1)));
        changes.forEach(({ op, name }, i) => {
          if (names.includes(name)) apply([{ ...operation(op, name, i + 2, { entry: idOf(name) }), tracker: "tracer" }]);
        });
        const ours = new Set(names.map(idOf));
        const others = pieces(content).filter((line) => line.trim() !== "" && !ours.has((JSON.parse(line) as { id: string }).id));
        expect(others).toEqual(lines);
        expect(tracker.listing.entries.filter((e) => ours.has(e.id))).toHaveLength(names.length);
        expect(content.startsWith("\ufeff")).toBe(before.startsWith("\ufeff"));
        if (before.includes("\n") && !before.replaceAll("\r\n", "").includes("\n"))
          expect(content.replaceAll("\r\n", "")).not.toContain("\n");
        // What it says after an edit is what a new reader says.
        expect(tracker.listing).toEqual((await opened(content)).listing);
        expect(tracker.ready()).toBe((await opened(content)).ready());
      },
    ),
    { numRuns: 500 },
  );
});

test("an operation that changes nothing gives back the very same bytes, or no file at all", async () => {
  await fc.assert(
    fc.asyncProperty(file, async ({ text: before }) => {
      const tracker = await opened(before);
      expect(tracker.edit([], WRITING).size).toBe(0);
      const files = tracker.edit([created("a", 1)], WRITING);
      const after = tracker.after(files);
      expect(
        after.edit([{ ...operation("comment", "a", 1, { entry: idOf("a"), reason: "failed in run 1" }), tracker: "tracer" }], WRITING).size,
      ).toBe(1);
      const noted = after.after(after.edit([{ ...operation("comment", "a", 2, { entry: idOf("a") }), tracker: "tracer" }], WRITING));
      expect(noted.edit([{ ...operation("comment", "a", 2, { entry: idOf("a") }), tracker: "tracer" }], WRITING).size).toBe(0);
    }),
    { numRuns: 100 },
  );
});

test("a new line stands before the first line that Tracer would sort behind it", async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.subarray([...NAMES], { minLength: 1 }), async ({ text: before }, names) => {
      const tracker = await opened(before);
      const ids = tracker
        .after(
          tracker.edit(
            names.map((name) => created(name, 1)),
            WRITING,
          ),
        )
        .listing.entries.map((e) => e.id);
      for (const name of names) {
        const at = ids.indexOf(idOf(name));
        const behind = ids[at + 1];
        if (behind !== undefined) expect(Buffer.compare(Buffer.from(idOf(name)), Buffer.from(behind))).toBe(-1);
        for (const earlier of ids.slice(0, at))
          expect([earlier, Buffer.compare(Buffer.from(earlier), Buffer.from(idOf(name)))]).not.toEqual([earlier, 1]);
      }
    }),
    { numRuns: 200 },
  );
});

test("whatever is done to its bytes, a file is read with all its entries or refused with its line", async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.nat(), fc.string({ unit: "binary", maxLength: 2 }), async ({ text: before }, at, damage) => {
      const place = before.length === 0 ? 0 : at % before.length;
      const content = before.slice(0, place) + damage + before.slice(place + 1);
      try {
        const tracker = await opened(content);
        expect(tracker.listing.entries).toHaveLength(pieces(content).filter((line) => line.trim() !== "").length);
      } catch (error) {
        const { code, line } = error as { code?: string; line?: number };
        expect(code).toMatch(/^E_TRACKER_(?:BROKEN|CONFLICT|LOOKALIKE)$/);
        expect(line).toBeGreaterThan(0);
      }
    }),
    { numRuns: 500 },
  );
});
