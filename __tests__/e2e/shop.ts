/** The seven runs of demo/runs and what the tracker must show after each: the table of the scenario, row by row. */

const TESTS = ["tests::adds_up", "cart::discount::overflows", "cart::discount::result_err", "get_order", "add"] as const;
const LINTS = ["assign_op_pattern", "let_and_return", "needless_range_loop", "needless_return", "ptr_arg", "unused_mut"] as const;
const AUDITS = ["RUSTSEC-2020-0071", "RUSTSEC-2021-0003"] as const;
const ALL = [...TESTS, ...LINTS, ...AUDITS];

export interface Row {
  run: string;
  /** Words that each open entry's title holds, one entry each. */
  open: readonly string[];
  /** What is created, closed and noted by this run, by the same words. */
  created: readonly string[];
  closed: readonly string[];
  noted: readonly string[];
}

export const ROWS: readonly Row[] = [
  { run: "1-red", open: ALL, created: ALL, closed: [], noted: [] },
  { run: "2-moved", open: ALL, created: [], closed: [], noted: [] },
  { run: "3-filtered", open: ALL, created: [], closed: [], noted: [] },
  { run: "4-killed", open: ALL, created: [], closed: [], noted: [] },
  { run: "5-broken", open: [...ALL, "Build failure: shop"], created: ["Build failure: shop"], closed: [], noted: [] },
  {
    run: "6-part",
    open: ALL.filter((t) => t !== "get_order"),
    created: [],
    closed: ["get_order", "Build failure: shop"],
    noted: ["cart::discount::result_err"],
  },
  { run: "7-green", open: [], created: [], closed: ALL.filter((t) => t !== "get_order"), noted: [] },
];

/** The commit of a run, made up. */
export function commitOf(index: number): string {
  return String(index + 1).repeat(40);
}

/** Each word stands in exactly one title, and no title is left over. */
export function titlesMatch(titles: readonly string[], words: readonly string[]): string | undefined {
  const left = new Set(titles);
  for (const word of words) {
    const found = [...left].filter((title) => title.includes(word === "add" ? "src/lib.rs - add" : word));
    if (found.length !== 1) return `${word} stands in ${found.length} of: ${titles.join(" | ")}`;
    left.delete(found[0] ?? "");
  }
  return left.size === 0 ? undefined : `not expected: ${[...left].join(" | ")}`;
}
