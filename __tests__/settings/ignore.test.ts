import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ignoreLine, ignores } from "../../src/settings/ignore.ts";

describe("the setting `ignore`", () => {
  it("takes a pattern, a day and a reason a line; blank lines and comments are passed over", () => {
    expect(
      ignores(`
# known
RUSTSEC-2020-0071
GHSA-c2qf-rxjj-qqgw until=2027-01-31
CVE-2020-26235 until=2027-01-31 no fix yet, see until=then
clippy::* legacy code
"Test failure: shop *" until=2027-01-31
"a \\"quoted\\" \\\\ name" why
`),
    ).toEqual([
      { pattern: "RUSTSEC-2020-0071" },
      { pattern: "GHSA-c2qf-rxjj-qqgw", until: "2027-01-31" },
      { pattern: "CVE-2020-26235", until: "2027-01-31", reason: "no fix yet, see until=then" },
      { pattern: "clippy::*", reason: "legacy code" },
      { pattern: "Test failure: shop *", until: "2027-01-31" },
      { pattern: 'a "quoted" \\ name', reason: "why" },
    ]);
    expect(ignores("")).toEqual([]);
  });

  it.each([
    ["X until=2027-02-30", "until=2027-02-30 is no day"],
    ["X until=tomorrow", "until=tomorrow is no day"],
    ["X until=", "until= is no day"],
    // Taken for a reason it would hold for ever.
    ["X untill=2027-01-31", "untill= is not known; did you mean until=?"],
    ['"X', "does not begin with a pattern"],
    ['"" x', "does not begin with a pattern"],
  ])("%s is refused in words", (text, words) => {
    expect(() => ignores(text)).toThrow(words);
  });

  it("a line that was made of its parts says the same", () => {
    const line = fc.string({ unit: fc.constantFrom(...'ab "\\*=#é'), minLength: 1 });
    fc.assert(
      fc.property(line, fc.option(fc.constant("2027-01-31"), { nil: undefined }), (pattern, until) => {
        const ignore = { pattern, reason: "because", ...(until === undefined ? {} : { until }) };
        expect(ignores(ignoreLine(ignore))).toEqual([ignore]);
      }),
    );
  });
});
