/** The configuration file, in a bundle of its own: a YAML parser that only projects with such a file need. */
export { type Configuration, readConfig } from "./settings/config-file.ts";
