/**
 * Checkstyle's XML, which many other linters write too, because CI systems show it. Whose rule it is stands in how
 * `source` is spelled; where several tools spell theirs alike, what the file is called tells (`format=ktlint-checkstyle`
 * says it too). Checkstyle itself, ESLint and hadolint list every file, clean ones as well; all others only those with problems.
 * Source: checkstyle 10, XMLLogger.java; the writers named in owners.ts; facts of hadolint, golangci-lint, ktlint, phpstan,
 * psalm and oxlint as their own sources write them.
 */
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import type { XmlHandler } from "../xml.ts";
import { FileExtent, type Found, finding, lineNumber, ProblemList, SYNTAX } from "./finding.ts";
import { ownedRule, TOOLS, toolCalled } from "./owners.ts";
import { isUnparsed } from "./unparsed.ts";

export const checkstyle: XmlFormat = {
  shape: "xml",
  name: "checkstyle",
  aliases: TOOLS.map((tool) => `${tool}-checkstyle`),
  kinds: ["lint"],
  tool: "checkstyle",
  docs: {
    command: "checkstyle -c sun_checks.xml -f xml -o checkstyle.xml src   # other tools: format=TOOL-checkstyle says whose it is",
    proof: "the document is closed; a clean one proves something only where it lists its files or its tool is known",
    source: "checkstyle 10, XMLLogger.java, and the writers named in src/reports/lints/owners.ts",
    example: '<file name="A.java"><error line="3" column="19" severity="error" message="…" source="….WhitespaceAroundCheck"/></file>',
  },
  is: (root) => root === "checkstyle",
  reader: (sink, context) => new CheckstyleReader(sink, context),
};

/** Who writes clean files too. */
const LISTS_FILES = new Set(["checkstyle", "eslint", "hadolint"]);
const MAX_TEXT = 4_000;

const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const DOCKERFILE = /(?:^|[./])(?:Docker|Container)file(?:\.[\w.-]{1,100})?$/i;

interface Attributes {
  readonly version?: string;
  readonly name?: string;
  readonly line?: string;
  readonly severity?: string;
  readonly message?: string;
  readonly source?: string;
}

/** Owner of rules that nothing tells the owner of. */
const UNKNOWN = "checkstyle";

interface Held {
  file: string;
  source: string;
  found: Found;
}

