/** Tests of .NET: the TRX file of vstest, and the XML of NUnit 3's console. */
import { type Expected, type Output, outcomeOf, wordsOf } from "./output.ts";

const OUTCOMES = { passed: "Passed", failed: "Failed", skipped: "NotExecuted" } as const;

function nameOf(index: number): [owner: string, name: string] {
  const [module, part, name] = wordsOf(index);
  return [`Shop.Tests.${module}.${part}Tests`, name];
}

function idOf(index: number): string {
  return `29afb69d-0000-4000-8000-${String(index).padStart(12, "0")}`;
}

export function trx(out: Output, bytes: number): Expected {
  const expected: Expected = { cases: Math.round(bytes / 1_150), failing: 0 };
  let skipped = 0;
  out.write(`<?xml version="1.0" encoding="utf-8"?>
<TestRun id="29afb69d-9d7d-4351-a43f-fd31ade78e42" name="runner@host 2026-08-22 10:11:12" xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
  <Times creation="2026-08-22T10:11:12.0000000+00:00" queuing="2026-08-22T10:11:12.0000000+00:00" start="2026-08-22T10:11:12.0000000+00:00" finish="2026-08-22T10:12:13.0000000+00:00" />
  <Results>
`);
  for (let i = 0; i < expected.cases; i++) {
    const [owner, name] = nameOf(i);
    const outcome = outcomeOf(i);
    if (outcome === "failed") expected.failing++;
    if (outcome === "skipped") skipped++;
    const result = `    <UnitTestResult executionId="${idOf(i)}" testId="${idOf(i)}" testName="${owner}.${name}" computerName="host" duration="00:00:00.0012345" startTime="2026-08-22T10:11:12.0000000+00:00" endTime="2026-08-22T10:11:12.0000000+00:00" testType="13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b" outcome="${OUTCOMES[outcome]}" testListId="8c84fa94-04c1-424b-9868-57a2d4851a1d" relativeResultsDirectory="${idOf(i)}"`;
    if (outcome === "passed") out.write(`${result} />\n`);
    else {
      const trace = `   at ${owner}.${name}() in /home/runner/work/shop/shop/CartTests.cs:line ${10 + (i % 900)}`;
      const info =
        outcome === "failed"
          ? `<Message>Assert.Equal() Failure: Values differ&#xD;\nExpected: 3&#xD;\nActual:   4</Message>\n          <StackTrace>${trace}</StackTrace>`
          : "<Message>needs a database</Message>";
      out.write(
        `${result}>\n      <Output>\n        <ErrorInfo>\n          ${info}\n        </ErrorInfo>\n      </Output>\n    </UnitTestResult>\n`,
      );
    }
  }
  out.write("  </Results>\n  <TestDefinitions>\n");
  for (let i = 0; i < expected.cases; i++) {
    const [owner, name] = nameOf(i);
    out.write(`    <UnitTest name="${owner}.${name}" storage="/home/runner/work/shop/shop/bin/debug/net8.0/shop.tests.dll" id="${idOf(i)}">
      <Execution id="${idOf(i)}" />
      <TestMethod codeBase="/home/runner/work/shop/shop/bin/Debug/net8.0/Shop.Tests.dll" adapterTypeName="executor://xunit/VsTestRunner2/netcoreapp" className="${owner}" name="${name}" />
    </UnitTest>
`);
  }
  out.write(`  </TestDefinitions>
  <ResultSummary outcome="${expected.failing > 0 ? "Failed" : "Completed"}">
    <Counters total="${expected.cases}" executed="${expected.cases - skipped}" passed="${expected.cases - skipped - expected.failing}" failed="${expected.failing}" error="0" timeout="0" aborted="0" inconclusive="0" passedButRunAborted="0" notRunnable="0" notExecuted="0" disconnected="0" warning="0" completed="0" inProgress="0" pending="0" />
  </ResultSummary>
</TestRun>
`);
  return expected;
}

/** Cases of one fixture. */
const FIXTURE = 500;

export function nunit3(out: Output, bytes: number): Expected {
  const fixtures = Math.max(1, Math.round(bytes / 390 / FIXTURE));
  const expected: Expected = { cases: fixtures * FIXTURE, failing: 0 };
  let skipped = 0;
  for (let i = 0; i < expected.cases; i++) {
    if (outcomeOf(i) === "failed") expected.failing++;
    if (outcomeOf(i) === "skipped") skipped++;
  }
  const counts = `testcasecount="${expected.cases}" result="Failed" total="${expected.cases}" passed="${expected.cases - expected.failing - skipped}" failed="${expected.failing}" warnings="0" inconclusive="0" skipped="${skipped}"`;
  out.write(`<?xml version="1.0" encoding="utf-8" standalone="no"?>
<test-run id="2" ${counts} asserts="0" engine-version="3.16.3.0" clr-version="8.0.0" start-time="2026-08-22 10:11:12Z">
  <command-line><![CDATA[nunit3-console Shop.dll]]></command-line>
  <test-suite type="Assembly" id="0-1" name="Shop.dll" fullname="/home/runner/work/shop/shop/Shop.dll" runstate="Runnable" ${counts} site="Child">
`);
  for (let fixture = 0; fixture < fixtures; fixture++) {
    const owner = `Shop.Tests.Suite${fixture}Tests`;
    out.write(
      `    <test-suite type="TestFixture" id="0-${fixture}" name="Suite${fixture}Tests" fullname="${owner}" classname="${owner}" runstate="Runnable" testcasecount="${FIXTURE}" result="Failed" site="Child">\n`,
    );
    for (let i = 0; i < FIXTURE; i++) {
      const index = fixture * FIXTURE + i;
      const name = wordsOf(index)[2];
      const outcome = outcomeOf(index);
      const open = `      <test-case id="0-${index}" name="${name}" fullname="${owner}.${name}" methodname="${name}" classname="${owner}" runstate="Runnable" seed="${index}" result="${outcome === "skipped" ? "Skipped" : OUTCOMES[outcome]}" start-time="2026-08-22 10:11:12Z" end-time="2026-08-22 10:11:12Z" duration="0.00${100 + (index % 899)}" asserts="1"`;
      if (outcome === "passed") out.write(`${open} />\n`);
      else if (outcome === "skipped")
        out.write(`${open}>\n        <reason><message><![CDATA[needs a database]]></message></reason>\n      </test-case>\n`);
      else
        out.write(
          `${open}>\n        <failure>\n          <message><![CDATA[  Expected: 3\n  But was:  4\n]]></message>\n          <stack-trace><![CDATA[   at ${owner}.${name}() in /home/runner/work/shop/shop/CartTests.cs:line ${10 + (index % 900)}\n]]></stack-trace>\n        </failure>\n      </test-case>\n`,
        );
    }
    out.write("    </test-suite>\n");
  }
  out.write("  </test-suite>\n</test-run>\n");
  return expected;
}
