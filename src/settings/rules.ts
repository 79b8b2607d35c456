/** Rules of the configuration file, from what the schema has let through. */
import type { Rule } from "../planning/choice.ts";

/** A rule as the file writes it. */
type Written = Omit<Rule, "groupBy"> & { "group-by"?: Rule["groupBy"] };

/** `written`: items of `rules:` that fit the schema. */
export function rulesOf(written: readonly unknown[]): Rule[] {
  return (written as readonly Written[]).map(({ "group-by": groupBy, assignees, ...same }) => {
    const rule: Rule = { ...same };
    if (groupBy !== undefined) rule.groupBy = groupBy;
    if (assignees) rule.assignees = assignees.map((login) => login.replace(/^@/, ""));
    return rule;
  });
}
