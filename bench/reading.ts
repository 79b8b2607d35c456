/** How fast each format is read: beside the bare tokenizer, and beside other projects' parsers. */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { INPUTS, type Input } from "./inputs/inputs.ts";
import { figuresOf, median, ratioOf, rounds, run } from "./measure.ts";
import { ours, withReport } from "./report.ts";
import type { Scale } from "./scale.ts";
import type { Section } from "./sections.ts";
import { type Aim, type Row, speed, type Unit } from "./table.ts";

interface Reading {
  seconds: number;
  /** Peak of the process; not known of other languages' programs. */
  megabytes?: number;
}

/** What is aimed at beside each tokenizer: seconds against seconds, or speed as a part of its speed. Lines have no aim. */
const BESIDE_BARE: Readonly<Record<Input["bare"], { unit: Unit; aim?: Aim }>> = {
  saxes: { unit: "×", aim: { most: 1.3 } },
  "JSON.parse": { unit: "%", aim: { least: 0.7 } },
  "JSON.parse, whole": { unit: "%", aim: { least: 0.7 } },
  "JSON.parse, pretty": { unit: "%", aim: { least: 0.7 } },
  crc32: { unit: "%" },
  split: { unit: "%" },
};

const XMLLINT = "xmllint --stream";

export function reading(scale: Scale): Section {
  const hasXmllint = spawnSync("xmllint", ["--version"]).error === undefined;
  const skipped: Row = { what: XMLLINT, note: "SKIPPED: there is no xmllint on the PATH" };
  return {
    title: `Reading ${scale.reading} MB`,
    measurements: [
      ...INPUTS.map((input) => ({ what: input.name, rows: () => rowsOf(input, scale, hasXmllint) })),
      ...(hasXmllint ? [] : [{ what: XMLLINT, rows: () => [skipped] }]),
    ],
  };
}

function rowsOf(input: Input, scale: Scale, hasXmllint: boolean): Row[] {
  return withReport(input, scale.reading, (path, expected) => {
    const size = statSync(path).size / 1e6;
    const measure = (way: string): Reading => {
      if (way === "ours") return ours(input, path, expected);
      return way === XMLLINT ? run("xmllint", ["--stream", "--noout", "--huge", path]) : figuresOf("read.mjs", way, path, input.format);
    };
    /** Ours and another way, round by round, as a row. */
    const beside = (way: string, count: number): Compared => {
      const measured = rounds(count, ["ours", way], measure);
      const [us = [], them = []] = [measured.get("ours"), measured.get(way)];
      const seconds = (readings: Reading[]): number[] => readings.map((reading) => reading.seconds);
      return { ours: figure(us, size), theirs: figure(them, size), slower: ratioOf(seconds(us), seconds(them)) };
    };
    const peerRow = (name: string, least: number | null): Row => {
      try {
        const { theirs, slower } = beside(name, scale.peers);
        return { what: "", beside: name, theirs, value: 1 / slower, ...(least !== null && { aim: { least } }) };
      } catch {
        // Some need more memory than the machine may have.
        return { what: "", beside: name, theirs: "crashed" };
      }
    };
    const rows = [bareRow(input, beside(input.bare, scale.rounds))];
    for (const [name, least] of Object.entries(input.peers ?? {})) rows.push(peerRow(name, least));
    if (hasXmllint && input.bare === "saxes") {
      const { theirs, slower } = beside(XMLLINT, scale.peers);
      rows.push({ what: "", beside: XMLLINT, theirs, value: slower, aim: { most: 1, far: true } });
    }
    return rows;
  });
}

/** Two ways in words, and how many times as long the first one takes. */
interface Compared {
  ours: string;
  theirs: string;
  slower: number;
}

function bareRow({ name, bare }: Input, { ours, theirs, slower }: Compared): Row {
  const { unit, aim } = BESIDE_BARE[bare];
  return { what: name, ours, beside: bare, theirs, value: unit === "%" ? 1 / slower : slower, unit, ...(aim && { aim }) };
}

function figure(readings: readonly Reading[], size: number): string {
  const peaks = readings.flatMap(({ megabytes }) => megabytes ?? []);
  return speed(size / median(readings.map(({ seconds }) => seconds)), peaks.length === 0 ? undefined : median(peaks));
}
