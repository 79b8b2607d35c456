/** Terminal control sequences out of text: colours, cursor moves, links and character sets (ECMA-48, terminfo's sgr0). */

// CSI and its C1 form, with `:` as colons of SGR have it; OSC up to BEL or ST; DCS, SOS, PM, APC bodies; charset and two-byte escapes.
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[PX^_][^\u001b]*\u001b\\|\u001b[ -/]+[0-~]|\u001b[0-Z\\-~]/g;

/** The text without control sequences; text that holds none is returned as it is, cheaply. */
export function stripAnsi(text: string): string {
  if (!text.includes("\u001b") && !text.includes("\u009b")) return text;
  return text.replace(SEQUENCE, "");
}
