/**
 * Makes dist/ out of lib/: one file a bundle, each a build of its own, so that a run loads only what it needs and no
 * licence is lost (ncc forgets the licences behind a dynamic import). `dist/licenses.txt` covers all bundles: it is made
 * from the modules that ncc put into them, not from ncc's own text, in which nothing marks where a licence ends.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const OURSELVES = "ci-tracker";

/** What of webpack's module is looked at; a concatenated one holds others. */
interface Module {
  resource?: string;
  modules?: Iterable<Module>;
}

const ncc = createRequire(import.meta.url)("@vercel/ncc") as (
  input: string,
  options: { cache: false; license: string; quiet: boolean },
) => Promise<{
  code: string;
  assets: Record<string, unknown>;
  stats: { compilation: { modules: Iterable<Module> } };
}>;

/** Entry in lib/ → file in dist/. */
const BUNDLES = { main: "index", cli: "cli", github: "github", cache: "cache", config: "config" } as const;

/** A package that is in a bundle. */
export interface Package {
  name: string;
  version: string;
  /** SPDX expression, as the package says it. */
  licence: string;
  /** Texts of its licence and notice files; empty where it has none. */
  text: string;
}

export interface Bundles {
  /** File in dist/ → code. */
  code: Map<string, string>;
  /** `name version` → package, sorted; ourselves apart. */
  packages: Map<string, Package>;
}

/** Bundles the compiled modules in `lib`. */
export async function bundle(lib: string): Promise<Bundles> {
  const code = new Map<string, string>();
  const packages = new Map<string, Package>();
  for (const [entry, file] of Object.entries(BUNDLES)) {
    const built = await ncc(join(lib, `${entry}.js`), { cache: false, license: "licenses.txt", quiet: true });
    code.set(`${file}.js`, built.code);
    for (const name of Object.keys(built.assets)) {
      if (name !== "licenses.txt" && name !== "package.json") throw new Error(`${entry} needs ${name}, which no bundle should`);
    }
    for (const folder of foldersOf(built.stats.compilation.modules)) {
      const found = packageIn(folder);
      if (found.name !== OURSELVES) packages.set(`${found.name} ${found.version}`, found);
    }
  }
  return { code, packages: new Map([...packages].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Folders of the packages that the modules come from. */
function foldersOf(modules: Iterable<Module>, folders = new Set<string>()): Set<string> {
  for (const module of modules) {
    const file = module.resource?.split("?", 1)[0];
    const folder = file === undefined ? undefined : packageFolder(file);
    if (folder !== undefined) folders.add(folder);
    if (module.modules) foldersOf(module.modules, folders);
  }
  return folders;
}

/** The nearest folder above with a package.json that names a package; those that only say `"type": "module"` do not. */
function packageFolder(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && "version" in JSON.parse(readFileSync(manifest, "utf8"))) return folder;
  }
  return undefined;
}

function packageIn(folder: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  if (!name || !version || !license) throw new Error(`${folder} has no name, version or licence`);
  const files = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)(?:[.-]|$)/i.test(file))
    .sort();
  const text = files.map((file) => readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim()).join("\n\n");
  return { name, version, licence: license, text };
}

/** The text of licenses.txt: packages one after another, each below a ruled line with its name, version and licence. */
export function licencesText(packages: Iterable<Package>): string {
  const rule = "-".repeat(80);
  return [...packages]
    .map(
      ({ name, version, licence, text }) =>
        `${rule}\n${name} ${version}, ${licence}\n${rule}\n\n${text || "(The package holds no licence text.)"}\n`,
    )
    .join("\n");
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const { code, packages } = await bundle(join(root, "lib"));
  const dist = join(root, "dist");
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  writeFileSync(join(dist, "package.json"), '{"type":"module"}\n');
  for (const [file, text] of code) writeFileSync(join(dist, file), text);
  writeFileSync(join(dist, "licenses.txt"), licencesText(packages.values()));
}
