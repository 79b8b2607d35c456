/**
 * What gcc and clang print of C and its kin, in any build's log. Warnings are findings of the rule that stands at
 * their end, errors are the build's.
 *
 *     bad.c:2:43: warning: unused variable ‘unused’ [-Wunused-variable]
 *         2 | int f(int *p){ int unused; return 0; }
 *           |                    ^~~~~~
 *     bad.c:3:37: error: expected expression before ‘;’ token
 *
 * Both print alike. gcc names the function first (`In function ‘f’:`), clang ends each file with `2 warnings generated.`
 * A build looks only at what it compiles: the files that its log shows being compiled (CMake's lines, or the commands)
 * are the units; of others, which lay ready from an earlier run, nothing is known.
 * Source: gcc 4.8 to 14, gcc/diagnostic.c; clang 3 to 18, lib/Frontend/TextDiagnostic.cpp.
 */
import type { BuildObservation } from "../../model.ts";
import { BEYOND_ASCII, type LineFormat, type LineReader, type LogContext, type Sink } from "../format.ts";
import { own } from "../lines.ts";
import { LintText } from "./lint-text.ts";
import { type Place, placeOf, ruleAtEnd, unmarked } from "./place.ts";

export const gcc: LineFormat = {
  shape: "lines",
  name: "gcc",
  aliases: ["clang"],
  kinds: ["lint", "build"],
  tool: "gcc",
  docs: {
    command: "make 2>&1 | tee build.txt   # with outcome=; the log has to show what is compiled",
    proof:
      "the last step of the build as CMake or ninja counts it (`[100%] Built target`, `[9/9]`), or the step's outcome (outcome=); for the files that the log shows being compiled",
    source: "gcc 12, gcc/diagnostic.c; clang 16, lib/Frontend/TextDiagnostic.cpp",
    example: "bad.c:2:43: warning: unused variable ‘unused’ [-Wunused-variable]",
  },
  minds: ({ last, indented }) => !indented || last === "'" || last === BEYOND_ASCII,
  reader: (sink, context) => new GccReader(sink, context),
};

/** Files of C and its kin. */
export const SOURCE = /\.(?:c|cc|cp|cpp|cxx|c\+\+|C|CPP|h|hh|hp|hpp|hxx|h\+\+|H|inl|ipp|tcc|tpp|m|mm|i|ii|s|S|f|for|f90|F90|f95|cu|cuh)$/;
const WORDS = /^(warning|error|fatal error|note): (.*)$/;
/** What gcc says before the first finding of a function. */
const FUNCTION =
  /^[^\s:][^:]*: (?:In (?:\w+ )*(?:function|constructor|destructor|instantiation|substitution)\b|In (?:lambda|copy|expansion)|At (?:top level|global scope):)/;
const GENERATED = /^(?:\d+ warnings?(?: and \d+ errors?)?|\d+ errors?) generated\.$/;
const FLAG = /^-W(?:error(?:=|,-W))?([\w+=./-]+?)$/;
const SHOWN = /^ +(\d{1,9}) \| (.*)$/;
const BESIDE = /^ +\| /;
const UNLINKED = /^(?:collect2: error: ld returned \d+ exit status|clang(?:\+\+)?(?:-\d+)?: error: linker command failed)/;
const STOPPED = /^(?:(?:g?make|mingw32-make)(?:\[\d+\])?: \*\*\* |ninja: build stopped|FAILED: )/;
/** The last step of CMake's makefiles and of ninja. */
const STEP = /^\[ *(?:(\d+)%\] Built target |(\d+)\/(\d+)\] (?:Linking \w+ (?:executable|static|shared)|Building \w+ object) )/;
const PROGRESS = /^\[ *\d+(?:%|\/\d+)\] /;
const OBJECT = /^\[ *\d+(?:%|\/\d+)\] Building \w+ object (\S+)\.(?:o|obj)$/;
const CMAKE = /^(.*?)CMakeFiles\/[^/]+\.dir\/(.+)$/;
const COMPILER = /^(?:\S*\/)?(?:[\w.]+-)*(?:gcc|cc|g\+\+|c\+\+|clang|clang\+\+)(?:-[\d.]+)?$/;
const COMPILER_END = /[cg+\d]/;
/** So many errors are kept in words. */
const MAX_ERRORS = 100;

