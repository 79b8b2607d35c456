import { describe, expect, test } from "vitest";
import { crateName, KnownTargets, packageOf, targetId, unnamedId } from "../../src/identity/targets.ts";
import type { CargoTarget } from "../../src/model.ts";

const known = (...ids: string[]): KnownTargets => {
  const targets = new KnownTargets();
  for (const id of ids) targets.add(id);
  return targets;
};

test("a crate's name is its package's, with every dash an underscore", () => {
  expect(crateName("my-web-shop")).toBe("my_web_shop");
});

describe("a target's id", () => {
  test.each([
    ["a library is its package", { package: "my-shop", kind: "lib", name: "other" }, "my_shop"],
    ["doctests have a word of their own", { package: "my-shop", kind: "doc" }, "my_shop::doc"],
    ["an integration test follows its package", { package: "my-shop", kind: "test", name: "web-api" }, "my_shop::web_api"],
    ["a program tells that it is one", { package: "my-shop", kind: "bin", name: "till-2" }, "my_shop::bin/till_2"],
    ["so does an example", { package: "shop", kind: "example", name: "buy" }, "shop::example/buy"],
    ["and a benchmark", { package: "shop", kind: "bench", name: "speed" }, "shop::bench/speed"],
  ] as [string, CargoTarget, string][])("%s", (_, target, id) => {
    expect(targetId(target)).toBe(id);
  });
  test.each([
    ["a package", { kind: "lib", crate: "shop" }],
    ["a test's name", { package: "shop", kind: "test" }],
    ["a program's name", { package: "shop", kind: "bin" }],
    ["what kind it is of", { package: "shop", kind: "unknown", name: "api" }],
  ] as [string, CargoTarget][])("is not known without %s", (_, target) => {
    expect(targetId(target)).toBeUndefined();
  });
  test("begins with its package", () => {
    expect(["shop", "shop::api", "shop::bin/till", "::x"].map(packageOf)).toEqual(["shop", "shop", "shop", ""]);
  });
});

describe("a target without a package", () => {
  const all = ["shop", "shop::api", "shop::doc", "shop::bin/till", "ledger::api", "ledger::bin/api", "api", "shop::api"];
  test.each([
    [
      "an integration test is every one of its name, and no program or library of it",
      { kind: "test", name: "api" },
      ["shop::api", "ledger::api"],
    ],
    ["a program is every one of its name", { kind: "bin", name: "api" }, ["ledger::bin/api"]],
    ["a library is that of its crate", { kind: "lib", crate: "shop" }, ["shop"]],
    ["doctests are those of their crate", { kind: "doc", crate: "shop" }, ["shop::doc"]],
    [
      "an executable of unknown kind is all that may be called so",
      { kind: "unknown", crate: "api" },
      ["shop::api", "ledger::api", "ledger::bin/api", "api"],
    ],
    ["a program is none of another kind", { kind: "example", name: "till" }, []],
    ["without any name it is none", { kind: "lib" }, []],
    ["without any name it is none, of tests", { kind: "test" }, []],
    ["without any name it is none, of doctests", { kind: "doc" }, []],
    ["without any name it is none, of unknown ones", { kind: "unknown" }, []],
  ] as [string, CargoTarget, string[]][])("%s", (_, target, fits) => {
    expect(known(...all).fits(target)).toEqual(fits);
  });
  test("is found whether it is written with dashes or not", () => {
    const dashed = known("my_shop", "my_shop::doc", "my_shop::web_api");
    expect(dashed.fits({ kind: "lib", crate: "my-shop" })).toEqual(["my_shop"]);
    expect(dashed.fits({ kind: "doc", crate: "my-shop" })).toEqual(["my_shop::doc"]);
    expect(dashed.fits({ kind: "unknown", crate: "my-shop" })).toEqual(["my_shop"]);
    expect(dashed.fits({ kind: "test", name: "web-api" })).toEqual(["my_shop::web_api"]);
  });
  test.each([
    [{ kind: "test", name: "web-api" }, "?::web_api"],
    [{ kind: "bin", name: "till" }, "?::bin/till"],
    [{ kind: "lib", crate: "my-shop" }, "my_shop"],
    [{ kind: "doc", crate: "my-shop" }, "my_shop::doc"],
    [{ kind: "lib" }, "?"],
    [{ kind: "unknown", crate: "web-api", name: "x" }, "?::web_api"],
    [{ kind: "unknown", name: "x-y" }, "?::x_y"],
    [{ kind: "unknown" }, "?::?"],
    [{ kind: "test", crate: "shop" }, "?::shop"],
    [{ kind: "test", crate: "shop", name: "api" }, "?::api"],
  ] as [CargoTarget, string][])("has an id until a report names its package: %j is %s", (target, id) => {
    expect(unnamedId(target)).toBe(id);
  });
});

test("targets are alike that differ by their package only", () => {
  const all = known("shop", "ledger", "shop::api", "ledger::api", "shop::bin/api", "till::bin/api", "shop::doc", "ledger::doc");
  expect(all.alike("new::api")).toEqual(["shop::api", "ledger::api"]);
  expect(all.alike("shop::bin/api")).toEqual(["shop::bin/api", "till::bin/api"]);
  expect(all.alike("shop")).toEqual(["shop"]);
  expect(all.alike("shop::doc")).toEqual(["shop::doc"]);
  expect(all.alike("shop::web")).toEqual([]);
});
