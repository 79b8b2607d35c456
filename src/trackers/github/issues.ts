/**
 * GitHub Issues as a tracker. An issue is ours when it has the label, is written by our identity, or is named by the
 * ledger; only then do the record and the name in its text count (body.ts).
 *
 * Labels: a new issue gets the tracker's label, and beside it the repository's own labels for its type and priority
 * (`bug`, `chore`, `P0` … `P4`) where they exist. They are never made: a repository without them does not want them,
 * and the entry's text says what it was filed as. After that, labels, title, assignees and milestone are people's.
 *
 * Order of writes, so that a crash between two of them loses and doubles nothing: what can be recognised later comes
 * first. A comment carries a mark of its operation and is looked for before it is written; the state and the text change
 * together in one request, after it.
 */
import { CodedError } from "../../errors.ts";
import type { Entry, Listing, Operation, Stamp } from "../../model.ts";
import { clip } from "../../text/clip.ts";
import { oneLine } from "../../text/defuse.ts";
import { title as titleOf } from "../../text/markdown.ts";
import { handsOffWord } from "../people.ts";
import type { HostedTracker, ListQuery, OpenHostedTracker, Writing } from "../tracker.ts";
import {
  type CommentMark,
  commentBody,
  duplicateBody,
  duplicateComment,
  type EntryRecord,
  editedBody,
  newBody,
  peoplesText,
  readCommentMark,
  readRecord,
} from "./body.ts";
import { codedFault, type GitHubClient, GitHubFault, isObject } from "./client.ts";

/** The label of our entries, unless the settings name another. */
export const LABEL = "ci-tracker";
const LABEL_COLOR = "5319e7";
const LABEL_WORDS = "Kept true by ci-tracker: opens and closes on CI evidence";

export interface GitHubIssuesOptions {
  /** The label of our entries. */
  label?: string;
}

/**
 * Labels by which people say: leave it alone. Compared without case, blanks and signs, and without a group in front
 * (`resolution: won't fix`).
 */
const HANDS_OFF: Record<string, string> = {
  mute: "muted",
  muted: "muted",
  quiet: "muted",
  snoozed: "snoozed",
  wontfix: "won't fix",
  wontdo: "won't fix",
  notplanned: "not planned",
  duplicate: "a duplicate",
  invalid: "invalid",
  bydesign: "by design",
  worksasintended: "by design",
  falsepositive: "a false positive",
  manual: "kept by hand",
};

/** Who may have filed an entry that is taken over. */
const TRUSTED = ["OWNER", "MEMBER", "COLLABORATOR"];
/** Pages of issues of our identity that are looked through for entries without the label. A net, not the list. */
const MAX_OWN_PAGES = 20;
/** GitHub shows the first thousand results of a search. */
const MAX_FOUND = 1_000;
/** Clocks of runners and of GitHub differ, and a refused write may wait. */
const CLOCK_BEFORE = 2 * 60_000;
const CLOCK_AFTER = 10 * 60_000;
/** A twin that another run made is that run's to close, unless it is older than this. */
const CLAIM = 15 * 60_000;

export function githubIssues(client: GitHubClient, options: GitHubIssuesOptions = {}): HostedTracker {
  const label = options.label ?? LABEL;
  if (label.trim() === "" || label.length > 50 || label.includes(",")) {
    throw new CodedError("E_INPUT_VALUE", `label: ${JSON.stringify(label)} is no label GitHub can list by (1 to 50 characters, no comma)`, {
      exit: 2,
    });
  }
  return { name: "github", open: (query) => new IssueList(client, label).read(query) };
}

/** An issue as far as we look at it. */
interface Issue {
  number: string;
  title: string;
  body: string;
  open: boolean;
  reason: string | undefined;
  locked: boolean;
  labels: string[];
  author: string | undefined;
  association: string;
  created: string;
  updated: string;
  closedAt: string | undefined;
  /** Who closed it; undefined where the answer does not tell, null where GitHub does not know. */
  closedBy: string | null | undefined;
  url: string | undefined;
  /** Address of its repository. */
  home: string;
  pull: boolean;
}

// --------------------------------------------------------------------------------------------------------- listing

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

