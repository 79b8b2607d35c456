/** subunit v2: real packets, and packets made after the specification. */
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";
import { countsOf, expectNoMoreWhenCut, expectReadableWhenDamaged } from "./cutting.ts";

const STATUS = { exists: 1, inprogress: 2, success: 3, uxsuccess: 4, skip: 5, fail: 6, xfail: 7 } as const;

function number(value: number): Buffer {
  if (value < 0x40) return Buffer.from([value]);
  if (value < 0x4000) return Buffer.from([0x40 | (value >> 8), value & 255]);
  return Buffer.from([0x80 | (value >> 16), (value >> 8) & 255, value & 255]);
}

function text(value: string): Buffer {
  return Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
}

/** A packet of a test's status, with an attachment if one is given. */
function packet(id: string, status: keyof typeof STATUS | undefined, file?: [name: string, content: string]): Buffer {
  const flags = 0x2900 | (file ? 0x0060 : 0) | (status === undefined ? 0 : STATUS[status]);
  const fields = [text(id), ...(file ? [text("text/plain; charset=utf8"), text(file[0]), text(file[1])] : [])];
  const body = Buffer.concat(fields);
  let length = 1 + 2 + 1 + body.length + 4;
  if (length >= 0x40) length += length + 1 >= 0x4000 ? 2 : 1;
  const head = Buffer.concat([Buffer.from([0xb3, flags >> 8, flags & 255]), number(length), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(head));
  return Buffer.concat([head, sum]);
}

const WHOLE = Buffer.concat([
  packet("shop.Cart.test_a", "exists"),
  packet("shop.Cart.test_b(1, x.y)", "exists"),
  packet("shop.Cart.test_a", "inprogress"),
  packet("shop.Cart.test_a", "success"),
  packet("shop.Cart.test_b(1, x.y)", undefined, [
    "traceback",
    'Traceback (most recent call last):\n  File "/work/shop/tests/cart.py", line 9, in test_b\n    x\nAssertionError: 1 != 2\n',
  ]),
  packet("shop.Cart.test_b(1, x.y)", "fail"),
]);

describe("subunit", () => {
  it("a stream of the real tool", () => {
    const read = reading(fixture("subunit", "v2.bin"));
    expect(read.report).toMatchObject({ format: "subunit", complete: true });
    expect(countsOf(read)).toBe("3 = 1 passed, 1 failed, 0 errors, 1 skipped");
    expect(read.observations.find((o) => o.name === "test_fail")).toMatchObject({
      suite: "sub_t.T",
      message: "AssertionError: 1 != 2",
      line: 4,
    });
    expect(read.observations.find((o) => o.name === "test_skip")?.message).toBe("no");
    expectNoMoreWhenCut(bytesOf("subunit", "v2.bin"));
    expectReadableWhenDamaged(bytesOf("subunit", "v2.bin"));
  });

  it("names class and test, whatever the parameters hold", () => {
    const { observations, report } = readingOf(WHOLE);
    expect(report.complete).toBe(true);
    expect(named(observations, "test", "failed")).toEqual(["shop.Cart › test_b(1, x.y)"]);
    expect(observations.find((o) => o.outcome === "failed")).toMatchObject({
      message: "AssertionError: 1 != 2",
      file: "/work/shop/tests/cart.py",
      line: 9,
    });
  });

  it("without a list of what exists, only the step's success tells that all ran", () => {
    const bare = Buffer.concat([packet("a.T.t", "inprogress"), packet("a.T.t", "success")]);
    expect(readingOf(bare).report.complete).toBe(false);
    expect(readingOf(bare, { outcome: "success" }).report.complete).toBe(true);
    expect(readingOf(bare, { outcome: "cancelled" }).report.complete).toBe(false);
  });

  it("a test that is listed and has no verdict breaks the stream", () => {
    const { report } = readingOf(Buffer.concat([packet("a.T.t", "exists"), packet("a.T.u", "exists"), packet("a.T.t", "success")]), {
      outcome: "success",
    });
    expect(report.parts[0]).toMatchObject({ state: "broken", reason: "1 of its tests have no verdict" });
  });

  it.each([
    ["xfail", "skipped"],
    ["skip", "skipped"],
    ["uxsuccess", "failed"],
    ["success", "passed"],
  ] as const)("%s is %s", (status, outcome) => {
    expect(readingOf(packet("a.T.t", status)).observations).toMatchObject([{ outcome }]);
  });

  it("a class that could not be set up fails as a whole", () => {
    expect(readingOf(packet("setUpClass (shop.Cart)", "fail")).observations).toMatchObject([{ suite: "shop.Cart", name: "", whole: true }]);
  });

  it("text between packets is passed over, a damaged packet is told", () => {
    expect(
      readingOf(Buffer.concat([WHOLE, Buffer.from("printed\n"), packet("a.T.t", "exists"), packet("a.T.t", "success")])).report.complete,
    ).toBe(true);
    const damaged = Buffer.from(WHOLE);
    damaged[8] = (damaged[8] ?? 0) ^ 1;
    expect(readingOf(damaged).report).toMatchObject({ complete: false, error: { code: "E_REPORT_MALFORMED" } });
  });

  it("a file full of signatures is read in linear time", () => {
    const claim = Buffer.from([0xb3, 0x29, 0x03, 0xbf, 0xff, 0xff]);
    expect(readingOf(Buffer.concat(Array.from({ length: 300_000 }, () => claim))).report.complete).toBe(false);
  });

  it("a packet of many chunks is read", () => {
    const long = "x".repeat(400_000);
    const { observations } = readingOf(
      Buffer.concat([packet("a.T.t", undefined, ["traceback", `${long}\nValueError: 3\n`]), packet("a.T.t", "fail")]),
    );
    expect(named(observations, "test", "failed")).toEqual(["a.T › t"]);
  });
});
