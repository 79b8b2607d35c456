/**
 * The folder that criterion leaves (`target/criterion`): of each benchmark the latest run, `…/new/benchmark.json` with
 * its name, `…/new/estimates.json` with what was measured, in nanoseconds, and `…/new/sample.json` with each sample. Folder names are no identity: criterion
 * cuts and rewrites them. Whatever was measured once stays in the folder, so that a benchmark is in it proves nothing
 * about this run, and that it is missing proves nothing either.
 * Source: criterion src/report.rs (BenchmarkId), src/estimate.rs; the layout is the same from 0.3 to 0.7.
 */
import { type Dirent, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type Code, CodedError } from "../../errors.ts";
import type { BenchObservation, Part } from "../../model.ts";
import { textOf } from "../bytes.ts";
import type { FolderFormat, Sink } from "../format.ts";
import { at, listOf, numberOf } from "../values.ts";
import { samplesIn } from "./samples.ts";

export const criterionFolder: FolderFormat = {
  shape: "folder",
  name: "criterion-folder",
  kinds: ["bench"],
  tool: "criterion",
  docs: {
    command: "cargo bench   # reports: target/criterion",
    proof: "each benchmark.json has its estimates.json; a benchmark that is missing proves nothing",
    source: "criterion src/report.rs (BenchmarkId), src/estimate.rs",
    example: "target/criterion/sum_10/new/estimates.json",
  },
  is: (path) => basename(path) === "criterion" || holdsBenchmark(path),
  read: (path, sink) => new FolderReader(path, sink).read(),
};

/** Folders and files looked at before a folder is called none of ours. */
const MAX_LOOKED = 2_000;
const LOOK_DEPTH = 4;
/** No project has more benchmarks, and criterion nests a benchmark at most three folders deep. */
const MAX_ENTRIES = 200_000;
const MAX_DEPTH = 12;
/** A few hundred bytes each; of the samples, of which there are a hundred, a few thousand. */
const MAX_DOCUMENT = 1024 * 1024;

/** Whether a `new/benchmark.json` stands somewhere near the top. */
function holdsBenchmark(path: string): boolean {
  let looked = 0;
  let level = [path];
  for (let depth = 0; depth <= LOOK_DEPTH && level.length > 0; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      const entries = entriesOf(folder) ?? [];
      looked += entries.length + 1;
      if (basename(folder) === "new" && depth > 0 && entries.some((e) => e.isFile() && e.name === "benchmark.json")) return true;
      if (looked > MAX_LOOKED) return false;
      for (const entry of entries) if (entry.isDirectory()) below.push(join(folder, entry.name));
    }
    level = below;
  }
  return false;
}

class FolderReader {
  private readonly root: string;
  private readonly sink: Sink;
  private readonly parts = new Map<string, Part>();
  private entries = 0;

  constructor(root: string, sink: Sink) {
    this.root = root;
    this.sink = sink;
  }

  read(): void {
    this.walk([]);
    if (this.parts.size === 0) this.sink.problem("E_REPORT_EMPTY", "the folder holds no benchmark");
  }

  /** Folders in the order of their names, so that the same folder always reads the same. Links are not followed. */
  private walk(path: readonly string[]): void {
    const entries = entriesOf(join(this.root, ...path));
    if (entries === undefined) {
      this.broken(path, "E_REPORT_UNREADABLE", "the folder cannot be listed");
      return;
    }
    this.entries += entries.length + 1;
    if (this.entries > MAX_ENTRIES) throw new CodedError("E_REPORT_TOO_LARGE", `${this.root} holds over ${MAX_ENTRIES} files and folders`);
    if (path.at(-1) === "new" && entries.some((e) => e.name === "benchmark.json" && e.isFile())) {
      this.benchmark(path, entries);
    }
    if (path.length >= MAX_DEPTH) return;
    // `report` folders hold pictures, but a benchmark may be called that as well.
    for (const entry of entries) if (entry.isDirectory()) this.walk([...path, entry.name]);
  }

  private benchmark(path: readonly string[], entries: readonly Dirent[]): void {
    const id = at(this.document(path, "benchmark.json"), "full_id");
    if (typeof id !== "string" || id === "") {
      this.broken(path, "E_REPORT_MALFORMED", "benchmark.json does not name its benchmark");
      return;
    }
    if (!entries.some((e) => e.name === "estimates.json" && e.isFile())) {
      this.broken(path, "E_REPORT_CUT", `${id} has no estimates.json`);
      return;
    }
    const measured = measuredOf(this.document(path, "estimates.json"));
    if (!measured) {
      this.broken(path, "E_REPORT_MALFORMED", `estimates.json of ${id} holds no estimate`);
      return;
    }
    const samples = samplesOf(this.document(path, "sample.json"));
    this.sink.observe({ kind: "bench", outcome: "passed", part: this.partOf(path), name: id, ...measured, ...samples });
  }

  /** The file's JSON; undefined where it cannot be read, is too large or no JSON. */
  private document(path: readonly string[], name: string): unknown {
    try {
      let text = "";
      for (const chunk of textOf(join(this.root, ...path, name))) {
        text += chunk;
        if (text.length > MAX_DOCUMENT) return undefined;
      }
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  private broken(path: readonly string[], code: Code, message: string): void {
    const part = this.partOf(path);
    part.state = "broken";
    part.reason ??= message;
    this.sink.problem(code, `${path.join("/")}: ${message}`);
  }

  /** One part a group: a file that cannot be read spoils its own group only. */
  private partOf(path: readonly string[]): Part {
    const group = path[0] ?? "";
    let part = this.parts.get(group);
    if (!part) {
      part = this.sink.part("bench", "", { units: [group] });
      part.state = "whole";
      delete part.reason;
      this.parts.set(group, part);
    }
    return part;
  }
}

/** The entries in the order of their names; undefined where the folder cannot be listed. */
function entriesOf(path: string): Dirent[] | undefined {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch {
    return undefined;
  }
}

/** criterion's typical value: the slope of the fit where there is one, else the mean. */
function measuredOf(estimates: unknown): Pick<BenchObservation, "value" | "unit" | "better" | "range"> | undefined {
  const typical = at(estimates, "slope") ?? at(estimates, "mean");
  const value = numberOf(at(typical, "point_estimate"));
  if (value === undefined) return undefined;
  const low = numberOf(at(typical, "confidence_interval", "lower_bound"));
  const high = numberOf(at(typical, "confidence_interval", "upper_bound"));
  const measured = { value, unit: "ns", better: "smaller" as const };
  return low !== undefined && high !== undefined && high >= low ? { ...measured, range: (high - low) / 2 } : measured;
}

/** Each sample is so many iterations at once. Without them, as in a folder that was copied in part, the estimates stand alone. */
function samplesOf(sample: unknown): Pick<BenchObservation, "samples"> {
  const iterations = listOf(at(sample, "iters"));
  const times = listOf(at(sample, "times"));
  if (times.length !== iterations.length) return {};
  return samplesIn(
    "ns",
    times.map((time, i) => (numberOf(time) ?? Number.NaN) / (numberOf(iterations[i]) || Number.NaN)),
  );
}
