import { describe, expect, test } from "vitest";
import type { TestObservation } from "../../../src/model.ts";
import { fixture, reading, readingOf } from "../reading.ts";

const tests = (read: ReturnType<typeof reading>): TestObservation[] => read.observations.filter((o) => o.kind === "test");
const example = (name: string, status: string, more: object = {}) => ({
  id: "./spec/a_spec.rb[1:1]",
  full_description: name,
  status,
  file_path: "./spec/a_spec.rb",
  ...more,
});
const report = (examples: unknown[], summary: object = {}) =>
  readingOf(JSON.stringify({ version: "3.13.0", examples, summary: { example_count: examples.length, ...summary }, summary_line: "" }));

describe("RSpec JSON", () => {
  test("an example goes by its spec file, as the JUnit formatter writes classes, and its description", () => {
    const found = tests(reading(fixture("rspec", "json.stdout"))).find((o) => o.name === "Math fails");
    expect(found).toMatchObject({
      suite: "spec/a_spec.rb",
      identity: { target: "spec.a_spec", path: "Math fails" },
      outcome: "failed",
      message: "expected: [1, 3]",
      file: "/home/runner/work/demo/rb/spec/a_spec.rb",
      line: 3,
    });
  });

  test("a shared example belongs to the spec that ran it", () => {
    const read = report([example("a", "passed", { file_path: "./spec/support/shared.rb" })]);
    expect(tests(read)[0]).toMatchObject({ suite: "spec/a_spec.rb" });
  });

  test("a pending example that passes has failed", () => {
    const found = tests(reading(fixture("rspec", "json.stdout"))).find((o) => o.name === "Math pending that passes");
    expect(found?.outcome).toBe("failed");
  });

  test("a spec that could not be loaded is a failure of the file", () => {
    const read = reading(fixture("rspec", "load-error.stdout"));
    expect(tests(read)).toMatchObject([
      {
        suite: "spec/b_spec.rb",
        name: "",
        whole: true,
        outcome: "error",
        message: "RuntimeError: load error",
        identity: { target: "spec.b_spec", path: "" },
      },
    ]);
    expect(read.report.reason).toContain("1 error occurred outside of examples");
  });

  test("a single failure at the very end may be --fail-fast; where more failed, only absence is in doubt", () => {
    expect(report([example("a", "passed"), example("b", "failed")]).report.complete).toBe(false);
    expect(report([example("b", "failed"), example("a", "passed")]).report.complete).toBe(true);
    const two = report([example("b", "failed"), example("c", "failed")]).report;
    expect([two.complete, two.parts[0]?.provesAbsence]).toEqual([true, false]);
  });

  test("counts that exceed what is listed prove nothing", () => {
    expect(report([example("a", "passed")], { example_count: 2 }).report.complete).toBe(false);
    expect(report([example("a", "passed")], { failure_count: 1 }).report.complete).toBe(false);
    expect(report([]).report.complete).toBe(false);
  });
});
