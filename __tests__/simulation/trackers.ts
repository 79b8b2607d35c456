/** Two trackers to be kept: Tracer's file, written and read as it is, and a numbered one in memory like the hosted ones. */
import type { Line } from "../../src/ledger/ledger.ts";
import type { Entry, Listing, Operation, Stamp } from "../../src/model.ts";
import { baseOf } from "../../src/planning/lost.ts";
import { tracer } from "../../src/trackers/tracer.ts";

/** What a person does to an entry. */
export type Deed = "mute" | "snooze" | "unmute" | "fixed" | "wont-fix" | "retitle" | "reprioritise" | "reopen";

export interface KeptTracker {
  list(now: string): Promise<Listing>;
  /** Carries operations out; a new entry's id goes into its line. */
  apply(operations: readonly Operation[], lines: Map<string, Line | null>, now: string): Promise<void>;
  person(id: string, deed: Deed, now: string): void;
  /** What a person set, if it is still there. */
  keeps(id: string, deed: Deed): boolean;
}

/** Numbered entries in memory. Closed ones are listed while the ledger may need them. */
export class Numbered implements KeptTracker {
  private readonly entries = new Map<string, Entry & { until?: string; closedBefore?: boolean }>();
  private readonly reopenDays: number;

  constructor(reopenDays: number) {
    this.reopenDays = reopenDays;
  }

  async list(now: string): Promise<Listing> {
    const entries: Entry[] = [];
    for (const entry of this.entries.values()) {
      const age = entry.closedAt === undefined ? 0 : Date.parse(now) - Date.parse(entry.closedAt);
      if (!entry.open && age > this.reopenDays * 3 * 86_400_000) continue;
      const listed: Entry = { ...entry };
      if (entry.until !== undefined && now.slice(0, 10) >= entry.until) delete listed.handsOff;
      entries.push(listed);
    }
    return { tracker: "numbers", ids: "theirs", whole: true, entries };
  }

  async apply(operations: readonly Operation[], lines: Map<string, Line | null>, now: string): Promise<void> {
    for (const { op, fingerprint, key, title, entry: id, card, generation } of operations) {
      const stamp: Stamp = card.now;
      const producers = card.producers.filter((p) => p.last === "failed").map(({ producer, seen }) => ({ producer, seen }));
      const named = generation > 1 ? `${fingerprint}~${generation}` : fingerprint;
      if (op === "create") {
        const made = `${this.entries.size + 1}`;
        this.entries.set(made, { id: made, title, open: true, fingerprint: named, key, openedIn: stamp, producers, adoptable: false });
        const line = lines.get(fingerprint);
        if (line) lines.set(fingerprint, { ...line, entry: { tracker: "numbers", id: made } });
        continue;
      }
      const entry = this.entries.get(id ?? "");
      if (!entry) throw new Error(`no entry ${id}`);
      Object.assign(entry, { fingerprint: named, key, producers });
      if (op === "close") Object.assign(entry, { open: false, closedAt: now, closedBy: "us", closedIn: stamp });
      if (op === "reopen") {
        Object.assign(entry, { open: true, reopenedIn: stamp });
        delete entry.closedAt;
        delete entry.closedBy;
        delete entry.closedIn;
      }
    }
  }

  person(id: string, deed: Deed, now: string): void {
    const entry = this.entries.get(id);
    if (!entry) throw new Error(`no entry ${id}`);
    if (deed === "mute") entry.handsOff = "muted";
    if (deed === "snooze") {
      entry.until = snoozedUntil(now);
      entry.handsOff = `snoozed until ${entry.until}`;
    }
    if (deed === "unmute") {
      delete entry.handsOff;
      delete entry.until;
    }
    if (deed === "fixed" || deed === "wont-fix") {
      Object.assign(entry, { open: false, closedAt: now, closedBy: "person" });
      delete entry.closedIn;
      if (deed === "wont-fix") entry.handsOff = "closed as not planned";
    }
    if (deed === "retitle") entry.title = TITLE;
    if (deed === "reopen") {
      entry.open = true;
      delete entry.closedAt;
      delete entry.closedBy;
      delete entry.closedIn;
      delete entry.reopenedIn;
    }
  }

  keeps(id: string, deed: Deed): boolean {
    return deed !== "retitle" || this.entries.get(id)?.title === TITLE;
  }
}

const TITLE = "As a person calls it";

/** Tracer's file, as text between any two deliveries. */
export class TracerText implements KeptTracker {
  private text = "";

  private async opened(now: string) {
    const open = await tracer.open({ read: async () => this.text, names: async () => ["issues.jsonl"] }, now);
    if (!open) throw new Error("no tracker");
    return open;
  }

  async list(now: string): Promise<Listing> {
    return (await this.opened(now)).listing;
  }

  async apply(operations: readonly Operation[], _lines: Map<string, Line | null>, now: string): Promise<void> {
    if (operations.length === 0) return;
    const open = await this.opened(now);
    this.text = open.edit(operations, { actor: "ci-bot", mask: (t) => t }).get(open.path) ?? this.text;
  }

  person(id: string, deed: Deed, now: string): void {
    const said = (issue: Record<string, unknown>, word: string): Record<string, unknown> => ({
      ...issue,
      description: `${issue["description"]}\n\nci-tracker: ${word}`,
    });
    this.edit(id, (issue) => {
      switch (deed) {
        case "mute":
          return said(issue, "mute");
        case "snooze":
          return said(issue, `snooze ${snoozedUntil(now)}`);
        case "unmute":
          return { ...issue, description: String(issue["description"]).replace(/\n\nci-tracker: [^\n]*$/, "") };
        case "wont-fix":
          return { ...said(issue, "wont-fix"), status: "closed", closed_at: now, updated_at: now };
        case "fixed":
          return { ...issue, status: "closed", closed_at: now, updated_at: now };
        case "retitle":
          return { ...issue, title: TITLE };
        case "reprioritise":
          return { ...issue, priority: 4 };
        case "reopen": {
          const open: Record<string, unknown> = { ...issue, status: "open", updated_at: now };
          delete open["closed_at"];
          return open;
        }
      }
    });
  }

  keeps(id: string, deed: Deed): boolean {
    let kept = true;
    this.edit(id, (issue) => {
      if (deed === "retitle") kept = issue["title"] === TITLE;
      if (deed === "reprioritise") kept = issue["priority"] === 4;
      return issue;
    });
    return kept;
  }

  private edit(id: string, change: (issue: Record<string, unknown>) => Record<string, unknown>): void {
    this.text = this.text
      .split("\n")
      .map((line) => {
        if (!line.startsWith(`{"id":"${id}"`)) return line;
        return JSON.stringify(change(JSON.parse(line) as Record<string, unknown>));
      })
      .join("\n");
  }
}

function snoozedUntil(now: string): string {
  return new Date(Date.parse(now) + 10 * 86_400_000).toISOString().slice(0, 10);
}

/** The subject that an entry is of, whichever of its entries it is. */
export function subjectOf(entry: Entry): string {
  return baseOf(entry.fingerprint ?? "");
}
