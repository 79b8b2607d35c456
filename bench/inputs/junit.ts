/** JUnit XML: as most tools write it, all on one line, and as it is when the failures are many and full of markup. */
import { type Expected, type Output, outcomeOf, wordsOf } from "./output.ts";

/** Cases of one suite. */
const SUITE = 500;

const TRACE = `java.lang.AssertionError: expected:&lt;3&gt; but was:&lt;4&gt;
	at org.junit.Assert.fail(Assert.java:89)
	at org.junit.Assert.failNotEquals(Assert.java:835)
	at org.junit.Assert.assertEquals(Assert.java:647)
	at com.example.shop.cart.DiscountTest.applies(DiscountTest.java:41)
	at java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)
	at java.base/java.lang.reflect.Method.invoke(Method.java:569)
	at org.junit.runners.model.FrameworkMethod$1.runReflectiveCall(FrameworkMethod.java:59)
	at org.apache.maven.surefire.junit4.JUnit4Provider.execute(JUnit4Provider.java:364)
`;

interface Shape {
  /** What stands between elements. */
  gap: (depth: number) => string;
  /** What is inside a case; its own tag is closed by the caller. */
  failure: (name: string, index: number) => string;
  /** Output that a passing case keeps. */
  output: (index: number) => string;
  /** One case in so many fails. */
  every: number;
}

function document(out: Output, bytes: number, { gap, failure, output, every }: Shape): Expected {
  const expected: Expected = { cases: 0, failing: 0 };
  out.write(`<?xml version="1.0" encoding="UTF-8"?>${gap(0)}<testsuites name="shop">`);
  for (let suite = 0; out.size < bytes; suite++) {
    const cases: string[] = [];
    let failures = 0;
    let skipped = 0;
    const owner = `com.example.shop.${wordsOf(suite * 12)
      .slice(0, 2)
      .join(".")}.Suite${suite}Test`;
    for (let i = 0; i < SUITE; i++) {
      const index = expected.cases + i;
      const name = wordsOf(index)[2];
      const outcome = every === 500 ? outcomeOf(index) : index % every === 1 ? "failed" : "passed";
      const start = `${gap(2)}<testcase name="${name}" classname="${owner}" file="src/test/java/Suite${suite}Test.java" time="0.${100 + (index % 899)}"`;
      if (outcome === "failed") {
        failures++;
        cases.push(`${start}>${gap(3)}${failure(name, index)}${gap(2)}</testcase>`);
      } else if (outcome === "skipped") {
        skipped++;
        cases.push(`${start}>${gap(3)}<skipped message="needs a database"/>${gap(2)}</testcase>`);
      } else {
        const kept = output(index);
        cases.push(kept === "" ? `${start}/>` : `${start}>${gap(3)}${kept}${gap(2)}</testcase>`);
      }
    }
    expected.cases += SUITE;
    expected.failing += failures;
    out.write(
      `${gap(1)}<testsuite name="${owner}" tests="${SUITE}" failures="${failures}" errors="0" skipped="${skipped}" time="61.25" timestamp="2026-08-22T10:11:12">`,
    );
    out.write(`${cases.join("")}${gap(1)}</testsuite>`);
  }
  out.write(`${gap(0)}</testsuites>\n`);
  return expected;
}

const lines = (depth: number): string => `\n${"  ".repeat(depth)}`;
const plainFailure = (): string =>
  `<failure message="expected:&lt;3&gt; but was:&lt;4&gt;" type="java.lang.AssertionError">${TRACE}</failure>`;

export function junit(out: Output, bytes: number): Expected {
  return document(out, bytes, { gap: lines, failure: plainFailure, output: () => "", every: 500 });
}

/** pytest writes no line end at all. */
export function junitOneLine(out: Output, bytes: number): Expected {
  const failure = (): string => plainFailure().replaceAll("\n", "&#10;");
  return document(out, bytes, { gap: () => "", failure, output: () => "", every: 500 });
}

/** One case in four fails, with entities and CDATA, and one in three keeps its output. */
export function junitMarkup(out: Output, bytes: number): Expected {
  const failure = (name: string, index: number): string =>
    index % 8 === 1
      ? `<failure message="&quot;${name}&quot; &lt;totals&gt; &amp; &#x27;sums&#x27; differ" type="AssertionError"><![CDATA[${TRACE}]]></failure>`
      : plainFailure();
  const output = (index: number): string =>
    index % 3 === 0
      ? `<system-out><![CDATA[GET /order/${index} <html> & "quotes"\nwarn: slow\n]]></system-out>`
      : index % 3 === 1
        ? `<system-err>warn: a &lt; b &amp;&amp; c &gt; d&#10;done in ${index} ms</system-err>`
        : "";
  return document(out, bytes, { gap: lines, failure, output, every: 4 });
}
