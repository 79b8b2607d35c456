/**
 * What a branch's rules allow, asked before anything is planned. GitHub lists the rules of a branch whoever asks, so
 * each ruleset is asked whether it lets this token pass (`current_user_can_bypass`, GitHub REST 2022-11-28, "Get a
 * repository ruleset"): an app or a key that may bypass is not held up. What cannot be asked is unknown, and the commit
 * itself will tell.
 */
import { CodedError } from "../errors.ts";
import { type GitHubClient, GitHubFault, isObject } from "../trackers/github/client.ts";
import { encoded } from "./github-git.ts";

export interface Asked {
  /** Whether the commits will carry a signature that GitHub verifies. */
  signed: boolean;
  /** Whether the branch is to be made. */
  create?: boolean;
}

export interface BlockingRule {
  /** GitHub's name for it. */
  name: string;
  /** What it asks for. */
  words: string;
  /** Its ruleset; undefined for classic protection. */
  ruleset?: number;
}

/** Rules that a direct commit breaks; of others (deletion, non_fast_forward, linear history) ours are no matter. */
const WORDS = new Map([
  ["pull_request", "changes go through a pull request"],
  ["merge_queue", "changes go through a merge queue"],
  ["required_status_checks", "status checks must have passed before"],
  ["required_deployments", "deployments must have succeeded before"],
  ["workflows", "workflows must have passed before"],
  ["code_scanning", "code scanning must have passed before"],
  ["update", "only those who may bypass the rule may update the branch"],
]);

/** Throws E_COMMIT_RULES, naming the rules, where this token certainly may not commit to the branch. */
export async function checkRules(client: GitHubClient, branch: string, asked: Asked): Promise<void> {
  const rules = await blockingRules(client, branch, asked);
  const bypass = new Map<number, boolean>();
  const held: BlockingRule[] = [];
  for (const rule of rules) {
    const { ruleset } = rule;
    if (ruleset !== undefined && !bypass.has(ruleset)) bypass.set(ruleset, await mayPass(client, ruleset));
    if (ruleset === undefined || !bypass.get(ruleset)) held.push(rule);
  }
  held.push(...(await classicRules(client, branch)));
  if (held.length === 0) return;
  const words = held.map(({ words, name }) => `${words} (${name})`);
  throw new CodedError("E_COMMIT_RULES", `the rules of ${branch} do not let this token commit to it: ${[...new Set(words)].join("; ")}`);
}

/** The rules that a direct commit breaks for whoever may not bypass them; none where they cannot be asked. */
export async function blockingRules(client: GitHubClient, branch: string, { signed, create = false }: Asked): Promise<BlockingRule[]> {
  const found: BlockingRule[] = [];
  await unlessUnknown(client, async () => {
    for await (const page of client.pages(`${client.repo}/rules/branches/${encoded(branch)}`)) {
      for (const rule of page) {
        const name = isObject(rule) && typeof rule["type"] === "string" ? rule["type"] : "";
        const words = WORDS.get(name) ?? special(name, signed, create);
        const ruleset = isObject(rule) ? rule["ruleset_id"] : undefined;
        if (words !== undefined) found.push({ name, words, ...(typeof ruleset === "number" ? { ruleset } : {}) });
      }
    }
  });
  return found;
}

function special(name: string, signed: boolean, create: boolean): string | undefined {
  if (name === "required_signatures" && !signed) return "commits must be signed";
  if (name === "creation" && create) return "only those who may bypass the rule may make the branch";
  return undefined;
}

/** Unless it says that this token may not, the commit decides. */
async function mayPass(client: GitHubClient, ruleset: number): Promise<boolean> {
  let says: unknown;
  await unlessUnknown(client, async () => {
    const { data } = await client.get(`${client.repo}/rulesets/${ruleset}`, { query: { includes_parents: "true" }, allow: [403, 404] });
    says = isObject(data) ? data["current_user_can_bypass"] : undefined;
  });
  return says !== "never" && says !== "pull_requests_only";
}

const CLASSIC = `query ($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) { ref(qualifiedName: $ref) { refUpdateRule { viewerCanPush } } }
}`;

/**
 * Classic branch protection, as far as it is shown to those who may not administer it: status checks that are required
 * of everyone, and whether the token may push at all. Reviews it asks for may be waived for some, and nobody says for whom.
 */
async function classicRules(client: GitHubClient, branch: string): Promise<BlockingRule[]> {
  const found: BlockingRule[] = [];
  await unlessUnknown(client, async () => {
    const { data } = await client.get(`${client.repo}/branches/${encoded(branch)}`, { allow: [403, 404] });
    const protection = isObject(data) && isObject(data["protection"]) ? data["protection"] : {};
    if (protection["enabled"] !== true) return;
    const checks = isObject(protection["required_status_checks"]) ? protection["required_status_checks"] : {};
    const contexts = [checks["contexts"], checks["checks"]].some((list) => Array.isArray(list) && list.length > 0);
    if (checks["enforcement_level"] === "everyone" && contexts) {
      found.push({ name: "branch protection", words: "status checks must have passed before" });
    }
    const [owner = "", name = ""] = client.repository.split("/");
    const answer = await client.graphql(CLASSIC, { owner, name, ref: `refs/heads/${branch}` });
    let rule: unknown = answer.data;
    for (const field of ["repository", "ref", "refUpdateRule"]) rule = isObject(rule) ? rule[field] : undefined;
    if (isObject(rule) && rule["viewerCanPush"] === false) {
      found.push({ name: "branch protection", words: "only some may push to the branch" });
    }
  });
  return found;
}

/** Asking must never stop a run that might have been allowed. */
async function unlessUnknown(client: GitHubClient, question: () => Promise<void>): Promise<void> {
  try {
    await question();
  } catch (thrown) {
    if (!(thrown instanceof GitHubFault)) throw thrown;
    client.log(`the branch's rules could not be asked: ${thrown.message}`);
  }
}
