/**
 * Where the identity of a test lives in each tool's JUnit XML. The schema leaves `name` and `classname` to the tool, so
 * one keeps the file in the suite's name, another the project in `hostname`, a third writes the title into both.
 * Sources: the reporters named beside each rule, checked on the files they wrote.
 */

/** Attributes of an element, as written; any other may stand among those that some tool gives a meaning. */
export interface Attributes {
  readonly name?: string;
  readonly classname?: string;
  readonly class?: string;
  readonly package?: string;
  readonly hostname?: string;
  readonly uuid?: string;
  readonly timestamp?: string;
  readonly time?: string;
  readonly file?: string;
  readonly filepath?: string;
  readonly line?: string;
  readonly lineno?: string;
  readonly status?: string;
  readonly result?: string;
  readonly tests?: string;
  readonly failures?: string;
  readonly errors?: string;
  readonly skipped?: string;
  readonly skips?: string;
  readonly ignored?: string;
  readonly assertions?: string;
  readonly warnings?: string;
  readonly message?: string;
  readonly type?: string;
  readonly value?: string;
}

export type Dialect =
  | "nextest"
  | "pytest"
  | "playwright"
  | "node"
  | "karma"
  | "vitest"
  | "jest"
  | "mocha"
  | "catch2"
  | "ctest"
  | "phpunit"
  | "plain";

/** The tool, for people, where the dialect gives it away. */
export const TOOLS: Partial<Record<Dialect, string>> = {
  nextest: "cargo nextest",
  pytest: "pytest",
  playwright: "playwright",
  node: "node:test",
  karma: "karma",
  vitest: "vitest",
  jest: "jest",
  mocha: "mocha",
  catch2: "catch2",
  ctest: "ctest",
  phpunit: "phpunit",
};

/** What a test case goes by. */
export interface Names {
  suite: string;
  name: string;
  /** The case stands for its whole file, class or module, which failed (or passed) without a case of its own. */
  whole: boolean;
  /** A failure of the whole did not keep its tests from running. */
  harmless?: true;
}

/** Writers that always write the same attributes of a `testsuite` in the same order. */
const BY_ATTRIBUTES = new Map<string, Dialect>([
  // playwright, src/reporters/junit.ts
  ["name,timestamp,hostname,tests,failures,skipped,time,errors", "playwright"],
  // node 20 and 24, lib/internal/test_runner/reporter/junit.js
  ["name,time,disabled,errors,tests,failures,skipped,hostname", "node"],
  ["name,time,disabled,errors,tests,failures,skipped,timestamp,hostname", "node"],
  // karma-junit-reporter, index.js
  ["name,package,timestamp,id,hostname,tests,errors,failures,time", "karma"],
  // cmake, cmCTestTestHandler.cxx (3.21 and later)
  ["name,tests,failures,disabled,skipped,hostname,time,timestamp", "ctest"],
]);

const BY_ROOT = new Map<string, Dialect>([
  ["nextest-run", "nextest"],
  ["pytest tests", "pytest"],
  ["vitest tests", "vitest"],
  ["jest tests", "jest"],
  ["Mocha Tests", "mocha"],
]);

/** Who wrote this suite. `root` holds the attributes of `testsuites`, empty where the root is the suite itself. */
export function dialectOf(root: Attributes, suite: Attributes): Dialect {
  const name = suite.name ?? "";
  // Only nextest gives its run an id (quick-junit), whatever the report is called.
  if (root.uuid !== undefined || name.startsWith("@setup-script:")) return "nextest";
  const byRoot = BY_ROOT.get(root.name ?? "");
  if (byRoot) return byRoot;
  if (name === "pytest") return "pytest";
  if (name === "Mocha Tests") return "mocha";
  // catch2 has a constant where the host should stand.
  if (suite.hostname === "tbd") return "catch2";
  if (suite.assertions !== undefined && suite.warnings !== undefined) return "phpunit";
  return BY_ATTRIBUTES.get(Object.keys(suite).join()) ?? "plain";
}

/** quick-junit's order, which nextest writes with; linters that use it too are told apart before. */
const QUICK_JUNIT = new Set(["name,tests,skipped,errors,failures", "name,tests,disabled,errors,failures"]);

/** Who wrote a suite that does not tell by itself, by its first case. */
export function dialectOfCase(root: Attributes, suite: SuiteNames, attributes: Attributes, testcase: Attributes): Dialect {
  // Cases directly below a bare root, all of one class that says nothing.
  const bare = suite.parents.length === 1 && Object.keys(root).length === 0 && Object.keys(attributes).length === 0;
  if (bare && testcase.classname === "test") return "node";
  // A report that a merge robbed of its root.
  const named = testcase.timestamp !== undefined && testcase.classname !== undefined && withoutStress(suite.name) === testcase.classname;
  return named && QUICK_JUNIT.has(Object.keys(attributes).join()) ? "nextest" : "plain";
}

/** `"before all" hook for "x"`: mocha's and jest's names for what ran around the tests. */
const HOOK = /(?:^|\s)"(?:before|after) (?:all|each)" hook\b|^\s?Test execution failure: could be caused by test hooks/;
/** These run after all tests have. */
const LATE = /"after all"|^\s?Test execution/;
/** What JUnit 4, gradle and the Go converters call a class or package that could not run its tests. */
const WHOLE = new Set(["initializationError", "classMethod", "executionError", "[build failed]", "[setup failed]", "TestMain"]);

