/**
 * Workflow commands that linters print for GitHub (`--format github`, `--reporter=github`):
 *
 *     ::error title=lint/suspicious/noDebugger,file=src/a.js,line=4,endLine=4,col=1::This is an unexpected use of …
 *     ::warning file=src/a.js,line=6,col=7,title=eslint(no-unused-vars)::src/a.js:6:7: Variable 'y' is declared …
 *     ::error file=a.rb,line=1,col=7::Layout/SpaceInsideParens: Space inside parentheses detected.
 *
 * They do not name their tool: the spelling of the rule tells it, or what the file is called (`phpstan-github.txt`).
 * Where neither does, a line is nobody's.
 * Source: actions/toolkit, packages/core/src/command.ts (how they are escaped); biome 2, oxlint 1, rubocop 1.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { lineNumber, SYNTAX } from "./finding.ts";
import { LintText } from "./lint-text.ts";
import { ownedRule, toolCalled } from "./owners.ts";
import { ruleAtEnd } from "./place.ts";

export const githubAnnotations: LineFormat = {
  shape: "lines",
  name: "github-annotations",
  aliases: ["biome-github", "oxlint-github", "rubocop-github"],
  kinds: ["lint"],
  tool: "github-annotations",
  docs: {
    command: "biome ci --reporter=github > biome-github.txt   # with outcome=; name the file after its tool",
    proof: "the step's outcome (outcome=)",
    source: "actions/toolkit, packages/core/src/command.ts",
    example: "::error title=lint/suspicious/noDebugger,file=src/a.js,line=4,endLine=4,col=1::This is an unexpected use of …",
  },
  minds: ({ first, indented }) => !indented && first === ":",
  reader: (sink, context) => new AnnotationReader(sink, context),
};

const COMMAND = /^::(error|warning|notice) ([^:]{1,4000})::(.*)$/;
/** `Department/Cop: message`, as rubocop begins its own. */
const COP = /^(?:\[Corrected\] |\[Correctable\] )?([A-Z]\w{1,50}(?:\/\w{1,80}){1,3}): (.*)$/s;
/** Titles of files that could not be parsed. */
const UNPARSED = new Set(["parse", "oxlint", "Lint/Syntax"]);
const MAX_COMMAND = 65_536;

class AnnotationReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly called: string | undefined;
  private readonly texts = new Map<string, LintText>();

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
    this.called = toolCalled(context.called);
  }

  take(line: string, number: number): boolean {
    if (line.charCodeAt(0) !== 58 /* : */ || line.length > MAX_COMMAND) return false;
    const [, word = "", list = "", data = ""] = COMMAND.exec(line) ?? [];
    const properties = propertiesOf(list);
    const file = properties.get("file");
    if (!file) return false;
    const title = properties.get("title") ?? "";
    const message = unescaped(data);
    const cop = title === "" ? COP.exec(message) : null;
    const owned = ownedRule(cop?.[1] ?? title);
    const [only] = this.texts.size === 1 ? this.texts.keys() : [];
    const owner = owned?.owner ?? this.called ?? (UNPARSED.has(title) ? only : undefined);
    if (owner === undefined) return false;
    const unread = UNPARSED.has(owned?.rule || title);
    const named = title === "" && !cop ? ruleAtEnd(message, " (", ")") : undefined;
    const rule = unread ? SYNTAX : owned?.rule || title || (named && /^[\w@/.-]+$/.test(named.rule) ? named.rule : undefined);
    this.textOf(owner).add(
      {
        outcome: unread ? "error" : "failed",
        rule,
        message: (cop?.[2] ?? message).replace(/^[^\s:]{1,1000}:\d{1,9}:\d{1,9}: /, ""),
        file,
        line: lineNumber(properties.get("line")),
        word,
      },
      number,
    );
    return true;
  }

  end(): void {
    for (const text of this.texts.values()) {
      if (this.context.unended) text.flawed("its last line may be cut", 1);
      text.endQuietly();
    }
  }

  private textOf(owner: string): LintText {
    let text = this.texts.get(owner);
    if (!text) {
      text = new LintText(this.sink, this.context, owner);
      this.texts.set(own(owner), text);
    }
    return text;
  }
}

function propertiesOf(list: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const pair of list.split(",")) {
    const at = pair.indexOf("=");
    if (at > 0) properties.set(pair.slice(0, at).trim(), unescaped(pair.slice(at + 1)));
  }
  return properties;
}

const ESCAPES: Readonly<Record<string, string>> = { "%25": "%", "%0A": "\n", "%0D": "\r", "%3A": ":", "%2C": "," };

function unescaped(text: string): string {
  return text.replace(/%(?:25|0A|0D|3A|2C)/g, (code) => ESCAPES[code] ?? code);
}
