/**
 * XML as a stream of elements: strict about what is cut, never resolving an entity of the document's own, never
 * recursing. A report is not a place to insist on grammar, so what real tools write wrongly and what leaves the
 * structure beyond doubt is read as it was meant: control characters, ampersands and less-than signs that nobody
 * escaped, text around the document, a second document behind the first. What makes the structure doubtful is told.
 * One pass; memory is one chunk and one tag. Rules: XML 1.0 (fifth edition); the tests hold it against saxes.
 */

/** Receives elements as they are read. */
export interface XmlHandler {
  /** `name` is the local name, attributes as written; `line` is one-based. */
  open(name: string, attributes: Record<string, string>, line: number): void;
  /** Text of the current element, in as many pieces as it comes. */
  text(text: string): void;
  close(name: string): void;
  /** True while the text of the current element would be thrown away: it is then passed over. */
  readonly deaf?: boolean;
  /** The document ends here, whole or not; elements that were left open are not closed before. */
  end?(): void;
}

/** How the document ended: `null` when it is well formed to the end. */
export interface XmlEnd {
  message: string;
  line: number;
  /** The document stops in the middle, as opposed to being wrong somewhere. */
  cut: boolean;
}

/** No report nests deeper; what does is made to hurt. */
const MAX_DEPTH = 100;
/** No tag of a report is longer: it is held until it ends. */
const MAX_TAG = 16 * 1024 * 1024;

/** The root element's local name and its namespace, from the head of a file. One pass, for any text. */
export function rootOf(head: string): { name: string; namespace: string | undefined } | undefined {
  const at = rootAt(head);
  if (at === -1) return undefined;
  const end = head.indexOf(">", at);
  const tag = head.slice(at + 1, end === -1 ? at + 4096 : Math.min(end, at + 4096));
  const name = /^[\w.:-]+/.exec(tag)?.[0] ?? "";
  const colon = name.indexOf(":");
  const prefix = colon === -1 ? "" : name.slice(0, colon);
  let namespace: string | undefined;
  for (const [, own = "", value] of tag.matchAll(/\sxmlns(?::([\w.-]{1,100}))?\s?=\s?["']([^"']*)["']/g)) {
    if (own === prefix) namespace ??= value;
  }
  return { name: name.slice(colon + 1), namespace };
}

/** Where the root element begins, after declaration, comments and document type; -1 when it is not in the text. */
function rootAt(head: string): number {
  let at = head.indexOf("<");
  while (at !== -1) {
    const second = head.charAt(at + 1);
    if (second !== "?" && second !== "!") return /\w/.test(second) ? at : -1;
    const end = prologEnd(head, at);
    at = end === -1 ? -1 : head.indexOf("<", end);
  }
  return -1;
}

function prologEnd(head: string, at: number): number {
  if (head.startsWith("<!--", at)) return head.indexOf("-->", at + 4);
  if (head.startsWith("<?", at)) return head.indexOf("?>", at + 2);
  const bracket = head.indexOf("[", at);
  const end = head.indexOf(">", at);
  if (bracket === -1 || bracket > end) return end;
  const closed = head.indexOf("]", bracket);
  return closed === -1 ? -1 : head.indexOf(">", closed);
}

/** Where a document begins that other output stands before (reporters that write to stdout); -1 when there is none. */
export function documentAt(text: string): number {
  return text.search(/^<(?:\?xml|testsuites?)[\s>]/m);
}

/** Reads the document through; null when it is well formed to its end. Throws only what the handler throws. */
export function readXml(chunks: Iterable<string>, handler: XmlHandler): XmlEnd | null {
  const scanner = new Scanner(handler);
  for (const chunk of chunks) if (!scanner.write(chunk)) break;
  const end = scanner.finish();
  handler.end?.();
  return end;
}

/** What the text at hand is part of. */
type Mode = "text" | "cdata" | "comment" | "instruction" | "doctype" | "subset";

/** How the modes end that are passed over; the document type's own declarations end at a bracket. */
const ENDS = { comment: "-->", instruction: "?>", doctype: ">", subset: "]" } as const;

/** Longest entity that is looked for, and as much text is held back at a chunk's end for the rest of one. */
const MAX_ENTITY = 40;

/** Attributes of a tag. Not a dictionary, which would be slow: most tags have the same few names. */
class Attributes {
  [name: string]: string;
}
// Without what objects inherit, an attribute may have any name.
Object.setPrototypeOf(Attributes.prototype, null);