/** One issue; undefined where it is gone: deleted, moved to another repository, or a pull request. */
async function fetchIssue(client: GitHubClient, number: string): Promise<Issue | undefined> {
  const { status, data } = await client.get(`${client.repo}/issues/${number}`, { allow: [301, 404, 410] });
  if (status !== 200) return undefined;
  const issue = issueOf(data);
  if (issue.pull) return undefined;
  if (issue.home.toLowerCase().endsWith(client.repo.toLowerCase())) return issue;
  // Another repository answers: the issue was moved there, or this one was renamed.
  const { data: repository } = await client.get(client.repo);
  return isObject(repository) && repository["url"] === issue.home ? issue : undefined;
}

/** Checks an issue's shape; an odd one makes the whole list unknown. */
function issueOf(value: unknown): Issue {
  if (!isObject(value)) throw odd("an issue is no object");
  const { number, title, body, state, state_reason: reason, locked, labels, user, author_association: association } = value;
  if (typeof number !== "number" || !Number.isInteger(number)) throw odd("an issue has no number");
  if (typeof title !== "string" || (state !== "open" && state !== "closed")) throw odd(`issue ${number} has no title or state`);
  if (body !== null && body !== undefined && typeof body !== "string") throw odd(`the text of issue ${number} is no text`);
  if (!Array.isArray(labels)) throw odd(`issue ${number} has no list of labels`);
  const { created_at: created, updated_at: updated, closed_at: closed, closed_by: closer, html_url: url, repository_url: home } = value;
  const issue: Issue = {
    number: String(number),
    title,
    body: body ?? "",
    open: state === "open",
    reason: typeof reason === "string" ? reason : undefined,
    locked: locked === true,
    labels: labels.flatMap((l) => (typeof l === "string" ? [l] : isObject(l) && typeof l["name"] === "string" ? [l["name"]] : [])),
    author: loginOf(user) ?? undefined,
    association: typeof association === "string" ? association : "NONE",
    created: typeof created === "string" ? created : "",
    updated: typeof updated === "string" ? updated : "",
    closedAt: typeof closed === "string" ? closed : undefined,
    closedBy: closer === undefined ? undefined : loginOf(closer),
    url: typeof url === "string" && /^https?:\/\//.test(url) ? url : undefined,
    home: typeof home === "string" ? home : "",
    pull: value["pull_request"] !== undefined && value["pull_request"] !== null,
  };
  return issue;
}

function odd(what: string): GitHubFault {
  return new GitHubFault(`the list has an odd shape: ${what}`, "unknown");
}

function loginOf(user: unknown): string | null {
  return isObject(user) && typeof user["login"] === "string" ? user["login"] : null;
}

function sameLogin(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();
}

// --------------------------------------------------------------------------------------------------------- entries

/** What is ours, and what people said. */
class Ours {
  readonly identity: string | undefined;
  private readonly label: string;
  private readonly query: ListQuery;
  private readonly ids: ReadonlySet<string>;
  private readonly titles: ReadonlySet<string>;

  constructor(label: string, identity: string | undefined, query: ListQuery) {
    this.label = label;
    this.identity = identity;
    this.query = query;
    this.ids = new Set(query.ids);
    this.titles = new Set(query.titles);
  }

  /** The record of an entry of ours; marks in other issues mean nothing. */
  recordOf(issue: Issue): EntryRecord | undefined {
    const owned = hasLabel(issue, this.label) || sameLogin(issue.author, this.identity) || this.ids.has(issue.number);
    return owned ? readRecord(issue.body) : undefined;
  }

  /** The issue as an entry; undefined for issues that are neither ours nor to be taken over, and for twins that gave way. */
  entryOf(issue: Issue): Entry | undefined {
    const record = this.recordOf(issue);
    if (record?.duplicateOf !== undefined && !issue.open) return undefined;
    const adoptable =
      !record && issue.open && this.titles.has(issue.title) && this.mayHaveFiled(issue) && readRecord(issue.body) === undefined;
    if (!record && !adoptable && !this.ids.has(issue.number)) return undefined;
    const entry: Entry = { id: issue.number, title: issue.title, open: issue.open, adoptable };
    if (issue.url !== undefined) entry.url = issue.url;
    const word = this.handsOff(issue);
    if (word !== undefined) entry.handsOff = word;
    if (record) {
      entry.fingerprint = record.fingerprint;
      if (record.key !== undefined) entry.key = record.key;
      if (record.producers) entry.producers = record.producers;
      if (record.opened) entry.openedIn = record.opened;
      if (record.reopened && issue.open) entry.reopenedIn = record.reopened;
    }
    if (issue.open) return entry;
    if (issue.closedAt !== undefined) entry.closedAt = issue.closedAt;
    entry.closedBy = this.closedByUs(issue, record) ? "us" : "person";
    if (record?.closed && entry.closedBy === "us") entry.closedIn = stamp(record.closed);
    return entry;
  }

