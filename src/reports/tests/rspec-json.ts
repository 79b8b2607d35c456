/**
 * RSpec's JSON (`--format json`). An example is its spec file and full description; `id` counts examples and moves when
 * one is added, but it begins with the file that was run, where `file_path` is that of a shared example. Names are those
 * of rspec_junit_formatter: the file's path with dots is the class. With `--fail-fast` the rest is left out without a word.
 * Sources: rspec-core lib/rspec/core/formatters/json_formatter.rb (3.0 to 3.13); rspec_junit_formatter 0.6.
 */
import type { TestObservation } from "../../model.ts";
import type { JsonFormat, ReadContext, Sink } from "../format.ts";
import { own } from "../lines.ts";
import { at, listOf, numberOf, objectOf, textOf, textsOf } from "../values.ts";
import { plural, Suites } from "./suites.ts";

export const rspecJson: JsonFormat = {
  shape: "json",
  name: "rspec-json",
  aliases: ["rspec"],
  kinds: ["test"],
  tool: "rspec",
  docs: {
    command: "bundle exec rspec --format json --out rspec.json",
    proof:
      "its summary counts as many examples as are listed and no error outside of them; a single failure at the very end may be --fail-fast",
    source: "rspec/rspec rspec-core/lib/rspec/core/formatters/json_formatter.rb",
    example:
      '{"version":"3.12.0","examples":[{"full_description":"Math adds","status":"passed","file_path":"./spec/a_spec.rb"}],"summary_line":"1 example, 0 failures"}',
  },
  is: (document) => {
    const { examples, summary, summary_line } = objectOf<"examples" | "summary" | "summary_line">(document);
    return Array.isArray(examples) && typeof summary === "object" && summary !== null && typeof summary_line === "string";
  },
  read,
};

const MAX_NAME = 4_096;

function read(document: unknown, sink: Sink, context: ReadContext): void {
  const { examples, summary, messages } = objectOf<"examples" | "summary" | "messages">(document);
  const suites = new Suites(sink, context);
  let failures = 0;
  let endsFailing = false;
  for (const example of listOf(examples)) {
    const status = textOf(at(example, "status"));
    endsFailing = status === "failed";
    if (endsFailing) failures++;
    readExample(example, status ?? "", suites, context);
  }
  const counts = objectOf<"example_count" | "failure_count" | "errors_outside_of_examples_count">(summary);
  const missing = (numberOf(counts.example_count) ?? 0) - listOf(examples).length;
  if (missing > 0) suites.doubtAll(`its summary counts ${plural(missing, "example")} that it does not list`);
  if ((numberOf(counts.failure_count) ?? failures) > failures) suites.doubtAll("its summary counts failures that it does not list");
  const errors = numberOf(counts.errors_outside_of_examples_count) ?? 0;
  if (errors > 0) {
    suites.doubtAll(`${plural(errors, "error")} occurred outside of examples`);
    readErrors(textsOf(messages), suites, context);
  }
  if (endsFailing && failures === 1)
    suites.doubtAll("its only failure is its last example, as after --fail-fast, so examples may be missing");
  else if (endsFailing) suites.provesNoAbsence();
  suites.end();
}

function readExample(value: unknown, status: string, suites: Suites, context: ReadContext): void {
  const example = objectOf<
    "id" | "full_description" | "description" | "file_path" | "line_number" | "run_time" | "pending_message" | "exception"
  >(value);
  const written = textOf(example.file_path) ?? "";
  const ran = /^(.*)\[[\d:]+\]$/.exec((textOf(example.id) ?? "").slice(0, MAX_NAME))?.[1];
  const suite = fileOf(ran ?? written, context) || "rspec";
  const target = classOf(suite);
  const part = suites.of(target, suite);
  const name = (textOf(example.full_description) ?? textOf(example.description) ?? "").trim().slice(0, MAX_NAME) || "(no description)";
  const { class: type, message, backtrace } = objectOf<"class" | "message" | "backtrace">(example.exception);
  let observation: TestObservation;
  if (status === "failed") {
    const words = { said: textOf(message), text: textsOf(backtrace).slice(0, 200).join("\n"), type: textOf(type) };
    observation = suites.failing(part, suite, name, "failed", words, { file: written, line: numberOf(example.line_number) });
  } else {
    observation = { kind: "test", outcome: status === "passed" ? "passed" : "skipped", part, name: own(name), suite: own(suite) };
    const reason = textOf(example.pending_message);
    if (status !== "passed" && reason !== undefined && reason !== "")
      observation.message = own(reason.split("\n", 1)[0] ?? "").slice(0, 500);
    if (status !== "passed" && status !== "pending")
      suites.doubt(target, `an example has the status ${status.slice(0, 50)}, which is not known`);
  }
  observation.identity = { target: own(target), path: observation.name };
  const seconds = numberOf(example.run_time);
  if (seconds !== undefined && seconds >= 0) observation.duration = seconds;
  suites.add(observation);
}

function fileOf(path: string, context: ReadContext): string {
  return context.path(path).replace(/^\.\//, "");
}

/** `spec/cart/total_spec.rb` → `spec.cart.total_spec`, as rspec_junit_formatter writes classes. */
function classOf(file: string): string {
  return file
    .replace(/\.[^/.]*$/, "")
    .replaceAll("/", ".")
    .replace(/^\.+|\.+$/g, "");
}

/** `An error occurred while loading ./spec/b_spec.rb.`, or in a hook of the whole suite. */
function readErrors(messages: readonly string[], suites: Suites, context: ReadContext): void {
  for (const message of messages) {
    if (!/(?:error|failure) occurred/i.test(message.slice(0, 1_000))) continue;
    const loading = /occurred while loading (\S{1,1000}?)\.?\s*\n/.exec(message.slice(0, 2_000))?.[1];
    const suite = loading === undefined ? "rspec" : fileOf(loading, context);
    const lines = message.split("\n").map((l) => l.replace(/^# /, ""));
    const named = lines.findIndex((l) => /^\S*(?:Error|Exception|Failure)\b.*:$/.test(l.slice(0, 300)));
    const said = named === -1 ? lines.find((l) => l.trim() !== "") : [lines[named], lines[named + 1]?.trim()].join(" ");
    const target = classOf(suite);
    const part = suites.of(target, loading === undefined ? undefined : suite);
    const failure = suites.failing(part, suite, "", "error", { said, text: lines.join("\n") }, { file: loading });
    failure.identity = { target, path: "" };
    suites.add(failure);
  }
}
