/**
 * Secrets out of text, before it leaves: GitHub masks logs and summaries, but nothing that goes to an API, a tracker's
 * file or a chat. Two sources: the values of the environment (and those the settings name), in the forms they take on
 * the way, and the shapes of well-known tokens.
 *
 * Use it on text without control sequences (`printable`, `oneLine`), before anything is clipped or escaped.
 */

/** What stands for a secret. */
const STARS = "***";

/** Sorted stretches of a text that do not touch: start, end, start, end. */
type Spans = number[];

/** Variables that hold secrets, by name. `AUTHOR` is no `AUTH`, but `AUTHORIZATION` is. */
const NAME = /token|passw(?:or)?d|passphrase|credential|secret|private|key|auth(?!or(?!i[sz]))|webhook|(?:^|_)(?:pass|pat)(?:_|$)/i;
/** Names that only look so: Go's list of private modules, git's setting names, keyboards, keys of projects, kinds and names of keys. */
const OPEN_NAME =
  /^GOPRIVATE$|^GIT_CONFIG_KEY_\d+$|keyword|keyboard|keymap|keyring_backend|(?:project|team|cache|sort|public)[_-]?key|_(?:name|type|mode|version|provider|enabled|alg|algorithm)$/i;
/** Variables in which a CI host says openly what it runs; what stands there as well is no secret. */
const HOST_NAME = /^(?:GITHUB|RUNNER|CI|GITLAB|JENKINS|BUILD)_/;
/** Names whose value is the secret itself and not, say, its lifetime. */
const DIRECT_NAME = /(?:token|passw(?:or)?d|pass|passphrase|secret|key|credentials?|pat)$/i;

/** Words that stand in such variables without being secret, and that would be missed in a report. */
const COMMON =
  /^(?:true|false|none|null|undefined|enabled?|disabled?|always|never|auto|default|required|optional|inherit|basic|bearer|digest|oauth2?|tokens?|passw(?:or)?d|secrets?|private|public|internal|github|gitlab|local|localhost|tests?|testing|develop|development|developer|production|staging|release|debug|admin|administrator|root|users?|username|guest|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|minio|minioadmin|changeme|example|dummy|placeholder|\**)$/i;
/** Counts, times and versions. */
const NUMBER = /^(?:\d{1,9}|v?\d+(?:\.\d+){1,3})$/;
/** A base64 secret may begin with a slash as well, so a path is believed by its first folder, or by the variable's name. */
const KNOWN_PATH =
  /^(?:\/(?:home|tmp|var|run|usr|etc|opt|mnt|root|private|dev|proc|srv|Users|Library|Volumes|github|__w|workspace|builds)\/|~\/|\.{1,2}\/|file:\/\/|[A-Za-z]:[\\/]|\\\\)/;
const PATH_NAME = /(?:_|^)(?:SOCK|SOCKET|FILE|PATH|DIR|HOME|ROOT|ASKPASS|CREDENTIALS)$/i;
const OWN_URL = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/?$/;

/** Shorter values are too likely to be part of other words. */
const SHORTEST = 5;
/** A line of a longer secret must be this long: `{` and `type: x` are no secrets. */
const SHORTEST_LINE = 8;
/** Longer values (key stores, whole configurations) are looked for as they are and line by line, not in other encodings. */
const LONGEST_ENCODED = 1_000;

/**
 * A function that puts `***` in place of every secret: the values of variables whose names tell of one, the `extra`
 * values (whatever they are, from three characters on), and the shapes of known tokens. Linear in the text.
 */
export function createMask(environment: Record<string, string | undefined>, extra: string[]): (text: string) => string {
  const secrets = new Set<string>();
  const open = new Set<string>();
  for (const [name, value] of Object.entries(environment)) if (value && HOST_NAME.test(name) && !NAME.test(name)) open.add(value.trim());
  for (const [name, value] of Object.entries(environment)) if (value) addVariable(name, value, open, secrets);
  for (const value of extra) if (value.trim().length >= 3) addForms(value.trim(), secrets);
  const values = wordFinder(secrets);
  return (text) => {
    let found = values(text);
    for (const shape of [tokens, jwts, urlCredentials, headers, privateKeys]) found = union(found, shape(text));
    return covered(text, found);
  };
}

