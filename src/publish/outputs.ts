/** What later steps get: counts, lists, and the paths of two files with everything. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "../result.ts";
import { jsonOf } from "./json.ts";

/** Bytes. A longer list is cut, and says so in its last item: Linux takes no variable of more than 128 KiB, and later steps pass it in one. */
const MAX_LIST = 100_000;

/** Output name → text. Names are those of action.yml. `folder` is where the two files are written. */
export function outputsOf({ result, plan }: Outcome, mask: (text: string) => string, folder: string): Map<string, string> {
  const home = mkdtempSync(join(folder || tmpdir(), "ci-tracker-"));
  const keep = (name: string, value: unknown): string => {
    const path = join(home, name);
    writeFileSync(path, `${jsonOf(value, mask)}\n`);
    return path;
  };
  const { counts } = result;
  const outputs = new Map<string, string>();
  for (const name of [
    "created",
    "commented",
    "updated",
    "reopened",
    "closed",
    "withheld",
    "unchanged",
    "open",
    "new",
    "failing",
  ] as const) {
    outputs.set(name, String(counts[name]));
  }
  const touched = result.operations.map(({ op, fingerprint, entry, title, url }) => ({
    op,
    fingerprint,
    entry,
    title,
    ...(url === undefined ? {} : { url }),
  }));
  outputs.set("entries", listOf(touched, mask));
  outputs.set(
    "filed",
    listOf(
      touched.filter((o, i) => (o.op === "create" || o.op === "reopen") && result.operations[i]?.done),
      mask,
    ),
  );
  outputs.set("failed", listOf(result.failed, mask));
  outputs.set("no-sink", listOf(result.noSink, mask));
  outputs.set("ready", result.ready === null ? "" : String(result.ready));
  outputs.set("evidence", result.evidence ?? "");
  outputs.set(
    "plan",
    keep("plan.json", { operations: plan?.operations ?? [], withheld: plan?.withheld ?? [], unchanged: plan?.unchanged ?? [] }),
  );
  outputs.set("result", keep("result.json", result));
  return outputs;
}

function listOf(items: readonly unknown[], mask: (text: string) => string): string {
  const texts: string[] = [];
  let size = 2;
  for (const item of items) {
    const text = jsonOf(item, mask);
    size += Buffer.byteLength(text) + 1;
    if (size > MAX_LIST) {
      texts.push(JSON.stringify({ cut: items.length - texts.length, see: "the result output" }));
      break;
    }
    texts.push(text);
  }
  return `[${texts.join(",")}]`;
}
