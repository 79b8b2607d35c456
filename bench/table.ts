/** The table that is printed: rows of figures, each beside what it is held against, and whether its aim holds. */
import { styleText } from "node:util";

/** `×`: times as much. `%`: as much of it. */
export type Unit = "×" | "%" | "s" | "MB";

export interface Row {
  what: string;
  ours?: string;
  /** What it is held against, and that one's figure. */
  beside?: string;
  theirs?: string;
  /** The figure that the aim is about. */
  value?: number;
  unit?: Unit;
  aim?: Aim;
  /** What somebody should know, in the place of figures. */
  note?: string;
}

/** `far`: where it should go some day; it counts as no miss. */
export type Aim = ({ least: number } | { most: number }) & { far?: true };

export function header(): string {
  return styleText("dim", line("", "ours", "beside", "theirs", "ratio", "aim", ""));
}

export function titled(title: string): string {
  return `\n${styleText("bold", title)}`;
}

export function printed(row: Row): string {
  const { what, ours = "", beside = "", theirs = "", value, unit = "×", aim } = row;
  if (row.note !== undefined) return styleText("yellow", `  ${what.padEnd(32)} ${row.note}`);
  const ratio = value === undefined ? "" : amount(value, unit);
  if (!aim) return line(what, ours, beside, theirs, ratio, "", "");
  const bound = "least" in aim ? `≥ ${amount(aim.least, unit)}` : `≤ ${amount(aim.most, unit)}`;
  const verdict = holds(row) ? styleText("green", "ok") : aim.far ? styleText("dim", "far goal") : styleText(["bold", "red"], "MISSED");
  return line(what, ours, beside, theirs, ratio, bound, verdict);
}

/** Undefined for a row without an aim. */
export function holds({ value = Number.NaN, aim }: Row): boolean | undefined {
  if (!aim) return undefined;
  return "least" in aim ? value >= aim.least : value <= aim.most;
}

/** `134 MB/s   67 MB`, always as wide. */
export function speed(megabytesPerSecond: number, peak?: number): string {
  const memory = peak === undefined ? "" : `${peak.toFixed(0)} MB`;
  return `${megabytesPerSecond.toFixed(0)} MB/s ${memory.padStart(8)}`;
}

function line(what: string, ours: string, beside: string, theirs: string, ratio: string, aim: string, verdict: string): string {
  const figures = `${what.padEnd(32)} ${ours.padStart(22)}   ${beside.padEnd(19)} ${theirs.padStart(20)}`;
  return `  ${figures} ${ratio.padStart(8)} ${aim.padStart(9)}  ${verdict}`.trimEnd();
}

function amount(value: number, unit: Unit): string {
  if (unit === "%") return `${(value * 100).toFixed(0)} %`;
  if (unit === "MB") return `${value.toFixed(0)} MB`;
  return `${value.toFixed(value < 10 ? 2 : 1).replace(/\.?0+$/, "")} ${unit}`;
}
