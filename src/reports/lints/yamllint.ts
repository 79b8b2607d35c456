/**
 * yamllint's output in its formats `standard` (a path, then a line a finding), `parsable` and `github`:
 *
 *     y.yml
 *       2:1       error    duplication of key "a" in mapping  (key-duplicates)
 *
 *     y.yml:2:1: [error] duplication of key "a" in mapping (key-duplicates)
 *     ::error file=y.yml,line=2,col=1::2:1 [key-duplicates] duplication of key "a" in mapping
 *
 * There is no sum, and nothing is printed when nothing is found. Source: yamllint 1.0 to 1.37, yamllint/cli.py.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd, unmarked } from "./place.ts";

export const yamllint: LineFormat = {
  shape: "lines",
  name: "yamllint",
  kinds: ["lint"],
  tool: "yamllint",
  silent: "yamllint",
  docs: {
    command: "yamllint -f parsable . > yamllint.txt   # with format=yamllint and outcome=",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "yamllint 1.37, yamllint/cli.py (class Format)",
    example: 'y.yml:2:1: [error] duplication of key "a" in mapping (key-duplicates)',
  },
  minds: ({ first, last, place }) => place || ":#E".includes(first) || "lLtTnN".includes(last),
  reader: (sink, context) => new YamllintReader(sink, context),
};

const ROW = /^ {2}(\d{1,9}):\d{1,9} +(error|warning) +(\S.*)$/;
const PARSABLE = /^\[(error|warning)\] (.+)$/;
const ANNOTATION = /^::(error|warning) file=([^,]*),line=(\d{1,9}),col=\d{1,9}::\d{1,9}:\d{1,9} (?:\[([a-z-]+)\] )?(.+)$/;
/** What the runner makes of an annotation in its log; the file stands in the group's name. */
const LOGGED = /^##\[(error|warning)\](\d{1,9}):\d{1,9} \[([a-z-]+)\] (.+)$/;
const GROUP = /^(?:::group::|##\[group\])(\S.*)$/;
const RULE = /^[a-z][a-z-]+$/;
const YAML = /(?:\.ya?ml|\.yamllint|^stdin)$/i;
const SYNTAX_ERROR = "syntax error: ";
const FAILED = "Error processing ";

class YamllintReader implements LineReader {
  private readonly text: LintText;
  /** The last line, or the group that is open, if it could be a file's path. */
  private candidate = "";

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "yamllint");
  }

  take(line: string, number: number): boolean {
    switch (line.charCodeAt(0)) {
      case 32 /* blank */:
        return this.row(line, number);
      case 58 /* : */:
      case 35 /* # */:
        return this.annotation(line, number);
    }
    if (this.parsable(line, number)) return true;
    if (line.startsWith(FAILED) && this.text.isOpen) {
      this.text.flawed("a file could not be read", number);
      return true;
    }
    this.candidate = YAML.test(line) ? line : "";
    return false;
  }

  get idle(): boolean {
    return this.candidate === "";
  }

  end(): void {
    this.text.endQuietly();
  }

  private row(line: string, number: number): boolean {
    const [, row, word, words] = ROW.exec(unmarked(line)) ?? [];
    if (row === undefined || words === undefined) return false;
    const named = ruleNamed(words, "  (");
    if (this.candidate === "" || this.candidate.length > 4_096 || (!named && !words.startsWith(SYNTAX_ERROR))) return false;
    this.give(named?.rule, named?.message ?? words, this.candidate.trimEnd(), Number(row), word, number);
    return true;
  }

  private parsable(line: string, number: number): boolean {
    const place = placeOf(line);
    const [, word, words] = place?.words.startsWith("[") ? (PARSABLE.exec(place.words) ?? []) : [];
    if (!place || word === undefined || words === undefined) return false;
    const named = ruleNamed(words, " (");
    if (!named && !words.startsWith(SYNTAX_ERROR)) return false;
    this.give(named?.rule, named?.message ?? words, place.file, place.line, word, number);
    return true;
  }

  private annotation(line: string, number: number): boolean {
    const [, word, file, row, rule, words] = line.startsWith("::") ? (ANNOTATION.exec(line.slice(0, 8_192)) ?? []) : [];
    if (file !== undefined && words !== undefined && (rule !== undefined || words.startsWith(SYNTAX_ERROR))) {
      this.give(rule, words, file, Number(row), word, number);
      return true;
    }
    const [, level, at, name, said] = line.startsWith("##[") ? (LOGGED.exec(line.slice(0, 8_192)) ?? []) : [];
    if (name !== undefined && this.candidate !== "") {
      this.give(name, said ?? "", this.candidate, Number(at), level, number);
      return true;
    }
    const group = GROUP.exec(line.slice(0, 4_096))?.[1];
    if (group !== undefined) this.candidate = YAML.test(group) ? own(group) : "";
    return false;
  }

  /** A file that could not be parsed had its lines looked at all the same, but nothing that needs its structure. */
  private give(rule: string | undefined, message: string, file: string, line: number, word: string | undefined, at: number): void {
    const unparsed = message.startsWith(SYNTAX_ERROR);
    const outcome = unparsed ? "error" : "failed";
    this.text.add({ outcome, rule: unparsed ? "syntax" : rule, message, file: own(file), line, word: word && own(word) }, at);
  }
}

function ruleNamed(words: string, open: string): { message: string; rule: string } | undefined {
  const named = ruleAtEnd(words, open, ")");
  return named && RULE.test(named.rule) ? named : undefined;
}
