/**
 * `cppcheck --xml`: version 2 of its XML, and version 1 of before 2.0. It goes to stderr. Files without a finding are
 * not named. What cppcheck calls critical errors means that a file was not analysed; `information` is advice on how it
 * was called, and no finding.
 * Source: danmar/cppcheck 2.x, ErrorMessage::toXML and mCriticalErrorIds in lib/errorlogger.cpp.
 */
import type { ReadContext, Sink, XmlFormat } from "../format.ts";
import { own } from "../lines.ts";
import type { XmlHandler } from "../xml.ts";
import { type Found, lineNumber, ProblemList } from "./finding.ts";

export const cppcheckXml: XmlFormat = {
  shape: "xml",
  name: "cppcheck-xml",
  kinds: ["lint"],
  tool: "cppcheck",
  docs: {
    command: "cppcheck --enable=all --xml src 2> cppcheck.xml",
    proof: "the document is closed and no critical error kept a file from being analysed",
    source: "danmar/cppcheck, lib/errorlogger.cpp",
    example:
      '<error id="nullPointer" severity="error" msg="Null pointer dereference" …><location file="a.c" line="2" column="34"/></error>',
  },
  is: (root) => root === "results",
  reader: (sink, context) => new CppcheckReader(sink, context),
};

/** What keeps cppcheck from looking at a file, or at the rest of it. */
export const CRITICAL = new Set([
  "cppcheckError",
  "cppcheckLimit",
  "includeNestedTooDeeply",
  "internalAstError",
  "instantiationError",
  "internalError",
  "missingFile",
  "premium-internalError",
  "premium-invalidArgument",
  "premium-invalidLicense",
  "preprocessorErrorDirective",
  "syntaxError",
  "unhandledChar",
  "unknownMacro",
]);
/** Severities of what is told beside the findings. */
export const MORE_INFORMATION = new Set(["information", "debug", "none", ""]);

interface Attributes {
  readonly version?: string;
  readonly id?: string;
  readonly severity?: string;
  readonly msg?: string;
  readonly file?: string;
  readonly line?: string;
  readonly file0?: string;
}

class CppcheckReader implements XmlHandler {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  readonly deaf = true;
  private depth = 0;
  private closed = false;
  private list: ProblemList | undefined;
  private found: Found | undefined;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
  }

  open(name: string, attributes: Attributes): void {
    if (this.depth++ === 0) {
      this.closed = false;
      // Other tools have results too: version 2 says its version, here or in an element of its own.
      if (attributes.version === "2") this.begin();
      return;
    }
    if (name === "cppcheck") this.begin();
    else if (name === "error" && attributes.id !== undefined && attributes.msg !== undefined) this.enter(attributes);
    else if (name === "location") this.place(attributes);
  }

  text(): void {}

  close(name: string): void {
    if (name === "error") this.leave();
    if (--this.depth === 0) this.closed = true;
  }

  end(): void {
    this.leave();
    if (this.closed) this.list?.settle();
  }

  private begin(): ProblemList {
    this.list ??= new ProblemList(this.sink, "cppcheck");
    return this.list;
  }

  private enter({ id = "", severity = "", msg = "", file, line, file0 }: Attributes): void {
    this.leave();
    const critical = CRITICAL.has(id);
    const place = file ?? file0;
    this.found = {
      outcome: critical ? "error" : MORE_INFORMATION.has(severity) ? "skipped" : "failed",
      rule: own(id),
      message: own(msg),
      file: place ? own(this.context.path(place)) : undefined,
      line: lineNumber(line),
      word: own(severity),
    };
  }

  /** The first place is where it was found, the others lead there. */
  private place({ file, line }: Attributes): void {
    const { found } = this;
    if (!found || found.line !== undefined || file === undefined || file === "") return;
    found.file = own(this.context.path(file));
    found.line = lineNumber(line);
  }

  private leave(): void {
    const { found } = this;
    this.found = undefined;
    if (found) this.begin().add(found);
  }
}
