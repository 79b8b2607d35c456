/**
 * `go test -json`, and the file that gotestsum writes with --jsonfile. A package is whole once its own `pass`, `fail`
 * or `skip` event is there; a test's verdict counts only after its `run` event, so that what a test prints in go's words
 * makes no other test. gotestsum appends the runs of its --rerun-fails: a later run of a package in which nothing ran
 * but what had failed before is a further attempt, anything else is a run of its own.
 * Source: Go's src/cmd/test2json, src/cmd/go/internal/test (1.10 to 1.25); gotestsum 1.12.
 */
import type { Part } from "../../model.ts";
import { GoBenchmarks, measureGo } from "../benchmarks/go-bench.ts";
import type { JsonLinesFormat, JsonLinesReader, ReadContext, Sink } from "../format.ts";
import { numberOf, objectOf, textOf } from "../values.ts";
import { GoBuilds, type GoHeld, GoRun, verdictOf } from "./go.ts";

export const goTestJson: JsonLinesFormat = {
  shape: "json-lines",
  name: "go-test-json",
  aliases: ["gotestsum-json"],
  kinds: ["test", "bench", "build"],
  tool: "go test",
  docs: {
    command: "go test -json ./... > test.json   # or gotestsum --jsonfile test.json",
    proof: "each package has its own pass, fail or skip event, and each test that ran has one too",
    source: "Go's src/cmd/test2json and src/cmd/go/internal/test; gotestsum's testjson",
    example: '{"Action":"pass","Package":"example.com/shop","Test":"TestTotal","Elapsed":0.01}',
  },
  is(document) {
    const { Action, Package, Test, ImportPath } = objectOf<keyof Event>(document);
    if (typeof Action !== "string" || !ACTIONS.has(Action)) return false;
    return typeof Package === "string" || typeof Test === "string" || typeof ImportPath === "string";
  },
  reader: (sink, context) => new GoTestJsonReader(sink, context),
};

interface Event {
  readonly Action: unknown;
  readonly Package: unknown;
  readonly Test: unknown;
  readonly Elapsed: unknown;
  readonly Output: unknown;
  readonly ImportPath: unknown;
  readonly FailedBuild: unknown;
}

const ACTIONS = new Set([
  "start",
  "run",
  "pause",
  "cont",
  "pass",
  "bench",
  "fail",
  "output",
  "skip",
  "attr",
  "artifacts",
  "build-output",
  "build-fail",
]);

class GoTestJsonReader implements JsonLinesReader {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly builds: GoBuilds;
  private readonly packages = new Map<string, Package>();
  /** Events of one package come in rows. */
  private last: Package | undefined;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.builds = new GoBuilds(sink, context);
  }

  take(document: unknown, line: number): void {
    const event = objectOf<keyof Event>(document);
    if (event.Action === "build-output") {
      const name = textOf(event.ImportPath);
      for (const text of (textOf(event.Output) ?? "").split("\n", 100)) if (name !== undefined && text !== "") this.builds.tell(name, text);
      return;
    }
    const name = textOf(event.Package) ?? "";
    if (event.Action === "build-fail") return;
    if (this.last?.name !== name) {
      this.last = this.packages.get(name);
      if (!this.last) this.packages.set(name, (this.last = new Package(this.sink, this.context, this.builds, name)));
    }
    this.last.take(event, line);
  }

  end(): void {
    for (const each of this.packages.values()) each.end();
  }
}

/** What failed, over the runs of its package. */
interface Attempts extends GoHeld {
  retries: number;
  /** The last attempt passed. */
  passed: boolean;
}

/** One package, over all of its runs. */
class Package {
  readonly name: string;
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly builds: GoBuilds;
  private run: GoRun | undefined;
  /** What failed in its first run, until the file ends. */
  private held: Map<string, Attempts> | undefined;
  private unbuilt: string | undefined;
  private none = false;
  /** What go prints before the first benchmark has been seen. */
  private benches = false;
  private measured: { part: Part; benchmarks: GoBenchmarks } | undefined;

  constructor(sink: Sink, context: ReadContext, builds: GoBuilds, name: string) {
    this.sink = sink;
    this.context = context;
    this.builds = builds;
    this.name = name;
  }

  take(event: Readonly<Partial<Event>>, line: number): void {
    const { Action: action } = event;
    const test = textOf(event.Test);
    if (!this.run) {
      // A package that is done says no more, unless it runs again.
      if (this.held && action !== "start" && action !== "run") return;
      this.run = new GoRun(this.sink, this.context, this.name, line);
      this.unbuilt = undefined;
      this.none = false;
      this.benches = false;
    }
    const { run } = this;
    switch (action) {
      case "run":
        if (test !== undefined) run.run(test);
        return;
      case "pause":
      case "cont":
        if (test !== undefined) run.turn(test, action === "pause");
        return;
      case "output":
        this.output(run, textOf(event.Output) ?? "", test);
        return;
      case "pass":
      case "fail":
      case "skip":
        if (test === undefined) this.done(run, action, textOf(event.FailedBuild));
        // go's benchmarks that fail have no event when they begin.
        else if (run.knows(test) || test.startsWith("Benchmark")) run.result(test, action, numberOf(event.Elapsed));
    }
  }

