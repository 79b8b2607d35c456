/**
 * Cucumber's JSON: features with their scenarios, scenarios with their steps and hooks. No scenario has an outcome of its
 * own; it is that of its worst step, those of a background before it included. Names are those of Cucumber's JUnit: the
 * feature and the scenario. Where the rows of an outline share a name,
 * the outline passes when all of them do.
 * Sources: cucumber-js src/formatter/json_formatter.ts, cucumber-jvm JsonFormatter.java, cucumber-ruby
 * lib/cucumber/formatter/json.rb, behave behave/formatter/json.py (which has statuses and counts seconds, not nanoseconds).
 */
import type { Outcome, TestObservation } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf } from "../values.ts";
import { Suites } from "./suites.ts";

export const cucumberJson: JsonFormat = {
  shape: "json",
  name: "cucumber-json",
  aliases: ["cucumber"],
  kinds: ["test"],
  tool: "cucumber",
  docs: {
    command: "npx cucumber-js --format json:cucumber.json",
    proof: "the document is closed and every step has a result; where something failed, scenarios may be missing, as after --fail-fast",
    source: "cucumber-js src/formatter/json_formatter.ts; cucumber-jvm JsonFormatter; behave/formatter/json.py",
    example:
      '[{"uri":"features/cart.feature","keyword":"Feature","name":"Cart","elements":[{"type":"scenario","name":"adds","steps":[{"result":{"status":"passed"}}]}]}]',
  },
  is: (document) => Array.isArray(document) && isFeature(document[0]),
  read,
};

function isFeature(value: unknown): boolean {
  const { elements, uri, location, keyword, name } = objectOf<"elements" | "uri" | "location" | "keyword" | "name">(value);
  const placed = textOf(uri) !== undefined || textOf(location) !== undefined || Array.isArray(elements);
  if (!placed || typeof name !== "string") return false;
  if (typeof keyword === "string") return true;
  // SpecFlow leaves the keyword out.
  const [first] = listOf(elements);
  return typeof uri === "string" && textOf(at(first, "type")) !== undefined && Array.isArray(at(first, "steps"));
}

const MAX_NAME = 4_096;

/** How bad a step's status is; a scenario is as bad as its worst step. Undefined steps fail a strict run, the default. */
const WEIGHT = new Map<string, number>([
  ["failed", 7],
  ["error", 6],
  ["hook_error", 6],
  ["cleanup_error", 6],
  ["ambiguous", 5],
  ["undefined", 5],
  ["pending", 4],
  ["skipped", 3],
  ["untested", 3],
  ["unknown", 3],
  ["passed", 1],
]);

interface Worst {
  weight: number;
  status: string;
  message: string;
  step: string;
  line: number | undefined;
  time: number;
}

function read(document: unknown, sink: Sink, context: ReadContext): void {
  const suites = new Suites(sink, context);
  let failing = false;
  for (const value of listOf(document)) {
    const feature = objectOf<"uri" | "location" | "name" | "elements">(value);
    const behave = textOf(feature.uri) === undefined;
    if (behave) sink.tool("behave");
    const file = textOf(feature.uri) ?? (textOf(feature.location) ?? "").replace(/:\d+$/, "");
    const path = context.path(file.replace(/^file:(?!\/\/)/, "").replace(/^classpath:/, ""));
    const suite = (textOf(feature.name) ?? "").trim().slice(0, MAX_NAME) || path || "cucumber";
    let before: Worst | undefined;
    for (const element of listOf(feature.elements)) {
      const worst = worstOf(element);
      if (at(element, "type") === "background") {
        // behave lists a background once and repeats its steps in every scenario.
        before = behave ? undefined : worst;
        continue;
      }
      const outcome = readScenario(element, suite, path, before && before.weight > worst.weight ? before : worst, behave, suites);
      failing ||= outcome !== "passed" && outcome !== "skipped";
      before = undefined;
    }
  }
  if (failing) suites.provesNoAbsence();
  suites.end();
}

function readScenario(value: unknown, suite: string, path: string, worst: Worst, behave: boolean, suites: Suites): Outcome {
  const scenario = objectOf<"name" | "line" | "location" | "status" | "result">(value);
  const name = (textOf(scenario.name) ?? "").trim().slice(0, MAX_NAME) || "(no name)";
  // Hooks of behave and SpecFlow show in the scenario's status alone, and a scenario without steps has nothing else.
  const word = textOf(scenario.status) ?? textOf(at(scenario.result, "status")) ?? "";
  const said = WEIGHT.get(word) ?? 0;
  const weight = worst.weight < 5 && (said > worst.weight || worst.weight === 0) ? said : worst.weight;
  const { message, line } = worst;
  // behave's own JUnit has the file's name before the feature's.
  const target = behave
    ? `${path
        .replace(/^features\//, "")
        .replace(/\.feature$/, "")
        .replaceAll("/", ".")}.${suite}`
    : suite;
  const part = suites.of(target, path);
  const outcome: Outcome = weight === 7 ? "failed" : weight >= 5 ? "error" : weight === 1 ? "passed" : "skipped";
  let observation: TestObservation;
  if (outcome === "failed" || outcome === "error") {
    const told = message.trim() || (weight > worst.weight ? `the scenario is ${word}` : `the step "${worst.step}" is ${worst.status}`);
    const begins = { file: path, line: line ?? numberOf(scenario.line) };
    observation = suites.failing(part, suite, name, outcome, { said: told, text: message, ...begins });
  } else observation = { kind: "test", outcome, part, name: own(name), suite: own(suite) };
  if (behave) observation.identity = { target: own(target), path: own(name) };
  const seconds = behave ? worst.time : worst.time / 1e9;
  if (seconds > 0) observation.duration = seconds;
  suites.add(observation);
  return outcome;
}

function worstOf(element: unknown): Worst {
  const worst: Worst = { weight: 0, status: "", message: "", step: "", line: undefined, time: 0 };
  const look = (run: unknown, name: string, line: unknown): void => {
    const { status, error_message: error, duration } = objectOf<"status" | "error_message" | "duration">(at(run, "result"));
    const word = (textOf(status) ?? "").toLowerCase();
    const weight = WEIGHT.get(word) ?? 3;
    worst.time += Math.max(0, numberOf(duration) ?? 0);
    if (weight <= worst.weight) return;
    worst.weight = weight;
    worst.status = word;
    worst.step = name.slice(0, 500);
    worst.message =
      textOf(error) ??
      listOf(error)
        .filter((l) => typeof l === "string")
        .join("\n");
    worst.line = numberOf(line);
  };
  const hooks = (list: unknown, word: string): void => {
    for (const hook of listOf(list)) look(hook, `the ${word} hook`, undefined);
  };
  const { before, steps, after } = objectOf<"before" | "steps" | "after">(element);
  hooks(before, "before");
  for (const step of listOf(steps)) {
    hooks(at(step, "before"), "before step");
    const name = `${(textOf(at(step, "keyword")) ?? "").trim()} ${textOf(at(step, "name")) ?? ""}`.trim();
    look(step, name, at(step, "line") ?? Number(/:(\d{1,7})$/.exec(textOf(at(step, "location")) ?? "")?.[1]));
    hooks(at(step, "after"), "after step");
  }
  hooks(after, "after");
  return worst;
}
