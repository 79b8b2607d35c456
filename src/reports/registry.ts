/** Every format there is. A new one is one file in this folder and one line here; order matters for lines only. */

import { cargoAudit } from "./audits/cargo-audit.ts";
import { bencher } from "./benchmarks/bencher.ts";
import { criterion } from "./benchmarks/criterion.ts";
import { criterionFolder } from "./benchmarks/criterion-folder.ts";
import { cargo } from "./builds/cargo.ts";
import { cargoJson } from "./builds/cargo-json.ts";
import { cargoOutdated } from "./dependencies/cargo-outdated.ts";
import type { Format } from "./format.ts";
import { rustcText } from "./lints/rustc-text.ts";
import { junit } from "./tests/junit.ts";
import { libtest } from "./tests/libtest.ts";
import { libtestJson } from "./tests/libtest-json.ts";
import { nextest } from "./tests/nextest.ts";
import { nextestJson } from "./tests/nextest-json.ts";

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
