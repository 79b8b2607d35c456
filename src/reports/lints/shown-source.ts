/**
 * Findings whose line of code follows them, with a caret below: cppcheck, clang-tidy.
 *
 *     a.c:2:3: warning: unused [unusedVariable]
 *       int x;
 *           ^
 *
 * A finding is handed on once it is known whether its code is shown.
 */
import { own } from "../lines.ts";
import type { Found } from "./finding.ts";
import type { LintText } from "./lint-text.ts";

const CARET = /^ *(?:\| *)?[~ ]*\^/;
const NUMBERED = /^ *\d{1,9} \| /;
const MAX_CODE = 2_000;

export class ShownSource {
  private readonly text: LintText;
  private open: { found: Found; at: number } | undefined;
  private code: string | undefined;

  constructor(text: LintText) {
    this.text = text;
  }

  /** Whether a finding is held, to which notes may belong. */
  get isOpen(): boolean {
    return this.open !== undefined;
  }

  add(found: Found, at: number): void {
    this.give();
    this.open = { found, at };
  }

  /** A line that begins no finding. Returns whether it belongs to the one before it. */
  more(line: string): boolean {
    if (!this.open) return false;
    if (this.code === undefined) {
      this.code = line.slice(0, MAX_CODE).replace(NUMBERED, "");
      // What begins with a blank is code; what does not may be another tool's.
      return line.charCodeAt(0) === 32;
    }
    const { found } = this.open;
    if (line.length > MAX_CODE || !CARET.test(line)) {
      this.give();
      return false;
    }
    found.source ??= own(this.code);
    return true;
  }

  /** A note to the finding: the code that it shows is not the finding's. */
  note(): void {
    if (this.open && this.open.found.source === undefined) this.open.found.source = "";
    this.code = undefined;
  }

  give(): void {
    if (this.open) this.text.add(this.open.found, this.open.at);
    this.open = undefined;
    this.code = undefined;
  }
}
