/**
 * XML as a stream of elements, by saxes: strict about what is cut, never resolving an entity, never recursing.
 * What real tools write wrongly is mended before it reaches the tokenizer, so that a raw control character in a
 * message does not cost the report (see clean).
 */
import { SaxesParser } from "saxes";

/** Receives elements as they are read. */
export interface XmlHandler {
  /** `name` is the local name, attributes as written; `line` is one-based. */
  open(name: string, attributes: Record<string, string>, line: number): void;
  text(text: string): void;
  close(name: string): void;
}

/** How the document ended: `null` when it is well formed to the end. */
export interface XmlEnd {
  message: string;
  line: number;
  /** The document stops in the middle, as opposed to being wrong somewhere. */
  cut: boolean;
}

const ROOT = /^\s*(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>[]*(?:\[[^\]]*\])?>\s*)*<([\w.-]+:)?([\w.-]+)([^>]*)/;

/** The root element's local name and default namespace, from the head of a file. */
export function rootOf(head: string): { name: string; namespace: string | undefined } | undefined {
  const match = ROOT.exec(head);
  if (!match) return undefined;
  const namespace = /\bxmlns\s*=\s*["']([^"']*)["']/.exec(match[3] ?? "")?.[1];
  return { name: match[2] ?? "", namespace };
}

/** Reads the document through; null when it is well formed to its end. */
export function readXml(chunks: Iterable<string>, handler: XmlHandler): XmlEnd | null {
  const parser = new SaxesParser({ fragment: false });
  let end: XmlEnd | null = null;
  parser.on("opentag", (tag) => handler.open(localOf(tag.name), tag.attributes as Record<string, string>, parser.line));
  parser.on("text", (text) => handler.text(text));
  parser.on("cdata", (text) => handler.text(text));
  parser.on("closetag", (tag) => handler.close(localOf(tag.name)));
  parser.on("error", (error) => {
    end ??= { message: error.message, line: parser.line, cut: /unclosed|unexpected end|document must contain/.test(error.message) };
  });
  for (const chunk of chunks) parser.write(chunk);
  parser.close();
  return end;
}

function localOf(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}
