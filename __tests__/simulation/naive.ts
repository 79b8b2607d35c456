/** What people write by hand. Each hears the same reports as we do. */
import type { Act, Step, TrackerPolicy } from "./policy.ts";
import type { Delivery } from "./stream.ts";
import type { Subject } from "./truth.ts";

/** A tracker of titles: what is open, and what each entry stands for. */
abstract class Titles implements TrackerPolicy {
  abstract readonly name: string;
  protected readonly entries = new Map<string, { title: string; subjects: Set<Subject> }>();
  protected acts: Act[] = [];
  private numbers = 0;

  abstract hear(delivery: Delivery): void;

  async deliver(delivery: Delivery): Promise<Step> {
    this.acts = [];
    this.hear(delivery);
    return { acts: this.acts, withheld: new Map() };
  }

  openFor(subject: Subject): string[] {
    return [...this.entries].filter(([, { subjects }]) => subjects.has(subject)).map(([id]) => id);
  }

  isHandsOff(): boolean {
    return false;
  }

  wasHeld(): boolean {
    return false;
  }

  open(): { entry: string; subjects: readonly Subject[] }[] {
    return [...this.entries].map(([entry, { subjects }]) => ({ entry, subjects: [...subjects] }));
  }

  /** Opens an entry of that title, or takes the one that is open; `again`: a comment says that it still fails. */
  protected file(title: string, subject: Subject, again: boolean): void {
    const [id, known] = [...this.entries].find(([, e]) => e.title === title) ?? [`#${++this.numbers}`, undefined];
    if (known) known.subjects.add(subject);
    else this.entries.set(id, { title, subjects: new Set([subject]) });
    if (!known || again) this.acts.push({ verb: known ? "comment" : "create", entry: id, subjects: [subject], reason: "it failed" });
  }

  protected close(fits: (title: string, subjects: ReadonlySet<Subject>) => boolean): void {
    for (const [id, { title, subjects }] of [...this.entries]) {
      if (!fits(title, subjects)) continue;
      this.entries.delete(id);
      this.acts.push({ verb: "close", entry: id, subjects: [...subjects], reason: "it passed" });
    }
  }
}

/** Open on fail, close on pass: the first thing that everybody writes. What problem lists no longer have is closed. */
export class OpenAndClose extends Titles {
  readonly name = "open on fail, close on pass";

  hear({ reports }: Delivery): void {
    for (const { blocks } of reports) {
      for (const { kind, what, shown } of blocks) {
        for (const { subject, outcome } of shown) {
          if (outcome === "failed") this.file(subject.key, subject, false);
          else if (outcome === "passed") this.close((title) => title === subject.key);
        }
        const failed = new Set(shown.filter((s) => s.outcome === "failed").map((s) => s.subject));
        if (kind === "test" || kind === "build") continue;
        this.close((_, subjects) => [...subjects].every((s) => s.kind === kind && s.unit === what && !failed.has(s)));
      }
    }
  }
}

/** The shell recipes of Tracer's guide: titles, a comment a run, a green job closes every test, one build entry a run. */
export class ShellRecipes extends Titles {
  readonly name = "the shell recipes";

  hear({ run, reports }: Delivery): void {
    for (const { blocks } of reports) {
      const failed = blocks.flatMap((b) => b.shown).filter((s) => s.outcome === "failed");
      const tests = failed.filter((s) => s.subject.kind === "test");
      for (const { subject } of failed) {
        if (subject.kind === "build") this.file(`Build #${run.id} failed`, subject, false);
        else if (subject.recipe !== "") this.file(subject.recipe, subject, subject.kind === "test");
      }
      if (tests.length === 0) this.close((title) => title.startsWith("Test failure:"));
    }
  }
}

/** A reconciler: the entries are made to be what the latest report lists. */
export class AbsenceCloses extends Titles {
  readonly name = "absence closes";

  hear({ reports }: Delivery): void {
    const failed = new Set(
      reports.flatMap((r) => r.blocks.flatMap((b) => b.shown)).flatMap((s) => (s.outcome === "failed" ? s.subject : [])),
    );
    const kinds = new Set(reports.flatMap((r) => r.blocks.map((b) => b.kind)));
    for (const subject of failed) this.file(subject.key, subject, false);
    this.close((_, subjects) => [...subjects].every((s) => !failed.has(s) && kinds.has(s.kind as "test")));
  }
}
