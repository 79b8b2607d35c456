import { expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, reading, readingOf } from "../reading.ts";

const tests = (read: ReturnType<typeof reading>): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const step = (status: string, more: object = {}) => ({ keyword: "Given ", name: "x", line: 4, result: { status, ...more } });
const feature = (...elements: unknown[]) =>
  readingOf(JSON.stringify([{ uri: "features/a.feature", keyword: "Feature", name: "A", elements }]));
const scenario = (steps: unknown[], more: object = {}) => ({ type: "scenario", keyword: "Scenario", name: "s", line: 3, steps, ...more });
const outcome = (...statuses: string[]) => tests(feature(scenario(statuses.map((s) => step(s)))))[0]?.outcome;

test("a scenario is as bad as its worst step", () => {
  expect(outcome("passed", "passed")).toBe("passed");
  expect(outcome("passed", "failed", "skipped")).toBe("failed");
  expect(outcome("passed", "undefined", "skipped")).toBe("error");
  expect(outcome("ambiguous")).toBe("error");
  expect(outcome("passed", "pending", "skipped")).toBe("skipped");
  expect(outcome("passed", "skipped")).toBe("skipped");
  expect(outcome()).toBe("skipped");
});

test("hooks and the background before a scenario count as its own", () => {
  const failing = { result: { status: "failed", error_message: "no browser" } };
  expect(tests(feature(scenario([step("skipped")], { before: [failing] })))[0]).toMatchObject({ outcome: "failed", message: "no browser" });
  expect(tests(feature(scenario([step("passed")], { after: [failing] })))[0]?.outcome).toBe("failed");
  const read = feature(
    { type: "background", steps: [step("failed", { error_message: "no cart" })] },
    scenario([step("skipped")]),
    scenario([step("passed")], { name: "t" }),
  );
  expect(tests(read).map((o) => [o.name, o.outcome])).toEqual([
    ["s", "failed"],
    ["t", "passed"],
  ]);
});

test("it fails at its step in the feature", () => {
  const found = tests(reading(fixture("cucumber", "cucumber-js.json"))).find((o) => o.name === "fails");
  expect(found).toMatchObject({ suite: "Cart", file: "features/cart.feature", line: 12 });
  expect(found?.detail).toContain("2 !== 3");
});

test("behave numbers the rows of an outline, and goes by the names of its own JUnit", () => {
  const found = tests(reading(fixture("cucumber", "behave.json")));
  expect(found.map((o) => [o.name, o.outcome, o.identity?.target])).toEqual([
    ["adds", "passed", "cart.Cart"],
    ["fails", "failed", "cart.Cart"],
    ["has no step", "error", "cart.Cart"],
    ["is skipped", "skipped", "cart.Cart"],
    ["rows -- @1.1", "passed", "cart.Cart"],
    ["rows -- @1.2", "failed", "cart.Cart"],
    ["no steps at all", "passed", "empty.Nothing"],
  ]);
});

test("where something failed, scenarios may have been left out", () => {
  expect(feature(scenario([step("failed")])).report.parts[0]?.provesAbsence).toBe(false);
  expect(feature(scenario([step("passed")])).report.parts[0]?.provesAbsence).toBe(true);
});

test("durations are nanoseconds in Cucumber and seconds in behave", () => {
  expect(tests(feature(scenario([step("passed", { duration: 1_500_000_000 })])))[0]?.duration).toBe(1.5);
  expect(tests(reading(fixture("cucumber", "behave.json")))[0]?.duration).toBeLessThan(1);
});

test("no feature at all is no proof", () => {
  expect(readingOf("[]", { format: "cucumber-json" }).report).toMatchObject({ complete: false, reason: "it lists no test" });
});

test("SpecFlow leaves out keywords, and says of a scenario what its hooks did", () => {
  const scenario = (name: string, result: string, step: string): object => ({
    name,
    type: "scenario",
    line: 4,
    result: { status: result },
    steps: [{ keyword: "Given ", name: "a cart", line: 5, result: { status: step } }],
  });
  const elements = [scenario("adds", "passed", "passed"), scenario("rounds", "failed", "skipped")];
  const read = readingOf(JSON.stringify([{ name: "Cart", uri: "features/cart.feature", elements }]));
  expect(read.report.format).toBe("cucumber-json");
  expect(read.observations.map((o) => [o.suite, o.name, o.outcome, o.message])).toEqual([
    ["Cart", "adds", "passed", undefined],
    ["Cart", "rounds", "failed", "the scenario is failed"],
  ]);
});
