/** Measurements as people say them. */

/** `1234567 ns` as `1.235 ms`. */
export function amount(value: number, unit: string): string {
  if (unit !== "ns") return `${Number(value.toPrecision(4))} ${unit}`;
  const [scale, word] = scaleOf(value);
  return `${Number((value / scale).toPrecision(4))} ${word}`;
}

/** Labels of one axis, all in the scale of the largest and as exact as each other, and the unit that they are in. */
export function axisOf(values: readonly number[], unit: string): { labels: string[]; unit: string } {
  const largest = Math.max(...values.map(Math.abs));
  const [scale, word] = unit === "ns" ? scaleOf(largest) : [1, unit.replace(/\s+/g, " ").trim().slice(0, MAX_UNIT)];
  const digits = Math.floor(Math.log10(largest / scale || 1));
  const plain = digits >= -4 && digits < 9;
  const labels = values.map((value) => (plain ? (value / scale).toFixed(Math.max(0, 3 - digits)) : (value / scale).toExponential(2)));
  return { labels, unit: word };
}

/** Units are words of a report. */
const MAX_UNIT = 30;

function scaleOf(nanoseconds: number): [scale: number, word: string] {
  const value = Math.abs(nanoseconds);
  return value >= 1e9 ? [1e9, "s"] : value >= 1e6 ? [1e6, "ms"] : value >= 1e3 ? [1e3, "µs"] : [1, "ns"];
}
