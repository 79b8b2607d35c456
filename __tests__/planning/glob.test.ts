import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameGlob, pathGlob } from "../../src/planning/glob.ts";

describe("patterns of names", () => {
  it.each([
    ["adds_up", ["adds_up"], ["Adds_up", "adds_up2", "tests::adds_up", ""]],
    ["*", ["", "anything at all", "a/b » c"], []],
    ["parse/*", ["parse/", "parse/json/large"], ["parse", "reparse/json"]],
    ["*timeout*", ["timeout", "a timeout b"], ["time out"]],
    ["a*b*c", ["abc", "a1b2c", "abcbc"], ["ab", "acb", "abcd"]],
    ["v?.0", ["v1.0"], ["v.0", "v10.0"]],
    // Names of tests hold brackets, braces and bars, which mean nothing here.
    ["test_total[3-31]", ["test_total[3-31]"], ["test_total3", "test_total["]],
    ["f({a,b}) !(x) a|b", ["f({a,b}) !(x) a|b"], ["f(a) !(x) a|b"]],
    ["\\*", ["*"], ["x", "\\*"]],
    ["a\\?b\\\\c*", ["a?b\\c", "a?b\\cd"], ["axb\\c"]],
    ["end\\", ["end\\"], ["end"]],
  ])("%s", (pattern, yes, no) => {
    const fits = nameGlob(pattern);
    expect(yes.filter((name) => !fits(name))).toEqual([]);
    expect(no.filter((name) => fits(name))).toEqual([]);
  });

  it("a name with its own signs taken as they are fits itself, and with any stretch replaced by a star as well", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab*?\\[/ ") }), fc.nat(), fc.nat(), (name, a, b) => {
        const literal = (text: string): string => text.replace(/[*?\\]/g, "\\$&");
        expect(nameGlob(literal(name))(name)).toBe(true);
        expect(nameGlob(literal(name))(`${name}!`)).toBe(false);
        const [from = 0, to = 0] = [a % (name.length + 1), b % (name.length + 1)].sort((x, y) => x - y);
        expect(nameGlob(`${literal(name.slice(0, from))}*${literal(name.slice(to))}`)(name)).toBe(true);
      }),
    );
  });

  it("many stars against a long hostile name take no time", () => {
    const started = performance.now();
    expect(nameGlob("*a*a*a*a*a*a*a*a*b")("a".repeat(20_000))).toBe(false);
    expect(pathGlob("**/a/**/a/**/a/**/a/**/b")("a/".repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("patterns of paths", () => {
  it.each([
    ["*", ["a", "a/b/c.js"], []],
    ["**", ["a", "a/b/c.js"], []],
    ["*.js", ["a.js", "src/deep/a.js"], ["a.jsx", "a.ts"]],
    ["/*.js", ["a.js"], ["src/a.js"]],
    ["/build/logs/", ["build/logs/a", "build/logs/a/b"], ["build/logs", "src/build/logs/a"]],
    ["docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md", "x/docs/a.md", "docs"]],
    ["apps/", ["apps/a", "x/apps/y/z"], ["apps", "myapps/a"]],
    ["apps", ["apps", "apps/a", "x/apps/y/z"], ["myapps/a"]],
    ["src/api", ["src/api", "src/api/v1/a.rs"], ["x/src/api", "src/apis/a.rs"]],
    ["src/api/**", ["src/api/a.rs", "src/api/v1/a.rs"], ["src/api", "src/a.rs"]],
    ["**/logs", ["logs/a", "build/logs/a/b", "deeply/nested/logs/x", "logs"], ["logsa/x"]],
    ["src/**/test_*.py", ["src/test_a.py", "src/x/y/test_b.py"], ["src/x/a.py", "test_a.py"]],
    ["./src/a.ts", ["src/a.ts"], ["x/src/a.ts"]],
    ["app/[id]/page.tsx", ["app/[id]/page.tsx"], ["app/i/page.tsx"]],
    ["my\\ docs/", ["my docs/a"], ["my/docs/a"]],
    ["/", ["a", "a/b"], []],
  ])("%s", (pattern, yes, no) => {
    const fits = pathGlob(pattern);
    expect(yes.filter((path) => !fits(path))).toEqual([]);
    expect(no.filter((path) => fits(path))).toEqual([]);
  });
});

it("a pattern that begins with ./ begins at the root", () => {
  const fits = pathGlob("./a");
  expect([fits("a"), fits("a/b"), fits("sub/a")]).toEqual([true, true, false]);
});
