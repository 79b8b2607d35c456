/** Every format there is. A new one is one file in this folder and one line here; order matters for lines only. */

import { bandit } from "./audits/bandit.ts";
import { bundlerAudit } from "./audits/bundler-audit.ts";
import { bundlerAuditText } from "./audits/bundler-audit-text.ts";
import { cargoAudit } from "./audits/cargo-audit.ts";
import { cargoAuditText } from "./audits/cargo-audit-text.ts";
import { cargoDeny } from "./audits/cargo-deny.ts";
import { cargoDenyText } from "./audits/cargo-deny-text.ts";
import { composerAudit } from "./audits/composer-audit.ts";
import { dependencyCheck, dependencyCheckJson } from "./audits/dependency-check.ts";
import { dotnetVulnerable, dotnetVulnerableText } from "./audits/dotnet-vulnerable.ts";
import { govulncheck } from "./audits/govulncheck.ts";
import { grype } from "./audits/grype.ts";
import { npmAudit } from "./audits/npm-audit.ts";
import { osvScanner } from "./audits/osv-scanner.ts";
import { pipAudit } from "./audits/pip-audit.ts";
import { npm6Audit, pnpmAudit } from "./audits/pnpm-audit.ts";
import { semgrep } from "./audits/semgrep.ts";
import { trivy } from "./audits/trivy.ts";
import { yarnAudit } from "./audits/yarn-audit.ts";
import { yarnBerryAudit } from "./audits/yarn-berry-audit.ts";
import { asv } from "./benchmarks/asv.ts";
import { bencher } from "./benchmarks/bencher.ts";
import { bencherMetric } from "./benchmarks/bencher-metric.ts";
import { benchmarkJs } from "./benchmarks/benchmark-js.ts";
import { benchmarkDotNet } from "./benchmarks/benchmarkdotnet.ts";
import { cargoCriterion } from "./benchmarks/cargo-criterion.ts";
import { catch2Benchmark } from "./benchmarks/catch2-benchmark.ts";
import { criterion } from "./benchmarks/criterion.ts";
import { criterionFolder } from "./benchmarks/criterion-folder.ts";
import { customBenchmark } from "./benchmarks/custom-benchmark.ts";
import { dartBenchmark } from "./benchmarks/dart-benchmark.ts";
import { divan } from "./benchmarks/divan.ts";
import { goBench } from "./benchmarks/go-bench.ts";
import { googleBenchmark } from "./benchmarks/google-benchmark.ts";
import { googleBenchmarkText } from "./benchmarks/google-benchmark-text.ts";
import { gungraunJson } from "./benchmarks/gungraun-json.ts";
import { hyperfine } from "./benchmarks/hyperfine.ts";
import { hyperfineText } from "./benchmarks/hyperfine-text.ts";
import { iai } from "./benchmarks/iai.ts";
import { jmh } from "./benchmarks/jmh.ts";
import { jsTime } from "./benchmarks/js-time.ts";
import { juliaBenchmark } from "./benchmarks/julia-benchmark.ts";
import { luauBench } from "./benchmarks/luau-bench.ts";
import { pytestBenchmark } from "./benchmarks/pytest-benchmark.ts";
import { rubyBenchmark } from "./benchmarks/ruby-benchmark.ts";
import { tinybench } from "./benchmarks/tinybench.ts";
import { vitestBench } from "./benchmarks/vitest-bench.ts";
import { vitestBenchText } from "./benchmarks/vitest-bench-text.ts";
import { cargo } from "./builds/cargo.ts";
import { cargoJson } from "./builds/cargo-json.ts";
import { bundleOutdated } from "./dependencies/bundle-outdated.ts";
import { cargoOutdated } from "./dependencies/cargo-outdated.ts";
import { cargoOutdatedText } from "./dependencies/cargo-outdated-text.ts";
import { composerOutdated } from "./dependencies/composer-outdated.ts";
import { goList, goListText } from "./dependencies/go-list.ts";
import { npmOutdated } from "./dependencies/npm-outdated.ts";
import { pipOutdated } from "./dependencies/pip-outdated.ts";
import { pnpmOutdated } from "./dependencies/pnpm-outdated.ts";
import { yarnOutdated } from "./dependencies/yarn-outdated.ts";
import { review } from "./findings/review.ts";
import type { Format } from "./format.ts";
import { actionlintJson } from "./lints/actionlint-json.ts";
import { actionlintJsonLines } from "./lints/actionlint-json-lines.ts";
import { actionlint } from "./lints/actionlint-text.ts";
import { biomeJson } from "./lints/biome-json.ts";
import { checkstyle } from "./lints/checkstyle.ts";
import { clangTidy } from "./lints/clang-tidy.ts";
import { cppcheck } from "./lints/cppcheck-text.ts";
import { cppcheckXml } from "./lints/cppcheck-xml.ts";
import { eslintJson } from "./lints/eslint-json.ts";
import { eslint } from "./lints/eslint-text.ts";
import { flake8 } from "./lints/flake8.ts";
import { gcc } from "./lints/gcc.ts";
import { gccJson } from "./lints/gcc-json.ts";
import { githubAnnotations } from "./lints/github-annotations.ts";
import { gitlabCodeQuality } from "./lints/gitlab-code-quality.ts";
import { goVetJson } from "./lints/go-vet-json.ts";
import { goVet } from "./lints/go-vet-text.ts";
import { golangciLintJson } from "./lints/golangci-lint-json.ts";
import { golangciLint } from "./lints/golangci-lint-text.ts";
import { hadolintJson } from "./lints/hadolint-json.ts";
import { msbuild } from "./lints/msbuild.ts";
import { mypyJson } from "./lints/mypy-json.ts";
import { mypy } from "./lints/mypy-text.ts";
import { oxlintJson } from "./lints/oxlint-json.ts";
import { phpstanJson } from "./lints/phpstan-json.ts";
import { prettier } from "./lints/prettier.ts";
import { pylintJson } from "./lints/pylint-json.ts";
import { pylint } from "./lints/pylint-text.ts";
import { pyrightJson } from "./lints/pyright-json.ts";
import { rdjson } from "./lints/rdjson.ts";
import { rdjsonl } from "./lints/rdjsonl.ts";
import { rubocopJson } from "./lints/rubocop-json.ts";
import { ruffJson } from "./lints/ruff-json.ts";
import { ruffJsonLines } from "./lints/ruff-json-lines.ts";
import { ruff } from "./lints/ruff-text.ts";
import { rustcText } from "./lints/rustc-text.ts";
import { rustfmt } from "./lints/rustfmt.ts";
import { sarif } from "./lints/sarif.ts";
import { shellcheckJson } from "./lints/shellcheck-json.ts";
import { staticcheckJson } from "./lints/staticcheck-json.ts";
import { staticcheck } from "./lints/staticcheck-text.ts";
import { stylelintJson } from "./lints/stylelint-json.ts";
import { stylelint } from "./lints/stylelint-text.ts";
import { tsc } from "./lints/tsc.ts";
import { yamllint } from "./lints/yamllint.ts";
import { trackerActivity, trackerManifest, trackerRun } from "./pipelines/tracker-run.ts";
import { catch2Xml } from "./tests/catch2-xml.ts";
import { cppunit } from "./tests/cppunit.ts";
import { ctrf } from "./tests/ctrf.ts";
import { cucumberJson } from "./tests/cucumber-json.ts";
import { dartJson } from "./tests/dart-json.ts";
import { goTestJson } from "./tests/go-test-json.ts";
import { goTestText } from "./tests/go-test-text.ts";
import { gtestJson } from "./tests/gtest-json.ts";
import { jestJson } from "./tests/jest-json.ts";
import { junit } from "./tests/junit.ts";
import { junitConsole } from "./tests/junit-console.ts";
import { libtest } from "./tests/libtest.ts";
import { libtestJson } from "./tests/libtest-json.ts";
import { mochaJson } from "./tests/mocha-json.ts";
import { mochaJsonStream } from "./tests/mocha-json-stream.ts";
import { nextest } from "./tests/nextest.ts";
import { nextestJson } from "./tests/nextest-json.ts";
import { nodeSpec } from "./tests/node-spec.ts";
import { nunit2 } from "./tests/nunit2.ts";
import { nunit3 } from "./tests/nunit3.ts";
import { playwrightJson } from "./tests/playwright-json.ts";
import { pytestText } from "./tests/pytest-text.ts";
import { robot } from "./tests/robot.ts";
import { rspecJson } from "./tests/rspec-json.ts";
import { subunit } from "./tests/subunit.ts";
import { tap } from "./tests/tap.ts";
import { trx } from "./tests/trx.ts";
import { vitestJson } from "./tests/vitest-json.ts";
import { xunitNet } from "./tests/xunit-net.ts";

