import { describe, expect, test } from "vitest";
import { fingerprintOf, keyOf } from "../../src/identity/key.ts";
import {
  auditSubject,
  benchSubject,
  buildSubject,
  compareAdvisories,
  dependencySubject,
  findingSubject,
  lintSubject,
  pipelineSubject,
  testKey,
  testSubject,
} from "../../src/identity/subjects.ts";
import { advisory, compiled, partOf } from "./kit.ts";

const part = partOf("test");

describe("a test's entry", () => {
  test("is called by its path and its target, as people write it, and found by the title that the recipes file", () => {
    expect(testSubject("my_shop::api", "get", true, "my-shop::api")).toEqual({
      fingerprint: fingerprintOf(testKey("my_shop::api", "get")),
      key: "test/1 my_shop::api » get",
      kind: "test",
      title: "Test failure: get (my-shop::api)",
      recipeTitle: "Test failure: get",
      group: "my_shop::api",
      needs: "my_shop",
      olderKeys: ["test/1 ?::api » get"],
    });
  });
  test("of other languages needs no package to be compiled, and has no older key", () => {
    const { needs, olderKeys, group } = testSubject("math::Sums", "adds", false);
    expect([needs, olderKeys, group]).toEqual([undefined, undefined, "math::Sums"]);
  });
  test("without a target is called by its path", () => {
    expect(testSubject("", "adds", false).title).toBe("Test failure: adds");
  });
  test("of a target as a whole says so, and is grouped with nothing", () => {
    expect(testSubject("shop::api", "", true)).toEqual({
      fingerprint: fingerprintOf("test/1 shop::api"),
      key: "test/1 shop::api",
      kind: "test",
      title: "Test failure: shop::api as a whole",
      needs: "shop",
    });
    expect(testSubject("tests/a.py", "", false)).not.toHaveProperty("needs");
  });
  test("is grouped by the innermost module, of cargo's tests only", () => {
    expect(testSubject("shop", "cart::tests::adds", true).group).toBe("shop cart::tests");
    expect(testSubject("shop", "adds", true).group).toBe("shop");
    expect(testSubject("shop", "::adds", true).group).toBe("shop ");
    expect(testSubject("math", "cart::adds", false).group).toBe("math");
  });
  test("takes over one that was filed without a package, where its target has more than the package", () => {
    expect(testSubject("shop::bin/till", "a 0x1f", true).olderKeys).toEqual(["test/1 ?::bin/till » a <address>"]);
    expect(testSubject("shop", "adds", true)).not.toHaveProperty("olderKeys");
    expect(testSubject("?::api", "get", true)).not.toHaveProperty("olderKeys");
  });
});

describe("the entry of", () => {
  test("a build is called by the package, or the workspace; dashes do not tell packages apart", () => {
    const of = (name: string): unknown[] => {
      const { key, title, recipeTitle, kind } = buildSubject(compiled(part, name));
      return [key, title, recipeTitle, kind];
    };
    expect(of("my-shop")).toEqual(["build/1 rust » my_shop", "Build failure: my-shop", "Build failure: my-shop", "build"]);
    expect(of("*")).toEqual(["build/1 rust » *", "Build failure: the workspace", "Build failure: the workspace", "build"]);
  });
  test("a rule has the rule's name without its owner, which stands before it", () => {
    expect(lintSubject({ owner: "clippy", name: "clippy::unwrap" })).toEqual(lintSubject({ owner: "clippy", name: "unwrap" }));
    expect(lintSubject({ owner: "clippy", name: "unwrap" })).toMatchObject({
      key: "lint/1 clippy » unwrap",
      title: "Fix clippy warning: unwrap",
    });
    expect(lintSubject({ owner: "rustc", name: "clippy::unwrap" }).key).toBe("lint/1 rustc » clippy::unwrap");
    expect(lintSubject({ owner: "eslint", name: "eslint-x" }).key).toBe("lint/1 eslint » eslint-x");
  });
  test("a benchmark tells its suite where it has one, and is found by the key without", () => {
    expect(benchSubject("s", { name: "parse" })).toMatchObject({
      key: "bench/1 s » parse",
      title: "Performance regression: parse (s)",
      recipeTitle: "Performance regression: parse",
      olderKeys: ["bench/1 \\- » parse"],
    });
    const bare = benchSubject("", { name: "parse" });
    expect(bare).toMatchObject({ title: "Performance regression: parse", recipeTitle: "Performance regression: parse" });
    expect(bare).not.toHaveProperty("olderKeys");
  });
  test("a dependency is called by its name", () => {
    const serde = { kind: "dependency", outcome: "failed", part, name: "serde", ecosystem: "rust" } as const;
    expect(dependencySubject(serde)).toMatchObject({
      key: "dependency/1 rust » serde",
      title: "Update dependency: serde",
      recipeTitle: "Update dependency: serde",
    });
  });
  test("a pipeline's node tells its pipeline where it has one", () => {
    expect(pipelineSubject({ suite: "release", name: "deploy" })).toMatchObject({
      kind: "pipeline",
      key: "pipeline/1 release » deploy",
      title: "Pipeline failure: deploy (release)",
    });
    expect(pipelineSubject({ name: "deploy" })).toMatchObject({ key: "pipeline/1 \\- » deploy", title: "Pipeline failure: deploy" });
  });
  test("a finding has the reviewer's own title", () => {
    expect(findingSubject("a.rs", "leaks", 7, "Leaks!")).toMatchObject({
      kind: "finding",
      key: "finding/1 a.rs » leaks » 7",
      title: "Review finding: Leaks! (a.rs)",
    });
  });
});