class CheckstyleReader implements XmlHandler {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly called: string | undefined;
  private version: string | undefined;
  private depth = 0;
  private file = "";
  private readonly files: string[] = [];
  /** Findings whose owner only the rest of the document tells. */
  private readonly held: Held[] = [];
  private readonly owners = new Set<string>();
  private readonly lists = new Map<string, ProblemList>();
  private readonly extents = new Map<string, FileExtent>();
  /** Files that the tool failed on. */
  private readonly failed = new Map<string, string>();
  private exception: string | undefined;
  private closed = false;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.called = toolCalled(context.called);
  }

  get deaf(): boolean {
    return this.exception === undefined;
  }

  open(name: string, attributes: Attributes): void {
    if (this.depth++ === 0) {
      this.version = attributes.version;
      this.closed = false;
    } else if (name === "file") this.enterFile(attributes.name ?? "");
    else if (name === "error") this.error(attributes);
    else if (name === "exception") this.exception = "";
  }

  text(text: string): void {
    if (this.exception !== undefined && this.exception.length < MAX_TEXT) this.exception += text;
  }

  close(name: string): void {
    if (name === "exception" && this.exception !== undefined) {
      this.failed.set(this.file, own(this.exception.trim()));
      this.exception = undefined;
    }
    if (--this.depth === 0) this.closed = true;
  }

  end(): void {
    const owner = this.ownerOfDocument();
    this.sink.tool(owner ?? UNKNOWN);
    for (const { file, source, found } of this.held) this.give(owner, source === "" ? undefined : source, file, found);
    for (const [file, message] of this.failed)
      this.give(owner, undefined, file, { outcome: "error", rule: undefined, message, file, word: "error" });
    if (owner !== undefined && LISTS_FILES.has(owner)) this.extentOf(owner);
    else if (owner !== undefined || this.owners.size === 0) this.listOf(owner ?? UNKNOWN);
    if (this.closed) this.settle();
  }

  private enterFile(name: string): void {
    this.file = name === "" ? "" : own(this.context.path(name));
    if (name !== "") this.files.push(this.file);
  }

  private error({ line, severity, message, source }: Attributes): void {
    const given = source ?? "";
    const owned = ownedRule(given);
    const found: Found = {
      outcome: severity === "ignore" ? "skipped" : "failed",
      rule: owned?.rule ? own(owned.rule) : undefined,
      message: message === undefined ? undefined : own(message),
      file: this.file,
      line: lineNumber(line),
      word: severity === undefined ? undefined : own(severity),
    };
    const { file } = this;
    if (owned) {
      this.owners.add(owned.owner);
      this.give(owned.owner, found.rule, file, found);
    } else this.held.push({ file, source: own(given), found });
  }

  /** The owner of what does not say whose it is. */
  private ownerOfDocument(): string | undefined {
    if (this.called !== undefined) return this.called;
    if (this.owners.size === 1) return [...this.owners][0];
    return this.owners.size > 1 ? undefined : this.ownerOfSpelling();
  }

  /** Rules that are spelled like those of many tools, told apart by the writers' habits. */
  private ownerOfSpelling(): string | undefined {
    const sources = this.held.map(({ source }) => source);
    const all = (is: RegExp): boolean => sources.length > 0 && sources.every((source) => is.test(source));
    // ktlint's reporter writes 8.0, golangci-lint's 5.0, both with plain words.
    if (this.version === "8.0" && all(/^[\w:-]+$/)) return "ktlint";
    if (this.version === "5.0" && all(/^[a-z][a-z0-9]*$/) && this.files.every(isGo)) return "golangci-lint";
    // Neither phpstan nor psalm give a version; only psalm's messages begin with the rule.
    if (this.version === undefined && this.held.some(({ file }) => file.endsWith(".php"))) {
      if (all(/^[a-z]\w*(?:\.\w+)+$/)) return "phpstan";
      if (all(/^$/)) return this.held.every(({ found }) => /^[A-Z]\w+: /.test(found.message ?? "")) ? "psalm" : "phpstan";
    }
    if (sources.length > 0 || this.files.length === 0) return undefined;
    // No problem, yet files: only these writers list those that are clean, each of its own kind.
    if (this.files.every((file) => SCRIPT.test(file))) return "eslint";
    if (this.files.every((file) => DOCKERFILE.test(file))) return "hadolint";
    return this.files.every((file) => file.endsWith(".java")) ? "checkstyle" : undefined;
  }

  private give(of: string | undefined, rule: string | undefined, file: string, found: Found): void {
    const owner = of ?? UNKNOWN;
    let { outcome } = found;
    let named = rule;
    if (owner === "psalm" && rule === undefined) named = /^([A-Z]\w{1,80}): /.exec(found.message ?? "")?.[1];
    const message = found.message ?? "";
    const unparsed = outcome !== "skipped" && isUnparsed(owner, named, message);
    if (unparsed) {
      outcome = "error";
      named ??= SYNTAX;
    }
    const doubt = outcome === "error" ? (unparsed ? "could not be parsed" : "could not be checked") : "";
    if (of !== undefined && LISTS_FILES.has(of)) {
      const part = this.extentOf(owner).part(file, doubt);
      this.sink.observe(finding(part, owner, { ...found, outcome: outcome ?? "failed", rule: named, units: [file] }));
      return;
    }
    this.listOf(owner).add({ ...found, outcome: outcome ?? "failed", rule: named });
  }

  private extentOf(owner: string): FileExtent {
    let extent = this.extents.get(owner);
    if (!extent) this.extents.set(owner, (extent = new FileExtent(this.sink, owner)));
    return extent;
  }

  private listOf(owner: string): ProblemList {
    let list = this.lists.get(owner);
    if (!list) {
      list = new ProblemList(this.sink, owner);
      // Without a name of its own, another tool's report would speak for it.
      if (owner === UNKNOWN) list.part.provesAbsence = false;
      this.lists.set(owner, list);
    }
    return list;
  }

  private settle(): void {
    // Where several tools share a document, nobody knows which of them looked at a clean file.
    const alone = this.extents.size + this.lists.size === 1;
    for (const extent of this.extents.values()) {
      for (const file of alone ? this.files : []) extent.part(file);
      extent.end("it lists no file");
    }
    for (const list of this.lists.values()) list.settle();
  }
}

function isGo(file: string): boolean {
  return file.endsWith(".go") || file.endsWith("go.mod");
}
