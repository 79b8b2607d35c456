/**
 * Search of the fake. A change is found only after `lag` further requests that write or search, as the real index
 * lags behind; words match anywhere in a title, in any order, unless they stand in quotes.
 */
import { type Context, type Refusal, type Reply, type Route, refuse } from "./reply.ts";

export class Search {
  /** Requests (writes and searches) until a new issue is found. */
  lag = 0;
  /** Answers say that they are not complete. */
  incomplete = false;
  private readonly born = new Map<number, number>();
  private clock = 0;

  tick(): void {
    this.clock++;
  }

  /** Called when an issue appears or changes. */
  touch(number: number): void {
    this.born.set(number, this.clock);
  }

  finds(number: number): boolean {
    return this.clock - (this.born.get(number) ?? 0) >= this.lag;
  }
}

export const searchRoutes: Route[] = [{ method: "GET", path: "/search/issues", handle: searchIssues }];

/** A qualifier, a phrase, or a word; what stands in quotes is a phrase whatever it looks like. */
const TERM = /(-?(?:repo|is|in|label|author|state|type)):(?:"([^"]*)"|(\S+))|"([^"]*)"|(\S+)/g;

function searchIssues(context: Context): Reply {
  const { fake, query } = context;
  fake.search.tick();
  const q = query.get("q");
  const bad = (message: string): Refusal =>
    refuse(422, "Validation Failed", { errors: [{ resource: "Search", field: "q", code: "invalid", message }] });
  if (q === null || q.trim() === "") throw bad("The search is empty.");
  const wanted = new Set<string>();
  const phrases: string[] = [];
  for (const [, name, quoted, bare, phrase, word] of q.matchAll(TERM)) {
    if (name !== undefined) wanted.add(`${name}:${quoted ?? bare}`.toLowerCase());
    else phrases.push(phrase ?? word ?? "");
  }
  if (phrases.join(" ").length > 256) throw bad("The search is longer than 256 characters.");
  const repo = [...wanted].find((term) => term.startsWith("repo:"));
  if (repo !== undefined && repo !== `repo:${fake.repository.toLowerCase()}`) {
    throw bad(
      "The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.",
    );
  }
  const found = fake.issues.all().filter((issue) => {
    if (!fake.search.finds(issue.number)) return false;
    if (wanted.has("is:issue") && issue.pull) return false;
    if (wanted.has("is:pr") && !issue.pull) return false;
    if ((wanted.has("is:open") || wanted.has("state:open")) && issue.state !== "open") return false;
    if ((wanted.has("is:closed") || wanted.has("state:closed")) && issue.state !== "closed") return false;
    const title = tokens(issue.title);
    const text = wanted.has("in:title") ? title : `${title} ${tokens(issue.body ?? "")}`;
    return phrases.map(tokens).every((phrase) => ` ${text} `.includes(` ${phrase} `));
  });
  const perPage = Math.min(Number(query.get("per_page") ?? 30), 100);
  const at = Number(query.get("page") ?? 1);
  // Only the first thousand can be read.
  if (at * perPage > 1000) throw refuse(422, "Only the first 1000 search results are available");
  const items = found.slice((at - 1) * perPage, at * perPage).map((issue) => ({ ...fake.issues.json(issue, "list"), score: 1 }));
  const body = { total_count: found.length, incomplete_results: fake.search.incomplete, items };
  if (at * perPage >= Math.min(found.length, 1000)) return { status: 200, body };
  const next = new URL(context.url);
  next.searchParams.set("page", String(at + 1));
  return { status: 200, body, headers: { link: `<${next}>; rel="next"` } };
}

function tokens(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, " ")
    .trim();
}
