/** The tree of JUnit's console launcher, in both of its themes. */
import { describe, expect, it } from "vitest";
import { bytesOf, fixture, named, reading, readingOf } from "../reading.ts";
import { countsOf, expectNoMoreWhenCut, expectReadableWhenDamaged } from "./cutting.ts";

const COUNTS = (found: number, failed: number): string =>
  `\nTest run finished after 289 ms\n[         2 containers found      ]\n[         ${found} tests found           ]\n[         ${failed} tests failed          ]\n`;

describe("JUnit's tree", () => {
  it("of the real launcher", () => {
    const read = reading(fixture("junit-jupiter-console", "run.txt"));
    expect(read.report).toMatchObject({ format: "junit-console", complete: true });
    expect(countsOf(read)).toBe("8 = 4 passed, 3 failed, 0 errors, 1 skipped");
    expect(named(read.observations, "test", "failed")).toEqual(["J5 › In > deep()", "J5 › p(int) > [2] 2", "J5 › pretty name ✨"]);
    expect(read.observations.find((o) => o.name === "In > deep()")?.detail).toContain("J5$In.deep(J5.java:2)");
    expectNoMoreWhenCut(bytesOf("junit-jupiter-console", "run.txt"));
    expectReadableWhenDamaged(bytesOf("junit-jupiter-console", "run.txt"));
  });

  it("in ASCII is the same tree", () => {
    const ascii = `.\n+-- JUnit Jupiter [OK]\n| +-- CartTest [OK]\n| | +-- adds() [OK]\n| | '-- rounds() [X] 3 is not 4\n| '-- ShopTest [OK]\n|   '-- opens() [S] off\n'-- JUnit Vintage [OK]\n${COUNTS(3, 1)}`;
    const unicode = `╷\n├─ JUnit Jupiter ✔\n│  ├─ CartTest ✔\n│  │  ├─ adds() ✔\n│  │  └─ rounds() ✘ 3 is not 4\n│  └─ ShopTest ✔\n│     └─ opens() ↷ off\n└─ JUnit Vintage ✔\n${COUNTS(3, 1)}`;
    const read = readingOf(ascii);
    const names = named(read.observations, "test", "passed", "failed", "skipped");
    expect(names).toEqual(["CartTest › adds()", "CartTest › rounds()", "ShopTest › opens()"]);
    expect(read.report.complete).toBe(true);
    expect(named(readingOf(unicode).observations, "test", "passed", "failed", "skipped")).toEqual(names);
  });

  it("whose class failed before its tests fails as a whole and is not complete", () => {
    const { observations, report } = readingOf(`├─ JUnit Jupiter ✔\n│  └─ CartTest ✘ no database\n${COUNTS(0, 0)}`);
    expect(observations).toMatchObject([{ suite: "CartTest", name: "", whole: true, outcome: "failed", message: "no database" }]);
    expect(report.complete).toBe(false);
  });

  it("that shows fewer tests than are counted is not complete", () => {
    expect(readingOf(`├─ JUnit Jupiter ✔\n│  └─ CartTest ✔\n│     └─ adds() ✔\n${COUNTS(2, 0)}`).report.reason).toMatch(/shows 1 of the 2/);
  });

  it("is not what other tools draw", () => {
    expect(readingOf("├── a\n│   └── b\n").report.format).not.toBe("junit-console");
  });

  it("of any depth is read in linear time", () => {
    const deep = Array.from({ length: 400 }, (_, i) => `${"│  ".repeat(i)}├─ n${i} ✔\n`).join("");
    expect(readingOf(`${deep}${" ".repeat(15_000)}├─ x ✔\n`).report.complete).toBe(false);
  });
});
