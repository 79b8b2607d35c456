/** Chance that is the same in every run: a seed names a world. */

export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  /** True in so many of one cases. */
  of(probability: number): boolean;
  /** A whole number from 0 up to `below`. */
  below(below: number): number;
  /** One of them; they may not be empty. */
  pick<T>(items: readonly T[]): T;
}

/** mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    of: (probability) => next() < probability,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}
