import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { apiStore } from "../../src/commit/api.ts";
import { checkRules } from "../../src/commit/rules.ts";
import type { GitHubClient } from "../../src/trackers/github/client.ts";
import type { Rule } from "../fakes/github/git-data.ts";
import { FakeGitHub } from "../fakes/github/server.ts";
import { answering, clientOf } from "./github.ts";

let fake: FakeGitHub;
let client: GitHubClient;
beforeEach(async () => {
  fake = await FakeGitHub.start();
  client = clientOf(fake, "app");
});
afterEach(() => fake.close());

const never = { "rulesets/42": { current_user_can_bypass: "never" }, "rulesets/43": { current_user_can_bypass: "never" } };

describe("rulesets", () => {
  test("a branch without rules may be committed to, and asking writes nothing", async () => {
    await checkRules(client, "main", { signed: true });
    expect(fake.writes()).toEqual([]);
  });

  test.each(["pull_request", "required_status_checks", "update"] as const)(
    "%s forbids a direct commit, by name and with the remedy",
    async (type) => {
      fake.git.rules.set("main", [{ type }, { type: "deletion" }]);
      const error = await checkRules(answering(client, never), "main", { signed: true }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "E_COMMIT_RULES", message: expect.stringContaining(`(${type})`) });
      expect(String(error)).not.toContain("deletion");
      expect((error as { remedy: string }).remedy).toMatch(/pull-request.*branch:.*token/);
    },
  );

  test.each(["deletion", "non_fast_forward", "required_linear_history", "required_signatures"] as const)(
    "%s does not concern our commits",
    async (type) => {
      fake.git.rules.set("main", [{ type }]);
      await checkRules(answering(client, never), "main", { signed: true });
    },
  );

  test("signatures are asked for only of commits that will have none, new branches only of those", async () => {
    fake.git.rules.set("main", [{ type: "required_signatures" }, { type: "creation" }]);
    const strict = answering(client, never);
    await expect(checkRules(strict, "main", { signed: false })).rejects.toMatchObject({
      message: expect.stringContaining("(required_signatures)"),
    });
    await expect(checkRules(strict, "main", { signed: true, create: true })).rejects.toMatchObject({
      message: expect.stringContaining("(creation)"),
    });
    await checkRules(strict, "main", { signed: true });
  });

  test.each([
    ["always", true],
    ["exempt", true],
    ["pull_requests_only", false],
    ["never", false],
    [undefined, true],
  ])("a token whose ruleset says it may bypass “%s”: goes on: %s", async (says, goesOn) => {
    fake.git.rules.set("main", [{ type: "pull_request" }]);
    const asked = checkRules(answering(client, { "rulesets/42": { current_user_can_bypass: says } }), "main", { signed: true });
    if (goesOn) await asked;
    else await expect(asked).rejects.toMatchObject({ code: "E_COMMIT_RULES" });
  });

  test("a token that may bypass one of two rulesets is held by the other, and only that is named", async () => {
    const rules: Rule[] = [{ type: "pull_request" }, { type: "required_status_checks" }];
    fake.git.rules.set("main", rules);
    const mixed = answering(client, { ...never, "rulesets/42": { current_user_can_bypass: "always" } });
    const error = await checkRules(mixed, "main", { signed: true }).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("(required_status_checks)");
    expect(String(error)).not.toContain("(pull_request)");
  });

  test("an app that may bypass the rules is not held up, and its commit stands", async () => {
    fake.git.rules.set("main", [{ type: "pull_request" }]);
    const app = answering(clientOf(fake, "app", { bypass: true }), { "rulesets/42": { current_user_can_bypass: "always" } });
    const store = apiStore(app, { branch: "main" });
    await store.check();
    await store.commit(await store.open(), new Map([["a", "1"]]), { subject: "s", body: "" });
    expect(fake.git.file("main", "a")).toBe("1");
  });

  test.each([403, 404, 500])("rules that cannot be asked (%s) are unknown, and the commit will tell", async (status) => {
    fake.git.rules.set("main", [{ type: "pull_request" }]);
    fake.on("GET /repos/:owner/:repo/rules/branches/*branch", "all", { status });
    const store = apiStore(client, { branch: "main" });
    await store.check();
    await expect(store.commit(await store.open(), new Map([["a", "1"]]), { subject: "s", body: "" })).rejects.toMatchObject({
      code: expect.stringMatching(/^E_COMMIT_(?:RULES|API)$/),
      message: expect.stringContaining("pull request"),
    });
  });
});

describe("classic branch protection", () => {
  const branch = (checks: object) => ({
    "branches/main": { name: "main", protected: true, protection: { enabled: true, required_status_checks: checks } },
  });

  test("status checks required of everyone forbid a direct commit; those that some may pass do not", async () => {
    const everyone = answering(client, branch({ enforcement_level: "everyone", contexts: ["test"], checks: [] }));
    await expect(checkRules(everyone, "main", { signed: true })).rejects.toMatchObject({ code: "E_COMMIT_RULES" });
    await checkRules(answering(client, branch({ enforcement_level: "non_admins", contexts: ["test"], checks: [] })), "main", {
      signed: true,
    });
    await checkRules(answering(client, branch({ enforcement_level: "off", contexts: [], checks: [] })), "main", { signed: true });
  });

  test("a token that GitHub says may not push is refused", async () => {
    const protectedBranch = answering(client, branch({ enforcement_level: "off" }));
    const viewer = (viewerCanPush: boolean): GitHubClient => ({
      ...protectedBranch,
      graphql: async () => ({ data: { repository: { ref: { refUpdateRule: { viewerCanPush } } } }, errors: [] }),
    });
    await expect(checkRules(viewer(false), "main", { signed: true })).rejects.toMatchObject({ code: "E_COMMIT_RULES" });
    await checkRules(viewer(true), "main", { signed: true });
  });

  test("the question is one that GitHub's schema knows", async () => {
    const asked = answering(client, branch({ enforcement_level: "off" }));
    const answers: unknown[] = [];
    await checkRules(
      { ...asked, graphql: async (...query) => answers[answers.push(await client.graphql(...query)) - 1] as never },
      "main",
      { signed: true },
    );
    expect(answers).toEqual([{ data: { repository: { ref: { refUpdateRule: null } } }, errors: [] }]);
  });
});
