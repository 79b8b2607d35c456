/** Figures of a card in words, for every tracker alike. Nothing here is text of a report. */
import type { Card, Flakiness, Rate, Stamp } from "../model.ts";

/** `failed in 3 of 14 runs, 21 % (8–48 %)`: the rate with its 95 % confidence interval. */
export function rateWords({ failures, observations, low, high }: Rate): string {
  const runs = `${observations} run${observations === 1 ? "" : "s"}`;
  const share = observations > 0 ? `, ${percent(failures / observations)} % (${percent(low)}–${percent(high)} %)` : "";
  return `failed in ${failures} of ${runs}${share}`;
}

/** What is known of how often it fails; undefined where nothing is. */
export function howOften({ flaky, rate }: Card): string | undefined {
  const known = flaky ?? rate;
  return known && rateWords(known);
}

/** `14 passes in a row close it, 3 so far`. */
export function patienceWords({ needs, passes }: Flakiness): string {
  return `${needs} pass${needs === 1 ? "" : "es"} in a row close${needs === 1 ? "s" : ""} it, ${passes} so far`;
}

/** Never 0 or 100 where it is neither. */
function percent(share: number): string {
  const value = share * 100;
  const rounded = Math.round(value);
  return rounded > 0 && rounded < 100 ? String(rounded) : String(Number(value.toFixed(1)));
}

/** `2026-11-21 07:47 UTC` */
export function timeWords(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "time unknown" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A whole commit id; anything else in its place is not believed to be one. */
export function isSha(text: string | undefined): text is string {
  return text !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** An address that may become a link: nothing in it ends a link, a cell or a tag. */
export function isAddress(text: string | undefined): text is string {
  return text !== undefined && text.length <= 500 && /^https?:\/\/[^\s()<>"'`|\\]+$/.test(text);
}

/** `https://github.com/octo/shop`, as the page of a run in GitHub Actions names it: the repository that was tested. */
export function repositoryOf(url: string | undefined): string | undefined {
  return /^(https?:\/\/[\w.-]+(?::\d+)?\/[\w.-]+\/[\w.-]+)\/actions\/runs\/\d+/.exec(url ?? "")?.[1];
}

/** States of a producer, in the order in which they are told. */
export const STATES = [
  ["failed", "Fails in"],
  ["passed", "Passes in"],
  ["absent", "Gone from"],
  ["retired", "Reports no more"],
] as const satisfies readonly [Card["producers"][number]["last"], string][];

/** `run 5`, with the attempt where it is not the first. */
export function runName({ run, attempt }: Stamp): string {
  return `run ${run}${attempt > 1 ? ` (attempt ${attempt})` : ""}`;
}
