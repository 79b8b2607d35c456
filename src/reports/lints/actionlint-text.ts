/**
 * actionlint's default output, with or without (`-oneline`) the source below each line:
 *
 *     .github/workflows/ci.yml:5:7: unexpected key "foo" for step [syntax-check]
 *       |
 *     5 |       foo: bar
 *       |       ^~~~
 *
 * Source: rhysd/actionlint 1.6 and 1.7, error.go. There is no sum, and nothing is printed when nothing is found.
 */
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import type { Found } from "./finding.ts";
import { LintText } from "./lint-text.ts";
import { placeOf, ruleAtEnd } from "./place.ts";

export const actionlint: LineFormat = {
  shape: "lines",
  name: "actionlint",
  kinds: ["lint"],
  tool: "actionlint",
  silent: "actionlint",
  docs: {
    command: "actionlint > actionlint.txt   # with format=actionlint and outcome=",
    proof: "none in the file: hand on the step's outcome with outcome=",
    source: "rhysd/actionlint 1.7, error.go",
    example: '.github/workflows/ci.yml:5:7: unexpected key "foo" for step [syntax-check]',
  },
  minds: ({ place }) => place,
  reader: (sink, context) => new ActionlintReader(sink, context),
};

const WORKFLOW = /(?:^|[\\/])\.github[\\/].*\.ya?ml$|^<stdin>$/;
const YAML = /\.ya?ml$/;
const KIND = /^[a-z][a-z-]{1,40}$/;
const SOURCE = /^ *(\d{1,9}) ?\| ?(.*)$/;
const BESIDE = /^ *\| ?[ ~^]*$/;
/** The workflow could not be parsed as one; other rules ran only in what was. */
const SYNTAX = "syntax-check";
const YAML_ERROR = /^could not parse as YAML: /;

class ActionlintReader implements LineReader {
  private readonly text: LintText;
  /** The caller says that it is actionlint's, which also reads workflows from elsewhere. */
  private readonly said: boolean;
  private open: { found: Found; at: number } | undefined;

  constructor(sink: Sink, context: LogContext) {
    this.text = new LintText(sink, context, "actionlint");
    this.said = /actionlint/i.test(context.called ?? "");
  }

  take(line: string, number: number): boolean {
    const place = placeOf(line);
    const named =
      place && (WORKFLOW.test(place.file) || (this.said && YAML.test(place.file))) ? ruleAtEnd(place.words, " [", "]") : undefined;
    if (place && named && KIND.test(named.rule)) {
      this.give();
      const outcome = named.rule === SYNTAX && YAML_ERROR.test(named.message) ? "error" : "failed";
      const found: Found = {
        outcome,
        rule: own(named.rule),
        message: own(named.message),
        file: own(place.file),
        line: place.line,
        word: "error",
      };
      this.open = { found, at: number };
      return true;
    }
    if (!this.open) return false;
    if (BESIDE.test(line)) return true;
    const [, row, source] = SOURCE.exec(line.slice(0, 2_000)) ?? [];
    if (row !== undefined && Number(row) === this.open.found.line) {
      this.open.found.source = own(source ?? "");
      return true;
    }
    this.give();
    return false;
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  end(): void {
    this.give();
    this.text.endQuietly();
  }

  private give(): void {
    if (this.open) this.text.add(this.open.found, this.open.at);
    this.open = undefined;
  }
}
