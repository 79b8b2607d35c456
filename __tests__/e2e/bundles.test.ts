import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { bundle, licencesText, type Package } from "../../scripts/build.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { cargoTest } from "./reports.ts";
import { DIST, folderOf, leaveReports, ROOT, runBundle, runFlags, runStep, type Stepped, temporary } from "./spawn.ts";

const RED = cargoTest({ crate: "shop", tests: { "tests::a": "a broke", "tests::b": "ok" } });

/** The Node that runs the tests, and another of the machine's where it is new enough for us. */
function nodes(): [name: string, path: string][] {
  const found = new Map([[realpathSync(process.execPath), process.version]]);
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, process.platform === "win32" ? "node.exe" : "node");
    if (!existsSync(path) || found.has(realpathSync(path))) continue;
    const version = spawnSync(path, ["--version"], { encoding: "utf8" }).stdout?.trim() ?? "";
    const [, major = "0", minor = "0"] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
    if (Number(major) > 20 || (Number(major) === 20 && Number(minor) >= 19)) found.set(realpathSync(path), version);
  }
  return [...found].map(([path, version]) => [version, path]);
}

describe("bundles stand alone", () => {
  let dist: { path: string; remove(): void };
  beforeAll(() => {
    // No node_modules in any folder above.
    dist = temporary();
    cpSync(DIST, dist.path, { recursive: true });
    for (let folder = dist.path; folder !== dirname(folder); folder = dirname(folder))
      expect(existsSync(join(folder, "node_modules"))).toBe(false);
  });
  afterAll(() => dist.remove());

  it("dist holds the four bundles, their licences, and nothing else", () => {
    expect(readdirSync(DIST).sort()).toEqual(["cache.js", "cli.js", "config.js", "github.js", "index.js", "licenses.txt", "package.json"]);
  });

  describe.each(nodes())("on Node %s", (_, node) => {
    it("cli.js works in a folder that holds only dist/", async () => {
      const root = folderOf({ ".trace/issues.jsonl": "", "t.txt": RED });
      try {
        const { exit, stdout, stderr } = await runBundle("cli", ["sync", "t.txt", ...runFlags(1), "--json"], {}, root.path, {
          dist: dist.path,
          node,
        });
        expect([exit, stderr]).toEqual([0, ""]);
        expect(stdout).toContain('"created":1');
        const parsed = await runBundle("cli", ["parse", "t.txt", "--json"], {}, root.path, { dist: dist.path, node });
        expect([parsed.exit, parsed.stderr]).toEqual([0, ""]);
      } finally {
        root.remove();
      }
    });

    it("index.js loads github.js by its path, and writes issues and the ledger with it", async () => {
      const fake = await FakeGitHub.start();
      const root = folderOf({ "t.txt": RED });
      try {
        const step = await runStep({
          inputs: { reports: "t.txt", tracker: "github", token: fake.token("app"), leg: "null", "write-pace": "0" },
          environment: { GITHUB_API_URL: fake.apiUrl, GITHUB_GRAPHQL_URL: fake.graphqlUrl, GITHUB_SHA: "1".repeat(40) },
          workspace: root.path,
          dist: dist.path,
          node,
        });
        expect([step.exit, step.stderr]).toEqual([0, ""]);
        expect(fake.issues.all().map((i) => i.title)).toEqual(["Test failure: tests::a (shop)"]);
        expect(fake.git.file("ci-tracker", ".ci-tracker/ledger.jsonl")).toContain("tests::a");
      } finally {
        root.remove();
        await fake.close();
      }
    });

    it("index.js loads cache.js by its path only where there is a benchmark to compare, and goes on without the cache", async () => {
      const root = temporary();
      try {
        const step = (reports: string[]): Promise<Stepped> =>
          runStep({
            inputs: { reports: reports.join("\n"), tracker: "tracer", commit: "none", init: "true", leg: "null" },
            // Nobody listens there.
            environment: {
              ACTIONS_RESULTS_URL: "http://127.0.0.1:9/",
              ACTIONS_RUNTIME_TOKEN: "x.y.z",
              ACTIONS_CACHE_SERVICE_V2: "true",
              GITHUB_SHA: "1".repeat(40),
            },
            workspace: root.path,
            dist: dist.path,
            node,
          });
        leaveReports("1-red", root.path);
        const with_ = await step(["reports/bench.txt"]);
        expect(with_.exit).toBe(0);
        expect(with_.stdout).toMatch(/cache/i);
        expect(with_.stdout).not.toMatch(/Cannot find|ERR_MODULE_NOT_FOUND/);
        const without = await step(["reports/audit.json"]);
        expect([without.exit, without.outputs.get("created")]).toEqual([0, "2"]);
        expect(without.stdout).not.toMatch(/cache/i);
      } finally {
        root.remove();
      }
    });

    it.each(["github", "cache", "config"])("%s.js can be loaded by itself", (name) => {
      const script = `import(${JSON.stringify(`file://${join(dist.path, `${name}.js`)}`)}).then((m) => console.log(Object.keys(m).sort().join(" ")))`;
      const { stdout, stderr } = spawnSync(node, ["-e", script], { encoding: "utf8", cwd: dist.path });
      expect(stderr).toBe("");
      expect(stdout).toContain({ cache: "restoreCache", config: "readConfig", github: "githubIssues" }[name] ?? "");
    });
  });
});