  end(): void {
    this.measure(undefined);
    if (this.run) this.give(this.run.give(undefined).held);
    this.run = undefined;
    this.release();
  }

  private output(run: GoRun, text: string, test: string | undefined): void {
    for (const line of run.piece(text, test)) {
      if (line.startsWith("=== ") || this.benchmark(run, line)) continue;
      if (test === undefined) this.words(run, line);
      else if (!run.knows(test)) continue;
      else if (line.includes("--- ") && this.verdict(run, line, test)) continue;
      else run.print(line, test);
    }
  }

  /** Whether the line is one that go prints around benchmarks, or a measurement. */
  private benchmark(run: GoRun, line: string): boolean {
    if (line.startsWith("goos: ") || line.startsWith("pkg: ")) {
      this.benches = true;
      run.benchmarks = true;
      return true;
    }
    if (!this.benches || !line.startsWith("Benchmark")) return false;
    const measured = measureGo(line);
    if (!measured) return false;
    this.measured ??= {
      part: this.sink.part("bench", "the report ends before the benchmarks of this package do"),
      benchmarks: new GoBenchmarks(),
    };
    this.measured.benchmarks.add(measured);
    return true;
  }

  /** Hands out what was measured; `passed`: whether the package did, undefined where its end is not there. */
  private measure(passed: boolean | undefined): void {
    if (!this.measured) return;
    const { part, benchmarks } = this.measured;
    this.measured = undefined;
    part.extent.units.push(this.name);
    if (passed) {
      part.state = "whole";
      delete part.reason;
    } else if (passed === false) part.reason = "the package failed, so benchmarks may be missing";
    benchmarks.give(this.sink, part, this.name === "" ? undefined : this.name);
  }

  /** Whether the line is go's own word on the test. */
  private verdict(run: GoRun, line: string, test: string): boolean {
    if (/^ *--- (?:PASS|FAIL|SKIP|BENCH): /.test(line)) return true;
    const found = verdictOf(line);
    if (!found) return false;
    // Text without a newline hides the verdict behind it from test2json (before Go 1.20).
    if (found.name === test && found.seconds !== undefined) run.glue(test, found.word);
    return false;
  }

  /** What the package says outside of its tests. */
  private words(run: GoRun, line: string): void {
    if (line.includes("[no tests to run]") || line === "testing: warning: no tests to run") this.none = true;
    const unbuilt = /^FAIL\s+\S+\s+\[(\w+ failed)\]$/.exec(line);
    if (unbuilt) this.unbuilt = unbuilt[1];
    if (/^(?:ok|FAIL|\?|) *\t/.test(line)) return;
    run.say(line);
  }

  private done(run: GoRun, word: "pass" | "fail" | "skip", failedBuild: string | undefined): void {
    this.run = undefined;
    const unbuilt = this.unbuilt ?? (failedBuild === undefined ? undefined : "build failed");
    if (unbuilt !== undefined && word === "fail") this.builds.failed(this.name, failedBuild, unbuilt);
    else if (word !== "skip") this.builds.passed(this.name);
    const benches = this.measured !== undefined;
    this.measure(word === "pass");
    if (benches && word === "pass" && run.isIdle) {
      this.held ??= new Map();
      return;
    }
    const end = { word, verbose: true, none: this.none, ...(unbuilt === undefined ? {} : { unbuilt }) };
    if (this.held && this.held.size > 0 && this.isFurtherAttempt(run)) {
      this.again(run);
      return;
    }
    this.give(run.give(end).held);
  }

  /** A run of its own: what it says stands beside what an earlier one said. */
  private give(held: readonly GoHeld[]): void {
    this.release();
    this.held = new Map();
    for (const each of held) {
      const { name } = each.observation;
      if (this.held.has(name)) this.sink.observe(each.observation, each.listed);
      else this.held.set(name, { ...each, retries: 0, passed: false });
    }
  }

  private release(): void {
    for (const { observation, listed, retries, passed } of this.held?.values() ?? []) {
      if (retries > 0) observation.retries = retries;
      if (!passed) this.sink.observe(observation, listed);
      else {
        const { message: _, detail: __, file: ___, line: ____, ...rest } = observation;
        this.sink.observe({ ...rest, outcome: "passed", flaky: true });
      }
    }
    this.held = undefined;
  }

  /** gotestsum runs again what failed, and nothing else. */
  private isFurtherAttempt(run: GoRun): boolean {
    let tests = 0;
    for (const name of run.names()) {
      if (!this.held?.has(name)) return false;
      tests++;
    }
    return tests > 0;
  }

  /** One more attempt of what failed: the last one counts. */
  private again(run: GoRun): void {
    for (const { name, outcome } of run.verdicts()) {
      const held = this.held?.get(name);
      if (!held || outcome === "skipped") continue;
      held.retries++;
      held.passed = outcome === "passed";
    }
  }
}