  private mayHaveFiled(issue: Issue): boolean {
    return sameLogin(issue.author, this.identity) || TRUSTED.includes(issue.association);
  }

  /** A person's word that outranks us, on open and on closed issues. */
  handsOff(issue: Issue): string | undefined {
    if (!issue.open && issue.reason === "not_planned") return "closed as not planned";
    if (!issue.open && issue.reason === "duplicate") return "closed as a duplicate";
    if (issue.locked) return "locked";
    for (const label of issue.labels) {
      const bare = label
        .toLowerCase()
        .replace(/^.*[:/]/, "")
        .replace(/[^a-z]/g, "");
      const word = Object.hasOwn(HANDS_OFF, bare) ? HANDS_OFF[bare] : undefined;
      if (word !== undefined) return `labelled ${oneLine(label)} (${word})`;
    }
    return handsOffWord(peoplesText(issue.body), this.query.now);
  }

  /**
   * We closed it when its own record says so, whoever GitHub names is who the record names, and it happened when the
   * record says: after a person reopened and closed it again, one of the two no longer fits.
   */
  private closedByUs(issue: Issue, record: EntryRecord | undefined): boolean {
    const closed = record?.closed;
    if (!closed) return false;
    const by = closed.by ?? this.identity;
    if (issue.closedBy !== undefined && by !== undefined && !sameLogin(issue.closedBy, by)) return false;
    if (closed.clock === undefined || issue.closedAt === undefined) return true;
    const late = Date.parse(issue.closedAt) - Date.parse(closed.clock);
    return Number.isNaN(late) || (late >= -CLOCK_BEFORE && late <= CLOCK_AFTER);
  }
}

function stamp({ run, attempt, commit, at }: Stamp): Stamp {
  return commit === undefined ? { run, attempt, at } : { run, attempt, commit, at };
}

function hasLabel(issue: Issue, label: string): boolean {
  return issue.labels.some((l) => l.toLowerCase() === label.toLowerCase());
}

// --------------------------------------------------------------------------------------------------------- writing

/** The tracker after it was listed. */
class OpenIssues implements OpenHostedTracker {
  readonly listing: Listing;
  private readonly client: GitHubClient;
  private readonly label: string;
  private readonly ours: Ours;
  private readonly issues: readonly Issue[];
  private labels: Promise<Map<string, string>> | undefined;
  /** What this run opened, by fingerprint: a second create for one subject is the first one's. */
  private readonly made = new Map<string, Issue>();
  /** Set once GitHub has dropped our label: the token may not label, and entries would be lost to the next run. */
  private dropped: CodedError | undefined;

  constructor(client: GitHubClient, label: string, ours: Ours, listing: Listing, issues: readonly Issue[]) {
    this.client = client;
    this.label = label;
    this.ours = ours;
    this.listing = listing;
    this.issues = issues;
  }

  ready(): number {
    return this.listing.entries.filter((e) => e.open && e.fingerprint !== undefined && e.handsOff === undefined).length;
  }

  async apply(operation: Operation, writing: Writing): Promise<{ id: string; url?: string }> {
    const what = operation.op === "create" ? "an issue could not be opened" : `issue #${operation.entry} could not be changed`;
    try {
      return reference(operation.op === "create" ? await this.create(operation, writing) : await this.change(operation, writing));
    } catch (error) {
      throw codedFault(error, "E_TRACKER_WRITE", what);
    }
  }

  // ------------------------------------------------------------------------------------------------------- creating

  private async create(operation: Operation, writing: Writing): Promise<Issue> {
    const fingerprint = this.generationOf(operation);
    const before = this.made.get(fingerprint);
    if (before) return before;
    if (this.dropped) throw this.dropped;
    const { card, filing } = operation;
    const record: EntryRecord = {
      fingerprint,
      key: operation.key,
      producers: producersOf(operation),
      opened: stamp(card.now),
    };
    if (operation.follows !== undefined && /^\d{1,10}$/.test(operation.follows)) record.follows = operation.follows;
    if (filing) record.filed = `${filing.type}, P${filing.priority}`;
    const body = {
      title: titleOf(writing.mask(oneLine(operation.title))) || operation.fingerprint,
      body: newBody(operation, writing, record),
      labels: await this.labelsFor(operation),
    };
    const issue = await this.createOnce(body, fingerprint);
    this.made.set(fingerprint, issue);
    return hasLabel(issue, this.label) ? issue : this.relabel(issue);
  }