describe("licences", () => {
  let packages: ReadonlyMap<string, Package>;
  beforeAll(async () => {
    // Inside node_modules, so that what is imported is found, and where no tool looks for sources.
    const cache = join(ROOT, "node_modules", ".cache");
    mkdirSync(cache, { recursive: true });
    const lib = mkdtempSync(join(cache, "ci-tracker-lib-"));
    try {
      execFileSync(
        process.execPath,
        [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json", "--outDir", lib],
        { cwd: ROOT },
      );
      ({ packages } = await bundle(lib));
    } finally {
      rmSync(lib, { recursive: true, force: true });
    }
  }, 60_000);
  const text = (): string => readFileSync(join(DIST, "licenses.txt"), "utf8");

  it("licenses.txt names every package that a module of a bundle comes from, and no other", () => {
    const named = [...text().matchAll(/^-{80}\n(\S+ \S+), .+\n-{80}$/gm)].map((m) => m[1]);
    expect(named).toEqual([...packages.keys()]);
    // Some that are easily lost: behind a dynamic import, with an odd licence, twice in different versions.
    for (const name of ["@octokit/core", "@actions/cache", "@protobuf-ts/runtime", "minimatch", "picomatch", "undici"]) {
      expect(named.some((n) => n?.startsWith(`${name} `))).toBe(true);
    }
  });

  it("holds each licence's text whole, and is what a build would write", () => {
    const all = [...packages.values()];
    expect(all.filter((p) => !text().includes(p.text)).map((p) => p.name)).toEqual([]);
    // One package comes without its licence's text.
    expect(all.filter((p) => p.text.length < 300).map((p) => p.name)).toEqual(["@nodable/entities"]);
    expect(text() === licencesText(all)).toBe(true);
  });

  it("nothing in a bundle is under a licence that asks for more than its text", () => {
    const allowed = /^(?:MIT|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|\(Apache-2\.0 AND BSD-3-Clause\))$/;
    expect([...packages.values()].filter(({ licence }) => !allowed.test(licence))).toEqual([]);
  });
});

describe("used by a composite action", () => {
  // The runner gives a composite action's inputs to its steps through `inputs` alone: the inner step gets INPUT_ of its
  // own, with the defaults of our action.yml filled in, and GITHUB_ACTION_PATH of the outer one.
  const action = parse(readFileSync(join(ROOT, "action.yml"), "utf8")) as {
    inputs: Record<string, { default?: string }>;
    outputs: Record<string, unknown>;
    runs: { using: string; main: string };
  };
  const COMPOSITE = `
name: our checks
inputs:
  report: { required: true }
  tracker: { default: tracer }
outputs:
  opened: { value: "\${{ steps.track.outputs.created }}" }
  entries: { value: "\${{ steps.track.outputs.entries }}" }
runs:
  using: composite
  steps:
    - id: track
      uses: ci-tracker/ci-tracker@v1
      with:
        reports: "\${{ inputs.report }} outcome=failure"
        tracker: "\${{ inputs.tracker }}"
        commit: none
`;

  it("its inner step gets our inputs with our defaults, and its outputs can be mapped", async () => {
    const composite = parse(COMPOSITE) as {
      inputs: Record<string, { default?: string }>;
      outputs: Record<string, { value: string }>;
      runs: { steps: { with: Record<string, string> }[] };
    };
    const root = folderOf({ ".trace/issues.jsonl": "", "t.txt": RED });
    try {
      const given: Record<string, string> = { report: "t.txt" };
      const outer = (text: string): string =>
        text.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, name: string) => given[name] ?? composite.inputs[name]?.default ?? "");
      const inner = Object.entries(composite.runs.steps[0]?.with ?? {}).map(([name, value]) => [name, outer(value)]);
      const defaults = Object.entries(action.inputs).map(([name, { default: value = "" }]) => [name, evaluated(value)]);
      const step = await runStep({
        inputs: Object.fromEntries([...defaults, ...inner]) as Record<string, string>,
        environment: {
          GITHUB_ACTION: "__self",
          GITHUB_ACTION_PATH: join(root.path, ".github", "actions", "checks"),
          GITHUB_SHA: "1".repeat(40),
        },
        workspace: root.path,
      });
      expect([step.exit, step.stderr]).toEqual([0, ""]);
      const outputs = Object.entries(composite.outputs).map(([name, { value }]) => [
        name,
        value.replace(/\$\{\{ steps\.track\.outputs\.([\w-]+) \}\}/g, (_, output: string) => step.outputs.get(output) ?? ""),
      ]);
      expect(outputs[0]).toEqual(["opened", "1"]);
      expect(JSON.parse(outputs[1]?.[1] ?? "")).toEqual([
        {
          op: "create",
          fingerprint: expect.stringMatching(/^ci-t/),
          entry: expect.stringMatching(/^ci-t/),
          title: "Test failure: tests::a (shop)",
        },
      ]);
    } finally {
      root.remove();
    }
  });

  it("every output of action.yml is set, and no other", async () => {
    const root = folderOf({ ".trace/issues.jsonl": "", "t.txt": RED });
    try {
      const step = await runStep({ inputs: { reports: "t.txt", tracker: "tracer", commit: "none" }, workspace: root.path });
      const set = [...step.outputs.keys()].filter((name) => !name.endsWith(" file"));
      expect(set.sort()).toEqual(Object.keys(action.outputs).sort());
    } finally {
      root.remove();
    }
  });

  it("names the bundle that is there, and the Node that the tests run on", () => {
    expect(existsSync(join(ROOT, action.runs.main))).toBe(true);
    expect(action.runs.using).toBe(`node${process.versions.node.split(".")[0]}`);
  });

  /** What the runner makes of our defaults in a job without a matrix. */
  function evaluated(value: string): string {
    return value.replace(/^\$\{\{ toJSON\(matrix\) \}\}$/, "null").replace(/^\$\{\{ github\.token \}\}$/, `ghs_${"0".repeat(36)}`);
  }
});
