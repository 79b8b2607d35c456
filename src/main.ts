/** A workflow step's door: reads the inputs, calls the job, publishes, and sets the step's status. */
import * as core from "@actions/core";
import { coded } from "./errors.ts";
import { githubHost } from "./host/github.ts";
import { actionsHistory } from "./ledger/actions.ts";
import { annotationsOf } from "./publish/annotations.ts";
import { entryLink } from "./publish/link.ts";
import { outputsOf } from "./publish/outputs.ts";
import { summaryOf } from "./publish/summary.ts";
import { terminalLines } from "./publish/terminal.ts";
import { configured } from "./settings/config.ts";
import { inputsOf, variablesOf } from "./settings/inputs.ts";
import { sync } from "./sync.ts";
import { logSafe } from "./text/defuse.ts";
import { createMask } from "./text/mask.ts";

// Who reads our log may leave before us; outputs and summary are still to be written.
process.stdout.on("error", () => {});

const log = (text: string): void => {
  process.stdout.write(`${logSafe(text)}\n`);
};

try {
  const environment = process.env;
  const settings = await configured(
    environment["GITHUB_WORKSPACE"] || process.cwd(),
    { name: (n) => `the input ${n}`, values: inputsOf(environment) },
    { name: (n) => `the variable CI_TRACKER_${n.toUpperCase().replaceAll("-", "_")}`, values: variablesOf(environment) },
  );
  if (settings.token !== "") core.setSecret(settings.token);
  const mask = createMask(environment, [settings.token]);
  const host = githubHost(environment, settings, new Date().toISOString());
  const outcome = await sync(settings, host, { reports: [], environment, log, ...actionsHistory(settings.cache, host, log) });
  for (const line of terminalLines(outcome, mask)) log(line);
  if (settings.annotations) {
    const annotate = { error: core.error, warning: core.warning, notice: core.notice };
    for (const { level, message, ...properties } of annotationsOf(outcome, mask)) annotate[level](message, properties);
  }
  for (const report of outcome.result.reports) {
    if (!report.complete)
      core.warning(logSafe(mask(report.reason ?? "not complete")), { title: logSafe(mask(`${report.file} is not complete`)) });
  }
  for (const { code, reason, remedy } of outcome.result.failed) core.error(logSafe(mask(`${reason}\n${remedy}`)), { title: code });
  for (const [name, value] of outputsOf(outcome, mask, host.temporary)) core.setOutput(name, value);
  if (environment["GITHUB_STEP_SUMMARY"]) await core.summary.addRaw(summaryOf(outcome, mask, entryLink(outcome, host))).write();
  process.exitCode = outcome.exit;
} catch (thrown) {
  const error = coded(thrown);
  core.error(logSafe(`${error.message}\n${error.remedy}`), { title: error.code });
  if (error.code === "E_INTERNAL" && error.cause instanceof Error) log(error.cause.stack ?? "");
  process.exitCode = error.code === "E_INTERNAL" ? 3 : error.exit;
}
