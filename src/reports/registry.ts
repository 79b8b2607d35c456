/** Every format there is. A new one is one file in this folder and one line here; order matters for lines only. */
import { bencher } from "./bencher.ts";
import { cargo } from "./cargo.ts";
import type { Format } from "./format.ts";
import { libtest } from "./libtest.ts";

export const FORMATS: readonly Format[] = [
  // Lines: what ends another tool's block comes first.
  cargo,
  libtest,
  bencher,
];
