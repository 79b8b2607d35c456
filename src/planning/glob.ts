/**
 * Patterns of names and paths. The texts they are held against come out of reports, so matching never backtracks: a
 * regular expression made of a glob with five stars takes seconds for two hundred letters.
 */

/** What one item has to be; null stands for any number of items of any kind. */
type Sign = ((item: string) => boolean) | null;

/**
 * Whether a whole text fits: `*` is any text, `?` any one character, `\` takes the next one as it is. Nothing else means
 * anything, because names of tests are full of brackets and braces. Upper and lower case differ.
 */
export function nameGlob(pattern: string): (text: string) => boolean {
  if (!/[*?\\]/.test(pattern)) return (text) => text === pattern;
  const signs = signsOf(pattern);
  return (text) => fits(signs, text);
}

function signsOf(pattern: string): Sign[] {
  const signs: Sign[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === "*") {
      if (signs.at(-1) !== null) signs.push(null);
    } else if (char === "?") signs.push(() => true);
    else {
      const wanted = char === "\\" && at + 1 < pattern.length ? pattern.charAt(++at) : char;
      signs.push((given) => given === wanted);
    }
  }
  return signs;
}

/**
 * Whether a path, from the root and with slashes, fits a pattern of CODEOWNERS: with a slash at its front or inside it
 * begins at the root, else anywhere; what names a folder means all below it; `*` and `?` stay within one name, `**` does
 * not; `docs/*` means the files of that folder alone. See GitHub's "About code owners".
 */
export function pathGlob(pattern: string): (path: string) => boolean {
  const names = pattern.replace(/^(?:\.\/)+/, "/").split("/");
  const below = names.at(-1) === "";
  if (below) names.pop();
  if (names[0] === "") names.shift();
  else if (names.length === 1) names.unshift("**");
  const last = names.at(-1);
  // A name may be a folder's, which is all below it; only `*` alone means files.
  const open = last !== "**" && last !== "*";
  const segments = names
    .filter((name, i) => name !== "**" || names[i - 1] !== "**")
    .map((name): Sign => (name === "**" ? null : nameGlob(name)));
  const something: Sign[] = [() => true, null];
  if (below) segments.push(...something);
  else if (last === "**") segments.splice(-1, 1, ...something);
  else if (open) segments.push(null);
  return (path) => fits(segments, path.split("/"));
}

/**
 * Holds items against signs. Only the latest sign for anything is ever widened, which is enough, so the time is at most
 * the product of both lengths.
 */
function fits(signs: readonly Sign[], items: ArrayLike<string>): boolean {
  let sign = 0;
  let item = 0;
  let widest = -1;
  let taken = 0;
  while (item < items.length) {
    const wanted = signs[sign];
    if (wanted === null) {
      widest = sign++;
      taken = item;
    } else if (wanted?.(items[item] ?? "")) {
      sign++;
      item++;
    } else if (widest !== -1) {
      sign = widest + 1;
      item = ++taken;
    } else return false;
  }
  while (signs[sign] === null) sign++;
  return sign === signs.length;
}