  /** Creates, and after an answer that was lost looks for what may have come of it before trying again. */
  private async createOnce(body: Record<string, unknown>, fingerprint: string): Promise<Issue> {
    for (let tries = 1; ; tries++) {
      try {
        return issueOf((await this.client.send("POST", `${this.client.repo}/issues`, body)).data);
      } catch (error) {
        if (!(error instanceof GitHubFault) || error.outcome !== "unknown") throw error;
        this.client.log(`${error.message}; looking whether the issue was opened`);
        for (const seconds of [1, 2, 4]) {
          await this.client.wait(seconds);
          const made = (await this.newest()).find((issue) => issue.open && this.ours.recordOf(issue)?.fingerprint === fingerprint);
          if (made) return made;
        }
        if (tries === 2) throw error;
      }
    }
  }

  /** The newest entries: by label, and by our identity where labels may have been dropped. */
  private async newest(): Promise<Issue[]> {
    const queries: Record<string, string>[] = [{ labels: this.label }];
    if (this.ours.identity !== undefined) queries.push({ creator: this.ours.identity });
    const issues = new Map<string, Issue>();
    for (const query of queries) {
      const wanted = { state: "open", sort: "created", direction: "desc", ...query };
      for await (const page of this.client.pages(`${this.client.repo}/issues`, wanted)) {
        for (const issue of page.map(issueOf)) if (!issue.pull) issues.set(issue.number, issue);
        break;
      }
    }
    return [...issues.values()];
  }

  /** GitHub drops labels without a word where the token may not triage. The entry stands, but no second one is opened. */
  private async relabel(issue: Issue): Promise<Issue> {
    try {
      await this.addLabel(issue.number);
    } catch (error) {
      if (!(error instanceof GitHubFault)) throw error;
      this.client.log(error.message);
      if (error.about !== "token" && error.status !== 404) return issue;
      this.dropped = new CodedError(
        "E_TOKEN",
        `GitHub dropped the label ${this.label} of #${issue.number}: the token lacks \`issues: write\` (or triage rights), and entries without the label are not found again`,
      );
      this.client.log(this.dropped.message);
    }
    return issue;
  }

  private async addLabel(number: string): Promise<void> {
    await this.client.send("POST", `${this.client.repo}/issues/${number}/labels`, { labels: [this.label] });
  }

  /** Our label, which is made where it is missing, and those of the repository's own that fit. */
  private async labelsFor({ filing }: Operation): Promise<string[]> {
    this.labels ??= this.readLabels();
    const known = await this.labels;
    if (!known.has(this.label.toLowerCase())) {
      await this.makeLabel();
      known.set(this.label.toLowerCase(), this.label);
    }
    const fitting = filing ? [filing.type, `P${filing.priority}`] : [];
    return [this.label, ...fitting.flatMap((name) => known.get(name.toLowerCase()) ?? [])];
  }

  private async readLabels(): Promise<Map<string, string>> {
    const labels = new Map<string, string>();
    for await (const page of this.client.pages(`${this.client.repo}/labels`)) {
      for (const label of page)
        if (isObject(label) && typeof label["name"] === "string") labels.set(label["name"].toLowerCase(), label["name"]);
    }
    return labels;
  }

  private async makeLabel(): Promise<void> {
    try {
      await this.client.send("POST", `${this.client.repo}/labels`, { name: this.label, color: LABEL_COLOR, description: LABEL_WORDS });
    } catch (error) {
      if (!(error instanceof GitHubFault)) throw error;
      // Another run was first; or the answer was lost, and creating the issue will tell.
      if (error.codes.includes("already_exists") || error.outcome === "unknown") return;
      // People without the right are told that there is nothing there.
      if (error.status === 403 || error.status === 404) {
        throw new CodedError("E_TOKEN", `the label ${this.label} does not exist and the token may not make it; it lacks \`issues: write\``);
      }
      throw error;
    }
  }

  /** The fingerprint with the generation that follows those the tracker knows. */
  private generationOf({ fingerprint, follows }: Operation): string {
    const base = fingerprint.replace(/~\d+$/, "");
    let last = follows === undefined ? 0 : 1;
    for (const entry of this.listing.entries) {
      if (entry.fingerprint?.replace(/~\d+$/, "") !== base) continue;
      last = Math.max(last, Number(/~(\d+)$/.exec(entry.fingerprint)?.[1] ?? 1));
    }
    return last === 0 ? base : `${base}~${last + 1}`;
  }

