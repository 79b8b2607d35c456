/** Tests as they end: TAP, pytest's text, Dart's events, and subunit's packets. */
import { crc32 } from "node:zlib";
import { type Expected, type Output, outcomeOf, wordsOf } from "./output.ts";

/** Mean length of a point: the plan stands before the first. */
const PER_POINT = 56;

export function tap(out: Output, bytes: number): Expected {
  const expected: Expected = { cases: Math.round(bytes / PER_POINT), failing: 0 };
  out.write(`TAP version 13\n1..${expected.cases}\n`);
  for (let i = 0; i < expected.cases; i++) {
    const outcome = outcomeOf(i);
    const name = wordsOf(i).join(" ");
    if (outcome === "failed") {
      expected.failing++;
      out.write(
        `not ok ${i + 1} - ${name}\n  ---\n    operator: equal\n    expected: ${i}\n    actual:   ${i + 1}\n    at: Test.<anonymous> (/home/runner/work/shop/shop/test/cart.js:5:23)\n    stack: |-\n      Error: should be strictly equal\n          at Test.<anonymous> (/home/runner/work/shop/shop/test/cart.js:5:23)\n  ...\n`,
      );
    } else out.write(`ok ${i + 1} - ${name}${outcome === "skipped" ? " # SKIP needs a database" : ""}\n`);
  }
  out.write(`\n# tests ${expected.cases}\n# pass  ${expected.cases - expected.failing}\n# fail  ${expected.failing}\n`);
  return expected;
}

/** Tests of one file. */
const FILE = 500;

/** `pytest -v`. */
export function pytest(out: Output, bytes: number): Expected {
  const expected: Expected = { cases: 0, failing: 0 };
  const files = Math.max(1, Math.round(bytes / 90 / FILE));
  const failed: string[] = [];
  let skipped = 0;
  out.write(`============================= test session starts ==============================
platform linux -- Python 3.11.7, pytest-9.0.3, pluggy-1.6.0 -- /usr/bin/python3
cachedir: .pytest_cache
rootdir: /home/runner/work/shop/shop
collecting ... collected ${files * FILE} items

`);
  for (; expected.cases < files * FILE; expected.cases++) {
    const [module, part, name] = wordsOf(expected.cases);
    const id = `tests/${module}/test_${part}_${Math.floor(expected.cases / FILE)}.py::Test${part}::test_${name}`;
    const outcome = outcomeOf(expected.cases);
    const share = `[${String(Math.floor(((expected.cases + 1) * 100) / (files * FILE))).padStart(3)}%]`;
    if (outcome === "failed") failed.push(id);
    if (outcome === "skipped") skipped++;
    out.write(`${id} ${outcome === "skipped" ? "SKIPPED (needs a database)" : outcome.toUpperCase()} ${share}\n`);
  }
  out.write("\n=================================== FAILURES ===================================\n");
  for (const id of failed) {
    const [file = "", owner = "", name = ""] = id.split("::");
    const title = ` ${owner}.${name} `;
    const side = "_".repeat(Math.max(3, Math.floor((80 - title.length) / 2)));
    out.write(
      `${side}${title}${side}\n\nself = <${owner} object at 0x7f>\n\n    def ${name}(self):\n>       assert total() == 3\nE       assert 4 == 3\nE        +  where 4 = total()\n\n${file}:12: AssertionError\n`,
    );
  }
  out.write("=========================== short test summary info ============================\n");
  for (const id of failed) out.write(`FAILED ${id} - assert 4 == 3\n`);
  expected.failing = failed.length;
  const passed = expected.cases - failed.length - skipped;
  out.write(`======= ${failed.length} failed, ${passed} passed, ${skipped} skipped in 61.07s (0:01:01) ========\n`);
  return expected;
}

export function dartJson(out: Output, bytes: number): Expected {
  const expected: Expected = { cases: 0, failing: 0 };
  const write = (event: object): void => out.write(`${JSON.stringify(event)}\n`);
  const suites = Math.max(1, Math.round(bytes / 390 / FILE));
  write({ protocolVersion: "0.1.1", runnerVersion: "1.25.0", pid: 7, type: "start", time: 0 });
  write({ count: suites, time: 1, type: "allSuites" });
  let id = 1;
  for (let suite = 0; suite < suites; suite++) {
    const path = `test/suite_${suite}_test.dart`;
    write({ suite: { id: suite, platform: "vm", path }, type: "suite", time: 1 });
    for (let i = 0; i < FILE; i++, id++) {
      const name = wordsOf(expected.cases).join(" ");
      const url = `file:///home/runner/work/shop/shop/${path}`;
      const metadata = { skip: false, skipReason: null };
      write({ test: { id, name, suiteID: suite, groupIDs: [], metadata, line: 14, column: 5, url }, type: "testStart", time: id });
      const outcome = outcomeOf(expected.cases++);
      if (outcome === "failed") {
        expected.failing++;
        const stackTrace = `package:test_api  expect\n${path} 22:7  main.<fn>\n`;
        write({ testID: id, error: "Expected: <3>\n  Actual: <4>\n", stackTrace, isFailure: true, type: "error", time: id });
      }
      const result = outcome === "failed" ? "failure" : "success";
      write({ testID: id, result, skipped: outcome === "skipped", hidden: false, type: "testDone", time: id });
    }
  }
  write({ success: expected.failing === 0, type: "done", time: id });
  return expected;
}

const STATUS = { exists: 1, inprogress: 2, passed: 3, skipped: 5, failed: 6 } as const;

/** A list of the tests, then two packets of each; a failure has its traceback before them. */
export function subunit(out: Output, bytes: number): Expected {
  const expected: Expected = { cases: Math.round(bytes / 200), failing: 0 };
  const nameOf = (index: number): string => `shop.tests.${wordsOf(index).slice(0, 2).join(".")}.Suite.test_${wordsOf(index)[2]}`;
  for (let i = 0; i < expected.cases; i++) out.write(packet(nameOf(i), "exists"));
  for (let i = 0; i < expected.cases; i++) {
    const outcome = outcomeOf(i);
    out.write(packet(nameOf(i), "inprogress"));
    if (outcome === "failed") {
      expected.failing++;
      out.write(
        packet(
          nameOf(i),
          undefined,
          'Traceback (most recent call last):\n  File "tests/cart.py", line 9, in test\nAssertionError: 1 != 2\n',
        ),
      );
    }
    out.write(packet(nameOf(i), outcome));
  }
  return expected;
}

function packet(id: string, status: keyof typeof STATUS | undefined, traceback?: string): Buffer {
  const flags = 0x2900 | (traceback === undefined ? 0 : 0x0060) | (status === undefined ? 0 : STATUS[status]);
  const attached = traceback === undefined ? [] : [counted("text/plain; charset=utf8"), counted("traceback"), counted(traceback)];
  const body = Buffer.concat([counted(id), ...attached]);
  let length = 1 + 2 + 1 + body.length + 4;
  if (length >= 0x40) length += length + 1 >= 0x4000 ? 2 : 1;
  const head = Buffer.concat([Buffer.from([0xb3, flags >> 8, flags & 255]), numberOf(length), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(head));
  return Buffer.concat([head, sum]);
}

function counted(text: string): Buffer {
  return Buffer.concat([numberOf(Buffer.byteLength(text)), Buffer.from(text)]);
}

function numberOf(value: number): Buffer {
  if (value < 0x40) return Buffer.from([value]);
  if (value < 0x4000) return Buffer.from([0x40 | (value >> 8), value & 255]);
  return Buffer.from([0x80 | (value >> 16), (value >> 8) & 255, value & 255]);
}
