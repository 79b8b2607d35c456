/**
 * One run of a SARIF log, as its results refer to it: rules by index or id, artifacts by index, bases of addresses,
 * messages by id.
 * Source: OASIS SARIF 2.1.0 errata 01, sections 3.4 (artifactLocation), 3.11 (message), 3.14 (run), 3.27 (result), 3.52.
 */
import type { ReadContext } from "../format.ts";
import { at, listOf, numberOf, textOf, textsOf } from "../values.ts";
import { plainName } from "./owners.ts";

/** A base may stand on another one. */
const MAX_BASES = 5;
const MAX_MESSAGE = 20_000;

export class SarifRun {
  /** The tool's plain name, as its own formats have it. */
  readonly tool: string;
  /** What this run was asked to look at, where its id says so: results of several such runs stand beside each other. */
  readonly category: string;
  private readonly run: unknown;
  private readonly context: ReadContext;
  private readonly components: readonly unknown[];
  private readonly byId = new Map<string, unknown>();

  constructor(run: unknown, context: ReadContext) {
    this.run = run;
    this.context = context;
    const driver = at(run, "tool", "driver");
    this.components = [driver, ...listOf(at(run, "tool", "extensions"))];
    this.tool = plainName(textOf(at(driver, "name")) ?? "") || "sarif";
    // What follows the last slash names the single run (GitHub, "SARIF support for code scanning").
    const id = textOf(at(run, "automationDetails", "id")) ?? "";
    this.category = id.slice(0, Math.max(0, id.lastIndexOf("/")));
    for (const component of this.components) {
      for (const rule of listOf(at(component, "rules"))) {
        const name = textOf(at(rule, "id"));
        if (name !== undefined && !this.byId.has(name)) this.byId.set(name, rule);
      }
    }
  }

  /** The rule of a result, if it is described, and its id. */
  ruleOf(result: unknown): { rule: unknown; id: string | undefined } {
    const given = textOf(at(result, "ruleId")) || textOf(at(result, "rule", "id")) || undefined;
    const named = given === undefined ? undefined : this.byId.get(given);
    if (named !== undefined) return { rule: named, id: given };
    const component = this.components[(numberOf(at(result, "rule", "toolComponent", "index")) ?? -1) + 1];
    const index = numberOf(at(result, "ruleIndex")) ?? numberOf(at(result, "rule", "index")) ?? -1;
    const rule = listOf(at(component, "rules"))[index];
    return { rule, id: given ?? textOf(at(rule, "id")) };
  }

  /** `error`, `warning`, `note` or `none`: the result's own, else the rule's, else `warning`. */
  levelOf(result: unknown, rule: unknown): string {
    return (textOf(at(result, "level")) ?? textOf(at(rule, "defaultConfiguration", "level")) ?? "warning").toLowerCase();
  }

  /** The words of a result: its own, or those of its rule with its arguments filled in. */
  messageOf(result: unknown, rule: unknown): string {
    const message = at(result, "message");
    const own = textOf(at(message, "text")) || textOf(at(message, "markdown"));
    const id = textOf(at(message, "id"));
    const text =
      own ||
      (id === undefined ? undefined : textOf(at(rule, "messageStrings", id, "text"))) ||
      (id === undefined ? undefined : textOf(at(this.components[0], "globalMessageStrings", id, "text"))) ||
      textOf(at(rule, "shortDescription", "text")) ||
      "";
    const words = textsOf(at(message, "arguments"));
    if (words.length === 0) return text;
    const filled = text
      .slice(0, MAX_MESSAGE)
      .replace(/\{(\d{1,3})\}/g, (hole, index) => words[Number(index)]?.slice(0, MAX_MESSAGE) ?? hole);
    return filled.slice(0, MAX_MESSAGE);
  }

  /** File, line and source text of the first place of a result or a notification. */
  placeOf(item: unknown): { file?: string; line?: number | undefined; source?: string | undefined } {
    const physical = at(listOf(at(item, "locations"))[0], "physicalLocation");
    const file = this.fileOf(at(physical, "artifactLocation"));
    if (file === undefined) return {};
    return { file, line: numberOf(at(physical, "region", "startLine")), source: textOf(at(physical, "region", "snippet", "text")) };
  }

  /** Artifacts that the tool says it looked at, whether it found anything in them or not. */
  get analysed(): Set<string> {
    // ESLint lists every file it linted, and no others list theirs without saying what they are for.
    const all = this.tool === "eslint";
    const files = new Set<string>();
    for (const artifact of listOf(at(this.run, "artifacts"))) {
      if (!all && !textsOf(at(artifact, "roles")).includes("analysisTarget")) continue;
      const file = this.fileOf(at(artifact, "location"));
      if (file !== undefined) files.add(file);
    }
    return files;
  }

  private fileOf(location: unknown): string | undefined {
    let place = location;
    let uri = textOf(at(place, "uri"));
    if (!uri) {
      place = at(listOf(at(this.run, "artifacts"))[numberOf(at(location, "index")) ?? -1], "location");
      uri = textOf(at(place, "uri"));
    }
    if (!uri) return undefined;
    let base = textOf(at(place, "uriBaseId"));
    for (let i = 0; i < MAX_BASES && base !== undefined && !isAbsolute(uri); i++) {
      const given = at(this.run, "originalUriBaseIds", base);
      uri = `${textOf(at(given, "uri")) ?? ""}${uri}`;
      base = textOf(at(given, "uriBaseId"));
    }
    return this.context.path(pathOf(uri)) || undefined;
  }
}

function isAbsolute(uri: string): boolean {
  return uri.startsWith("/") || /^[A-Za-z][A-Za-z0-9+.-]{0,30}:/.test(uri);
}

/** `file:///C:/a%20b.c` → `C:/a b.c`; what is no address of a file stays what it is. */
function pathOf(uri: string): string {
  const path = uri.replace(/^file:(?:\/\/[^/]*)?(?=\/)/i, "").replace(/^\/(?=[A-Za-z]:[\\/])/, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
