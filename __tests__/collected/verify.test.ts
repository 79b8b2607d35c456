import { describe, expect, it } from "vitest";
import type { Header } from "../../src/collected/format.ts";
import { hostOfRun, ofFinishedRun } from "../../src/collected/verify.ts";
import { commitMessage } from "../../src/commit/message.ts";
import { CodedError } from "../../src/errors.ts";
import type { Host } from "../../src/host/host.ts";
import type { RunFacts } from "../../src/host/runs.ts";
import { COMMIT, hostIn } from "./kit.ts";

const FACTS: RunFacts = {
  id: "70",
  attempt: 2,
  commit: COMMIT,
  branch: "main",
  event: "push",
  workflow: ".github/workflows/ci.yml",
  at: "2026-03-01T09:00:00.000Z",
  url: "https://github.com/octo/shop/actions/runs/70",
  completed: true,
  repository: "octo/shop",
  headRepository: "octo/shop",
  fork: false,
  message: "A change",
};
const HOST = hostIn(
  "/x",
  { id: "99", event: "workflow_run", workflow: ".github/workflows/track.yml" },
  { after: { run: "70", attempt: 2 }, planOnly: "workflow_run" },
);
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return "";
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
};
const applied = (facts: Partial<RunFacts> = {}, host: Partial<Host> = {}, branches: string[] = []): Host =>
  hostOfRun({ ...HOST, ...host }, { ...FACTS, ...facts }, branches);

describe("mode: apply believes GitHub", () => {
  it("takes every fact of the run from GitHub, and may write for the default branch", () => {
    const { run, planOnly, leg, after } = applied();
    expect(run).toEqual({
      id: "70",
      attempt: 2,
      commit: COMMIT,
      branch: "main",
      at: FACTS.at,
      url: FACTS.url,
      event: "push",
      workflow: ".github/workflows/ci.yml",
      job: "",
    });
    expect([planOnly, leg, after]).toEqual([undefined, "", { run: "70", attempt: 2 }]);
  });

  it.each<[what: string, facts: Partial<RunFacts>, code: string]>([
    ["a run of another repository", { repository: "evil/shop" }, "E_APPLY_FORGED"],
    ["a run of which there is a newer attempt", { attempt: 3 }, "E_APPLY_STALE"],
    ["a run that has not ended", { completed: false }, "E_APPLY_STALE"],
  ])("%s is refused", (_, facts, code) => {
    expect(codeOf(() => applied(facts))).toBe(code);
  });

  it.each<[what: string, facts: Partial<RunFacts>, why: RegExp]>([
    ["a fork", { headRepository: "mallory/shop", event: "pull_request" }, /^E_APPLY_FORK: .*mallory\/shop/],
    ["a fork that calls its branch main and its event push", { headRepository: "mallory/shop" }, /^E_APPLY_FORK/],
    ["a fork that is gone", { headRepository: "" }, /^E_APPLY_FORK/],
    ["a pull request", { event: "pull_request", branch: "fix" }, /pull request/],
    ["pull_request_target, which runs on the default branch", { event: "pull_request_target" }, /pull request/],
    ["a merge queue", { event: "merge_group", branch: "gh-readonly-queue/main/pr-1" }, /merge queue/],
    ["another branch", { branch: "feature" }, /feature is not the default branch main/],
    ["an event that speaks for no branch", { event: "issue_comment" }, /do not speak/],
    ["a fork's own schedule", { event: "schedule", fork: true }, /fork's schedule/],
    ["our own commit", { message: words() }, /our own/],
  ])("%s is planned, never written", (_, facts, why) => {
    expect(applied(facts).planOnly).toMatch(why);
  });

  it("branches that are kept are written for too", () => {
    expect(applied({ branch: "release/1" }, {}, ["release/*"]).planOnly).toBeUndefined();
    expect(applied({ branch: "feature" }, {}, ["release/*"]).planOnly).toMatch(/nor one of release\/\*/);
  });

  it("a name that differs in case only is the same repository", () => {
    expect(applied({ repository: "Octo/Shop", headRepository: "OCTO/shop" }).planOnly).toBeUndefined();
  });
});

function words(): string {
  const { subject, body } = commitMessage(hostIn("/x").run, [], { actor: "ci-bot", skipCi: true });
  return `${subject}\n\n${body}`;
}

describe("a file of a finished run", () => {
  const header: Header = {
    run: "70",
    attempt: 2,
    commit: COMMIT,
    branch: "main",
    event: "push",
    workflow: ".github/workflows/ci.yml",
    job: "test",
    leg: "",
    at: FACTS.at,
    repository: "octo/shop",
    machine: "m",
  };
  const gate = ofFinishedRun(applied());
  it("is let in when it says what GitHub says, of this attempt or an earlier one", () => {
    expect(gate(header)).toBeUndefined();
    expect(gate({ ...header, attempt: 1, job: "other", leg: "x" })).toBeUndefined();
  });

  it.each<[keyof Header, string | number | undefined]>([
    ["run", "71"],
    ["attempt", 3],
    ["commit", "f".repeat(40)],
    ["commit", undefined],
    ["branch", "release"],
    ["event", "schedule"],
    ["workflow", ".github/workflows/release.yml"],
    ["repository", "evil/shop"],
  ])("with another %s (%s) it is forged", (field, value) => {
    const error = gate({ ...header, [field]: value });
    expect(error?.code).toBe("E_APPLY_FORGED");
  });

  it("of a pull request is told by the commit of the pull request, for what was tested is a merge that nobody else knows", () => {
    const pull = ofFinishedRun(applied({ event: "pull_request", branch: "fix" }));
    const merge = { ...header, event: "pull_request", branch: "fix", commit: "a".repeat(40) };
    expect(pull({ ...merge, head: COMMIT })).toBeUndefined();
    expect(pull({ ...merge, head: "b".repeat(40) })?.code).toBe("E_APPLY_FORGED");
    expect(pull(merge)?.code).toBe("E_APPLY_FORGED");
  });
});
