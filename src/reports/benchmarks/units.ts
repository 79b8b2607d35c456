/** Units of measurements: times become nanoseconds, everything else stays as printed; which way is better. */
import type { BenchObservation } from "../../model.ts";

/** A measurement without its name. */
export type Measured = Pick<BenchObservation, "value" | "unit" | "better" | "range" | "step">;

/** Powers of ten from a printed unit to nanoseconds. The micro sign has two code points. */
const NANOSECONDS = new Map([
  ["ps", -3],
  ["ns", 0],
  ["nanoseconds", 0],
  ["us", 3],
  ["\u00b5s", 3],
  ["\u03bcs", 3],
  ["microseconds", 3],
  ["ms", 6],
  ["msec", 6],
  ["milliseconds", 6],
  ["s", 9],
  ["sec", 9],
  ["seconds", 9],
]);

/** What a time is the time of: `ns/op`, `ms/iter`. */
const EACH = /\/(?:op|iter|iteration|call|run)$/;
/** So much in a time: the more, the better. */
const RATE =
  /\/\s?(?:s|secs?|seconds?|min|minute|h|hr|hour|day|msec|ms|us|\u00b5s|\u03bcs|ns)\.?$|per (?:sec|second|min|minute|hour|day)$|^(?:fps|[rqt]ps|[kmgt]?bps|k?hz|[mgt]hz|[kmgt]?flops|[kmgt]?i?ops|throughput)$/i;
/** A number as tools print it, thousands apart from commas. */
const NUMBER = /^\d{1,40}(?:\.\d{1,20})?$/;

/** The power of ten that makes nanoseconds of the unit; undefined where it is no time. */
export function powerOf(unit: string): number | undefined {
  return NANOSECONDS.get(unit.replace(EACH, ""));
}

/** Which way is better, by the unit alone: a rate is better when it is bigger, all else when it is smaller. */
export function betterOf(unit: string): Measured["better"] {
  return powerOf(unit) === undefined && RATE.test(unit.slice(0, 100)) ? "bigger" : "smaller";
}

/** The number with its decimal point moved, so that no rounding creeps in. */
export function scaled(value: number, power: number): number {
  if (power === 0) return value;
  const [digits = "", exponent = "0"] = String(value).split("e");
  const moved = Number(`${digits}e${Number(exponent) + power}`);
  return Number.isFinite(moved) ? moved : value;
}

/** A number in its unit: in nanoseconds where the unit is a time. `range` is in the same unit. */
export function measurementIn(unit: string, value: number, range?: number, better: Measured["better"] = betterOf(unit)): Measured {
  const power = powerOf(unit);
  const measured: Measured = { value: scaled(value, power ?? 0), unit: power === undefined ? unit : "ns", better };
  if (range !== undefined && range >= 0) measured.range = scaled(range, power ?? 0);
  return measured;
}

/** A printed number with its unit: in nanoseconds where the unit is a time, with the smallest step that the tool prints. */
export function quantityOf(printed: string, unit: string): { value: number; step: number; nanoseconds: boolean } | undefined {
  if (!NUMBER.test(printed)) return undefined;
  const power = powerOf(unit);
  const decimals = printed.includes(".") ? printed.length - printed.indexOf(".") - 1 : 0;
  // Written as one decimal number, so that no rounding creeps in between.
  return {
    value: Number(`${printed}e${power ?? 0}`),
    step: Number(`1e${(power ?? 0) - decimals}`),
    nanoseconds: power !== undefined,
  };
}

/** The same as a measurement. `around` is the printed ±, in `aroundUnit`. */
export function printedMeasurement(printed: string, unit: string, around?: string, aroundUnit = unit): Measured | undefined {
  const quantity = quantityOf(printed, unit);
  if (!quantity) return undefined;
  const { value, step, nanoseconds } = quantity;
  const measured: Measured = { value, unit: nanoseconds ? "ns" : unit, better: betterOf(unit), step };
  const range = around === undefined ? undefined : quantityOf(around, aroundUnit);
  if (range && range.nanoseconds === nanoseconds && (nanoseconds || aroundUnit === unit)) measured.range = range.value;
  return measured;
}
