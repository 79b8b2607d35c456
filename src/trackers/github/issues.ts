/**
 * GitHub Issues as a tracker. An issue is ours when it has the label, is written by our identity, or is named by the
 * ledger; only then do the record and the name in its text count (body.ts).
 */
import { CodedError } from "../../errors.ts";
import type { Listing } from "../../model.ts";
import { clip } from "../../text/clip.ts";
import { oneLine } from "../../text/defuse.ts";
import type { HostedTracker, ListQuery } from "../tracker.ts";
import { readRecord } from "./body.ts";
import { codedFault, type GitHubClient, GitHubFault, isObject } from "./client.ts";
import { fetchIssue, type Issue, issueOf } from "./issue.ts";
import { Ours } from "./ours.ts";
import { OpenIssues } from "./writing.ts";

/** The label of our entries, unless the settings name another. */
export const LABEL = "ci-tracker";

export interface GitHubIssuesOptions {
  /** The label of our entries. */
  label?: string;
}

/** Pages of issues of our identity that are looked through for entries without the label. A net, not the list. */
const MAX_OWN_PAGES = 20;
/** GitHub shows the first thousand results of a search. */
const MAX_FOUND = 1_000;

/** The issues of the client's repository as a tracker. Throws E_INPUT_VALUE for a label that GitHub cannot list by. */
export function githubIssues(client: GitHubClient, options: GitHubIssuesOptions = {}): HostedTracker {
  const label = options.label ?? LABEL;
  if (label.trim() === "" || label.length > 50 || label.includes(",")) {
    throw new CodedError("E_INPUT_VALUE", `label: ${JSON.stringify(label)} is no label GitHub can list by (1 to 50 characters, no comma)`, {
      exit: 2,
    });
  }
  return { name: "github", open: (query) => new IssueList(client, label).read(query) };
}

/** Reads what the tracker holds. */
class IssueList {
  private readonly client: GitHubClient;
  private readonly label: string;
  private readonly found = new Map<string, Issue>();

  constructor(client: GitHubClient, label: string) {
    this.client = client;
    this.label = label;
  }

  async read(query: ListQuery): Promise<OpenIssues> {
    const listing: Listing = { tracker: "github", ids: "theirs", whole: true, entries: [] };
    let identity: string | undefined;
    try {
      identity = await this.client.viewer();
      await this.labelled();
      if (identity !== undefined) await this.own(identity);
      await this.closed(query);
      await this.named(query);
      await this.whoClosed();
      await this.titled(query);
    } catch (error) {
      const { code, message } = codedFault(error, "E_TRACKER_LIST", `the issues of ${this.client.repository}`);
      if (code === "E_INTERNAL") throw error;
      listing.whole = false;
      listing.reason = `${code}: ${message}`;
    }
    const ours = new Ours(this.label, identity, query);
    // The lowest number stands first, so that of two twins everybody chooses the same.
    const issues = [...this.found.values()].sort((a, b) => Number(a.number) - Number(b.number));
    for (const issue of issues) {
      const entry = ours.entryOf(issue);
      if (entry) listing.entries.push(entry);
    }
    return new OpenIssues(this.client, this.label, ours, listing, issues);
  }

  /** Lists of issues hold pull requests as well. */
  private keep(page: readonly unknown[]): void {
    for (const issue of page.map(issueOf)) if (!issue.pull) this.found.set(issue.number, issue);
  }

  private async labelled(): Promise<void> {
    for await (const page of this.client.pages(`${this.client.repo}/issues`, { state: "open", labels: this.label })) this.keep(page);
  }

  /** Entries of ours whose label is gone, and what scripts of our identity filed. */
  private async own(identity: string): Promise<void> {
    let pages = 0;
    try {
      for await (const page of this.client.pages(`${this.client.repo}/issues`, { state: "open", creator: identity })) {
        this.keep(page);
        if (++pages < MAX_OWN_PAGES) continue;
        this.client.log(`${identity} has more than ${pages * 100} open issues; among the older ones entries are found by their label only`);
        return;
      }
    } catch (error) {
      // A server may not list by an app's name; the label is what entries are listed by.
      if (!(error instanceof GitHubFault) || error.status !== 422) throw error;
      this.client.log(error.message);
    }
  }

