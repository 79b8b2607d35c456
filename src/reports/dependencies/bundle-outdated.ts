/**
 * `bundle outdated --parseable`: a line a gem that is behind, and nothing when all is current:
 *
 *     rails (newest 7.0.4, installed 6.1.0, requested ~> 6.1)
 *
 * Older versions without the flag put a star before it and groups behind it. A failed look-up prints nothing here
 * either, so only the exit status tells.
 * Source: bundler 1.12 to 2.6, lib/bundler/cli/outdated.rb (print_gem).
 */
import type { Part } from "../../model.ts";
import { awaitOutcome, type LineFormat, type LineReader, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { Outdated } from "./outdated.ts";

export const bundleOutdated: LineFormat = {
  shape: "lines",
  name: "bundle-outdated",
  kinds: ["dependency"],
  tool: "bundle outdated",
  silent: "bundle outdated",
  docs: {
    command: "bundle outdated --parseable --only-explicit > outdated.txt   # with format=bundle-outdated and outcome=",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "bundler 2.6, lib/bundler/cli/outdated.rb",
    example: "rails (newest 7.0.4, installed 6.1.0, requested ~> 6.1)",
  },
  minds: ({ last }) => last === ")" || last === '"',
  reader: (sink) => new BundleOutdatedReader(sink),
};

const GEM =
  /^(?: *\* )?([\w.-]{1,200}) \(newest ([^,()]{1,200}), installed ([^,()]{1,200})(?:, requested ([^()]{1,500}))?\)(?: in groups? "[^"]*")?$/;
const FAILED = /^(?:Could not (?:find|reach|fetch|locate)|Bundler::|\[!\] There was an error)/;

class BundleOutdatedReader implements LineReader {
  private readonly sink: Sink;
  private part: Part | undefined;
  private outdated: Outdated | undefined;
  private failed = false;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  take(line: string, number: number): boolean {
    if (!line.includes(" (newest ")) {
      if (this.outdated && FAILED.test(line)) this.failed = true;
      return false;
    }
    const [, name, newest = "", installed = "", requested] = GEM.exec(line.slice(0, 2_000)) ?? [];
    if (name === undefined) return false;
    if (!this.part || !this.outdated) {
      this.part = this.sink.part("dependency", "it ends before all gems were looked at", { units: ["bundle outdated"] });
      this.part.line = number;
      this.outdated = new Outdated(this.part, "ruby");
    }
    // A commit stands behind the version of a gem from a repository: the same version may be behind.
    const [current = "", latest = ""] = [installed, newest].map((version) => own(version));
    this.outdated.add({ name: own(name), current, latest, note: requested === undefined ? undefined : `requested ${own(requested)}` });
    return true;
  }

  get idle(): boolean {
    return this.outdated === undefined;
  }

  end(): void {
    if (!this.part) return;
    this.outdated?.observe(this.sink);
    awaitOutcome(this.part);
    if (this.failed) this.part.reason = "bundler says that a look-up failed";
  }
}
