import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { handsOffWord } from "../../src/trackers/people.ts";

const NOW = "2026-03-01T09:00:00.000Z";

describe("a person's word in a text", () => {
  test.each([
    ["ci-tracker: mute", "muted"],
    ["ci-tracker: manual", "kept by hand"],
    ["ci-tracker: wont-fix", "won't fix"],
    ["ci-tracker:mute", "muted"],
    ["Some words.\n\n  ci-tracker:\tmute  \nMore.", "muted"],
    ["> ci-tracker: mute", "muted"],
    ["- ci-tracker: mute", "muted"],
    ["** ci-tracker: mute", "muted"],
    ["a\r\nci-tracker: mute\r\nb", "muted"],
    ["a\r\n  - ci-tracker: snooze 2026-03-02\r\nb", "snoozed until 2026-03-02"],
    ["+ ci-tracker: mute", "muted"],
    ["1. ci-tracker: mute", "muted"],
    ["  12) ci-tracker: wont-fix", "won't fix"],
    ["ci-tracker: snooze 2026-01-01\nci-tracker: mute", "muted"],
    ["ci-tracker: snooze 2026-01-01\n- ci-tracker: snooze 2026-04-01", "snoozed until 2026-04-01"],
    ["ci-tracker: snooze 2026-03-02", "snoozed until 2026-03-02"],
    ["ci-tracker: snooze   2030-01-31", "snoozed until 2030-01-31"],
  ])("%j: %s", (text, why) => {
    expect(handsOffWord(text, NOW)).toBe(why);
  });

  test.each([
    "",
    "mute",
    "ci-tracker: mute it",
    "please ci-tracker: mute",
    "ci-tracker: muted",
    "ci-tracker: MUTE",
    "ci-tracker: ",
    "ci-tracker:\nmute",
    "ci-tracker entry: mute",
    "xci-tracker: mute",
    "ci-tracker: mute, manual",
    "`ci-tracker: mute`",
    "ci-tracker: snooze",
    "ci-tracker: snooze tomorrow",
    "ci-tracker: snooze 2026-3-2",
    "ci-tracker: snooze 02.03.2030",
    "ci-tracker: snooze 2030-13-01",
    "ci-tracker: snooze 2030-04-32",
    "1.ci-tracker: mute",
    "ci-\u200btracker: mute",
  ])("is not %j", (text) => {
    expect(handsOffWord(text, NOW)).toBeUndefined();
  });

  test("a snooze is over when its day has come, in UTC", () => {
    const text = "ci-tracker: snooze 2026-03-02";
    expect(handsOffWord(text, "2026-03-01T23:59:59.999Z")).toBe("snoozed until 2026-03-02");
    expect(handsOffWord(text, "2026-03-02T00:00:00.000Z")).toBeUndefined();
    expect(handsOffWord(text, "2027-01-01T00:00:00.000Z")).toBeUndefined();
  });

  test("is found wherever its line stands, and nothing else is taken for one", () => {
    const line = fc.string({ unit: "binary" }).map((text) => text.replace(/[\n\r]/g, " "));
    const others = fc.array(line.filter((text) => !text.includes("ci-tracker:")));
    fc.assert(
      fc.property(others, others, (before, after) => {
        expect(handsOffWord([...before, "ci-tracker: mute", ...after].join("\n"), NOW)).toBe("muted");
        expect(handsOffWord([...before, ...after].join("\n"), NOW)).toBeUndefined();
      }),
    );
  });
});
