/** JSON values of a report: anything may stand anywhere, so every value is checked where it is used. */

/** What stands at the path of names inside the value; undefined where there is no such thing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== "object" || found === null || Array.isArray(found)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** The value as an object of which only the named fields matter; each of them may hold anything. */
export function objectOf<K extends string>(value: unknown): { readonly [name in K]?: unknown } {
  return typeof value === "object" && value !== null ? value : {};
}

/** The value as a list; an empty one when it is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text; undefined when it is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list, without what is not text. */
export function textsOf(value: unknown): string[] {
  return listOf(value).filter((v) => typeof v === "string");
}

/** The value as a finite number; undefined when it is none. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
