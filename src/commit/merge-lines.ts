/**
 * Two versions of a file of entries brought together: what people did on the base branch, and what we did on our own,
 * since both were the same. Entries are lines of JSON Lines, told apart by their `id` or `fingerprint`. Where both
 * changed one entry, the people's line stands as a whole and ours is planned again: mixing fields could make a line
 * that neither wrote (open, with a time of closing). A file of another kind that both changed is the people's.
 */

/** The merged text; null where there is no file. Linear. */
export function mergeLines(path: string, before: string | null, people: string | null, ours: string | null): string | null {
  if (people === before || people === ours) return ours;
  if (ours === before || ours === null || people === null || !path.endsWith(".jsonl")) return people;
  const [old, theirs, mine] = [entries(before ?? ""), entries(people), entries(ours)];
  if (!old || !theirs || !mine) return people;

  /** What we added, by the entry it stands behind; "" for the beginning. */
  const added = new Map<string, string[]>();
  let behind = "";
  for (const key of mine.keys()) {
    if (theirs.has(key)) behind = key;
    else if (!old.has(key)) push(added, behind, key);
  }
  const out: string[] = [];
  const give = (line: string | undefined): void => {
    if (line === undefined) return;
    const last = out.length - 1;
    if (last >= 0 && !out[last]?.endsWith("\n")) out[last] += "\n";
    out.push(line);
  };
  for (const key of added.get("") ?? []) give(mine.get(key));
  for (const [key, line] of theirs) {
    // An entry that only we changed, or took away.
    give(line === old.get(key) ? mine.get(key) : line);
    for (const next of added.get(key) ?? []) give(mine.get(next));
  }
  return out.join("");
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Lines by key, in their order, with their ends; undefined where a line is no entry or two have one key. */
function entries(text: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const key = keyOf(line);
    if (key === undefined || found.has(key)) return undefined;
    found.set(key, line);
  }
  return found;
}

function keyOf(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line.replace(/^\ufeff/, ""));
    if (typeof value !== "object" || value === null) return undefined;
    const { id, fingerprint } = value as { id?: unknown; fingerprint?: unknown };
    const key = id ?? fingerprint;
    return typeof key === "string" && key !== "" ? key : undefined;
  } catch {
    return undefined;
  }
}
