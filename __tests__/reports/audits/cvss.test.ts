import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scoreOf } from "../../../src/reports/audits/cvss.ts";

const wordsOf = (vector: string): string => {
  const score = scoreOf(vector);
  return score ? `${score.score.toFixed(1)} ${score.severity}` : "none";
};

describe("the base score of a vector", () => {
  // Scores as cargo audit prints them, and as FIRST's own calculators do.
  test.each([
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "9.8 critical"],
    ["CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "6.2 medium"],
    ["CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "6.1 medium"],
    ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", "9.9 critical"],
    ["CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", "1.6 low"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "0.0 none"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", "10.0 critical"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "9.3 critical"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N", "8.7 high"],
    ["CVSS:4.0/AV:L/AC:L/AT:P/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N", "2.1 low"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", "0.0 none"],
  ])("%s", (vector, words) => {
    expect(wordsOf(vector)).toBe(words);
  });

  test("metrics of threat and environment do not change it, nor does the order", () => {
    expect(wordsOf("CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N/E:U/RL:O")).toBe("9.8 critical");
    expect(wordsOf("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U")).toBe("9.3 critical");
  });

  test.each([
    "",
    "9.8",
    "CVSS:2.0/AV:N",
    "AV:N/AC:L/Au:N/C:P/I:P/A:P",
    "CVSS:3.1/AV:N",
    "CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:constructor/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:4.0",
  ])("there is none for %s", (vector) => {
    expect(scoreOf(vector)).toBeUndefined();
  });

  test("any text gives a score from 0 to 10, or none", () => {
    const metric = fc.constantFrom(
      "AV:N",
      "AV:constructor",
      "AC:L",
      "PR:N",
      "UI:N",
      "S:C",
      "C:H",
      "I:H",
      "A:H",
      "__proto__:N",
      ":",
      "AT:N",
      "x",
    );
    fc.assert(
      fc.property(fc.constantFrom("CVSS:3.1", "CVSS:4.0", "x"), fc.array(metric, { maxLength: 14 }), (version, metrics) => {
        const score = scoreOf([version, ...metrics].join("/"))?.score ?? 0;
        expect(score >= 0 && score <= 10).toBe(true);
      }),
    );
  });
});