// ------------------------------------------------------------------------------------------------------ known values

function addVariable(name: string, value: string, open: Set<string>, secrets: Set<string>): void {
  const bare = value.trim();
  // `GIT_CONFIG_VALUE_0=AUTHORIZATION: basic …` is how a checkout hands its token on, and no name tells of it.
  const header = /^(authorization: *)?(?:basic|bearer|token) +(\S{5,})$/i.exec(bare);
  if (header?.[2] && (header[1] || NAME.test(name))) addForms(header[2], secrets);
  if (!NAME.test(name) || OPEN_NAME.test(name) || open.has(bare) || isOrdinary(name, bare)) return;
  addForms(bare, secrets);
  if (/^[[{]/.test(bare)) addLeaves(name, bare, open, secrets);
}

/** What is not worth hiding, or would hide half of a report: switches, numbers, paths, a service on this machine. */
function isOrdinary(name: string, value: string): boolean {
  if (value.length < SHORTEST || COMMON.test(value) || OWN_URL.test(value) || KNOWN_PATH.test(value)) return true;
  if (NUMBER.test(value) && !DIRECT_NAME.test(name)) return true;
  return PATH_NAME.test(name) && value.startsWith("/");
}

/** The secrets inside a JSON value, such as a registry's login or all secrets of a repository as one object. */
function addLeaves(name: string, json: string, open: Set<string>, secrets: Set<string>): void {
  try {
    // The reviver sees every value; a member whose name tells nothing inherits the variable's, as in `toJSON(secrets)`.
    JSON.parse(json, (key, value: unknown) => {
      if (typeof value === "string" && (NAME.test(key) || /secrets/i.test(name)) && !open.has(value) && !isOrdinary(key, value)) {
        addForms(value, secrets);
      }
      return value;
    });
  } catch {
    // Not JSON after all; its text is masked as it stands.
  }
}

/** A value in every form in which it may turn up. */
function addForms(value: string, secrets: Set<string>): void {
  const whole = value.toWellFormed();
  secrets.add(whole);
  const lines = whole.split(/[\r\n]+|\\[rn]/);
  if (lines.length > 1) {
    for (const line of lines) if (isTelling(line.trim())) secrets.add(line.trim());
  }
  if (whole.length > LONGEST_ENCODED || whole.length < SHORTEST) return;
  const uri = encodeURIComponent(whole);
  secrets.add(uri);
  secrets.add(uri.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()));
  secrets.add(uri.replace(/%20/g, "+"));
  secrets.add(encodeURI(whole));
  secrets.add(JSON.stringify(whole).slice(1, -1));
  for (const base64 of base64Forms(whole)) {
    secrets.add(base64);
    secrets.add(base64.replace(/\+/g, "-").replace(/\//g, "_"));
  }
}

/** Lines of a longer secret that are worth hiding alone; marks of PEM and bare keys of YAML are not. */
function isTelling(line: string): boolean {
  return line.length >= SHORTEST_LINE && !/^-----.*-----$|^[\w .-]+:$/.test(line) && !COMMON.test(line);
}

/**
 * Base64 of the value, alone and as part of something longer (`x-access-token:VALUE`): three bytes become four
 * characters, so the value may begin at three places, and only characters that hold nothing but its bits are known.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value);
  const forms = [bytes.toString("base64")];
  for (const before of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    forms.push(text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)));
  }
  return forms;
}

// ------------------------------------------------------------------------------------------------------ known shapes

/**
 * Tokens that begin in a way of their own. Each alternative is a fixed beginning and a run with a least length, so no
 * place of the text is tried for longer than that. `ghs_weighs_correctly` is a test's name: sixteen letters or digits
 * in a row are asked for, or the app's number and a JWT (GitHub's stateless tokens, since April 2026).
 */
const TOKEN = new RegExp(
  [
    "gh[pousr]_(?:[A-Za-z0-9]{16,}|[0-9]{1,20}_eyJ)[A-Za-z0-9._-]*",
    "github_pat_[A-Za-z0-9_]{16,}",
    "(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])",
    "(?:xox[abeprs]|xapp)-[A-Za-z0-9-]{10,}",
    "hooks\\.slack(?:-gov)?\\.com\\/(?:services|workflows|triggers)\\/[\\w/+-]{8,}",
    "discord(?:app)?\\.com\\/api\\/webhooks\\/[\\w/-]{8,}",
    "webhook\\.office\\.com\\/[\\w/@.-]{8,}",
    "lin_(?:api|oauth|wh)_[A-Za-z0-9]{16,}",
    "npm_[A-Za-z0-9]{30,}",
    "gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\\w.-]{16,}",
    // crates.io has three plain letters; they may follow an escaped newline.
    "(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]))cio[A-Za-z0-9]{32}(?![A-Za-z0-9])",
    "pypi-AgE[\\w-]{16,}",
    "ATATT3[\\w=-]{16,}",
    // Base64 of `-----BEGIN `, as Kubernetes keeps its keys.
    "LS0tLS1CRUdJTi[A-Za-z0-9+/=]{16,}",
  ].join("|"),
  "g",
);

function tokens(text: string): Spans {
  const spans: Spans = [];
  for (const match of text.matchAll(TOKEN)) spans.push(match.index, match.index + match[0].length);
  return spans;
}

/** A header and a payload, both JSON objects in base64url, and whatever follows. The pattern matches at every `eyJ`, so none is tried twice. */
const JWT = /eyJ[\w-]*(?:\.[\w-]*){0,4}/g;

function jwts(text: string): Spans {
  const spans: Spans = [];
  if (!text.includes("eyJ")) return spans;
  for (const match of text.matchAll(JWT)) {
    const [header = "", payload = ""] = match[0].split(".", 2);
    if (header.length >= 12 && payload.length >= 12) spans.push(match.index, match.index + match[0].length);
  }
  return spans;
}

/** `//user:password@` and `//a-long-token@`; slashes may be escaped as PHP's JSON does. Up to the last `@` before a slash or space. */
const CREDENTIALS = /((?:\\?\/){2})(?:[^\s/:@]*:[^\s/]+|[^\s/:@]{20,})@/g;

function urlCredentials(text: string): Spans {
  const spans: Spans = [];
  if (!text.includes("@")) return spans;
  for (const match of text.matchAll(CREDENTIALS)) {
    const [whole, slashes = ""] = match;
    spans.push(match.index + slashes.length, match.index + whole.length - 1);
  }
  return spans;
}

/** What follows `Authorization:` in the trace of a request. */
const HEADER = /(authorization["']?[:=] ?["']?(?:basic|bearer|token) )[\w+/=.~-]{8,}/gi;

function headers(text: string): Spans {
  const spans: Spans = [];
  for (const match of text.matchAll(HEADER)) spans.push(match.index + (match[1] ?? "").length, match.index + match[0].length);
  return spans;
}

/** The marks of a private key in PEM or PGP armour. */
const KEY_MARK = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Longer than any key's armour. */
const LONGEST_KEY = 65_536;
/** Between lines of a key stand white space, quotes, or the bars of a listing. */
const KEY_PIECE = /[^\s"'`,|>]+/g;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Private keys, also where a cut took the beginning or the end: the marks, and the key's lines on their inner side. */
function privateKeys(text: string): Spans {
  const spans: Spans = [];
  if (!text.includes("PRIVATE KEY")) return spans;
  const marks = [...text.matchAll(KEY_MARK)];
  for (const [i, mark] of marks.entries()) {
    const after = mark.index + mark[0].length;
    if (mark[1] === "BEGIN") {
      const last = farthest(pieces(text.slice(after, Math.min(marks[i + 1]?.index ?? text.length, after + LONGEST_KEY))), 12);
      extend(spans, mark.index, last ? after + last.index + last[0].length : after);
    } else {
      const before = marks[i - 1];
      const from = Math.max(before ? before.index + before[0].length : 0, mark.index - LONGEST_KEY);
      const first = farthest([...pieces(text.slice(from, mark.index))].reverse(), 2);
      extend(spans, first ? from + first.index : mark.index, after);
    }
  }
  return spans;
}

/** Words between separators; the escapes of a string (`\n`) count as white space of the same length. */
function pieces(text: string): Iterable<RegExpExecArray> {
  return text.replace(/\\[nrt]/g, "  ").matchAll(KEY_PIECE);
}

/**
 * The piece of a key farthest from its mark: lines of base64, with at most `gap` other words (headers of an encrypted
 * key) before the first and two (the margin of a listing) between others. A short line counts where nothing follows.
 */
function farthest(words: Iterable<RegExpExecArray>, gap: number): RegExpExecArray | undefined {
  let last: RegExpExecArray | undefined;
  let short: RegExpExecArray | undefined;
  let others = 0;
  for (const piece of words) {
    const isBase64 = BASE64.test(piece[0]);
    if (isBase64 && (piece[0].length >= 16 || (others === 0 && piece[0].endsWith("=")))) {
      last = piece;
      short = undefined;
      others = 0;
    } else {
      short = isBase64 && others === 0 ? piece : undefined;
      if (++others > (last ? 2 : gap)) break;
    }
  }
  return short ?? last;
}

// ------------------------------------------------------------------------------------------------------------- spans

/** Adds a span that ends after all others, and joins what it touches. */
function extend(spans: Spans, start: number, end: number): void {
  let from = start;
  while (spans.length > 0 && (spans.at(-1) ?? 0) >= from) {
    spans.pop();
    from = Math.min(from, spans.pop() ?? from);
  }
  spans.push(from, end);
}

function union(a: Spans, b: Spans): Spans {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const spans: Spans = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const next = (a[i] ?? Number.POSITIVE_INFINITY) <= (b[j] ?? Number.POSITIVE_INFINITY) ? a : b;
    const at = next === a ? i : j;
    extend(spans, next[at] ?? 0, Math.max(next[at + 1] ?? 0, spans.at(-1) ?? 0));
    if (next === a) i += 2;
    else j += 2;
  }
  return spans;
}

function covered(text: string, spans: Spans): string {
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    parts.push(text.slice(from, spans[i]), STARS);
    from = spans[i + 1] ?? text.length;
  }
  parts.push(text.slice(from));
  return parts.join("");
}

// ------------------------------------------------------------------------------------------------------------- words

/** A node of the automaton below: where each next unit leads, where to go on when none does, and the longest word that ends here. */
interface Node {
  next: Map<number, Node>;
  back: Node | undefined;
  length: number;
}

/**
 * Finds every occurrence of every word in one pass, overlapping ones too, whatever the words and the text look like
 * (Aho and Corasick, 1975). An alternation in a regular expression would miss a secret that begins inside another, and
 * could be made slow by a text that nearly repeats one.
 */
function wordFinder(words: Set<string>): (text: string) => Spans {
  const root: Node = { next: new Map(), back: undefined, length: 0 };
  for (const word of words) {
    let node = root;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      let next = node.next.get(unit);
      if (!next) node.next.set(unit, (next = { next: new Map(), back: root, length: 0 }));
      node = next;
    }
    node.length = word.length;
  }
  // Nearer to the root first: a node's way back leads to nodes that are done.
  const queue = [...root.next.values()];
  for (const node of queue) {
    for (const [unit, child] of node.next) {
      child.back = step(node.back ?? root, unit) ?? root;
      child.length = Math.max(child.length, child.back.length);
      queue.push(child);
    }
  }
  return (text) => {
    const spans: Spans = [];
    if (queue.length === 0) return spans;
    let node = root;
    for (let i = 0; i < text.length; i++) {
      node = step(node, text.charCodeAt(i)) ?? root;
      if (node.length > 0) extend(spans, i + 1 - node.length, i + 1);
    }
    return spans;
  };
}

/** The longest beginning of a word that the text ends with, one unit on. */
function step(from: Node, unit: number): Node | undefined {
  for (let node: Node | undefined = from; node; node = node.back) {
    const next = node.next.get(unit);
    if (next) return next;
  }
  return undefined;
}
