import { afterAll, describe, expect, it } from "vitest";
import { folderOf } from "../e2e/spawn.ts";
import { fixture } from "../reports/reading.ts";
import { samples } from "../reports/sampled.ts";
import { collected, evidenceOf, hostIn } from "./kit.ts";

const folder = folderOf({});
afterAll(() => folder.remove());

describe("what was collected", () => {
  it.each(samples())("%s: shows the same as the report itself", async (name) => {
    const host = hostIn(folder.path);
    const line = { path: fixture(name) };
    const file = await collected(host, [], { lines: [line] });
    const job = { ...host, run: { ...host.run, job: "tracker" } };
    const direct = evidenceOf(host, [line]);
    // People are told which job a report comes from.
    const reports = direct.reports.map((report) => ({ ...report, file: `test: ${report.file}` }));
    expect(evidenceOf(job, [], [file])).toEqual({ ...direct, run: job.run, reports });
    expect(direct.reports).toHaveLength(1);
  });
});