/** What a suite lends to the names of its cases. */
export interface SuiteNames {
  dialect: Dialect;
  /** Its own name, without spaces around it. */
  name: string;
  /** Names of the suites around it and its own, outermost first. */
  parents: readonly string[];
  /** What it writes as host: playwright's project. */
  project: string;
}

/** The names of a case; `path` makes a path of the report relative. */
export function namesOf(suite: SuiteNames, testcase: Attributes, failing: boolean, path: (path: string) => string): Names {
  const { name: own } = suite;
  const name = trimmed(testcase.name);
  const classname = trimmed(testcase.classname ?? testcase.class);
  switch (suite.dialect) {
    case "nextest":
      return { suite: withoutStress(classname === "" ? own : classname), name, whole: false };
    case "playwright":
      return playwright(suite.project, classname === "" ? own : classname, name);
    case "node":
      return node(suite.parents, testcase, name, path);
    case "karma":
      return { suite: withoutVersion(own, classname), name, whole: false };
    case "ctest":
      // The suite is named after the machine's build, the class repeats the test's name.
      return { suite: "ctest", name, whole: false };
    case "pytest":
      // A module that could not be collected has an empty class; the runner's own failure is called pytest.
      if (testcase.classname === "" && name !== "") return { suite: name, name: "", whole: true };
      if (classname === "pytest" && name === "internal") return { suite: classname, name: "", whole: true };
      // The class is the module, even where a test is called like it.
      return { suite: classname === "" ? own : classname, name, whole: false };
  }
  // jest-junit writes the full title into both, mocha-junit-reporter the title into the class: the suite is the group.
  const titled = name.endsWith(classname) && (name.length === classname.length || name.endsWith(`${own} ${classname}`));
  const group = classname === "" || (titled && own !== "") ? own : classname;
  // surefire and vitest name what failed before its first test after the class or file it is.
  if (titled && name !== "" && name === classname && name === own) return { suite: own, name: "", whole: true };
  if (!failing) return { suite: group, name, whole: false };
  const hook = name.includes("hook") ? HOOK.exec(name) : null;
  if (hook) return { suite: group, name: "", whole: true, ...(LATE.test(hook[0]) ? { harmless: true } : {}) };
  // What ant and jest-junit (`reportTestSuiteErrors`) write in a class's place.
  if (classname === "junit.framework.TestSuite" || classname === "Test suite failed to run")
    return { suite: path(name), name: "", whole: true };
  if (WHOLE.has(name)) return { suite: group, name: "", whole: true };
  return { suite: group, name, whole: false };
}

/** No longer name tells tests apart that a shorter one does not. */
const MAX_NAME = 4_096;

/** Tools pad titles, and byte order marks stray into them; most names need no look but this one. */
function trimmed(text: string | undefined): string {
  if (text === undefined || text === "") return "";
  const last = text.charCodeAt(text.length - 1);
  const first = text.charCodeAt(0);
  const plain = first > 32 && first <= 126 && last > 32 && last <= 126 && text.length <= MAX_NAME;
  return plain ? text : text.slice(0, MAX_NAME).trim();
}

/** nextest's suites of repeated runs are `ID@stress-N`: one test, run several times. */
export function withoutStress(id: string): string {
  const at = id.lastIndexOf("@stress-");
  return at > 0 && /^\d+$/.test(id.slice(at + "@stress-".length)) ? id.slice(0, at) : id;
}

/** The project stands in `hostname` alone, unless `includeProjectInTestName` puts it before every title. */
function playwright(project: string, file: string, title: string): Names {
  const prefix = `[${project}] `;
  const name = title.startsWith(prefix) ? title.slice(prefix.length) : title;
  return { suite: project === "" ? file : `[${project}] › ${file}`, name, whole: false };
}

/**
 * node:test nests suites and writes a class that says nothing: `test`, since node 24 the parent's name. The file stands
 * in an attribute since node 24; a file that failed or passed without a test is a case named by its path.
 */
function node(suites: readonly string[], testcase: Attributes, title: string, path: (path: string) => string): Names {
  const file = testcase.file;
  if (/\.[cm]?[jt]sx?$/.test(title) && (file === undefined ? /^(?:\/|[A-Za-z]:[\\/])/.test(title) : file.endsWith(title))) {
    return { suite: path(file ?? title), name: "", whole: true };
  }
  const parents = suites.map(plainQuotes).filter((n) => n !== "");
  const suite = file === undefined ? parents : [path(file), ...parents];
  return { suite: suite.length === 0 ? "test" : suite.join(" > "), name: plainQuotes(title), whole: false };
}

/** node 20 and 24 escape quotes twice. */
function plainQuotes(text: string): string {
  return text.includes("&quot;") ? text.replaceAll("&quot;", '"') : text;
}

/** `Chrome_119_0_0_(Linux_0_0_0).group`: a browser's update must not make new tests of all there are. */
function withoutVersion(browser: string, classname: string): string {
  const prefix = `${browser.replaceAll(" ", "_").replaceAll(".", "_")}.`;
  if (browser === "" || !classname.startsWith(prefix)) return classname === "" ? browser : classname;
  return `${browser.replace(/ \d[\d.]*/g, "")}.${classname.slice(prefix.length)}`;
}
