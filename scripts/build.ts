/**
 * Makes dist/ out of lib/: one file a bundle, each a build of its own, so that a run loads only what it needs and no
 * licence is lost (ncc forgets the licences behind a dynamic import). `dist/licenses.txt` covers all bundles.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const ncc = createRequire(import.meta.url)("@vercel/ncc") as (
  input: string,
  options: { cache: false; license: string; quiet: boolean },
) => Promise<{ code: string; assets: Record<string, { source: string | Buffer }> }>;

/** Entry in lib/ → file in dist/. */
const BUNDLES = { main: "index", cli: "cli", github: "github", cache: "cache" } as const;

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
writeFileSync(join(dist, "package.json"), '{"type":"module"}\n');
const licences = new Map<string, string>();
for (const [entry, file] of Object.entries(BUNDLES)) {
  const { code, assets } = await ncc(join(root, "lib", `${entry}.js`), { cache: false, license: "licenses.txt", quiet: true });
  writeFileSync(join(dist, `${file}.js`), code);
  for (const [name, { source }] of Object.entries(assets)) {
    if (name === "licenses.txt") collect(String(source));
    else if (name !== "package.json") throw new Error(`${entry} needs ${name}, which no bundle should`);
  }
}
const all = [...licences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => `${name}\n${text}`);
writeFileSync(join(dist, "licenses.txt"), `${all.join("\n\n")}\n`);

/** ncc writes `name`, `licence word`, then the licence's text, an empty line between packages; the text is kept whole. */
function collect(text: string): void {
  for (const block of text.split(/\n\n(?=(?:@[\w.-]+\/)?[\w.-]+\n(?:MIT|ISC|Apache|BSD|0BSD|Unlicense|CC0|BlueOak|Python|\())/)) {
    const end = block.indexOf("\n");
    if (end > 0) licences.set(block.slice(0, end).trim(), block.slice(end + 1).trim());
  }
}