class Scanner {
  private readonly handler: XmlHandler;
  private mode: Mode = "text";
  /** Text that is not settled yet. */
  private rest = "";
  /** How much of it there has to be before another look is worth it: a long tag is not read again for every chunk. */
  private need = 0;
  private begun = false;
  private rooted = false;
  private readonly open: string[] = [];
  private wrong: XmlEnd | null = null;
  private stopped = false;
  private last = false;
  /** The text that is read, the line it is at, and where its next newline is. */
  private held = "";
  private line = 1;
  private newline = 0;
  /** Where the next of some characters stand, each looked for once: an ampersand, a tab, a carriage return, any of all. */
  private amp = 0;
  private tab = 0;
  private feed = 0;
  private special = 0;
  private readonly words: string[] = [];

  constructor(handler: XmlHandler) {
    this.handler = handler;
  }

  /** False when there is no sense in reading on. */
  write(chunk: string): boolean {
    let text = chunk;
    if (!this.begun) {
      this.begun = true;
      text = fromDocument(chunk);
    }
    if (this.rest.length + text.length < this.need) {
      this.rest += text;
      return true;
    }
    // What was left is joined with as little as it needs: text that was put together is slow to read.
    let at = 0;
    while (this.rest !== "" && at < text.length && !this.stopped) {
      const joined = this.rest + text.slice(at, at + Math.max(1024, this.rest.length));
      at += joined.length - this.rest.length;
      const end = this.scan(joined, 0);
      const left = joined.length - end;
      if (end >= this.rest.length) {
        at -= left;
        this.rest = "";
      } else this.rest = joined.slice(end);
    }
    if (this.rest === "" && at < text.length && !this.stopped) this.rest = text.slice(this.scan(text, at));
    return !this.stopped;
  }

  finish(): XmlEnd | null {
    this.last = true;
    if (!this.stopped && this.rest !== "") this.scan(this.rest, 0);
    const inside = this.open[this.open.length - 1];
    if (inside !== undefined) this.fail(`unclosed tag: ${inside}`, true);
    else if (this.mode !== "text") this.fail("unexpected end", true);
    else if (!this.rooted) this.fail("there is no element in it", true);
    return this.wrong;
  }

  private fail(message: string, cut = false): void {
    this.wrong ??= { message, line: this.line, cut };
  }

  private stop(message: string): void {
    this.fail(message);
    this.stopped = true;
  }

  /** Reads the text from `from`, and returns how far it is settled. */
  private scan(text: string, from: number): number {
    this.held = text;
    this.newline = indexOf(text, "\n", from);
    this.amp = this.tab = this.feed = this.special = -1;
    this.need = 0;
    let at = from;
    while (at < text.length && !this.stopped) {
      const next = this.step(text, at);
      if (next === -1) {
        const left = text.length - at;
        if (left > MAX_TAG) this.stop(`a tag is longer than ${MAX_TAG} characters`);
        else if (this.last) this.fail("unexpected end", true);
        // It is not read again before it has doubled, so that all of it is read in a few times its length.
        this.need = 2 * left;
        break;
      }
      if (next === at) break;
      at = next;
    }
    this.count(at);
    return at;
  }

  /** The next piece of text or markup: where it ends, -1 when it does not end here, `at` when the end of the text has to be seen with what follows. */
  private step(text: string, at: number): number {
    switch (this.mode) {
      case "text":
        return this.content(text, at);
      case "cdata":
        return this.cdata(text, at);
      default:
        return this.passOver(text, at, ENDS[this.mode]);
    }
  }

  private content(text: string, at: number): number {
    if (text.charCodeAt(at) !== 60 /* < */) {
      const open = text.indexOf("<", at);
      const to = open !== -1 ? open : this.last ? text.length : settled(text, at);
      if (to > at) this.say(text, at, to, true);
      return to;
    }
    const second = text.charCodeAt(at + 1);
    if (second === 47 /* / */) return this.closing(text, at);
    if (isNameStart(second)) return this.opening(text, at);
    if (second === 33 /* ! */) return this.declaration(text, at);
    if (second === 63 /* ? */) {
      this.mode = "instruction";
      return at + 2;
    }
    if (at + 1 >= text.length && !this.last) return at;
    // `1 < 2`: no tag begins like this.
    this.say(text, at, at + 1, false);
    return at + 1;
  }

