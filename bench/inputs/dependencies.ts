/** What `cargo audit --json` and `cargo outdated --format json` say: one document each. */
import { type Expected, type Output, wordsOf } from "./output.ts";

function crateOf(index: number): string {
  const [module, part] = wordsOf(index);
  return `${module}-${part}-${index}`;
}

/** Its counts stand before its list, so the list is made first. */
export function cargoAudit(out: Output, bytes: number): Expected {
  const list: string[] = [];
  for (let size = 0; size < bytes; size += list.at(-1)?.length ?? 0) list.push(JSON.stringify(vulnerability(list.length)));
  out.write('{"database":{"advisory-count":1225,"last-commit":null,"last-updated":null},"lockfile":{"dependency-count":76},');
  out.write('"settings":{"target_arch":[],"target_os":[],"severity":null,"ignore":[],');
  out.write(
    `"informational_warnings":["unmaintained","unsound","notice"]},"vulnerabilities":{"found":true,"count":${list.length},"list":[`,
  );
  list.forEach((text, index) => {
    out.write(index === 0 ? text : `,${text}`);
  });
  out.write(']},"warnings":{}}\n');
  return { cases: list.length, failing: list.length };
}

function vulnerability(index: number): unknown {
  const name = crateOf(index);
  const id = `RUSTSEC-2021-${String(index).padStart(4, "0")}`;
  return {
    advisory: {
      id,
      package: name,
      title: `Buffer overflow in ${name}`,
      description:
        "A method allocates a buffer that is smaller than needed, and then writes past its end.\n\nIt takes an iterator that yields more items than it said it would.\n \nThe flaw is corrected by ensuring that space is reserved for each item.",
      date: "2021-01-08",
      aliases: [`CVE-2021-${index}`, `GHSA-43w2-9j62-${index}`],
      related: [],
      collection: "crates",
      categories: ["memory-corruption"],
      keywords: ["buffer-overflow", "heap-overflow", "unsound"],
      cvss: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
      informational: null,
      references: [],
      source: null,
      url: `https://example.com/${name}/issues/${index}`,
      withdrawn: null,
      license: "CC0-1.0",
      "expect-deleted": false,
    },
    versions: { patched: [">=0.6.14, <1.0.0", ">=1.6.1"], unaffected: ["<0.6.3"] },
    affected: { arch: [], os: [], functions: { [`${name}::insert`]: [">=0.6.3, <0.6.14", ">=1.0.0, <1.6.1"] } },
    package: {
      name,
      version: "1.6.0",
      source: "registry+https://github.com/rust-lang/crates.io-index",
      checksum: String(index).padStart(64, "5a"),
      replace: null,
    },
  };
}

export function cargoOutdated(out: Output, bytes: number): Expected {
  out.write('{"crate_name":"shop","dependencies":[');
  let cases = 0;
  for (; out.size < bytes; cases++) {
    const latest = cases % 3 === 0 ? "2.0.0" : "1.2.2";
    const row = { name: crateOf(cases), project: "1.0.0", compat: "1.2.2", latest, kind: "Normal", platform: null };
    out.write(`${cases === 0 ? "" : ","}${JSON.stringify(row)}`);
  }
  out.write("]}\n");
  return { cases, failing: cases };
}
