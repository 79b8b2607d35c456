/** cargo-criterion's messages, divan's trees. */
import { describe, expect, test } from "vitest";
import { readingOf } from "../reading.ts";
import { measured } from "./measuring.ts";

describe("cargo criterion --message-format=json", () => {
  const message = (id: string, typical: object): string =>
    JSON.stringify({ reason: "benchmark-complete", id, unit: "ns", throughput: [], typical, mean: typical, change: null });
  const log = `${message("sum/10", { estimate: 4.1, lower_bound: 4, upper_bound: 4.4, unit: "ns" })}
${message("sum/100", { estimate: 1.5, lower_bound: 1.5, upper_bound: 1.5, unit: "us" })}
{"reason":"group-complete","group_name":"sum","benchmarks":["sum/10","sum/100"],"report_directory":"/t"}
`;

  test("the estimate with half its interval; only the step's outcome proves the end", () => {
    const read = readingOf(log);
    expect([read.report.format, read.report.complete]).toEqual(["cargo-criterion", false]);
    expect(measured(read)).toEqual(["sum/10: 4.1 ns ± 0.2", "sum/100: 1500 ns ± 0"]);
    expect(readingOf(log, { outcome: "success" }).report.complete).toBe(true);
  });

  test("a message that is cut takes the proof with it", () => {
    expect(readingOf(log.slice(0, log.indexOf("sum/100") + 20), { outcome: "success" }).report.complete).toBe(false);
  });

  test("a message without its unit is refused", () => {
    const read = readingOf('{"reason":"benchmark-complete","id":"a","typical":{"estimate":1}}\n');
    expect([measured(read), read.report.error?.code]).toEqual([[], "E_REPORT_NO_UNIT"]);
  });
});

describe("divan", () => {
  const tree = `Timer precision: 20 ns
shop             fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ add           0.106 ns      │ 0.112 ns      │ 0.107 ns      │ 0.108 ns      │ 100     │ 102400
│                9.43 Gitem/s  │ 8.92 Gitem/s  │ 9.34 Gitem/s  │ 9.25 Gitem/s  │         │
├─ slow          (ignored)     │               │               │               │         │
╰─ fibonacci                   │               │               │               │         │
   ├─ 10         1.2 µs        │ 1.9 µs        │ 1.3 µs        │ 1.4 µs        │ 100     │ 100
   ╰─ 20         120.4 µs      │ 190.1 µs      │ 130.5 µs      │ 131.2 µs      │ 100     │ 100
`;

  test("branches are names, and the median is what is measured", () => {
    const read = readingOf(tree);
    expect([read.report.format, read.report.complete]).toEqual(["divan", true]);
    expect(measured(read)).toEqual(["shop › add: 0.107 ns", "shop › fibonacci/10: 1300 ns", "shop › fibonacci/20: 130500 ns"]);
  });

  test("a tree is complete only with its last branch", () => {
    for (let at = tree.indexOf("├─"); at < tree.lastIndexOf(" │ 131.2"); at++) {
      expect([at, readingOf(tree.slice(0, at)).report.complete]).toEqual([at, false]);
    }
  });
});