  private declaration(text: string, at: number): number {
    if (text.startsWith("<![CDATA[", at)) {
      this.mode = "cdata";
      return at + 9;
    }
    if (text.startsWith("<!--", at)) {
      this.mode = "comment";
      return at + 4;
    }
    if (text.length - at < 9 && !this.last) return at;
    this.mode = "doctype";
    return at + 2;
  }

  private cdata(text: string, at: number): number {
    const end = text.indexOf("]]>", at);
    let to = end !== -1 ? end : this.last ? text.length : Math.max(at, text.length - 2);
    if (end === -1 && !this.last && to > at && text.charCodeAt(to - 1) === 13 /* \r */) to--;
    if (to > at) this.say(text, at, to, false);
    if (end === -1) return to;
    this.mode = "text";
    return end + 3;
  }

  private passOver(text: string, at: number, word: string): number {
    const end = text.indexOf(word, at);
    if (this.mode === "doctype") {
      const bracket = text.indexOf("[", at);
      if (bracket !== -1 && (end === -1 || bracket < end)) {
        this.mode = "subset";
        return bracket + 1;
      }
    }
    if (end === -1) return this.last ? text.length : Math.max(at, text.length - word.length + 1);
    this.mode = this.mode === "subset" ? "doctype" : "text";
    return end + word.length;
  }

  /** Text for the handler, unless it stands outside the document or nobody listens. */
  private say(text: string, from: number, to: number, escaped: boolean): void {
    if (this.open.length === 0 || this.handler.deaf) return;
    const piece = lines(text.slice(from, to));
    this.handler.text(escaped ? decoded(piece) : piece);
  }

  private closing(text: string, at: number): number {
    const { open } = this;
    const inside = open[open.length - 1];
    if (inside !== undefined && text.startsWith(inside, at + 2) && text.charCodeAt(at + 2 + inside.length) === 62 /* > */) {
      open.pop();
      this.handler.close(localOf(inside));
      return at + inside.length + 3;
    }
    const end = text.indexOf(">", at);
    if (end === -1) return -1;
    this.count(at);
    const name = text.slice(at + 2, end).trimEnd();
    const depth = open.lastIndexOf(name);
    if (depth === -1) this.fail(`unmatched closing tag: ${name.slice(0, 100)}`);
    else {
      if (depth !== open.length - 1) this.fail(`unclosed tag: ${inside ?? ""}`);
      while (open.length > depth) this.handler.close(localOf(open.pop() ?? ""));
    }
    return end + 1;
  }

  private opening(text: string, at: number): number {
    this.count(at);
    let p = at + 2;
    while (isName(text.charCodeAt(p))) p++;
    const name = this.word(text, at + 1, p);
    const attributes = new Attributes();
    for (;;) {
      const start = space(text, p);
      const c = text.charCodeAt(start);
      if (c === 62 /* > */) {
        this.enter(name, attributes, at);
        return start + 1;
      }
      if (c === 47 /* / */ && text.charCodeAt(start + 1) === 62) {
        this.enter(name, attributes, at);
        if (!this.stopped) this.handler.close(localOf(this.open.pop() ?? ""));
        return start + 2;
      }
      if (start + 1 >= text.length) return -1;
      p = start;
      while (isName(text.charCodeAt(p))) p++;
      if (p === start || !isNameStart(c)) {
        // Something that is no attribute, such as the rest of a value that holds quotes.
        this.count(at);
        this.fail(`disallowed character in the tag ${name.slice(0, 100)}`);
        p = start + 1;
        continue;
      }
      const equals = space(text, p);
      const quoted = space(text, equals + 1);
      if (quoted >= text.length) return -1;
      const quote = text.charCodeAt(quoted);
      if (text.charCodeAt(equals) !== 61 /* = */ || (quote !== 34 && quote !== 39)) {
        this.count(at);
        this.fail(`an attribute of the tag ${name.slice(0, 100)} has no quoted value`);
        continue;
      }
      const end = text.indexOf(quote === 34 ? '"' : "'", quoted + 1);
      if (end === -1) return -1;
      const value = text.slice(quoted + 1, end);
      if (this.special < quoted) this.special = this.nextSpecial(text, quoted);
      attributes[this.word(text, start, p)] = end < this.special ? value : decoded(value.replace(WHITES, " "));
      p = end + 1;
    }
  }

