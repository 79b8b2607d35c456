import { describe, expect, test } from "vitest";
import { panicOf } from "../../../src/reports/tests/panic.ts";

const of = (text: string, name = "tests::a"): ReturnType<typeof panicOf> => panicOf(text.split("\n"), name);

describe("what a failing Rust test says", () => {
  test("since Rust 1.73: place, then message, up to the note or the backtrace", () => {
    const place = "thread 'tests::a' panicked at src/lib.rs:62:9:";
    expect(of(`stdout\n\n${place}\nfirst\n\n  left: 1\nnote: run with \`RUST_BACKTRACE=1\``)).toEqual({
      message: "first\n\n  left: 1",
      file: "src/lib.rs",
      line: 62,
    });
    expect(of(`${place}\nfirst\nstack backtrace:\n   0: x`).message).toBe("first");
    expect(of(`${place}\nfirst\nnote: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.`).message).toBe(
      "first",
    );
  });

  test("since Rust 1.91 with the number of the thread", () => {
    expect(of("thread 'tests::a' (27077) panicked at C:\\w\\src\\lib.rs:1:2:\nmessage")).toEqual({
      message: "message",
      file: "C:\\w\\src\\lib.rs",
      line: 1,
    });
  });

  test("up to Rust 1.72: message in quotes, then place, over several lines", () => {
    expect(of("thread 'tests::a' panicked at 'it''s, no', src/lib.rs:5:6")).toEqual({ message: "it''s, no", file: "src/lib.rs", line: 5 });
    expect(of("thread 'tests::a' panicked at 'one\ntwo', not a place\nthree', src/lib.rs:5:6\nnote: run with")).toEqual({
      message: "one\ntwo', not a place\nthree",
      file: "src/lib.rs",
      line: 5,
    });
    expect(of("thread 'tests::a' panicked at 'cut").message).toBe("cut");
  });

  test("of several panics the last of the test's own thread, else the last", () => {
    const worker = "thread 'worker-7' panicked at src/lib.rs:1:1:\nin worker\n\n";
    const mine = "thread 'tests::a' panicked at src/lib.rs:2:2:\nmine\n";
    expect(of(worker + mine).message).toBe("mine");
    expect(of(mine + worker)).toEqual({ message: "mine", file: "src/lib.rs", line: 2 });
    expect(of(worker).message).toBe("in worker");
  });

  test("what should have panicked and did not, or said something else", () => {
    expect(of("note: test did not panic as expected at src/lib.rs:72:8")).toEqual({
      message: "test did not panic as expected",
      file: "src/lib.rs",
      line: 72,
    });
    expect(of("note: test did not panic as expected")).toEqual({ message: "test did not panic as expected" });
    const other = 'note: panic did not contain expected string\n      panic message: "x"\n expected substring: "y"\nlater';
    const message = 'panic did not contain expected string\npanic message: "x"\nexpected substring: "y"';
    expect(of(`thread 'tests::a' panicked at src/lib.rs:76:39:\nx\n${other}`)).toEqual({ message, file: "src/lib.rs", line: 76 });
    expect(of(`thread 'worker' panicked at src/lib.rs:76:39:\nx\n${other}`)).toEqual({ message });
  });

  test("the error that a test returned", () => {
    expect(of('GET /\nError: "no stock for “tea”"')).toEqual({ message: 'Error: "no stock for “tea”"' });
  });

  test("a stack that overflowed, without the thread's number, which differs from run to run", () => {
    expect(of("\nthread 'overflow' (2029) has overflowed its stack\nfatal runtime error: stack overflow").message).toBe(
      "thread 'overflow' has overflowed its stack",
    );
  });

  test("no place where the panic stands in the standard library or in a dependency", () => {
    for (const path of [
      "/rustc/59807616e1fa/library/core/src/panicking.rs",
      "/usr/src/rustc-1.63.0/library/test/src/lib.rs",
      "/home/u/.rustup/toolchains/stable/lib/rustlib/src/rust/library/std/src/io.rs",
      "/home/u/.cargo/registry/src/index/criterion-0.5.1/src/lib.rs",
    ]) {
      expect(of(`thread 'tests::a' panicked at ${path}:1:2:\nm`)).toEqual({ message: "m" });
    }
  });

  test("the first words, where there is no panic", () => {
    expect(of("\n\nTest compiled successfully, but it's marked `compile_fail`.\n")).toEqual({
      message: "Test compiled successfully, but it's marked `compile_fail`.",
    });
    expect(of("")).toEqual({});
  });
});

test("no output makes it slow", () => {
  for (const bad of [
    "thread '",
    "thread 'a' panicked at ",
    "' panicked at ",
    "thread 'tests::a' panicked at 'x', a:1:",
    "', a:1:1",
    ":1:1",
    "1",
    "note: test did not panic as expected at ",
    " (1)",
  ]) {
    const began = performance.now();
    of(bad.repeat(5e4));
    of(`thread 'tests::a' panicked at ${bad.repeat(5e4)}`);
    of(`thread 'tests::a' panicked at '${bad.repeat(5e4)}`);
    of(Array.from({ length: 2_000 }, () => `thread 'tests::a' panicked at 'x${bad}`).join("\n"));
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});