export const FORMATS: readonly Format[] = [
  // Lines: what ends another tool's block comes first.
  cargoJson,
  cargoAuditText,
  cargoDenyText,
  cargo,
  libtest,
  libtestJson,
  nextestJson,
  nextest,
  goTestText,
  pytestText,
  tap,
  nodeSpec,
  junitConsole,
  goTestJson,
  dartJson,
  subunit,
  bencher,
  criterion,
  criterionFolder,
  goBench,
  iai,
  divan,
  hyperfineText,
  googleBenchmarkText,
  catch2Benchmark,
  vitestBenchText,
  tinybench,
  benchmarkJs,
  dartBenchmark,
  rubyBenchmark,
  asv,
  jsTime,
  luauBench,
  cargoCriterion,
  gungraunJson,
  googleBenchmark,
  pytestBenchmark,
  hyperfine,
  vitestBench,
  jmh,
  juliaBenchmark,
  benchmarkDotNet,
  customBenchmark,
  bencherMetric,
  rustfmt,
  rustcText,
  stylelint,
  eslint,
  ruff,
  flake8,
  pylint,
  mypy,
  yamllint,
  tsc,
  prettier,
  actionlint,
  staticcheck,
  golangciLint,
  goVet,
  githubAnnotations,
  cppcheck,
  clangTidy,
  msbuild,
  gcc,
  bundlerAuditText,
  cargoOutdatedText,
  junit,
  cucumberJson,
  ctrf,
  playwrightJson,
  rspecJson,
  gtestJson,
  mochaJson,
  mochaJsonStream,
  jestJson,
  vitestJson,
  robot,
  catch2Xml,
  nunit3,
  nunit2,
  trx,
  cppunit,
  xunitNet,
  cargoAudit,
  cargoDeny,
  npmAudit,
  npm6Audit,
  pnpmAudit,
  yarnAudit,
  yarnBerryAudit,
  pipAudit,
  govulncheck,
  osvScanner,
  trivy,
  grype,
  bundlerAudit,
  composerAudit,
  dotnetVulnerable,
  dotnetVulnerableText,
  dependencyCheck,
  dependencyCheckJson,
  bandit,
  semgrep,
  cargoOutdated,
  npmOutdated,
  pnpmOutdated,
  yarnOutdated,
  pipOutdated,
  goList,
  goListText,
  bundleOutdated,
  composerOutdated,
  review,
  trackerActivity,
  trackerRun,
  trackerManifest,
  eslintJson,
  biomeJson,
  oxlintJson,
  ruffJson,
  ruffJsonLines,
  pylintJson,
  mypyJson,
  pyrightJson,
  golangciLintJson,
  staticcheckJson,
  goVetJson,
  rubocopJson,
  stylelintJson,
  phpstanJson,
  shellcheckJson,
  hadolintJson,
  actionlintJson,
  actionlintJsonLines,
  checkstyle,
  cppcheckXml,
  gitlabCodeQuality,
  rdjson,
  rdjsonl,
  sarif,
  gccJson,
];
