/** What the readers of XML test results share: where in the document they are, and the text of the elements they ask for. */
import type { XmlHandler } from "../xml.ts";
import { Text } from "./junit-text.ts";

/** Attributes of an element, as written; any other may stand among those that some format gives a meaning. */
export interface Attributes {
  readonly name?: string;
  readonly fullname?: string;
  readonly classname?: string;
  readonly className?: string;
  readonly id?: string;
  readonly type?: string;
  readonly method?: string;
  readonly result?: string;
  readonly outcome?: string;
  readonly label?: string;
  readonly site?: string;
  readonly runstate?: string;
  readonly success?: string;
  readonly executed?: string;
  readonly time?: string;
  readonly duration?: string;
  readonly total?: string;
  readonly errors?: string;
  readonly testcasecount?: string;
  readonly testId?: string;
  readonly testName?: string;
  readonly status?: string;
  readonly source?: string;
  readonly line?: string;
  readonly filename?: string;
  readonly message?: string;
  readonly pass?: string;
  readonly fail?: string;
  readonly skip?: string;
  readonly [name: string]: string | undefined;
}

/** Walks through a document; the text of an element is collected where `enter` asks for it, that of elements inside included. */
export abstract class Walker implements XmlHandler {
  /** Names of the open elements, the root first. */
  protected readonly path: string[] = [];
  private heard: { text: Text; depth: number; give: (text: string) => void } | undefined;

  get deaf(): boolean {
    return this.heard === undefined;
  }

  open(name: string, attributes: Record<string, string>, line: number): void {
    this.path.push(name);
    if (!this.heard) this.enter(name, attributes, line);
  }

  text(text: string): void {
    this.heard?.text.add(text);
  }

  close(name: string): void {
    const { heard } = this;
    if (heard && heard.depth === this.path.length) {
      this.heard = undefined;
      heard.give(heard.text.value());
    }
    if (!this.heard) this.leave(name);
    this.path.pop();
  }

  /** Name of the element around the current one, `up` steps out. */
  protected around(up = 1): string | undefined {
    return this.path[this.path.length - 1 - up];
  }

  /** The text of the element just entered goes to `give` when it ends. */
  protected listen(give: (text: string) => void): void {
    this.heard = { text: new Text(), depth: this.path.length, give };
  }

  protected abstract enter(name: string, attributes: Attributes, line: number): void;
  /** The element ends; its text has been given. */
  protected abstract leave(name: string): void;
}

/** A count of an attribute; undefined when it is none. */
export function countOf(digits: string | undefined): number | undefined {
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** Seconds as a number; undefined when it is none. */
export function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const seconds = Number(text.includes(".") ? text : text.replace(",", "."));
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