interface Warning extends Place {
  rule: string;
  word: string;
  source?: string;
  at: number;
}

class GccReader implements LineReader {
  private readonly sink: Sink;
  private readonly context: LogContext;
  private readonly texts: Record<"gcc" | "clang", LintText>;
  private readonly said: "gcc" | "clang" | undefined;
  private owners = new Set<"gcc" | "clang">();
  /** Warnings that are not known to be clang's yet, without repetitions (a header's come once a file). */
  private held: Warning[] = [];
  private readonly seen = new Set<string>();
  private open: Warning | undefined;
  private unnamed = false;
  private readonly compiled = new Set<string>();
  private errors: { message: string; file?: string; line?: number }[] = [];
  private firstError = 0;
  private undefinedSymbol: string | undefined;
  /** The build said that it did its last step, and nothing after that says otherwise. */
  private builtAt = 0;

  constructor(sink: Sink, context: LogContext) {
    this.sink = sink;
    this.context = context;
    this.texts = { gcc: new LintText(sink, context, "gcc"), clang: new LintText(sink, context, "clang") };
    const [word] = /clang|gcc/i.exec(context.called ?? "") ?? [];
    this.said = word?.toLowerCase() as "gcc" | "clang" | undefined;
  }

  take(line: string, number: number): boolean {
    const first = line.charCodeAt(0);
    if (first === 32 /* blank */) return this.open !== undefined && this.shown(this.open, line);
    this.open = undefined;
    if (first === 91 /* [ */) return this.step(line, number);
    const place = placeOf(line);
    if (place && SOURCE.test(place.file)) return this.diagnostic(place, number);
    if (line.length > 8_192) {
      this.command(line.slice(0, 8_192));
      return false;
    }
    return this.other(line, number);
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  end(): void {
    const [only] = this.owners;
    const rest = this.said ?? (this.owners.size === 1 ? only : this.owners.has("gcc") ? "gcc" : undefined);
    if (rest !== undefined) this.give(rest);
    const built = this.builtAt > 0 && this.errors.length === 0;
    // A build that was done without a warning shows that of whatever compiler it was.
    if (this.compiled.size > 0 && (built || this.said) && !this.texts.clang.isOpen) this.texts.gcc.begin(this.builtAt || 1);
    for (const text of Object.values(this.texts)) {
      if (text.isOpen) this.settle(text, built);
    }
    this.build();
  }

  private settle(text: LintText, built: boolean): void {
    const { extent } = text.begin(1);
    extent.units = [...this.compiled].sort();
    extent.owners = ["gcc", "clang"];
    if (this.errors.length > 0) text.flawed("some of its files could not be compiled", 1);
    else if (this.unnamed) text.flawed("some of its warnings do not name their rule", 1);
    if (built) text.sum(this.builtAt);
    else text.endQuietly();
  }

  private diagnostic(place: Place, number: number): boolean {
    const [, word, words = ""] = WORDS.exec(place.words) ?? [];
    if (word === undefined) return false;
    if (word === "note") return this.held.length + this.errors.length > 0;
    const named = ruleAtEnd(words, " [", "]");
    const rule = named && FLAG.exec(named.rule)?.[1];
    // cppcheck and clang-tidy print alike, with names of their own at the end.
    if (named && rule === undefined && /^[\w.,-]+$/.test(named.rule)) return false;
    if (named && rule !== undefined) {
      if (/[\u2018\u2019]/.test(words)) this.owners.add("gcc");
      return this.warning({ ...place, file: own(place.file), words: own(named.message), rule: `-W${rule}`, word, at: number });
    }
    if (word === "warning") {
      this.unnamed = true;
      return false;
    }
    this.error({ message: own(words), file: own(this.context.path(place.file)), line: place.line }, number);
    return true;
  }

  private warning(warning: Warning): boolean {
    const key = `${warning.rule}\n${warning.file}:${warning.line}\n${warning.words}`;
    if (this.seen.has(key)) return true;
    this.seen.add(key);
    this.held.push(warning);
    this.open = warning;
    return true;
  }

  private shown(open: Warning, line: string): boolean {
    const [, row, source] = SHOWN.exec(line.slice(0, 2_000)) ?? [];
    if (row !== undefined && Number(row) === open.line) open.source ??= own(source ?? "");
    return row !== undefined || BESIDE.test(line);
  }

  private other(line: string, number: number): boolean {
    const last = line.charCodeAt(line.length - 1);
    if (last === 46 /* . */ && GENERATED.test(line)) {
      this.owners.add("clang");
      this.give("clang");
      return true;
    }
    if (last === 58 /* : */ && FUNCTION.test(line)) {
      this.owners.add("gcc");
      return true;
    }
    const first = line.charCodeAt(0);
    if (first === 99 /* c */ && UNLINKED.test(line)) {
      this.error({ message: `linking failed${this.undefinedSymbol === undefined ? "" : `: ${this.undefinedSymbol}`}` }, number);
      return true;
    }
    if (last === 39 /* ' */ || last === 0x2019) {
      const at = line.indexOf("undefined reference to ");
      if (at > 0) this.undefinedSymbol ??= own(line.slice(at));
    }
    if ((first === 103 /* g */ || first === 109 /* m */ || first === 110 /* n */ || first === 70) /* F */ && STOPPED.test(line))
      this.builtAt = 0;
    this.command(line);
    return false;
  }

  private step(line: string, number: number): boolean {
    const text = unmarked(line);
    const [, percent, done, of] = STEP.exec(text) ?? [];
    if (percent === "100" || (done !== undefined && done === of)) this.builtAt = number;
    else if (percent === undefined && PROGRESS.test(text)) this.builtAt = 0;
    const object = OBJECT.exec(text)?.[1];
    const [, folder = "", file] = object === undefined ? [] : (CMAKE.exec(object) ?? []);
    if (file !== undefined) this.compiled.add(own(resolved(folder, file)));
    return false;
  }

  /** A compiler's own command line, as make prints it. */
  private command(line: string): void {
    const space = line.indexOf(" ");
    if (space <= 0 || !COMPILER_END.test(line.charAt(space - 1)) || !COMPILER.test(line.slice(0, space))) return;
    let previous = "";
    for (const word of line.split(" ")) {
      if (previous !== "-o" && SOURCE.test(word) && !word.startsWith("-")) this.compiled.add(own(this.context.path(word)));
      previous = word;
    }
  }

  private error(error: { message: string; file?: string; line?: number }, number: number): void {
    this.builtAt = 0;
    if (this.errors.length === 0) this.firstError = number;
    if (this.errors.length < MAX_ERRORS) this.errors.push(error);
  }

  private give(owner: "gcc" | "clang"): void {
    for (const { file, line, words, rule, word, source, at } of this.held) {
      const unit = this.context.path(file);
      this.texts[owner].add({ rule, message: words, file, line, word, source, units: [own(unit)] }, at);
    }
    this.held = [];
  }

  private build(): void {
    const [first, ...others] = this.errors;
    if (!first && this.builtAt === 0) return;
    const part = this.sink.part("build", "the compiler stopped at an error", { units: ["*"] });
    part.line = first ? this.firstError : this.builtAt;
    const observation: BuildObservation = { kind: "build", outcome: "passed", part, name: "*", ecosystem: "c", units: ["*"] };
    if (first) {
      part.state = "partial";
      observation.outcome = "failed";
      Object.assign(observation, first);
      if (others.length > 0) observation.errors = others.map(shownError);
    } else {
      part.state = "whole";
      delete part.reason;
    }
    this.sink.observe(observation);
  }
}

function shownError({ message, file, line }: { message: string; file?: string; line?: number }): string {
  return file === undefined ? message : `${message} (${file}:${line})`;
}

/** The source of an object that CMake names by folder and file; `__` is what leads up. */
function resolved(folder: string, file: string): string {
  const path: string[] = [];
  for (const step of `${folder}${file}`.split("/")) {
    if (step === "__" || step === "..") path.pop();
    else if (step !== "" && step !== ".") path.push(step);
  }
  return path.join("/");
}
