/** A store in memory: one branch, whose head moves with every commit. */
import type { Snapshot, Store } from "../../src/commit/store.ts";

export class MemoryStore implements Store {
  readonly name = "api";
  files: Map<string, string>;
  /** Texts of each commit, oldest first. */
  readonly commits: Map<string, string>[] = [];
  /** Called before a commit is compared with the head; may change files as somebody else's push does, or throw. */
  before: ((files: ReadonlyMap<string, string>) => void) | undefined;
  private head = 0;
  private readonly seen = new WeakMap<Snapshot, number>();

  constructor(files: Record<string, string> = {}) {
    this.files = new Map(Object.entries(files));
  }

  async check(): Promise<void> {}

  async open(): Promise<Snapshot> {
    const files = new Map(this.files);
    const snapshot: Snapshot = {
      branch: "main",
      head: String(this.head),
      read: async (path) => files.get(path) ?? null,
      names: async (folder) =>
        [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
    };
    this.seen.set(snapshot, this.head);
    return snapshot;
  }

  async commit(snapshot: Snapshot, files: ReadonlyMap<string, string>): Promise<{ branch: string; sha: string } | "moved"> {
    this.before?.(files);
    if (this.seen.get(snapshot) !== this.head) return "moved";
    for (const [path, text] of files) this.files.set(path, text);
    this.commits.push(new Map(files));
    this.head++;
    return { branch: "main", sha: String(this.head) };
  }

  /** What somebody else does. */
  push(path: string, text: string): void {
    this.files.set(path, text);
    this.head++;
  }
}