  /**
   * Closed entries, the last changed first: all since `query.since`, and further back as long as a page costs less than
   * asking for the entries that the ledger names one by one.
   */
  private async closed(query: ListQuery): Promise<void> {
    const since = Date.parse(query.since);
    let more = 0;
    const wanted = { state: "closed", labels: this.label, sort: "updated", direction: "desc" };
    for await (const page of this.client.pages(`${this.client.repo}/issues`, wanted)) {
      this.keep(page);
      const last = page.at(-1);
      if (last === undefined || Date.parse(issueOf(last).updated) >= since) continue;
      const missing = query.ids.filter((id) => !this.found.has(id)).length;
      if (missing <= ++more) return;
    }
  }

  /** What the ledger names and no list showed: gone, moved to another repository, or without its label. */
  private async named(query: ListQuery): Promise<void> {
    const missing = query.ids.filter((id) => /^\d{1,10}$/.test(id) && !this.found.has(id));
    for (let i = 0; i < missing.length; i += 5) {
      const answers = await Promise.all(missing.slice(i, i + 5).map((id) => fetchIssue(this.client, id)));
      for (const issue of answers) if (issue) this.found.set(issue.number, issue);
    }
  }

  /** Lists of older servers do not tell who closed an issue; where our record claims it, the issue itself is asked. */
  private async whoClosed(): Promise<void> {
    const untold = [...this.found.values()].filter((i) => !i.open && i.closedBy === undefined && readRecord(i.body)?.closed);
    for (let i = 0; i < untold.length; i += 5) {
      const answers = await Promise.all(untold.slice(i, i + 5).map(({ number }) => fetchIssue(this.client, number)));
      for (const issue of answers) if (issue) this.found.set(issue.number, issue);
    }
  }

  /** Entries with the titles of the shell recipes, whoever filed them. One search for all titles that begin alike. */
  private async titled(query: ListQuery): Promise<void> {
    const groups = new Map<string, string[]>();
    for (const title of query.titles) {
      const start = /^[^:]{1,60}: /.exec(title)?.[0] ?? title;
      groups.set(start, [...(groups.get(start) ?? []), title]);
    }
    for (const [start, titles] of groups) {
      if (titles.length > 1 && (await this.search(start)) === "all") continue;
      for (const title of titles) {
        if ((await this.search(title)) === "too many")
          throw new GitHubFault(`more than ${MAX_FOUND} open issues have the words of "${clip(oneLine(title), 80)}"`, "refused");
      }
    }
  }

  private async search(words: string): Promise<"all" | "too many"> {
    // Quotes and backslashes mean something in a search, which takes 256 characters; the exact comparison comes later.
    const bare = words.replace(/["\\]/g, " ").trim();
    const phrase = bare.length <= 180 ? bare : bare.slice(0, bare.lastIndexOf(" ", 180) + 1 || 180).trim();
    const q = `repo:${this.client.repository} is:issue is:open in:title "${phrase}"`;
    for (let page = 1; ; page++) {
      const { data } = await this.client.get("/search/issues", { query: { q, per_page: "100", page: String(page) } });
      if (!isObject(data) || !Array.isArray(data["items"]) || typeof data["total_count"] !== "number")
        throw new GitHubFault("the search was answered with something else", "unknown");
      if (data["incomplete_results"] === true) throw new GitHubFault("the search for titles gave up before its end", "unknown");
      const total = data["total_count"];
      if (total > MAX_FOUND) return "too many";
      for (const issue of data["items"].map(issueOf)) if (!issue.pull && !this.found.has(issue.number)) this.found.set(issue.number, issue);
      if (page * 100 >= total || data["items"].length === 0) return "all";
    }
  }
}