describe("an advisory's entry", () => {
  test("is called by its ecosystem's own id before the general ones, and known by the others", () => {
    const all = ["CVE-1", "ZZZ-1", "GHSA-1", "AAA-1", "PYSEC-1", "GO-1", "RUSTSEC-1"];
    const subject = auditSubject(advisory(part, "CVE-1", { aliases: all }));
    expect(subject).toMatchObject({ key: "audit/1 rust » time » RUSTSEC-1", title: "Security: RUSTSEC-1 in time: a segfault" });
    expect(subject.olderKeys).toEqual(
      ["GO-1", "PYSEC-1", "GHSA-1", "CVE-1", "AAA-1", "ZZZ-1"].map((id) => keyOf("audit", "rust", "time", id)),
    );
  });
  test("with one name is known by no other", () => {
    expect(auditSubject(advisory(part, "CVE-1", { aliases: ["CVE-1"] }))).not.toHaveProperty("olderKeys");
  });
  test("looks for an ecosystem's sign at the beginning of an id only", () => {
    for (const odd of ["X-RUSTSEC-1", "X-GO-1", "X-PYSEC-1", "X-GHSA-1"])
      expect(auditSubject(advisory(part, odd, { aliases: ["CVE-1"] })).key).toBe("audit/1 rust » time » CVE-1");
    expect(auditSubject(advisory(part, "X-CVE-1", { aliases: ["A"] })).key).toBe("audit/1 rust » time » A");
  });
  test("of a yanked version is that version's, whatever ids it has", () => {
    const yanked = { category: "yanked", aliases: ["CVE-1"] };
    expect(auditSubject(advisory(part, "x", { ...yanked, version: "0.1.2" }))).toMatchObject({
      kind: "audit",
      key: "audit/1 rust » time » yanked » 0.1.2",
      title: "Yanked dependency: time 0.1.2",
    });
    expect(auditSubject(advisory(part, "x", yanked))).toMatchObject({
      key: "audit/1 rust » time » yanked » ?",
      title: "Yanked dependency: time",
    });
  });
  test("stands by its id, whatever its package is called; equal ids by their packages", () => {
    const key = (name: string, id: string): string => keyOf("audit", "rust", name, id);
    const sorted = [key("a", "RUSTSEC-2"), key("b", "RUSTSEC-1"), key("c", "RUSTSEC-1"), key("a", "CVE-1"), "no key"];
    const swapped = [sorted[0], sorted[1]].toReversed();
    expect(swapped.map(String).sort(compareAdvisories)).toEqual([sorted[1], sorted[0]]);
    expect(compareAdvisories(key("b", "CVE-1"), key("a", "CVE-1"))).toBe(1);
    expect(compareAdvisories(key("a", "CVE-1"), key("b", "CVE-1"))).toBe(-1);
    expect(compareAdvisories(key("a", "CVE-1"), key("a", "CVE-1"))).toBe(0);
    expect(compareAdvisories(key("a", "RUSTSEC-9"), key("a", "CVE-1"))).toBeLessThan(0);
    expect(compareAdvisories("no key", key("a", "CVE-1"))).toBeGreaterThan(0);
  });
});
