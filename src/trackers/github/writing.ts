/**
 * Writing to GitHub Issues.
 *
 * Labels and people: filing.ts. After its creation an issue's labels, title, assignees and milestone are people's; the one
 * label that is added later says `flaky`, once.
 *
 * Order of writes, so that a crash between two of them loses and doubles nothing: what can be recognised later comes
 * first. A comment carries a mark of its operation and is looked for before it is written; the state and the text change
 * together in one request, after it.
 */
import { CodedError } from "../../errors.ts";
import { withGeneration } from "../../identity/key.ts";
import type { Listing, Operation } from "../../model.ts";
import { oneLine } from "../../text/defuse.ts";
import { title as titleOf } from "../../text/markdown.ts";
import type { LogItem, OpenHostedTracker, Writing } from "../tracker.ts";
import {
  type CommentMark,
  commentBody,
  duplicateBody,
  duplicateComment,
  type EntryRecord,
  editedBody,
  newBody,
  readCommentMark,
} from "./body.ts";
import { codedFault, type GitHubClient, GitHubFault, isObject } from "./client.ts";
import { FiledWith } from "./filing.ts";
import { fetchIssue, hasLabel, type Issue, issueOf, loginOf, sameLogin } from "./issue.ts";
import { logOf } from "./log.ts";
import { CLOCK_BEFORE, type Ours, stamp } from "./ours.ts";

/** A twin that another run made is that run's to close, unless it is older than this. */
const CLAIM = 15 * 60_000;

/** The tracker after it was listed. */
export class OpenIssues implements OpenHostedTracker {
  readonly listing: Listing;
  private readonly client: GitHubClient;
  private readonly label: string;
  private readonly ours: Ours;
  private readonly issues: readonly Issue[];
  private readonly filed: FiledWith;
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
    this.filed = new FiledWith(client, label);
  }

  ready(): number {
    return this.listing.entries.filter((e) => e.open && e.fingerprint !== undefined && e.handsOff === undefined).length;
  }

  async log(id: string): Promise<LogItem[]> {
    try {
      const issue = /^\d{1,10}$/.test(id) ? await fetchIssue(this.client, id) : undefined;
      return issue ? await logOf(this.client, issue, this.ours) : [];
    } catch (error) {
      throw codedFault(error, "E_TRACKER_LIST", `what happened to issue #${id}`);
    }
  }

  async apply(operation: Operation, writing: Writing): Promise<{ id: string; url?: string; notes?: readonly string[] }> {
    const what = operation.op === "create" ? "an issue could not be opened" : `issue #${operation.entry} could not be changed`;
    const notes: string[] = [];
    try {
      const issue = await (operation.op === "create" ? this.create(operation, writing, notes) : this.change(operation, writing, notes));
      const done = reference(issue);
      return notes.length === 0 ? done : { ...done, notes };
    } catch (error) {
      throw codedFault(error, "E_TRACKER_WRITE", what);
    }
  }

  // ------------------------------------------------------------------------------------------------------- creating

  private async create(operation: Operation, writing: Writing, notes: string[]): Promise<Issue> {
    const fingerprint = withGeneration(operation.fingerprint, operation.generation);
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
      title: shownTitle(operation, writing),
      body: newBody(operation, writing, record),
      labels: await this.filed.labels(operation, notes),
    };
    const issue = await this.createAssigned(body, await this.filed.assignees(operation, notes), fingerprint, notes);
    this.made.set(fingerprint, issue);
    return hasLabel(issue, this.label) ? issue : this.relabel(issue);
  }

  /** GitHub drops a login that it cannot assign, or refuses the whole issue for it; the issue is opened in any case. */
  private async createAssigned(body: Record<string, unknown>, logins: string[], fingerprint: string, notes: string[]): Promise<Issue> {
    if (logins.length === 0) return this.createOnce(body, fingerprint);
    let issue: Issue;
    try {
      issue = await this.createOnce({ ...body, assignees: logins }, fingerprint);
    } catch (error) {
      if (!(error instanceof GitHubFault) || error.status !== 422) throw error;
      issue = await this.createOnce(body, fingerprint);
    }
    for (const login of logins) if (!issue.assignees.some((a) => sameLogin(a, login))) notes.push(this.filed.notAssigned(login));
    return issue;
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

  // ------------------------------------------------------------------------------------------------------- changing

  /** Carries out what changes an issue; after an answer that was lost, everything is looked at again first. */
  private async change(operation: Operation, writing: Writing, notes: string[]): Promise<Issue> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.changeOnce(operation, writing, tries > 1, notes);
      } catch (error) {
        if (!(error instanceof GitHubFault) || error.outcome !== "unknown" || tries === 3) throw error;
        this.client.log(`${error.message}; looking what came of it`);
        await this.client.wait(tries);
      }
    }
  }

  private async changeOnce(operation: Operation, writing: Writing, doubtful: boolean, notes: string[]): Promise<Issue> {
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
    // A subject that got another key takes its entry along: the old mark would not fit the key.
    const fits = known !== undefined && !operation.adopts && baseOf(known.fingerprint) === operation.fingerprint;
    const fingerprint = fits ? known.fingerprint : withGeneration(operation.fingerprint, operation.generation);
    const record: EntryRecord = { ...known, fingerprint, key: operation.key, producers: producersOf(operation) };
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
    if (operation.label !== undefined && !hasLabel(issue, operation.label)) await this.filed.add(issue, operation.label, notes);
    if (op !== "update") await this.say(operation, writing, issue, doubtful);

    const change: Record<string, unknown> = {};
    const subject = shownTitle(operation, writing) === issue.title ? undefined : operation.title;
    const body =
      operation.adopts && !known
        ? newBody(operation, writing, record, issue.body, subject)
        : editedBody(issue.body, operation, writing, record, subject);
    if (body !== issue.body) change["body"] = body;
    if (op === "close") Object.assign(change, { state: "closed", state_reason: "completed" });
    if (op === "reopen" && !issue.open) change["state"] = "open";
    if (Object.keys(change).length > 0) await this.client.send("PATCH", `${this.client.repo}/issues/${issue.number}`, change);
    return issue;
  }

  private async addOurLabel(issue: Issue): Promise<void> {
    await this.filed.makeOurs();
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

/** The title that a new issue gets. */
function shownTitle({ title, fingerprint }: Operation, { mask }: Writing): string {
  return titleOf(mask(oneLine(title))) || fingerprint;
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

function producersOf({ card }: Operation): NonNullable<EntryRecord["producers"]> {
  return card.producers.filter(({ last }) => last === "failed").map(({ producer, seen }) => ({ producer, seen }));
}
