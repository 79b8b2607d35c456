/**
 * The one comment on a pull request: the summary, which tells what is new, what was known, and what the merge would close.
 * Written anew by each run and edited in place. Names and messages are hostile; the summary takes them through text/.
 */
import type { Outcome } from "../result.ts";
import { summaryOf } from "./summary.ts";

export interface PullRequestComment {
  /** First line, by which it is found again. */
  marker: string;
  body: string;
  /** Nothing is to be said, so that only a comment that is there already is brought up to date. */
  quiet: boolean;
}

/** Bytes; GitHub takes 65,536 characters. */
const MAX = 60_000;

/** `about`: what the comment is about; each workflow has its own. `link` makes an entry's id a link. */
export function pullRequestComment(
  outcome: Outcome,
  about: { workflow: string; commit?: string; url?: string },
  mask: (text: string) => string,
  link: (entry: string, url?: string) => string | undefined,
): PullRequestComment {
  const { result, plan } = outcome;
  const marker = `<!-- ci-tracker pull-request ${about.workflow.replace(/[^\w./-]+/g, "_").replace(/-{2,}/g, "_")} -->`;
  const closes = plan?.operations.some((o) => o.op === "close") ?? false;
  return {
    marker,
    body: `${marker}\n${summaryOf(outcome, mask, link, MAX)}\n${footer(about)}`,
    quiet: result.counts.failing === 0 && !closes && result.reports.every((r) => r.complete),
  };
}

/** The run's own page, and the commit, whose id is a link by itself. */
function footer({ commit, url }: { commit?: string; url?: string }): string {
  const at = commit === undefined || !/^[0-9a-f]{7,64}$/.test(commit) ? "" : ` at ${commit}`;
  const run = url === undefined || !/^https?:\/\/[\w.:/-]+$/.test(url) ? "this run" : `[this run](${url})`;
  return `_Shown by ${run}${at}. Each run edits this comment in place._`;
}
