/**
 * subunit v2, the binary stream of testtools, stestr and OpenStack: packets of one status or one piece of an attachment,
 * each with its checksum. A stream has no end of its own: it is whole when every test that it lists as existing has a
 * verdict; without such a list only the step's exit status tells whether all ran.
 * Source: testing-cabal/subunit README.rst ("Version 2") and python/subunit/v2.py.
 */
import { crc32 } from "node:zlib";
import type { Part, TestObservation } from "../../model.ts";
import { excerpt } from "../excerpt.ts";
import { awaitOutcome, type BinaryFormat, type ReadContext, type Sink } from "../format.ts";
import { messageOf, placeIn } from "./junit-text.ts";

export const subunit: BinaryFormat = {
  shape: "binary",
  name: "subunit",
  kinds: ["test"],
  tool: "subunit",
  docs: {
    command: "python -m subunit.run discover > test.subunit   # or stestr last --subunit > test.subunit",
    proof: "every test that is listed as existing has a verdict, and each packet has its checksum",
    source: "testing-cabal/subunit README.rst, version 2",
    example: "a file that begins with the byte B3",
  },
  is: (head) => isPacket(head),
  read: (chunks, sink, context) => new SubunitReader(sink, context).read(chunks),
};

const SIGNATURE = 0xb3;
const ID = 0x0800;
const ROUTE = 0x0400;
const TIME = 0x0200;
const TAGS = 0x0080;
const FILE = 0x0040;
const MIME = 0x0020;
/** Exists, in progress, success, unexpected success, skip, failure, expected failure. */
type Status = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The longest packet that the format allows. */
const MAX_PACKET = 4 * 1024 * 1024 - 1;
/** So many bad packets, and the rest is not looked at: what follows may be read as anything. */
const MAX_BAD = 16;
/** Of one test's attachments as much is kept. */
const MAX_TEXT = 64 * 1024;

function isPacket(bytes: Uint8Array): boolean {
  return bytes[0] === SIGNATURE && bytes.length > 3 && (bytes[1] ?? 0) >> 4 === 2;
}

interface Test {
  status: Status;
  began: number | undefined;
  seconds: number | undefined;
  /** What is attached, by name, until its verdict is known. */
  texts: Map<string, string> | undefined;
}

class SubunitReader {
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private readonly part: Part;
  private readonly tests = new Map<string, Test>();
  private listed = 0;
  private bad = 0;
  /** Bytes until the packet that has begun is whole. */
  private need = 0;
  private stray = false;

  constructor(sink: Sink, context: ReadContext) {
    this.sink = sink;
    this.context = context;
    this.part = sink.part("test", "the stream ends before its tests do");
  }

