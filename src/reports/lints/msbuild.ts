/**
 * What MSBuild, `dotnet build` and Microsoft's C++ compiler print:
 *
 *     src/Shop.cs(12,17): warning CS0219: The variable 'x' is assigned but its value is never used [/w/Shop.csproj]
 *     main.cpp(30): error C2065: 'foobar': undeclared identifier
 *     CSC : error CS2001: Source file 'a.cs' could not be found. [/w/Shop.csproj]
 *     Build FAILED.
 *         1 Warning(s)
 *         2 Error(s)
 *
 * MSBuild repeats all of them before its sum. Warnings are findings, errors the build's. A build compiles only what
 * changed and does not say what it left alone, so a warning that is not printed any more proves nothing.
 * Source: dotnet/msbuild, src/Shared/CanonicalError.cs, src/Build/Logging/ConsoleLogger.cs.
 */
import type { BuildObservation } from "../../model.ts";
import type { LineFormat, LineReader, LogContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";

export const msbuild: LineFormat = {
  shape: "lines",
  name: "msbuild",
  aliases: ["dotnet-build", "msvc"],
  kinds: ["lint", "build"],
  tool: "msbuild",
  docs: {
    command: "dotnet build --no-incremental > build.txt 2>&1",
    proof: "`Build succeeded.` and its counts; absence of a warning is not taken for a fix, for which SARIF (ErrorLog) serves",
    source: "dotnet/msbuild, src/Shared/CanonicalError.cs",
    example: "src/Shop.cs(12,17): warning CS0219: The variable 'x' is assigned but its value is never used [/w/Shop.csproj]",
  },
  reader: (sink, context) => new MsbuildReader(sink, context),
};

const DIAGNOSTIC =
  /^ {0,8}(?:\d{1,4}>)?((?:[A-Za-z]:)?[^\s:][^:]{0,1000}?)(?:\((\d{1,9})(?:,\d{1,9}){0,3}\) ?| ): (?:Command line )?(fatal error|error|warning) (?:: )?([A-Z]{1,8}\d{1,5}) ?: (.*)$/;
/** Where MSBuild says whose file it is; it may add the framework. */
const PROJECT = / \[[^[\]]{1,1000}\.\w*proj(?:::[^\]]{0,500})?\]$/;
/** With its counts on lines of their own, or in the terminal logger's words. */
const SUCCEEDED = /^Build succeeded(\.$| with \d{1,9} warning\(s\) in )/;
const FAILED = /^Build (?:FAILED\.$|failed with )/;
const COUNT = /^ {4}(\d{1,9}) (Warning|Error)\(s\)$/;
/** So many errors are kept in words. */
const MAX_ERRORS = 100;

interface Failure {
  message: string;
  file?: string;
  line?: number;
}

class MsbuildReader implements LineReader {
  private readonly context: LogContext;
  private readonly sink: Sink;
  private readonly texts = new Map<string, LintText>();
  private errors: Failure[] = [];
  private firstError = 0;
  private readonly seen = new Set<string>();
  /** The build says that it succeeded; it is MSBuild that says so when the counts follow. */
  private claimedAt = 0;
  private builtAt = 0;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
  }

  take(line: string, number: number): boolean {
    if (line.charCodeAt(0) === 66 /* B */) return this.last(line, number);
    if (line.endsWith("(s)")) {
      const [, count, word] = COUNT.exec(line) ?? [];
      if (count === undefined) return false;
      if (word === "Error" && count === "0" && this.errors.length === 0) this.builtAt = this.claimedAt;
      return this.claimedAt > 0 || this.seen.size > 0;
    }
    // Most lines of a log have neither word.
    if (line.length > 8_192 || !(line.includes("warning ") || line.includes("error "))) return false;
    const [, file = "", row, word = "", code = "", words = ""] = DIAGNOSTIC.exec(line) ?? [];
    // `(1,2): error TS2322:` is the TypeScript compiler's.
    if (file === "" || code.startsWith("TS")) return false;
    const message = words.replace(PROJECT, "");
    const key = `${file}(${row})${code}${message}`;
    if (this.seen.has(key)) return true;
    this.seen.add(own(key));
    // What has no line is said of a project's file, or by a tool (`CSC`, `LINK`).
    const place = row !== undefined || file.includes(".") ? own(file.trimEnd()) : undefined;
    const at = row === undefined ? undefined : Number(row);
    if (word === "warning") this.textOf(ownerOf(code)).add({ rule: code, message, file: place, line: at, word }, number);
    else this.error(`${code}: ${message}`, place, at, number);
    return true;
  }

  end(): void {
    for (const text of this.texts.values()) {
      text.begin(1).provesAbsence = false;
      if (this.errors.length > 0) text.flawed("some of its files could not be compiled", 1);
      if (this.builtAt > 0) text.sum(this.builtAt);
      else text.endQuietly();
    }
    this.build();
  }

  private last(line: string, number: number): boolean {
    const [success, how] = SUCCEEDED.exec(line) ?? [];
    if (success === undefined && !FAILED.test(line)) return false;
    this.builtAt = 0;
    this.claimedAt = success === undefined ? 0 : number;
    if (how !== undefined && how !== "." && this.errors.length === 0) this.builtAt = number;
    return success === undefined ? this.seen.size > 0 : true;
  }

  private error(message: string, file: string | undefined, line: number | undefined, number: number): void {
    this.builtAt = 0;
    if (this.errors.length === 0) this.firstError = number;
    if (this.errors.length >= MAX_ERRORS) return;
    const error: Failure = { message: own(message) };
    if (file !== undefined) error.file = own(this.context.path(file));
    if (line !== undefined) error.line = line;
    this.errors.push(error);
  }

  private build(): void {
    const [first, ...others] = this.errors;
    if (!first && this.builtAt === 0) return;
    const part = this.sink.part("build", "the compiler stopped at an error", { units: ["*"] });
    part.line = first ? this.firstError : this.builtAt;
    const observation: BuildObservation = { kind: "build", outcome: "passed", part, name: "*", ecosystem: "msbuild", units: ["*"] };
    if (first) {
      part.state = "partial";
      observation.outcome = "failed";
      Object.assign(observation, first);
      if (others.length > 0) observation.errors = others.map(shown);
    } else {
      part.state = "whole";
      delete part.reason;
    }
    this.sink.observe(observation);
  }

  private textOf(owner: string): LintText {
    let text = this.texts.get(owner);
    if (!text) {
      text = new LintText(this.sink, this.context, owner);
      this.texts.set(owner, text);
    }
    return text;
  }
}

/** Whose code it is, as its SARIF names it: analyzers of C# run inside its compiler. */
function ownerOf(code: string): string {
  if (/^C\d/.test(code)) return "msvc";
  if (/^LNK\d/.test(code)) return "link";
  if (/^MSB\d/.test(code)) return "msbuild";
  if (/^NU\d/.test(code)) return "nuget";
  if (/^FS\d/.test(code)) return "fsc";
  if (/^BC\d/.test(code)) return "vbc";
  return "csc";
}

function shown({ message, file, line }: Failure): string {
  return file === undefined ? message : `${message} (${file}${line === undefined ? "" : `:${line}`})`;
}
