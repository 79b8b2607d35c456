import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ecosystemOf, packageName, packageUrlOf } from "../../../src/reports/audits/ecosystems.ts";
import { firstLine, idOfUrl, imageName, severityOfWord } from "../../../src/reports/audits/findings.ts";

describe("one word an ecosystem", () => {
  test("whatever a scanner calls it", () => {
    const words = {
      rust: ["cargo", "crates.io"],
      npm: ["npm", "node-pkg", "Yarn"],
      python: ["PyPI", "poetry"],
      go: ["golang", "gomod", "Go"],
    };
    for (const [ecosystem, all] of Object.entries(words)) for (const word of all) expect(ecosystemOf(word)).toBe(ecosystem);
    expect(["Debian:12", "Alpine:v3.18", "", "conan"].map(ecosystemOf)).toEqual(["debian", "alpine", "unknown", "conan"]);
  });

  test("package URLs name a package as its ecosystem does", () => {
    expect(packageUrlOf("pkg:npm/%40scope/name@1.2.3?x=y#z")).toEqual({ ecosystem: "npm", name: "@scope/name", version: "1.2.3" });
    expect(packageUrlOf("pkg:npm/@scope/name")).toEqual({ ecosystem: "npm", name: "@scope/name" });
    expect(packageUrlOf("pkg:maven/g.h/a@1")).toEqual({ ecosystem: "java", name: "g.h:a", version: "1" });
    expect(packageUrlOf("pkg:golang/github.com/a/b@v1")).toEqual({ ecosystem: "go", name: "github.com/a/b", version: "v1" });
    expect(packageUrlOf("pkg:pypi/Jinja_2@3")).toEqual({ ecosystem: "python", name: "jinja-2", version: "3" });
    for (const text of ["", "pkg:", "pkg:npm", "lodash@1", "pkg:npm/"]) expect(packageUrlOf(text)).toBeUndefined();
  });

  test("Python's names are equal in any spelling, others' are not", () => {
    expect(packageName("python", "Zope.Interface__x")).toBe("zope-interface-x");
    expect(packageName("go", "github.com/BurntSushi/toml")).toBe("github.com/BurntSushi/toml");
  });

  test("any name and version come back out of their URL", () => {
    const part = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(part, part, (name, version) => {
        const url = `pkg:cargo/${encodeURIComponent(name)}@${encodeURIComponent(version)}`;
        expect(packageUrlOf(url)).toEqual({ ecosystem: "rust", name, version });
      }),
    );
  });
});

describe("words of findings", () => {
  test("an id at the end of a link", () => {
    expect(idOfUrl("https://github.com/advisories/GHSA-35jh-r3h4-6jhm")).toBe("GHSA-35jh-r3h4-6jhm");
    expect(idOfUrl("https://x.test/view?id=CVE-2021-23337/")).toBe("CVE-2021-23337");
    expect(idOfUrl("https://npmjs.com/advisories/118")).toBeUndefined();
  });

  test("an image without tag and digest", () => {
    expect(["alpine:3.9", "localhost:5000/a/b:1@sha256:0", "localhost:5000/a", "a", ":x"].map(imageName)).toEqual([
      "alpine",
      "localhost:5000/a/b",
      "localhost:5000/a",
      "a",
      ":x",
    ]);
  });

  test("words on one scale, and the first line of a text", () => {
    expect(["CRITICAL", "Important", "moderate", "Negligible", "info", "UNKNOWN", ""].map(severityOfWord)).toEqual([
      "critical",
      "high",
      "medium",
      "low",
      "none",
      undefined,
      undefined,
    ]);
    expect(firstLine("\n\n  one\r\ntwo")).toBe("one");
    expect(firstLine("x".repeat(5000))).toHaveLength(500);
  });
});
