// @ts-check
/** The bare tokenizers: what reading a file costs when nothing is done with what stands in it. */
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

/**
 * The file's text in chunks of the size that our reader takes.
 * @param {string} path
 */
function* chunksOf(path) {
  const fd = openSync(path, "r");
  const bytes = Buffer.allocUnsafe(64 * 1024);
  const decoder = new TextDecoder("utf-8");
  for (let n = readSync(fd, bytes); n > 0; n = readSync(fd, bytes)) yield decoder.decode(bytes.subarray(0, n), { stream: true });
  closeSync(fd);
}

/**
 * @param {string} path
 * @param {(line: string) => void} each
 */
function eachLine(path, each) {
  let held = "";
  for (const chunk of chunksOf(path)) {
    let from = 0;
    for (let to = chunk.indexOf("\n"); to !== -1; to = chunk.indexOf("\n", from)) {
      each(held === "" ? chunk.slice(from, to) : held + chunk.slice(from, to));
      held = "";
      from = to + 1;
    }
    held += chunk.slice(from);
  }
  if (held !== "") each(held);
}

/** @type {Record<string, import("./read.mjs").Reader>} */
export const BARE = {
  /** Lines. */
  split: async (path) => () => {
    let cases = 0;
    eachLine(path, (line) => {
      if (line.charCodeAt(0) !== -1) cases++;
    });
    return { cases };
  },

  /** `JSON.parse` of each line that holds an object. */
  "JSON.parse": async (path) => () => {
    let cases = 0;
    eachLine(path, (line) => {
      if (line.charCodeAt(0) === 123 /* { */ && typeof JSON.parse(line) === "object") cases++;
    });
    return { cases };
  },

  /** `JSON.parse` of each document that is pretty-printed over several lines. */
  "JSON.parse, pretty": async (path) => () => {
    let cases = 0;
    /** @type {string[]} */
    let held = [];
    eachLine(path, (line) => {
      held.push(line);
      if (line !== "}") return;
      if (typeof JSON.parse(held.join("\n")) === "object") cases++;
      held = [];
    });
    return { cases };
  },

  /** The checksum of all bytes, which a reader of packets has to make. */
  crc32: async (path) => () => {
    const fd = openSync(path, "r");
    const bytes = Buffer.allocUnsafe(64 * 1024);
    let sum = 0;
    for (let n = readSync(fd, bytes); n > 0; n = readSync(fd, bytes)) sum = crc32(bytes.subarray(0, n), sum);
    closeSync(fd);
    return { cases: sum };
  },

  /** `JSON.parse` of the whole file. */
  "JSON.parse, whole": async (path) => () => ({ cases: Object.keys(JSON.parse(readFileSync(path, "utf8"))).length }),

  /** saxes, with handlers that do nothing. */
  saxes: async (path) => {
    const { SaxesParser } = await import("saxes");
    return () => {
      const parser = new SaxesParser();
      let cases = 0;
      parser.on("opentag", () => cases++);
      parser.on("text", () => {});
      parser.on("cdata", () => {});
      parser.on("closetag", () => {});
      for (const chunk of chunksOf(path)) parser.write(chunk);
      parser.close();
      return { cases };
    };
  },
};
