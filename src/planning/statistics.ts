/**
 * What judging benchmarks needs of statistics: median, spread, and whether two sets of samples come from one distribution.
 * It is a page of arithmetic that tests compare with scipy's, so no package is bundled for it.
 */

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

/** As far as counting all arrangements is exact in floating point, and where the normal approximation is not good yet. */
const EXACT_FEW = 8;
const EXACT_MANY = 100;

/**
 * Mann–Whitney U: how likely two sets of samples from one distribution would differ as much as these do, either way.
 * Exact where one set has at most 8 and no value occurs twice; else by the normal approximation, corrected for ties
 * and for continuity. Source: Mann and Whitney, Ann. Math. Statist. 18 (1947); choices as in scipy.stats.mannwhitneyu.
 */
export function mannWhitney(these: readonly number[], those: readonly number[]): { u: number; p: number } {
  const [n, m] = [these.length, those.length];
  const all = [...these.map((value) => ({ value, mine: true })), ...those.map((value) => ({ value, mine: false }))];
  all.sort((a, b) => a.value - b.value);
  let ranks = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from + 1;
    while (to < all.length && all[to]?.value === all[from]?.value) to++;
    const equal = to - from;
    // Equal values share the mean of their ranks, which count from one.
    for (let i = from; i < to; i++) if (all[i]?.mine) ranks += (from + 1 + to) / 2;
    ties += equal ** 3 - equal;
    from = to;
  }
  const u = ranks - (n * (n + 1)) / 2;
  if (n === 0 || m === 0) return { u, p: 1 };
  const larger = Math.max(u, n * m - u);
  if (ties === 0 && Math.min(n, m) <= EXACT_FEW && Math.max(n, m) <= EXACT_MANY) return { u, p: Math.min(1, 2 * exactTail(n, m, larger)) };
  const deviation = Math.sqrt(((n * m) / 12) * (n + m + 1 - ties / ((n + m) * (n + m - 1))));
  if (!(deviation > 0)) return { u, p: 1 };
  return { u, p: Math.min(1, 2 * normalTail((larger - (n * m) / 2 - 0.5) / deviation)) };
}

/** P(U ≥ u) of two sets of n and m without ties: the counts are the coefficients of a Gaussian binomial. */
function exactTail(n: number, m: number, u: number): number {
  const [few, many] = n < m ? [n, m] : [m, n];
  const top = few * many;
  const counts = new Array<number>(top + 1).fill(0);
  counts[0] = 1;
  for (let i = 1; i <= few; i++) {
    // Times (1 − q^(many + i)), then divided by (1 − q^i).
    for (let k = top; k >= many + i; k--) counts[k] = (counts[k] ?? 0) - (counts[k - many - i] ?? 0);
    for (let k = i; k <= top; k++) counts[k] = (counts[k] ?? 0) + (counts[k - i] ?? 0);
  }
  let tail = 0;
  let total = 0;
  counts.forEach((count, k) => {
    total += count;
    if (k >= u) tail += count;
  });
  return tail / total;
}

/** P(Z ≥ z) of the standard normal distribution, to a part in ten million. Source: Numerical Recipes §6.2 (erfcc). */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  let sum = 0;
  for (const c of ERFC) sum = sum * t + c;
  const tail = (t * Math.exp(-x * x + sum)) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/** Coefficients of erfcc, highest power first. */
const ERFC = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];
