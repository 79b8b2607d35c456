/**
 * Loads one of our other bundles by its path, only where it is needed: GitHub's client and the Actions cache are a
 * megabyte and more each, most runs in a terminal need neither, and few projects have a configuration file.
 */
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** They stand beside whatever file this module was bundled into. */
export async function load<Module>(name: "github" | "cache" | "config"): Promise<Module> {
  const file = join(import.meta.dirname, `${name}${extname(import.meta.filename)}`);
  const url = pathToFileURL(file).href;
  return (await import(/* webpackIgnore: true */ url)) as Module;
}