  // ------------------------------------------------------------------------------------------------------- changing

  /** Carries out what changes an issue; after an answer that was lost, everything is looked at again first. */
  private async change(operation: Operation, writing: Writing): Promise<Issue> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.changeOnce(operation, writing, tries > 1);
      } catch (error) {
        if (!(error instanceof GitHubFault) || error.outcome !== "unknown" || tries === 3) throw error;
        this.client.log(`${error.message}; looking what came of it`);
        await this.client.wait(tries);
      }
    }
  }

  private async changeOnce(operation: Operation, writing: Writing, doubtful: boolean): Promise<Issue> {
    const { op, card, entry } = operation;
    const issue = /^\d{1,10}$/.test(entry ?? "") ? await fetchIssue(this.client, entry ?? "") : undefined;
    if (!issue) throw new CodedError("E_TRACKER_WRITE", `issue #${entry} is gone: deleted, or moved to another repository`);
    const word = this.ours.handsOff(issue);
    if (word !== undefined) throw new CodedError("E_TRACKER_WRITE", `issue #${entry} was left alone: ${word}, since it was listed`);
    // Somebody was faster: it is closed, which is all that was wanted.
    if (op === "close" && !issue.open) return issue;
    if (op !== "reopen" && !issue.open)
      throw new CodedError("E_TRACKER_WRITE", `issue #${entry} was closed since it was listed; the next run decides`);

    const known = this.ours.recordOf(issue);
    const record: EntryRecord = { fingerprint: operation.adopts ? operation.fingerprint : (known?.fingerprint ?? operation.fingerprint) };
    Object.assign(record, known ?? {}, { key: operation.key, producers: producersOf(operation) });
    record.opened ??= stamp(card.opened);
    delete record.duplicateOf;
    delete record.closed;
    if (op === "reopen") record.reopened = stamp(card.now);
    if (op === "close") {
      delete record.reopened;
      record.closed = { ...stamp(card.now), clock: new Date().toISOString() };
      if (this.ours.identity !== undefined) record.closed.by = this.ours.identity;
    }
    if (operation.adopts && !hasLabel(issue, this.label)) await this.addOurLabel(issue);
    if (op !== "update") await this.say(operation, writing, issue, doubtful);

    const change: Record<string, unknown> = {};
    const body =
      operation.adopts && !known ? newBody(operation, writing, record, issue.body) : editedBody(issue.body, operation, writing, record);
    if (body !== issue.body) change["body"] = body;
    if (op === "close") Object.assign(change, { state: "closed", state_reason: "completed" });
    if (op === "reopen" && !issue.open) change["state"] = "open";
    if (Object.keys(change).length > 0) await this.client.send("PATCH", `${this.client.repo}/issues/${issue.number}`, change);
    return issue;
  }

  private async addOurLabel(issue: Issue): Promise<void> {
    this.labels ??= this.readLabels();
    if (!(await this.labels).has(this.label.toLowerCase())) await this.makeLabel();
    await this.addLabel(issue.number);
  }

  /** Adds the operation's comment, unless an earlier try did. */
  private async say(operation: Operation, writing: Writing, issue: Issue, doubtful: boolean): Promise<void> {
    const { run, attempt, at } = operation.card.now;
    const mark: CommentMark = { op: operation.op, run, attempt, fingerprint: operation.fingerprint };
    if ((doubtful || touchedSince(issue, at)) && (await this.said(issue, mark, at))) return;
    await this.client.send("POST", `${this.client.repo}/issues/${issue.number}/comments`, { body: commentBody(operation, writing, mark) });
  }

  /** Whether the last comment of ours since the run began tells of this operation. Another attempt closes or reopens the same way. */
  private async said(issue: Issue, mark: CommentMark, at: string): Promise<boolean> {
    let last: CommentMark | undefined;
    const since = new Date(Date.parse(at) - CLOCK_BEFORE);
    const query: Record<string, string> = Number.isNaN(since.getTime()) ? {} : { since: since.toISOString() };
    for await (const page of this.client.pages(`${this.client.repo}/issues/${issue.number}/comments`, query)) {
      for (const comment of page) {
        if (!isObject(comment) || typeof comment["body"] !== "string") continue;
        if (this.ours.identity !== undefined && !sameLogin(loginOf(comment["user"]), this.ours.identity)) continue;
        last = readCommentMark(comment["body"]) ?? last;
      }
    }
    if (!last || last.op !== mark.op || last.run !== mark.run || last.fingerprint !== mark.fingerprint) return false;
    return last.attempt === mark.attempt || mark.op === "close" || mark.op === "reopen";
  }

  // ----------------------------------------------------------------------------------------------------- confirming

  async confirm(created: ReadonlyMap<string, string>): Promise<Map<string, { id: string; url?: string }>> {
    const stand = new Map<string, { id: string; url?: string }>();
    if (created.size === 0) return stand;
    try {
      const issues = await this.seenAgain(created);
      const mine = new Set(created.values());
      for (const [fingerprint, id] of created) {
        const twins = issues
          .filter((i) => i.open && baseOf(this.ours.recordOf(i)?.fingerprint) === baseOf(fingerprint))
          .sort((a, b) => Number(a.number) - Number(b.number));
        const [first, ...others] = twins;
        stand.set(fingerprint, first ? reference(first) : { id });
        for (const twin of others) if (first && (mine.has(twin.number) || isOld(twin))) await this.giveWay(twin, first, fingerprint);
      }
    } catch (error) {
      throw codedFault(error, "E_TRACKER_LIST", "new issues could not be looked at once more");
    }
    return stand;
  }

  /** Open entries, once those just created are among them; lists may lag behind a moment. */
  private async seenAgain(created: ReadonlyMap<string, string>): Promise<Issue[]> {
    const issues = new Map<string, Issue>();
    const missing = (): string[] => [...created.values()].filter((id) => !issues.has(id));
    for (const seconds of [0, 1, 2, 4]) {
      if (seconds > 0) await this.client.wait(seconds);
      for await (const page of this.client.pages(`${this.client.repo}/issues`, {
        state: "open",
        labels: this.label,
        sort: "created",
        direction: "desc",
      })) {
        for (const issue of page.map(issueOf)) if (!issue.pull) issues.set(issue.number, issue);
      }
      // What has no label will not turn up by waiting.
      if (missing().length === 0 || this.dropped) break;
    }
    for (const id of missing()) {
      const issue = await fetchIssue(this.client, id);
      if (issue) issues.set(issue.number, issue);
    }
    // Entries without the label were found when the tracker was listed.
    for (const issue of this.issues)
      if (!issues.has(issue.number) && issue.open && !hasLabel(issue, this.label)) issues.set(issue.number, issue);
    return [...issues.values()];
  }

  /** Of two entries for one subject the higher one gives way. */
  private async giveWay(twin: Issue, first: Issue, fingerprint: string): Promise<void> {
    const record = { ...(this.ours.recordOf(twin) ?? { fingerprint }), duplicateOf: first.number };
    const mark: CommentMark = { op: "duplicate", run: record.opened?.run ?? "", attempt: record.opened?.attempt ?? 1, fingerprint };
    if (!(await this.said(twin, mark, ""))) {
      await this.client.send("POST", `${this.client.repo}/issues/${twin.number}/comments`, { body: duplicateComment(mark, first.number) });
    }
    const change = { state: "closed", body: duplicateBody(twin.body, record) };
    try {
      await this.client.send("PATCH", `${this.client.repo}/issues/${twin.number}`, { ...change, state_reason: "duplicate" });
    } catch (error) {
      // Servers of before 2025 do not know the word.
      if (!(error instanceof GitHubFault) || error.status !== 422) throw error;
      await this.client.send("PATCH", `${this.client.repo}/issues/${twin.number}`, { ...change, state_reason: "not_planned" });
    }
  }
}

function reference(issue: Issue): { id: string; url?: string } {
  return issue.url === undefined ? { id: issue.number } : { id: issue.number, url: issue.url };
}

function baseOf(fingerprint: string | undefined): string | undefined {
  return fingerprint?.replace(/~\d+$/, "");
}

function isOld(issue: Issue): boolean {
  return Date.now() - Date.parse(issue.created) > CLAIM;
}

/** Whether anything happened to the issue since the run began, as far as clocks can tell. */
function touchedSince(issue: Issue, at: string): boolean {
  const [touched, began] = [Date.parse(issue.updated), Date.parse(at)];
  return Number.isNaN(touched) || Number.isNaN(began) || touched >= began - CLOCK_BEFORE;
}

function producersOf({ card }: Operation): { producer: string; seen: Stamp }[] {
  return card.producers.filter(({ last }) => last === "failed").map(({ producer, seen }) => ({ producer, seen }));
}
