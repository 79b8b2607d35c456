/** Every format there is. A new one is one file in this folder and one line here; order matters for lines only. */
import { bencher } from "./bencher.ts";
import { cargo } from "./cargo.ts";
import { cargoAudit } from "./cargo-audit.ts";
import { cargoJson } from "./cargo-json.ts";
import { cargoOutdated } from "./cargo-outdated.ts";
import { criterion } from "./criterion.ts";
import { criterionFolder } from "./criterion-folder.ts";
import type { Format } from "./format.ts";
import { junit } from "./junit.ts";
import { libtest } from "./libtest.ts";
import { libtestJson } from "./libtest-json.ts";
import { nextest } from "./nextest.ts";
import { nextestJson } from "./nextest-json.ts";
import { rustcText } from "./rustc-text.ts";

export const FORMATS: readonly Format[] = [
  // Lines: what ends another tool's block comes first.
  cargoJson,
  cargo,
  libtest,
  libtestJson,
  nextestJson,
  nextest,
  bencher,
  criterion,
  criterionFolder,
  rustcText,
  junit,
  cargoAudit,
  cargoOutdated,
];
