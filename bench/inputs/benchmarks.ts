/** Benchmarks as criterion prints them for people, and in libtest's form. */
import { type Expected, numbers, type Output, wordsOf } from "./output.ts";

export function criterion(out: Output, bytes: number): Expected {
  const random = numbers(3);
  let cases = 0;
  out.write("     Running benches/my_bench.rs (target/release/deps/my_bench-4728e012798f8d77)\n");
  for (; out.size < bytes; cases++) {
    const name = wordsOf(cases).join("/");
    const value = 10 + random() * 900;
    const three = [value * 0.98, value, value * 1.03].map((n) => `${n.toPrecision(5)} ns`).join(" ");
    out.write(`Benchmarking ${name}\nBenchmarking ${name}: Warming up for 300.00 ms
Benchmarking ${name}: Collecting 30 samples in estimated 800.22 ms (499k iterations)
Benchmarking ${name}: Analyzing
${name}
                        time:   [${three}]
                        change: [-1.0150% +0.6520% +1.2890%] (p = 0.31 > 0.05)
                        No change in performance detected.
Found 6 outliers among 30 measurements (20.00%)
  1 (3.33%) high mild
  5 (16.67%) high severe

`);
  }
  return { cases, failing: 0 };
}

export function bencher(out: Output, bytes: number): Expected {
  const random = numbers(4);
  let cases = 0;
  out.write("     Running benches/my_bench.rs (target/release/deps/my_bench-4728e012798f8d77)\n");
  for (; out.size < bytes; cases++) {
    const value = Math.floor(10 + random() * 90_000).toLocaleString("en-US");
    out.write(`test ${wordsOf(cases).join("/")} ... bench:  ${value.padStart(10)} ns/iter (+/- ${Math.floor(random() * 300)})\n\n`);
  }
  return { cases, failing: 0 };
}