  /** The name there, as one string for all of its kind: a report has a dozen names, a million times. */
  private word(text: string, from: number, to: number): string {
    const slot = (text.charCodeAt(from) + 7 * (to - from)) & 127;
    const known = this.words[slot];
    if (known !== undefined && known.length === to - from) {
      let i = 0;
      while (i < known.length && known.charCodeAt(i) === text.charCodeAt(from + i)) i++;
      if (i === known.length) return known;
    }
    return (this.words[slot] = text.slice(from, to));
  }

  /** Where the next character stands that values do not hold as they are written. */
  private nextSpecial(text: string, from: number): number {
    if (this.amp < from) this.amp = indexOf(text, "&", from);
    if (this.tab < from) this.tab = indexOf(text, "\t", from);
    if (this.feed < from) this.feed = indexOf(text, "\r", from);
    return Math.min(this.amp, this.tab, this.feed, this.newline < from ? indexOf(text, "\n", from) : this.newline);
  }

  private enter(name: string, attributes: Record<string, string>, at: number): void {
    this.count(at);
    if (this.open.length >= MAX_DEPTH) {
      this.stop(`elements nest deeper than ${MAX_DEPTH}`);
      return;
    }
    this.rooted = true;
    this.open.push(name);
    this.handler.open(localOf(name), attributes, this.line);
  }

  /** Counts the lines before `at`. */
  private count(at: number): void {
    while (this.newline < at) {
      this.line++;
      this.newline = indexOf(this.held, "\n", this.newline + 1);
    }
  }
}

const WHITES = /\r\n|[\t\n\r]/g;

function indexOf(text: string, word: string, from: number): number {
  const at = text.indexOf(word, from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

/** 1 begins a name, 2 may stand in it; what is beyond ASCII is taken for a letter. */
const NAMES = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const sign = String.fromCharCode(c);
  NAMES[c] = /[A-Za-z_:]/.test(sign) ? 1 : /[\d.-]/.test(sign) ? 2 : 0;
}

function isNameStart(c: number): boolean {
  return NAMES[c] === 1 || c >= 128;
}

function isName(c: number): boolean {
  return c >= 128 || (NAMES[c] ?? 0) > 0;
}

function space(text: string, from: number): number {
  let at = from;
  for (let c = text.charCodeAt(at); c === 32 || c === 10 || c === 13 || c === 9; c = text.charCodeAt(at)) at++;
  return at;
}

function localOf(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Up to where the text can be judged without what follows it: half an entity or line end may stand at its end. */
function settled(text: string, from: number): number {
  const start = Math.max(from, text.length - MAX_ENTITY);
  const tail = text.slice(start);
  const amp = tail.lastIndexOf("&");
  if (amp !== -1 && !tail.includes(";", amp)) return start + amp;
  return tail.endsWith("\r") ? text.length - 1 : text.length;
}

/** Line ends as newlines. */
function lines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

const NUMBERED = /^#(?:(\d{1,8})|[xX]([\da-fA-F]{1,7}))$/;

/** The text with XML's own five entities and numbered characters resolved; all others stay as they are written. */
function decoded(text: string): string {
  let amp = text.indexOf("&");
  if (amp === -1) return text;
  let made = "";
  let from = 0;
  let end = -1;
  while (amp !== -1) {
    if (end < amp) end = text.indexOf(";", amp);
    if (end === -1) break;
    const sign = end - amp <= MAX_ENTITY ? signOf(text.slice(amp + 1, end)) : undefined;
    if (sign !== undefined) {
      made += text.slice(from, amp) + sign;
      from = end + 1;
      amp = text.indexOf("&", from);
    } else amp = text.indexOf("&", amp + 1);
  }
  return from === 0 ? text : made + text.slice(from);
}

function signOf(entity: string): string | undefined {
  switch (entity) {
    case "lt":
      return "<";
    case "gt":
      return ">";
    case "amp":
      return "&";
    case "quot":
      return '"';
    case "apos":
      return "'";
  }
  const [, decimal, hex] = NUMBERED.exec(entity) ?? [];
  if (decimal === undefined && hex === undefined) return undefined;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}

/** Text before the document blanked out; its lines still count. */
function fromDocument(text: string): string {
  if (/^\ufeff?\s*</.test(text.slice(0, 4096))) return text;
  const at = documentAt(text);
  return at <= 0 ? text : text.slice(0, at).replace(/[^\n]+/g, "") + text.slice(at);
}
