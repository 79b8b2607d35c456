/**
 * What a new issue is filed with beside its text.
 *
 * Labels: the tracker's own; the repository's for its type and priority (`bug`, `chore`, `P0` … `P4`) where they exist,
 * since a repository without them does not want them and the text says what it was filed as; those of the configuration
 * and of the subject's state (`flaky`), which are made where they are missing. None of them can be a word by which
 * people say "leave it alone".
 *
 * People: only logins that GitHub says it can assign. What could not be had costs the issue nothing, and is noted.
 */
import { CodedError } from "../../errors.ts";
import type { Operation } from "../../model.ts";
import { clip } from "../../text/clip.ts";
import { oneLine } from "../../text/defuse.ts";
import { type GitHubClient, GitHubFault, isObject } from "./client.ts";
import { type Issue, sameLogin } from "./issue.ts";
import { handsOffLabel } from "./ours.ts";

const OWN = { color: "5319e7", words: "Kept true by ci-tracker: opens and closes on CI evidence" };
/** Labels that are made, with what GitHub shows beside them. */
const LOOKS: Record<string, { color: string; words: string }> = {
  flaky: { color: "fbca04", words: "Fails and passes without being changed" },
  quarantine: { color: "c5def5", words: "Tracked, but makes no job fail" },
};
const OTHER = { color: "ededed", words: "" };

/** GitHub takes so many. */
const MOST_ASSIGNEES = 10;
const MOST_LABEL = 50;

export class FiledWith {
  private readonly client: GitHubClient;
  private readonly label: string;
  /** Labels of the repository, by name in lower case. */
  private known: Promise<Map<string, string>> | undefined;
  private readonly assignable = new Map<string, Promise<boolean>>();

  constructor(client: GitHubClient, label: string) {
    this.client = client;
    this.label = label;
  }

  // -------------------------------------------------------------------------------------------------------- labels

  /** The labels of a new issue; what is left out is told in `notes`. Throws E_TOKEN where ours is missing and may not be made. */
  async labels({ filing, label }: Operation, notes: string[]): Promise<string[]> {
    const known = await this.makeOurs();
    const fitting = filing ? [filing.type, `P${filing.priority}`] : [];
    const names = [this.label, ...fitting.flatMap((name) => known.get(name.toLowerCase()) ?? [])];
    for (const name of [...(filing?.labels ?? []), ...(label === undefined ? [] : [label])]) {
      const made = await this.made(name, notes);
      if (made !== undefined && !names.some((n) => n.toLowerCase() === made.toLowerCase())) names.push(made);
    }
    return names;
  }

  /** Adds a label to an issue that is there. Throws only where nobody knows what came of it. */
  async add(issue: Issue, name: string, notes: string[]): Promise<void> {
    const made = await this.made(name, notes);
    if (made === undefined) return;
    try {
      await this.client.send("POST", `${this.client.repo}/issues/${issue.number}/labels`, { labels: [made] });
    } catch (error) {
      notes.push(notLabelled(name, error));
    }
  }

  /** Our label, made where it is missing; the labels that there are. */
  async makeOurs(): Promise<Map<string, string>> {
    this.known ??= this.read();
    const known = await this.known;
    if (known.has(this.label.toLowerCase())) return known;
    try {
      await this.make(this.label, OWN);
    } catch (error) {
      if (!(error instanceof GitHubFault)) throw error;
      // People without the right are told that there is nothing there.
      if (error.about === "token" || error.status === 404) {
        throw new CodedError("E_TOKEN", `the label ${this.label} does not exist and the token may not make it; it lacks \`issues: write\``);
      }
      throw error;
    }
    known.set(this.label.toLowerCase(), this.label);
    return known;
  }

  /** A label as the repository writes it, made where it is missing; undefined, and noted, where it cannot be had. */
  private async made(given: string, notes: string[]): Promise<string | undefined> {
    const name = oneLine(given);
    if (name === "" || name.length > MOST_LABEL) {
      notes.push(`the label ${JSON.stringify(clip(name, 80))} was left out: GitHub takes 1 to ${MOST_LABEL} characters`);
      return undefined;
    }
    // The beginning of time: a snooze that is over now is one still.
    if (handsOffLabel(name, "") !== undefined) {
      notes.push(`the label ${name} was left out: by it people say that an entry is to be left alone`);
      return undefined;
    }
    this.known ??= this.read();
    const known = await this.known;
    const there = known.get(name.toLowerCase());
    if (there !== undefined) return there;
    try {
      await this.make(name, LOOKS[name.toLowerCase()] ?? OTHER);
    } catch (error) {
      notes.push(notLabelled(name, error));
      return undefined;
    }
    known.set(name.toLowerCase(), name);
    return name;
  }

  private async read(): Promise<Map<string, string>> {
    const labels = new Map<string, string>();
    for await (const page of this.client.pages(`${this.client.repo}/labels`)) {
      for (const label of page)
        if (isObject(label) && typeof label["name"] === "string") labels.set(label["name"].toLowerCase(), label["name"]);
    }
    return labels;
  }

  private async make(name: string, { color, words }: { color: string; words: string }): Promise<void> {
    try {
      await this.client.send("POST", `${this.client.repo}/labels`, { name, color, description: words });
    } catch (error) {
      // Another run was first; or the answer was lost, and using the label will tell.
      if (error instanceof GitHubFault && (error.codes.includes("already_exists") || error.outcome === "unknown")) return;
      throw error;
    }
  }

  // -------------------------------------------------------------------------------------------------------- people

  /** The logins among the owners that can be assigned; the others are told in `notes`. */
  async assignees({ filing }: Operation, notes: string[]): Promise<string[]> {
    const logins: string[] = [];
    for (const login of filing?.assignees ?? []) {
      if (logins.some((other) => sameLogin(other, login))) continue;
      if (logins.length === MOST_ASSIGNEES) notes.push(`GitHub takes ${MOST_ASSIGNEES} assignees; the other owners were left out`);
      if (logins.length >= MOST_ASSIGNEES) break;
      if (await this.canAssign(login)) logins.push(login);
      else notes.push(this.notAssigned(login));
    }
    return logins;
  }

  notAssigned(login: string): string {
    return `the owner ${clip(oneLine(login), 100)} cannot be assigned in ${this.client.repository}`;
  }

  private canAssign(login: string): Promise<boolean> {
    if (!/^[A-Za-z0-9][\w-]{0,99}$/.test(login)) return Promise.resolve(false);
    const asked = this.assignable.get(login.toLowerCase()) ?? this.ask(login);
    this.assignable.set(login.toLowerCase(), asked);
    return asked;
  }

  /** Where GitHub does not say, trying will tell. */
  private async ask(login: string): Promise<boolean> {
    try {
      return (await this.client.get(`${this.client.repo}/assignees/${login}`, { allow: [404] })).status !== 404;
    } catch (error) {
      if (!(error instanceof GitHubFault)) throw error;
      return true;
    }
  }
}

/** Words for a label that an issue goes without; an outcome that nobody knows is thrown on. */
function notLabelled(name: string, error: unknown): string {
  if (!(error instanceof GitHubFault) || error.outcome === "unknown") throw error;
  return `the label ${name} could not be given: ${error.message}`;
}