  read(chunks: Iterable<Uint8Array>): void {
    let held: Buffer[] = [];
    let size = 0;
    for (const chunk of chunks) {
      held.push(Buffer.from(chunk));
      size += chunk.length;
      // A packet may be many chunks long: they are put together once.
      if (size < this.need) continue;
      const bytes = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held);
      const rest = bytes.subarray(this.packets(bytes));
      held = rest.length === 0 ? [] : [rest];
      size = rest.length;
      if (this.bad > MAX_BAD) break;
    }
    this.give(size > 0 && this.bad <= MAX_BAD);
  }

  /** Reads the packets that are whole; returns where the next one begins, and sets how many bytes it needs. */
  private packets(bytes: Buffer): number {
    this.need = 0;
    let at = 0;
    while (at < bytes.length && this.bad <= MAX_BAD) {
      if (bytes[at] !== SIGNATURE) {
        // Text between packets is what the tests printed.
        const next = bytes.indexOf(SIGNATURE, at);
        this.stray = true;
        at = next === -1 ? bytes.length : next;
        continue;
      }
      if (bytes.length - at < 7) return at;
      const length = numberAt(bytes, at + 3);
      if (!length || (bytes[at + 1] ?? 0) >> 4 !== 2 || length.value < 8 || length.value > MAX_PACKET) {
        at = this.skip(at);
        continue;
      }
      if (bytes.length - at < length.value) {
        this.need = length.value;
        return at;
      }
      const end = at + length.value - 4;
      if (crc32(bytes.subarray(at, end)) !== bytes.readUInt32BE(end) || !this.packet(bytes.subarray(at, end), length.next - at)) {
        at = this.skip(at);
        continue;
      }
      at = end + 4;
    }
    return at;
  }

  private skip(at: number): number {
    this.bad++;
    return at + 1;
  }

  /** One packet, its checksum cut off; false where its fields do not fit into it. */
  private packet(bytes: Buffer, from: number): boolean {
    const flags = bytes.readUInt16BE(1);
    let at = from;
    let time: number | undefined;
    if (flags & TIME) {
      const nanoseconds = numberAt(bytes, at + 4);
      if (!nanoseconds) return false;
      time = bytes.readUInt32BE(at) + nanoseconds.value / 1e9;
      at = nanoseconds.next;
    }
    let id: string | undefined;
    if (flags & ID) {
      const text = textAt(bytes, at);
      if (!text) return false;
      id = text.value;
      at = text.next;
    }
    if (flags & TAGS) {
      const count = numberAt(bytes, at);
      if (!count) return false;
      at = count.next;
      for (let i = 0; i < count.value; i++) {
        const tag = textAt(bytes, at);
        if (!tag) return false;
        at = tag.next;
      }
    }
    let mime = "";
    if (flags & MIME) {
      const text = textAt(bytes, at);
      if (!text) return false;
      mime = text.value;
      at = text.next;
    }
    let file: { name: string; content: Buffer } | undefined;
    if (flags & FILE) {
      const name = textAt(bytes, at);
      const size = name && numberAt(bytes, name.next);
      if (!name || !size || size.next + size.value > bytes.length) return false;
      file = { name: name.value, content: bytes.subarray(size.next, size.next + size.value) };
      at = size.next + size.value;
    }
    if (flags & ROUTE && !textAt(bytes, at)) return false;
    if (id !== undefined) this.event(id, (flags & 7) as Status, time, file, mime);
    return true;
  }

  private event(
    id: string,
    status: Status,
    time: number | undefined,
    file: { name: string; content: Buffer } | undefined,
    mime: string,
  ): void {
    let test = this.tests.get(id);
    if (!test) {
      test = { status: 0, began: undefined, seconds: undefined, texts: undefined };
      this.tests.set(id.slice(0, 4_096), test);
    }
    if (file && file.content.length > 0 && (mime === "" || mime.startsWith("text/"))) {
      test.texts ??= new Map();
      const text = test.texts.get(file.name) ?? "";
      if (text.length < MAX_TEXT && (text !== "" || test.texts.size < 8)) test.texts.set(file.name, text + file.content.toString("utf8"));
    }
    if (status === 1 && test.status === 0) {
      test.status = 1;
      this.listed++;
    } else if (status === 2) test.began = time;
    else if (status > 2) {
      // Of several verdicts the worst stands.
      if (rank(status) > rank(test.status)) test.status = status;
      if (time !== undefined && test.began !== undefined) test.seconds = Math.max(0, time - test.began);
      if (test.status === 3) test.texts = undefined;
    }
    if (status === 2 && test.status < 2) test.status = 2;
  }

  private give(cut: boolean): void {
    const units = new Set<string>();
    let without = 0;
    let cases = 0;
    for (const [id, test] of this.tests) {
      if (test.status < 3) {
        if (test.status > 0) without++;
        continue;
      }
      cases++;
      const observation = this.observationOf(id, test);
      if (observation.suite !== undefined) units.add(observation.suite);
      this.sink.observe(observation);
    }
    const { part } = this;
    part.extent.units = [...units];
    part.extent.cases = cases;
    if (this.bad > 0) {
      const what = this.bad === 1 ? "a packet is damaged" : "packets are damaged";
      this.sink.problem("E_REPORT_MALFORMED", what);
      part.reason = what;
      return;
    }
    if (cut) {
      this.sink.problem("E_REPORT_CUT", "the stream ends in the middle of a packet");
      return;
    }
    if (without > 0) part.reason = `${without} of its tests have no verdict`;
    else if (this.tests.size === 0) part.reason = this.stray ? "it holds no test, only other text" : "it holds no test";
    else if (this.listed < cases) awaitOutcome(part);
    else {
      part.state = "whole";
      delete part.reason;
    }
  }

  private observationOf(id: string, test: Test): TestObservation {
    const { suite, name, whole } = namesOf(id);
    const outcome = test.status === 3 ? "passed" : test.status === 5 || test.status === 7 ? "skipped" : "failed";
    const observation: TestObservation = { kind: "test", outcome, part: this.part, name };
    if (suite !== "") observation.suite = suite;
    if (whole) {
      observation.whole = true;
      this.sink.count(outcome, 1);
    }
    if (test.seconds !== undefined) observation.duration = test.seconds;
    const texts = test.texts ?? new Map<string, string>();
    if (outcome === "skipped") {
      const reason = texts.get("reason")?.trim().split("\n", 1)[0];
      if (reason) observation.message = reason;
    }
    if (outcome !== "failed") return observation;
    const trace = texts.get("traceback") ?? [...texts.values()][0] ?? "";
    observation.message = test.status === 4 ? "it passed, which was not expected" : lastError(trace) || messageOf("", trace, "", name);
    if (trace !== "") observation.detail = excerpt(trace);
    const place = placeIn(trace);
    if (place) {
      observation.file = this.context.path(place.file);
      observation.line = place.line;
    }
    return observation;
  }
}

function rank(status: Status): number {
  return [0, 0, 0, 2, 5, 1, 6, 1][status] ?? 0;
}

/** `shop.tests.Cart.test_total(3, 31)`: class and test; what is set up around a class, or could not be loaded, stands for all of it. */
function namesOf(id: string): { suite: string; name: string; whole: boolean } {
  const around = /^(?:setUp|tearDown)(?:Class|Module) \((.{1,4096})\)$/.exec(id);
  if (around) return { suite: around[1] ?? "", name: "", whole: true };
  if (id.startsWith("unittest.loader._FailedTest."))
    return { suite: id.slice("unittest.loader._FailedTest.".length), name: "", whole: true };
  const parameters = id.search(/[([]/);
  const dot = id.lastIndexOf(".", parameters === -1 ? id.length : parameters);
  return dot <= 0 ? { suite: "", name: id, whole: false } : { suite: id.slice(0, dot), name: id.slice(dot + 1), whole: false };
}

/** The last line of a traceback that is not indented: the error. */
function lastError(trace: string): string {
  const lines = trace.slice(-4_000).trimEnd().split("\n");
  return lines.findLast((line) => /^[A-Za-z_][\w.]*(?::|$)/.test(line.slice(0, 500)))?.slice(0, 2_000) ?? "";
}

/** A number of one to four bytes; its first two bits say how many. */
function numberAt(bytes: Buffer, at: number): { value: number; next: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const size = (first >> 6) + 1;
  if (at + size > bytes.length) return undefined;
  let value = first & 0x3f;
  for (let i = 1; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return { value, next: at + size };
}

function textAt(bytes: Buffer, at: number): { value: string; next: number } | undefined {
  const size = numberAt(bytes, at);
  if (!size || size.next + size.value > bytes.length) return undefined;
  return { value: bytes.toString("utf8", size.next, size.next + size.value), next: size.next + size.value };
}
