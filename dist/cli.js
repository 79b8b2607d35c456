#!/usr/bin/env node
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 6:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const pico = __nccwpck_require__(16);
const utils = __nccwpck_require__(59);

function picomatch(glob, options, returnState = false) {
  // default to os.platform()
  if (options && (options.windows === null || options.windows === undefined)) {
    // don't mutate the original options object
    options = { ...options, windows: utils.isWindows() };
  }

  return pico(glob, options, returnState);
}

Object.assign(picomatch, pico);
module.exports = picomatch;


/***/ }),

/***/ 595:
/***/ ((module) => {



const WIN_SLASH = '\\\\/';
const WIN_NO_SLASH = `[^${WIN_SLASH}]`;

const DEFAULT_MAX_EXTGLOB_RECURSION = 0;

/**
 * Posix glob regex
 */

const DOT_LITERAL = '\\.';
const PLUS_LITERAL = '\\+';
const QMARK_LITERAL = '\\?';
const SLASH_LITERAL = '\\/';
const ONE_CHAR = '(?=.)';
const QMARK = '[^/]';
const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
const NO_DOT = `(?!${DOT_LITERAL})`;
const NO_DOTS = `(?!${START_ANCHOR}${DOTS_SLASH})`;
const NO_DOT_SLASH = `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`;
const NO_DOTS_SLASH = `(?!${DOTS_SLASH})`;
const QMARK_NO_DOT = `[^.${SLASH_LITERAL}]`;
const STAR = `${QMARK}*?`;
const SEP = '/';

const POSIX_CHARS = {
  DOT_LITERAL,
  PLUS_LITERAL,
  QMARK_LITERAL,
  SLASH_LITERAL,
  ONE_CHAR,
  QMARK,
  END_ANCHOR,
  DOTS_SLASH,
  NO_DOT,
  NO_DOTS,
  NO_DOT_SLASH,
  NO_DOTS_SLASH,
  QMARK_NO_DOT,
  STAR,
  START_ANCHOR,
  SEP
};

/**
 * Windows glob regex
 */

const WINDOWS_CHARS = {
  ...POSIX_CHARS,

  SLASH_LITERAL: `[${WIN_SLASH}]`,
  QMARK: WIN_NO_SLASH,
  STAR: `${WIN_NO_SLASH}*?`,
  DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
  NO_DOT: `(?!${DOT_LITERAL})`,
  NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
  NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
  NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
  QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
  START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
  END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
  SEP: '\\'
};

/**
 * POSIX Bracket Regex
 */

const POSIX_REGEX_SOURCE = {
  __proto__: null,
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  ascii: '\\x00-\\x7F',
  blank: ' \\t',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '\\x21-\\x7E',
  lower: 'a-z',
  print: '\\x20-\\x7E ',
  punct: '\\-!"#$%&\'()\\*+,./:;<=>?@[\\]^_`{|}~',
  space: ' \\t\\r\\n\\v\\f',
  upper: 'A-Z',
  word: 'A-Za-z0-9_',
  xdigit: 'A-Fa-f0-9'
};

module.exports = {
  DEFAULT_MAX_EXTGLOB_RECURSION,
  MAX_LENGTH: 1024 * 64,
  POSIX_REGEX_SOURCE,

  // regular expressions
  REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
  REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
  REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
  REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
  REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
  REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,

  // Replace globs with equivalent patterns to reduce parsing time.
  REPLACEMENTS: {
    __proto__: null,
    '***': '*',
    '**/**': '**',
    '**/**/**': '**'
  },

  // Digits
  CHAR_0: 48, /* 0 */
  CHAR_9: 57, /* 9 */

  // Alphabet chars.
  CHAR_UPPERCASE_A: 65, /* A */
  CHAR_LOWERCASE_A: 97, /* a */
  CHAR_UPPERCASE_Z: 90, /* Z */
  CHAR_LOWERCASE_Z: 122, /* z */

  CHAR_LEFT_PARENTHESES: 40, /* ( */
  CHAR_RIGHT_PARENTHESES: 41, /* ) */

  CHAR_ASTERISK: 42, /* * */

  // Non-alphabetic chars.
  CHAR_AMPERSAND: 38, /* & */
  CHAR_AT: 64, /* @ */
  CHAR_BACKWARD_SLASH: 92, /* \ */
  CHAR_CARRIAGE_RETURN: 13, /* \r */
  CHAR_CIRCUMFLEX_ACCENT: 94, /* ^ */
  CHAR_COLON: 58, /* : */
  CHAR_COMMA: 44, /* , */
  CHAR_DOT: 46, /* . */
  CHAR_DOUBLE_QUOTE: 34, /* " */
  CHAR_EQUAL: 61, /* = */
  CHAR_EXCLAMATION_MARK: 33, /* ! */
  CHAR_FORM_FEED: 12, /* \f */
  CHAR_FORWARD_SLASH: 47, /* / */
  CHAR_GRAVE_ACCENT: 96, /* ` */
  CHAR_HASH: 35, /* # */
  CHAR_HYPHEN_MINUS: 45, /* - */
  CHAR_LEFT_ANGLE_BRACKET: 60, /* < */
  CHAR_LEFT_CURLY_BRACE: 123, /* { */
  CHAR_LEFT_SQUARE_BRACKET: 91, /* [ */
  CHAR_LINE_FEED: 10, /* \n */
  CHAR_NO_BREAK_SPACE: 160, /* \u00A0 */
  CHAR_PERCENT: 37, /* % */
  CHAR_PLUS: 43, /* + */
  CHAR_QUESTION_MARK: 63, /* ? */
  CHAR_RIGHT_ANGLE_BRACKET: 62, /* > */
  CHAR_RIGHT_CURLY_BRACE: 125, /* } */
  CHAR_RIGHT_SQUARE_BRACKET: 93, /* ] */
  CHAR_SEMICOLON: 59, /* ; */
  CHAR_SINGLE_QUOTE: 39, /* ' */
  CHAR_SPACE: 32, /*   */
  CHAR_TAB: 9, /* \t */
  CHAR_UNDERSCORE: 95, /* _ */
  CHAR_VERTICAL_LINE: 124, /* | */
  CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279, /* \uFEFF */

  /**
   * Create EXTGLOB_CHARS
   */

  extglobChars(chars) {
    return {
      '!': { type: 'negate', open: '(?:(?!(?:', close: `))${chars.STAR})` },
      '?': { type: 'qmark', open: '(?:', close: ')?' },
      '+': { type: 'plus', open: '(?:', close: ')+' },
      '*': { type: 'star', open: '(?:', close: ')*' },
      '@': { type: 'at', open: '(?:', close: ')' }
    };
  },

  /**
   * Create GLOB_CHARS
   */

  globChars(win32) {
    return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
  }
};


/***/ }),

/***/ 265:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const constants = __nccwpck_require__(595);
const utils = __nccwpck_require__(59);

/**
 * Constants
 */

const {
  MAX_LENGTH,
  POSIX_REGEX_SOURCE,
  REGEX_NON_SPECIAL_CHARS,
  REGEX_SPECIAL_CHARS_BACKREF,
  REPLACEMENTS
} = constants;

/**
 * Helpers
 */

const expandRange = (args, options) => {
  if (typeof options.expandRange === 'function') {
    return options.expandRange(...args, options);
  }

  args.sort();
  const value = `[${args.join('-')}]`;

  try {
    /* eslint-disable-next-line no-new */
    new RegExp(value);
  } catch (ex) {
    return args.map(v => utils.escapeRegex(v)).join('..');
  }

  return value;
};

/**
 * Create the message for a syntax error
 */

const syntaxError = (type, char) => {
  return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
};

const splitTopLevel = input => {
  const parts = [];
  let bracket = 0;
  let paren = 0;
  let quote = 0;
  let value = '';
  let escaped = false;

  for (const ch of input) {
    if (escaped === true) {
      value += ch;
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      value += ch;
      escaped = true;
      continue;
    }

    if (ch === '"') {
      quote = quote === 1 ? 0 : 1;
      value += ch;
      continue;
    }

    if (quote === 0) {
      if (ch === '[') {
        bracket++;
      } else if (ch === ']' && bracket > 0) {
        bracket--;
      } else if (bracket === 0) {
        if (ch === '(') {
          paren++;
        } else if (ch === ')' && paren > 0) {
          paren--;
        } else if (ch === '|' && paren === 0) {
          parts.push(value);
          value = '';
          continue;
        }
      }
    }

    value += ch;
  }

  parts.push(value);
  return parts;
};

const isPlainBranch = branch => {
  let escaped = false;

  for (const ch of branch) {
    if (escaped === true) {
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      escaped = true;
      continue;
    }

    if (/[?*+@!()[\]{}]/.test(ch)) {
      return false;
    }
  }

  return true;
};

const normalizeSimpleBranch = branch => {
  let value = branch.trim();
  let changed = true;

  while (changed === true) {
    changed = false;

    if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
      value = value.slice(2, -1);
      changed = true;
    }
  }

  if (!isPlainBranch(value)) {
    return;
  }

  return value.replace(/\\(.)/g, '$1');
};

const hasRepeatedCharPrefixOverlap = branches => {
  const values = branches.map(normalizeSimpleBranch).filter(Boolean);

  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const a = values[i];
      const b = values[j];
      const char = a[0];

      if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) {
        continue;
      }

      if (a === b || a.startsWith(b) || b.startsWith(a)) {
        return true;
      }
    }
  }

  return false;
};

const parseRepeatedExtglob = (pattern, requireEnd = true) => {
  if ((pattern[0] !== '+' && pattern[0] !== '*') || pattern[1] !== '(') {
    return;
  }

  let bracket = 0;
  let paren = 0;
  let quote = 0;
  let escaped = false;

  for (let i = 1; i < pattern.length; i++) {
    const ch = pattern[i];

    if (escaped === true) {
      escaped = false;
      continue;
    }

    if (ch === '\\') {
      escaped = true;
      continue;
    }

    if (ch === '"') {
      quote = quote === 1 ? 0 : 1;
      continue;
    }

    if (quote === 1) {
      continue;
    }

    if (ch === '[') {
      bracket++;
      continue;
    }

    if (ch === ']' && bracket > 0) {
      bracket--;
      continue;
    }

    if (bracket > 0) {
      continue;
    }

    if (ch === '(') {
      paren++;
      continue;
    }

    if (ch === ')') {
      paren--;

      if (paren === 0) {
        if (requireEnd === true && i !== pattern.length - 1) {
          return;
        }

        return {
          type: pattern[0],
          body: pattern.slice(2, i),
          end: i
        };
      }
    }
  }
};

const buildCharClassStar = chars => {
  const source = chars.length === 1
    ? utils.escapeRegex(chars[0])
    : `[${chars.map(ch => utils.escapeRegex(ch)).join('')}]`;

  return `${source}*`;
};

const getStarExtglobSequenceChars = pattern => {
  let index = 0;
  const chars = [];

  while (index < pattern.length) {
    const match = parseRepeatedExtglob(pattern.slice(index), false);

    if (!match || match.type !== '*') {
      return;
    }

    const branches = splitTopLevel(match.body).map(branch => branch.trim());
    if (branches.length !== 1) {
      return;
    }

    const branch = normalizeSimpleBranch(branches[0]);
    if (!branch || branch.length !== 1) {
      return;
    }

    chars.push(branch);
    index += match.end + 1;
  }

  if (chars.length < 1) {
    return;
  }

  return chars;
};

const repeatedExtglobRecursion = pattern => {
  let depth = 0;
  let value = pattern.trim();
  let match = parseRepeatedExtglob(value);

  while (match) {
    depth++;
    value = match.body.trim();
    match = parseRepeatedExtglob(value);
  }

  return depth;
};

const analyzeRepeatedExtglob = (body, options) => {
  if (options.maxExtglobRecursion === false) {
    return { risky: false };
  }

  const max =
    typeof options.maxExtglobRecursion === 'number'
      ? options.maxExtglobRecursion
      : constants.DEFAULT_MAX_EXTGLOB_RECURSION;

  const branches = splitTopLevel(body).map(branch => branch.trim());

  if (branches.length > 1) {
    if (
      branches.some(branch => branch === '') ||
      branches.some(branch => /^[*?]+$/.test(branch)) ||
      hasRepeatedCharPrefixOverlap(branches)
    ) {
      return { risky: true };
    }
  }

  // A repeated extglob is "risky" (prone to catastrophic backtracking) when a
  // branch is itself a `*(...)` sequence, since that nests an unbounded quantifier
  // inside the outer `+(...)`/`*(...)`. When *every* branch reduces to single
  // characters we can emit one flat, ReDoS-safe character class that preserves the
  // meaning of ALL branches (e.g. `+(*(a)|*(b))` -> `[ab]*`), rather than dropping
  // every branch but the first.
  const safeChars = [];
  let sawStarSequence = false;
  let combinable = true;

  for (const branch of branches) {
    const chars = getStarExtglobSequenceChars(branch);
    if (chars) {
      sawStarSequence = true;
      safeChars.push(...chars);
      continue;
    }

    const literal = normalizeSimpleBranch(branch);
    if (literal && literal.length === 1) {
      safeChars.push(literal);
      continue;
    }

    combinable = false;

    if (repeatedExtglobRecursion(branch) > max) {
      return { risky: true };
    }
  }

  if (sawStarSequence) {
    return combinable
      ? { risky: true, safeOutput: buildCharClassStar([...new Set(safeChars)]) }
      : { risky: true };
  }

  return { risky: false };
};

/**
 * Parse the given input string.
 * @param {String} input
 * @param {Object} options
 * @return {Object}
 */

const parse = (input, options) => {
  if (typeof input !== 'string') {
    throw new TypeError('Expected a string');
  }

  input = REPLACEMENTS[input] || input;

  const opts = { ...options };
  const max = typeof opts.maxLength === 'number' ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;

  let len = input.length;
  if (len > max) {
    throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
  }

  const bos = { type: 'bos', value: '', output: opts.prepend || '' };
  const tokens = [bos];

  const capture = opts.capture ? '' : '?:';

  // create constants based on platform, for windows or posix
  const PLATFORM_CHARS = constants.globChars(opts.windows);
  const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);

  const {
    DOT_LITERAL,
    PLUS_LITERAL,
    SLASH_LITERAL,
    ONE_CHAR,
    DOTS_SLASH,
    NO_DOT,
    NO_DOT_SLASH,
    NO_DOTS_SLASH,
    QMARK,
    QMARK_NO_DOT,
    STAR,
    START_ANCHOR
  } = PLATFORM_CHARS;

  const globstar = opts => {
    return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
  };

  const nodot = opts.dot ? '' : NO_DOT;
  const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
  let star = opts.bash === true ? globstar(opts) : STAR;

  if (opts.capture) {
    star = `(${star})`;
  }

  // minimatch options support
  if (typeof opts.noext === 'boolean') {
    opts.noextglob = opts.noext;
  }

  const state = {
    input,
    index: -1,
    start: 0,
    dot: opts.dot === true,
    consumed: '',
    output: '',
    prefix: '',
    backtrack: false,
    negated: false,
    brackets: 0,
    braces: 0,
    parens: 0,
    quotes: 0,
    globstar: false,
    tokens
  };

  input = utils.removePrefix(input, state);
  len = input.length;

  const extglobs = [];
  const braces = [];
  const stack = [];
  let prev = bos;
  let value;

  /**
   * Tokenizing helpers
   */

  const eos = () => state.index === len - 1;
  const peek = state.peek = (n = 1) => input[state.index + n];
  const advance = state.advance = () => input[++state.index] || '';
  const remaining = () => input.slice(state.index + 1);
  const consume = (value = '', num = 0) => {
    state.consumed += value;
    state.index += num;
  };

  const append = token => {
    state.output += token.output != null ? token.output : token.value;
    consume(token.value);
  };

  const negate = () => {
    let count = 1;

    while (peek() === '!' && (peek(2) !== '(' || peek(3) === '?')) {
      advance();
      state.start++;
      count++;
    }

    if (count % 2 === 0) {
      return false;
    }

    state.negated = true;
    state.start++;
    return true;
  };

  const increment = type => {
    state[type]++;
    stack.push(type);
  };

  const decrement = type => {
    state[type]--;
    stack.pop();
  };

  /**
   * Push tokens onto the tokens array. This helper speeds up
   * tokenizing by 1) helping us avoid backtracking as much as possible,
   * and 2) helping us avoid creating extra tokens when consecutive
   * characters are plain text. This improves performance and simplifies
   * lookbehinds.
   */

  const push = tok => {
    if (prev.type === 'globstar') {
      const isBrace = state.braces > 0 && (tok.type === 'comma' || tok.type === 'brace');
      const isExtglob = tok.extglob === true || (extglobs.length && (tok.type === 'pipe' || tok.type === 'paren'));

      if (tok.type !== 'slash' && tok.type !== 'paren' && !isBrace && !isExtglob) {
        state.output = state.output.slice(0, -prev.output.length);
        prev.type = 'star';
        prev.value = '*';
        prev.output = star;
        state.output += prev.output;
      }
    }

    if (extglobs.length && tok.type !== 'paren') {
      extglobs[extglobs.length - 1].inner += tok.value;
    }

    if (tok.value || tok.output) append(tok);
    if (prev && prev.type === 'text' && tok.type === 'text') {
      prev.output = (prev.output || prev.value) + tok.value;
      prev.value += tok.value;
      return;
    }

    tok.prev = prev;
    tokens.push(tok);
    prev = tok;
  };

  const extglobOpen = (type, value) => {
    const token = { ...EXTGLOB_CHARS[value], conditions: 1, inner: '' };

    token.prev = prev;
    token.parens = state.parens;
    token.output = state.output;
    token.startIndex = state.index;
    token.tokensIndex = tokens.length;
    const output = (opts.capture ? '(' : '') + token.open;

    increment('parens');
    push({ type, value, output: state.output ? '' : ONE_CHAR });
    push({ type: 'paren', extglob: true, value: advance(), output });
    extglobs.push(token);
  };

  const extglobClose = token => {
    const literal = input.slice(token.startIndex, state.index + 1);
    const body = input.slice(token.startIndex + 2, state.index);
    const analysis = analyzeRepeatedExtglob(body, opts);

    if ((token.type === 'plus' || token.type === 'star') && analysis.risky) {
      const safeOutput = analysis.safeOutput
        ? (token.output ? '' : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput)
        : undefined;
      const open = tokens[token.tokensIndex];

      open.type = 'text';
      open.value = literal;
      open.output = safeOutput || utils.escapeRegex(literal);

      for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
        tokens[i].value = '';
        tokens[i].output = '';
        delete tokens[i].suffix;
      }

      state.output = token.output + open.output;
      state.backtrack = true;

      push({ type: 'paren', extglob: true, value, output: '' });
      decrement('parens');
      return;
    }

    let output = token.close + (opts.capture ? ')' : '');
    let rest;

    if (token.type === 'negate') {
      let extglobStar = star;

      if (token.inner && token.inner.length > 1 && token.inner.includes('/')) {
        extglobStar = globstar(opts);
      }

      if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) {
        output = token.close = `)$))${extglobStar}`;
      }

      if (token.inner.includes('*') && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) {
        // Any non-magical string (`.ts`) or even nested expression (`.{ts,tsx}`) can follow after the closing parenthesis.
        // In this case, we need to parse the string and use it in the output of the original pattern.
        // Suitable patterns: `/!(*.d).ts`, `/!(*.d).{ts,tsx}`, `**/!(*-dbg).@(js)`.
        //
        // Disabling the `fastpaths` option due to a problem with parsing strings as `.ts` in the pattern like `**/!(*.d).ts`.
        const expression = parse(rest, { ...options, fastpaths: false }).output;

        output = token.close = `)${expression})${extglobStar})`;
      }

      if (token.prev.type === 'bos') {
        state.negatedExtglob = true;
      }
    }

    push({ type: 'paren', extglob: true, value, output });
    decrement('parens');
  };

  /**
   * Fast paths
   */

  if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
    let backslashes = false;

    let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
      if (first === '\\') {
        backslashes = true;
        return m;
      }

      if (first === '?') {
        if (esc) {
          return esc + first + (rest ? QMARK.repeat(rest.length) : '');
        }
        if (index === 0) {
          return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : '');
        }
        return QMARK.repeat(chars.length);
      }

      if (first === '.') {
        return DOT_LITERAL.repeat(chars.length);
      }

      if (first === '*') {
        if (esc) {
          return esc + first + (rest ? star : '');
        }
        return star;
      }
      return esc ? m : `\\${m}`;
    });

    if (backslashes === true) {
      if (opts.unescape === true) {
        output = output.replace(/\\/g, '');
      } else {
        output = output.replace(/\\+/g, m => {
          return m.length % 2 === 0 ? '\\\\' : (m ? '\\' : '');
        });
      }
    }

    if (output === input && opts.contains === true) {
      state.output = input;
      return state;
    }

    state.output = utils.wrapOutput(output, state, options);
    return state;
  }

  /**
   * Tokenize input until we reach end-of-string
   */

  while (!eos()) {
    value = advance();

    if (value === '\u0000') {
      continue;
    }

    /**
     * Escaped characters
     */

    if (value === '\\') {
      const next = peek();

      if (next === '/' && opts.bash !== true) {
        continue;
      }

      if (next === '.' || next === ';') {
        continue;
      }

      if (!next) {
        value += '\\';
        push({ type: 'text', value });
        continue;
      }

      // collapse slashes to reduce potential for exploits
      const match = /^\\+/.exec(remaining());
      let slashes = 0;

      if (match && match[0].length > 2) {
        slashes = match[0].length;
        state.index += slashes;
        if (slashes % 2 !== 0) {
          value += '\\';
        }
      }

      if (opts.unescape === true) {
        value = advance();
      } else {
        value += advance();
      }

      if (state.brackets === 0) {
        push({ type: 'text', value });
        continue;
      }
    }

    /**
     * If we're inside a regex character class, continue
     * until we reach the closing bracket.
     */

    if (state.brackets > 0 && (value !== ']' || prev.value === '[' || prev.value === '[^')) {
      if (opts.posix !== false && value === ':') {
        const inner = prev.value.slice(1);
        if (inner.includes('[')) {
          prev.posix = true;

          if (inner.includes(':')) {
            const idx = prev.value.lastIndexOf('[');
            const pre = prev.value.slice(0, idx);
            const rest = prev.value.slice(idx + 2);
            const posix = POSIX_REGEX_SOURCE[rest];
            if (posix) {
              prev.value = pre + posix;
              state.backtrack = true;
              advance();

              if (!bos.output && tokens.indexOf(prev) === 1) {
                bos.output = ONE_CHAR;
              }
              continue;
            }
          }
        }
      }

      if ((value === '[' && peek() !== ':') || (value === '-' && peek() === ']')) {
        value = `\\${value}`;
      }

      if (value === ']' && (prev.value === '[' || prev.value === '[^')) {
        value = `\\${value}`;
      }

      if (opts.posix === true && value === '!' && prev.value === '[') {
        value = '^';
      }

      prev.value += value;
      append({ value });
      continue;
    }

    /**
     * If we're inside a quoted string, continue
     * until we reach the closing double quote.
     */

    if (state.quotes === 1 && value !== '"') {
      value = utils.escapeRegex(value);
      prev.value += value;
      append({ value });
      continue;
    }

    /**
     * Double quotes
     */

    if (value === '"') {
      state.quotes = state.quotes === 1 ? 0 : 1;
      if (opts.keepQuotes === true) {
        push({ type: 'text', value });
      }
      continue;
    }

    /**
     * Parentheses
     */

    if (value === '(') {
      increment('parens');
      push({ type: 'paren', value });
      continue;
    }

    if (value === ')') {
      if (state.parens === 0 && opts.strictBrackets === true) {
        throw new SyntaxError(syntaxError('opening', '('));
      }

      const extglob = extglobs[extglobs.length - 1];
      if (extglob && state.parens === extglob.parens + 1) {
        extglobClose(extglobs.pop());
        continue;
      }

      push({ type: 'paren', value, output: state.parens ? ')' : '\\)' });
      decrement('parens');
      continue;
    }

    /**
     * Square brackets
     */

    if (value === '[') {
      if (opts.nobracket === true || !remaining().includes(']')) {
        if (opts.nobracket !== true && opts.strictBrackets === true) {
          throw new SyntaxError(syntaxError('closing', ']'));
        }

        value = `\\${value}`;
      } else {
        increment('brackets');
      }

      push({ type: 'bracket', value });
      continue;
    }

    if (value === ']') {
      if (opts.nobracket === true || (prev && prev.type === 'bracket' && prev.value.length === 1)) {
        push({ type: 'text', value, output: `\\${value}` });
        continue;
      }

      if (state.brackets === 0) {
        if (opts.strictBrackets === true) {
          throw new SyntaxError(syntaxError('opening', '['));
        }

        push({ type: 'text', value, output: `\\${value}` });
        continue;
      }

      decrement('brackets');

      const prevValue = prev.value.slice(1);
      if (prev.posix !== true && prevValue[0] === '^' && !prevValue.includes('/')) {
        value = `/${value}`;
      }

      prev.value += value;
      append({ value });

      // when literal brackets are explicitly disabled
      // assume we should match with a regex character class
      if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) {
        continue;
      }

      const escaped = utils.escapeRegex(prev.value);
      state.output = state.output.slice(0, -prev.value.length);

      // when literal brackets are explicitly enabled
      // assume we should escape the brackets to match literal characters
      if (opts.literalBrackets === true) {
        state.output += escaped;
        prev.value = escaped;
        continue;
      }

      // when the user specifies nothing, try to match both
      prev.value = `(${capture}${escaped}|${prev.value})`;
      state.output += prev.value;
      continue;
    }

    /**
     * Braces
     */

    if (value === '{' && opts.nobrace !== true) {
      increment('braces');

      const open = {
        type: 'brace',
        value,
        output: '(',
        outputIndex: state.output.length,
        tokensIndex: state.tokens.length
      };

      braces.push(open);
      push(open);
      continue;
    }

    if (value === '}') {
      const brace = braces[braces.length - 1];

      if (opts.nobrace === true || !brace) {
        push({ type: 'text', value, output: value });
        continue;
      }

      let output = ')';

      if (brace.dots === true) {
        const arr = tokens.slice();
        const range = [];

        for (let i = arr.length - 1; i >= 0; i--) {
          tokens.pop();
          if (arr[i].type === 'brace') {
            break;
          }
          if (arr[i].type !== 'dots') {
            range.unshift(arr[i].value);
          }
        }

        output = expandRange(range, opts);
        state.backtrack = true;
      }

      if (brace.comma !== true && brace.dots !== true) {
        const out = state.output.slice(0, brace.outputIndex);
        const toks = state.tokens.slice(brace.tokensIndex);
        brace.value = brace.output = '\\{';
        value = output = '\\}';
        state.output = out;
        for (const t of toks) {
          state.output += (t.output || t.value);
        }
      }

      push({ type: 'brace', value, output });
      decrement('braces');
      braces.pop();
      continue;
    }

    /**
     * Pipes
     */

    if (value === '|') {
      if (extglobs.length > 0) {
        extglobs[extglobs.length - 1].conditions++;
      }
      push({ type: 'text', value });
      continue;
    }

    /**
     * Commas
     */

    if (value === ',') {
      let output = value;

      const brace = braces[braces.length - 1];
      if (brace && stack[stack.length - 1] === 'braces') {
        brace.comma = true;
        output = '|';
      }

      push({ type: 'comma', value, output });
      continue;
    }

    /**
     * Slashes
     */

    if (value === '/') {
      // if the beginning of the glob is "./", advance the start
      // to the current index, and don't add the "./" characters
      // to the state. This greatly simplifies lookbehinds when
      // checking for BOS characters like "!" and "." (not "./")
      if (prev.type === 'dot' && state.index === state.start + 1) {
        state.start = state.index + 1;
        state.consumed = '';
        state.output = '';
        tokens.pop();
        prev = bos; // reset "prev" to the first token
        continue;
      }

      push({ type: 'slash', value, output: SLASH_LITERAL });
      continue;
    }

    /**
     * Dots
     */

    if (value === '.') {
      if (state.braces > 0 && prev.type === 'dot') {
        if (prev.value === '.') prev.output = DOT_LITERAL;
        const brace = braces[braces.length - 1];
        prev.type = 'dots';
        prev.output += value;
        prev.value += value;
        brace.dots = true;
        continue;
      }

      if ((state.braces + state.parens) === 0 && prev.type !== 'bos' && prev.type !== 'slash') {
        push({ type: 'text', value, output: DOT_LITERAL });
        continue;
      }

      push({ type: 'dot', value, output: DOT_LITERAL });
      continue;
    }

    /**
     * Question marks
     */

    if (value === '?') {
      const isGroup = prev && prev.value === '(';
      if (!isGroup && opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        extglobOpen('qmark', value);
        continue;
      }

      if (prev && prev.type === 'paren') {
        const next = peek();
        let output = value;

        if ((prev.value === '(' && !/[!=<:]/.test(next)) || (next === '<' && !/<([!=]|\w+>)/.test(remaining()))) {
          output = `\\${value}`;
        }

        push({ type: 'text', value, output });
        continue;
      }

      if (opts.dot !== true && (prev.type === 'slash' || prev.type === 'bos')) {
        push({ type: 'qmark', value, output: QMARK_NO_DOT });
        continue;
      }

      push({ type: 'qmark', value, output: QMARK });
      continue;
    }

    /**
     * Exclamation
     */

    if (value === '!') {
      if (opts.noextglob !== true && peek() === '(') {
        if (peek(2) !== '?' || !/[!=<:]/.test(peek(3))) {
          extglobOpen('negate', value);
          continue;
        }
      }

      if (opts.nonegate !== true && state.index === 0) {
        negate();
        continue;
      }
    }

    /**
     * Plus
     */

    if (value === '+') {
      if (opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        extglobOpen('plus', value);
        continue;
      }

      if ((prev && prev.value === '(') || opts.regex === false) {
        push({ type: 'plus', value, output: PLUS_LITERAL });
        continue;
      }

      if ((prev && (prev.type === 'bracket' || prev.type === 'paren' || prev.type === 'brace')) || state.parens > 0) {
        push({ type: 'plus', value });
        continue;
      }

      push({ type: 'plus', value: PLUS_LITERAL });
      continue;
    }

    /**
     * Plain text
     */

    if (value === '@') {
      if (opts.noextglob !== true && peek() === '(' && peek(2) !== '?') {
        push({ type: 'at', extglob: true, value, output: '' });
        continue;
      }

      push({ type: 'text', value });
      continue;
    }

    /**
     * Plain text
     */

    if (value !== '*') {
      if (value === '$' || value === '^') {
        value = `\\${value}`;
      }

      const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
      if (match) {
        value += match[0];
        state.index += match[0].length;
      }

      push({ type: 'text', value });
      continue;
    }

    /**
     * Stars
     */

    if (prev && (prev.type === 'globstar' || prev.star === true)) {
      prev.type = 'star';
      prev.star = true;
      prev.value += value;
      prev.output = star;
      state.backtrack = true;
      state.globstar = true;
      consume(value);
      continue;
    }

    let rest = remaining();
    if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
      extglobOpen('star', value);
      continue;
    }

    if (prev.type === 'star') {
      if (opts.noglobstar === true) {
        consume(value);
        continue;
      }

      const prior = prev.prev;
      const before = prior.prev;
      const isStart = prior.type === 'slash' || prior.type === 'bos';
      const afterStar = before && (before.type === 'star' || before.type === 'globstar');

      if (opts.bash === true && (!isStart || (rest[0] && rest[0] !== '/'))) {
        push({ type: 'star', value, output: '' });
        continue;
      }

      const isBrace = state.braces > 0 && (prior.type === 'comma' || prior.type === 'brace');
      const isExtglob = extglobs.length && (prior.type === 'pipe' || prior.type === 'paren');
      if (!isStart && prior.type !== 'paren' && !isBrace && !isExtglob) {
        push({ type: 'star', value, output: '' });
        continue;
      }

      // strip consecutive `/**/`
      while (rest.slice(0, 3) === '/**') {
        const after = input[state.index + 4];
        if (after && after !== '/') {
          break;
        }
        rest = rest.slice(3);
        consume('/**', 3);
      }

      // A globstar followed only by balanced closing parens is at the logical end of patterns like
      // `test(/utils/**)` and `test?(/utils/**)`. Treat it as EOS so the trailing `/**` can match its
      // parent path, except in negated extglobs where that would change the exclusion semantics.
      const isEnd = eos() || (
        state.parens > 0
        && rest === ')'.repeat(state.parens)
        && !extglobs.some(extglob => extglob.type === 'negate')
      );

      if (prior.type === 'bos' && eos()) {
        prev.type = 'globstar';
        prev.value += value;
        prev.output = globstar(opts);
        state.output = prev.output;
        state.globstar = true;
        consume(value);
        continue;
      }

      if (prior.type === 'slash' && prior.prev.type !== 'bos' && !afterStar && isEnd) {
        state.output = state.output.slice(0, -(prior.output + prev.output).length);
        prior.output = `(?:${prior.output}`;

        prev.type = 'globstar';
        prev.output = globstar(opts) + (opts.strictSlashes ? ')' : '|$)');
        prev.value += value;
        state.globstar = true;
        state.output += prior.output + prev.output;
        consume(value);
        continue;
      }

      if (prior.type === 'slash' && prior.prev.type !== 'bos' && rest[0] === '/') {
        const end = rest[1] !== void 0 ? '|$' : '';

        state.output = state.output.slice(0, -(prior.output + prev.output).length);
        prior.output = `(?:${prior.output}`;

        prev.type = 'globstar';
        prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
        prev.value += value;

        state.output += prior.output + prev.output;
        state.globstar = true;

        consume(value + advance());

        push({ type: 'slash', value: '/', output: '' });
        continue;
      }

      if (prior.type === 'bos' && rest[0] === '/') {
        prev.type = 'globstar';
        prev.value += value;
        prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
        state.output = prev.output;
        state.globstar = true;
        consume(value + advance());
        push({ type: 'slash', value: '/', output: '' });
        continue;
      }

      // remove single star from output
      state.output = state.output.slice(0, -prev.output.length);

      // reset previous token to globstar
      prev.type = 'globstar';
      prev.output = globstar(opts);
      prev.value += value;

      // reset output with globstar
      state.output += prev.output;
      state.globstar = true;
      consume(value);
      continue;
    }

    const token = { type: 'star', value, output: star };

    if (opts.bash === true) {
      token.output = '.*?';
      if (prev.type === 'bos' || prev.type === 'slash') {
        token.output = nodot + token.output;
      }
      push(token);
      continue;
    }

    if (prev && (prev.type === 'bracket' || prev.type === 'paren') && opts.regex === true) {
      token.output = value;
      push(token);
      continue;
    }

    if (state.index === state.start || prev.type === 'slash' || prev.type === 'dot') {
      if (prev.type === 'dot') {
        state.output += NO_DOT_SLASH;
        prev.output += NO_DOT_SLASH;

      } else if (opts.dot === true) {
        state.output += NO_DOTS_SLASH;
        prev.output += NO_DOTS_SLASH;

      } else {
        state.output += nodot;
        prev.output += nodot;
      }

      if (peek() !== '*') {
        state.output += ONE_CHAR;
        prev.output += ONE_CHAR;
      }
    }

    push(token);
  }

  while (state.brackets > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', ']'));
    state.output = utils.escapeLast(state.output, '[');
    decrement('brackets');
  }

  while (state.parens > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', ')'));
    state.output = utils.escapeLast(state.output, '(');
    decrement('parens');
  }

  while (state.braces > 0) {
    if (opts.strictBrackets === true) throw new SyntaxError(syntaxError('closing', '}'));
    state.output = utils.escapeLast(state.output, '{');
    decrement('braces');
  }

  if (opts.strictSlashes !== true && (prev.type === 'star' || prev.type === 'bracket')) {
    push({ type: 'maybe_slash', value: '', output: `${SLASH_LITERAL}?` });
  }

  // rebuild the output if we had to backtrack at any point
  if (state.backtrack === true) {
    state.output = '';

    for (const token of state.tokens) {
      state.output += token.output != null ? token.output : token.value;

      if (token.suffix) {
        state.output += token.suffix;
      }
    }
  }

  return state;
};

/**
 * Fast paths for creating regular expressions for common glob patterns.
 * This can significantly speed up processing and has very little downside
 * impact when none of the fast paths match.
 */

parse.fastpaths = (input, options) => {
  const opts = { ...options };
  const max = typeof opts.maxLength === 'number' ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
  const len = input.length;
  if (len > max) {
    throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
  }

  input = REPLACEMENTS[input] || input;

  // create constants based on platform, for windows or posix
  const {
    DOT_LITERAL,
    SLASH_LITERAL,
    ONE_CHAR,
    DOTS_SLASH,
    NO_DOT,
    NO_DOTS,
    NO_DOTS_SLASH,
    STAR,
    START_ANCHOR
  } = constants.globChars(opts.windows);

  const nodot = opts.dot ? NO_DOTS : NO_DOT;
  const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
  const capture = opts.capture ? '' : '?:';
  const state = { negated: false, prefix: '' };
  let star = opts.bash === true ? '.*?' : STAR;

  if (opts.capture) {
    star = `(${star})`;
  }

  const globstar = opts => {
    if (opts.noglobstar === true) return star;
    return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
  };

  const create = str => {
    switch (str) {
      case '*':
        return `${nodot}${ONE_CHAR}${star}`;

      case '.*':
        return `${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '*.*':
        return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '*/*':
        return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;

      case '**':
        return nodot + globstar(opts);

      case '**/*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;

      case '**/*.*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;

      case '**/.*':
        return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;

      default: {
        const match = /^(.*?)\.(\w+)$/.exec(str);
        if (!match) return;

        const source = create(match[1]);
        if (!source) return;

        return source + DOT_LITERAL + match[2];
      }
    }
  };

  const output = utils.removePrefix(input, state);
  let source = create(output);

  if (source && opts.strictSlashes !== true) {
    source += `${SLASH_LITERAL}?`;
  }

  return source;
};

module.exports = parse;


/***/ }),

/***/ 16:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const scan = __nccwpck_require__(781);
const parse = __nccwpck_require__(265);
const utils = __nccwpck_require__(59);
const constants = __nccwpck_require__(595);
const isObject = val => val && typeof val === 'object' && !Array.isArray(val);

/**
 * Creates a matcher function from one or more glob patterns. The
 * returned function takes a string to match as its first argument,
 * and returns true if the string is a match. The returned matcher
 * function also takes a boolean as the second argument that, when true,
 * returns an object with additional information.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch(glob[, options]);
 *
 * const isMatch = picomatch('*.!(*a)');
 * console.log(isMatch('a.a')); //=> false
 * console.log(isMatch('a.b')); //=> true
 *
 * // For environments without `node.js`, `picomatch/posix` provides you a dependency-free matcher, without automatic OS detection.
 * const picomatch = require('picomatch/posix');
 * // the same API, defaulting to posix paths
 * const isMatch = picomatch('a/*');
 * console.log(isMatch('a\\b')); //=> false
 * console.log(isMatch('a/b')); //=> true
 *
 * // you can still configure the matcher function to accept windows paths
 * const isMatch = picomatch('a/*', { options: windows });
 * console.log(isMatch('a\\b')); //=> true
 * console.log(isMatch('a/b')); //=> true
 * ```
 * @name picomatch
 * @param {String|Array} `globs` One or more glob patterns.
 * @param {Object=} `options`
 * @return {Function=} Returns a matcher function.
 * @api public
 */

const picomatch = (glob, options, returnState = false) => {
  if (Array.isArray(glob)) {
    const fns = glob.map(input => picomatch(input, options, returnState));
    const arrayMatcher = str => {
      for (const isMatch of fns) {
        const state = isMatch(str);
        if (state) return state;
      }
      return false;
    };
    return arrayMatcher;
  }

  const isState = isObject(glob) && glob.tokens && glob.input;

  if (glob === '' || (typeof glob !== 'string' && !isState)) {
    throw new TypeError('Expected pattern to be a non-empty string');
  }

  const opts = options || {};
  const posix = opts.windows;
  const regex = isState
    ? picomatch.compileRe(glob, options)
    : picomatch.makeRe(glob, options, false, true);

  const state = regex.state;
  delete regex.state;

  let isIgnored = () => false;
  if (opts.ignore) {
    const ignoreOpts = { ...options, ignore: null, onMatch: null, onResult: null };
    isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
  }

  const matcher = (input, returnObject = false) => {
    const { isMatch, match, output } = picomatch.test(input, regex, options, { glob, posix });
    const result = { glob, state, regex, posix, input, output, match, isMatch };

    if (typeof opts.onResult === 'function') {
      opts.onResult(result);
    }

    if (isMatch === false) {
      result.isMatch = false;
      return returnObject ? result : false;
    }

    if (isIgnored(input)) {
      if (typeof opts.onIgnore === 'function') {
        opts.onIgnore(result);
      }
      result.isMatch = false;
      return returnObject ? result : false;
    }

    if (typeof opts.onMatch === 'function') {
      opts.onMatch(result);
    }
    return returnObject ? result : true;
  };

  if (returnState) {
    matcher.state = state;
  }

  return matcher;
};

/**
 * Test `input` with the given `regex`. This is used by the main
 * `picomatch()` function to test the input string.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.test(input, regex[, options]);
 *
 * console.log(picomatch.test('foo/bar', /^(?:([^/]*?)\/([^/]*?))$/));
 * // { isMatch: true, match: [ 'foo/', 'foo', 'bar' ], output: 'foo/bar' }
 * ```
 * @param {String} `input` String to test.
 * @param {RegExp} `regex`
 * @return {Object} Returns an object with matching info.
 * @api public
 */

picomatch.test = (input, regex, options, { glob, posix } = {}) => {
  if (typeof input !== 'string') {
    throw new TypeError('Expected input to be a string');
  }

  if (input === '') {
    return { isMatch: false, output: '' };
  }

  const opts = options || {};
  const format = opts.format || (posix ? utils.toPosixSlashes : null);
  let match = input === glob;
  let output = (match && format) ? format(input) : input;

  if (match === false) {
    output = format ? format(input) : input;
    match = output === glob;
  }

  if (match === false || opts.capture === true) {
    if (opts.matchBase === true || opts.basename === true) {
      match = picomatch.matchBase(input, regex, options, posix);
    } else {
      match = regex.exec(output);
    }
  }

  return { isMatch: Boolean(match), match, output };
};

/**
 * Match the basename of a filepath.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.matchBase(input, glob[, options]);
 * console.log(picomatch.matchBase('foo/bar.js', '*.js'); // true
 * ```
 * @param {String} `input` String to test.
 * @param {RegExp|String} `glob` Glob pattern or regex created by [.makeRe](#makeRe).
 * @return {Boolean}
 * @api public
 */

picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
  const regex = glob instanceof RegExp ? glob : picomatch.makeRe(glob, options);
  return regex.test(utils.basename(input, { windows: posix }));
};

/**
 * Returns true if **any** of the given glob `patterns` match the specified `string`.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.isMatch(string, patterns[, options]);
 *
 * console.log(picomatch.isMatch('a.a', ['b.*', '*.a'])); //=> true
 * console.log(picomatch.isMatch('a.a', 'b.*')); //=> false
 * ```
 * @param {String|Array} str The string to test.
 * @param {String|Array} patterns One or more glob patterns to use for matching.
 * @param {Object} [options] See available [options](#options).
 * @return {Boolean} Returns true if any patterns match `str`
 * @api public
 */

picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);

/**
 * Parse a glob pattern to create the source string for a regular
 * expression.
 *
 * ```js
 * const picomatch = require('picomatch');
 * const result = picomatch.parse(pattern[, options]);
 * ```
 * @param {String} `pattern`
 * @param {Object} `options`
 * @return {Object} Returns an object with useful properties and output to be used as a regex source string.
 * @api public
 */

picomatch.parse = (pattern, options) => {
  if (Array.isArray(pattern)) return pattern.map(p => picomatch.parse(p, options));
  return parse(pattern, { ...options, fastpaths: false });
};

/**
 * Scan a glob pattern to separate the pattern into segments.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.scan(input[, options]);
 *
 * const result = picomatch.scan('!./foo/*.js');
 * console.log(result);
 * { prefix: '!./',
 *   input: '!./foo/*.js',
 *   start: 3,
 *   base: 'foo',
 *   glob: '*.js',
 *   isBrace: false,
 *   isBracket: false,
 *   isGlob: true,
 *   isExtglob: false,
 *   isGlobstar: false,
 *   negated: true }
 * ```
 * @param {String} `input` Glob pattern to scan.
 * @param {Object} `options`
 * @return {Object} Returns an object with
 * @api public
 */

picomatch.scan = (input, options) => scan(input, options);

/**
 * Compile a regular expression from the `state` object returned by the
 * [parse()](#parse) method.
 *
 * ```js
 * const picomatch = require('picomatch');
 * const state = picomatch.parse('*.js');
 * // picomatch.compileRe(state[, options]);
 *
 * console.log(picomatch.compileRe(state));
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {Object} `state`
 * @param {Object} `options`
 * @param {Boolean} `returnOutput` Intended for implementors, this argument allows you to return the raw output from the parser.
 * @param {Boolean} `returnState` Adds the state to a `state` property on the returned regex. Useful for implementors and debugging.
 * @return {RegExp}
 * @api public
 */

picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
  if (returnOutput === true) {
    return state.output;
  }

  const opts = options || {};
  const prepend = opts.contains ? '' : '^';
  const append = opts.contains ? '' : '$';

  let source = `${prepend}(?:${state.output})${append}`;
  if (state && state.negated === true) {
    source = `^(?!${source}).*$`;
  }

  const regex = picomatch.toRegex(source, options);
  if (returnState === true) {
    regex.state = state;
  }

  return regex;
};

/**
 * Create a regular expression from a parsed glob pattern.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.makeRe(state[, options]);
 *
 * const result = picomatch.makeRe('*.js');
 * console.log(result);
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {String} `state` The object returned from the `.parse` method.
 * @param {Object} `options`
 * @param {Boolean} `returnOutput` Implementors may use this argument to return the compiled output, instead of a regular expression. This is not exposed on the options to prevent end-users from mutating the result.
 * @param {Boolean} `returnState` Implementors may use this argument to return the state from the parsed glob with the returned regular expression.
 * @return {RegExp} Returns a regex created from the given pattern.
 * @api public
 */

picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
  if (!input || typeof input !== 'string') {
    throw new TypeError('Expected a non-empty string');
  }

  let parsed = { negated: false, fastpaths: true };

  if (options.fastpaths !== false && (input[0] === '.' || input[0] === '*')) {
    parsed.output = parse.fastpaths(input, options);
  }

  if (!parsed.output) {
    parsed = parse(input, options);
  }

  return picomatch.compileRe(parsed, options, returnOutput, returnState);
};

/**
 * Create a regular expression from the given regex source string.
 *
 * ```js
 * const picomatch = require('picomatch');
 * // picomatch.toRegex(source[, options]);
 *
 * const { output } = picomatch.parse('*.js');
 * console.log(picomatch.toRegex(output));
 * //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
 * ```
 * @param {String} `source` Regular expression source string.
 * @param {Object} `options`
 * @return {RegExp}
 * @api public
 */

picomatch.toRegex = (source, options) => {
  try {
    const opts = options || {};
    return new RegExp(source, opts.flags || (opts.nocase ? 'i' : ''));
  } catch (err) {
    if (options && options.debug === true) throw err;
    return /$^/;
  }
};

/**
 * Picomatch constants.
 * @return {Object}
 */

picomatch.constants = constants;

/**
 * Expose "picomatch"
 */

module.exports = picomatch;


/***/ }),

/***/ 781:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const utils = __nccwpck_require__(59);
const {
  CHAR_ASTERISK,             /* * */
  CHAR_AT,                   /* @ */
  CHAR_BACKWARD_SLASH,       /* \ */
  CHAR_COMMA,                /* , */
  CHAR_DOT,                  /* . */
  CHAR_EXCLAMATION_MARK,     /* ! */
  CHAR_FORWARD_SLASH,        /* / */
  CHAR_LEFT_CURLY_BRACE,     /* { */
  CHAR_LEFT_PARENTHESES,     /* ( */
  CHAR_LEFT_SQUARE_BRACKET,  /* [ */
  CHAR_PLUS,                 /* + */
  CHAR_QUESTION_MARK,        /* ? */
  CHAR_RIGHT_CURLY_BRACE,    /* } */
  CHAR_RIGHT_PARENTHESES,    /* ) */
  CHAR_RIGHT_SQUARE_BRACKET  /* ] */
} = __nccwpck_require__(595);

const isPathSeparator = code => {
  return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
};

const depth = token => {
  if (token.isPrefix !== true) {
    token.depth = token.isGlobstar ? Infinity : 1;
  }
};

/**
 * Quickly scans a glob pattern and returns an object with a handful of
 * useful properties, like `isGlob`, `path` (the leading non-glob, if it exists),
 * `glob` (the actual pattern), `negated` (true if the path starts with `!` but not
 * with `!(`) and `negatedExtglob` (true if the path starts with `!(`).
 *
 * ```js
 * const pm = require('picomatch');
 * console.log(pm.scan('foo/bar/*.js'));
 * { isGlob: true, input: 'foo/bar/*.js', base: 'foo/bar', glob: '*.js' }
 * ```
 * @param {String} `str`
 * @param {Object} `options`
 * @return {Object} Returns an object with tokens and regex source string.
 * @api public
 */

const scan = (input, options) => {
  const opts = options || {};

  const length = input.length - 1;
  const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
  const slashes = [];
  const tokens = [];
  const parts = [];

  let str = input;
  let index = -1;
  let start = 0;
  let lastIndex = 0;
  let isBrace = false;
  let isBracket = false;
  let isGlob = false;
  let isExtglob = false;
  let isGlobstar = false;
  let braceEscaped = false;
  let backslashes = false;
  let negated = false;
  let negatedExtglob = false;
  let finished = false;
  let braces = 0;
  let prev;
  let code;
  let token = { value: '', depth: 0, isGlob: false };

  const eos = () => index >= length;
  const peek = () => str.charCodeAt(index + 1);
  const advance = () => {
    prev = code;
    return str.charCodeAt(++index);
  };

  while (index < length) {
    code = advance();
    let next;

    if (code === CHAR_BACKWARD_SLASH) {
      backslashes = token.backslashes = true;
      code = advance();

      if (code === CHAR_LEFT_CURLY_BRACE) {
        braceEscaped = true;
      }
      continue;
    }

    if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
      braces++;

      while (eos() !== true && (code = advance())) {
        if (code === CHAR_BACKWARD_SLASH) {
          backslashes = token.backslashes = true;
          advance();
          continue;
        }

        if (code === CHAR_LEFT_CURLY_BRACE) {
          braces++;
          continue;
        }

        if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
          isBrace = token.isBrace = true;
          isGlob = token.isGlob = true;
          finished = true;

          if (scanToEnd === true) {
            continue;
          }

          break;
        }

        if (braceEscaped !== true && code === CHAR_COMMA) {
          isBrace = token.isBrace = true;
          isGlob = token.isGlob = true;
          finished = true;

          if (scanToEnd === true) {
            continue;
          }

          break;
        }

        if (code === CHAR_RIGHT_CURLY_BRACE) {
          braces--;

          if (braces === 0) {
            braceEscaped = false;
            isBrace = token.isBrace = true;
            finished = true;
            break;
          }
        }
      }

      if (scanToEnd === true) {
        continue;
      }

      break;
    }

    if (code === CHAR_FORWARD_SLASH) {
      slashes.push(index);
      tokens.push(token);
      token = { value: '', depth: 0, isGlob: false };

      if (finished === true) continue;
      if (prev === CHAR_DOT && index === (start + 1)) {
        start += 2;
        continue;
      }

      lastIndex = index + 1;
      continue;
    }

    if (opts.noext !== true) {
      const isExtglobChar = code === CHAR_PLUS
        || code === CHAR_AT
        || code === CHAR_ASTERISK
        || code === CHAR_QUESTION_MARK
        || code === CHAR_EXCLAMATION_MARK;

      if (isExtglobChar === true && peek() === CHAR_LEFT_PARENTHESES) {
        isGlob = token.isGlob = true;
        isExtglob = token.isExtglob = true;
        finished = true;
        if (code === CHAR_EXCLAMATION_MARK && index === start) {
          negatedExtglob = true;
        }

        if (scanToEnd === true) {
          let parens = 0;

          while (eos() !== true && (code = advance())) {
            if (code === CHAR_BACKWARD_SLASH) {
              backslashes = token.backslashes = true;
              advance();
              continue;
            }

            if (code === CHAR_LEFT_PARENTHESES) {
              parens++;
              continue;
            }

            if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
              finished = true;
              break;
            }
          }
          continue;
        }
        break;
      }
    }

    if (code === CHAR_ASTERISK) {
      if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
      isGlob = token.isGlob = true;
      finished = true;

      if (scanToEnd === true) {
        continue;
      }
      break;
    }

    if (code === CHAR_QUESTION_MARK) {
      isGlob = token.isGlob = true;
      finished = true;

      if (scanToEnd === true) {
        continue;
      }
      break;
    }

    if (code === CHAR_LEFT_SQUARE_BRACKET) {
      while (eos() !== true && (next = advance())) {
        if (next === CHAR_BACKWARD_SLASH) {
          backslashes = token.backslashes = true;
          advance();
          continue;
        }

        if (next === CHAR_RIGHT_SQUARE_BRACKET) {
          isBracket = token.isBracket = true;
          isGlob = token.isGlob = true;
          finished = true;
          break;
        }
      }

      if (scanToEnd === true) {
        continue;
      }

      break;
    }

    if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
      negated = token.negated = true;
      start++;
      continue;
    }

    if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
      isGlob = token.isGlob = true;

      if (scanToEnd === true) {
        let parens = 1;

        while (eos() !== true && (code = advance())) {
          if (code === CHAR_BACKWARD_SLASH) {
            backslashes = token.backslashes = true;
            advance();
            continue;
          }

          if (code === CHAR_LEFT_PARENTHESES) {
            parens++;
            continue;
          }

          if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
            finished = true;
            break;
          }
        }
        continue;
      }
      break;
    }

    if (isGlob === true) {
      finished = true;

      if (scanToEnd === true) {
        continue;
      }

      break;
    }
  }

  if (opts.noext === true) {
    isExtglob = false;
    isGlob = false;
  }

  let base = str;
  let prefix = '';
  let glob = '';

  if (start > 0) {
    prefix = str.slice(0, start);
    str = str.slice(start);
    lastIndex -= start;
  }

  if (base && isGlob === true && lastIndex > 0) {
    base = str.slice(0, lastIndex);
    glob = str.slice(lastIndex);
  } else if (isGlob === true) {
    base = '';
    glob = str;
  } else {
    base = str;
  }

  if (base && base !== '' && base !== '/' && base !== str) {
    if (isPathSeparator(base.charCodeAt(base.length - 1))) {
      base = base.slice(0, -1);
    }
  }

  if (opts.unescape === true) {
    if (glob) glob = utils.removeBackslashes(glob);

    if (base && backslashes === true) {
      base = utils.removeBackslashes(base);
    }
  }

  const state = {
    prefix,
    input,
    start,
    base,
    glob,
    isBrace,
    isBracket,
    isGlob,
    isExtglob,
    isGlobstar,
    negated,
    negatedExtglob
  };

  if (opts.tokens === true) {
    state.maxDepth = 0;
    if (!isPathSeparator(code)) {
      tokens.push(token);
    }
    state.tokens = tokens;
  }

  if (opts.parts === true || opts.tokens === true) {
    let prevIndex;

    for (let idx = 0; idx < slashes.length; idx++) {
      const n = prevIndex !== undefined ? prevIndex + 1 : start;
      const i = slashes[idx];
      const value = input.slice(n, i);
      if (opts.tokens) {
        if (idx === 0 && start !== 0) {
          tokens[idx].isPrefix = true;
          tokens[idx].value = prefix;
        } else {
          tokens[idx].value = value;
        }
        depth(tokens[idx]);
        state.maxDepth += tokens[idx].depth;
      }
      if (i >= start) {
        parts.push(value);
        prevIndex = i;
      }
    }

    const n = prevIndex !== undefined ? prevIndex + 1 : start;
    const value = input.slice(n);
    parts.push(value);

    if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
      tokens[tokens.length - 1].value = value;
      depth(tokens[tokens.length - 1]);
      state.maxDepth += tokens[tokens.length - 1].depth;
    }

    state.slashes = slashes;
    state.parts = parts;
  }

  return state;
};

module.exports = scan;


/***/ }),

/***/ 59:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

/*global navigator*/


const {
  REGEX_BACKSLASH,
  REGEX_REMOVE_BACKSLASH,
  REGEX_SPECIAL_CHARS,
  REGEX_SPECIAL_CHARS_GLOBAL
} = __nccwpck_require__(595);

exports.isObject = val => val !== null && typeof val === 'object' && !Array.isArray(val);
exports.hasRegexChars = str => REGEX_SPECIAL_CHARS.test(str);
exports.isRegexChar = str => str.length === 1 && exports.hasRegexChars(str);
exports.escapeRegex = str => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, '\\$1');
exports.toPosixSlashes = str => str.replace(REGEX_BACKSLASH, '/');

exports.isWindows = () => {
  if (typeof navigator !== 'undefined' && navigator.platform) {
    const platform = navigator.platform.toLowerCase();
    return platform === 'win32' || platform === 'windows';
  }

  if (typeof process !== 'undefined' && process.platform) {
    return process.platform === 'win32';
  }

  return false;
};

exports.removeBackslashes = str => {
  return str.replace(REGEX_REMOVE_BACKSLASH, match => {
    return match === '\\' ? '' : match;
  });
};

exports.escapeLast = (input, char, lastIdx) => {
  const idx = input.lastIndexOf(char, lastIdx);
  if (idx === -1) return input;
  if (input[idx - 1] === '\\') return exports.escapeLast(input, char, idx - 1);
  return `${input.slice(0, idx)}\\${input.slice(idx)}`;
};

exports.removePrefix = (input, state = {}) => {
  let output = input;
  if (output.startsWith('./')) {
    output = output.slice(2);
    state.prefix = './';
  }
  return output;
};

exports.wrapOutput = (input, state = {}, options = {}) => {
  const prepend = options.contains ? '' : '^';
  const append = options.contains ? '' : '$';

  let output = `${prepend}(?:${input})${append}`;
  if (state.negated === true) {
    output = `(?:^(?!${output}).*$)`;
  }
  return output;
};

exports.basename = (path, { windows } = {}) => {
  const segs = path.split(windows ? /[\\/]/ : '/');
  const last = segs[segs.length - 1];

  if (last === '') {
    return segs[segs.length - 2];
  }

  return last;
};


/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 69:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _host_terminal_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(888);
/* harmony import */ var _ledger_folder_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(13);
/* harmony import */ var _publish_parse_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(688);
/* harmony import */ var _publish_terminal_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(338);
/* harmony import */ var _settings_flags_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(288);
/* harmony import */ var _settings_help_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(211);
/* harmony import */ var _settings_inputs_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(792);
/* harmony import */ var _settings_reports_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(982);
/* harmony import */ var _settings_settings_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(152);
/* harmony import */ var _sync_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(480);
/* harmony import */ var _text_defuse_js__WEBPACK_IMPORTED_MODULE_11__ = __nccwpck_require__(841);
/* harmony import */ var _text_mask_js__WEBPACK_IMPORTED_MODULE_12__ = __nccwpck_require__(879);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_13__ = __nccwpck_require__(411);
/** The terminal's door: reads the command line, calls the job, prints, exits. */














process.exitCode = await main(process.argv.slice(2), process.env);
async function main(args, environment) {
    try {
        return await run((0,_settings_flags_js__WEBPACK_IMPORTED_MODULE_5__/* .commandLineOf */ .l0)(args), environment);
    }
    catch (thrown) {
        const error = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .coded */ .yC)(thrown);
        process.stderr.write(`${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_11__/* .logSafe */ .sN)(`${error.code}: ${error.message}\n${error.remedy}`)}\n`);
        if (error.code === "E_INTERNAL" && error.cause instanceof Error)
            process.stderr.write(`${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_11__/* .logSafe */ .sN)(error.cause.stack ?? "")}\n`);
        return error.code === "E_INTERNAL" ? 3 : error.exit;
    }
}
async function run(line, environment) {
    const { command } = line;
    if (command === "help" || command === "version") {
        process.stdout.write(command === "help" ? (0,_settings_help_js__WEBPACK_IMPORTED_MODULE_6__/* .helpText */ .B)() : `${_version_js__WEBPACK_IMPORTED_MODULE_13__/* .VERSION */ .x}\n`);
        return 0;
    }
    const variables = (0,_settings_inputs_js__WEBPACK_IMPORTED_MODULE_7__/* .variablesOf */ .ht)(environment, _settings_flags_js__WEBPACK_IMPORTED_MODULE_5__/* .RUN_FLAGS */ .WB);
    const token = new Map([["token", environment["GITHUB_TOKEN"] ?? ""]]);
    const settings = (0,_settings_settings_js__WEBPACK_IMPORTED_MODULE_9__/* .readSettings */ .sb)({ name: (n) => `--${n}`, values: line.values }, { name: (n) => `the variable CI_TRACKER_${n.toUpperCase().replaceAll("-", "_")}`, values: variables }, { name: () => "GITHUB_TOKEN", values: token });
    if (command === "parse")
        return parse(line);
    const at = atOf(line.values.get("at") ?? variables.get("at"));
    const facts = new Map([...variables, ...line.values]);
    const mode = command === "plan" ? { ...settings, mode: "plan" } : settings;
    const reports = [...line.reports.map(_settings_reports_js__WEBPACK_IMPORTED_MODULE_8__/* .reportLine */ .B), ...line.files.map((path) => ({ path }))];
    const host = await (0,_host_terminal_js__WEBPACK_IMPORTED_MODULE_1__/* .terminalHost */ .P)(environment, mode, facts, at);
    const outcome = await (0,_sync_js__WEBPACK_IMPORTED_MODULE_10__/* .sync */ .O)(mode, host, {
        reports,
        environment,
        log: (text) => process.stderr.write(`${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_11__/* .logSafe */ .sN)(text)}\n`),
        ...(0,_ledger_folder_js__WEBPACK_IMPORTED_MODULE_2__/* .terminalHistory */ .V)(settings.cache, host.root, environment, (text) => process.stderr.write(`${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_11__/* .logSafe */ .sN)(text)}\n`)),
    });
    const mask = (0,_text_mask_js__WEBPACK_IMPORTED_MODULE_12__/* .createMask */ .P)(environment, [settings.token]);
    if (line.json)
        process.stdout.write(`${mask(JSON.stringify(outcome.result))}\n`);
    else
        for (const text of (0,_publish_terminal_js__WEBPACK_IMPORTED_MODULE_4__/* .terminalLines */ .M)(outcome, mask))
            process.stdout.write(`${text}\n`);
    return outcome.exit;
}
function parse(line) {
    if (line.files.length + line.reports.length === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .AK("E_REPORT_NONE", "no file was named", { exit: 2 });
    const chunks = [];
    let size = 0;
    const flush = () => {
        if (size > 0)
            process.stdout.write(chunks.join(""));
        chunks.length = 0;
        size = 0;
    };
    const write = (text) => {
        chunks.push(text);
        size += text.length;
        if (size > 64 * 1024)
            flush();
    };
    for (const path of line.files)
        (0,_publish_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .parseFile */ .C)(path, { root: process.cwd(), json: line.json, write });
    for (const given of line.reports.map(_settings_reports_js__WEBPACK_IMPORTED_MODULE_8__/* .reportLine */ .B)) {
        (0,_publish_parse_js__WEBPACK_IMPORTED_MODULE_3__/* .parseFile */ .C)(given.path, { root: process.cwd(), json: line.json, write, ...(given.format === undefined ? {} : { format: given.format }) });
    }
    flush();
    return 0;
}
function atOf(given) {
    if (given === undefined || given === "")
        return new Date().toISOString();
    const at = new Date(given);
    if (Number.isNaN(at.getTime()) || !/^\d{4}-\d\d-\d\d/.test(given))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .AK("E_INPUT_VALUE", `--at: ${JSON.stringify(given)} is no ISO time`, { exit: 2 });
    return at.toISOString();
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AK: () => (/* binding */ CodedError),
/* harmony export */   l0: () => (/* binding */ REMEDIES),
/* harmony export */   yC: () => (/* binding */ coded)
/* harmony export */ });
/**
 * Every error a person can meet, by code. Each says what happened, where, why and what to do; docs/errors.md is
 * generated from this list and a test keeps the two equal.
 */
/** Code → what to do about it, for people. */
const REMEDIES = {
    E_USAGE: "See `ci-tracker --help` for the words and flags.",
    E_INPUT_UNKNOWN: "Correct the name; the README lists them all.",
    E_INPUT_VALUE: "Give one of the values the message names.",
    E_REPORT_NONE: "Name at least one report: `reports:` in a workflow, file arguments in a terminal.",
    E_REPORT_LINE: "Write `PATH-OR-GLOB [format=…] [outcome=…] [scope=…]`, with double quotes around what holds spaces.",
    E_REPORT_MISSING: "Check the path and that the step that writes it ran; paths are relative to the root.",
    E_REPORT_NOT_A_FILE: "Name the file itself, or a folder of a format that is a folder (target/criterion).",
    E_REPORT_OUTSIDE: "A link inside the workspace led out of it. Name the real file if you trust it.",
    E_REPORT_UNREADABLE: "Check that the file exists and may be read.",
    E_REPORT_EMPTY: "An empty file proves nothing. Check that the tool ran and wrote its report.",
    E_REPORT_TOO_LARGE: "Split the report; nothing was read from it.",
    E_REPORT_UNKNOWN: "Name its format with `format=…` if it is one of docs/formats.md; otherwise leave it out.",
    E_REPORT_AMBIGUOUS: "Say which it is with `format=…`.",
    E_REPORT_CUT: "The file ends in the middle. What was read before the cut may open entries; nothing closes on it.",
    E_REPORT_MALFORMED: "The tool wrote something its format does not allow. Check the step that made the file.",
    E_REPORT_FAILED: "The tool itself says that it failed; mend its step.",
    E_REPORT_NO_UNIT: "A benchmark without its unit cannot be compared; print the unit.",
    E_REPORT_LINE_TOO_LONG: "A line is longer than any tool writes; the part that holds it counts as broken.",
    E_LEDGER_BROKEN: "Mend the line, or restore .ci-tracker/ledger.jsonl from the commit before. Nothing was written.",
    E_LEDGER_KEY: "Two keys share one fingerprint. Nothing was written for it; report this as a defect.",
    E_TRACKER_NONE: "Make one (`tracer init`, or `init: true`), or name another with `tracker:`.",
    E_TRACKER_AMBIGUOUS: "Name the one to use with `tracker:`.",
    E_TRACKER_BROKEN: "Mend the named line first. The file was not touched.",
    E_TRACKER_CONFLICT: "Resolve the merge conflict first. The file was not touched.",
    E_TRACKER_LOOKALIKE: "This file belongs to another tool that uses the same name. It was not touched.",
    E_TRACKER_LIST: "The tracker could not be listed whole, so nothing was opened or closed. The next run tries again.",
    E_TRACKER_WRITE: "The write was refused; nothing else depends on it and the next run tries again.",
    E_TOKEN: "Give the job the permission the message names, or a token that has it.",
    E_COMMIT_RULES: "Use `commit: pull-request`, or `branch:` for a branch without that rule, or a token that may bypass it.",
    E_COMMIT_MOVED: "The branch kept moving while we tried. Add the `concurrency:` block of the README; the next run tries again.",
    E_COMMIT_GIT: "git refused. Nothing was committed.",
    E_COMMIT_API: "The API refused the commit. Nothing was committed.",
    E_COMMIT_BRANCH: "Name an existing branch with `--branch` or `branch:`.",
    E_CACHE: "The history could not be read or saved; entries are not affected, benchmarks start a new baseline.",
    E_INTERNAL: "This is a defect of ci-tracker. Please report it with the message.",
};
/** An error with a code, for people. `exit` is 2 for wrong use or settings, 3 for what could not be read, listed or written. */
class CodedError extends Error {
    code;
    exit;
    file;
    line;
    constructor(code, message, options = {}) {
        super(message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = "CodedError";
        this.code = code;
        this.exit = options.exit ?? 3;
        this.file = options.file;
        this.line = options.line;
    }
    get remedy() {
        return REMEDIES[this.code];
    }
}
/** Any thrown thing as a coded error; what has no code is a defect of ours. */
function coded(thrown) {
    if (thrown instanceof CodedError)
        return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new CodedError("E_INTERNAL", message, { cause: thrown });
}


/***/ }),

/***/ 875:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Rq: () => (/* binding */ ancestryOf),
  kA: () => (/* binding */ ask),
  eR: () => (/* binding */ currentBranch),
  Eb: () => (/* binding */ present),
  tK: () => (/* binding */ testedCommit)
});

;// CONCATENATED MODULE: external "string_decoder"
const external_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: external "events"
const external_events_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
;// CONCATENATED MODULE: external "assert"
const external_assert_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io-util.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_namespaceObject.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_namespaceObject.constants.O_RDONLY;
function exists(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return __awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return __awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_namespaceObject.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_namespaceObject.dirname(filePath);
                        const upperName = external_path_namespaceObject.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_namespaceObject.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_namespaceObject.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_namespaceObject.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_namespaceObject.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_namespaceObject.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_namespaceObject.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_namespaceObject.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_namespaceObject.EOL.length);
                n = s.indexOf(external_os_namespaceObject.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_namespaceObject.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_namespaceObject.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_namespaceObject.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new external_string_decoder_namespaceObject.StringDecoder('utf8');
        const stderrDecoder = new external_string_decoder_namespaceObject.StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map
;// CONCATENATED MODULE: ./lib/host/git.js
/** Questions to the repository in the workspace. Its configuration is not trusted: hooks, monitors and filters stay off. */

/** Environment in which git asks nobody, runs no hook and reads no configuration but the repository's format. */
const QUIET = { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
const SAFE = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never", "-c", "core.pager=cat"];
/** The output of a git command that only reads; undefined when it fails or there is no git. */
async function ask(root, ...args) {
    const env = { ...QUIET };
    for (const [name, value] of Object.entries(process.env))
        if (value !== undefined)
            env[name] ??= value;
    try {
        const { exitCode, stdout } = await getExecOutput("git", [...SAFE, ...args], { cwd: root, env, silent: true, ignoreReturnCode: true });
        return exitCode === 0 ? stdout : undefined;
    }
    catch {
        return undefined;
    }
}
const COMMIT = /^[0-9a-f]{7,64}$/;
/** The checked-out commit; undefined when tracked files differ from it, for then something else was tested. */
async function testedCommit(root, ours) {
    const head = (await ask(root, "rev-parse", "--verify", "--quiet", "HEAD"))?.trim();
    if (head === undefined || !COMMIT.test(head))
        return undefined;
    const changed = await ask(root, "status", "--porcelain", "--untracked-files=no", "-z");
    if (changed === undefined)
        return undefined;
    const others = changed.split("\0").filter((entry) => entry !== "" && !ours.some((path) => entry.slice(3).startsWith(path)));
    return others.length === 0 ? head : undefined;
}
async function currentBranch(root) {
    const name = (await ask(root, "symbolic-ref", "--quiet", "--short", "HEAD"))?.trim();
    return name === "" ? undefined : name;
}
/** How each commit lies to `commit`, as far as the repository in the workspace knows. */
async function ancestryOf(root, commit, others) {
    const known = new Map();
    if (!COMMIT.test(commit))
        return known;
    for (const other of others) {
        if (other === commit || !COMMIT.test(other))
            continue;
        const base = (await ask(root, "merge-base", commit, other))?.trim();
        if (base === undefined)
            continue;
        const [mine, theirs] = [await resolve(root, commit), await resolve(root, other)];
        if (mine === undefined || theirs === undefined)
            continue;
        known.set(other, base === theirs ? "ancestor" : base === mine ? "descendant" : "diverged");
    }
    return known;
}
async function resolve(root, commit) {
    return (await ask(root, "rev-parse", "--verify", "--quiet", `${commit}^{commit}`))?.trim();
}
/** Paths a command line holds without trouble on any system. */
const ASKED = 100;
/**
 * Which of the paths the commit has; undefined where git or the commit is missing, for a commit that a shallow checkout
 * does not have tells nothing.
 */
async function present(root, commit, paths) {
    if (!COMMIT.test(commit) || (await resolve(root, commit)) === undefined)
        return undefined;
    const found = new Set();
    for (let i = 0; i < paths.length; i += ASKED) {
        const listed = await ask(root, "ls-tree", "-z", "--name-only", commit, "--", ...paths.slice(i, i + ASKED));
        if (listed === undefined)
            return undefined;
        for (const path of listed.split("\0"))
            if (path !== "")
                found.add(path);
    }
    return found;
}


/***/ }),

/***/ 794:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Y1: () => (/* binding */ whyPlanOnly),
/* harmony export */   Yk: () => (/* binding */ legOf),
/* harmony export */   _$: () => (/* binding */ producerOf)
/* harmony export */ });
/** Events whose runs speak for the default branch. */
const WRITING_EVENTS = ["push", "schedule", "workflow_dispatch", "repository_dispatch", "dispatch", "terminal"];
/** Law 10: the reason why a run only plans, from its event and branch. */
function whyPlanOnly(event, branch, defaultBranch) {
    if (event === "merge_group" || branch.startsWith("gh-readonly-queue/"))
        return "a merge queue's commit is not on the branch yet";
    if (event.startsWith("pull_request"))
        return "a pull request's commit is not on the branch yet";
    if (!WRITING_EVENTS.includes(event))
        return `runs of the event ${event} do not speak for a branch`;
    if (branch !== defaultBranch)
        return `the branch ${branch} is not the default branch ${defaultBranch}`;
    return undefined;
}
/**
 * Who reports: branch, workflow, job, leg and scope. On a run that only plans, the default branch stands in the
 * branch's place, so that what is planned is what the merge would do.
 */
function producerOf(host, scope) {
    const branch = host.planOnly === undefined ? host.run.branch : host.defaultBranch;
    const fields = [branch, host.run.workflow, host.run.job, host.leg, scope ?? ""];
    while (fields.length > 1 && fields.at(-1) === "")
        fields.pop();
    return fields.map((f) => f.replaceAll("»", ">").replace(/\s+/g, " ").trim()).join(" » ");
}
/** `{"os":"linux","rust":"stable"}` as `os=linux, rust=stable`; other text as it is. */
function legOf(given) {
    const text = given.trim();
    if (text === "" || text === "null" || text === "{}")
        return "";
    if (!text.startsWith("{"))
        return text.replace(/\s+/g, " ");
    let cell;
    try {
        cell = JSON.parse(text);
    }
    catch {
        return text.replace(/\s+/g, " ");
    }
    return Object.entries(cell)
        .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
        .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
        .join(", ");
}


/***/ }),

/***/ 888:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ terminalHost)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(452);
/* harmony import */ var _git_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(875);
/* harmony import */ var _host_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(794);
/** A plain terminal, or a CI we have no file for: what is not given is taken from git. */





/** Files of ours in the work tree: that they changed says nothing of what was tested. */
const OURS = [".ci-tracker/", ".trace/"];
/** `facts`: what flags and variables say of the run (sha, run, attempt, workflow, job, event, url). */
async function terminalHost(environment, settings, facts, at) {
    const fact = (name) => facts.get(name)?.trim() ?? "";
    const root = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(settings.root);
    const branch = settings.branch || (await (0,_git_js__WEBPACK_IMPORTED_MODULE_3__/* .currentBranch */ .eR)(root)) || "main";
    const defaultBranch = settings["default-branch"] || branch;
    const commit = fact("sha") || (await (0,_git_js__WEBPACK_IMPORTED_MODULE_3__/* .testedCommit */ .tK)(root, OURS));
    const event = fact("event") || "terminal";
    const serverUrl = environment["GITHUB_SERVER_URL"] || "https://github.com";
    const apiUrl = environment["GITHUB_API_URL"] || "https://api.github.com";
    const host = {
        name: "terminal",
        run: {
            id: runId(fact("run"), at),
            attempt: attemptOf(fact("attempt")),
            branch,
            at,
            event,
            workflow: fact("workflow"),
            job: fact("job"),
            ...(commit === undefined ? {} : { commit }),
            ...(fact("url") === "" ? {} : { url: fact("url") }),
        },
        leg: (0,_host_js__WEBPACK_IMPORTED_MODULE_4__/* .legOf */ .Yk)(settings.leg),
        defaultBranch,
        root,
        prefix: "",
        environment,
        workspaces: [],
        serverUrl,
        apiUrl,
        graphqlUrl: environment["GITHUB_GRAPHQL_URL"] || `${apiUrl}/graphql`,
        temporary: (0,node_os__WEBPACK_IMPORTED_MODULE_0__.tmpdir)(),
    };
    const repository = settings.repository || environment["GITHUB_REPOSITORY"] || (await repositoryOf(root));
    if (repository)
        host.repository = repository;
    const why = (0,_host_js__WEBPACK_IMPORTED_MODULE_4__/* .whyPlanOnly */ .Y1)(event, branch, defaultBranch);
    if (why !== undefined)
        host.planOnly = why;
    return host;
}
function runId(given, at) {
    if (given === "")
        return `local-${at.replace(/\D/g, "")}`;
    if (!/^[^\s()]{1,200}$/.test(given))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CodedError */ .AK("E_INPUT_VALUE", `--run: ${JSON.stringify(given)} holds spaces or brackets`, { exit: 2 });
    return given;
}
function attemptOf(given) {
    if (given === "")
        return 1;
    if (!/^[1-9]\d{0,5}$/.test(given))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CodedError */ .AK("E_INPUT_VALUE", `--attempt: ${JSON.stringify(given)} is no whole number from 1`, { exit: 2 });
    return Number(given);
}
/** `owner/name` of a remote called origin. */
async function repositoryOf(root) {
    const url = (await (0,_git_js__WEBPACK_IMPORTED_MODULE_3__/* .ask */ .kA)(root, "config", "--local", "--get", "remote.origin.url"))?.trim();
    return /[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url ?? "")?.[1];
}


/***/ }),

/***/ 13:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ terminalHistory)
/* harmony export */ });
/* unused harmony export folderHistory */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(760);
/* harmony import */ var _history_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(125);
/** A history kept in a folder: one that the caller names, or in a terminal the user's own cache. */




/** A history in a folder. What goes wrong is told to `warn` and costs nothing but patience. */
function folderHistory(folder, warn) {
    return {
        load: async () => (0,_history_js__WEBPACK_IMPORTED_MODULE_3__/* .readHistory */ .Lu)(folder, warn),
        save: async (history) => {
            try {
                (0,_history_js__WEBPACK_IMPORTED_MODULE_3__/* .writeHistory */ .wn)(folder, history);
            }
            catch (error) {
                warn(`E_CACHE: the history could not be saved in ${folder}: ${error instanceof Error ? error.message : String(error)}`);
            }
        },
    };
}
/** In a terminal, `auto` is a folder of the user's cache for this root; `none` keeps no history; else it is a folder. */
function terminalHistory(cache, root, environment, warn) {
    if (cache === "none")
        return {};
    if (cache !== "auto")
        return { history: folderHistory(cache, warn) };
    const name = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(root).digest("hex").slice(0, 16);
    return { history: folderHistory((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(userCache(environment), "ci-tracker", name), warn) };
}
function userCache(environment) {
    const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
    if (xdg)
        return xdg;
    if ((0,node_os__WEBPACK_IMPORTED_MODULE_1__.platform)() === "win32" && local)
        return local;
    return (0,node_os__WEBPACK_IMPORTED_MODULE_1__.platform)() === "darwin" ? (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), "Library", "Caches") : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), ".cache");
}


/***/ }),

/***/ 125:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Lu: () => (/* binding */ readHistory),
/* harmony export */   Vo: () => (/* binding */ NO_HISTORY),
/* harmony export */   wn: () => (/* binding */ writeHistory)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/**
 * What may be lost without harm: earlier values of benchmarks, and the newest evidence seen of each producer. Kept in
 * a folder that a cache restores and saves; a file that cannot be read is an empty history, said so.
 */


const FILE = "history.json";
const NO_HISTORY = { benches: new Map(), marks: new Map() };
/** Reads the history of a folder; an absent or unreadable file is an empty one, and `warn` is told of the latter. */
function readHistory(folder, warn) {
    let text;
    try {
        text = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, FILE), "utf8");
    }
    catch {
        return NO_HISTORY;
    }
    try {
        return historyOf(JSON.parse(text));
    }
    catch (error) {
        warn(`the history in ${folder} cannot be read (${error instanceof Error ? error.message : String(error)}); it begins anew`);
        return NO_HISTORY;
    }
}
function historyOf(value) {
    if (!isObject(value) || !isObject(value["benches"]) || !isObject(value["marks"]))
        throw new Error("it has another shape");
    const benches = new Map();
    for (const [key, bench] of Object.entries(value["benches"])) {
        if (!isObject(bench) || typeof bench["unit"] !== "string" || !Array.isArray(bench["samples"]))
            continue;
        benches.set(key, { unit: bench["unit"], samples: bench["samples"].filter(isSample) });
    }
    const marks = new Map();
    for (const [producer, mark] of Object.entries(value["marks"]))
        if (isStamp(mark))
            marks.set(producer, mark);
    return { benches, marks };
}
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isStamp(value) {
    return isObject(value) && typeof value["run"] === "string" && typeof value["attempt"] === "number" && typeof value["at"] === "string";
}
function isSample(value) {
    return isStamp(value) && Number.isFinite(value.value) && typeof value.worse === "boolean";
}
/** Writes the history; returns false when the file already says the same. */
function writeHistory(folder, history) {
    const text = `${JSON.stringify({ version: 1, benches: sorted(history.benches), marks: sorted(history.marks) })}\n`;
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, FILE);
    try {
        if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, "utf8") === text)
            return false;
    }
    catch {
        // There is none yet.
    }
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)(folder, { recursive: true });
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(`${path}.tmp`, text);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)(`${path}.tmp`, path);
    return true;
}
function sorted(map) {
    return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}


/***/ }),

/***/ 688:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ parseFile)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _reports_format_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(164);
/* harmony import */ var _reports_paths_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(911);
/* harmony import */ var _reports_read_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(133);
/* harmony import */ var _text_defuse_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(841);
/** `ci-tracker parse`: what each file says, as one JSON line a file or as lines for people. A stable contract. */





/** So many observations are held to print the object's fields in their order; a longer file's come first and are streamed. */
const HELD = 20_000;
/** Reads one file, or what a glob matches, and prints it; never throws. */
function parseFile(path, options) {
    let files;
    try {
        files = (0,_reports_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .filesOf */ .R)(path, options.root);
    }
    catch (thrown) {
        const { code, message } = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .coded */ .yC)(thrown);
        print({
            file: path,
            format: null,
            kind: null,
            tool: null,
            complete: false,
            reason: message,
            counts: (0,_reports_format_js__WEBPACK_IMPORTED_MODULE_4__/* .noCounts */ .Y)(),
            parts: [],
            error: { code, message, line: null },
        }, [], options);
        return;
    }
    const [only, ...more] = files;
    for (const file of files)
        one(file, more.length === 0 && file === only ? path : file, options);
}
function one(file, shown, options) {
    const held = [];
    let streamed = 0;
    const stream = (o) => {
        // The file's kind is known at its end only; what is never more than an aside is left out.
        if (o.kind === "build" && o.outcome === "passed")
            return;
        options.write(`${streamed === 0 ? `{"file":${JSON.stringify(shown)},"observations":[` : ","}${JSON.stringify(observationOf(o))}`);
        streamed++;
    };
    const context = { path: (0,_reports_paths_js__WEBPACK_IMPORTED_MODULE_1__/* .relativeTo */ .M)(options.root, []) };
    const summary = (0,_reports_read_js__WEBPACK_IMPORTED_MODULE_2__/* .readReport */ .t)(file, shown, options.format === undefined ? {} : { format: options.format }, context, (o) => {
        if (!options.json && o.outcome !== "failed" && o.outcome !== "error")
            return;
        if (streamed > 0)
            stream(o);
        else if (held.push(o) > HELD && options.json) {
            for (const early of held)
                stream(early);
            held.length = 0;
        }
    });
    if (streamed === 0)
        print(summary, held, options);
    else
        options.write(`],${JSON.stringify(headOf(summary)).slice(1, -1)},"error":${JSON.stringify(summary.error)}}\n`);
}
/** What a report says beside its own kind counts only where it fails: that tests ran implies that they were built. */
function isAside(o, kind) {
    return o.kind !== kind && o.outcome !== "failed" && o.outcome !== "error";
}
function print(summary, observations, options) {
    if (!options.json) {
        for (const line of forPeople(summary, observations))
            options.write(`${line}\n`);
        return;
    }
    const shown = observations.filter((o) => !isAside(o, summary.kind));
    const { file, ...head } = { file: summary.file, ...headOf(summary) };
    options.write(`${JSON.stringify({ file, ...head, observations: shown.map(observationOf), error: summary.error })}\n`);
}
function headOf({ format, kind, tool, complete, reason, counts, }) {
    return { format, kind, tool, complete, reason, counts };
}
/** The contract's view of an observation: what a kind does not have is null. */
function observationOf(o) {
    return {
        kind: o.kind,
        suite: o.suite ?? null,
        name: o.name,
        outcome: o.outcome,
        title: o.kind === "audit" ? o.title : (o.message ?? null),
        rule: o.kind === "lint" ? o.name : null,
        package: o.kind === "audit" || o.kind === "lint" ? (o.package ?? null) : o.kind === "dependency" || o.kind === "build" ? o.name : null,
        file: o.file ?? null,
        line: o.line ?? null,
        severity: o.kind === "audit" || o.kind === "lint" ? o.severity : null,
        value: o.kind === "bench" ? o.value : null,
        unit: o.kind === "bench" ? o.unit : null,
    };
}
function forPeople(summary, failing) {
    const { counts: c } = summary;
    const counts = [
        `${c.total} in all`,
        `${c.passed} passed`,
        `${c.failed} failed`,
        ...(c.errors > 0 ? [`${c.errors} errors`] : []),
        `${c.skipped} skipped`,
    ].join(", ");
    const lines = [
        `${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(summary.file)}: ${summary.format ?? "unknown"}${summary.complete ? ", complete" : ""}${summary.kind ? ` (${counts})` : ""}`,
    ];
    if (summary.error)
        lines.push(`  ${summary.error.code}: ${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(summary.error.message)}`);
    else if (summary.reason !== null)
        lines.push(`  not complete: ${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(summary.reason)}`);
    for (const o of failing.slice(0, 50)) {
        const place = o.file === undefined ? "" : ` at ${o.file}${o.line === undefined ? "" : `:${o.line}`}`;
        lines.push(`  ✗ ${(0,_text_defuse_js__WEBPACK_IMPORTED_MODULE_3__/* .oneLine */ .TN)(`${o.suite ? `${o.suite} ` : ""}${o.name}${place}: ${o.message ?? ""}`)}`);
    }
    if (failing.length > 50)
        lines.push(`  … and ${failing.length - 50} more`);
    return lines.map(_text_defuse_js__WEBPACK_IMPORTED_MODULE_3__/* .logSafe */ .sN);
}


/***/ }),

/***/ 338:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  M: () => (/* binding */ terminalLines)
});

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/text/clip.js
var text_clip = __nccwpck_require__(961);
// EXTERNAL MODULE: ./lib/text/defuse.js
var defuse = __nccwpck_require__(841);
;// CONCATENATED MODULE: ./lib/text/markdown.js
/**
 * Text of a report inside Markdown that GitHub renders. Two tools only: a code span or fence, inside which GitHub looks
 * for nothing, and a backslash before punctuation. A backslash cannot stop mentions, references, shortcodes and URLs:
 * GitHub looks for those in the rendered text, where the backslash is gone. So words that hold one become code spans,
 * which leaves them readable, searchable and fit to be copied. Only titles, which know no code that helps, get
 * invisible breaks.
 *
 * Mask and clip first: escapes would hide a secret from the mask, and a cut could take the end off a code span.
 * Source: CommonMark 0.31.2, GFM 0.29 (tables, autolinks), docs.github.com "Autolinked references and URLs".
 */


/** Runs of backticks beyond 255 are parted by U+200B, so that a hostile run cannot blow up the marks around it. */
const RUN_TOO_LONG = /`{255}(?=`)/g;
/** What is shown of a title; GitHub allows 256 characters, of which the breaks take some. */
const SHOWN_TITLE = 200;
/**
 * What GitHub makes something of wherever it stands in a text: `@name`, `name@host`, `#1`, `owner/repo#1`, `GH-1`,
 * URLs, `$math$`, `:shortcode:` (which `tests::a::b` holds as well), and commit ids. Rather a word too many than one
 * too few: a code span does no harm. Every alternative is bounded or ends where the next could begin: linear.
 */
const ACTIVE = /@\w|#\d|gh-\d|:\/\/|www\.|\$|:[\w+-]+:|(?<![0-9a-z])[0-9a-f]{7,64}(?![0-9a-z])/i;
/** Most words of most texts: nothing in them means anything. */
const PLAIN_WORD = /^[A-Za-z0-9.,;:'"()/=%+-]*$/;
/** Inline code, on one line, out of which the text cannot break. Not for table cells: see `codeCell`. */
function markdown_code(text) {
    return span(printable(text).replace(/\n/g, " "));
}
/**
 * A fenced block, its fence longer than any run of backticks inside; ends without a newline. `info` is the caller's
 * word for the language, never a report's: `mermaid`, `math` and the like are programs to GitHub.
 */
function fence(text, info = "") {
    const inside = shortRuns(printable(text)).replace(/\n$/, "");
    const mark = "`".repeat(Math.max(3, longestRun(inside) + 1));
    return `${mark}${info.replace(/[^\w+#.-]/g, "")}\n${inside}\n${mark}`;
}
/** Text for a table cell: as `plain`, on one line, and no `|` that parts cells. */
function markdown_cell(text) {
    return words(oneLine(text), spansOfCell);
}
/**
 * Inline code for a table cell. A table is parted into cells before code is looked for, and inside code nothing shows
 * both a backslash and a `|` after it, so a `|` stands escaped between two pieces of code.
 */
function markdown_codeCell(text) {
    return spansOfCell(printable(text).replace(/\n/g, " "));
}
/**
 * Free text of several lines that shows as it was written and does nothing: no mention, no reference, no link, image,
 * HTML, comment or emphasis, no block of Markdown, no command for a bot that reads comments. White space at the ends
 * of lines goes, for it has a meaning in Markdown; of several empty lines one stays.
 */
function plain(text) {
    return printable(text)
        .split("\n")
        .map((line) => (line === "" ? line : lineStart(words(line.trim(), span))))
        .join("\n")
        .replace(/\n{3,}/g, "\n\n")
        .replace(/^\n|\n$/g, "");
}
/**
 * The title of an issue: one line, at most 200 units of it shown, at most `max` units in all. A title knows no fence
 * and hardly any code, so U+200B after `@` and `#` (where a word follows) and in `GH-1` keeps GitHub from seeing a
 * mention or reference. Shortcodes stay: an emoji in a title is odd, but hurts nobody, and the words stay searchable.
 */
function title(text, max = 256) {
    const shown = clip(oneLine(text), Math.min(SHOWN_TITLE, max));
    return clip(shown.replace(/[@#](?=\w)|(?<![a-z0-9])gh-(?=\d)/gi, "$&\u200b"), max);
}
/** A line with every word made harmless: those with something active in them as code, the others by backslashes. */
function words(line, asCode) {
    return line.replace(/\S+/g, (word) => {
        if (!ACTIVE.test(word))
            return escaped(word);
        if (word.includes("--")) {
            // Comment marks are parted even inside code, because markers are looked for in the raw text of an entry.
            const pieces = word.split(/(<!-+>?|--+>)/);
            return pieces.map((piece) => (ACTIVE.test(piece) ? asCode(piece) : escaped(piece))).join("");
        }
        const [from, to] = core(word);
        return word.slice(0, from) + asCode(word.slice(from, to)) + word.slice(to);
    });
}
/** Where a word begins and ends without the brackets, quotes and stops around it, none of which means anything alone. */
function core(word) {
    let from = 0;
    let to = word.length;
    while (from < to && `("'`.includes(word.charAt(from)))
        from++;
    while (to > from && `)"'.,;:!?`.includes(word.charAt(to - 1)))
        to--;
    return [from, to];
}
/**
 * Backslashes before all that has a meaning inside a line. Underscores inside a word have none (CommonMark 6.2) and
 * stay as they are; neither has `&` unless an entity follows.
 */
function escaped(word) {
    if (PLAIN_WORD.test(word))
        return word;
    const safe = word.replace(/[\\`*<[\]|~]|&(?=[#a-z])|(?<=<)!|(?<=--)>/gi, "\\$&");
    return safe.includes("_") ? safe.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&") : safe;
}
/**
 * A backslash before what means something at the start of a line only: headings, lists, quotes, rules, tables; and `/`,
 * because bots and GitLab take `/close` at the start of a line for a command.
 */
function lineStart(line) {
    return line.replace(/^(?:[#+\-=:/>]|\d{1,9}(?=[.)](?:\s|$)))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}
/** A code span of printable text on one line. */
function span(text) {
    if (text.trim() === "")
        return "` `";
    if (!text.includes("`") && !text.startsWith(" "))
        return `\`${text}\``;
    const inside = shortRuns(text);
    const mark = "`".repeat(longestRun(inside) + 1);
    // A backtick at an end would join the mark, and one space at both ends is dropped by the rules: a pad serves both.
    const pad = /^[ `]|[ `]$/.test(inside) ? " " : "";
    return mark + pad + inside + pad + mark;
}
function spansOfCell(text) {
    if (!text.includes("|"))
        return span(text);
    return text
        .split("|")
        .map((piece) => (piece === "" ? "" : span(piece)))
        .join("\\|");
}
function longestRun(text) {
    if (!text.includes("`"))
        return 0;
    let longest = 0;
    for (const [run] of text.matchAll(/`+/g))
        longest = Math.max(longest, run.length);
    return longest;
}
function shortRuns(text) {
    return text.replace(RUN_TOO_LONG, "$&\u200b");
}

;// CONCATENATED MODULE: ./lib/publish/summary.js



/** GitHub drops a summary of more than 1 MiB whole. */
const MAX = 900_000;
/** Rows of a table before the rest is only counted; the result file holds them all. */
const ROWS = 40;
/** `link` makes an entry's id a link, where there is a page for it. */
function summaryOf(outcome, mask, link) {
    const sections = sectionsOf(outcome, mask, link).filter((section) => section !== "");
    let text = "";
    for (const section of sections) {
        if (text.length + section.length > MAX)
            return `${text}\n\n_The rest is left out here; the \`result\` output names a file that holds all of it._\n`;
        text += `${text === "" ? "" : "\n\n"}${section}`;
    }
    return `${text}\n`;
}
function sectionsOf({ result, plan, evidence }, mask, link) {
    const show = (text, max = 160) => cell(clip(mask(oneLine(text)), max));
    const operations = plan?.operations ?? [];
    const urls = new Map(result.operations.map((o) => [o.fingerprint, o.url]));
    const entryOf = (o) => {
        if (o.entry === null || !o.done)
            return o.op === "create" ? "" : (link(o.entry ?? "", undefined) ?? codeCell(o.entry ?? ""));
        return link(o.entry, urls.get(o.fingerprint)) ?? codeCell(o.entry);
    };
    const row = (title, failure, last) => `| ${show(title)} | ${placeOf(failure, mask)} | ${show(failure?.message.split("\n", 1)[0] ?? "", 140)} | ${last} |`;
    const open = operations.filter((o) => o.op === "create" || o.op === "reopen");
    const changed = operations.filter((o) => o.op === "comment" || o.op === "update");
    const closed = operations.filter((o) => o.op === "close");
    const would = result.planOnly !== null;
    return [
        `### ci-tracker: ${headline(result)}`,
        would ? `> Nothing was written: ${cell(result.planOnly ?? "")}. This is what would be done.` : "",
        table(would ? "Would be opened" : "Opened", ["What", "Where", "Why it failed", "Entry"], open.map((o) => row(o.title, o.card.failure, `${o.op === "reopen" ? "reopened " : ""}${entryOf(o)}`))),
        table(would ? "Would be closed" : "Closed", ["What", "Why", "Entry"], closed.map((o) => `| ${show(o.title)} | ${show(o.reason, 300)} | ${entryOf(o)} |`)),
        table(would ? "Would be noted" : "Changed", ["What", "What changed", "Entry"], changed.map((o) => `| ${show(o.title)} | ${show(o.reason, 300)} | ${entryOf(o)} |`)),
        table("Not done", ["What", "Why", "What to do"], result.failed.map((f) => `| ${show(f.title ?? f.code)} | ${codeCell(f.code)} ${show(f.reason, 300)} | ${show(f.remedy, 300)} |`)),
        folded("Still failing, with an entry", ["What", "Where", "Why it failed", "Entry"], (plan?.unchanged ?? []).map((u) => row(u.title, u.failure, link(u.entry) ?? codeCell(u.entry)))),
        folded("Withheld", ["What", "Why"], result.withheld.map((w) => `| ${show(w.title)} | ${show(w.reason, 300)} |`)),
        folded("No tracker to go to", ["What", "Why"], result.noSink.map((n) => `| ${show(n.title)} | ${show(n.reason, 300)} |`)),
        reports(evidence?.reports ?? [], mask, show),
        result.notes.length === 0
            ? ""
            : result.notes
                .slice(0, ROWS)
                .map((words) => `- ${show(words, 300)}`)
                .join("\n"),
    ];
}
/** `3 failures, 1 new · 1 opened, 2 closed`. */
function headline({ counts, planOnly, reports, failed }) {
    const cut = reports.filter((r) => !r.complete).length;
    const failures = counts.failing === 0 ? "nothing fails" : `${plural(counts.failing, "failure")}${counts.new > 0 ? `, ${counts.new} new` : ""}`;
    const verbs = [
        [counts.created, "opened", "to open"],
        [counts.reopened, "reopened", "to reopen"],
        [counts.closed, "closed", "to close"],
        [counts.commented + counts.updated, "changed", "to change"],
        [counts.withheld, "withheld", "withheld"],
    ];
    const done = verbs.filter(([n]) => n > 0).map(([n, past, future]) => `${n} ${planOnly === null ? past : future}`);
    const parts = [failures, done.length === 0 ? "nothing to do" : done.join(", ")];
    if (failed.length > 0)
        parts.push(`${plural(failed.length, "thing")} could not be done`);
    if (cut > 0)
        parts.push(`${plural(cut, "report")} incomplete`);
    return parts.join(" · ");
}
function plural(n, word) {
    return `${n} ${word}${n === 1 ? "" : "s"}`;
}
function placeOf(failure, mask) {
    if (failure?.file === undefined)
        return "";
    return codeCell(clip(mask(oneLine(`${failure.file}${failure.line === undefined ? "" : `:${failure.line}`}`)), 120));
}
function table(title, head, rows) {
    return rows.length === 0 ? "" : `**${title} (${rows.length})**\n\n${grid(head, rows)}`;
}
function folded(title, head, rows) {
    return rows.length === 0 ? "" : `<details><summary>${title} (${rows.length})</summary>\n\n${grid(head, rows)}\n\n</details>`;
}
function grid(head, rows) {
    const shown = rows.slice(0, ROWS);
    if (rows.length > ROWS)
        shown.push(`| … and ${rows.length - ROWS} more |${" |".repeat(head.length - 1)}`);
    return [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...shown].join("\n");
}
function reports(all, mask, show) {
    if (all.length === 0)
        return "";
    const rows = all.map((r) => {
        const { counts: c } = r;
        const counts = r.kind === null ? "" : `${c.total} · ${c.passed} passed · ${c.failed + c.errors} failed · ${c.skipped} skipped`;
        const state = r.complete ? "complete" : show(r.error ? `${r.error.code}: ${r.error.message}` : (r.reason ?? "not complete"), 300);
        return `| ${codeCell(clip(mask(oneLine(r.file)), 120))} | ${r.format === null ? "" : code(r.format)} | ${counts} | ${state} |`;
    });
    return folded("Reports", ["File", "Format", "What it holds", "Complete?"], rows);
}

;// CONCATENATED MODULE: ./lib/publish/terminal.js
/** What a run did, for a person at a terminal or in a job's log. */




const MARKS = { create: "+", reopen: "↑", close: "✓", comment: "~", update: "~" };
const WORDS = { create: "opened", reopen: "reopened", close: "closed", comment: "noted", update: "updated" };
const FUTURE = {
    create: "would open",
    reopen: "would reopen",
    close: "would close",
    comment: "would note",
    update: "would update",
};
/** Lines of one sort before the rest is only counted. */
const MOST = 40;
/** Lines without control characters or workflow commands, ready to print. */
function terminalLines({ result, plan, place }, mask) {
    const show = (text, max = 300) => (0,text_clip/* clip */.$Q)(mask((0,defuse/* oneLine */.TN)(text)), max);
    const words = result.planOnly === null ? WORDS : FUTURE;
    const operation = (o) => {
        const entry = o.entry === null ? "" : ` [${show(o.entry)}]`;
        const lines = [`${MARKS[o.op]} ${words[o.op]}: ${show(o.title)}${entry}`, `    ${show(o.reason)}`];
        return o.op === "create" || o.op === "reopen" ? [...lines, ...why(o.card.failure, show)] : lines;
    };
    const lines = [
        headline(result),
        ...(result.planOnly === null ? [] : [`nothing was written: ${result.planOnly}`]),
        ...listed(plan?.operations ?? [], operation),
        ...listed(result.withheld, (w) => [`· withheld: ${show(w.title)}`, `    ${show(w.reason)}`]),
        ...listed(result.noSink, (n) => [`· not filed: ${show(n.title)}`]),
        ...result.reports.filter((r) => !r.complete).flatMap((r) => incomplete(r, show)),
        ...listed(result.notes, (note) => [`! ${show(note, 400)}`]),
        ...result.failed.flatMap((f) => [
            `✗ ${f.code}: ${f.title === undefined ? "" : `${show(f.title)}: `}${show(f.reason, 400)}`,
            `    ${f.remedy}`,
        ]),
    ];
    if (place)
        lines.push(trackerLine(result, place));
    return lines.map(defuse/* logSafe */.sN);
}
function listed(items, show) {
    const lines = items.slice(0, MOST).flatMap(show);
    return items.length > MOST ? [...lines, `… and ${items.length - MOST} more`] : lines;
}
function incomplete(report, show) {
    const { error } = report;
    if (!error)
        return [`! ${show(report.file)}: ${show(report.reason ?? "not complete")}`];
    return [`! ${show(report.file)}: ${error.code}: ${show(error.message)}`, `    ${errors/* REMEDIES */.l0[error.code] ?? ""}`];
}
function trackerLine({ counts, ready, committed }, place) {
    const where = committed ? `, committed to ${committed.branch} as ${committed.sha.slice(0, 12)}` : "";
    return `tracker: ${place.tracker} (${place.where}), ${counts.open} open, ${ready} ready to work on${where}`;
}
function why(failure, show) {
    if (!failure)
        return [];
    const place = failure.file === undefined ? "" : `${failure.file}${failure.line === undefined ? "" : `:${failure.line}`}: `;
    return [`    ${show(`${place}${failure.message.split("\n", 1)[0] ?? ""}`, 200)}`];
}


/***/ }),

/***/ 164:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ noCounts)
/* harmony export */ });
function noCounts() {
    return { total: 0, passed: 0, failed: 0, errors: 0, skipped: 0 };
}


/***/ }),

/***/ 911:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ relativeTo),
/* harmony export */   R: () => (/* binding */ filesOf)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var picomatch__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(452);
/** Which files a caller means, and what a path inside a report is called in the repository. */




/** Folders no report lies in, and that would take long to walk. */
const SKIPPED = new Set([".git", "node_modules"]);
const MAX_WALKED = 200_000;
/**
 * The files of one line, as absolute paths: a path that exists is taken as it is, anything else as a glob. Sorted, links
 * not followed. Throws E_REPORT_MISSING when nothing matches, E_REPORT_OUTSIDE for a link that leads out of the root.
 */
function filesOf(path, root) {
    const direct = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(root, path);
    if (exists(direct))
        return [checked(direct, root, path)];
    const pattern = path.replaceAll("\\", "/");
    const { base, glob, isGlob } = picomatch__WEBPACK_IMPORTED_MODULE_3__.scan(pattern);
    if (!isGlob)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CodedError */ .AK("E_REPORT_MISSING", `${path} does not exist`, { file: path });
    const from = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(root, base);
    const isMatch = picomatch__WEBPACK_IMPORTED_MODULE_3__(glob, { dot: true });
    const found = [];
    let walked = 0;
    const visit = (folder, inner) => {
        for (const entry of entriesOf(folder)) {
            if (++walked > MAX_WALKED)
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CodedError */ .AK("E_REPORT_MISSING", `${path} walks over more than ${MAX_WALKED} files; name a narrower folder`, {
                    file: path,
                });
            const name = inner === "" ? entry.name : `${inner}/${entry.name}`;
            if (entry.isDirectory()) {
                if (!SKIPPED.has(entry.name) || glob.includes(entry.name))
                    visit((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, entry.name), name);
            }
            else if (isMatch(name))
                found.push(checked((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, entry.name), root, name));
        }
    };
    visit(from, "");
    if (found.length === 0)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CodedError */ .AK("E_REPORT_MISSING", `${path} matches no file`, { file: path });
    return found.sort();
}
function entriesOf(folder) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)(folder, { withFileTypes: true });
    }
    catch {
        return [];
    }
}
function exists(path) {
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path);
        return true;
    }
    catch {
        return false;
    }
}
/**
 * A path inside the root has to stay there: a pull request can commit a link to any file of the machine, and its content
 * would end in an entry. What the caller names outside the root is the caller's own.
 */
function checked(path, root, shown) {
    let real;
    let base;
    try {
        base = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(root);
        real = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(path);
    }
    catch {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CodedError */ .AK("E_REPORT_MISSING", `${shown} is a link to nothing`, { file: shown });
    }
    if (isInside(path, root) && !isInside(real, base))
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CodedError */ .AK("E_REPORT_OUTSIDE", `${shown} is a link that leads out of ${root}`, { file: shown });
    return path;
}
function isInside(path, folder) {
    const inner = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.relative)(folder, path);
    return inner !== ".." && !inner.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_1__.sep}`) && !(0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(inner);
}
/** Where hosted runners check out, when the report comes from another machine: owner's folder, then the repository's. */
const RUNNER = /^(?:\/home\/runner\/work|\/Users\/runner\/work|\/__w|[A-Za-z]:\/a)\/[^/]+\/[^/]+\//;
/** A function that makes paths of reports repository-relative, with forward slashes; others come back as they are. */
function relativeTo(root, workspaces) {
    const folders = [...new Set([root, ...workspaces])].map((f) => `${f.replaceAll("\\", "/").replace(/\/+$/, "")}/`);
    return (path) => {
        let text = path.startsWith("file://") ? path.slice("file://".length) : path;
        if (text.includes("\\"))
            text = text.replaceAll("\\", "/");
        if (text.startsWith("./"))
            text = text.slice(2);
        const first = text.charCodeAt(0);
        if (first !== 47 && text.charCodeAt(1) !== 58)
            return text;
        for (const folder of folders)
            if (text.startsWith(folder))
                return text.slice(folder.length);
        return text.replace(RUNNER, "");
    };
}


/***/ }),

/***/ 133:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  t: () => (/* binding */ readReport)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
;// CONCATENATED MODULE: ./lib/reports/bytes.js
/**
 * A file as text, a chunk at a time. UTF-8 with or without a byte order mark, and UTF-16 as PowerShell writes it;
 * bytes that are not valid become U+FFFD. Memory is one chunk, whatever the file's size.
 */


/** Small enough to stay in the processor's cache between decoding and splitting: twice as fast as 256 KB. */
const CHUNK = 64 * 1024;
/** Larger files are refused: no tool writes them, and a mistake should not hold a job for hours. */
const MAX_BYTES = 4 * 1024 ** 3;
/**
 * Opens a regular file and yields its text.
 * Throws E_REPORT_MISSING, E_REPORT_UNREADABLE, E_REPORT_NOT_A_FILE, E_REPORT_EMPTY or E_REPORT_TOO_LARGE.
 */
function* textOf(path) {
    const fd = bytes_open(path);
    try {
        const stat = (0,external_node_fs_.fstatSync)(fd);
        if (!stat.isFile())
            throw new errors/* CodedError */.AK("E_REPORT_NOT_A_FILE", `${path} is not a regular file`, { file: path });
        if (stat.size > MAX_BYTES)
            throw new errors/* CodedError */.AK("E_REPORT_TOO_LARGE", `${path} has ${stat.size} bytes`, { file: path });
        const bytes = Buffer.allocUnsafe(CHUNK);
        let decoder;
        let seen = 0;
        for (let n = read(fd, bytes, path); n > 0; n = read(fd, bytes, path)) {
            const chunk = bytes.subarray(0, n);
            seen += n;
            // A file that a step still writes to may grow while it is read.
            if (seen > MAX_BYTES)
                throw new errors/* CodedError */.AK("E_REPORT_TOO_LARGE", `${path} has over ${MAX_BYTES} bytes`, { file: path });
            decoder ??= new TextDecoder(encodingOf(chunk), { fatal: false });
            const text = decoder.decode(chunk, { stream: true });
            if (text !== "")
                yield text;
        }
        if (seen === 0)
            throw new errors/* CodedError */.AK("E_REPORT_EMPTY", `${path} is empty`, { file: path });
        const rest = decoder?.decode();
        if (rest)
            yield rest;
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
}
/** The first text of a file, for detection: at most one chunk. Throws as textOf does. */
function headOf(path) {
    for (const text of textOf(path))
        return text;
    throw new errors/* CodedError */.AK("E_REPORT_EMPTY", `${path} holds no text`, { file: path });
}
function bytes_open(path) {
    try {
        // Not blocking: a named pipe in a report's place must not hang the job.
        return (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | (external_node_fs_.constants.O_NONBLOCK ?? 0));
    }
    catch (error) {
        if (error.code === "ENOENT") {
            throw new errors/* CodedError */.AK("E_REPORT_MISSING", `${path} does not exist`, { file: path });
        }
        throw unreadable(path, error);
    }
}
function read(fd, bytes, path) {
    try {
        return (0,external_node_fs_.readSync)(fd, bytes, 0, bytes.length, null);
    }
    catch (error) {
        throw unreadable(path, error);
    }
}
function unreadable(path, error) {
    const code = error.code;
    return new errors/* CodedError */.AK("E_REPORT_UNREADABLE", `${path} cannot be read: ${code ?? String(error)}`, { file: path, cause: error });
}
function encodingOf(chunk) {
    if (chunk[0] === 0xff && chunk[1] === 0xfe)
        return "utf-16le";
    if (chunk[0] === 0xfe && chunk[1] === 0xff)
        return "utf-16be";
    return "utf-8";
}

// EXTERNAL MODULE: ./lib/reports/format.js
var reports_format = __nccwpck_require__(164);
// EXTERNAL MODULE: ./lib/text/ansi.js
var ansi = __nccwpck_require__(28);
;// CONCATENATED MODULE: ./lib/reports/lines.js
/**
 * Text as clean lines: without carriage returns, byte order marks, colour codes and the time stamps that GitHub puts
 * before each line of a downloaded log. One pass; memory is one chunk and one line.
 */

/** A longer line is cut here and flagged: the part that holds it is broken. */
const MAX_LINE = 16 * 1024 * 1024;
/** `2026-08-22T10:11:12.1234567Z ` as the runner stamps its logs (actions/runner, Logging.cs). */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ?/;
/**
 * Feeds every line of the text to `each`, a last line without a newline included. What a carriage return in the middle
 * of a line overwrites (progress bars) comes as a line of its own, under the same number.
 */
function eachLine(chunks, each) {
    let held = "";
    let dropped = false;
    let number = 0;
    let stamped;
    const unstamped = (line) => {
        const is = STAMP.test(line);
        stamped ??= is;
        return is ? line.replace(STAMP, "") : line;
    };
    const clean = (raw) => {
        number++;
        let line = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw;
        if (stamped !== false && line !== "")
            line = unstamped(line);
        line = (0,ansi/* stripAnsi */.a)(line);
        let from = 0;
        let given = false;
        for (let to = line.indexOf("\r"); to !== -1; to = line.indexOf("\r", from)) {
            if (to > from)
                each(line.slice(from, to), number, dropped);
            given ||= to > from;
            from = to + 1;
        }
        if (from < line.length || !given)
            each(line.slice(from), number, dropped);
        dropped = false;
    };
    for (const chunk of chunks) {
        // Looked for once a chunk, so that most lines need no look at all.
        const plain = !(chunk.includes("\r") || chunk.includes("\u001b") || chunk.includes("\u009b") || chunk.includes("\ufeff"));
        let from = 0;
        let to = chunk.indexOf("\n");
        if (to !== -1 && held !== "") {
            clean(held + chunk.slice(0, to));
            held = "";
            from = to + 1;
            to = chunk.indexOf("\n", from);
        }
        while (to !== -1) {
            if (plain && stamped === false)
                each(chunk.slice(from, to), ++number, false);
            else
                clean(chunk.slice(from, to));
            from = to + 1;
            to = chunk.indexOf("\n", from);
        }
        if (from < chunk.length) {
            if (held.length < MAX_LINE)
                held += from === 0 ? chunk : chunk.slice(from);
            else
                dropped = true;
        }
    }
    if (held !== "")
        clean(held);
}
/**
 * The same text in memory of its own. A line is a view into its chunk of the file, and so is every name cut from it:
 * what is kept of it for long would otherwise keep the chunk.
 */
function own(text) {
    return ` ${text}`.slice(1);
}

;// CONCATENATED MODULE: ./lib/reports/panic.js
/** What a failing Rust test printed, as one message with its place. Shared by the readers of libtest, nextest and cargo. */
/** Lines of one message that are kept. */
const MAX_LINES = 200;
const PLACE = /^(.+):(\d{1,9}):\d{1,9}$/;
const SHOULD_PANIC = /^note: (test did not panic as expected|panic did not contain expected string)(?: at (.+))?$/;
const END = /^(?:note: (?:run with|Some details|test did not panic|panic did not contain)|stack backtrace:)/;
const TID = /^ \(\d{1,20}\)$/;
/** A place inside the standard library, the harness or a dependency is no line of this project. */
const FOREIGN = /^\/rustc\/|^\/usr\/src\/rustc-|[\\/]lib[\\/]rustlib[\\/]src[\\/]rust[\\/]|[\\/]\.?cargo[\\/](?:registry|git)[\\/]/;
/**
 * The panic of test `name` in its captured output. Several panics may stand there, a worker thread's first: the last
 * one on the test's own thread is the test's.
 */
function panicOf(lines, name) {
    let found;
    let own = false;
    for (let i = 0; i < lines.length; i++) {
        const line = lines[i] ?? "";
        const head = panic_headOf(line);
        if (head) {
            const mine = head.thread === name;
            if (!head.panicked)
                found ??= { message: `thread '${head.thread}' has overflowed its stack` };
            else if (mine || !own) {
                found = panicAt(lines, i, head.words);
                own = mine;
            }
            continue;
        }
        const expected = SHOULD_PANIC.exec(line);
        if (expected) {
            // What it did say instead, and what was expected, stand indented below.
            const message = [expected[1] ?? "", ...indented(lines, i + 1)].join("\n");
            return { ...(own ? found : {}), ...placed(expected[2]), message };
        }
        if (!found && line.startsWith("Error: "))
            found = { message: line };
    }
    return found ?? firstWords(lines);
}
/** `thread 'NAME' panicked at …`; the thread's number came with Rust 1.91. */
function panic_headOf(line) {
    if (!line.startsWith("thread '"))
        return undefined;
    const end = line.indexOf("'", 8);
    if (end === -1)
        return undefined;
    const panicked = line.indexOf(" panicked at ", end);
    const overflowed = panicked === -1 && line.endsWith(" has overflowed its stack");
    if (panicked === -1 && !overflowed)
        return undefined;
    const between = line.slice(end + 1, overflowed ? line.lastIndexOf(" has ") : panicked);
    if (between !== "" && !TID.test(between))
        return undefined;
    return { thread: line.slice(8, end), panicked: !overflowed, words: overflowed ? "" : line.slice(panicked + " panicked at ".length) };
}
/** Rust ≥ 1.73 writes `FILE:LINE:COLUMN:` and then the message, Rust ≤ 1.72 `'MESSAGE', FILE:LINE:COLUMN`, over several lines if it has them. */
function panicAt(lines, i, words) {
    if (!words.startsWith("'"))
        return { ...messageFrom(lines, i + 1), ...placed(words.replace(/:$/, "")) };
    const message = [];
    for (let j = i; j < lines.length && j < i + MAX_LINES; j++) {
        const line = j === i ? words.slice(1) : (lines[j] ?? "");
        const quote = line.lastIndexOf("', ");
        if (quote !== -1 && PLACE.test(line.slice(quote + 3))) {
            return { message: [...message, line.slice(0, quote)].join("\n"), ...placed(line.slice(quote + 3)) };
        }
        message.push(line);
    }
    return { message: words.slice(1) };
}
function placed(place) {
    const match = place === undefined ? null : PLACE.exec(place);
    if (!match || FOREIGN.test(match[1] ?? ""))
        return {};
    return { file: match[1] ?? "", line: Number(match[2]) };
}
function messageFrom(lines, from) {
    const message = [];
    for (let i = from; i < lines.length && i < from + MAX_LINES; i++) {
        const line = lines[i] ?? "";
        if (END.test(line) || panic_headOf(line))
            break;
        message.push(line);
    }
    const text = message.join("\n").trim();
    return text === "" ? {} : { message: text };
}
function indented(lines, from) {
    const found = [];
    for (let i = from; i < lines.length && found.length < 20 && (lines[i] ?? "").startsWith(" "); i++)
        found.push((lines[i] ?? "").trim());
    return found;
}
function firstWords(lines) {
    const line = lines.find((l) => l.trim() !== "" && !END.test(l));
    return line === undefined ? {} : { message: line.trim() };
}

;// CONCATENATED MODULE: ./lib/reports/cargo.js


/** What cargo's lines have told so far. One object a log, shared by the Rust readers. */
class CargoFrame {
    /** The target whose output follows; undefined before the first `Running` line. */
    target;
    /** The part that a reader began for the current target, if any. */
    part;
    /** That part, when all of its tests ended well: a target that cargo calls failed all the same failed as a whole. */
    clean;
    /** The current target only listed its tests (`--list`). */
    listed = false;
    /** What the current target said before it was gone, outside of any test's own output. */
    panic;
    /** Every target of this log. */
    targets = [];
    /** Executables by file name, from the compiler-artifact lines of the same log. */
    executables = new Map();
    /** Packages or crates of the workspace, as far as the log names them. */
    members = new Set();
    /** A rerun hint without `-p` was seen: the workspace has one package. */
    single = false;
    /** Compiler errors since the last `could not compile`. */
    errors = [];
    /** Denied lints since then: they stop cargo like errors, but the code compiles. */
    denied = 0;
    /** Units that could not be compiled, and whether the compiler said why; if not, it crashed. */
    stopped = new Map();
    /** Packages whose errors stand in the log as JSON: cargo's own line about them adds nothing. */
    told = new Set();
    /** Diagnostics that stand in the log as text since the last `Finished`. */
    rendered = 0;
    /** What cargo writes to stderr is in this log. */
    heard = false;
    /** cargo has said how a build ended. */
    ended = false;
    /** What the caller says that the JSON is: clippy's (`format=clippy`, or a file with that word in its name), or cargo's (`format=cargo-json`). */
    said;
    /** `called`: the word of `format=`, or the file's name. */
    constructor(called) {
        this.said = called === "cargo-json" ? "cargo" : called !== undefined && /clippy/i.test(called) ? "clippy" : undefined;
    }
    begin(target) {
        this.target = target;
        this.part = undefined;
        this.clean = undefined;
        this.listed = false;
        this.panic = undefined;
        this.targets.push(target);
    }
}
/** `Compiling shop v0.3.1 (/work/shop)`; what comes from a registry or a repository is no member. */
const MEMBER = /^(?:Compiling|Checking|Fresh|Dirty) (\S+) v\S+ \(([^)]+)\)/;
const NOT_COMPILED = /^error: could not compile `([^`]+)`(?: \((.+?)\))?(?:( due to (?:(\d+) )?previous)|[.,;]|$)/;
const EXITED = /^ {2}process didn't exit successfully: `[^`]*` \((.+)\)$/;
const HASH = /-[0-9a-f]{16}(?:\.\w{1,8})?$/;
/** Settings of the environment before a program's path, as `cargo -vv` prints them. */
const ENVIRONMENT = /^(?:[A-Za-z_]\w*=(?:'[^']*'|\S*) )*/;
/** cargo says no more than this where the target is the only one. */
const TARGET_FAILED = ["error: test failed", "error: doctest failed", "error: bench failed"];
/** Lines after a panic that may be its message. */
const PANIC_LINES = 10;
/** Errors of cargo itself before anything is compiled; they keep the whole workspace from being built. */
const CARGO_ERROR = /^error: (?:failed to (?:parse|load|read|select|get|download|resolve|fetch|query)|package ID specification|no matching package|the lock file .* needs to be updated|could not find `Cargo\.toml`|unable to (?:get|update)|no (?:test|bin|example|bench|library) target|manifest path `|current package believes|cyclic package dependency|multiple workspace roots|package `[^`]*` cannot be built because|rustc .* is not supported by|toolchain '|rustup could not choose|no override and no default toolchain)/;
/** Where an error of cargo stands that its words do not tell from a compiler's. */
const MANIFEST = /^ *--> ((?:\S*[\\/])?(?:Cargo|config)\.toml):(\d{1,9}):\d{1,9}$/;
/** The build subject of errors that concern no single package. */
const WORKSPACE = "*";
const cargo = {
    shape: "lines",
    name: "cargo",
    kinds: ["build"],
    tool: "cargo",
    docs: {
        command: "cargo build --workspace 2>&1 | tee build.txt",
        proof: "the `Finished` line; `could not compile` names what failed",
        source: "cargo 1.95, ops/cargo_test.rs and core/compiler",
    },
    reader: (sink, context) => new CargoReader(sink, context),
};
class CargoReader {
    sink;
    frame;
    path;
    build;
    /** The units of its extent. */
    units = new Set();
    compiled = new Set();
    failed = new Map();
    /** Packages that only denied lints kept from being built; a further unit of one may repeat them without a word. */
    linted = new Set();
    /** The failure of a whole target, until the lines below it have said how it ended. */
    whole;
    /** A panic outside of any test, and what follows it: what a harness of its own, or a benchmark, has to say. */
    panic;
    /** An error whose next line may say that it stands in a manifest. */
    unplaced;
    constructor(sink, context) {
        this.sink = sink;
        this.frame = context.cargo;
        this.path = context.path;
    }
    take(line, number) {
        if (this.unplaced !== undefined && this.manifest(this.unplaced, line, number))
            return true;
        if (line.startsWith("   "))
            return this.status(line, number);
        if (line.startsWith("error: ") || line.charCodeAt(line.length - 1) === 96 /* ` */)
            return this.error(line, number);
        if (this.frame.target && line.startsWith("thread '")) {
            this.panicked();
            this.panic = [line];
        }
        else if (this.panic !== undefined && this.panic.push(line) >= PANIC_LINES)
            this.panicked();
        if (this.whole === undefined)
            return false;
        if (line === "" || line === "Caused by:")
            return true;
        const exited = EXITED.exec(line);
        if (!exited)
            return false;
        this.whole.message = `${this.frame.panic?.message?.split("\n", 1)[0] ?? "the tests of this target did not finish"}: ${exited[1]}`;
        this.giveWhole();
        return true;
    }
    end() {
        this.giveWhole();
        if (!this.frame.single)
            return;
        for (const target of this.frame.targets)
            this.complete(target);
    }
    complete(target) {
        const only = this.onlyMember();
        if (only !== undefined)
            target.package ??= only;
    }
    /** The one package of the log. A library goes by its crate's name as well, which writes `-` as `_`. */
    onlyMember() {
        if (this.frame.members.size > 2)
            return undefined;
        const [first, second] = this.frame.members;
        if (first === undefined)
            return undefined;
        if (second !== undefined && first.replaceAll("-", "_") !== second.replaceAll("-", "_"))
            return undefined;
        return second?.includes("-") ? second : first;
    }
    status(line, number) {
        const target = this.targetOf(line);
        if (target) {
            this.frame.heard = true;
            this.leaveTarget();
            if (this.frame.single)
                this.complete(target);
            this.frame.begin(target);
            if (target.crate !== undefined)
                this.built(target, number);
            return true;
        }
        const words = line.trimStart();
        const member = MEMBER.exec(words);
        if (member && isLocal(member[2] ?? "")) {
            this.frame.heard = true;
            this.frame.members.add(member[1] ?? "");
            this.compiled.add(member[1] ?? "");
            return true;
        }
        if (!words.startsWith("Finished ") || !words.includes("target(s) in "))
            return false;
        this.frame.heard = true;
        this.frame.ended = true;
        this.frame.rendered = 0;
        this.finished(number);
        return true;
    }
    targetOf(line) {
        const running = runningOf(line);
        if (running) {
            const { unit, source, file } = running;
            const known = this.frame.executables.get(file);
            // A copy: the same binary may run twice in one log.
            if (known)
                return { ...known };
            const crate = file.replace(HASH, "");
            return source === undefined ? { kind: "unknown", crate } : targetOfSource(source, crate, unit);
        }
        const doc = docTestsOf(line);
        return doc === undefined ? undefined : { kind: "doc", crate: doc };
    }
    error(line, number) {
        const failed = failedTarget(line);
        if (failed !== undefined) {
            this.panicked();
            this.targetFailed(failed, number);
            return true;
        }
        const build = NOT_COMPILED.exec(line);
        if (build) {
            this.stopped(build, number, line.slice("error: ".length));
            return true;
        }
        if (!line.startsWith("error: "))
            return false;
        const message = line.slice("error: ".length);
        if (CARGO_ERROR.test(line)) {
            this.notBuilt(WORKSPACE, number, message);
            return true;
        }
        if (/^\d+ targets? failed:$/.test(message))
            return true;
        this.unplaced = own(message);
        return false;
    }
    manifest(message, line, number) {
        this.unplaced = undefined;
        const place = MANIFEST.exec(line);
        if (!place)
            return false;
        this.frame.errors.push({ message, file: this.path(own(place[1] ?? "")), line: Number(place[2]) });
        this.notBuilt(WORKSPACE, number, message);
        return true;
    }
    /** A target that failed without a finished block of tests failed as a whole: aborted, killed, or a harness of its own. */
    targetFailed(words, number) {
        const { frame } = this;
        const target = frame.target ?? { kind: "unknown" };
        this.hint(words, target);
        if (frame.part?.kind === "bench")
            this.benchFailed();
        const told = frame.part !== undefined && frame.part.state !== "broken" && frame.clean !== frame.part;
        if (frame.target === undefined) {
            // A quiet log names its targets nowhere else.
            if (words === "")
                return;
            frame.targets.push(target);
            if (frame.part && frame.clean !== frame.part)
                frame.part.target ??= target;
            else
                frame.part = undefined;
        }
        if (!told)
            this.wholeFailed(target, number);
        if (frame.target === undefined)
            frame.part = undefined;
    }
    /** `-p ledger --lib`, `--test api`, `-p shop --doc`: the one place where a log names the package of a target. */
    hint(words, target) {
        if (words === "")
            return;
        const name = /(?:^| )-p (\S+)/.exec(words)?.[1];
        if (name !== undefined)
            target.package ??= packageOf(name);
        else {
            this.frame.single = true;
            this.complete(target);
        }
        const kind = /(?:^| )--(lib|bin|test|example|bench|doc)(?: (\S+))?$/.exec(words);
        if (kind?.[1] === undefined)
            return;
        target.kind = kind[1];
        if (kind[2] !== undefined)
            target.name = kind[2];
    }
    wholeFailed(target, number) {
        const { frame } = this;
        const part = frame.clean === frame.part ? undefined : frame.part;
        frame.part = part ?? this.targetPart(target, number);
        this.whole = {
            kind: "test",
            outcome: "error",
            part: frame.part,
            name: "",
            suite: targetId(target),
            message: frame.panic?.message ?? "this target failed without reporting its tests",
            whole: true,
        };
        const { file, line } = frame.panic ?? {};
        if (file !== undefined)
            this.whole.file = this.path(file);
        if (file !== undefined && line !== undefined)
            this.whole.line = line;
    }
    panicked() {
        if (this.panic)
            this.frame.panic = panicOf(this.panic, "");
        this.panic = undefined;
    }
    /** The measurements before the failure stand; that the binary failed is a subject of its own. */
    benchFailed() {
        const part = this.frame.part;
        if (!part)
            return;
        part.state = "broken";
        part.reason = "the benchmark binary failed before its end";
        this.frame.part = undefined;
    }
    giveWhole() {
        if (this.whole)
            this.sink.observe(this.whole);
        this.whole = undefined;
    }
    /** The next target begins: one with a harness of its own, which lists no tests, has passed if cargo printed no error. */
    leaveTarget() {
        this.giveWhole();
        this.panic = undefined;
        const target = this.frame.target;
        if (!target || this.frame.part || this.frame.listed || target.kind === "doc" || target.kind === "bench")
            return;
        const part = this.targetPart(target);
        part.state = "partial";
        this.sink.observe({ kind: "test", outcome: "passed", part, name: "", suite: targetId(target), whole: true });
    }
    targetPart(target, line) {
        const part = this.sink.part("test", "its harness does not list its tests");
        part.target = target;
        if (line !== undefined)
            part.line = line;
        return part;
    }
    buildPart(number) {
        if (!this.build) {
            this.build = this.sink.part("build", "the log ends before cargo says how the build ended");
            this.build.line = number;
        }
        return this.build;
    }
    /** `could not compile`: code that is broken, a compiler that crashed, or lints that are denied, which are no failure of the build. */
    stopped([, name = "", target, because, errors = "1"], number, message) {
        const { frame } = this;
        const { denied } = frame;
        frame.heard = true;
        frame.ended = true;
        frame.denied = 0;
        frame.stopped.set(buildUnit(name, target), because !== undefined);
        if (frame.told.has(name)) {
            frame.errors = [];
            this.compiled.delete(name);
            return;
        }
        const lints = this.linted.has(name) || (denied > 0 && denied >= Number(errors));
        if (because === undefined || frame.errors.length > 0 || !lints) {
            this.notBuilt(name, number, message, target);
            return;
        }
        this.linted.add(name);
        this.compiled.delete(name);
        const part = this.buildPart(number);
        part.state = "broken";
        part.reason = `lints are denied in ${name}, so cargo stopped`;
    }
    notBuilt(name, number, message, target) {
        const part = this.buildPart(number);
        part.state = "broken";
        part.reason = name === WORKSPACE ? "cargo could not begin to build" : `${name} could not be compiled`;
        this.compiled.delete(name);
        const errors = this.frame.errors;
        this.frame.errors = [];
        const unit = buildUnit(name, target);
        this.looked(part, unit);
        const earlier = this.failed.get(name);
        if (earlier) {
            earlier.units.push(unit);
            return;
        }
        const [first, ...more] = errors;
        const observation = {
            kind: "build",
            ecosystem: "rust",
            outcome: "failed",
            part,
            name,
            message: first?.message ?? message,
            units: [unit],
        };
        if (first?.file !== undefined)
            observation.file = first.file;
        if (first?.line !== undefined)
            observation.line = first.line;
        if (more.length > 0)
            observation.errors = more.map((e) => (e.file === undefined ? e.message : `${e.message} (${e.file}:${e.line})`));
        this.failed.set(name, observation);
        this.sink.observe(observation);
    }
    finished(number) {
        if (this.failed.size > 0)
            return;
        const part = this.buildPart(number);
        part.state = "whole";
        delete part.reason;
        for (const name of this.compiled)
            this.passed(part, name, [buildUnit(name, "lib")]);
        this.passed(part, WORKSPACE, [WORKSPACE]);
        this.compiled.clear();
    }
    /** A unit-test binary runs, so its library and its test build were compiled. */
    built(target, number) {
        const crate = target.crate ?? "";
        if (target.kind === "lib" || target.kind === "doc")
            this.frame.members.add(crate);
        if (target.kind !== "lib" || this.failed.size > 0)
            return;
        const part = this.buildPart(number);
        part.state = "whole";
        delete part.reason;
        this.passed(part, crate, [buildUnit(crate, "lib"), buildUnit(crate, "lib test")]);
    }
    looked(part, unit) {
        if (this.units.has(unit))
            return;
        this.units.add(unit);
        part.extent.units.push(unit);
    }
    passed(part, name, units) {
        for (const unit of units)
            this.looked(part, unit);
        this.sink.observe({ kind: "build", ecosystem: "rust", outcome: "passed", part, name, units });
    }
}
/** `shop`, and where two packages share a name its id: `path+file:///w/shop#0.1.0`, `path+file:///w/x#shop@0.1.0`. */
function packageOf(spec) {
    const fragment = spec.lastIndexOf("#");
    const name = spec.slice(fragment + 1).replace(/@.*$/, "");
    return fragment !== -1 && /^\d/.test(name) ? fileOf(spec.slice(0, fragment)) : fileOf(name);
}
/** Whether cargo begins to run another target with this line. */
function beginsTarget(line) {
    return runningOf(line) !== undefined || docTestsOf(line) !== undefined;
}
/**
 * The words after `to rerun pass` where cargo says that a target failed, empty where it says no more than that.
 * The line is not cargo's alone where a test's last output had no newline.
 */
function failedTarget(line) {
    if (line.charCodeAt(line.length - 1) !== 96 /* ` */)
        return TARGET_FAILED.includes(line) ? "" : undefined;
    const at = line.lastIndexOf("error: ");
    if (at === -1)
        return undefined;
    return /^error: (?:(?:doc)?test|bench) failed, to rerun pass `([^`]{1,1000})`$/.exec(line.slice(at))?.[1];
}
/** `     Running unittests src/lib.rs (target/debug/deps/shop-542a867754a44841)`, and in verbose logs the command in backticks. */
function runningOf(line) {
    const words = statusOf(line, "Running ");
    if (words === undefined)
        return undefined;
    if (words.startsWith("`") && words.endsWith("`")) {
        const command = words.slice(1, -1).replace(ENVIRONMENT, "");
        const file = fileOf(command.split(" ", 1)[0] ?? "");
        return HASH.test(file) ? { unit: false, source: undefined, file } : undefined;
    }
    const open = words.indexOf("(");
    if (open === -1 || !words.endsWith(")"))
        return undefined;
    const path = words.slice(open + 1, -1);
    const file = fileOf(path);
    if (!HASH.test(file) && !/[\\/]deps[\\/]/.test(path))
        return undefined;
    const unit = words.startsWith("unittests ");
    const source = words
        .slice(unit ? "unittests ".length : 0, open)
        .trimEnd()
        .replaceAll("\\", "/");
    return { unit, source: source === "" ? undefined : source, file };
}
/** `   Doc-tests shop` */
function docTestsOf(line) {
    const words = statusOf(line, "Doc-tests ");
    return words === undefined || words.includes(" ") ? undefined : words;
}
/** What follows cargo's word, which stands at the end of a column of twelve. */
function statusOf(line, word) {
    if (!line.startsWith("   "))
        return undefined;
    let at = 3;
    while (line.charCodeAt(at) === 32)
        at++;
    return line.startsWith(word, at) && line.length > at + word.length ? line.slice(at + word.length) : undefined;
}
function fileOf(path) {
    return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
/** A package's own folder, as opposed to the address of a repository. */
function isLocal(source) {
    return /[\\/]/.test(source) && !source.includes("://");
}
/** What `Running unittests src/lib.rs (target/debug/deps/shop-542a…)` tells of its target. */
function targetOfSource(path, crate, unit) {
    const named = /(?:^|\/)(tests|benches|examples)\/([^/]+?)(?:\/main)?\.rs$/.exec(path);
    if (named) {
        const kind = named[1] === "tests" ? "test" : named[1] === "benches" ? "bench" : "example";
        return { kind, name: named[2] ?? crate };
    }
    if (!unit)
        return { kind: "test", name: crate };
    if (/(?:^|\/)src\/(?:main\.rs$|bin\/)/.test(path))
        return { kind: "bin", name: crate };
    // A manifest may put a library anywhere; src/lib.rs is where all but a few are.
    return { kind: /(?:^|\/)lib\.rs$/.test(path) ? "lib" : "unknown", crate };
}
/** The target as nextest's binary id would write it, `?` standing for a package the log does not name. */
function targetId(target) {
    const owner = target.package ?? (target.kind === "lib" || target.kind === "doc" ? target.crate : undefined) ?? "?";
    switch (target.kind) {
        case "lib":
            return owner;
        case "doc":
            return `${owner}::doc`;
        case "test":
            return `${owner}::${target.name ?? "?"}`;
        case "unknown":
            return target.crate ?? "?";
        default:
            return `${owner}::${target.kind}/${target.name ?? "?"}`;
    }
}
/** `shop lib test`: what one compilation is called in extents. The crate name, since cargo writes both it and the package's. */
function buildUnit(name, target) {
    const crate = name.replaceAll("-", "_");
    return target === undefined ? crate : `${crate} ${target.replaceAll('"', "")}`;
}

;// CONCATENATED MODULE: ./lib/reports/log.js
/**
 * A log in which several tools wrote one after another, or between each other's lines. Every line is offered to the
 * reader that took the last one, then to the others in the registry's order, until one takes it; lines that nobody
 * takes are the tools' small talk. JSON documents that stand on a line of their own are read by the JSON formats.
 */


/** Reads a log. `sinkOf` gives each format a sink of its own, so that it is known which formats stand in the log. */
function readLog(chunks, formats, sinkOf, context) {
    const shared = { ...context, cargo: new CargoFrame(context.called) };
    const members = formats.lines.map((format) => ({ format, reader: format.reader(sinkOf(format), shared) }));
    const documents = new DocumentLines(formats.json, sinkOf, context);
    let last;
    eachLine(chunks, (line, number, cut) => {
        if (last?.take(line, number, cut))
            return;
        for (const { reader } of members) {
            if (reader !== last && reader.take(line, number, cut)) {
                last = reader;
                return;
            }
        }
        if (documents.take(line))
            last = undefined;
    });
    for (const { reader } of members)
        reader.end();
}
/** JSON documents on lines of their own: `cargo audit --json` after its warnings, `cargo outdated --workspace` member by member. */
class DocumentLines {
    formats;
    sinkOf;
    context;
    sinks = new Map();
    /** How the last document began: `{"databa`. */
    beginning = "\0";
    constructor(formats, sinkOf, context) {
        this.formats = formats;
        this.sinkOf = sinkOf;
        this.context = context;
    }
    take(line) {
        const first = line.charCodeAt(0);
        if (first !== 123 /* { */ && first !== 91 /* [ */)
            return false;
        const document = parse(line);
        if (document === undefined) {
            // Documents follow one another, a line each: one that is cut takes what the others prove with it.
            if (line.startsWith(this.beginning))
                for (const sink of this.sinks.values())
                    sink.spoil("a further document in the file is not whole");
            return false;
        }
        const format = this.formats.find((f) => f.is(document));
        if (!format)
            return false;
        let sink = this.sinks.get(format);
        if (!sink) {
            sink = this.sinkOf(format);
            this.sinks.set(format, sink);
        }
        this.beginning = line.slice(0, 8);
        format.read(document, sink, this.context);
        return true;
    }
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/reports/bencher.js


const bencher = {
    shape: "lines",
    name: "bencher",
    kinds: ["bench"],
    tool: "cargo bench",
    docs: {
        command: "cargo bench -- --output-format bencher | tee bench.txt",
        proof: "every line is a whole measurement; a benchmark that is missing proves nothing",
        source: "criterion src/report.rs (BencherReport), rust-lang/rust library/test/src/bench.rs",
    },
    reader: (sink, context) => new BencherReader(sink, context),
};
const MEASURED = /^bench: +([\d,]{1,40}(?:\.\d{1,20})?) (\S{1,40})\/iter \(\+\/- ([\d,]{1,40}(?:\.\d{1,20})?)\)(?: = \d+ \w+\/s)?$/;
/** Powers of ten from a printed unit to nanoseconds. The micro sign has two code points. */
const NANOSECONDS = new Map([
    ["ps", -3],
    ["ns", 0],
    ["us", 3],
    ["\u00b5s", 3],
    ["\u03bcs", 3],
    ["ms", 6],
    ["s", 9],
]);
/** No tool prints a longer line for one benchmark. */
const bencher_MAX_LINE = 4096;
/** `bench: 3 ns/iter (+/- 1)` as a measurement in nanoseconds, or as printed where the unit is not a time. */
function measurementOf(words) {
    const match = MEASURED.exec(words);
    if (!match)
        return undefined;
    const [, printed = "", unit = "", range = ""] = match;
    const value = quantityOf(printed.replaceAll(",", ""), unit);
    const around = quantityOf(range.replaceAll(",", ""), unit);
    if (!value || !around)
        return undefined;
    return { value: value.value, range: around.value, step: value.step, unit: value.nanoseconds ? "ns" : `${unit}/iter`, better: "smaller" };
}
/** A printed number with its unit: in nanoseconds where the unit is a time, with the smallest step that the tool prints. */
function quantityOf(printed, unit) {
    if (!/^\d{1,40}(?:\.\d{1,20})?$/.test(printed))
        return undefined;
    const power = NANOSECONDS.get(unit);
    const decimals = printed.includes(".") ? printed.length - printed.indexOf(".") - 1 : 0;
    // Written as one decimal number, so that no rounding creeps in between.
    return {
        value: Number(`${printed}e${power ?? 0}`),
        step: Number(`1e${(power ?? 0) - decimals}`),
        nanoseconds: power !== undefined,
    };
}
/** Measurements outside libtest's `running` blocks: criterion's. */
class BencherReader {
    sink;
    context;
    part;
    /** A benchmark whose measurement is to come: criterion prints the name first, and the benchmark may print in between. */
    open;
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number) {
        if (line.startsWith("bench: ") && this.open !== undefined)
            return this.measure(this.open, line, number);
        if (!line.startsWith("test ") || line.length > bencher_MAX_LINE)
            return false;
        const dots = line.lastIndexOf(" ... bench: ");
        if (dots > 5)
            return this.measure(line.slice(5, dots).trimEnd(), line.slice(dots + 5), number);
        const open = line.lastIndexOf(" ... ");
        // The measurement comes later, or the file is cut within the word.
        if (open <= 5 || !"bench: ".startsWith(line.slice(open + 5)))
            return false;
        this.stopped();
        this.open = own(line.slice(5, open));
        return true;
    }
    end() {
        this.stopped();
    }
    measure(name, words, number) {
        const part = this.partOf(number);
        if (this.open !== name)
            this.stopped();
        this.open = undefined;
        const measured = measurementOf(words);
        if (!measured) {
            unmeasured(part, name);
            return true;
        }
        const suite = part.target ? { suite: targetId(part.target) } : {};
        this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...suite, ...measured });
        return true;
    }
    /** A benchmark that was begun has no measurement. One without any other beside it is no sign of a benchmark's log. */
    stopped() {
        if (this.open !== undefined && this.part && this.part.target === this.context.cargo.target)
            unmeasured(this.part, this.open);
        this.open = undefined;
    }
    partOf(number) {
        const { cargo } = this.context;
        if (this.part && this.part.target === cargo.target)
            return this.part;
        this.part = this.sink.part("bench", "", {});
        this.part.state = "whole";
        delete this.part.reason;
        this.part.line = number;
        if (cargo.target) {
            this.part.target = cargo.target;
            cargo.part = this.part;
        }
        return this.part;
    }
}
/** The part holds a benchmark that was begun and not measured. */
function unmeasured(part, name) {
    part.state = "broken";
    part.reason ??= `${name} was not measured to its end`;
}

;// CONCATENATED MODULE: ./lib/reports/cvss.js
/** The score of a vector of CVSS 3.0, 3.1 or 4.0; undefined for any other text. */
function scoreOf(vector) {
    if (vector.length > 500)
        return undefined;
    const [version, ...parts] = vector.split("/");
    const metrics = new Map(parts.map((part) => part.split(":", 2)));
    const score = version === "CVSS:4.0" ? scoreOfV4(metrics) : version === "CVSS:3.1" || version === "CVSS:3.0" ? scoreOfV3(metrics) : undefined;
    return score === undefined ? undefined : { score, severity: severityOfScore(score) };
}
function severityOfScore(score) {
    return score >= 9 ? "critical" : score >= 7 ? "high" : score >= 4 ? "medium" : score > 0 ? "low" : "none";
}
/** The weight of each metric's value, in the order of `names`; undefined where one is missing or unknown. */
function weightsOf(metrics, weights, names) {
    const found = names.map((name) => weights[name]?.[metrics.get(name) ?? ""]);
    return found.every((weight) => typeof weight === "number") ? found : undefined;
}
// ------------------------------------------------------------------------------------------------------------ 3.x
const V3 = {
    AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
    AC: { L: 0.77, H: 0.44 },
    PR: { N: 0.85, L: 0.62, H: 0.27 },
    UI: { N: 0.85, R: 0.62 },
    S: { U: 0, C: 1 },
    C: { H: 0.56, L: 0.22, N: 0 },
    I: { H: 0.56, L: 0.22, N: 0 },
    A: { H: 0.56, L: 0.22, N: 0 },
};
/** Privileges weigh more where the attack leaves its scope. */
const PR_CHANGED = { 0.62: 0.68, 0.27: 0.5 };
function scoreOfV3(metrics) {
    const weights = weightsOf(metrics, V3, ["AV", "AC", "PR", "UI", "S", "C", "I", "A"]);
    if (!weights)
        return undefined;
    const [av = 0, ac = 0, pr = 0, ui = 0, s = 0, c = 0, i = 0, a = 0] = weights;
    const changed = s === 1;
    const iss = 1 - (1 - c) * (1 - i) * (1 - a);
    const impact = changed ? 7.52 * (iss - 0.029) - 3.25 * (iss - 0.02) ** 15 : 6.42 * iss;
    if (impact <= 0)
        return 0;
    const exploitability = 8.22 * av * ac * (changed ? (PR_CHANGED[pr] ?? pr) : pr) * ui;
    return roundUp(Math.min(10, changed ? 1.08 * (impact + exploitability) : impact + exploitability));
}
/** One decimal, upwards, without the noise of binary fractions (v3.1, appendix A). */
function roundUp(value) {
    const whole = Math.round(value * 100_000);
    return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
// ------------------------------------------------------------------------------------------------------------ 4.0
/** Steps of severity below the worst value of each metric. */
const V4 = {
    AV: { N: 0, A: 1, L: 2, P: 3 },
    PR: { N: 0, L: 1, H: 2 },
    UI: { N: 0, P: 1, A: 2 },
    AC: { L: 0, H: 1 },
    AT: { N: 0, P: 1 },
    VC: { H: 0, L: 1, N: 2 },
    VI: { H: 0, L: 1, N: 2 },
    VA: { H: 0, L: 1, N: 2 },
    SC: { H: 1, L: 2, N: 3 },
    SI: { H: 1, L: 2, N: 3 },
    SA: { H: 1, L: 2, N: 3 },
};
/**
 * Scores of the classes of vectors (macro vectors) with no threat metric: by exploitability (EQ1), complexity (EQ2),
 * impact on the system (EQ3 and EQ6, in the order 00, 01, 10, 11, 21) and on others (EQ4: 1, 2).
 */
// biome-ignore format: a table
const CLASSES = [
    [
        [[10, 9.3], [9.6, 9], [9.3, 8.8], [9.2, 8], [7.9, 6.9]],
        [[9.5, 9.2], [9.1, 8.1], [9.2, 8.4], [8.2, 7], [7.1, 6.3]],
    ],
    [
        [[9.4, 8.7], [8.9, 7.5], [8.6, 7.2], [7.6, 5.7], [6.5, 5.3]],
        [[9, 7.7], [7.7, 6.6], [7.4, 6.1], [5.9, 5.2], [5.8, 2.3]],
    ],
    [
        [[8.6, 7], [7.4, 5.4], [7.2, 5.3], [5.7, 3.6], [4.7, 2.4]],
        [[7.3, 5.4], [5.5, 4.3], [6.1, 4.6], [5.1, 1.8], [2.4, 1]],
    ],
];
// biome-ignore format: a table
const EQ1 = [
    { worst: [[0, 0, 0]], depth: 1 },
    { worst: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], depth: 4 },
    { worst: [[3, 0, 0], [1, 1, 1]], depth: 5 },
];
// biome-ignore format: a table
const EQ2 = [
    { worst: [[0, 0]], depth: 1 },
    { worst: [[1, 0], [0, 1]], depth: 2 },
];
/** Of the orders of EQ3 and EQ6, those that occur without environmental metrics: 00, 10, 21. */
// biome-ignore format: a table
const EQ36 = {
    0: { worst: [[0, 0, 0]], depth: 7 },
    2: { worst: [[1, 0, 0], [0, 1, 0]], depth: 8 },
    4: { worst: [[1, 1, 1]], depth: 10 },
};
const EQ4 = [
    { worst: [[1, 1, 1]], depth: 5 },
    { worst: [[2, 2, 2]], depth: 4 },
];
function scoreOfV4(metrics) {
    const steps = weightsOf(metrics, V4, Object.keys(V4));
    if (!steps)
        return undefined;
    const [av = 0, pr = 0, ui = 0, ac = 0, at = 0, vc = 0, vi = 0, va = 0, sc = 0, si = 0, sa = 0] = steps;
    if (vc + vi + va === 6 && sc + si + sa === 9)
        return 0;
    const eq1 = av + pr + ui === 0 ? 0 : av < 3 && (av === 0 || pr === 0 || ui === 0) ? 1 : 2;
    const eq2 = ac + at === 0 ? 0 : 1;
    const eq36 = vc + vi === 0 ? 0 : vc === 0 || vi === 0 || va === 0 ? 2 : 4;
    const eq4 = sc === 1 || si === 1 || sa === 1 ? 0 : 1;
    const value = classOf(eq1, eq2, eq36, eq4) ?? 0;
    // The next class below in each direction, and how far the vector has gone towards it.
    const below = [
        [classOf(eq1 + 1, eq2, eq36, eq4), EQ1[eq1], [av, pr, ui]],
        [classOf(eq1, eq2 + 1, eq36, eq4), EQ2[eq2], [ac, at]],
        [belowImpact(eq1, eq2, eq36, eq4), EQ36[eq36], [vc, vi, va]],
        [classOf(eq1, eq2, eq36, eq4 + 1), EQ4[eq4], [sc, si, sa]],
    ];
    let sum = 0;
    // The class of the threat metric below always exists, and no vector has gone towards it.
    let directions = 1;
    for (const [lower, level, own] of below) {
        if (lower === undefined || !level)
            continue;
        directions++;
        sum += (value - lower) * (distance(own, level.worst) / level.depth);
    }
    return Math.round(Math.min(10, Math.max(0, value - sum / directions)) * 10 + 1e-6) / 10;
}
function classOf(eq1, eq2, eq36, eq4) {
    return CLASSES[eq1]?.[eq2]?.[eq36]?.[eq4];
}
/** 00 has two classes below it, of which the higher counts; 10 has 11, which is also above 21. */
function belowImpact(eq1, eq2, eq36, eq4) {
    if (eq36 === 4)
        return undefined;
    const next = classOf(eq1, eq2, eq36 + 1, eq4);
    return eq36 === 0 ? Math.max(next ?? 0, classOf(eq1, eq2, 2, eq4) ?? 0) : next;
}
/** Steps from the first of the worst vectors that is nowhere below this one. */
function distance(own, worst) {
    const from = worst.find((w) => own.every((step, i) => step >= (w[i] ?? 0)));
    return from ? own.reduce((sum, step, i) => sum + step - (from[i] ?? 0), 0) : 0;
}

;// CONCATENATED MODULE: ./lib/reports/excerpt.js
/** Keeps the beginning and the end of a long text: the cause stands at one of them. */

/** No entry needs more of one failure than this many characters. */
const MAX_DETAIL = 8_000;
const HEAD = 6_000;
const TAIL = MAX_DETAIL - HEAD;
/** A longer line is cut in its middle, so that one dump does not push out all else. */
const MAX_KEPT_LINE = 2_000;
/** Collects lines with bounded memory. */
class Excerpt {
    head = [];
    headSize = 0;
    tail = [];
    tailSize = 0;
    left = 0;
    add(line) {
        const kept = line.length > MAX_KEPT_LINE ? shorten(line) : line;
        if (this.left === 0 && this.tail.length === 0 && this.headSize + kept.length < HEAD) {
            this.head.push(kept);
            this.headSize += kept.length + 1;
            return;
        }
        this.tail.push(kept);
        this.tailSize += kept.length + 1;
        while (this.tailSize > TAIL && this.tail.length > 1) {
            this.tailSize -= (this.tail.shift()?.length ?? 0) + 1;
            this.left++;
        }
    }
    /** Nothing more is to come: what is kept is copied out of the chunks of the file it was read from. */
    seal() {
        if (this.head.length > 0)
            this.head = own(this.head.join("\n")).split("\n");
        if (this.tail.length > 0)
            this.tail = own(this.tail.join("\n")).split("\n");
    }
    /** The lines kept, with a word for what was left out between them. */
    lines() {
        const middle = this.left > 0 ? [`… ${this.left} lines left out …`] : [];
        return [...this.head, ...middle, ...this.tail];
    }
    /** The text kept, without empty lines around it. */
    text() {
        return this.lines().join("\n").trim();
    }
}
/** The text cut to what an entry needs. */
function excerpt(text) {
    if (text.length <= MAX_DETAIL)
        return text.trim();
    return `${text.slice(0, HEAD)}\n… ${text.length - MAX_DETAIL} characters left out …\n${text.slice(-TAIL)}`.trim();
}
function shorten(line) {
    const middle = `… ${line.length - MAX_KEPT_LINE + 100} characters left out …`;
    return `${line.slice(0, MAX_KEPT_LINE - 500)}${middle}${line.slice(-400)}`;
}

;// CONCATENATED MODULE: ./lib/reports/values.js
/** JSON values of a report: anything may stand anywhere, so every value is checked where it is used. */
/** What stands at the path of names inside the value; undefined where there is no such thing. */
function at(value, ...path) {
    let found = value;
    for (const name of path) {
        if (typeof found !== "object" || found === null || Array.isArray(found))
            return undefined;
        found = found[name];
    }
    return found;
}
/** The value as an object of which only the named fields matter; each of them may hold anything. */
function objectOf(value) {
    return typeof value === "object" && value !== null ? value : {};
}
/** The value as a list; an empty one when it is none. */
function listOf(value) {
    return Array.isArray(value) ? value : [];
}
/** The value as text; undefined when it is none. */
function values_textOf(value) {
    return typeof value === "string" ? value : undefined;
}
/** The texts of a list, without what is not text. */
function textsOf(value) {
    return listOf(value).filter((v) => typeof v === "string");
}
/** The value as a finite number; undefined when it is none. */
function numberOf(value) {
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

;// CONCATENATED MODULE: ./lib/reports/cargo-audit.js



const cargoAudit = {
    shape: "json",
    name: "cargo-audit",
    kinds: ["audit"],
    tool: "cargo audit",
    docs: {
        command: "cargo audit --json > audit.json",
        proof: "the document is whole, its counts agree, and its database holds advisories",
        source: "rustsec 0.32, src/report.rs",
    },
    is: (document) => typeof at(document, "lockfile") === "object" &&
        (Array.isArray(at(document, "vulnerabilities", "list")) || typeof at(document, "vulnerabilities", "found") === "boolean"),
    read: (document, sink, context) => readAudit(document, sink, context),
};
/** What cargo audit warns of unless told otherwise. */
const INFORMATIONAL = ["notice", "unmaintained", "unsound"];
function readAudit(document, sink, context) {
    const lockfile = lockfileOf(document, context);
    const part = sink.part("audit", "its list of vulnerabilities is not whole", { units: [lockfile ?? "Cargo.lock"] });
    const advisories = numberOf(at(document, "database", "advisory-count"));
    if (advisories !== undefined)
        part.extent.advisories = advisories;
    const filters = filtersOf(at(document, "settings"));
    if (filters.length > 0)
        part.extent.filters = filters;
    const found = new Map();
    const vulnerabilities = at(document, "vulnerabilities");
    const list = listOf(at(vulnerabilities, "list"));
    const all = [...list.map((item) => ({ item, category: undefined })), ...warningsOf(at(document, "warnings"))];
    let unread = 0;
    for (const { item, category } of all) {
        const observation = observationOf(item, category, part);
        if (!observation)
            unread++;
        else
            join(found, observation);
    }
    for (const observation of found.values()) {
        if (lockfile !== undefined)
            observation.file = lockfile;
        sink.observe(observation);
    }
    const wrong = contradiction(vulnerabilities, list.length) ?? (unread > 0 ? `${unread} of its findings name no package or advisory` : undefined);
    if (wrong !== undefined) {
        part.reason = wrong;
        sink.problem("E_REPORT_MALFORMED", wrong);
        return;
    }
    settle(part, advisories, numberOf(at(document, "lockfile", "dependency-count")));
}
function settle(part, advisories, dependencies) {
    if (advisories === 0)
        part.reason = "its advisory database is empty";
    else if (dependencies === 0)
        part.reason = "its lockfile holds no packages";
    else if (advisories === undefined) {
        part.state = "partial";
        part.reason = "it does not say how many advisories its database holds";
    }
    else {
        part.state = "whole";
        delete part.reason;
    }
}
/** Why the document cannot be what cargo audit found. */
function contradiction(vulnerabilities, listed) {
    if (!Array.isArray(at(vulnerabilities, "list")))
        return "it holds no list of vulnerabilities";
    const count = numberOf(at(vulnerabilities, "count"));
    if (count !== undefined && count !== listed)
        return `it counts ${count} vulnerabilities and lists ${listed}`;
    const found = at(vulnerabilities, "found");
    return typeof found === "boolean" && found !== listed > 0 ? `it says found: ${found} and lists ${listed}` : undefined;
}
/** Early versions named the lockfile. A path that is not the repository's says no more than the default name. */
function lockfileOf(document, context) {
    const given = values_textOf(at(document, "lockfile", "path"));
    if (given === undefined || given === "" || given === "-")
        return undefined;
    const path = context.path(given).replaceAll("\\", "/").replace(/^\.\//, "");
    return path.startsWith("/") || /^[A-Za-z]:/.test(path) ? undefined : path;
}
/** What was not looked for. Settings were single values or null before cargo-audit 0.21. */
function filtersOf(settings) {
    const filters = [];
    for (const name of ["target_arch", "target_os"]) {
        const value = at(settings, name);
        const values = typeof value === "string" ? [value] : textsOf(value);
        // One filter for all of them: a further architecture looks at more, not at less.
        if (values.length > 0)
            filters.push(`${name}:${[...values].sort().join(",")}`);
    }
    const severity = values_textOf(at(settings, "severity"));
    if (severity !== undefined)
        filters.push(`severity:${severity}`);
    for (const id of textsOf(at(settings, "ignore")))
        filters.push(`ignore:${id}`);
    const scope = values_textOf(at(settings, "package_scope"));
    if (scope !== undefined)
        filters.push(`package_scope:${scope}`);
    const informational = at(settings, "informational_warnings");
    if (Array.isArray(informational)) {
        for (const kind of INFORMATIONAL)
            if (!informational.includes(kind))
                filters.push(`without:${kind}`);
    }
    return filters;
}
/** Warnings by kind; before cargo-audit 0.14 a list, in which the kind was an object that held the advisory. */
function warningsOf(warnings) {
    if (Array.isArray(warnings)) {
        return warnings.map((item) => {
            const kind = at(item, "kind");
            if (typeof kind === "string")
                return { item, category: kind };
            const [category = "notice", inner] = typeof kind === "object" && kind !== null ? (Object.entries(kind)[0] ?? []) : [];
            return { item: { package: at(item, "package"), advisory: at(inner, "advisory"), versions: at(inner, "versions") }, category };
        });
    }
    if (typeof warnings !== "object" || warnings === null)
        return [];
    return Object.entries(warnings).flatMap(([category, items]) => listOf(items).map((item) => ({ item, category })));
}
function observationOf(item, category, part) {
    const name = values_textOf(at(item, "package", "name"));
    const version = values_textOf(at(item, "package", "version"));
    if (name === undefined || name === "")
        return undefined;
    const advisory = at(item, "advisory");
    const base = { kind: "audit", outcome: "failed", part, ecosystem: "rust", package: name, aliases: [], severity: "none" };
    if (category === "yanked") {
        if (version === undefined)
            return undefined;
        const title = `${name} ${version} was yanked from its registry`;
        return { ...base, aliases: [], name: "yanked", version, title, message: title, category };
    }
    const id = values_textOf(at(advisory, "id"));
    if (id === undefined || id === "")
        return undefined;
    const title = values_textOf(at(advisory, "title")) ?? id;
    const observation = {
        ...base,
        name: id,
        aliases: textsOf(at(advisory, "aliases")),
        title,
        message: title,
        category: category ?? values_textOf(at(advisory, "informational")) ?? "vulnerability",
    };
    if (version !== undefined)
        observation.version = version;
    const withdrawn = values_textOf(at(advisory, "withdrawn"));
    if (withdrawn !== undefined) {
        observation.outcome = "skipped";
        observation.message = `withdrawn on ${withdrawn}`;
    }
    describe(observation, item, advisory);
    return observation;
}
function describe(observation, item, advisory) {
    const score = scoreOf(values_textOf(at(advisory, "cvss")) ?? "");
    if (score) {
        observation.severity = score.severity;
        // In the words of cargo audit's own text.
        observation.severityWord = `${score.score.toFixed(1)} (${score.severity})`;
    }
    const fixed = textsOf(at(item, "versions", "patched") ?? at(advisory, "patched_versions"));
    if (fixed.length > 0)
        observation.fixed = fixed;
    const url = observation.name.startsWith("RUSTSEC-") ? `https://rustsec.org/advisories/${observation.name}` : values_textOf(at(advisory, "url"));
    if (url !== undefined)
        observation.url = url;
    const description = values_textOf(at(advisory, "description"));
    if (description !== undefined && description !== "")
        observation.detail = excerpt(description);
}
/** One advisory in one package is one observation, whatever versions are locked; what is yanked is a version. */
function join(found, observation) {
    const { package: name, version, category } = observation;
    const key = category === "yanked" ? `${name}\nyanked\n${version}` : `${name}\n${observation.name}`;
    const known = found.get(key);
    if (!known)
        found.set(key, observation);
    else if (version !== undefined && !known.version?.split(", ").includes(version)) {
        known.version = known.version === undefined ? version : `${known.version}, ${version}`;
    }
}

;// CONCATENATED MODULE: ./lib/reports/cargo-json.js





const cargoJson = {
    shape: "lines",
    name: "cargo-json",
    aliases: ["clippy"],
    kinds: ["lint", "build"],
    tool: "cargo",
    docs: {
        command: "cargo clippy --workspace --all-targets --message-format=json > clippy.json",
        proof: "`build-finished`; if it failed, each unit with a `compiler-artifact` or with no errors but denied lints",
        source: "cargo 1.95, util/machine_message.rs",
    },
    reader: (sink, context) => new CargoJsonReader(sink, context),
};
const BEGINNING = '{"reason":"';
const REASONS = ["compiler-message", "compiler-artifact", "build-script-executed", "build-finished", "build-started", "timing-info"];
const ID = '","package_id":"';
const CUT = "the file ends before cargo says how the build ended";
/** Errors of the compiler have numbers; lints have names. */
const ERROR_CODE = /^E\d{4}$/;
/** What rustc says of its own messages; cargo ≤ 1.76 passed some of it on. */
const SUMMARY = /^aborting due to |^\d+ warnings? emitted$/;
/** A rule with more findings than this shows the compiler's words for the first ones. */
const DETAILED = 50;
const MAX_SOURCE = 500;
const MAX_ERRORS = 50;
/** A library or another target is built as it is, as its own test, or into its documentation. */
const PLAIN = 0;
const TEST = 1;
const DOC = 2;
const MODES = [PLAIN, TEST, DOC];
class CargoJsonReader {
    sink;
    context;
    session;
    /** Parts of sessions without a message, where it is not known yet whether messages would have stood here. */
    silent = [];
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number, cut) {
        // A progress bar, or the stamp of another log, may stand before it on its line.
        const begin = line.startsWith(BEGINNING) ? 0 : line.charCodeAt(0) === 123 /* { */ ? -1 : line.indexOf(BEGINNING);
        if (begin === -1)
            return false;
        const from = begin + BEGINNING.length;
        const to = line.indexOf('"', from);
        const reason = line.slice(from, to === -1 ? undefined : to);
        if (to === -1 ? !REASONS.some((r) => r.startsWith(reason)) : !REASONS.includes(reason))
            return false;
        if (begin === 0 && this.passOver(line, reason, to))
            return true;
        const message = cut || to === -1 ? undefined : cargo_json_parse(line, begin);
        if (message === undefined) {
            if (begin !== 0 && !this.session)
                return false;
            this.open().spoiled ??= `line ${number} is not whole`;
            return true;
        }
        if (reason === "compiler-message")
            this.open().message(message, number);
        else if (reason === "compiler-artifact")
            this.open().artifact(message, number);
        else if (reason === "build-script-executed")
            this.open().scriptRan(values_textOf(at(message, "package_id")) ?? "");
        else if (reason === "build-finished")
            this.close(at(message, "success") === true);
        else
            this.open();
        return true;
    }
    end() {
        if (this.session)
            this.close(undefined);
        // Everything cargo prints went into this log, so messages would have stood in it, as JSON or as text.
        if (!this.context.cargo.heard)
            for (const part of this.silent)
                part.provesAbsence = false;
    }
    /** Lines about crates of others, which most lines are, need no parsing: only that they are whole, and whose they are. */
    passOver(line, reason, to) {
        if (reason === "compiler-message" || !line.startsWith(ID, to) || !line.endsWith("}"))
            return false;
        const from = to + ID.length;
        const end = line.indexOf('"', from);
        const id = line.slice(from, end);
        if (reason === "compiler-artifact" ? isMember(id) : reason !== "build-script-executed")
            return false;
        if (line.indexOf(BEGINNING, end) !== -1)
            return false;
        const session = this.open();
        if (reason === "build-script-executed")
            session.scriptRan(id);
        else {
            if (line.includes('"kind":["custom-build"]'))
                session.scripts.add(own(id));
        }
        return true;
    }
    open() {
        this.session ??= new Session(this.sink, this.context);
        return this.session;
    }
    close(success) {
        for (const part of this.open().close(success))
            this.silent.push(part);
        this.session = undefined;
    }
}
/** One run of cargo, up to its `build-finished`. */
class Session {
    /** Why no line of it can be trusted to be all there is. */
    spoiled;
    /** Packages whose build script was compiled and has not run yet, by id. */
    scripts = new Set();
    sink;
    context;
    frame;
    targets = new Map();
    findings = new Map();
    ofRule = new Map();
    ran = new Set();
    messages = 0;
    clippy = false;
    /** A program was linked. */
    linked = false;
    /** Folders of packages, by their last name. */
    folders = new Map();
    recent;
    /** Folder that the paths in messages are relative to, once a message shows it. */
    root;
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
        this.frame = context.cargo;
    }
    scriptRan(id) {
        this.scripts.delete(id);
        if (isMember(id))
            this.ran.add(cargo_json_packageOf(id));
    }
    artifact(artifact, number) {
        const id = values_textOf(at(artifact, "package_id")) ?? "";
        const files = textsOf(at(artifact, "filenames")).map(slashes);
        if (!isMember(id))
            return;
        const target = this.targetOf(at(artifact, "target"), id, at(artifact, "manifest_path"), number);
        if (target.base === "build script")
            this.scripts.add(id);
        const test = at(artifact, "profile", "test") === true;
        target.built[files.length > 0 && files.every((f) => f.endsWith(".html")) ? DOC : test ? TEST : PLAIN]++;
        for (const feature of textsOf(at(artifact, "features")))
            target.features.add(`${target.package}/${feature}`);
        const executable = values_textOf(at(artifact, "executable"));
        if (executable === undefined)
            return;
        this.linked = true;
        const known = cargoTargetOf(target);
        if (known)
            this.frame.executables.set(cargo_json_fileOf(slashes(executable)), known);
    }
    message(value, number) {
        this.messages++;
        const line = objectOf(value);
        const message = objectOf(line.message);
        const text = values_textOf(message.message) ?? "";
        const level = values_textOf(message.level) ?? "";
        const code = values_textOf(objectOf(message.code).code);
        const isError = level.startsWith("error");
        const broken = isError && (code === undefined ? !SUMMARY.test(text) : ERROR_CODE.test(code));
        // A summary, or a warning that no rule stands for.
        if (code === undefined && !broken)
            return;
        const id = values_textOf(line.package_id) ?? "";
        if (!isMember(id) && !broken)
            return;
        const target = this.targetOf(line.target, id, line.manifest_path, number);
        target.last = [...target.built];
        const place = this.placeOf(message.spans, target);
        const key = `${code ?? ""}\n${place.file ?? ""}\n${place.span}\n${text}`;
        if (isError) {
            this.frame.told.add(target.package);
            target.copies.set(key, (target.copies.get(key) ?? 0) + 1);
        }
        if (broken)
            this.error(target, text, place, message.rendered);
        else
            this.lint(key, target, code ?? "", level, text, place, message.rendered);
    }
    /** Settles every unit and hands out what was found; returns the parts whose silence may mean that messages went elsewhere. */
    close(success) {
        const doubt = this.spoiled ?? (success === undefined ? CUT : undefined);
        const units = this.units(success, doubt);
        const clippy = this.clippy || (this.frame.said === "clippy" && !this.linked);
        this.sink.tool(clippy ? "clippy" : "cargo");
        const owners = clippy ? ["clippy", "rustc"] : ["rustc"];
        const silent = this.messages === 0 && doubt === undefined;
        const parts = this.lintParts(units, owners, doubt);
        if (silent && this.frame.rendered > 0)
            for (const part of parts)
                part.provesAbsence = false;
        this.giveFindings(units);
        this.giveBuild(units, success, doubt);
        this.frame.stopped.clear();
        return silent && this.frame.said === undefined ? parts : [];
    }
    // ------------------------------------------------------------------------------------------------------ reading
    targetOf(value, id, manifest, number) {
        const fields = objectOf(value);
        const kind = values_textOf(listOf(fields.kind)[0]) ?? "";
        const name = values_textOf(fields.name) ?? "";
        // Messages of one unit come in a row.
        const recent = this.recent;
        if (recent && recent.id === id && recent.kind === kind && recent.name === name)
            return recent.target;
        const base = baseOf(kind, name);
        const key = `${id}\n${base}`;
        let target = this.targets.get(key);
        if (!target) {
            target = {
                package: cargo_json_packageOf(id),
                base,
                foreign: !isMember(id),
                folder: folderOf(slashes(values_textOf(manifest) ?? "")),
                path: values_textOf(fields.src_path),
                line: number,
                built: [0, 0, 0],
                features: new Set(),
                errors: [],
                detail: undefined,
                denied: false,
                copies: new Map(),
                last: undefined,
            };
            this.targets.set(key, target);
            if (!target.foreign)
                this.joins(target);
        }
        this.recent = { id, kind, name, target };
        return target;
    }
    joins({ package: name, folder }) {
        this.frame.members.add(name);
        const last = cargo_json_fileOf(folder);
        const known = this.folders.get(last);
        if (!known)
            this.folders.set(last, [folder]);
        else if (!known.includes(folder))
            known.push(folder);
    }
    error(target, message, place, rendered) {
        const error = { message };
        if (place.file !== undefined)
            error.file = place.file;
        if (place.line !== undefined)
            error.line = place.line;
        if (target.errors.some((e) => e.message === message && e.file === error.file && e.line === error.line))
            return;
        if (target.errors.length > MAX_ERRORS)
            return;
        target.errors.push(error);
        target.detail ??= renderedOf(rendered);
    }
    lint(key, target, code, level, text, place, rendered) {
        if (code.startsWith("clippy::"))
            this.clippy = true;
        if (level.startsWith("error"))
            target.denied = true;
        const known = this.findings.get(key);
        if (known) {
            if (!known.places.has(target))
                known.places.set(target, [...target.built]);
            return;
        }
        const observation = {
            kind: "lint",
            outcome: "failed",
            name: code,
            suite: target.package,
            message: text,
            owner: ownerOf(code),
            severity: severityOf(level),
            severityWord: level,
            package: target.package,
        };
        if (place.file !== undefined)
            observation.file = place.file;
        if (place.line !== undefined)
            observation.line = place.line;
        if (place.source !== undefined)
            observation.source = place.source;
        const ofRule = (this.ofRule.get(code) ?? 0) + 1;
        this.ofRule.set(code, ofRule);
        const detail = ofRule > DETAILED ? undefined : renderedOf(rendered);
        if (detail !== undefined)
            observation.detail = detail;
        this.findings.set(key, { observation, places: new Map([[target, [...target.built]]]) });
    }
    placeOf(list, target) {
        const spans = listOf(list);
        const primary = spans.find((s) => objectOf(s).is_primary === true) ?? spans[0];
        if (!primary)
            return { span: "" };
        const span = this.ownSpan(objectOf(primary), target);
        const source = values_textOf(at(listOf(span.text)[0], "text"))?.trim();
        const from = numberOf(span.line_start);
        const place = {
            span: `${from}:${numberOf(span.column_start)}:${numberOf(span.line_end)}:${numberOf(span.column_end)}`,
        };
        const file = values_textOf(span.file_name);
        if (file !== undefined && file !== "")
            place.file = this.pathOf(slashes(file), target);
        if (from !== undefined)
            place.line = from;
        if (source)
            place.source = source.slice(0, MAX_SOURCE);
        return place;
    }
    /** The span itself; where it lies in a macro of another crate, the outermost place that used it and is the crate's own. */
    ownSpan(primary, target) {
        if (typeof primary.expansion !== "object" || primary.expansion === null || !this.isOthers(primary, target))
            return primary;
        let own = primary;
        let span = primary;
        // No compiler expands deeper than its recursion limit (128 by default).
        for (let depth = 0; depth < 1_000; depth++) {
            span = objectOf(at(span.expansion, "span"));
            if (values_textOf(span.file_name) === undefined)
                break;
            if (!this.isOthers(span, target))
                own = span;
        }
        return own;
    }
    isOthers(span, target) {
        const file = slashes(values_textOf(span.file_name) ?? "");
        if (file.startsWith("<"))
            return true;
        if (isAbsolute(file))
            return isAbsolute(this.context.path(file));
        const folder = this.packageFolder(file);
        return folder !== undefined && folder !== target.folder;
    }
    /** The folder of the package that a path in the workspace lies in: `/r/shop/ledger` for `ledger/src/lib.rs`. */
    packageFolder(file) {
        const names = file.split("/");
        for (let n = Math.min(names.length - 1, 16); n > 0; n--) {
            const end = `/${names.slice(0, n).join("/")}`;
            const found = this.folders.get(names[n - 1] ?? "")?.find((folder) => folder.endsWith(end));
            if (found !== undefined)
                return found;
        }
        return undefined;
    }
    /** Messages write paths from the workspace's folder, which need not be the repository's. */
    pathOf(file, target) {
        if (isAbsolute(file))
            return slashes(this.context.path(file));
        const root = this.rootOf(file, target);
        const path = root === undefined ? undefined : slashes(this.context.path(`${root}/${file}`));
        return path !== undefined && !isAbsolute(path) ? path : slashes(this.context.path(file));
    }
    /** The workspace's folder, from a path in it and what is known of its packages: `ledger/src/lib.rs` and `/r/shop/ledger` give `/r/shop`. */
    rootOf(file, target) {
        if (this.root !== undefined)
            return this.root;
        const source = slashes(target.path ?? "");
        if (source.endsWith(`/${file}`)) {
            this.root = source.slice(0, -file.length - 1);
            return this.root;
        }
        const folder = this.packageFolder(file);
        if (folder !== undefined)
            return folder.slice(0, folder.length - commonEnd(folder, file));
        const [first = ""] = file.split("/", 1);
        return target.folder !== "" && source.startsWith(`${target.folder}/${first}/`) ? target.folder : undefined;
    }
    // ----------------------------------------------------------------------------------------------------- settling
    units(success, doubt) {
        const units = new Map();
        const add = (unit) => {
            const same = units.get(unit.name);
            if (!same || unit.state === "broken")
                units.set(unit.name, unit);
        };
        for (const target of this.targets.values()) {
            if (target.foreign)
                continue;
            for (const mode of MODES) {
                if (target.built[mode] === 0)
                    continue;
                const name = unitName(target, mode);
                add(doubt === undefined ? { name, target, mode, state: "whole", provesAbsence: true } : broken(name, target, mode, doubt));
            }
            for (const unit of this.unbuilt(target, success))
                add(doubt === undefined ? unit : { ...unit, state: "broken", reason: doubt });
        }
        return units;
    }
    /** Units that left no artifact although messages show that they were compiled. */
    unbuilt(target, success) {
        const unexplained = target.last !== undefined && MODES.every((mode) => (target.last?.[mode] ?? 0) >= target.built[mode]);
        const failed = target.errors.length > 0 || target.denied;
        if (!failed && !unexplained)
            return [];
        const { modes, sure } = this.failedModes(target);
        return modes.map((mode) => {
            const name = unitName(target, mode);
            if (target.errors.length > 0)
                return broken(name, target, mode, `${name} could not be compiled`);
            if (success === true)
                return broken(name, target, mode, `cargo does not say that ${name} was built`);
            if (!target.denied || this.frame.stopped.get(name) === false) {
                return broken(name, target, mode, `the compiler of ${name} ended without a result`);
            }
            return { name, target, mode, state: "whole", provesAbsence: sure };
        });
    }
    /** In which modes a target failed: as cargo's own line says, else what its artifacts and the copies of its errors leave. */
    failedModes(target) {
        const said = MODES.filter((mode) => this.frame.stopped.has(unitName(target, mode)));
        if (said.length > 0)
            return { modes: isSingle(target) ? said.slice(0, 1) : said, sure: true };
        if (isSingle(target))
            return { modes: [PLAIN], sure: true };
        const missing = [PLAIN, TEST].filter((mode) => target.built[mode] === 0);
        const copies = Math.max(0, ...[...target.copies.values()].slice(0, 1_000));
        if (missing.length < 2)
            return { modes: missing.length === 1 ? missing : [PLAIN], sure: true };
        if (copies > 1)
            return { modes: missing, sure: true };
        // One unit failed and nothing says which. What the rest of the run built tells what was asked for.
        const others = [...this.targets.values()].filter((t) => !t.foreign && t !== target);
        const tests = others.some((t) => t.built[TEST] > 0);
        const plain = others.some((t) => t.built[PLAIN] > 0 && !isSingle(t));
        return { modes: [tests && !plain ? TEST : PLAIN], sure: !tests };
    }
    lintParts(units, owners, doubt) {
        const parts = [];
        for (const unit of units.values()) {
            const { target } = unit;
            const part = this.sink.part("lint", unit.reason ?? "", { units: [unit.name], owners: [...owners] });
            part.state = unit.state;
            part.provesAbsence = unit.provesAbsence;
            part.line = target.line;
            if (unit.state === "whole")
                delete part.reason;
            const path = target.path === undefined ? undefined : slashes(this.context.path(target.path));
            // A path that is not the repository's would look like one that is gone.
            if (path !== undefined && !isAbsolute(path))
                part.extent.paths = { [unit.name]: path };
            if (target.features.size > 0)
                part.extent.features = [...target.features];
            unit.part = part;
            parts.push(part);
        }
        if (parts.length === 0 && doubt !== undefined)
            parts.push(this.sink.part("lint", doubt, { owners: [...owners] }));
        return parts;
    }
    giveFindings(units) {
        const ofTarget = new Map();
        for (const unit of units.values()) {
            const own = ofTarget.get(unit.target);
            if (own)
                own.push(unit);
            else
                ofTarget.set(unit.target, [unit]);
        }
        for (const { observation, places } of this.findings.values()) {
            const found = new Set();
            for (const [target, built] of places) {
                const own = ofTarget.get(target) ?? [];
                const later = own.filter(({ mode }) => target.built[mode] === 0 || target.built[mode] > built[mode]);
                for (const unit of later.length > 0 ? later : own)
                    found.add(unit);
            }
            const [first] = found;
            if (first?.part)
                this.sink.observe({ ...observation, part: first.part, units: [...found].map((u) => u.name) });
        }
    }
    giveBuild(units, success, doubt) {
        const part = this.sink.part("build", doubt ?? "");
        const failures = this.failures(success, doubt);
        if (doubt === undefined) {
            part.state = success ? "whole" : "partial";
            if (success)
                delete part.reason;
            else
                part.reason = this.whyFailed(failures);
        }
        for (const failure of failures.values())
            this.sink.observe({ ...failure, part });
        const built = new Map();
        const stopped = new Set([...units.values()].filter((u) => u.target.built[u.mode] === 0).map((u) => u.target.package));
        for (const { name, target } of units.values()) {
            part.extent.units.push(name);
            if (failures.has(target.package) || stopped.has(target.package))
                continue;
            const own = built.get(target.package);
            if (own)
                own.add(name);
            else
                built.set(target.package, new Set([name]));
        }
        if (doubt !== undefined)
            return;
        for (const name of this.ran)
            built.get(name)?.add(buildUnit(name, "build script run"));
        if (success)
            built.set(WORKSPACE, new Set([WORKSPACE]));
        for (const [name, own] of built)
            this.sink.observe({ ...this.built(name, own), part });
    }
    built(name, units) {
        const observation = { kind: "build", ecosystem: "rust", outcome: "passed", name, units: [...units] };
        if (!this.linked)
            observation.checked = true;
        return observation;
    }
    failures(success, doubt) {
        const failures = new Map();
        for (const target of this.targets.values()) {
            if (target.errors.length === 0)
                continue;
            const units = this.failedModes(target).modes.map((mode) => unitName(target, mode));
            const known = failures.get(target.package);
            if (known) {
                known.units.push(...units);
                known.errors = unique([...(known.errors ?? []), ...target.errors.map(wordsOf)], wordsOfFirst(known));
                continue;
            }
            const [first, ...more] = target.errors;
            const failure = failureOf(target.package, first?.message ?? "", units);
            if (first?.file !== undefined)
                failure.file = first.file;
            if (first?.line !== undefined)
                failure.line = first.line;
            if (target.detail !== undefined)
                failure.detail = target.detail;
            if (more.length > 0)
                failure.errors = more.map(wordsOf);
            failures.set(target.package, failure);
        }
        if (success !== false || doubt !== undefined || failures.size > 0)
            return failures;
        this.unnamedFailures(failures);
        return failures;
    }
    /** The build failed and no message is an error: a compiler crashed, or a build script failed. cargo's own line is better, where there is one. */
    unnamedFailures(failures) {
        const targets = [...this.targets.values()];
        if (this.frame.stopped.size > 0 || targets.some((t) => t.denied))
            return;
        for (const target of targets) {
            const [unit] = this.unbuilt(target, false);
            if (unit)
                failures.set(target.package, failureOf(target.package, unit.reason ?? "", [unit.name]));
        }
        if (failures.size > 0)
            return;
        const [script, ...others] = this.scripts;
        if (script !== undefined && others.length === 0) {
            const name = cargo_json_packageOf(script);
            failures.set(name, failureOf(name, `the build script of ${name} failed`, [buildUnit(name, "build script run")]));
        }
        else if (this.findings.size === 0 && this.frame.said !== undefined) {
            failures.set(WORKSPACE, failureOf(WORKSPACE, "cargo says that the build failed, and not why", [WORKSPACE]));
        }
    }
    whyFailed(failures) {
        if (failures.size > 0) {
            const names = [...failures.keys()].map((name) => (name === WORKSPACE ? "the workspace" : name));
            return `${names.slice(0, 5).join(", ")} could not be built`;
        }
        const denied = [...new Set([...this.targets.values()].filter((t) => t.denied).map((t) => t.package))];
        if (denied.length > 0)
            return `lints are denied in ${denied.slice(0, 5).join(", ")}, so cargo stopped`;
        const [stopped] = this.frame.stopped.keys();
        if (stopped !== undefined)
            return `${stopped} could not be compiled`;
        return "cargo says that the build failed, and not why";
    }
}
function cargo_json_parse(line, from) {
    try {
        return JSON.parse(from === 0 ? line : line.slice(from));
    }
    catch {
        return undefined;
    }
}
/** Who owns a rule: clippy its own, rustc all others. */
function ownerOf(rule) {
    return rule.startsWith("clippy::") ? "clippy" : "rustc";
}
/** A lint's level as a severity; `-D warnings` makes errors of all of them, so it is never identity. */
function severityOf(level) {
    return level.startsWith("error") ? "high" : level === "warning" ? "medium" : "low";
}
/** Whether the package lies in the file system: the workspace's members and what they depend on by path. */
function isMember(id) {
    return id.startsWith("path+") || id.includes(" (path+");
}
/** `path+file:///abs/a#0.1.0`, `…#name@0.1.0`, and `a 0.1.0 (path+file:///abs/a)` as cargo ≤ 1.76 wrote it. */
function cargo_json_packageOf(id) {
    const space = id.indexOf(" ");
    if (space !== -1)
        return id.slice(0, space);
    const hash = id.lastIndexOf("#");
    const rest = id.slice(hash + 1);
    const version = rest.lastIndexOf("@");
    if (hash !== -1 && version > 0)
        return rest.slice(0, version);
    if (hash !== -1 && !/^\d/.test(rest))
        return rest;
    const url = (hash === -1 ? id : id.slice(0, hash)).split("?", 1)[0] ?? "";
    try {
        return decodeURIComponent(cargo_json_fileOf(url));
    }
    catch {
        return cargo_json_fileOf(url);
    }
}
/** A target as cargo describes it in `could not compile` (Target::description_named). */
function baseOf(kind, name) {
    if (kind === "custom-build")
        return "build script";
    return kind === "bin" || kind === "test" || kind === "bench" || kind === "example" ? `${kind} ${name}` : "lib";
}
/** Built in one mode only, or named alike in each. */
function isSingle({ base }) {
    return base === "build script" || base.startsWith("test ") || base.startsWith("bench ");
}
function unitName(target, mode) {
    const suffix = mode === DOC ? " doc" : mode === TEST && !isSingle(target) ? " test" : "";
    return buildUnit(target.package, target.base + suffix);
}
function cargoTargetOf({ package: name, base }) {
    if (base === "lib")
        return { package: name, kind: "lib" };
    const [, kind, own] = /^(bin|test|bench|example) (.*)$/s.exec(base) ?? [];
    return kind === undefined ? undefined : { package: name, kind: kind, name: own ?? "" };
}
function broken(name, target, mode, reason) {
    return { name, target, mode, state: "broken", reason, provesAbsence: true };
}
function failureOf(name, message, units) {
    return { kind: "build", ecosystem: "rust", outcome: "failed", name, message, units };
}
function wordsOf({ message, file, line }) {
    return file === undefined ? message : `${message} (${file}:${line})`;
}
function wordsOfFirst({ message = "", file, line }) {
    return wordsOf({ message, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) });
}
function unique(words, without) {
    return [...new Set(words)].filter((w) => w !== without).slice(0, MAX_ERRORS);
}
function renderedOf(value) {
    const rendered = values_textOf(value);
    return rendered === undefined ? undefined : excerpt((0,ansi/* stripAnsi */.a)(rendered));
}
/** How long the end of the folder is that begins the path. */
function commonEnd(folder, file) {
    for (let to = file.lastIndexOf("/"); to > 0; to = file.lastIndexOf("/", to - 1)) {
        if (folder.endsWith(`/${file.slice(0, to)}`))
            return to + 1;
    }
    return 0;
}
function slashes(path) {
    return path.includes("\\") ? path.replaceAll("\\", "/") : path;
}
function isAbsolute(path) {
    return path.startsWith("/") || path.startsWith("\\") || /^[A-Za-z]:[\\/]/.test(path);
}
function folderOf(path) {
    return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
function cargo_json_fileOf(path) {
    return path.slice(path.lastIndexOf("/") + 1);
}

;// CONCATENATED MODULE: ./lib/reports/cargo-outdated.js

const cargoOutdated = {
    shape: "json",
    name: "cargo-outdated",
    kinds: ["dependency"],
    tool: "cargo outdated",
    docs: {
        command: "cargo outdated --root-deps-only --format json > outdated.json",
        proof: "the document; a clean one lists nothing",
        source: "cargo-outdated 0.19, src/cargo_ops/elaborate_workspace.rs",
    },
    is: (document) => typeof at(document, "crate_name") === "string" && Array.isArray(at(document, "dependencies")),
    read: (document, sink) => readOutdated(document, sink),
};
const UNCHANGED = "---";
const REMOVED = "Removed";
function readOutdated(document, sink) {
    const crate = values_textOf(at(document, "crate_name")) ?? "";
    const part = sink.part("dependency", "one of its rows is not whole", { units: [crate] });
    const found = new Map();
    let unread = 0;
    for (const row of listOf(at(document, "dependencies"))) {
        const observation = cargo_outdated_observationOf(row, crate, part);
        if (!observation)
            unread++;
        else
            cargo_outdated_join(found, observation);
    }
    for (const observation of found.values())
        sink.observe(observation);
    if (unread > 0) {
        sink.problem("E_REPORT_MALFORMED", `${unread} of the dependencies of ${crate} name no version`);
        return;
    }
    part.state = "whole";
    delete part.reason;
}
function cargo_outdated_observationOf(row, crate, part) {
    const name = values_textOf(at(row, "name"));
    const current = values_textOf(at(row, "project"));
    const compat = values_textOf(at(row, "compat"));
    const last = values_textOf(at(row, "latest"));
    if (!name || current === undefined || compat === undefined || last === undefined)
        return undefined;
    const observation = {
        kind: "dependency",
        outcome: "failed",
        part,
        name,
        suite: crate,
        ecosystem: "rust",
        current,
    };
    const wanted = compat === UNCHANGED ? current : compat === REMOVED ? undefined : compat;
    const latest = last === UNCHANGED ? wanted : last === REMOVED ? undefined : last;
    if (wanted !== undefined)
        observation.wanted = wanted;
    if (latest !== undefined)
        observation.latest = latest;
    const arrow = name.lastIndexOf("->");
    if (arrow !== -1) {
        observation.outcome = "skipped";
        observation.message = `a dependency of ${name.slice(0, arrow)}, not of ${crate} itself`;
    }
    else if (latest === undefined && (wanted === undefined || wanted === current)) {
        observation.outcome = "skipped";
        observation.message = "not needed any more by newer versions";
    }
    else if (latest === current && wanted === current) {
        observation.outcome = "passed";
    }
    else
        observation.message = `${current} is behind ${latest ?? wanted}`;
    return observation;
}
/** A dependency may stand there once a kind and once a platform; it is one dependency. */
function cargo_outdated_join(found, observation) {
    const known = found.get(observation.name);
    if (!known || (known.outcome !== "failed" && observation.outcome === "failed")) {
        found.set(observation.name, observation);
        return;
    }
    if (observation.outcome !== "failed")
        return;
    for (const field of ["current", "wanted", "latest"]) {
        const value = observation[field];
        const before = known[field];
        if (value === undefined || before?.split(", ").includes(value))
            continue;
        known[field] = before === undefined ? value : `${before}, ${value}`;
    }
    known.message = `${known.current} is behind ${known.latest ?? known.wanted}`;
}

;// CONCATENATED MODULE: ./lib/reports/criterion.js



const criterion = {
    shape: "lines",
    name: "criterion",
    kinds: ["bench"],
    tool: "criterion",
    docs: {
        command: "cargo bench 2>&1 | tee bench.txt   # shell: bash",
        proof: "each `Benchmarking` has its `time:`; a benchmark that is missing proves nothing",
        source: "criterion src/report.rs (CliReport), src/format.rs",
    },
    reader: (sink, context) => new CriterionReader(sink, context),
};
const BENCHMARKING = "Benchmarking ";
const TESTING = "Testing ";
const TIME = "time:   [";
/** What a progress line says after the benchmark's name. */
const STAGE = /^(?:Warming up for |Collecting \d+ samples in estimated |Profiling for |Analyzing$|Complete \(Analysis Disabled\)$)/;
const COMPLETE = "Complete (Analysis Disabled)";
/** Lines below a measurement that say no more about it. */
const ASIDE = /^(?: {17}change:$| {24}(?:time|thrpt|change): +\[| {24}(?:Performance has |No change in |Change within )|Found \d+ outliers among )/;
/** criterion cuts a title at 100 characters; no tool prints a longer line for one benchmark. */
const criterion_MAX_LINE = 4096;
class CriterionReader {
    sink;
    context;
    part;
    /** The benchmark that runs, by criterion's progress lines. */
    running;
    /** The benchmark that is tried once, in test mode. */
    tried;
    tests;
    /** The line before: a name of over 23 bytes has a line of its own. */
    previous = "";
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number) {
        const { previous } = this;
        this.previous = line;
        if (line === "" || line.length > criterion_MAX_LINE)
            return false;
        if (line.charCodeAt(line.length - 1) === 93 /* ] */) {
            const at = line.indexOf(TIME);
            if (at !== -1)
                return this.measured(line, at, previous, number);
        }
        if (line.startsWith(BENCHMARKING))
            return this.progress(line.slice(BENCHMARKING.length), number);
        if (line.startsWith(TESTING))
            return this.trying(line.slice(TESTING.length), number);
        if (line === "Success")
            return this.success();
        return this.part !== undefined && ASIDE.test(line);
    }
    end() {
        this.leave();
    }
    progress(words, number) {
        const colon = words.lastIndexOf(": ");
        const stage = colon === -1 ? "" : words.slice(colon + 2);
        const known = STAGE.test(stage);
        // Other programs say `Benchmarking` too; what criterion adds, or a benchmark's target, tells it from them.
        if (!known && this.context.cargo.target?.kind !== "bench")
            return false;
        const name = known ? words.slice(0, colon) : words;
        const part = this.partOf(number);
        if (name !== this.running) {
            this.stop();
            this.running = own(name);
        }
        if (stage === COMPLETE) {
            this.running = undefined;
            if (part.state === "whole")
                part.state = "partial";
            part.reason ??= "a run for a profiler measures nothing";
        }
        return true;
    }
    /** `NAME   time:   [low estimate high]`, or the name on the line before. The line of a change has more behind the bracket. */
    measured(line, at, previous, number) {
        const words = line.slice(at + TIME.length, -1).trim();
        const title = line.slice(0, at).trimEnd();
        const name = title !== "" ? title : this.titleAbove(previous);
        if (name === undefined)
            return false;
        const estimate = estimateOf(words);
        const expected = this.part !== undefined || this.context.cargo.target?.kind === "bench";
        if (!expected && !estimate?.unit)
            return false;
        const part = this.partOf(number);
        this.running = undefined;
        if (estimate === undefined) {
            unmeasured(part, name);
            return true;
        }
        if (estimate.unit === "") {
            this.sink.problem("E_REPORT_NO_UNIT", `${name} is measured without a unit`, number);
            unmeasured(part, name);
            return true;
        }
        const suite = part.target ? { suite: targetId(part.target) } : {};
        this.sink.observe({ kind: "bench", outcome: "passed", part, name: own(name), ...suite, ...estimate });
        return true;
    }
    titleAbove(previous) {
        const name = previous.trimEnd();
        return name === "" || previous.startsWith(" ") || previous.startsWith(BENCHMARKING) ? this.running : name;
    }
    trying(name, number) {
        const { target } = this.context.cargo;
        if (target?.kind !== "bench")
            return false;
        if (!this.tests || this.tests.target !== target) {
            this.tests = this.sink.part("test", "criterion does not say how many benchmarks it tries");
            this.tests.state = "partial";
            this.tests.target = target;
            this.tests.line = number;
            this.context.cargo.part = this.tests;
            this.context.cargo.clean = this.tests;
        }
        this.untried();
        this.tried = own(name);
        return true;
    }
    success() {
        if (this.tried === undefined || !this.tests?.target)
            return false;
        this.sink.observe({ kind: "test", outcome: "passed", part: this.tests, name: this.tried, suite: targetId(this.tests.target) });
        this.tried = undefined;
        return true;
    }
    leave() {
        this.stop();
        this.untried();
    }
    stop() {
        if (this.part && this.running !== undefined)
            unmeasured(this.part, this.running);
        this.running = undefined;
    }
    untried() {
        if (this.tests && this.tried !== undefined) {
            this.tests.state = "broken";
            this.tests.reason = `${this.tried} was not tried to its end`;
        }
        this.tried = undefined;
    }
    partOf(number) {
        const { cargo } = this.context;
        if (this.part && this.part.target === cargo.target)
            return this.part;
        this.leave();
        this.part = this.sink.part("bench", "", {});
        this.part.state = "whole";
        delete this.part.reason;
        this.part.line = number;
        if (cargo.target) {
            this.part.target = cargo.target;
            cargo.part = this.part;
        }
        return this.part;
    }
}
/** `1.4510 µs 1.4687 µs 1.4930 µs`: the ends of the confidence interval around the estimate, each with its unit. */
function estimateOf(words) {
    const tokens = words.split(" ").filter((t) => t !== "");
    if (tokens.length < 3 || tokens.length > 30 || tokens.length % 3 !== 0)
        return undefined;
    const size = tokens.length / 3;
    const units = [0, 1, 2].map((i) => tokens.slice(i * size + 1, (i + 1) * size).join(" "));
    const [low, estimate, high] = units.map((unit, i) => quantityOf(tokens[i * size] ?? "", unit));
    if (!low || !estimate || !high)
        return undefined;
    const [lowUnit, unit = "", highUnit] = units;
    const measured = { value: estimate.value, step: estimate.step, unit: estimate.nanoseconds ? "ns" : unit, better: "smaller" };
    const comparable = estimate.nanoseconds ? low.nanoseconds && high.nanoseconds : lowUnit === unit && highUnit === unit;
    return comparable && high.value >= low.value ? { ...measured, range: (high.value - low.value) / 2 } : measured;
}

;// CONCATENATED MODULE: ./lib/reports/criterion-folder.js
/**
 * The folder that criterion leaves (`target/criterion`): of each benchmark the latest run, `…/new/benchmark.json` with
 * its name and `…/new/estimates.json` with what was measured, in nanoseconds. Folder names are no identity: criterion
 * cuts and rewrites them. Whatever was measured once stays in the folder, so that a benchmark is in it proves nothing
 * about this run, and that it is missing proves nothing either.
 * Source: criterion src/report.rs (BenchmarkId), src/estimate.rs; the layout is the same from 0.3 to 0.7.
 */





const criterionFolder = {
    shape: "folder",
    name: "criterion-folder",
    kinds: ["bench"],
    tool: "criterion",
    docs: {
        command: "cargo bench   # reports: target/criterion",
        proof: "each benchmark.json has its estimates.json; a benchmark that is missing proves nothing",
        source: "criterion src/report.rs (BenchmarkId), src/estimate.rs",
    },
    is: (path) => (0,external_node_path_.basename)(path) === "criterion" || holdsBenchmark(path),
    read: (path, sink) => new FolderReader(path, sink).read(),
};
/** Folders and files looked at before a folder is called none of ours. */
const MAX_LOOKED = 2_000;
const LOOK_DEPTH = 4;
/** No project has more benchmarks, and criterion nests a benchmark at most three folders deep. */
const MAX_ENTRIES = 200_000;
const MAX_DEPTH = 12;
/** Both files are of a few hundred bytes. */
const MAX_DOCUMENT = 1024 * 1024;
/** Whether a `new/benchmark.json` stands somewhere near the top. */
function holdsBenchmark(path) {
    let looked = 0;
    let level = [path];
    for (let depth = 0; depth <= LOOK_DEPTH && level.length > 0; depth++) {
        const below = [];
        for (const folder of level) {
            const entries = entriesOf(folder) ?? [];
            looked += entries.length + 1;
            if ((0,external_node_path_.basename)(folder) === "new" && depth > 0 && entries.some((e) => e.isFile() && e.name === "benchmark.json"))
                return true;
            if (looked > MAX_LOOKED)
                return false;
            for (const entry of entries)
                if (entry.isDirectory())
                    below.push((0,external_node_path_.join)(folder, entry.name));
        }
        level = below;
    }
    return false;
}
class FolderReader {
    root;
    sink;
    parts = new Map();
    entries = 0;
    constructor(root, sink) {
        this.root = root;
        this.sink = sink;
    }
    read() {
        this.walk([]);
        if (this.parts.size === 0)
            this.sink.problem("E_REPORT_EMPTY", "the folder holds no benchmark");
    }
    /** Folders in the order of their names, so that the same folder always reads the same. Links are not followed. */
    walk(path) {
        const entries = entriesOf((0,external_node_path_.join)(this.root, ...path));
        if (entries === undefined) {
            this.broken(path, "E_REPORT_UNREADABLE", "the folder cannot be listed");
            return;
        }
        this.entries += entries.length + 1;
        if (this.entries > MAX_ENTRIES)
            throw new errors/* CodedError */.AK("E_REPORT_TOO_LARGE", `${this.root} holds over ${MAX_ENTRIES} files and folders`);
        if (path.at(-1) === "new" && entries.some((e) => e.name === "benchmark.json" && e.isFile())) {
            this.benchmark(path, entries);
        }
        if (path.length >= MAX_DEPTH)
            return;
        // `report` folders hold pictures, but a benchmark may be called that as well.
        for (const entry of entries)
            if (entry.isDirectory())
                this.walk([...path, entry.name]);
    }
    benchmark(path, entries) {
        const id = at(this.document(path, "benchmark.json"), "full_id");
        if (typeof id !== "string" || id === "") {
            this.broken(path, "E_REPORT_MALFORMED", "benchmark.json does not name its benchmark");
            return;
        }
        if (!entries.some((e) => e.name === "estimates.json" && e.isFile())) {
            this.broken(path, "E_REPORT_CUT", `${id} has no estimates.json`);
            return;
        }
        const measured = measuredOf(this.document(path, "estimates.json"));
        if (!measured) {
            this.broken(path, "E_REPORT_MALFORMED", `estimates.json of ${id} holds no estimate`);
            return;
        }
        this.sink.observe({ kind: "bench", outcome: "passed", part: this.partOf(path), name: id, ...measured });
    }
    /** The file's JSON; undefined where it cannot be read, is too large or no JSON. */
    document(path, name) {
        try {
            let text = "";
            for (const chunk of textOf((0,external_node_path_.join)(this.root, ...path, name))) {
                text += chunk;
                if (text.length > MAX_DOCUMENT)
                    return undefined;
            }
            return JSON.parse(text);
        }
        catch {
            return undefined;
        }
    }
    broken(path, code, message) {
        const part = this.partOf(path);
        part.state = "broken";
        part.reason ??= message;
        this.sink.problem(code, `${path.join("/")}: ${message}`);
    }
    /** One part a group: a file that cannot be read spoils its own group only. */
    partOf(path) {
        const group = path[0] ?? "";
        let part = this.parts.get(group);
        if (!part) {
            part = this.sink.part("bench", "", { units: [group] });
            part.state = "whole";
            delete part.reason;
            this.parts.set(group, part);
        }
        return part;
    }
}
/** The entries in the order of their names; undefined where the folder cannot be listed. */
function entriesOf(path) {
    try {
        return (0,external_node_fs_.readdirSync)(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    }
    catch {
        return undefined;
    }
}
/** criterion's typical value: the slope of the fit where there is one, else the mean. */
function measuredOf(estimates) {
    const typical = at(estimates, "slope") ?? at(estimates, "mean");
    const value = numberOf(at(typical, "point_estimate"));
    if (value === undefined)
        return undefined;
    const low = numberOf(at(typical, "confidence_interval", "lower_bound"));
    const high = numberOf(at(typical, "confidence_interval", "upper_bound"));
    const measured = { value, unit: "ns", better: "smaller" };
    return low !== undefined && high !== undefined && high >= low ? { ...measured, range: (high - low) / 2 } : measured;
}

;// CONCATENATED MODULE: ./lib/reports/junit-dialects.js
/**
 * Where the identity of a test lives in each tool's JUnit XML. The schema leaves `name` and `classname` to the tool, so
 * one keeps the file in the suite's name, another the project in `hostname`, a third writes the title into both.
 * Sources: the reporters named beside each rule, checked on the files they wrote.
 */
/** The tool, for people, where the dialect gives it away. */
const TOOLS = {
    nextest: "cargo nextest",
    pytest: "pytest",
    playwright: "playwright",
    node: "node:test",
    karma: "karma",
    vitest: "vitest",
    jest: "jest",
    mocha: "mocha",
    catch2: "catch2",
    ctest: "ctest",
    phpunit: "phpunit",
};
/** Writers that always write the same attributes of a `testsuite` in the same order. */
const BY_ATTRIBUTES = new Map([
    // playwright, src/reporters/junit.ts
    ["name,timestamp,hostname,tests,failures,skipped,time,errors", "playwright"],
    // node 20 and 24, lib/internal/test_runner/reporter/junit.js
    ["name,time,disabled,errors,tests,failures,skipped,hostname", "node"],
    ["name,time,disabled,errors,tests,failures,skipped,timestamp,hostname", "node"],
    // karma-junit-reporter, index.js
    ["name,package,timestamp,id,hostname,tests,errors,failures,time", "karma"],
    // cmake, cmCTestTestHandler.cxx (3.21 and later)
    ["name,tests,failures,disabled,skipped,hostname,time,timestamp", "ctest"],
]);
const BY_ROOT = new Map([
    ["nextest-run", "nextest"],
    ["pytest tests", "pytest"],
    ["vitest tests", "vitest"],
    ["jest tests", "jest"],
    ["Mocha Tests", "mocha"],
]);
/** Who wrote this suite. `root` holds the attributes of `testsuites`, empty where the root is the suite itself. */
function dialectOf(root, suite) {
    const name = suite.name ?? "";
    // Only nextest gives its run an id (quick-junit), whatever the report is called.
    if (root.uuid !== undefined || name.startsWith("@setup-script:"))
        return "nextest";
    const byRoot = BY_ROOT.get(root.name ?? "");
    if (byRoot)
        return byRoot;
    if (name === "pytest")
        return "pytest";
    if (name === "Mocha Tests")
        return "mocha";
    // catch2 has a constant where the host should stand.
    if (suite.hostname === "tbd")
        return "catch2";
    if (suite.assertions !== undefined && suite.warnings !== undefined)
        return "phpunit";
    return BY_ATTRIBUTES.get(Object.keys(suite).join()) ?? "plain";
}
/** quick-junit's order, which nextest writes with; linters that use it too are told apart before. */
const QUICK_JUNIT = new Set(["name,tests,skipped,errors,failures", "name,tests,disabled,errors,failures"]);
/** Who wrote a suite that does not tell by itself, by its first case. */
function dialectOfCase(root, suite, attributes, testcase) {
    // Cases directly below a bare root, all of one class that says nothing.
    const bare = suite.parents.length === 1 && Object.keys(root).length === 0 && Object.keys(attributes).length === 0;
    if (bare && testcase.classname === "test")
        return "node";
    // A report that a merge robbed of its root.
    const named = testcase.timestamp !== undefined && testcase.classname !== undefined && withoutStress(suite.name) === testcase.classname;
    return named && QUICK_JUNIT.has(Object.keys(attributes).join()) ? "nextest" : "plain";
}
/** `"before all" hook for "x"`: mocha's and jest's names for what ran around the tests. */
const HOOK = /(?:^|\s)"(?:before|after) (?:all|each)" hook\b|^\s?Test execution failure: could be caused by test hooks/;
/** These run after all tests have. */
const LATE = /"after all"|^\s?Test execution/;
/** What JUnit 4, gradle and the Go converters call a class or package that could not run its tests. */
const WHOLE = new Set(["initializationError", "classMethod", "executionError", "[build failed]", "[setup failed]", "TestMain"]);
/** The names of a case; `path` makes a path of the report relative. */
function namesOf(suite, testcase, failing, path) {
    const { name: own } = suite;
    const name = trimmed(testcase.name);
    const classname = trimmed(testcase.classname ?? testcase.class);
    switch (suite.dialect) {
        case "nextest":
            return { suite: withoutStress(classname === "" ? own : classname), name, whole: false };
        case "playwright":
            return playwright(suite.project, classname === "" ? own : classname, name);
        case "node":
            return node(suite.parents, testcase, name, path);
        case "karma":
            return { suite: withoutVersion(own, classname), name, whole: false };
        case "ctest":
            // The suite is named after the machine's build, the class repeats the test's name.
            return { suite: "ctest", name, whole: false };
        case "pytest":
            // A module that could not be collected has an empty class; the runner's own failure is called pytest.
            if (testcase.classname === "" && name !== "")
                return { suite: name, name: "", whole: true };
            if (classname === "pytest" && name === "internal")
                return { suite: classname, name: "", whole: true };
    }
    // jest-junit writes the full title into both, mocha-junit-reporter the title into the class: the suite is the group.
    const titled = name.endsWith(classname) && (name.length === classname.length || name.endsWith(`${own} ${classname}`));
    const group = classname === "" || (titled && own !== "") ? own : classname;
    // surefire and vitest name what failed before its first test after the class or file it is.
    if (titled && name !== "" && name === classname && name === own)
        return { suite: own, name: "", whole: true };
    if (!failing)
        return { suite: group, name, whole: false };
    const hook = name.includes("hook") ? HOOK.exec(name) : null;
    if (hook)
        return { suite: group, name: "", whole: true, ...(LATE.test(hook[0]) ? { harmless: true } : {}) };
    // What ant and jest-junit (`reportTestSuiteErrors`) write in a class's place.
    if (classname === "junit.framework.TestSuite" || classname === "Test suite failed to run")
        return { suite: name, name: "", whole: true };
    if (WHOLE.has(name))
        return { suite: group, name: "", whole: true };
    return { suite: group, name, whole: false };
}
/** No longer name tells tests apart that a shorter one does not. */
const MAX_NAME = 4_096;
/** Tools pad titles, and byte order marks stray into them; most names need no look but this one. */
function trimmed(text) {
    if (text === undefined || text === "")
        return "";
    const last = text.charCodeAt(text.length - 1);
    const first = text.charCodeAt(0);
    const plain = first > 32 && first <= 126 && last > 32 && last <= 126 && text.length <= MAX_NAME;
    return plain ? text : text.slice(0, MAX_NAME).trim();
}
/** nextest's suites of repeated runs are `ID@stress-N`: one test, run several times. */
function withoutStress(id) {
    const at = id.lastIndexOf("@stress-");
    return at > 0 && /^\d+$/.test(id.slice(at + "@stress-".length)) ? id.slice(0, at) : id;
}
/** The project stands in `hostname` alone, unless `includeProjectInTestName` puts it before every title. */
function playwright(project, file, title) {
    const prefix = `[${project}] `;
    const name = title.startsWith(prefix) ? title.slice(prefix.length) : title;
    return { suite: project === "" ? file : `[${project}] › ${file}`, name, whole: false };
}
/**
 * node:test nests suites and writes a class that says nothing: `test`, since node 24 the parent's name. The file stands
 * in an attribute since node 24; a file that failed or passed without a test is a case named by its path.
 */
function node(suites, testcase, title, path) {
    const file = testcase.file;
    if (/\.[cm]?[jt]sx?$/.test(title) && (file === undefined ? /^(?:\/|[A-Za-z]:[\\/])/.test(title) : file.endsWith(title))) {
        return { suite: path(file ?? title), name: "", whole: true };
    }
    const parents = suites.map(plainQuotes).filter((n) => n !== "");
    const suite = file === undefined ? parents : [path(file), ...parents];
    return { suite: suite.length === 0 ? "test" : suite.join(" > "), name: plainQuotes(title), whole: false };
}
/** node 20 and 24 escape quotes twice. */
function plainQuotes(text) {
    return text.includes("&quot;") ? text.replaceAll("&quot;", '"') : text;
}
/** `Chrome_119_0_0_(Linux_0_0_0).group`: a browser's update must not make new tests of all there are. */
function withoutVersion(browser, classname) {
    const prefix = `${browser.replaceAll(" ", "_").replaceAll(".", "_")}.`;
    if (browser === "" || !classname.startsWith(prefix))
        return classname === "" ? browser : classname;
    return `${browser.replace(/ \d[\d.]*/g, "")}.${classname.slice(prefix.length)}`;
}

;// CONCATENATED MODULE: ./lib/reports/junit-lint.js
/** By `name` of `testsuites` or of a `testsuite`, lower case. */
const BY_NAME = new Map([
    ["biome", "biome"],
    ["oxlint", "oxlint"],
    ["ruff", "ruff"],
    ["rubocop", "rubocop"],
    ["mypy", "mypy"],
    ["phpstan", "phpstan"],
    ["psalm", "psalm"],
    ["php cs fixer", "php-cs-fixer"],
    ["pylint", "pylint"],
    ["flake8", "flake8"],
    ["cpplint", "cpplint"],
    ["swiftlint", "swiftlint"],
    ["semgrep results", "semgrep"],
    ["markdownlint-cli2-formatter-junit", "markdownlint"],
]);
/** By `package` of either: `org.eslint`, `org.ruff`, `stylelint.rules`. */
const PACKAGE = /^(?:org\.)?(eslint|ruff|biome|stylelint|tslint|jshint|htmlhint|csslint|jscs)(?:\.rules)?$/;
/** The linter that wrote this suite, or undefined when it is one of tests. */
function linterOf(root, suite) {
    for (const { name = "", package: owner = "" } of [root, suite]) {
        const known = BY_NAME.get(name.toLowerCase()) ?? PACKAGE.exec(owner)?.[1];
        if (known !== undefined)
            return known;
        if (name.startsWith("PHP_CodeSniffer"))
            return "phpcs";
    }
    return undefined;
}
/** Linters whose suite says nothing, told by the first case: golangci-lint (`class` is a position) and SwiftLint. */
function linterOfCase(suite, testcase) {
    const { classname = "" } = testcase;
    if (classname === "SwiftLint" || classname === "Formatting Test")
        return "swiftlint";
    const file = suite.name ?? "";
    if (file !== "" && classname.startsWith(`${file}:`) && /^:\d+(?::\d+)?$/.test(classname.slice(file.length)))
        return "golangci-lint";
    return undefined;
}
/** The finding of one failing case. */
function findingOf(tool, part, suite, testcase, complaint, path) {
    const { name = "", classname = "" } = testcase;
    const place = placeOf(tool, suite, testcase, complaint);
    const word = complaint.severity || complaint.type || /^line \d+, col(?:umn)? \d+, (Error|Warning) - /.exec(complaint.text)?.[1] || "";
    const severity = junit_lint_severityOf(word);
    const finding = {
        kind: "lint",
        outcome: complaint.error ? "error" : "failed",
        part,
        owner: tool,
        name: ruleOf(tool, name, complaint),
        severity: severity ?? (complaint.error ? "high" : "medium"),
        units: [],
        weak: true,
    };
    if (severity !== undefined)
        finding.severityWord = word.toLowerCase();
    const message = complaint.message || complaint.text.trim().split("\n", 1)[0] || classname;
    if (message !== "")
        finding.message = message;
    if (place.file !== "")
        finding.file = path(place.file);
    if (place.line > 0)
        finding.line = place.line;
    return finding;
}
function ruleOf(tool, name, complaint) {
    const rule = name.trim();
    switch (tool) {
        case "biome":
            // Biome's own spelling of a category: lint/correctness/noUnusedVariables.
            return rule.replace(/^org\.biome\./, "").replaceAll(".", "/") || "parse";
        case "phpcs":
            return rule.split(" at ", 1)[0] || "phpcs";
        case "phpstan":
        case "psalm":
        case "php-cs-fixer":
        case "mypy":
        case "cpplint":
        case "swiftlint":
            // The case is a file; the rule, if any, stands in the message.
            return /\(([\w-]+)\)\s*$/.exec(complaint.text.slice(-200))?.[1] ?? tool;
        default:
            return rule.startsWith(`org.${tool}.`) ? rule.slice(`org.${tool}.`.length) : rule || "syntax";
    }
}
function placeOf(tool, suite, testcase, complaint) {
    const line = junit_lint_numberOf(testcase.line) || junit_lint_numberOf(/\b[Ll]ine:? ?(\d{1,9})\b/.exec(complaint.text.slice(0, 2000))?.[1]);
    const { name = "", classname = "", file } = testcase;
    if (tool === "mypy") {
        const at = /^(\S+\.pyi?):(\d+): /.exec(complaint.text.trimStart().slice(0, 2000));
        return { file: at?.[1] ?? "", line: junit_lint_numberOf(at?.[2]) };
    }
    if (file !== undefined)
        return { file, line };
    if (tool === "golangci-lint") {
        const at = /:(\d+)(?::\d+)?$/.exec(classname);
        return { file: classname.slice(0, at?.index ?? classname.length), line: junit_lint_numberOf(at?.[1]) };
    }
    if (tool === "swiftlint" || tool === "cpplint" || tool === "php-cs-fixer")
        return { file: name, line };
    if (tool === "rubocop")
        return { file: `${classname}.rb`, line };
    if (tool === "phpstan" || tool === "psalm") {
        const at = /^(.*?):(\d+)$/.exec(name);
        return { file: at?.[1] ?? name, line: junit_lint_numberOf(at?.[2]) || line };
    }
    return { file: (suite.name ?? "").trim() || classname, line };
}
function junit_lint_severityOf(word) {
    switch (word.toLowerCase()) {
        case "error":
        case "fatal":
            return "high";
        case "warning":
            return "medium";
        case "info":
        case "note":
        case "style":
        case "convention":
        case "refactor":
            return "low";
        default:
            return undefined;
    }
}
function junit_lint_numberOf(digits) {
    return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
}

;// CONCATENATED MODULE: ./lib/reports/junit-text.js
/**
 * What the text of a failure tells a person, out of what tools put into it: a trace, a log, or a title once more.
 * The words are shown and never decide what a test is.
 */

/** As much of a failure's text is read, from its beginning and from its end. */
const MAX_TEXT = 64 * 1024;
/** Text of any length, in bounded memory. */
class Text {
    head = "";
    tail = "";
    add(text) {
        if (this.head.length < MAX_TEXT)
            this.head += text;
        else
            this.tail = (this.tail + text).slice(-MAX_TEXT);
    }
    value() {
        const head = this.head.length > 2 * MAX_TEXT ? `${this.head.slice(0, MAX_TEXT)}\n…\n${this.head.slice(-MAX_TEXT)}` : this.head;
        return this.tail === "" ? head : `${head}\n…\n${this.tail}`;
    }
}
// Escape characters as pytest spells them, as surefire does in CDATA, and as references that were escaped twice.
const SPELLED = /&(?:amp;?)?#(?:x0*1b|0*27);|#x1B(?=\[)/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g;
/** The text as a person would have seen it: without colours, however they are spelled. */
function plain(text) {
    return (0,ansi/* stripAnsi */.a)(text.includes("#") ? text.replace(SPELLED, "\u001b") : text);
}
/** An attribute as a person would have seen it; in attributes, control characters come through. */
function clean(text) {
    return text === "" ? text : plain(text).replace(CONTROL, "");
}
const TRACEBACK = /^\s*Traceback \(most recent call last\)/;
/**
 * The message of a failure: what its attribute says if that tells anything, else the telling line of its text, else
 * its type. `name` is what some tools begin the text with.
 */
function messageOf(said, text, type, name) {
    // gtest begins with the place, some Python reporters with the whole trace.
    const words = TRACEBACK.test(said) ? telling(said, "") : said.replace(/^\S{1,400}:\d{1,7}\n/, "");
    return (GENERIC.test(words) ? telling(text, name) || type.trim() || said : words) || "the test failed";
}
/** Messages that say no more than the element does. */
const GENERIC = /^(?:|failed|failure|error|exception|assertion failed|undefined|null)\.?$/i;
/** The line of a failure's text that says what went wrong. */
function telling(text, name) {
    const lines = text.slice(0, 20_000).split("\n");
    const panic = lines.find((l) => l.startsWith("panic: "));
    if (panic !== undefined)
        return panic;
    // go: the last line that the test logged before it ended.
    const logged = lines.findLast((l) => /^\s+\S+\.go:\d+: /.test(l.slice(0, 500)));
    if (logged !== undefined)
        return logged.trim().replace(/^\S+\.go:\d+: /, "");
    // Python: the error stands below its trace.
    if (TRACEBACK.test(text))
        return lines.findLast((l) => /^[\w.]+(?::|$)/.test(l.slice(0, 500))) ?? "";
    const first = lines.find((l) => l.trim() !== "" && !/^\s*(?:=== |--- |FAILED:$)/.test(l) && (name === "" || !l.includes(`::${name}`)));
    return first?.trim() ?? "";
}
function firstLine(text) {
    return text.trim().split("\n", 1)[0] ?? "";
}
const FRAME = /^\s*(?:at |❯ )?(?:[^\n(]{0,300}\()?((?:[A-Za-z]:)?[^\s():'"]{1,400}\.[A-Za-z]\w{0,5}):(\d{1,7})(?::\d{1,7})?\)?(?::|\s|$)/;
const junit_text_FOREIGN = /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|\.cargo|rustc|jdk\.internal)[\\/]|^node:|^<|[\\/]lib[\\/]python\d/;
/** The first place of the project's own that a trace or log names. */
function placeIn(text) {
    // Python's traces end where it failed.
    const python = [...text.slice(0, 20_000).matchAll(/^ {1,8}File "([^"\n]{1,400})", line (\d{1,7})/gm)].findLast(([, file = ""]) => !junit_text_FOREIGN.test(file));
    if (python)
        return { file: python[1] ?? "", line: Number(python[2]) };
    // The JVM's traces name classes and Go's log lines bare files: neither is a path.
    if (/\.(?:java|kt|scala|groovy|go):\d/.test(text.slice(0, 4_000)))
        return undefined;
    for (const line of text.slice(0, 20_000).split("\n", 100)) {
        if (!/:\d/.test(line))
            continue;
        const match = FRAME.exec(line.length > 1000 ? line.slice(0, 1000) : line);
        const file = match?.[1] ?? "";
        if (file === "" || junit_text_FOREIGN.test(file))
            continue;
        return { file: file.replace(/^file:\/\//, ""), line: Number(match?.[2]) };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/reports/nextest.js




const nextest = {
    shape: "lines",
    name: "nextest",
    kinds: ["test"],
    tool: "cargo nextest",
    docs: {
        command: "cargo nextest run --no-fail-fast 2>&1 | tee nextest.txt   # shell: bash",
        proof: "the `Summary` line counts as many tests as there were to run, and its counts agree with the lines",
        source: "nextest-rs/nextest nextest-runner/src/reporter/displayer",
    },
    reader: (sink, context) => new NextestReader(sink, context),
};
/**
 * The target of a binary id: `shop` is the library, `shop::api` tests/api.rs, `shop::bin/x` a binary, and so on.
 * Undefined for what is no binary (`@setup-script:…`). Source: RustBinaryId in nextest-metadata.
 */
function targetOfBinaryId(id) {
    if (id === "" || id.startsWith("@"))
        return undefined;
    const at = id.indexOf("::");
    if (at === -1)
        return { package: id, kind: "lib" };
    const owner = id.slice(0, at);
    const rest = id.slice(at + 2);
    const slash = rest.indexOf("/");
    if (slash === -1)
        return { package: owner, kind: "test", name: rest };
    const kind = rest.slice(0, slash);
    const name = rest.slice(slash + 1);
    return kind === "bin" || kind === "example" || kind === "bench"
        ? { package: owner, kind, name }
        : { package: owner, kind: "unknown", crate: name };
}
const STARTING = /^ {4}Starting (\d{1,9}) (?:test|benchmark)s? across \d+ binar(?:y|ies)(?: \(.*\))?$/;
const nextest_SUMMARY = /^ {3,5}Summary \[ *\d+\.\d{3}s\] (\d{1,9})(?:\/(\d{1,9}))? (test|benchmark|stress run iteration)s?(?: run)?: (.+)$/;
const NOT_RUN = /^warning: \d+\/\d+ (?:test|benchmark)s? (?:was|were) not run/;
/** What stands behind the word of a status line: time, index of a stress run, counter, binary, test. */
const STATUS = /^\[(>?) *(?:(\d{1,9}\.\d{3})s)? *\] (\[\d+(?:\/\d+)?\] )?(\( *(?:\d+\/\d+|[─-]+)\) )?(\S+) (.+)$/;
/** Headers of captured output since 0.9.92: the output is indented, unless `--no-output-indent` says otherwise. */
const OUTPUT = /^ {2}(?:stdout|stderr|output|execfail) [─-]{1,3}$/;
const FLUSH_OUTPUT = /^[─-]{1,2} (?:stdout|stderr|output|execfail) [─-]{1,2}$/;
/** Headers before that, with output as it came. */
const NAMED_OUTPUT = /^--- (?:TRY \d+ )?(?:STDOUT|STDERR|OUTPUT|STDOUT \+ STDERR): +(\S+) (\S.*) ---$/;
/** A line below a status: the code of an abort on Windows, or that a flaky test was to fail. */
const NOTE = /^ {11}- (\S.*)$/;
const LIST_FAILED = /^ {2}for `([^`]{1,500})`, (.*)$/;
/** Steps of a workflow in a downloaded log. */
const STEP = /^##\[(?:group|error)\]/;
/** How libtest, run for one test, speaks around the test's own output. */
const HARNESS = /^(?:running 1 test|failures:|test result: .*|test .* \.\.\. FAILED|---- .* stdout ----)$/;
const ENDED = /^\((test (?:aborted|timed out|exited|failed|passed).*)\)$/;
const PASSED = new Set(["PASS", "LEAK", "TIMEOUT-PASS", "SLOW", "SLOW + LEAK", "SLOW+TMPASS", "FLAKY"]);
/** Words of a failure; `SIG…` and the short names of signals in retries (`ABRT`, `SEGV`) are told by their form. */
const FAILED = new Map([
    ["FAIL", "the test failed"],
    ["FAIL + LEAK", "the test failed and left handles open"],
    ["FL+LK", "the test failed and left handles open"],
    ["LEAK-FAIL", "the test passed but left handles open"],
    ["LKFAIL", "the test passed but left handles open"],
    ["XFAIL", "the test could not be executed"],
    ["TIMEOUT", "the test timed out"],
    ["TMT", "the test timed out"],
    ["ABORT", "the test was aborted"],
    ["FLKY-FL", "the test is flaky, and this run treats that as a failure"],
]);
/** nix's names of signals: whole where a test has one attempt, without `SIG` in retries. */
const SIGNAL = /^(?:SIG)?(ABRT|ALRM|BUS|CHLD|CONT|FPE|HUP|ILL|INT|IO|KILL|PIPE|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ)$/;
/** Progress, not a result. */
const PROGRESS = new Set(["START", "TERMINATING", "TRMNTG", "SETUP", "SETUP SLOW", "DELAY"]);
class NextestReader {
    sink;
    context;
    run;
    /** `creating test list failed` was said; what follows names the binary. */
    listing = false;
    /** A status line, until another line shows that it was not the last: there, half of the test's name may be missing. */
    held;
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number, cut) {
        if (this.held)
            this.run?.status(this.held.status, this.held.number);
        this.held = undefined;
        if (this.run?.swallows(line)) {
            if (cut)
                this.run.spoil("a line is longer than any test prints");
            return true;
        }
        const starting = line.startsWith("    Starting ") ? STARTING.exec(line) : null;
        if (starting || line.startsWith(" Nextest run ID ")) {
            if (starting && this.run?.begins(Number(starting[1])))
                return true;
            this.give();
            this.run = new Run(this.sink, this.context);
            if (starting)
                this.run.begins(Number(starting[1]));
            return true;
        }
        if (this.listing || line === "error: creating test list failed")
            return this.list(line);
        const status = nextest_statusOf(line);
        if (status) {
            this.run ??= new Run(this.sink, this.context);
            this.held = { status, number };
            return true;
        }
        const summary = line.startsWith("   ") && line.includes("Summary [") ? nextest_SUMMARY.exec(line) : null;
        if (summary) {
            this.run ??= new Run(this.sink, this.context);
            this.run.finish(Number(summary[1]), summary[2] === undefined ? undefined : Number(summary[2]), summary[3] ?? "", summary[4] ?? "");
            return true;
        }
        // With --message-format both streams may be in one log.
        if (!this.run || line.startsWith('{"type":"'))
            return false;
        // Cargo or another step speaks: the run is over, whether it said so or not.
        if (beginsTarget(line) || STEP.test(line)) {
            this.give();
            return false;
        }
        return this.run.other(line);
    }
    end() {
        this.give();
    }
    give() {
        this.run?.give();
        this.run = undefined;
    }
    /** A binary whose tests could not be listed failed as a whole, and nothing was run. */
    list(line) {
        if (!this.listing) {
            this.listing = true;
            return true;
        }
        const failed = LIST_FAILED.exec(line);
        if (!failed) {
            this.listing = line === "" || line === "Caused by:";
            return this.listing;
        }
        this.listing = false;
        const id = failed[1] ?? "";
        const part = this.sink.part("test", "its tests could not be listed");
        const target = targetOfBinaryId(own(id));
        if (target)
            part.target = target;
        else
            part.extent.units.push(id);
        const how = / (exited with .*|aborted with .*|failed to execute.*|produced .*)$/.exec(failed[2] ?? "")?.[1] ?? "";
        this.sink.observe({
            kind: "test",
            outcome: "error",
            part,
            name: "",
            suite: id,
            whole: true,
            message: `the tests of this binary could not be listed${how === "" ? "" : `: it ${how}`}`,
        });
        return true;
    }
}
/** `        PASS [   0.015s] ( 1/10) ledger tests::empty_is_zero`, `  TRY 2 FAIL [   0.224s] (─────) …`, `   FLAKY 2/3 […] …` */
function nextest_statusOf(line) {
    const open = line.indexOf(" [");
    if (open < 3 || open > 20)
        return undefined;
    let word = line.slice(0, open).trimStart();
    if (!/^[A-Z]/.test(word))
        return undefined;
    const match = STATUS.exec(line.length > 4096 ? line.slice(open + 1, 4096) : line.slice(open + 1));
    if (!match)
        return undefined;
    const [, slow = "", seconds, round, counter = "", id = "", name = ""] = match;
    let attempt = 1;
    const tried = /^(?:TRY (\d{1,4}) (.+)|(FLAKY|FLKY-FL) (\d{1,4})\/\d{1,4})$/.exec(word);
    if (tried) {
        attempt = Number(tried[1] ?? tried[4]);
        word = tried[2] ?? tried[3] ?? "";
    }
    if (!PASSED.has(word) && !PROGRESS.has(word) && word !== "SKIP" && !word.startsWith("SETUP ") && nextest_failureOf(word) === undefined)
        return undefined;
    if (slow !== "")
        word = "START";
    return {
        word,
        attempt,
        seconds: seconds === undefined ? undefined : Number(seconds),
        pending: tried?.[1] !== undefined && /[─-]/.test(counter),
        stress: round !== undefined,
        id,
        name,
    };
}
/** The words for people of a failing status. */
function nextest_failureOf(word) {
    const known = FAILED.get(word);
    if (known !== undefined)
        return known;
    const signal = /^(?:ABORT SIG |SIG )(\d{1,3})$/.exec(word)?.[1] ?? SIGNAL.exec(word)?.[1];
    return signal === undefined ? undefined : `the test was ended by ${/^\d/.test(signal) ? "signal " : "SIG"}${signal}`;
}
/** Tests that passed at once, some of a page each in one string: no more memory than their characters. */
class Passed {
    size = 0;
    fresh = [];
    pages = [];
    add(name, seconds) {
        this.size++;
        this.fresh.push(`${seconds ?? ""} ${name}`);
        if (this.fresh.length < 64)
            return;
        this.pages.push(this.fresh.join("\n"));
        this.fresh = [];
    }
    each(take) {
        const give = (line) => {
            const end = line.indexOf(" ");
            take(line.slice(end + 1), end === 0 ? undefined : Number(line.slice(0, end)));
        };
        for (const page of this.pages)
            for (const line of page.split("\n"))
                give(line);
        for (const line of this.fresh)
            give(line);
    }
}
class Run {
    sink;
    context;
    declared;
    binaries = new Map();
    current;
    /** Captured output is read: as indented below its header, or as it came. */
    section;
    /** The last line of the section was empty, as the one before a status line is. */
    blank = false;
    summary;
    stress = false;
    reasons = [];
    broken;
    skipped = 0;
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    /** The number of tests to run, said once at the beginning. */
    begins(tests) {
        if (this.declared !== undefined || this.summary)
            return false;
        this.declared = tests;
        return true;
    }
    spoil(reason) {
        this.broken = reason;
    }
    /** Whether the line is captured output below a header; it is kept for the test it belongs to. */
    swallows(line) {
        if (this.section === undefined)
            return false;
        const inside = this.section === "flush"
            ? !this.endsSection(line)
            : line === "" || (line.startsWith("    ") && !(this.blank && nextest_statusOf(line) !== undefined));
        this.blank = line === "";
        if (inside) {
            this.current?.output?.add(this.section === "indented" ? line.slice(4) : line);
            return true;
        }
        this.section = undefined;
        return false;
    }
    /** Output that is not indented ends where nextest speaks again. */
    endsSection(line) {
        return (nextest_statusOf(line) !== undefined ||
            /^(?: {3,5}Summary \[|─{12}|-{12}$| {2,3}Cancell?ing |error: test run failed|##\[)/.test(line) ||
            FLUSH_OUTPUT.test(line) ||
            NAMED_OUTPUT.test(line));
    }
    status(status, number) {
        this.current = undefined;
        this.stress ||= status.stress;
        const { word, name } = status;
        if (PROGRESS.has(word))
            return;
        if (word.startsWith("SETUP ")) {
            // `SETUP PASS [   2.265s] script-id: command`
            const id = status.id.replace(/:$/, "");
            this.enter({ ...status, word: word.slice("SETUP ".length), id: `@setup-script:${id}`, name: id }, number);
            return;
        }
        if (word === "SKIP" && !this.summary)
            this.skipped++;
        if (name !== "")
            this.enter(status, number);
    }
    enter(status, number) {
        const binary = this.binaryOf(status.id, number);
        const { word, name, attempt, seconds } = status;
        const passed = PASSED.has(word);
        const known = binary.others.get(name);
        if (!known && passed && attempt === 1) {
            // After the summary it is said again. Said twice before it, the counts do not agree.
            if (!this.summary)
                binary.passed.add(name, seconds);
            return;
        }
        const test = known ?? {
            outcome: "failed",
            how: "",
            seconds,
            retries: 0,
            tripped: false,
            pending: false,
            output: undefined,
            fresh: true,
        };
        if (!known)
            binary.others.set(own(name), test);
        test.fresh = true;
        test.seconds = seconds ?? test.seconds;
        test.retries = Math.max(test.retries, attempt - 1);
        this.current = test;
        if (word === "SKIP") {
            if (!known)
                test.outcome = "skipped";
            return;
        }
        test.pending = status.pending;
        if (passed) {
            // The last of several attempts; in a stress run a pass undoes no earlier failure.
            if (attempt > 1 && !this.stress)
                test.outcome = "passed";
            test.tripped = true;
            return;
        }
        test.outcome = word === "XFAIL" ? "error" : "failed";
        test.how = nextest_failureOf(word) ?? "the test failed";
        test.tripped = true;
    }
    binaryOf(id, number) {
        const known = this.binaries.get(id);
        if (known)
            return known;
        const part = this.sink.part("test", "the run ends before its summary");
        part.line = number;
        const binary = { part, id: own(id), passed: new Passed(), others: new Map() };
        const target = targetOfBinaryId(binary.id);
        if (target)
            part.target = target;
        else
            part.extent.units.push(binary.id);
        this.binaries.set(binary.id, binary);
        return binary;
    }
    /** Lines of the run that are neither status nor summary; false leaves them to others. */
    other(line) {
        if (OUTPUT.test(line) || FLUSH_OUTPUT.test(line)) {
            this.output(line.startsWith("  ") ? "indented" : "flush");
            return true;
        }
        const named = line.startsWith("--- ") ? NAMED_OUTPUT.exec(line) : null;
        if (named) {
            this.current = this.binaries.get(named[1] ?? "")?.others.get(named[2] ?? "");
            this.output("flush");
            return true;
        }
        const note = NOTE.exec(line);
        if (note && this.current) {
            this.note(this.current, note[1] ?? "");
            return true;
        }
        if (NOT_RUN.test(line)) {
            this.reasons.push(line.slice("warning: ".length).replace(/ \(run with .*$/, ""));
            return true;
        }
        // Until the summary the lines between are the tests' own (`--no-capture`), and nobody else's.
        return this.summary === undefined;
    }
    output(section) {
        this.section = section;
        this.blank = false;
        if (!this.current)
            return;
        // The streams of one attempt follow each other; the next attempt's, and what is printed again at the end, begin anew.
        if (this.current.fresh)
            this.current.output = new Excerpt();
        this.current.fresh = false;
    }
    note(test, words) {
        if (words === "test configured to fail if flaky") {
            test.outcome = "failed";
            test.how = FAILED.get("FLKY-FL") ?? "";
        }
        else
            test.how = `${test.how} ${own(words)}`;
    }
    /** `10 tests run: 6 passed (1 flaky), 4 failed, 1 skipped` */
    finish(finished, of, what, words) {
        if (this.summary)
            return;
        const counts = words.replace(/\([^)]*\)/g, "");
        const count = (word) => Number(new RegExp(`(?:^|, )(\\d{1,9}) ${word}`).exec(counts)?.[1] ?? 0);
        this.summary = {
            finished,
            of: of ?? finished,
            passed: count("passed"),
            failed: count("failed") + count("exec failed") + count("timed out"),
            skipped: count("skipped"),
        };
        this.stress ||= what.startsWith("stress");
    }
    /** Hands out what the run showed. */
    give() {
        const believed = this.settle();
        for (const binary of this.binaries.values())
            this.binary(binary, believed);
        if (this.binaries.size > 0)
            return;
        const part = this.sink.part("test", this.summary ? "no test was run" : "the run ends before its summary");
        part.provesAbsence = false;
        if (this.summary)
            part.state = "partial";
    }
    /** The state of all parts, and whether the passes are believed. */
    settle() {
        const { summary } = this;
        let passed = 0;
        let failed = 0;
        for (const { id, passed: at, others } of this.binaries.values()) {
            if (id.startsWith("@"))
                continue;
            passed += at.size;
            for (const test of others.values()) {
                if (test.outcome === "passed")
                    passed++;
                else if (test.outcome !== "skipped" && !test.pending)
                    failed++;
            }
        }
        const agrees = summary !== undefined &&
            !this.stress &&
            summary.passed === passed &&
            summary.failed === failed &&
            summary.finished === passed + failed &&
            (this.declared === undefined || this.declared === summary.of);
        if (!summary)
            return true;
        const reasons = [...this.reasons];
        if (summary.finished < summary.of && reasons.length === 0)
            reasons.push(`${summary.of - summary.finished} of ${summary.of} were not run`);
        if (this.stress)
            reasons.push("the lines of a stress run are not counted, so no pass in it is believed");
        else if (!agrees)
            reasons.push("its lines and its summary disagree, so no pass in it is believed");
        if (!agrees && !this.stress)
            this.sink.count("passed", summary.passed);
        const named = this.skipped >= summary.skipped;
        for (const { part } of this.binaries.values()) {
            part.state = this.broken !== undefined ? "broken" : reasons.length > 0 ? "partial" : "whole";
            if (reasons.length > 0 || this.broken !== undefined)
                part.reason = [...reasons, this.broken].filter((r) => r !== undefined).join("; ");
            else
                delete part.reason;
            // An ignored test and one that is filtered out are counted alike and not named: a missing test may be either.
            if (!named)
                part.provesAbsence = false;
        }
        return agrees;
    }
    binary({ part, id, passed, others }, believed) {
        part.extent.cases = passed.size + others.size;
        for (const [name, test] of others) {
            if (test.outcome === "passed" && !believed)
                continue;
            this.sink.observe(this.observation(part, id, name, test));
        }
        if (!believed)
            return;
        passed.each((name, seconds) => {
            // A run that never said its counts may have said a name twice.
            const other = others.get(name);
            if (other && other.outcome !== "passed")
                return;
            const observation = { kind: "test", outcome: "passed", part, name, suite: id };
            if (seconds !== undefined)
                observation.duration = seconds;
            this.sink.observe(observation);
        });
    }
    observation(part, id, name, test) {
        const { outcome, output } = test;
        const observation = { kind: "test", outcome, part, name, suite: id };
        if (test.seconds !== undefined)
            observation.duration = test.seconds;
        if (test.retries > 0)
            observation.retries = test.retries;
        if (outcome === "skipped")
            return observation;
        if (outcome === "passed") {
            if (test.tripped)
                observation.flaky = true;
            return observation;
        }
        const panic = output ? failureIn(output.lines(), name) : {};
        observation.message = panic.message ?? test.how;
        const detail = output?.text();
        if (detail)
            observation.detail = detail;
        if (panic.file !== undefined) {
            observation.file = this.context.path(panic.file);
            if (panic.line !== undefined)
                observation.line = panic.line;
        }
        return observation;
    }
}
/** What went wrong, by the captured output: a panic, an error that was returned, else how nextest says it ended. */
function failureIn(lines, name) {
    const words = lines.filter((line) => !HARNESS.test(line) && line.trim() !== name);
    const panicked = words.some((line) => line.startsWith("thread '") || line.startsWith("Error: ") || line.startsWith("note: "));
    if (panicked)
        return panicOf(words, name);
    const ended = words.findLast((line) => ENDED.test(line));
    if (ended !== undefined)
        return { message: `the ${ended.slice(1, -1)}` };
    return panicOf(words, name);
}

;// CONCATENATED MODULE: ./lib/reports/junit.js







const junit = {
    shape: "xml",
    name: "junit",
    kinds: ["test", "lint"],
    tool: "junit",
    docs: {
        command: "cargo nextest run --profile ci   # writes target/nextest/ci/junit.xml",
        proof: "the document is closed and no header counts more than is listed; it does not say what was left out on purpose",
        source: "surefire-test-report.xsd; the reporters named in src/reports/junit-dialects.ts",
    },
    is: (root) => root === "testsuites" || root === "testsuite" || root === "testcase",
    reader: (sink, context) => new JunitReader(sink, context),
};
const junit_CUT = "the document ends before this suite does";
/** The root is a suite for the cases that stand in it directly; what it counts are all of them. */
const NO_ATTRIBUTES = {};
const WORDS = new Map([
    ["failure", "failure"],
    ["error", "error"],
    ["skipped", "skipped"],
    ["ignored", "skipped"],
    ["disabled", "skipped"],
    ["pending", "skipped"],
    ["rerunFailure", "rerun"],
    ["rerunError", "rerun"],
    ["flakyFailure", "flaky"],
    ["flakyError", "flaky"],
    ["warning", "warning"],
]);
/** Words of `status` and `result` attributes: gtest, ctest, catch2, pester, behave, ginkgo. */
const junit_NOT_RUN = new Set(["disabled", "notrun", "suppressed"]);
const SKIPPED = new Set(["skipped", "ignored", "pending", "inconclusive", "untested"]);
const junit_FAILED = new Set(["failed", "fail", "failure", "broken"]);
const ERRED = new Set(["error", "errored"]);
/** What most cases have of problems; never added to. */
const NONE = [];
/** Of more problems in one case than this, only those of a new kind are kept. */
const MAX_PROBLEMS = 50;
class JunitReader {
    sink;
    context;
    path;
    places = [];
    /** The document has no suite around its cases. */
    bare = false;
    /** Attributes of `testsuites`. */
    root = {};
    suites = [];
    testcase;
    problem;
    parts = 0;
    /** Parts of this document that were written by nextest, and whether one of its cases fails. */
    nextest = [];
    failing = false;
    /** Suites whose header counts cases that may be skipped ones left out; the root's header tells. */
    missing = [];
    /** A linter's suites are files; what they say is one part. */
    lint = new Map();
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
        this.path = (path) => context.path(path);
    }
    get deaf() {
        const place = this.places[this.places.length - 1];
        return place !== "problem" && place !== "through";
    }
    open(name, attributes, line) {
        if (name === "testcase" && this.places.length === 0) {
            // Cases that stand alone are those of one suite, up to the end.
            this.bare = true;
            this.enter({}, line);
            this.places.push("root");
        }
        this.places.push(this.placeOf(name, attributes, line));
    }
    text(text) {
        this.problem?.text.add(text);
    }
    close() {
        switch (this.places.pop()) {
            case "case":
                this.leaveCase();
                break;
            case "problem":
                this.leaveProblem();
                break;
            case "suite":
            case "root":
                this.leaveSuite();
                break;
        }
    }
    end() {
        if (this.bare && this.places.length === 1)
            this.close();
        if (this.parts > 0)
            return;
        const linter = linterOf(this.root, {});
        const part = this.sink.part(linter === undefined ? "test" : "lint", "it lists no test");
        part.provesAbsence = false;
        if (linter === undefined)
            part.state = "partial";
        else {
            this.sink.tool(linter);
            if (this.suites.length === 0)
                whole(part);
        }
    }
    placeOf(name, attributes, line) {
        const around = this.places[this.places.length - 1];
        switch (around) {
            case "skip":
                return "skip";
            case "problem":
            case "through":
                // surefire's text of an attempt; its output beside it is not kept.
                return name === "stackTrace" ? "through" : "skip";
            case "case":
                return this.inCase(name, attributes);
            case "properties":
                if (name === "property" && this.testcase && attributes.name === "severity")
                    this.testcase.severity = attributes.value ?? "";
                return "skip";
        }
        switch (name) {
            case "testsuites":
                if (around === undefined)
                    this.root = attributes;
                this.enter(around === undefined ? NO_ATTRIBUTES : attributes, line);
                return around === undefined ? "root" : "suite";
            case "testsuite":
                if (around === undefined)
                    this.root = {};
                this.enter(attributes, line);
                return "suite";
            case "testcase":
                return this.enterCase(attributes, line);
            case "failure":
            case "error":
                if (this.suites.length === 0)
                    return "skip";
                this.problem = problemOf(name, attributes);
                return "problem";
            default:
                return "skip";
        }
    }
    inCase(name, attributes) {
        const word = WORDS.get(name);
        if (word !== undefined) {
            this.problem = problemOf(word, attributes);
            return "problem";
        }
        return name === "properties" && this.suite()?.linter !== undefined ? "properties" : "skip";
    }
    // ------------------------------------------------------------------------------------------------------- suites
    suite() {
        return this.suites[this.suites.length - 1];
    }
    enter(attributes, line) {
        const outer = this.suite();
        const dialect = dialectOf(this.root, attributes);
        const linter = linterOf(this.root, attributes);
        if (outer === undefined || outer.dialect === "plain")
            this.name(linter ?? TOOLS[dialect]);
        const name = (attributes.name ?? "").trim();
        this.suites.push({
            attributes,
            name,
            parents: outer && outer.parents.length < 100 ? [...outer.parents, name] : [name],
            project: attributes.hostname ?? "",
            dialect,
            line,
            linter,
            part: undefined,
            units: new Map(),
            unit: undefined,
            file: undefined,
            reasons: new Set(),
            cases: 0,
            failing: 0,
            failures: 0,
            skipped: 0,
            attempts: 0,
            told: 0,
        });
    }
    name(tool) {
        if (tool !== undefined)
            this.sink.tool(tool);
    }
    leaveSuite() {
        const suite = this.suites.pop();
        if (!suite)
            return;
        const outer = this.suite();
        this.check(suite.attributes === NO_ATTRIBUTES ? this.root : suite.attributes, suite);
        if (suite.part && suite.linter === undefined) {
            suite.part.extent.cases ??= 0;
            this.settle(suite);
        }
        if (!outer) {
            this.leaveDocument(suite);
            return;
        }
        outer.cases += suite.cases;
        outer.failing += suite.failing;
        outer.failures += suite.failures;
        outer.skipped += suite.skipped;
        outer.attempts += suite.attempts;
        outer.told += suite.told;
    }
    /** What the header promises and the suite does not list. Many headers are wrong the other way, which means nothing. */
    check(header, suite) {
        // catch2 counts assertions, a linter's suite is a file.
        if (suite.dialect === "catch2" || suite.linter !== undefined)
            return;
        const tests = countOf(header.tests);
        const failed = countOf(header.failures) + countOf(header.errors);
        const skipped = countOf(header.skipped ?? header.skips ?? header.ignored);
        if (tests > 0 && suite.cases === 0 && suite.told === 0) {
            this.countOnly(suite, tests, header);
            return;
        }
        // pytest counts subtests and teardowns as tests and writes the list and the counts at once: they prove nothing.
        if (suite.dialect === "pytest")
            return;
        const missing = tests - suite.cases - suite.attempts - suite.told;
        if (missing > 0) {
            suite.told += missing;
            // Skipped cases that are counted and left out (mocha-junit-reporter): all that ran is listed, yet an absent test may be a skipped one.
            if (skipped - suite.skipped >= missing)
                this.partOf(suite).provesAbsence = false;
            else if (header.skipped === undefined && this.suites.length > 0)
                this.missing.push({ suite, cases: missing });
            else
                this.doubt(suite, `its header counts ${tests} tests but it lists ${suite.cases}`);
        }
        // A suite that lists as many cases as it counts lists all, however it counts the failing ones; the root may count
        // what no suite stands for (gotestsum: packages that could not be built).
        if (missing === 0 && suite.attributes === header)
            return;
        const unlisted = failed - Math.max(suite.failing, suite.failures + suite.attempts) - suite.told;
        if (unlisted > 0) {
            suite.told += unlisted;
            this.doubt(suite, `its header counts ${plural(unlisted, "failure")} that it does not list`);
        }
    }
    /** A suite that only says how many tests it had: they count, but nobody knows which. */
    countOnly(suite, tests, header) {
        const errors = Math.min(tests, countOf(header.errors));
        const failed = Math.min(tests - errors, countOf(header.failures));
        const skipped = Math.min(tests - errors - failed, countOf(header.skipped ?? header.skips));
        this.sink.count("error", errors);
        this.sink.count("failed", failed);
        this.sink.count("skipped", skipped);
        this.sink.count("passed", tests - errors - failed - skipped);
        suite.told += tests;
        this.doubt(suite, `it counts ${plural(tests, "test")} and names none`);
    }
    doubt(suite, reason) {
        this.partOf(suite);
        suite.reasons.add(reason);
        this.settle(suite);
    }
    settle(suite) {
        const { part, reasons } = suite;
        if (!part)
            return;
        if (reasons.size === 0)
            whole(part);
        else {
            part.state = "partial";
            part.reason = [...reasons].join("; ");
        }
        const paths = [...suite.units].filter((entry) => entry[1] !== undefined && entry[1] !== "");
        if (paths.length > 0)
            part.extent.paths = Object.fromEntries(paths);
    }
    leaveDocument(root) {
        let missing = 0;
        for (const { cases } of this.missing)
            missing += cases;
        const skippedElsewhere = countOf(this.root.skipped) - root.skipped;
        for (const { suite, cases } of this.missing) {
            if (missing <= skippedElsewhere)
                this.partOf(suite).provesAbsence = false;
            else
                suite.reasons.add(`its header counts ${plural(cases, "test")} that it does not list`);
            this.settle(suite);
        }
        for (const part of this.lint.values())
            whole(part);
        // The rest of a run is cancelled at its first failure by default, and the file does not say so.
        if (this.failing)
            for (const part of this.nextest)
                part.provesAbsence = false;
        this.missing = [];
        this.nextest = [];
        this.failing = false;
    }
    partOf(suite) {
        if (suite.part)
            return suite.part;
        const { linter } = suite;
        const known = linter === undefined ? undefined : this.lint.get(linter);
        suite.part = known ?? this.sink.part(linter === undefined ? "test" : "lint", junit_CUT);
        this.parts++;
        if (known)
            return known;
        suite.part.line = suite.line;
        if (linter !== undefined) {
            suite.part.provesAbsence = false;
            suite.part.extent.owners = [linter];
            this.lint.set(linter, suite.part);
        }
        return suite.part;
    }
    /** An error or failure of the suite itself, beside its cases. */
    wholeSuite(suite, problem) {
        const name = suite.name || (this.root.name ?? "").trim();
        const names = { suite: suite.dialect === "nextest" ? withoutStress(name) : name, name: "", whole: true };
        const outcome = problem.word === "error" ? "error" : "failed";
        suite.failures++;
        this.failing = true;
        suite.reasons.add("the suite failed as a whole, so tests may be missing");
        const part = this.place(suite, names.suite, {});
        this.sink.observe(this.failure(suite, part, names, outcome, [problem], { attributes: {}, line: suite.line, problems: [], severity: "" }));
    }
    // -------------------------------------------------------------------------------------------------------- cases
    enterCase(attributes, line) {
        const suite = this.suite();
        if (!suite)
            return "skip";
        if (suite.cases === 0) {
            if (suite.linter === undefined) {
                suite.linter = linterOfCase(suite.attributes, attributes);
                this.name(suite.linter);
            }
            if (suite.dialect === "plain") {
                suite.dialect = dialectOfCase(this.root, suite, suite.attributes, attributes);
                this.name(TOOLS[suite.dialect]);
            }
        }
        this.testcase = { attributes, line, problems: NONE, severity: "" };
        return "case";
    }
    leaveProblem() {
        const { problem, testcase } = this;
        this.problem = undefined;
        if (!problem)
            return;
        if (testcase)
            addProblem(testcase, problem);
        else {
            const suite = this.suite();
            if (suite)
                this.wholeSuite(suite, problem);
        }
    }
    leaveCase() {
        const { testcase } = this;
        const suite = this.suite();
        this.testcase = undefined;
        if (!testcase || !suite)
            return;
        suite.cases++;
        for (const { word } of testcase.problems) {
            if (word === "failure" || word === "error")
                suite.failures++;
            else if (word === "rerun" || word === "flaky")
                suite.attempts++;
        }
        const outcome = outcomeOf(testcase, suite.dialect);
        const failing = outcome === "failed" || outcome === "error";
        if (failing)
            suite.failing++;
        if (outcome === "skipped")
            suite.skipped++;
        if (suite.linter === undefined)
            this.test(suite, testcase, outcome, failing);
        else if (failing)
            this.finding(suite, testcase, suite.linter);
        else
            this.partOf(suite);
    }
    test(suite, testcase, outcome, failing) {
        const names = namesOf(suite, testcase.attributes, failing, this.path);
        if (failing)
            this.failing = true;
        const part = this.place(suite, names.suite, testcase.attributes);
        part.extent.cases = (part.extent.cases ?? 0) + 1;
        if (names.whole || names.name === "") {
            // It counts as a case of the report, but no test goes by its name.
            this.sink.count(outcome, 1);
            if (failing && names.suite === "")
                suite.reasons.add("a test failed that has neither name nor class nor suite");
            else if (failing && !names.harmless)
                suite.reasons.add("a file, class or module failed as a whole, so tests are missing");
            if (names.suite === "" || (!names.whole && !failing))
                return;
            names.whole = true;
            names.name = "";
        }
        if (failing) {
            const problems = testcase.problems.filter((p) => p.word === "failure" || p.word === "error");
            this.sink.observe(this.failure(suite, part, names, outcome, problems.length > 0 ? problems : testcase.problems, testcase));
            return;
        }
        const observation = { kind: "test", outcome, part, name: names.name };
        if (names.suite !== "")
            observation.suite = names.suite;
        if (names.whole)
            observation.whole = true;
        const seconds = secondsOf(testcase.attributes.time);
        if (seconds !== undefined)
            observation.duration = seconds;
        if (testcase.problems.length > 0)
            this.beside(observation, testcase);
        this.sink.observe(observation);
    }
    /** Why a test was skipped, or that earlier attempts failed. */
    beside(observation, { problems }) {
        if (observation.outcome === "skipped") {
            const skip = problems.find((p) => p.word === "skipped" || p.word === "warning") ?? problems[0];
            const reason = skip ? clean(skip.message) || firstLine(plain(skip.text.value())) : "";
            if (reason !== "")
                observation.message = reason;
            return;
        }
        observation.retries = problems.length;
        observation.flaky = true;
    }
    /** The part the case belongs to, with the unit and its file entered. */
    place(suite, unit, attributes) {
        const part = this.partOf(suite);
        const file = attributes.file;
        if (unit === suite.unit || suite.units.has(unit)) {
            suite.unit = unit;
            // Cases of one class in several files: no file is the unit's.
            if (file !== undefined && file !== suite.file) {
                if (suite.units.get(unit) !== this.inside(file))
                    suite.units.set(unit, "");
                suite.file = file;
            }
            return part;
        }
        suite.unit = unit;
        suite.units.set(own(unit), this.inside(file));
        suite.file = file;
        if (suite.dialect === "nextest") {
            if (this.nextest[this.nextest.length - 1] !== part)
                this.nextest.push(part);
            const target = targetOfBinaryId(own(unit));
            if (target) {
                // Identity enters the unit, in cargo's spelling.
                part.target = target;
                part.extent.units = [];
                return part;
            }
        }
        if (unit !== "")
            part.extent.units.push(own(unit));
        return part;
    }
    /** The path, if it lies in the repository. */
    inside(file) {
        if (file === undefined || file === "")
            return undefined;
        const path = this.context.path(file);
        return /^(?:[\\/]|\.\.(?:[\\/]|$)|[A-Za-z]:)/.test(path) ? undefined : own(path);
    }
    failure(suite, part, names, outcome, problems, testcase) {
        const observation = { kind: "test", outcome, part, name: own(names.name) };
        if (names.suite !== "")
            observation.suite = own(names.suite);
        if (names.whole)
            observation.whole = true;
        const texts = problems.map((p) => plain(p.text.value()).trim()).filter((t) => t !== "");
        const text = texts.join("\n\n");
        if (text !== "")
            observation.detail = own(excerpt(text));
        const seconds = secondsOf(testcase.attributes.time);
        if (seconds !== undefined)
            observation.duration = seconds;
        const attempts = testcase.problems.filter((p) => p.word === "rerun" || p.word === "flaky").length;
        if (attempts > 0)
            observation.retries = attempts;
        const [first] = problems;
        const said = first ? clean(first.message).trim() : "";
        if (suite.dialect === "nextest") {
            const panic = text === "" ? {} : panicOf(text.split("\n"), names.name);
            observation.message = own(excerpt(panic.message || said || first?.type || "the test failed"));
            if (panic.file !== undefined)
                this.locate(observation, panic.file, panic.line);
            return observation;
        }
        // A panic of Go ends the package's binary: what would have come after it is missing.
        if (text.includes("\ngoroutine ") && /^panic: /m.test(text))
            suite.reasons.add("a panic ended the tests of the package");
        observation.message = own(excerpt(messageOf(said, text, first?.type ?? "", names.name)));
        this.placeFailure(observation, suite, testcase, problems, text);
        return observation;
    }
    placeFailure(observation, suite, testcase, problems, text) {
        const named = problems.find((p) => p.file !== undefined);
        const { file = suite.attributes.file ?? suite.attributes.filepath, line, lineno } = testcase.attributes;
        if (named?.file !== undefined) {
            this.locate(observation, named.file, junit_numberOf(named.line));
            return;
        }
        const found = placeIn(text);
        if (file === undefined || file === "") {
            if (found)
                this.locate(observation, found.file, found.line);
            return;
        }
        // The line where it failed tells more than the line where the test begins, if it is of the same file.
        const path = this.context.path(file);
        if (found && `/${path}`.endsWith(`/${this.context.path(found.file)}`))
            this.locate(observation, file, found.line);
        // pytest's xunit1 counts lines from zero.
        else
            this.locate(observation, file, suite.dialect === "pytest" ? addOne(junit_numberOf(line)) : junit_numberOf(line ?? lineno));
    }
    locate(observation, file, line) {
        observation.file = own(this.context.path(file));
        if (line !== undefined && line > 0)
            observation.line = line;
    }
    finding(suite, testcase, linter) {
        const part = this.partOf(suite);
        for (const problem of testcase.problems) {
            if (problem.word !== "failure" && problem.word !== "error")
                continue;
            const complaint = {
                error: problem.word === "error",
                message: clean(problem.message).trim(),
                type: problem.type,
                text: plain(problem.text.value()),
                severity: testcase.severity,
            };
            this.sink.observe(findingOf(linter, part, suite.attributes, testcase.attributes, complaint, this.path));
        }
    }
}
// ----------------------------------------------------------------------------------------------------------- verdicts
/** A failure beats a skip, but where the tool skips a failure on purpose; flaky attempts are failures of a test that passed. */
function outcomeOf({ attributes, problems }, dialect) {
    if (problems.length === 0 && attributes.status === undefined && attributes.result === undefined)
        return "passed";
    const status = attributes.status?.toLowerCase() ?? "";
    const result = attributes.result?.toLowerCase() ?? "";
    if (junit_NOT_RUN.has(status) || junit_NOT_RUN.has(result))
        return "skipped";
    let failed = false;
    let error = false;
    let skipped = false;
    let todo = false;
    for (const { word, type } of problems) {
        if (word === "error")
            error = true;
        else if (word === "failure" || word === "rerun")
            failed = true;
        else if (word === "skipped" || word === "warning") {
            skipped = true;
            todo ||= type === "todo";
        }
    }
    // node's todo tests and catch2's [!mayfail] may fail: both write a skip beside the failure.
    if (skipped && (todo || dialect === "node" || dialect === "catch2"))
        return "skipped";
    if (error)
        return "error";
    if (failed)
        return "failed";
    if (skipped || SKIPPED.has(status) || SKIPPED.has(result))
        return "skipped";
    if (ERRED.has(status) || ERRED.has(result))
        return "error";
    return junit_FAILED.has(status) || junit_FAILED.has(result) ? "failed" : "passed";
}
function whole(part) {
    part.state = "whole";
    delete part.reason;
}
function addProblem(testcase, problem) {
    const { problems } = testcase;
    if (problems === NONE)
        testcase.problems = [problem];
    else if (problems.length < MAX_PROBLEMS || !problems.some((p) => p.word === problem.word))
        problems.push(problem);
}
function problemOf(word, attributes) {
    const { message = "", type = "", file, line } = attributes;
    return { word, message, type, file, line, text: new Text() };
}
// ------------------------------------------------------------------------------------------------------------ numbers
/** No run has more tests. */
const MAX_COUNT = 10_000_000;
function countOf(digits) {
    return digits !== undefined && /^\d{1,9}$/.test(digits) ? Math.min(Number(digits), MAX_COUNT) : 0;
}
function junit_numberOf(digits) {
    return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
function addOne(line) {
    return line === undefined ? undefined : line + 1;
}
/** Seconds; surefire groups thousands, gotestsum may write `-0.000000`. */
function secondsOf(time) {
    if (time === undefined || time === "")
        return undefined;
    let seconds = Number(time);
    if (Number.isNaN(seconds))
        seconds = Number(time.replaceAll(",", ""));
    return Number.isFinite(seconds) && seconds >= 0 ? Math.abs(seconds) : undefined;
}
function plural(n, word) {
    return `${n} ${word}${n === 1 ? "" : "s"}`;
}

;// CONCATENATED MODULE: ./lib/reports/libtest.js





const libtest = {
    shape: "lines",
    name: "libtest",
    kinds: ["test"],
    tool: "cargo test",
    docs: {
        command: "cargo test --no-fail-fast --workspace 2>&1 | tee test.txt   # shell: bash",
        proof: "each `running N tests` has its `test result:` and the four counts agree with the lines",
        source: "rust-lang/rust library/test/src/formatters/pretty.rs",
    },
    reader: (sink, context) => new LibtestReader(sink, context),
};
const RUNNING = /^running (\d{1,15}) tests?(?: \(shuffle seed: \d+\))?$/;
const RESULT = /^test result: (ok|FAILED)\. (\d{1,15}) passed; (\d{1,15}) failed; (\d{1,15}) ignored; (\d{1,15}) measured; (\d{1,15}) filtered out(?:; finished in [\d.]+s)?$/;
const VERDICT = /^(ok|FAILED|ignored(?:, .*)?|bench: .*)(?: <([\d.]+)s>)?$/;
const SUFFIXES = [" - should panic", " - compile fail", " - compile"];
const ALL_DOCTESTS = /^all doctests ran in /;
const LISTED = /^\d+ tests?, \d+ benchmarks?$/;
/** Progress of a quiet run stands before the line of a benchmark. */
const QUIET_BENCH = /^[.iF]+(?=test .* \.\.\. bench: )/;
/** A test's name as rustc and rustdoc make it; a test that runs other programs prints `test tests/ui/x.rs ... ok` as well. */
const RUST_NAME = /^[^\s/\\.[\]()"'`]+$|\(line \d+\)$/;
/** More captured outputs than this are not kept apart; no binary fails that often for as many reasons. */
const MAX_SECTIONS = 10_000;
/** Lines kept of what a binary said before it went. */
const LAST_WORDS = 40;
class LibtestReader {
    sink;
    context;
    block;
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number, cut) {
        const { block } = this;
        if (block === undefined)
            return this.outside(line, number);
        if (block.gone) {
            this.give();
            return this.outside(line, number);
        }
        if (block.ended)
            return this.after(block, line, number);
        // Only cargo's own lines end a block that has not said its result: the binary is gone.
        if (isCargo(line)) {
            if (block.result)
                block.end();
            else
                block.abandon(line);
            return false;
        }
        if (block.result && severalBlocks(block.target) && RUNNING.test(line)) {
            this.give();
            return this.outside(line, number);
        }
        if (cut)
            block.spoiled = "a line is longer than any test prints";
        block.line(line);
        return true;
    }
    end() {
        if (this.block && !this.block.ended && !this.block.gone)
            this.block.abandon("");
        this.give();
    }
    outside(line, number) {
        const running = line.startsWith("running ") ? RUNNING.exec(line) : null;
        if (running) {
            this.begin(number, Number(running[1]));
            return true;
        }
        if (LISTED.test(line)) {
            this.context.cargo.listed = true;
            return true;
        }
        return ALL_DOCTESTS.test(line);
    }
    /** A block that has its result is held: cargo's hint, which names the package, may follow, or the result was a test's own words. */
    after(block, line, number) {
        if (line === "")
            return false;
        const { target } = this.context.cargo;
        if (target !== block.target) {
            this.give();
            return this.outside(line, number);
        }
        if (isCargo(line))
            return false;
        const running = line.startsWith("running ") ? RUNNING.test(line) : false;
        if (running && severalBlocks(target)) {
            this.give();
            return this.outside(line, number);
        }
        if (!running && !block.isOwn(line))
            return ALL_DOCTESTS.test(line);
        block.resume();
        block.line(line);
        return true;
    }
    begin(number, declared) {
        const { cargo } = this.context;
        const part = this.partOf(number);
        cargo.part = part;
        this.block = new Block(this.sink, this.context, part, declared);
    }
    /** One part a target; the several blocks under one `Doc-tests` line are one part. */
    partOf(number) {
        const { cargo } = this.context;
        if (cargo.part && cargo.target?.kind === "doc" && cargo.part.state !== "broken")
            return cargo.part;
        const part = this.sink.part("test", "its test run ends without a `test result:` line");
        part.line = number;
        if (cargo.target)
            part.target = cargo.target;
        return part;
    }
    give() {
        this.block?.give();
        this.block = undefined;
    }
}
/** A target that is known runs one block, only doctests several: what looks like a second one is the output of a test. */
function severalBlocks(target) {
    return target === undefined || target.kind === "doc";
}
/** cargo's own lines: the next target runs, or this one failed. */
function isCargo(line) {
    if (line.charCodeAt(0) === 32)
        return beginsTarget(line);
    if (line.charCodeAt(line.length - 1) === 96 /* ` */)
        return failedTarget(line) !== undefined;
    return line.charCodeAt(0) === 101 /* e */ && failedTarget(line) !== undefined;
}
/** From `running N tests` to `test result:`. */
class Block {
    /** It has a result; more lines of its own may show that it was not the last. */
    ended = false;
    /** Its binary went without a result. */
    gone = false;
    spoiled;
    /** The last `test result:` line so far. */
    result;
    /** The target that runs it. */
    target;
    sink;
    context;
    part;
    declared;
    /** What earlier blocks of the same part left. */
    before;
    failedBefore;
    passed = new Names();
    durations = new Map();
    failed = new Set();
    ignored = new Map();
    measured = new Map();
    /** Lines that gave a verdict. */
    verdicts = 0;
    /** A line that only a test can have printed, in the harness's words: no pass is believed. */
    odd = false;
    /** A test whose verdict stands on a later line, after what it printed (`--nocapture --test-threads=1`). */
    open;
    list;
    /** Where in a list the reader is: within it, or behind it, where more than its result shows that it was only text. */
    listing;
    blanks = 0;
    /** What follows a `---- NAME stdout ----` line; the output of passing tests (`--show-output`) is passed over. */
    section;
    sections = [];
    /** Tests that passed by a line within a section: another's words, or the rest of the block was taken for a section. */
    within = new Set();
    successes = false;
    words;
    wordsLeft = 0;
    failing = new Set();
    believed = false;
    settled = false;
    /** Of the passing names only those that rustc makes, where the counts ask for it. */
    onlyRust = false;
    suite;
    constructor(sink, context, part, declared) {
        this.sink = sink;
        this.context = context;
        this.part = part;
        this.declared = declared;
        this.target = context.cargo.target;
        const { cases } = part.extent;
        this.before = cases === undefined ? undefined : { state: part.state, reason: part.reason, cases };
        this.failedBefore = this.before !== undefined && context.cargo.clean !== part;
        part.state = "broken";
        part.reason = "its test run ends without a `test result:` line";
        context.cargo.clean = undefined;
    }
    line(line) {
        if (this.listing !== undefined && this.listed(line))
            return;
        switch (line.charCodeAt(0)) {
            case 116 /* t */:
                if (!line.startsWith("test "))
                    break;
                // Among captured outputs, and behind no list, the line is a test's own.
                if (line.startsWith("result: ", 5) && this.finish(line, this.section === undefined))
                    return;
                if (this.section === undefined) {
                    this.verdict(line);
                    return;
                }
                break;
            case 102 /* f */:
                if (line !== "failures:")
                    break;
                this.heading(false);
                return;
            case 115 /* s */:
                // Among the outputs of failing tests the word is a test's own.
                if (line !== "successes:" || (this.section !== undefined && !this.successes))
                    break;
                this.heading(true);
                return;
            case 45 /* - */:
                if (this.header(line))
                    return;
                break;
        }
        if (this.section === undefined) {
            this.noise(line);
            return;
        }
        this.section.text?.add(line);
        const name = passedName(line);
        if (name === undefined || !RUST_NAME.test(name))
            return;
        if (this.within.size < MAX_SECTIONS)
            this.within.add(own(name));
        else
            this.odd = true;
    }
    /** Whether the line is one that only this block can have printed, or a test in its words. */
    isOwn(line) {
        if (line === "failures:" || line === "successes:" || line.endsWith(" --- FAILED"))
            return true;
        if (sectionName(line) !== undefined || passedName(line) !== undefined || RESULT.test(line))
            return true;
        if (!line.startsWith("test "))
            return false;
        // Benchmarks that criterion prints in this form follow the harness's blocks.
        const found = caseOf(line);
        return found !== undefined && !found.word.startsWith("bench: ");
    }
    /** The result was not the end. Lines since then may have gone to other readers. */
    resume() {
        this.ended = false;
        this.odd = true;
        this.part.state = "broken";
        this.part.reason = "its lines go on after its `test result:` line";
    }
    listed(line) {
        if (this.listing === "in" && line.startsWith("    ")) {
            if (passedName(line) !== undefined || (this.list?.length ?? 0) > this.declared)
                this.odd = true;
            else
                this.list?.push(own(line.slice(4)));
            return true;
        }
        if (line === "") {
            if (this.list?.length !== 0)
                this.listing = "behind";
            this.blanks++;
            return true;
        }
        if (line.startsWith("test result: ") && this.finish(line, true))
            return true;
        this.unlist();
        return false;
    }
    /** What looked like a list is followed by other lines: it belongs to the text before it. */
    unlist() {
        this.listing = undefined;
        const text = this.section?.text;
        if (!text)
            return;
        text.add(this.successes ? "successes:" : "failures:");
        for (const name of this.list ?? [])
            text.add(`    ${name}`);
        for (let i = 0; i < this.blanks; i++)
            text.add("");
    }
    heading(successes) {
        this.successes = successes;
        this.list = [];
        this.listing = "in";
        this.blanks = 0;
    }
    header(line) {
        const name = sectionName(line);
        if (name === undefined)
            return false;
        this.section?.text?.seal();
        const keep = !this.successes && this.sections.length < MAX_SECTIONS;
        this.section = { header: own(line), name: own(withoutSuffix(name)), text: keep ? new Excerpt() : undefined };
        if (keep)
            this.sections.push(this.section);
        return true;
    }
    /** `test NAME ... VERDICT`. */
    verdict(line) {
        const dots = line.indexOf(" ... ", 5);
        const rest = line.length - dots - 5;
        if (dots > 5 && rest === 2 && line.endsWith("ok"))
            this.add(line.slice(5, dots), "ok");
        else if (dots > 5 && rest === 6 && line.endsWith("FAILED"))
            this.add(line.slice(5, dots), "FAILED");
        else {
            const found = dots === -1 ? undefined : caseOf(line);
            // A test's output that begins on its own line looks like a part of its name.
            if (found?.name.includes(" ... "))
                this.odd = true;
            if (found)
                this.add(found.name, found.word, found.seconds);
            else
                this.opened(line, dots);
        }
    }
    /** `test NAME ... ` and then whatever the test prints. */
    opened(line, dots) {
        const end = dots > 5 ? dots : line.endsWith(" ...") ? line.length - 4 : -1;
        if (end === -1)
            return;
        if (this.open !== undefined)
            this.odd = true;
        this.open = own(withoutSuffix(line.slice(5, end).trimEnd()));
    }
    noise(line) {
        if (this.open !== undefined) {
            const found = VERDICT.exec(line);
            if (found) {
                const name = this.open;
                this.open = undefined;
                this.add(name, wordOf(found), found[2]);
                return;
            }
        }
        switch (line.charCodeAt(line.length - 1)) {
            case 68 /* D */:
                if (line.endsWith(" --- FAILED"))
                    this.failed.add(own(withoutSuffix(line.slice(0, -11))));
                break;
            case 107 /* k */:
            case 62 /* > */:
                // A passing test's line behind something that had no newline: this pass is missing in the lines.
                if (passedName(line) !== undefined)
                    this.odd = true;
                break;
            case 41 /* ) */:
            case 115 /* s */:
                {
                    const quiet = QUIET_BENCH.exec(line);
                    if (quiet) {
                        this.verdict(line.slice(quiet[0].length));
                        return;
                    }
                }
        }
        if (line.charCodeAt(0) === 116 /* t */ && line.startsWith("thread '")) {
            if (this.wordsLeft <= 0)
                this.words = new Excerpt();
            this.wordsLeft = LAST_WORDS;
        }
        if (this.wordsLeft > 0) {
            this.wordsLeft--;
            this.words?.add(line);
            if (this.wordsLeft === 0)
                this.words?.seal();
        }
    }
    add(raw, word, seconds) {
        if (this.open !== undefined) {
            // With one thread a test's verdict comes before the next test's name.
            this.odd = true;
            this.open = undefined;
        }
        this.verdicts++;
        const name = withoutSuffix(raw.charCodeAt(raw.length - 1) === 32 ? raw.trimEnd() : raw);
        switch (word.charCodeAt(0)) {
            case 111 /* ok */:
                this.passed.add(name);
                if (seconds !== undefined)
                    this.durations.set(own(name), Number(seconds));
                return;
            case 70 /* FAILED */:
                if (this.failed.has(name))
                    this.odd = true;
                else
                    this.failed.add(own(name));
                return;
            case 98 /* bench: */:
                if (this.measured.has(name))
                    this.odd = true;
                else
                    this.measured.set(own(name), own(word));
                return;
            default:
                if (this.ignored.has(name))
                    this.odd = true;
                else
                    this.ignored.set(own(name), word.startsWith("ignored, ") ? own(word.slice("ignored, ".length)) : undefined);
        }
    }
    finish(line, ends) {
        const match = RESULT.exec(line);
        if (!match)
            return false;
        const [passed = 0, failed = 0, ignored = 0, measured = 0, filtered = 0] = match.slice(2).map(Number);
        const list = this.successes ? [] : (this.list ?? []);
        this.result = { ok: match[1] === "ok", passed, failed, ignored, measured, filtered, list };
        this.settled = false;
        if (ends)
            this.end();
        return ends;
    }
    /** The result that was read last stands, as far as can be told. */
    end() {
        this.ended = true;
        this.listing = undefined;
        this.section?.text?.seal();
        if (!this.odd)
            this.settle();
        else {
            // Settled when all is read: a test may print many results.
            this.part.state = "partial";
            this.context.cargo.clean = undefined;
        }
    }
    /** What the block proves, by its last result. */
    settle() {
        const { result } = this;
        if (!result || this.settled)
            return;
        this.settled = true;
        this.failing = new Set(result.list.map(withoutSuffix));
        // A list that lost names: the lines of the tests that failed stand in for it.
        if (this.failing.size < result.failed)
            for (const name of this.failed)
                this.failing.add(name);
        this.believed = this.agrees(result);
        const reasons = [];
        const { filtered } = result;
        if (filtered > 0)
            reasons.push(`${filtered} ${filtered === 1 ? "test was" : "tests were"} filtered out`);
        if (!this.believed) {
            reasons.push(this.verdicts === 0 && this.declared > 0
                ? "quiet output does not name the tests that passed"
                : "its lines and its counts disagree, so no pass in it is believed");
        }
        if (this.spoiled !== undefined)
            reasons.push(this.spoiled);
        const broken = this.spoiled !== undefined;
        const partial = reasons.length > 0 || (this.before !== undefined && this.before.state !== "whole");
        this.part.state = broken ? "broken" : partial ? "partial" : "whole";
        const reason = [this.before?.reason, ...reasons].filter((r) => r !== undefined).join("; ");
        if (reason === "")
            delete this.part.reason;
        else
            this.part.reason = reason;
        if (filtered > 0)
            this.part.extent.filters = ["names"];
        this.part.extent.cases = (this.before?.cases ?? 0) + result.passed + result.failed + result.ignored;
        const failed = this.failedBefore || result.failed > 0 || this.failing.size > 0;
        this.context.cargo.clean = failed ? undefined : this.part;
    }
    agrees(result) {
        const { passed, failed, ignored, measured } = result;
        if (this.odd || result.ok !== (failed === 0) || this.declared !== passed + failed + ignored + measured)
            return false;
        if (this.ignored.size !== ignored || this.measured.size !== measured || result.list.length !== failed)
            return false;
        for (const name of this.failed)
            if (!this.failing.has(name))
                return false;
        this.onlyRust = this.passed.size !== passed;
        const others = new Set([...this.failing, ...this.ignored.keys()]);
        if (!this.onlyRust && others.size + this.within.size === 0)
            return true;
        const strangers = new Set(this.within);
        for (const name of this.failing)
            strangers.delete(name);
        let count = 0;
        let clash = false;
        this.passed.each((name) => {
            if (this.onlyRust && !RUST_NAME.test(name)) {
                // A test's line behind a test's output, not the line of a program it ran.
                clash ||= name.includes("test ");
                return;
            }
            count++;
            clash ||= others.has(name);
            if (strangers.size > 0)
                strangers.delete(name);
        });
        return count === passed && !clash && strangers.size === 0;
    }
    /** The binary ended, or the log did, before the block said its result. `line` may hold the name of the test that ran. */
    abandon(line) {
        this.gone = true;
        if (line.startsWith("test "))
            this.opened(line, line.indexOf(" ... ", 5));
        this.part.extent.cases = (this.before?.cases ?? 0) + this.verdicts;
        const ran = this.open === undefined ? "" : `, while ${this.open} ran`;
        this.part.state = "broken";
        this.part.reason = `its test run stopped after ${this.verdicts} of ${this.declared} results${ran}`;
        this.failing = new Set([...(this.result?.list ?? []).map(withoutSuffix), ...this.failed]);
        this.believed = true;
        const { cargo } = this.context;
        if (this.words)
            cargo.panic = panicOf(this.words.lines(), this.open ?? "");
        else if (this.open !== undefined)
            cargo.panic = { message: `${this.open} did not end` };
    }
    /** Hands out what the block showed. A block of benchmarks lists every test as ignored: those were never meant to run. */
    give() {
        if (!this.gone)
            this.settle();
        const { result } = this;
        const measures = this.measured.size > 0;
        if (this.part.target)
            this.suite = targetId(this.part.target);
        const outputs = this.outputs();
        for (const name of this.failing)
            this.failure(name, outputs.get(name));
        if (this.believed)
            this.observePassed();
        else
            this.sink.count("passed", result?.passed ?? 0);
        if (result && this.failing.size < result.failed)
            this.sink.count("failed", result.failed - this.failing.size);
        if (measures)
            this.part.provesAbsence = false;
        else if (!this.believed)
            this.sink.count("skipped", result?.ignored ?? 0);
        else {
            for (const [name, reason] of this.ignored) {
                if (this.failing.has(name))
                    continue;
                const observation = this.base(name, "skipped");
                if (reason !== undefined)
                    observation.message = reason;
                this.sink.observe(observation);
            }
        }
        if (measures)
            this.benchmarks();
    }
    observePassed() {
        this.passed.each((name) => {
            // Where the counts agree no name stands among both.
            if ((this.gone && this.failing.has(name)) || (this.onlyRust && !RUST_NAME.test(name)))
                return;
            const observation = this.base(name, "passed");
            if (this.durations.size > 0) {
                const duration = this.durations.get(name);
                if (duration !== undefined)
                    observation.duration = duration;
            }
            this.sink.observe(observation);
        });
    }
    /** `#[bench]` results stand among the tests but are a part of their own kind. */
    benchmarks() {
        const part = this.sink.part("bench", "", { units: [] });
        part.state = this.part.state;
        if (this.part.reason === undefined)
            delete part.reason;
        else
            part.reason = this.part.reason;
        if (this.part.target)
            part.target = this.part.target;
        for (const [name, words] of this.measured) {
            const measured = measurementOf(words);
            if (!measured)
                continue;
            const observation = { kind: "bench", outcome: "passed", part, name, ...measured };
            if (this.suite !== undefined)
                observation.suite = this.suite;
            this.sink.observe(observation);
        }
    }
    failure(name, text) {
        const panic = text ? panicOf(text.lines(), name) : {};
        const observation = this.base(name, "failed");
        if (panic.message !== undefined)
            observation.message = panic.message;
        const detail = text?.text();
        if (detail)
            observation.detail = detail;
        if (this.part.target?.kind === "doc" || name.endsWith(")")) {
            // The panic's place counts lines inside the example; the example's own place is in its name.
            const at = /^(\S+\.\w+) - .*\(line (\d{1,9})\)$/.exec(name);
            if (at)
                Object.assign(observation, { file: this.context.path(at[1] ?? ""), line: Number(at[2]) });
        }
        else if (panic.file !== undefined) {
            observation.file = this.context.path(panic.file);
            if (panic.line !== undefined)
                observation.line = panic.line;
        }
        this.sink.observe(observation);
    }
    /** Captured output by test; a header that names no failing test of this block belongs to the text before it. */
    outputs() {
        const outputs = new Map();
        let current;
        for (const { header, name, text } of this.sections) {
            if (this.failing.has(name) && !outputs.has(name)) {
                current = text;
                if (text)
                    outputs.set(name, text);
            }
            else {
                current?.add(header);
                for (const line of text?.lines() ?? [])
                    current?.add(line);
            }
        }
        return outputs;
    }
    base(name, outcome) {
        const observation = { kind: "test", outcome, part: this.part, name };
        if (this.suite !== undefined)
            observation.suite = this.suite;
        return observation;
    }
}
/** The names of passing tests, some of a page each in one string: no more memory than their characters. */
class Names {
    size = 0;
    fresh = [];
    pages = [];
    add(name) {
        this.size++;
        this.fresh.push(name);
        if (this.fresh.length < 64)
            return;
        this.pages.push(this.fresh.join("\n"));
        this.fresh = [];
    }
    each(take) {
        for (const page of this.pages)
            for (const name of page.split("\n"))
                take(name);
        for (const name of this.fresh)
            take(name);
    }
}
/** `test NAME ... VERDICT`. The first ` ... ` whose rest is a verdict: a name may hold dots of its own. */
function caseOf(line) {
    for (let at = line.indexOf(" ... ", 5); at !== -1; at = line.indexOf(" ... ", at + 1)) {
        if (!/^(?:ok|FAILED|ignored|bench:)/.test(line.slice(at + 5, at + 12)))
            continue;
        const verdict = VERDICT.exec(line.slice(at + 5));
        if (!verdict)
            continue;
        const found = { name: line.slice(5, at), word: wordOf(verdict) };
        return verdict[2] === undefined ? found : { ...found, seconds: verdict[2] };
    }
    return undefined;
}
/** The name of a test whose passing line ends this line, whatever stands before it. */
function passedName(line) {
    const last = line.charCodeAt(line.length - 1);
    if (last !== 107 /* k */ && last !== 62 /* > */)
        return undefined;
    const end = last === 62 && line.endsWith("s>") ? line.lastIndexOf(" <") : line.length;
    if (!line.endsWith(" ... ok", end))
        return undefined;
    const at = line.lastIndexOf("test ", end);
    return at === -1 ? undefined : withoutSuffix(line.slice(at + 5, end - 7));
}
function wordOf(verdict) {
    return verdict[1] ?? "";
}
/** `---- NAME stdout ----` */
function sectionName(line) {
    if (line.length < 18 || !line.startsWith("---- "))
        return undefined;
    return line.endsWith(" stdout ----") || line.endsWith(" stderr ----") ? line.slice(5, -12) : undefined;
}
function withoutSuffix(name) {
    for (const suffix of SUFFIXES)
        if (name.endsWith(suffix))
            return name.slice(0, -suffix.length);
    return name;
}

;// CONCATENATED MODULE: ./lib/reports/libtest-json.js




const libtestJson = {
    shape: "lines",
    name: "libtest-json",
    kinds: ["test", "bench"],
    tool: "cargo test",
    docs: {
        command: "cargo +nightly test --no-fail-fast --workspace -- -Z unstable-options --format json 2>&1 | tee test.json   # shell: bash",
        proof: "each suite has its end, and every test that began has a verdict",
        source: "rust-lang/rust library/test/src/formatters/json.rs",
    },
    reader: (sink, context) => new LibtestJsonReader(sink, context),
};
/** Not at a line's beginning where a test's output had no newline. The space behind the brace tells it from nextest's. */
const EVENT = '{ "type": "';
/** More names than this say no more. */
const MAX_SUSPECTS = 10;
const libtest_json_LAST_WORDS = 40;
class LibtestJsonReader {
    sink;
    context;
    suite;
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number, cut) {
        const { suite } = this;
        if (libtest_json_isCargo(line)) {
            if (suite && !suite.ended)
                suite.abandon(failedTarget(line) !== undefined);
            // Before the next target runs, cargo's hint may name the package of this one.
            if (beginsTarget(line))
                this.give();
            return false;
        }
        const at = line.indexOf(EVENT);
        // Outside a suite, text before an event is another program's.
        if (at === -1 || (at > 0 && (!suite || suite.ended))) {
            if (!suite || suite.ended)
                return false;
            suite.noise(line, cut);
            return true;
        }
        const event = libtest_json_parse(at === 0 ? line : line.slice(at));
        if (!event) {
            if (!suite || suite.ended)
                return false;
            suite.spoil();
            return true;
        }
        this.event(event, line, number);
        return true;
    }
    end() {
        if (this.suite && !this.suite.ended)
            this.suite.abandon(true);
        this.give();
    }
    event(event, line, number) {
        const type = values_textOf(event.type);
        const what = values_textOf(event.event);
        if (what === "discovery" || what === "discovered" || what === "completed") {
            this.listed(number);
            return;
        }
        if (type === "suite" && what === "started") {
            if (this.suite && !this.suite.ended)
                this.suite.abandon(false);
            this.give();
            this.begin(number, numberOf(event.test_count));
            return;
        }
        if (!this.suite || this.suite.ended) {
            // What is left of a log whose beginning is missing; the closing `report` of doctests says nothing.
            if (type !== "test" && type !== "bench")
                return;
            this.give();
            this.begin(number, undefined);
        }
        if (type === "suite")
            this.suite?.finish(event);
        else if (type === "test")
            this.suite?.test(event, what);
        else if (type === "bench")
            this.suite?.bench(event, line);
    }
    /** `--list` was asked for: nothing runs. */
    listed(number) {
        const { cargo } = this.context;
        if (cargo.listed)
            return;
        cargo.listed = true;
        const part = this.sink.part("test", "it lists tests without running them");
        part.state = "partial";
        part.provesAbsence = false;
        part.line = number;
        if (cargo.target)
            part.target = cargo.target;
    }
    begin(number, declared) {
        const { cargo } = this.context;
        const part = this.partOf(number);
        cargo.part = part;
        this.suite = new Suite(this.sink, this.context, part, declared);
    }
    /** One part a target; the several suites of one target's doctests are one part. */
    partOf(number) {
        const { cargo } = this.context;
        if (cargo.part && cargo.target?.kind === "doc" && cargo.part.state !== "broken")
            return cargo.part;
        const part = this.sink.part("test", "its events end before the suite does");
        part.line = number;
        if (cargo.target)
            part.target = cargo.target;
        return part;
    }
    give() {
        this.suite?.give();
        this.suite = undefined;
    }
}
function libtest_json_isCargo(line) {
    if (line.charCodeAt(0) === 32)
        return beginsTarget(line);
    return line.charCodeAt(line.length - 1) === 96 /* ` */ && failedTarget(line) !== undefined;
}
function libtest_json_parse(text) {
    try {
        return objectOf(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}
/** From one suite's beginning to its end. */
class Suite {
    ended = false;
    sink;
    context;
    part;
    declared;
    /** What earlier suites of the same part left. */
    before;
    /** Tests that began and have no verdict yet. */
    running = new Set();
    passed = [];
    failed = [];
    ignored = [];
    measured = [];
    /** An event that does not fit, or a line that could not be read: no pass is believed. */
    odd = false;
    broken;
    believed = false;
    gone = false;
    counted = { passed: 0, failed: 0, ignored: 0 };
    words;
    wordsLeft = 0;
    constructor(sink, context, part, declared) {
        this.sink = sink;
        this.context = context;
        this.part = part;
        this.declared = declared;
        const { cases } = part.extent;
        this.before = cases === undefined ? undefined : { state: part.state, reason: part.reason, cases };
        part.state = "broken";
        part.reason = "its events end before the suite does";
        context.cargo.clean = undefined;
    }
    /** Output that was not captured. What follows a panic may be the last that the binary says. */
    noise(line, cut) {
        if (cut)
            this.broken = "a line is longer than any test prints";
        if (line.startsWith("thread '")) {
            if (this.wordsLeft <= 0)
                this.words = new Excerpt();
            this.wordsLeft = libtest_json_LAST_WORDS;
        }
        if (this.wordsLeft <= 0)
            return;
        this.wordsLeft--;
        this.words?.add(line);
    }
    spoil() {
        this.odd = true;
    }
    test(event, what) {
        const name = values_textOf(event.name);
        if (name === undefined || what === undefined) {
            this.odd = true;
            return;
        }
        if (what === "started") {
            if (this.running.has(name))
                this.odd = true;
            this.running.add(name);
            return;
        }
        if (what === "timeout")
            return;
        if (!this.running.delete(name))
            this.odd = true;
        const seconds = numberOf(event.exec_time);
        const message = values_textOf(event.message);
        switch (what) {
            case "ok":
                this.passed.push({ name, seconds });
                break;
            case "ignored":
                this.ignored.push({ name, message });
                break;
            case "failed":
                this.failed.push({ name, stdout: excerpt(values_textOf(event.stdout) ?? ""), message, reason: values_textOf(event.reason), seconds });
                break;
            default:
                this.odd = true;
        }
    }
    bench(event, line) {
        const name = values_textOf(event.name);
        const value = numberOf(event.median);
        const range = numberOf(event.deviation);
        if (name === undefined || value === undefined) {
            this.odd = true;
            return;
        }
        this.running.delete(name);
        const decimals = /"median": \d+(?:\.(\d+))?/.exec(line)?.[1]?.length ?? 0;
        const measurement = { value, unit: "ns", better: "smaller", step: 10 ** -decimals };
        if (range !== undefined)
            measurement.range = range;
        this.measured.push({ name, measurement });
    }
    /** The suite's last event, with its counts. */
    finish(event) {
        this.ended = true;
        const count = (name) => numberOf(event[name]) ?? -1;
        const [passed, failed, ignored, measured] = [count("passed"), count("failed"), count("ignored"), count("measured")];
        const filtered = count("filtered_out");
        this.counted = { passed, failed, ignored };
        this.believed =
            !this.odd &&
                this.declared === passed + failed + ignored + measured &&
                this.passed.length === passed &&
                this.failed.length === failed &&
                this.ignored.length === ignored &&
                this.measured.length === measured &&
                event.event === (failed === 0 ? "ok" : "failed");
        const reasons = [];
        if (filtered !== 0)
            reasons.push(filtered === 1 ? "1 test was filtered out" : `${Math.max(filtered, 0)} tests were filtered out`);
        if (!this.believed)
            reasons.push("its events and its counts disagree, so no pass in it is believed");
        if (this.broken !== undefined)
            reasons.push(this.broken);
        const partial = reasons.length > 0 || (this.before !== undefined && this.before.state !== "whole");
        this.part.state = this.broken !== undefined ? "broken" : partial ? "partial" : "whole";
        const reason = [this.before?.reason, ...reasons].filter((r) => r !== undefined).join("; ");
        if (reason === "")
            delete this.part.reason;
        else
            this.part.reason = reason;
        if (filtered !== 0)
            this.part.extent.filters = ["names"];
        this.part.extent.cases = (this.before?.cases ?? 0) + Math.max(0, passed) + Math.max(0, failed) + Math.max(0, ignored);
        if (failed === 0 && this.failed.length === 0)
            this.context.cargo.clean = this.part;
    }
    /** The binary or the log ended before the suite did. `told`: cargo says so itself, or it may be the log alone that ended. */
    abandon(told) {
        this.ended = true;
        this.believed = !this.odd;
        this.gone = !told;
        const verdicts = this.passed.length + this.failed.length + this.ignored.length;
        this.part.extent.cases = (this.before?.cases ?? 0) + verdicts;
        this.part.state = "broken";
        this.part.reason = `its test run stopped after ${verdicts} of ${this.declared ?? "?"} results${this.suspects(", while ", " ran")}`;
        const { cargo } = this.context;
        if (this.words)
            cargo.panic = panicOf(this.words.lines(), [...this.running][0] ?? "");
        else if (this.running.size > 0)
            cargo.panic = { message: this.suspects("", " did not end") };
    }
    /** Hands out what the suite showed. A suite of benchmarks lists every test as ignored: those were never meant to run. */
    give() {
        for (const failed of this.failed)
            this.failure(failed);
        const measures = this.measured.length > 0;
        if (measures)
            this.part.provesAbsence = false;
        if (this.believed) {
            for (const { name, seconds } of this.passed)
                this.observe(name, "passed", undefined, seconds);
            if (!measures)
                for (const { name, message } of this.ignored)
                    this.observe(name, "skipped", message, undefined);
        }
        else {
            this.sink.count("passed", Math.max(0, this.counted.passed));
            if (!measures)
                this.sink.count("skipped", Math.max(0, this.counted.ignored));
            this.sink.count("failed", Math.max(0, this.counted.failed - this.failed.length));
        }
        if (measures)
            this.benchmarks();
        // Nobody else says that the binary went away: it left with the exit status of success, or cargo's lines are not here.
        if (this.gone && this.part.target) {
            const observation = { ...this.base("", "error"), whole: true };
            observation.message = `the tests of this target did not finish${this.suspects(": ", " did not end")}`;
            this.sink.observe(observation);
        }
    }
    suspects(before, after) {
        if (this.running.size === 0)
            return "";
        const names = [...this.running].slice(0, MAX_SUSPECTS);
        const more = this.running.size - names.length;
        return `${before}${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}${after}`;
    }
    failure({ name, stdout, message, reason, seconds }) {
        const lines = stdout.split("\n");
        if (message !== undefined)
            lines.push(...`note: ${message}`.split("\n", 200));
        const panic = panicOf(lines, name);
        const observation = this.base(name, "failed");
        observation.message = panic.message ?? reason ?? "the test failed";
        if (stdout.trim() !== "")
            observation.detail = stdout.trim();
        if (seconds !== undefined)
            observation.duration = seconds;
        const example = /^(\S+\.\w+) - .*\(line (\d{1,9})\)$/.exec(name);
        if (example)
            Object.assign(observation, { file: this.context.path(example[1] ?? ""), line: Number(example[2]) });
        else if (panic.file !== undefined) {
            observation.file = this.context.path(panic.file);
            if (panic.line !== undefined)
                observation.line = panic.line;
        }
        this.sink.observe(observation);
    }
    observe(name, outcome, message, seconds) {
        const observation = this.base(name, outcome);
        if (seconds !== undefined)
            observation.duration = seconds;
        if (message !== undefined)
            observation.message = message;
        this.sink.observe(observation);
    }
    benchmarks() {
        const part = this.sink.part("bench", "", { units: [] });
        part.state = this.part.state;
        if (this.part.reason === undefined)
            delete part.reason;
        else
            part.reason = this.part.reason;
        if (this.part.target)
            part.target = this.part.target;
        for (const { name, measurement } of this.measured) {
            this.sink.observe({ kind: "bench", outcome: "passed", part, name, ...suiteOf(part), ...measurement });
        }
    }
    base(name, outcome) {
        return { kind: "test", outcome, part: this.part, name, ...suiteOf(this.part) };
    }
}
function suiteOf(part) {
    return part.target ? { suite: targetId(part.target) } : {};
}

;// CONCATENATED MODULE: ./lib/reports/nextest-json.js





const nextestJson = {
    shape: "lines",
    name: "nextest-json",
    kinds: ["test"],
    tool: "cargo nextest",
    docs: {
        command: "NEXTEST_EXPERIMENTAL_LIBTEST_JSON=1 cargo nextest run --no-fail-fast --message-format libtest-json-plus > nextest.json",
        proof: "each test that a suite announced has a verdict, and no suite filtered one out",
        source: "nextest-rs/nextest nextest-runner/src/reporter/structured/libtest.rs",
    },
    reader: (sink, context) => new NextestJsonReader(sink, context),
};
class NextestJsonReader {
    sink;
    context;
    binaries = new Map();
    /** The binary of the last test: they come in rows. */
    owner;
    /** Without the targets' kinds, a suite stands whole in one block. */
    plain;
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number) {
        if (!line.startsWith('{"type":"suite","event":') && !line.startsWith('{"type":"test","event":'))
            return false;
        const event = nextest_json_parse(line);
        // A line that is cut is nobody else's either; what it said is missing in the counts.
        if (!event)
            return true;
        if (event.type === "suite")
            this.suite(event, number);
        else
            this.test(event, number);
        return true;
    }
    end() {
        for (const binary of this.binaries.values())
            binary.give();
    }
    suite(event, number) {
        const target = targetOf(event.nextest);
        const begins = event.event === "started";
        if (target) {
            const binary = this.binaryOf(target.binary, target.target, number);
            if (begins)
                binary.begin(numberOf(event.test_count));
            else
                binary.finish(event);
            return;
        }
        if (begins)
            this.plain = { declared: numberOf(event.test_count) ?? -1, binary: undefined };
        else {
            this.plain?.binary?.finish(event);
            this.plain = undefined;
        }
    }
    /** `shop::api$get_order`, `shop::api@stress-1$get_order`, and `#2` behind it after a second attempt. */
    test(event, number) {
        const full = values_textOf(event.name) ?? "";
        const dollar = full.indexOf("$");
        if (dollar === -1)
            return;
        const hash = event.event === "started" || event.event === "ignored" ? -1 : full.lastIndexOf("#");
        const attempts = hash > dollar && /^\d{1,4}$/.test(full.slice(hash + 1)) ? Number(full.slice(hash + 1)) : 1;
        const name = full.slice(dollar + 1, attempts > 1 ? hash : full.length);
        const binary = this.ownerOf(full.slice(0, dollar), number);
        if (this.plain && !this.plain.binary) {
            this.plain.binary = binary;
            binary.begin(this.plain.declared);
        }
        binary.test(event, name, attempts);
    }
    ownerOf(words, number) {
        if (words === this.owner?.words)
            return this.owner.binary;
        const binary = this.binaryOf(words.replace(/@stress-\d+$/, ""), undefined, number);
        this.owner = { words, binary };
        return binary;
    }
    binaryOf(owner, target, number) {
        let binary = this.binaries.get(owner);
        if (!binary) {
            const part = this.sink.part("test", "its events end before the suite does");
            part.line = number;
            binary = new Binary(this.sink, this.context, part, owner);
            this.binaries.set(owner, binary);
        }
        binary.part.target = target ?? binary.part.target ?? guessed(owner);
        return binary;
    }
}
/** `"nextest":{"crate":"shop","test_binary":"api","kind":"test"}`: the names that its tests begin with, and the target. */
function targetOf(nextest) {
    const { crate, test_binary: name, kind } = objectOf(nextest);
    if (typeof crate !== "string" || typeof name !== "string" || typeof kind !== "string")
        return undefined;
    const id = kind === "lib" || kind === "proc-macro" ? crate : kind === "test" ? `${crate}::${name}` : `${crate}::${kind}/${name}`;
    return { binary: `${crate}::${name}`, target: targetOfBinaryId(id) };
}
/** Without its kind, a binary of the package's own name may be its library or its program. */
function guessed(owner) {
    const at = owner.indexOf("::");
    return { package: owner.slice(0, at === -1 ? owner.length : at), kind: "unknown", crate: at === -1 ? owner : owner.slice(at + 2) };
}
function nextest_json_parse(line) {
    try {
        return objectOf(JSON.parse(line));
    }
    catch {
        return undefined;
    }
}
/** One binary, over all of its suites. */
class Binary {
    part;
    sink;
    context;
    owner;
    declared = 0;
    /** Suites that began and did not end. */
    open = 0;
    ended = 0;
    /** What the suites say was filtered out; a suite that was begun again counts what the one before it had run. */
    filtered = Number.POSITIVE_INFINITY;
    counted = { passed: 0, failed: 0 };
    odd = false;
    running = new Set();
    /** Tests that passed at once, with their milliseconds: most of a run, so it is kept small. */
    passed = new Map();
    others = new Map();
    constructor(sink, context, part, owner) {
        this.sink = sink;
        this.context = context;
        this.part = part;
        this.owner = owner;
    }
    begin(tests) {
        this.open++;
        if (tests === undefined || tests < 0)
            this.odd = true;
        else
            this.declared = Math.max(this.declared, tests);
    }
    finish(event) {
        this.open--;
        this.ended++;
        const count = (value) => {
            const n = numberOf(value);
            if (n === undefined || n < 0)
                this.odd = true;
            return n ?? 0;
        };
        this.filtered = Math.min(this.filtered, count(event.filtered_out));
        this.counted.passed += count(event.passed);
        this.counted.failed += count(event.failed);
    }
    test(event, name, attempts) {
        if (event.event === "started") {
            this.running.add(name);
            return;
        }
        const outcome = event.event === "ok" ? "passed" : event.event === "failed" ? "failed" : event.event === "ignored" ? "skipped" : undefined;
        if (outcome === undefined) {
            this.odd = true;
            return;
        }
        if (!this.running.delete(name) && !this.passed.has(name) && !this.others.has(name))
            this.odd = true;
        const seconds = numberOf(event.exec_time);
        // In a stress run a test is run several times: the worst is what it comes to.
        if (this.others.get(name)?.outcome === "failed")
            return;
        if (outcome === "passed" && attempts === 1) {
            if (!this.others.has(name))
                this.passed.set(name, seconds === undefined ? -1 : Math.round(seconds * 1000));
            return;
        }
        this.passed.delete(name);
        this.others.set(name, {
            outcome,
            seconds,
            retries: attempts - 1,
            stdout: outcome === "failed" ? excerpt(values_textOf(event.stdout) ?? "") : "",
            reason: values_textOf(event.reason) ?? values_textOf(event.message),
        });
    }
    get size() {
        return this.passed.size + this.others.size;
    }
    give() {
        const { part } = this;
        this.settle();
        part.extent.cases = this.size;
        const suite = part.target && part.target.kind !== "unknown" ? targetId(part.target) : this.owner;
        for (const [name, verdict] of this.others) {
            if (verdict.outcome !== "passed" || !this.odd)
                this.observe(suite, name, verdict);
            else
                this.sink.count("passed", 1);
        }
        if (this.odd)
            this.sink.count("passed", this.passed.size);
        else {
            for (const [name, milliseconds] of this.passed) {
                const observation = { kind: "test", outcome: "passed", part, name, suite };
                if (milliseconds >= 0)
                    observation.duration = milliseconds / 1000;
                this.sink.observe(observation);
            }
        }
    }
    settle() {
        const { part } = this;
        let passed = this.passed.size;
        let failed = 0;
        for (const { outcome } of this.others.values()) {
            if (outcome === "passed")
                passed++;
            else if (outcome === "failed")
                failed++;
        }
        if (this.open > 0 || this.ended === 0) {
            part.state = "broken";
            part.reason = `its events end after ${this.size} of ${this.declared} results${this.suspects()}`;
            return;
        }
        const reasons = [];
        if (this.size < this.declared) {
            reasons.push(`${this.declared - this.size} of ${this.declared} tests have no verdict${this.suspects()}`);
        }
        // Tests that a cancelled run did not come to are counted as filtered out.
        if (this.filtered > 0 && Number.isFinite(this.filtered)) {
            reasons.push(this.filtered === 1 ? "1 test was filtered out or not run" : `${this.filtered} tests were filtered out or not run`);
            part.extent.filters = ["names"];
        }
        this.odd ||= this.counted.passed < passed || this.counted.failed < failed || this.size > this.declared;
        if (this.odd)
            reasons.push("its events and its counts disagree, so no pass in it is believed");
        part.state = reasons.length > 0 ? "partial" : "whole";
        if (reasons.length > 0)
            part.reason = reasons.join("; ");
        else
            delete part.reason;
    }
    suspects() {
        if (this.running.size === 0)
            return "";
        const names = [...this.running].slice(0, 10);
        const more = this.running.size - names.length;
        return `, while ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""} ran`;
    }
    observe(suite, name, { outcome, seconds, retries, stdout, reason }) {
        const observation = { kind: "test", outcome, part: this.part, name, suite };
        if (seconds !== undefined)
            observation.duration = seconds;
        if (retries > 0)
            observation.retries = retries;
        if (outcome === "passed" && retries > 0)
            observation.flaky = true;
        if (outcome === "skipped" && reason !== undefined)
            observation.message = reason;
        if (outcome === "failed") {
            const panic = stdout.trim() === "" ? {} : panicOf(stdout.split("\n"), name);
            observation.message = panic.message ?? reason ?? "the test failed";
            if (stdout.trim() !== "")
                observation.detail = stdout.trim();
            if (panic.file !== undefined) {
                observation.file = this.context.path(panic.file);
                if (panic.line !== undefined)
                    observation.line = panic.line;
            }
        }
        this.sink.observe(observation);
    }
}

;// CONCATENATED MODULE: ./lib/reports/rustc-text.js



const rustcText = {
    shape: "lines",
    name: "rustc",
    kinds: ["lint"],
    tool: "rustc",
    docs: {
        command: "cargo clippy --workspace --all-targets 2>&1 | tee clippy.txt   # better: --message-format=json",
        proof: "none: text opens and updates entries, and closes none",
        source: "rust-lang/rust compiler/rustc_errors/src/emitter.rs",
    },
    reader: (sink, context) => new RustcTextReader(sink, context),
};
const HEADLINE = /^(warning|error)(?:\[(E\d{4})\])?: (.+)$/;
const rustc_text_PLACE = /^ *--> (.+?):(\d+):(\d+)$/;
/** `--message-format short`: `src/main.rs:9:8: error[E0308]: mismatched types: expected …` */
const SHORT = /^(.+?\.rs):(\d+):(\d+): (warning|error)(?:\[(E\d{4})\])?: (.+)$/;
/** Source lines, changes to them, what stands under them, further places, notes. */
const INSIDE = /^(?: *\d+ [|+~-](?: |$)| *\||\.\.\. *\|| *(?:-->|:::) | *= (?:note|help|warning): |(?:note|help): | *\.\.\.$)/;
/** A line of the source; where the place goes over several lines, a bar is drawn before them. */
const SOURCE = /^ *(\d+) \| (?:[/|] )?(.*)$/;
/** cargo's and rustc's own sums of what was printed. */
const GENERATED = /^warning: `[^`]+` (?:\(.+\) )?generated \d+ warnings?\b/;
const rustc_text_SUMMARY = /^(?:warning: \d+ warnings? emitted$|error: aborting due to |warning: build failed, waiting for other jobs|Some errors have detailed explanations: E|For more information about (?:this|an) error, try `rustc --explain)/;
const LINKING = /^error: linking with `[^`]+` failed/;
const ATTRIBUTE = /`#!?\[(?:warn|deny|forbid|allow|expect)\(([\w:]+)\)\]`/;
const FLAG = /`(?:-[WDF]|--warn|--deny|--forbid|--force-warn) ([\w:-]+)`/;
const CLIPPY_PAGE = /\/rust-clippy\/[^ #]*#([a-z0-9_]+)/;
const LEVEL_DEFINED = "note: the lint level is defined here";
/** Names of groups: a rule that a note or an attribute names by its group is not named. */
const GROUP = /^(?:warnings|unused|future_incompatible|nonstandard_style|let_underscore|keyword_idents|refining_impl_trait|deprecated_safe|rust_20\d\d_\w+|clippy::(?:all|cargo|complexity|correctness|nursery|pedantic|perf|restriction|style|suspicious)|rustdoc::all)$/;
/** A message may go on for this many lines before its place. */
const MAX_MESSAGE_LINES = 10;
const rustc_text_MAX_TEXT = 4_096;
class RustcTextReader {
    sink;
    context;
    headline;
    open;
    part;
    unnamed = 0;
    spoiled = false;
    seen = new Set();
    /** Rules by wording; null where two rules share one. */
    wordings = new Map();
    constructor(sink, context) {
        this.sink = sink;
        this.context = context;
    }
    take(line, number, cut) {
        if (this.open) {
            if (cut)
                this.spoiled = true;
            if (this.inside(this.open, line))
                return true;
            // Notes go on over several lines, further in than cargo's own words ever begin.
            if (line.startsWith("         "))
                return false;
            this.finish();
        }
        const { headline } = this;
        if (headline) {
            if (this.place(headline, line, number))
                return true;
            if (headline.lines < MAX_MESSAGE_LINES && line.startsWith("       ")) {
                headline.lines++;
                headline.message += `\n${own(clip(line).trim())}`;
                return false;
            }
        }
        return this.begin(line, number);
    }
    end() {
        // An empty line ends every diagnostic: one without it is cut, and its rule may be.
        if (this.open)
            this.unnamed++;
        this.open = undefined;
        if (!this.part)
            return;
        const { cargo } = this.context;
        // Quiet runs say nothing, but where tests ran, the build had ended.
        if (!cargo.ended && !cargo.part && cargo.targets.length === 0)
            this.part.reason = "the log ends before cargo says how the build ended";
        else if (this.unnamed > 0 || this.spoiled) {
            this.part.state = "partial";
            this.part.reason = this.spoiled
                ? "a line is longer than any compiler prints"
                : `${this.unnamed} of its diagnostics do not name their rule`;
        }
        else {
            this.part.state = "whole";
            delete this.part.reason;
        }
    }
    /** A headline is left to other readers too, until a place follows that makes it a diagnostic. */
    begin(line, number) {
        this.headline = undefined;
        const first = line.charCodeAt(0);
        if (first === 119 /* w */ || first === 101 /* e */) {
            if (GENERATED.test(line)) {
                this.context.cargo.rendered++;
                return true;
            }
            if (rustc_text_SUMMARY.test(line))
                return true;
            const headline = HEADLINE.exec(clip(line));
            if (headline) {
                const [, level = "", code, message = ""] = headline;
                if (LINKING.test(line))
                    return this.linking(message, number);
                this.headline = { level, code, message: own(message), lines: 0 };
                return false;
            }
        }
        else if ((first === 83 /* S */ || first === 70) /* F */ && rustc_text_SUMMARY.test(line))
            return true;
        return line.includes(".rs:") && this.short(line, number);
    }
    linking(message, number) {
        this.partAt(number);
        this.context.cargo.errors.push({ message: own(message) });
        return true;
    }
    place(headline, line, number) {
        const [, file, row, column] = rustc_text_PLACE.exec(clip(line)) ?? [];
        const { level, code, message } = headline;
        // Other tools print alike: what rustc reports lies in Rust sources.
        if (file === undefined || (code === undefined && !file.endsWith(".rs")))
            return false;
        this.headline = undefined;
        this.partAt(number);
        this.open = {
            level,
            code,
            message,
            file: own(this.context.path(file)),
            line: Number(row),
            column: Number(column),
            text: new Excerpt(),
        };
        this.open.text?.add(`${level}${code === undefined ? "" : `[${code}]`}: ${message}`);
        this.open.text?.add(line);
        return true;
    }
    short(line, number) {
        const match = SHORT.exec(clip(line));
        if (!match)
            return false;
        const [, file = "", row, column, level = "", code, message = ""] = match;
        this.partAt(number);
        this.give({ level, code, message: own(message), file: own(this.context.path(file)), line: Number(row), column: Number(column) });
        return true;
    }
    /** Takes a line of the diagnostic that is open. */
    inside(open, line) {
        if (!INSIDE.test(line))
            return false;
        const text = clip(line);
        open.text?.add(text);
        if (text.startsWith("note: ") || text.startsWith("help: ")) {
            delete open.defined;
            if (text === LEVEL_DEFINED)
                open.defined = {};
            return true;
        }
        const note = /^ *= (?:note|help): /.test(text);
        if (note) {
            const noted = ATTRIBUTE.exec(text)?.[1] ?? FLAG.exec(text)?.[1]?.replaceAll("-", "_");
            if (noted !== undefined && !GROUP.test(noted))
                open.noted ??= own(noted);
            const page = CLIPPY_PAGE.exec(text)?.[1];
            if (page !== undefined)
                open.linked ??= `clippy::${page}`;
            return true;
        }
        if (open.defined)
            pointAt(open, open.defined, text);
        else if (open.source === undefined) {
            const source = SOURCE.exec(text);
            if (source && Number(source[1]) === open.line)
                open.source = own((source[2] ?? "").trim());
        }
        return true;
    }
    finish() {
        if (this.open)
            this.give(this.open);
        this.open = undefined;
    }
    give(diagnostic) {
        const { cargo } = this.context;
        const { level, code, message, file, line } = diagnostic;
        cargo.rendered++;
        const rule = code === undefined ? this.ruleOf(diagnostic) : undefined;
        if (rule !== undefined) {
            if (level === "error")
                cargo.denied++;
            this.lint(diagnostic, rule);
        }
        else if (level === "error") {
            const error = { message, file, line };
            cargo.errors.push(error);
        }
        else
            this.unnamed++;
    }
    ruleOf({ noted, linked, pointed, message }) {
        const wording = wordingOf(message);
        const named = noted ?? linked ?? (pointed !== undefined && !GROUP.test(pointed) ? pointed : undefined);
        if (named === undefined)
            return this.wordings.get(wording) ?? undefined;
        const known = this.wordings.get(wording);
        this.wordings.set(wording, known === undefined || known === named ? named : null);
        return named;
    }
    lint(diagnostic, rule) {
        const { level, message, file, line, column, source, text } = diagnostic;
        const key = `${rule}\n${file}\n${line}:${column}\n${message}`;
        if (!this.part || this.seen.has(key))
            return;
        this.seen.add(key);
        const observation = {
            kind: "lint",
            outcome: "failed",
            part: this.part,
            name: rule,
            message,
            file,
            line,
            owner: ownerOf(rule),
            severity: severityOf(level),
            severityWord: level,
            units: [],
            weak: true,
        };
        if (source !== undefined && source !== "")
            observation.source = source;
        if (text)
            observation.detail = text.text();
        this.sink.observe(observation);
    }
    partAt(number) {
        if (this.part)
            return;
        this.part = this.sink.part("lint", "");
        this.part.provesAbsence = false;
        this.part.line = number;
    }
}
/** `1 | #![deny(unused_mut)]` with `^^^^^^^^^^` below it: the name that the carets point at. */
function pointAt(open, level, text) {
    if (level.source === undefined) {
        if (/^ *\d+ \| /.test(text))
            level.source = text;
        return;
    }
    const from = text.indexOf("^");
    if (from === -1)
        return;
    const name = level.source.slice(from, text.lastIndexOf("^") + 1);
    if (/^[\w:]+$/.test(name))
        open.pointed ??= own(name);
    delete open.defined;
}
/** The message without the names and numbers in it. */
function wordingOf(message) {
    return message.replace(/`[^`]*`/g, "`…`").replace(/\d+/g, "0");
}
/** No line of a diagnostic that matters is longer. */
function clip(line) {
    return line.length > rustc_text_MAX_TEXT ? line.slice(0, rustc_text_MAX_TEXT) : line;
}

;// CONCATENATED MODULE: ./lib/reports/registry.js
/** Every format there is. A new one is one file in this folder and one line here; order matters for lines only. */













const FORMATS = [
    // Lines: what ends another tool's block comes first.
    cargoJson,
    cargo,
    libtest,
    libtestJson,
    nextestJson,
    nextest,
    bencher,
    criterion,
    criterionFolder,
    rustcText,
    junit,
    cargoAudit,
    cargoOutdated,
];

;// CONCATENATED MODULE: ./lib/reports/xml.js
/**
 * XML as a stream of elements: strict about what is cut, never resolving an entity of the document's own, never
 * recursing. A report is not a place to insist on grammar, so what real tools write wrongly and what leaves the
 * structure beyond doubt is read as it was meant: control characters, ampersands and less-than signs that nobody
 * escaped, text around the document, a second document behind the first. What makes the structure doubtful is told.
 * One pass; memory is one chunk and one tag. Rules: XML 1.0 (fifth edition); the tests hold it against saxes.
 */
/** No report nests deeper; what does is made to hurt. */
const xml_MAX_DEPTH = 100;
/** No tag of a report is longer: it is held until it ends. */
const MAX_TAG = 16 * 1024 * 1024;
/** The root element's local name and its namespace, from the head of a file. One pass, for any text. */
function rootOf(head) {
    const at = rootAt(head);
    if (at === -1)
        return undefined;
    const end = head.indexOf(">", at);
    const tag = head.slice(at + 1, end === -1 ? at + 4096 : Math.min(end, at + 4096));
    const name = /^[\w.:-]+/.exec(tag)?.[0] ?? "";
    const colon = name.indexOf(":");
    const prefix = colon === -1 ? "" : name.slice(0, colon);
    let namespace;
    for (const [, own = "", value] of tag.matchAll(/\sxmlns(?::([\w.-]{1,100}))?\s?=\s?["']([^"']*)["']/g)) {
        if (own === prefix)
            namespace ??= value;
    }
    return { name: name.slice(colon + 1), namespace };
}
/** Where the root element begins, after declaration, comments and document type; -1 when it is not in the text. */
function rootAt(head) {
    let at = head.indexOf("<");
    while (at !== -1) {
        const second = head.charAt(at + 1);
        if (second !== "?" && second !== "!")
            return /\w/.test(second) ? at : -1;
        const end = prologEnd(head, at);
        at = end === -1 ? -1 : head.indexOf("<", end);
    }
    return -1;
}
function prologEnd(head, at) {
    if (head.startsWith("<!--", at))
        return head.indexOf("-->", at + 4);
    if (head.startsWith("<?", at))
        return head.indexOf("?>", at + 2);
    const bracket = head.indexOf("[", at);
    const end = head.indexOf(">", at);
    if (bracket === -1 || bracket > end)
        return end;
    const closed = head.indexOf("]", bracket);
    return closed === -1 ? -1 : head.indexOf(">", closed);
}
/** Where a document begins that other output stands before (reporters that write to stdout); -1 when there is none. */
function documentAt(text) {
    return text.search(/^<(?:\?xml|testsuites?)[\s>]/m);
}
/** Reads the document through; null when it is well formed to its end. Throws only what the handler throws. */
function readXml(chunks, handler) {
    const scanner = new Scanner(handler);
    for (const chunk of chunks)
        if (!scanner.write(chunk))
            break;
    const end = scanner.finish();
    handler.end?.();
    return end;
}
/** How the modes end that are passed over; the document type's own declarations end at a bracket. */
const ENDS = { comment: "-->", instruction: "?>", doctype: ">", subset: "]" };
/** Longest entity that is looked for, and as much text is held back at a chunk's end for the rest of one. */
const MAX_ENTITY = 40;
/** Attributes of a tag. Not a dictionary, which would be slow: most tags have the same few names. */
class Attributes {
}
// Without what objects inherit, an attribute may have any name.
Object.setPrototypeOf(Attributes.prototype, null);
class Scanner {
    handler;
    mode = "text";
    /** Text that is not settled yet. */
    rest = "";
    /** How much of it there has to be before another look is worth it: a long tag is not read again for every chunk. */
    need = 0;
    begun = false;
    rooted = false;
    open = [];
    wrong = null;
    stopped = false;
    last = false;
    /** The text that is read, the line it is at, and where its next newline is. */
    held = "";
    line = 1;
    newline = 0;
    /** Where the next of some characters stand, each looked for once: an ampersand, a tab, a carriage return, any of all. */
    amp = 0;
    tab = 0;
    feed = 0;
    special = 0;
    words = [];
    constructor(handler) {
        this.handler = handler;
    }
    /** False when there is no sense in reading on. */
    write(chunk) {
        let text = chunk;
        if (!this.begun) {
            this.begun = true;
            text = fromDocument(chunk);
        }
        if (this.rest.length + text.length < this.need) {
            this.rest += text;
            return true;
        }
        // What was left is joined with as little as it needs: text that was put together is slow to read.
        let at = 0;
        while (this.rest !== "" && at < text.length && !this.stopped) {
            const joined = this.rest + text.slice(at, at + Math.max(1024, this.rest.length));
            at += joined.length - this.rest.length;
            const end = this.scan(joined, 0);
            const left = joined.length - end;
            if (end >= this.rest.length) {
                at -= left;
                this.rest = "";
            }
            else
                this.rest = joined.slice(end);
        }
        if (this.rest === "" && at < text.length && !this.stopped)
            this.rest = text.slice(this.scan(text, at));
        return !this.stopped;
    }
    finish() {
        this.last = true;
        if (!this.stopped && this.rest !== "")
            this.scan(this.rest, 0);
        const inside = this.open[this.open.length - 1];
        if (inside !== undefined)
            this.fail(`unclosed tag: ${inside}`, true);
        else if (this.mode !== "text")
            this.fail("unexpected end", true);
        else if (!this.rooted)
            this.fail("there is no element in it", true);
        return this.wrong;
    }
    fail(message, cut = false) {
        this.wrong ??= { message, line: this.line, cut };
    }
    stop(message) {
        this.fail(message);
        this.stopped = true;
    }
    /** Reads the text from `from`, and returns how far it is settled. */
    scan(text, from) {
        this.held = text;
        this.newline = indexOf(text, "\n", from);
        this.amp = this.tab = this.feed = this.special = -1;
        this.need = 0;
        let at = from;
        while (at < text.length && !this.stopped) {
            const next = this.step(text, at);
            if (next === -1) {
                const left = text.length - at;
                if (left > MAX_TAG)
                    this.stop(`a tag is longer than ${MAX_TAG} characters`);
                else if (this.last)
                    this.fail("unexpected end", true);
                // It is not read again before it has doubled, so that all of it is read in a few times its length.
                this.need = 2 * left;
                break;
            }
            if (next === at)
                break;
            at = next;
        }
        this.count(at);
        return at;
    }
    /** The next piece of text or markup: where it ends, -1 when it does not end here, `at` when the end of the text has to be seen with what follows. */
    step(text, at) {
        switch (this.mode) {
            case "text":
                return this.content(text, at);
            case "cdata":
                return this.cdata(text, at);
            default:
                return this.passOver(text, at, ENDS[this.mode]);
        }
    }
    content(text, at) {
        if (text.charCodeAt(at) !== 60 /* < */) {
            const open = text.indexOf("<", at);
            const to = open !== -1 ? open : this.last ? text.length : settled(text, at);
            if (to > at)
                this.say(text, at, to, true);
            return to;
        }
        const second = text.charCodeAt(at + 1);
        if (second === 47 /* / */)
            return this.closing(text, at);
        if (isNameStart(second))
            return this.opening(text, at);
        if (second === 33 /* ! */)
            return this.declaration(text, at);
        if (second === 63 /* ? */) {
            this.mode = "instruction";
            return at + 2;
        }
        if (at + 1 >= text.length && !this.last)
            return at;
        // `1 < 2`: no tag begins like this.
        this.say(text, at, at + 1, false);
        return at + 1;
    }
    declaration(text, at) {
        if (text.startsWith("<![CDATA[", at)) {
            this.mode = "cdata";
            return at + 9;
        }
        if (text.startsWith("<!--", at)) {
            this.mode = "comment";
            return at + 4;
        }
        if (text.length - at < 9 && !this.last)
            return at;
        this.mode = "doctype";
        return at + 2;
    }
    cdata(text, at) {
        const end = text.indexOf("]]>", at);
        let to = end !== -1 ? end : this.last ? text.length : Math.max(at, text.length - 2);
        if (end === -1 && !this.last && to > at && text.charCodeAt(to - 1) === 13 /* \r */)
            to--;
        if (to > at)
            this.say(text, at, to, false);
        if (end === -1)
            return to;
        this.mode = "text";
        return end + 3;
    }
    passOver(text, at, word) {
        const end = text.indexOf(word, at);
        if (this.mode === "doctype") {
            const bracket = text.indexOf("[", at);
            if (bracket !== -1 && (end === -1 || bracket < end)) {
                this.mode = "subset";
                return bracket + 1;
            }
        }
        if (end === -1)
            return this.last ? text.length : Math.max(at, text.length - word.length + 1);
        this.mode = this.mode === "subset" ? "doctype" : "text";
        return end + word.length;
    }
    /** Text for the handler, unless it stands outside the document or nobody listens. */
    say(text, from, to, escaped) {
        if (this.open.length === 0 || this.handler.deaf)
            return;
        const piece = lines(text.slice(from, to));
        this.handler.text(escaped ? decoded(piece) : piece);
    }
    closing(text, at) {
        const { open } = this;
        const inside = open[open.length - 1];
        if (inside !== undefined && text.startsWith(inside, at + 2) && text.charCodeAt(at + 2 + inside.length) === 62 /* > */) {
            open.pop();
            this.handler.close(localOf(inside));
            return at + inside.length + 3;
        }
        const end = text.indexOf(">", at);
        if (end === -1)
            return -1;
        this.count(at);
        const name = text.slice(at + 2, end).trimEnd();
        const depth = open.lastIndexOf(name);
        if (depth === -1)
            this.fail(`unmatched closing tag: ${name.slice(0, 100)}`);
        else {
            if (depth !== open.length - 1)
                this.fail(`unclosed tag: ${inside ?? ""}`);
            while (open.length > depth)
                this.handler.close(localOf(open.pop() ?? ""));
        }
        return end + 1;
    }
    opening(text, at) {
        this.count(at);
        let p = at + 2;
        while (isName(text.charCodeAt(p)))
            p++;
        const name = this.word(text, at + 1, p);
        const attributes = new Attributes();
        for (;;) {
            const start = space(text, p);
            const c = text.charCodeAt(start);
            if (c === 62 /* > */) {
                this.enter(name, attributes, at);
                return start + 1;
            }
            if (c === 47 /* / */ && text.charCodeAt(start + 1) === 62) {
                this.enter(name, attributes, at);
                if (!this.stopped)
                    this.handler.close(localOf(this.open.pop() ?? ""));
                return start + 2;
            }
            if (start + 1 >= text.length)
                return -1;
            p = start;
            while (isName(text.charCodeAt(p)))
                p++;
            if (p === start || !isNameStart(c)) {
                // Something that is no attribute, such as the rest of a value that holds quotes.
                this.count(at);
                this.fail(`disallowed character in the tag ${name.slice(0, 100)}`);
                p = start + 1;
                continue;
            }
            const equals = space(text, p);
            const quoted = space(text, equals + 1);
            if (quoted >= text.length)
                return -1;
            const quote = text.charCodeAt(quoted);
            if (text.charCodeAt(equals) !== 61 /* = */ || (quote !== 34 && quote !== 39)) {
                this.count(at);
                this.fail(`an attribute of the tag ${name.slice(0, 100)} has no quoted value`);
                continue;
            }
            const end = text.indexOf(quote === 34 ? '"' : "'", quoted + 1);
            if (end === -1)
                return -1;
            const value = text.slice(quoted + 1, end);
            if (this.special < quoted)
                this.special = this.nextSpecial(text, quoted);
            attributes[this.word(text, start, p)] = end < this.special ? value : decoded(value.replace(WHITES, " "));
            p = end + 1;
        }
    }
    /** The name there, as one string for all of its kind: a report has a dozen names, a million times. */
    word(text, from, to) {
        const slot = (text.charCodeAt(from) + 7 * (to - from)) & 127;
        const known = this.words[slot];
        if (known !== undefined && known.length === to - from) {
            let i = 0;
            while (i < known.length && known.charCodeAt(i) === text.charCodeAt(from + i))
                i++;
            if (i === known.length)
                return known;
        }
        return (this.words[slot] = text.slice(from, to));
    }
    /** Where the next character stands that values do not hold as they are written. */
    nextSpecial(text, from) {
        if (this.amp < from)
            this.amp = indexOf(text, "&", from);
        if (this.tab < from)
            this.tab = indexOf(text, "\t", from);
        if (this.feed < from)
            this.feed = indexOf(text, "\r", from);
        return Math.min(this.amp, this.tab, this.feed, this.newline < from ? indexOf(text, "\n", from) : this.newline);
    }
    enter(name, attributes, at) {
        this.count(at);
        if (this.open.length >= xml_MAX_DEPTH) {
            this.stop(`elements nest deeper than ${xml_MAX_DEPTH}`);
            return;
        }
        this.rooted = true;
        this.open.push(name);
        this.handler.open(localOf(name), attributes, this.line);
    }
    /** Counts the lines before `at`. */
    count(at) {
        while (this.newline < at) {
            this.line++;
            this.newline = indexOf(this.held, "\n", this.newline + 1);
        }
    }
}
const WHITES = /\r\n|[\t\n\r]/g;
function indexOf(text, word, from) {
    const at = text.indexOf(word, from);
    return at === -1 ? Number.POSITIVE_INFINITY : at;
}
/** 1 begins a name, 2 may stand in it; what is beyond ASCII is taken for a letter. */
const NAMES = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
    const sign = String.fromCharCode(c);
    NAMES[c] = /[A-Za-z_:]/.test(sign) ? 1 : /[\d.-]/.test(sign) ? 2 : 0;
}
function isNameStart(c) {
    return NAMES[c] === 1 || c >= 128;
}
function isName(c) {
    return c >= 128 || (NAMES[c] ?? 0) > 0;
}
function space(text, from) {
    let at = from;
    for (let c = text.charCodeAt(at); c === 32 || c === 10 || c === 13 || c === 9; c = text.charCodeAt(at))
        at++;
    return at;
}
function localOf(name) {
    const colon = name.indexOf(":");
    return colon === -1 ? name : name.slice(colon + 1);
}
/** Up to where the text can be judged without what follows it: half an entity or line end may stand at its end. */
function settled(text, from) {
    const start = Math.max(from, text.length - MAX_ENTITY);
    const tail = text.slice(start);
    const amp = tail.lastIndexOf("&");
    if (amp !== -1 && !tail.includes(";", amp))
        return start + amp;
    return tail.endsWith("\r") ? text.length - 1 : text.length;
}
/** Line ends as newlines. */
function lines(text) {
    return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
const NUMBERED = /^#(?:(\d{1,8})|[xX]([\da-fA-F]{1,7}))$/;
/** The text with XML's own five entities and numbered characters resolved; all others stay as they are written. */
function decoded(text) {
    let amp = text.indexOf("&");
    if (amp === -1)
        return text;
    let made = "";
    let from = 0;
    let end = -1;
    while (amp !== -1) {
        if (end < amp)
            end = text.indexOf(";", amp);
        if (end === -1)
            break;
        const sign = end - amp <= MAX_ENTITY ? signOf(text.slice(amp + 1, end)) : undefined;
        if (sign !== undefined) {
            made += text.slice(from, amp) + sign;
            from = end + 1;
            amp = text.indexOf("&", from);
        }
        else
            amp = text.indexOf("&", amp + 1);
    }
    return from === 0 ? text : made + text.slice(from);
}
function signOf(entity) {
    switch (entity) {
        case "lt":
            return "<";
        case "gt":
            return ">";
        case "amp":
            return "&";
        case "quot":
            return '"';
        case "apos":
            return "'";
    }
    const [, decimal, hex] = NUMBERED.exec(entity) ?? [];
    if (decimal === undefined && hex === undefined)
        return undefined;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}
/** Text before the document blanked out; its lines still count. */
function fromDocument(text) {
    if (/^\ufeff?\s*</.test(text.slice(0, 4096)))
        return text;
    const at = documentAt(text);
    return at <= 0 ? text : text.slice(0, at).replace(/[^\n]+/g, "") + text.slice(at);
}

;// CONCATENATED MODULE: ./lib/reports/read.js
/**
 * Reads one report: finds its format by its content, runs that format's reader, and sums up what it proves.
 * Observations go to the consumer as they come; what is returned grows with parts, not with cases.
 */








/** A JSON document is read whole, so it is bounded; larger reports come as lines. */
const read_MAX_DOCUMENT = 256 * 1024 * 1024;
/** Reads the file, never throws: what went wrong stands in `error` of the summary. */
function readReport(path, shown, options, context, consume) {
    const collector = new Collector(consume);
    let error = null;
    try {
        read_read(path, options.format, collector, { ...context, called: options.format ?? (0,external_node_path_.basename)(path) });
    }
    catch (thrown) {
        const known = thrown instanceof errors/* CodedError */.AK ? thrown : new errors/* CodedError */.AK("E_REPORT_MALFORMED", read_messageOf(thrown), { cause: thrown });
        error = { code: known.code, message: known.message.replaceAll(path, shown), line: known.line ?? null };
        collector.spoil("it could not be read to its end");
    }
    if (options.outcome)
        collector.outcome(options.outcome);
    return collector.summary(shown, error);
}
function read_read(path, named, collector, context) {
    if (isFolder(path)) {
        const folder = pick(FORMATS.filter((f) => f.shape === "folder").filter((f) => (named ? f.name === named : f.is(path))), path, named);
        if (!folder)
            throw new errors/* CodedError */.AK("E_REPORT_NOT_A_FILE", `${path} is a folder of no known format`, { file: path });
        folder.read(path, collector.sinkOf(folder), context);
        return;
    }
    const head = headOf(path).replace(/^\ufeff/, "");
    const first = head.trimStart().charAt(0);
    if (named !== undefined) {
        const format = FORMATS.find((f) => f.name === named || f.aliases?.includes(named));
        if (!format || format.shape === "folder")
            throw new errors/* CodedError */.AK("E_REPORT_UNKNOWN", `no file format is called ${named}`, { file: path });
        collector.named(format);
        readAs(format, path, first, collector, context);
        if (!collector.claimed(format)) {
            throw new errors/* CodedError */.AK("E_REPORT_MALFORMED", `${path} holds nothing of format ${named}`, { file: path });
        }
        return;
    }
    if (first === "<") {
        const root = rootOf(head);
        const claims = root ? FORMATS.filter((f) => f.shape === "xml" && f.is(root.name, root.namespace)) : [];
        const format = pick(claims, path, named);
        if (format) {
            readAs(format, path, first, collector, context);
            return;
        }
    }
    if ((first === "{" || first === "[") && isOneDocument(head)) {
        readDocument(path, undefined, collector, context);
        return;
    }
    readLogFile(path, collector, context);
}
function readAs(format, path, first, collector, context) {
    if (format.shape === "xml") {
        const end = readXml(textOf(path), format.reader(collector.sinkOf(format), context));
        if (end)
            throw new errors/* CodedError */.AK(end.cut ? "E_REPORT_CUT" : "E_REPORT_MALFORMED", `${path}: ${end.message}`, { file: path, line: end.line });
    }
    else if (format.shape === "json" && (first === "{" || first === "[") && isOneDocument(headOf(path).replace(/^\ufeff/, ""))) {
        readDocument(path, format, collector, context);
    }
    else
        readLogFile(path, collector, context);
}
/** Whether the text begins a document that does not end on its first line: pretty-printed, or one very long line. */
function isOneDocument(head) {
    const line = head.trimStart().split("\n", 1)[0] ?? "";
    try {
        JSON.parse(line);
        return head.trim() === line.trim();
    }
    catch {
        // A line that is cut, or `{ "type": …` with text glued to it, is no document; an open bracket alone is.
        return !/^\{ ?"(?:reason|type)":/.test(line) && !/^\[\w/.test(line);
    }
}
function readDocument(path, format, collector, context) {
    if ((0,external_node_fs_.statSync)(path).size > read_MAX_DOCUMENT)
        throw new errors/* CodedError */.AK("E_REPORT_TOO_LARGE", `${path} is one JSON document of over 256 MB`, { file: path });
    const text = [...textOf(path)].join("").replace(/^\ufeff/, "");
    let document;
    try {
        document = JSON.parse(text);
    }
    catch (error) {
        // Text may follow or precede the document, as when both streams went to one file: then it is a log.
        readLogFile(path, collector, context);
        if (collector.any())
            return;
        throw new errors/* CodedError */.AK(text.trimEnd().endsWith("}") || text.trimEnd().endsWith("]") ? "E_REPORT_MALFORMED" : "E_REPORT_CUT", `${path} is not a whole JSON document: ${read_messageOf(error)}`, { file: path, cause: error });
    }
    const claims = FORMATS.filter((f) => f.shape === "json" && (format ? f === format : f.is(document)));
    const found = pick(claims, path, format?.name);
    if (!found && !format) {
        // A log of one line is a document too.
        readLogFile(path, collector, context);
        return;
    }
    if (!found)
        throw new errors/* CodedError */.AK("E_REPORT_UNKNOWN", `${path} is JSON of no known format`, { file: path });
    found.read(document, collector.sinkOf(found), context);
}
function readLogFile(path, collector, context) {
    const lines = FORMATS.filter((f) => f.shape === "lines");
    const json = FORMATS.filter((f) => f.shape === "json");
    readLog(textOf(path), { lines, json }, (format) => collector.sinkOf(format), context);
    if (collector.any())
        return;
    // A reporter that writes to stdout has what else was printed there before its document.
    const head = headOf(path);
    const at = documentAt(head);
    const root = at === -1 ? undefined : rootOf(head.slice(at));
    const format = root && FORMATS.find((f) => f.shape === "xml" && f.is(root.name, root.namespace));
    if (!format)
        throw new errors/* CodedError */.AK("E_REPORT_UNKNOWN", `${path} is of no known format`, { file: path });
    readAs(format, path, "<", collector, context);
}
function pick(claims, path, named) {
    if (claims.length > 1 && named === undefined) {
        const names = claims.map((f) => f.name).join(" and ");
        throw new errors/* CodedError */.AK("E_REPORT_AMBIGUOUS", `${path} could be ${names}`, { file: path });
    }
    return claims[0];
}
function isFolder(path) {
    try {
        return (0,external_node_fs_.statSync)(path).isDirectory();
    }
    catch {
        return false;
    }
}
function read_messageOf(thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
}
/** Gathers parts, counts and problems of one file over all the formats that stand in it. */
class Collector {
    consume;
    parts = [];
    perFormat = new Map();
    problems = [];
    asked;
    failing = false;
    constructor(consume) {
        this.consume = consume;
    }
    sinkOf(format) {
        let own = this.perFormat.get(format);
        if (!own)
            this.perFormat.set(format, (own = { counts: new Map(), parts: [], tool: undefined }));
        const mine = own;
        return {
            part: (kind, reason, extent) => {
                if (!mine.counts.has(kind))
                    mine.counts.set(kind, (0,reports_format/* noCounts */.Y)());
                const part = { kind, state: "broken", reason, extent: { units: [], ...extent }, provesAbsence: true };
                this.parts.push(part);
                mine.parts.push(part);
                return part;
            },
            observe: (observation) => {
                // A target or suite that failed or passed as a whole is no test case of the report.
                const isCase = observation.kind !== "test" || !observation.whole;
                this.add(mine.counts, observation.kind, observation.outcome, 1, isCase);
                this.consume(observation);
            },
            count: (outcome, cases) => this.add(mine.counts, format.kinds[0] ?? "test", outcome, cases, true),
            tool: (name) => {
                mine.tool = name;
            },
            problem: (code, message, line) => {
                this.problems.push({ code, message, line: line ?? null });
            },
            spoil: (reason) => {
                for (const part of mine.parts)
                    weaken(part, "broken", reason);
            },
        };
    }
    named(format) {
        this.asked = format;
    }
    claimed(format) {
        return (this.perFormat.get(format)?.parts.length ?? 0) > 0;
    }
    any() {
        return this.parts.length > 0;
    }
    spoil(reason) {
        for (const part of this.parts)
            weaken(part, "broken", reason);
    }
    /** What the step's own outcome adds to the report it left. */
    outcome(outcome) {
        if (outcome === "skipped")
            for (const part of this.parts)
                weaken(part, "broken", "its step was skipped, so the file is an earlier run's");
        if (outcome === "cancelled")
            for (const part of this.parts)
                weaken(part, "partial", "its step was cancelled");
        if (outcome === "failure" && !this.failing) {
            for (const part of this.parts)
                weaken(part, "partial", "its step failed, yet the report shows no failure");
        }
    }
    summary(file, error) {
        const main = this.main();
        const problem = error ?? this.problems[0] ?? null;
        const complete = problem === null && this.parts.length > 0 && this.parts.every((p) => p.state === "whole");
        const reason = complete ? null : (problem?.message ?? this.parts.find((p) => p.state !== "whole")?.reason ?? "it holds nothing");
        return {
            file,
            format: main?.format.name ?? null,
            kind: main?.kind ?? null,
            tool: main ? (main.tool ?? main.format.tool) : null,
            complete,
            reason,
            counts: main?.counts ?? (0,reports_format/* noCounts */.Y)(),
            parts: this.parts,
            error: problem,
        };
    }
    /** The format and kind a file goes by: test, else build that failed, else what it mostly holds. */
    main() {
        const all = [...this.perFormat].flatMap(([format, { counts, tool }]) => [...counts].map(([kind, c]) => ({ format, kind, counts: c, tool })));
        const measured = all.some(({ kind, counts }) => kind === "bench" && counts.total > 0);
        const rank = ({ format, kind, counts }) => {
            if (this.asked === format)
                return 0;
            // A benchmark run lists every test as ignored, and a benchmark that panics as a test that failed.
            if (kind === "test" && (counts.passed > 0 || !measured))
                return 1;
            if (kind === "build" && counts.failed + counts.errors > 0)
                return 2;
            return ["bench", "lint", "audit", "dependency", "test", "build", "pipeline", "finding"].indexOf(kind) + 3;
        };
        all.sort((a, b) => rank(a) - rank(b) || b.counts.total - a.counts.total);
        return all[0];
    }
    add(counts, kind, outcome, n, isCase) {
        if (outcome === "failed" || outcome === "error")
            this.failing = true;
        if (!isCase)
            return;
        let own = counts.get(kind);
        if (!own)
            counts.set(kind, (own = (0,reports_format/* noCounts */.Y)()));
        own.total += n;
        own[outcome === "error" ? "errors" : outcome] += n;
    }
}
function weaken(part, to, reason) {
    if (part.state === "broken" || part.state === to)
        return;
    part.state = to;
    part.reason = part.reason ? `${part.reason}; ${reason}` : reason;
}


/***/ }),

/***/ 288:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Lo: () => (/* binding */ COMMANDS),
  WB: () => (/* binding */ RUN_FLAGS),
  l0: () => (/* binding */ commandLineOf)
});

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/settings/nearest.js
var nearest = __nccwpck_require__(535);
// EXTERNAL MODULE: ./lib/settings/settings.js
var settings = __nccwpck_require__(152);
;// CONCATENATED MODULE: ./lib/settings/flags.js
/** Settings and files from a terminal's command line. */




const COMMANDS = ["sync", "plan", "parse"];
/** What a CI host tells by itself, and a terminal has to be told: facts of the run. */
const RUN_FLAGS = ["sha", "run", "attempt", "workflow", "job", "event", "url", "at"];
/** Reads the arguments after the program's name. Throws E_USAGE or E_INPUT_UNKNOWN. */
function commandLineOf(args) {
    const { flags, positionals } = split(args);
    if (flags.has("help") || positionals[0] === "help" || args.length === 0)
        return empty("help");
    if (flags.has("version") || positionals[0] === "version")
        return empty("version");
    const [given = "", ...files] = positionals;
    const command = COMMANDS.find((c) => c === given);
    if (!command) {
        const near = (0,nearest/* nearest */.p)(given, COMMANDS);
        throw new errors/* CodedError */.AK("E_USAGE", `${given === "" ? "no command was given" : `${given} is no command`}${near ? `; did you mean ${near}?` : `: ${COMMANDS.join(", ")}`}`, {
            exit: 2,
        });
    }
    const values = new Map();
    for (const [name, all] of flags)
        if (name !== "json" && name !== "report")
            values.set(name, all.at(-1) ?? "");
    return { command, files, reports: flags.get("report") ?? [], json: flags.has("json"), values };
}
function empty(command) {
    return { command, files: [], reports: [], json: false, values: new Map() };
}
const SWITCHES = ["json", "help", "version"];
function split(args) {
    const known = [...Object.keys(settings/* SETTINGS */.yy), ...RUN_FLAGS, "report", ...SWITCHES];
    const booleans = new Set([
        ...SWITCHES,
        ...Object.keys(settings/* SETTINGS */.yy).filter((name) => ["true", "false"].includes(settings/* SETTINGS */.yy[name].default)),
    ]);
    const { tokens } = (0,external_node_util_namespaceObject.parseArgs)({ args: [...args], strict: false, tokens: true, allowPositionals: true });
    const flags = new Map();
    const positionals = [];
    const add = (name, value) => {
        flags.set(name, [...(flags.get(name) ?? []), value]);
    };
    let waiting;
    for (const token of tokens ?? []) {
        if (token.kind === "option") {
            if (waiting !== undefined)
                throw new errors/* CodedError */.AK("E_USAGE", `--${waiting} needs a value`, { exit: 2 });
            const name = token.rawName === "-h" ? "help" : token.name;
            if (!known.includes(name))
                throw (0,settings/* unknownName */.U0)(name, (n) => `--${n}`, known);
            if (token.value !== undefined)
                add(name, token.value);
            else if (booleans.has(name))
                add(name, "true");
            else
                waiting = name;
        }
        else if (token.kind === "positional") {
            if (waiting !== undefined) {
                add(waiting, token.value);
                waiting = undefined;
            }
            else
                positionals.push(token.value);
        }
    }
    if (waiting !== undefined)
        throw new errors/* CodedError */.AK("E_USAGE", `--${waiting} needs a value`, { exit: 2 });
    return { flags, positionals };
}


/***/ }),

/***/ 211:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  B: () => (/* binding */ helpText)
});

// EXTERNAL MODULE: ./lib/version.js
var version = __nccwpck_require__(411);
;// CONCATENATED MODULE: ./lib/settings/descriptions.js
/** Made from action.yml by `npm run generate`: what `--help` says of each setting. */
const DESCRIPTIONS = {
    reports: "What earlier steps left, one a line: `PATH-OR-GLOB [format=…] [outcome=${{ steps.x.outcome }}] [scope=…]`, with double quotes around what holds spaces. Formats are found by content; `format=` decides where two fit. `outcome=` adds what the step's exit status said. `scope=` keeps apart what one job looks at twice.",
    tracker: "Where entries live: `tracer` (`.trace/issues.jsonl`), `github` (GitHub Issues), `auto` (the tracker the repository has, else GitHub Issues in GitHub Actions), or a chain such as `tracer, github`, of which the first one that is there is used.",
    mode: "`sync` makes the tracker true; `plan` shows what sync would do and writes nothing. Pull requests, forks, Dependabot and merge queues always plan.",
    commit: "How files are committed: `api` (GitHub's API, signed), `git` (git plumbing, for other hosts), `pull-request` (one standing pull request, for protected branches), `none` (files only), `auto` (`api` in GitHub Actions, else `none`).",
    branch: "Branch that holds the state, where it is not the default branch (tracker files) or `ci-tracker` (the ledger of a hosted tracker). In a terminal also the branch the run counts for.",
    "default-branch": "Branch whose failures are filed, where the host does not tell. In a terminal the current branch counts as it.",
    init: "`true` makes an empty tracker where the repository has none; by default that is an error.",
    "fail-on": "Makes the step fail: `none`, `new` (a failure without an open entry), `any` (any failure).",
    "open-after": "Runs a subject has to fail in before it is filed.",
    "max-new": "New entries a kind and run, worst first. The rest is withheld, listed, and taken up by the next run.",
    "max-writes": "Writes a run on a hosted tracker. The rest is withheld and goes on with the next run.",
    comment: "When an entry that stays open gets a comment (or a line in its notes): `change` (something changed that a person would want to know), `always`, `interval`, `never`.",
    "comment-interval": "Days between two comments with `comment:` `interval`.",
    "reopen-window": "Days after which a hosted tracker gets a new entry, linked to the old one, instead of a reopened one.",
    tolerance: "Per cent that a benchmark may be worse than its baseline before it counts.",
    leg: "Which matrix cell or shard this is. Cells that see the same failure are kept apart: its entry closes when each of them has seen it pass.",
    actor: "Name that entries and commits are written under. Never a person's.",
    label: "Label of our entries on hosted trackers.",
    token: "Token for GitHub: `issues: write` for GitHub Issues, `contents: write` to commit, `pull-requests: write` for `commit: pull-request`.",
    repository: "`owner/name` of the repository whose issues and branches are written; this one by default.",
    root: "Folder of the repository, against which report paths are read.",
    cache: "Where the history of benchmarks and the newest commit seen are kept: `auto` (the Actions cache; in a terminal the user's cache folder), `none`, or a folder. Losing it costs patience, never truth.",
    "skip-ci": "`true` ends commit messages in `[skip ci]`.",
    annotations: "`true` marks what is new at its file and line.",
    "write-pace": "Milliseconds between two writes to a hosted tracker; GitHub asks for 1000.",
};

// EXTERNAL MODULE: ./lib/settings/flags.js + 1 modules
var flags = __nccwpck_require__(288);
// EXTERNAL MODULE: ./lib/settings/settings.js
var settings_settings = __nccwpck_require__(152);
;// CONCATENATED MODULE: ./lib/settings/help.js
/** What `--help` prints. */




const ABOUT = {
    sync: "make the tracker true to the reports",
    plan: "show what sync would do; nothing is written",
    parse: "show what each file says, one JSON line a file with --json",
};
/** Facts of the run, which a terminal has to be told and a CI host knows. */
const FACTS = [
    ["sha", "commit that was tested; git's HEAD where tracked files are unchanged"],
    ["run", "id of the run; a new one each time"],
    ["attempt", "attempt of the run; 1"],
    ["workflow", "workflow it belongs to"],
    ["job", "job it belongs to"],
    ["event", "push, schedule, workflow_dispatch, or pull_request, which only plans"],
    ["url", "page of the run"],
    ["at", "when the run was created, ISO 8601; the clock"],
    ["report", "one line of `reports`: 'PATH format=… outcome=… scope=…'; may be given several times"],
    ["json", "print the result as one JSON object"],
];
function helpText() {
    const commands = flags/* COMMANDS */.Lo.map((c) => `  ${c.padEnd(8)}${ABOUT[c]}`);
    const settings = Object.entries(settings_settings/* SETTINGS */.yy).flatMap(([name, { default: value }]) => {
        if (name === "reports")
            return [];
        return [`  --${name}${value === "" ? "" : ` (${value})`}`, ...wrap(plainWords(DESCRIPTIONS[name] ?? ""), 84).map((l) => `      ${l}`)];
    });
    const facts = FACTS.flatMap(([name, words]) => [`  --${name}`, ...wrap(words, 84).map((l) => `      ${l}`)]);
    return [
        `ci-tracker ${version/* VERSION */.x}: keeps a tracker true to CI.`,
        "",
        "  ci-tracker sync FILE… --tracker tracer",
        "",
        ...commands,
        "",
        "Settings, also as variables (CI_TRACKER_MAX_NEW) and as inputs of the action (max-new):",
        ...settings,
        "",
        "Facts of the run, where no CI host tells them:",
        ...facts,
        "",
        "Exit status: 0 the tracker is true, 1 fail-on says so, 2 wrong use, 3 something could not be read, listed or written.",
        "",
    ].join("\n");
}
function plainWords(text) {
    return text.replaceAll("`", "");
}
function wrap(text, width) {
    const lines = [];
    let line = "";
    for (const word of text.split(" ")) {
        if (line !== "" && line.length + word.length + 1 > width) {
            lines.push(line);
            line = word;
        }
        else
            line = line === "" ? word : `${line} ${word}`;
    }
    return line === "" ? lines : [...lines, line];
}


/***/ }),

/***/ 792:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ht: () => (/* binding */ variablesOf)
/* harmony export */ });
/* unused harmony exports inputsOf, variableOf */
/* harmony import */ var _settings_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(152);
/** Settings from a workflow's inputs and from CI_TRACKER_ variables. */

const PREFIX = "CI_TRACKER_";
/** `INPUT_MAX-NEW`, as the runner writes it. Throws E_INPUT_UNKNOWN for an input the action does not have. */
function inputsOf(environment) {
    const values = new Map();
    for (const [variable, value] of Object.entries(environment)) {
        if (!variable.startsWith("INPUT_") || value === undefined)
            continue;
        const name = variable.slice("INPUT_".length).toLowerCase().replaceAll("_", "-");
        if (!isSetting(name))
            throw unknownName(name, (n) => `the input ${n}`, Object.keys(SETTINGS));
        values.set(name, value);
    }
    return values;
}
/** `CI_TRACKER_MAX_NEW`. Throws E_INPUT_UNKNOWN for a variable of that prefix that is none of ours. */
function variablesOf(environment, also = []) {
    const values = new Map();
    for (const [variable, value] of Object.entries(environment)) {
        if (!variable.startsWith(PREFIX) || value === undefined)
            continue;
        const name = variable.slice(PREFIX.length).toLowerCase().replaceAll("_", "-");
        if (!(0,_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .isSetting */ .BX)(name) && !also.includes(name))
            throw (0,_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .unknownName */ .U0)(name, variableOf, [...Object.keys(_settings_js__WEBPACK_IMPORTED_MODULE_0__/* .SETTINGS */ .yy), ...also]);
        values.set(name, value);
    }
    return values;
}
/** Name of the variable that holds a setting. */
function variableOf(name) {
    return PREFIX + name.toUpperCase().replaceAll("-", "_");
}


/***/ }),

/***/ 535:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ nearest)
/* harmony export */ });
/** The known word that a mistyped one most likely stands for. */
function nearest(given, known) {
    let best;
    let least = Math.max(2, Math.floor(given.length / 3)) + 1;
    for (const word of known) {
        const distance = editDistance(given.toLowerCase().slice(0, 60), word.toLowerCase());
        if (distance < least)
            [best, least] = [word, distance];
    }
    return best;
}
/** Levenshtein's distance; both words are short. */
function editDistance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? 0;
}


/***/ }),

/***/ 982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ reportLine),
/* harmony export */   Q: () => (/* binding */ reportLines)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(535);
/** Lines of `reports:`: what to read, and what the caller knows of it. */


const WORDS = ["format", "outcome", "scope"];
const OUTCOMES = ["success", "failure", "cancelled", "skipped"];
/** Reads the lines of `reports:`; empty lines and lines that begin with `#` are passed over. Throws E_REPORT_LINE. */
function reportLines(text) {
    return text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== "" && !line.startsWith("#"))
        .map(reportLine);
}
/** Reads one line. Throws E_REPORT_LINE. */
function reportLine(line) {
    const tokens = tokensOf(line);
    const report = { path: "" };
    for (const token of tokens) {
        const word = /^([a-z-]+)=(.*)$/s.exec(token.text);
        if (!word || token.quoted) {
            if (report.path !== "")
                throw wrong(line, `a second path, ${token.text}; put what holds spaces into double quotes`);
            report.path = token.text;
            continue;
        }
        const [, name = "", value = ""] = word;
        if (name === "format") {
            if (value !== "")
                report.format = value;
        }
        else if (name === "scope") {
            if (value !== "")
                report.scope = value;
        }
        else if (name === "outcome") {
            // An expression of a step that does not exist is empty: then nothing is known.
            if (value !== "")
                report.outcome = outcomeOf(value, line);
        }
        else if (report.path === "")
            report.path = token.text;
        else {
            const near = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_1__/* .nearest */ .p)(name, WORDS);
            throw wrong(line, `${name}= is not known${near ? `; did you mean ${near}=?` : `: ${WORDS.map((w) => `${w}=`).join(", ")}`}`);
        }
    }
    if (report.path === "")
        throw wrong(line, "no path");
    return report;
}
function outcomeOf(value, line) {
    if (!OUTCOMES.includes(value))
        throw wrong(line, `outcome=${value} is none of ${OUTCOMES.join(", ")}`);
    return value;
}
function wrong(line, what) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .AK("E_REPORT_LINE", `${JSON.stringify(line)}: ${what}`, { exit: 2 });
}
/** Words split at spaces; double quotes hold spaces together, anywhere in a word. */
function tokensOf(line) {
    const tokens = [];
    let text = "";
    let open = false;
    let begun = false;
    let quoted = false;
    for (const char of line) {
        if (char === '"') {
            if (!begun)
                quoted = true;
            open = !open;
            begun = true;
        }
        else if (/\s/.test(char) && !open) {
            if (begun)
                tokens.push({ text, quoted });
            [text, begun, quoted] = ["", false, false];
        }
        else {
            text += char;
            begun = true;
        }
    }
    if (open)
        throw wrong(line, "a double quote is not closed");
    if (begun)
        tokens.push({ text, quoted });
    return tokens;
}


/***/ }),

/***/ 152:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BX: () => (/* binding */ isSetting),
/* harmony export */   U0: () => (/* binding */ unknownName),
/* harmony export */   sb: () => (/* binding */ readSettings),
/* harmony export */   yy: () => (/* binding */ SETTINGS)
/* harmony export */ });
/* unused harmony export TRACKERS */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(452);
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(535);
/**
 * Every setting, once: its type, what it may hold, and its default. Inputs of the action, flags of the terminal and
 * CI_TRACKER_ variables all end here; nothing else reads them. action.yml describes each, and a test keeps both equal.
 */


const choice = (...words) => (text) => {
    const found = words.find((word) => word === text.toLowerCase());
    if (found === undefined)
        throw new Error(`${JSON.stringify(text)} is none of ${words.join(", ")}${maybe(text, words)}`);
    return found;
};
const whole = (least, most) => (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
        throw new Error(`${JSON.stringify(text)} is no whole number from ${least} to ${most}`);
    return value;
};
const amount = (least, most) => (text) => {
    const value = /^\d+(?:\.\d+)?\s*%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
    if (!(value >= least && value <= most))
        throw new Error(`${JSON.stringify(text)} is no number from ${least} to ${most}`);
    return value;
};
/** YAML 1.2's words, as @actions/core takes them. */
const yesNo = (text) => {
    if (/^true$/i.test(text))
        return true;
    if (/^false$/i.test(text))
        return false;
    throw new Error(`${JSON.stringify(text)} is neither true nor false`);
};
const text = (value) => value;
const word = (value) => {
    if (!/^[\w.@+-]{1,60}$/.test(value))
        throw new Error(`${JSON.stringify(value)} is not one word of letters, digits, dots and dashes`);
    return value;
};
/** The trackers there are, in the order `auto` looks for them. */
const TRACKERS = ["tracer", "github"];
const trackers = (value) => {
    if (value === "auto")
        return "auto";
    const names = value.split(/[,\s]+/).filter((name) => name !== "");
    return names.map(choice(...TRACKERS));
};
/** Setting → how its text is read, and its default as text. */
const SETTINGS = {
    reports: { read: text, default: "" },
    tracker: { read: trackers, default: "auto" },
    mode: { read: choice("sync", "plan"), default: "sync" },
    commit: { read: choice("auto", "api", "git", "pull-request", "none"), default: "auto" },
    branch: { read: text, default: "" },
    "default-branch": { read: text, default: "" },
    init: { read: yesNo, default: "false" },
    "fail-on": { read: choice("none", "new", "any"), default: "none" },
    "open-after": { read: whole(1, 100), default: "1" },
    "max-new": { read: whole(0, 10_000), default: "10" },
    "max-writes": { read: whole(0, 10_000), default: "60" },
    comment: { read: choice("change", "always", "interval", "never"), default: "change" },
    "comment-interval": { read: amount(0, 3650), default: "7" },
    "reopen-window": { read: amount(0, 3650), default: "30" },
    tolerance: { read: amount(0, 10_000), default: "10" },
    leg: { read: text, default: "" },
    actor: { read: word, default: "ci-bot" },
    label: { read: (value) => value.slice(0, 50), default: "ci-tracker" },
    token: { read: text, default: "" },
    repository: { read: text, default: "" },
    root: { read: text, default: "." },
    cache: { read: text, default: "auto" },
    "skip-ci": { read: yesNo, default: "true" },
    annotations: { read: yesNo, default: "true" },
    "write-pace": { read: whole(0, 60_000), default: "1000" },
};
function isSetting(name) {
    return Object.hasOwn(SETTINGS, name);
}
/**
 * Settings from their texts, the first source that has one winning. An empty text is no text: that is how the runner
 * passes an input that was not given. Throws E_INPUT_VALUE naming the setting and where it came from.
 */
function readSettings(...sources) {
    const settings = {};
    for (const name of Object.keys(SETTINGS)) {
        const source = sources.find(({ values }) => (values.get(name) ?? "").trim() !== "");
        const value = source?.values.get(name)?.trim() ?? SETTINGS[name].default;
        try {
            settings[name] = SETTINGS[name].read(value);
        }
        catch (error) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .AK("E_INPUT_VALUE", `${source?.name(name) ?? name}: ${error.message}`, { exit: 2 });
        }
    }
    return settings;
}
/** For a name nobody knows: the error, with the nearest right one. */
function unknownName(given, shown, known) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .AK("E_INPUT_UNKNOWN", `${shown(given)} is not known${maybe(given, known.map((k) => k), shown)}`, { exit: 2 });
}
function maybe(given, known, shown = (n) => n) {
    const near = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_1__/* .nearest */ .p)(given, known);
    return near === undefined ? "" : `; did you mean ${shown(near)}?`;
}


/***/ }),

/***/ 480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  O: () => (/* binding */ sync)
});

;// CONCATENATED MODULE: ./lib/commit/message.js
/** The trailer by which a run recognises a commit as ours. */
const TRAILER = "Ci-Tracker-Run";
const PAST = { create: "opened", reopen: "reopened", close: "closed", comment: "noted", update: "updated" };
function commitMessage(run, operations, options) {
    const counts = new Map();
    for (const { op } of operations)
        counts.set(PAST[op], (counts.get(PAST[op]) ?? 0) + 1);
    const words = [...counts].map(([word, n]) => `${n} ${word}`).join(", ");
    const id = plainWord(run.id);
    const subject = `ci-tracker: ${words === "" ? "remember" : words} (run ${id})${options.skipCi ? " [skip ci]" : ""}`;
    const commit = run.commit !== undefined && /^[0-9a-f]{7,64}$/.test(run.commit) ? `\nCi-Tracker-Commit: ${run.commit}` : "";
    return { subject, body: `${TRAILER}: ${id}/${run.attempt}${commit}\nCi-Tracker-Actor: ${plainWord(options.actor)}` };
}
/** Whether a commit's message has our trailer: a push run on such a commit only plans. */
function isOurs(message) {
    return new RegExp(`^${TRAILER}: \\S+/\\d+$`, "m").test(message);
}
function plainWord(text) {
    return text.replace(/[^\w.+:-]+/g, "-").slice(0, 80);
}

// EXTERNAL MODULE: ./lib/errors.js
var errors = __nccwpck_require__(452);
// EXTERNAL MODULE: ./lib/host/host.js
var host_host = __nccwpck_require__(794);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
;// CONCATENATED MODULE: ./lib/identity/key.js
/**
 * Keys and fingerprints. A key is the readable, versioned identity of a subject; its fingerprint is what trackers and
 * the ledger are searched by. Messages, line numbers, durations and versions are never part of a key.
 */

/** Version of the rules that make a kind's keys. A new version tries the older ones and rewrites on a match. */
const VERSION = { test: 1, lint: 1, audit: 1, bench: 1, dependency: 1, build: 1, pipeline: 1, finding: 1 };
/** The letter after `ci-`: it tells the kind at a glance and keeps the id from starting with a digit. */
const LETTER = {
    test: "t",
    lint: "l",
    audit: "a",
    bench: "m",
    dependency: "d",
    build: "b",
    pipeline: "p",
    finding: "f",
};
const SEPARATOR = " » ";
/** `test/1 shop::api » get_order`. Different fields never give the same key. */
function keyOf(kind, ...fields) {
    return `${kind}/${VERSION[kind]} ${fields.map(escaped).join(SEPARATOR)}`;
}
/** Kind and fields of a key, the inverse of keyOf; undefined for text that is no key. */
function readKey(key) {
    const match = /^([a-z]+)\/(\d+) (.*)$/s.exec(key);
    const kind = match?.[1];
    if (!match || kind === undefined || !Object.hasOwn(VERSION, kind))
        return undefined;
    return { kind: kind, version: Number(match[2]), fields: (match[3] ?? "").split(SEPARATOR).map(unescaped) };
}
/** `ci-` + a letter + 12 base32 characters (60 bits) of the key's SHA-256. */
function fingerprintOf(key) {
    const kind = key.slice(0, key.indexOf("/"));
    return `ci-${LETTER[kind]}${base32((0,external_node_crypto_.createHash)("sha256").update(key).digest(), 12)}`;
}
/** Whether the text looks like a fingerprint; a generation may follow (`~2`). */
const FINGERPRINT = /^ci-[a-z][a-z2-7]{12}(?:~\d+)?$/;
// A field may hold anything: backslashes, the separator's sign and line ends are escaped, so that a key is one line.
function escaped(field) {
    return /[\\»\n\r]/.test(field)
        ? field.replaceAll("\\", "\\\\").replaceAll("»", "\\>").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
        : field;
}
function unescaped(field) {
    return field.replace(/\\([\\>nr])/g, (_, c) => (c === ">" ? "»" : c === "n" ? "\n" : c === "r" ? "\r" : "\\"));
}
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
function base32(bytes, length) {
    let text = "";
    let buffer = 0;
    let bits = 0;
    for (const byte of bytes) {
        buffer = ((buffer << 8) | byte) & 0xfff;
        bits += 8;
        while (bits >= 5 && text.length < length) {
            bits -= 5;
            text += ALPHABET[(buffer >> bits) & 31];
        }
        if (text.length === length)
            break;
    }
    return text;
}
/** A short hash for things that are compared but never shown: errors, source lines. */
function shortHash(text) {
    return base32((0,external_node_crypto_.createHash)("sha256").update(text).digest(), 10);
}

// EXTERNAL MODULE: ./lib/host/git.js + 12 modules
var git = __nccwpck_require__(875);
;// CONCATENATED MODULE: ./lib/host/look.js
/** What planning has to know beside reports, tracker and ledger: how commits lie to each other, and which files are gone. */




/** Commits that are asked about; older ones are ordered by when their runs were created. */
const MAX_COMMITS = 200;
async function look(host, evidence, ledger, history, compare) {
    const lines = [...ledger.values()].filter((line) => line.state !== "closed" || evidence.failing.has(line.key));
    return {
        ancestry: await ancestry(host, lines, compare),
        missing: await missing(host, evidence, lines),
        unlocked: unlocked(host, evidence, lines),
        marks: ledger.size === 0 ? new Map() : history.marks,
        history: history.benches,
    };
}
async function ancestry(host, lines, compare) {
    const { commit } = host.run;
    if (commit === undefined)
        return new Map();
    const others = new Set();
    for (const line of lines) {
        for (const word of Object.values(line.producers))
            if (word.commit !== undefined)
                others.add(word.commit);
        if (line.closed?.commit !== undefined)
            others.add(line.closed.commit);
    }
    others.delete(commit);
    const asked = [...others].slice(-MAX_COMMITS);
    const known = await (0,git/* ancestryOf */.Rq)(host.root, commit, asked);
    if (!compare)
        return known;
    for (const other of asked) {
        if (known.has(other))
            continue;
        const relation = await compare(other, commit);
        if (relation)
            known.set(other, relation);
    }
    return known;
}
/** Files of failures that were there when they failed and are not there now. */
async function missing(host, evidence, lines) {
    const { commit } = host.run;
    const gone = new Set();
    if (commit === undefined)
        return gone;
    const asked = new Map();
    for (const line of lines) {
        if (line.state !== "open" || evidence.failing.has(line.key) || evidence.passing.has(line.key))
            continue;
        if (line.kind !== "test" && line.kind !== "lint")
            continue;
        const words = Object.values(line.producers);
        const failedAt = words.find((w) => w.last === "failed" && w.commit !== undefined && w.commit !== commit)?.commit;
        if (failedAt === undefined)
            continue;
        const paths = asked.get(failedAt) ?? new Set();
        asked.set(failedAt, paths);
        for (const path of [line.file, ...words.flatMap((w) => Object.values(w.reach?.paths ?? {}))]) {
            if (path !== undefined && path !== "" && !path.startsWith("/") && !path.startsWith(".."))
                paths.add(path);
        }
    }
    const all = [...new Set([...asked.values()].flatMap((paths) => [...paths]))];
    const now = all.length === 0 ? undefined : await (0,git/* present */.Eb)(host.root, commit, all);
    if (!now)
        return gone;
    for (const [failedAt, paths] of asked) {
        const then = await (0,git/* present */.Eb)(host.root, failedAt, [...paths]);
        for (const path of paths)
            if (then?.has(path) && !now.has(path))
                gone.add(path);
    }
    return gone;
}
/** A yanked version is settled only when the lockfile of this commit does not hold it any more. */
function unlocked(host, evidence, lines) {
    const found = new Set();
    const yanked = lines.filter((line) => line.kind === "audit" && !evidence.failing.has(line.key) && readKey(line.key)?.fields[2] === "yanked");
    if (yanked.length === 0)
        return found;
    let lock;
    try {
        lock = (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(host.root, "Cargo.lock"), "utf8");
    }
    catch {
        return found;
    }
    for (const line of yanked) {
        const [, name, , version] = readKey(line.key)?.fields ?? [];
        const stands = new RegExp(`^name = "${literal(name ?? "")}"\\r?\\nversion = "${literal(version ?? "")}"`, "m").test(lock);
        if (!stands)
            found.add(line.fingerprint);
    }
    return found;
}
function literal(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(161);
;// CONCATENATED MODULE: ./lib/host/machine.js
/** The class of machine that measurements are compared within: two kinds of processor have two baselines. */

function machineClass(environment) {
    const image = environment["ImageOS"] ?? environment["RUNNER_OS"] ?? (0,external_node_os_.platform)();
    const model = ((0,external_node_os_.cpus)()[0]?.model ?? "unknown processor").replace(/\s+/g, " ").trim();
    return `${image} ${(0,external_node_os_.arch)()} ${model}`;
}

;// CONCATENATED MODULE: ./lib/identity/normalise.js
/**
 * What differs between two runs of the same failure, taken out. For messages this decides only "is it still the same
 * error?"; for names it keeps a drifting parameter from making a new subject of the same test.
 */
/** Longer text is judged by its beginning. */
const MAX = 4_000;
const DRIFT = [
    [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
    [/\b0x[0-9a-f]+\b/gi, "<address>"],
    [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, "<time>"],
    [/(?:\/private)?\/(?:tmp|var\/folders|var\/tmp)\/[^\s'"`)\]}>,;]+/g, "<temporary>"],
    [/\b[A-Za-z]:\\(?:Users\\[^\\\s]+\\AppData\\Local\\Temp|Windows\\Temp|Temp)\\[^\s'"`)\]}>,;]+/gi, "<temporary>"],
    [/\b(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):\d{2,5}\b/g, "$1:<port>"],
    [/\b(seed[ =:]+)\d+\b/gi, "$1<seed>"],
];
const MESSAGE_DRIFT = [
    ...DRIFT,
    [/\b[0-9a-f]{12,}\b/gi, "<hash>"],
    [/\b\d+(?:\.\d+)?\s?(?:ns|µs|us|ms|s|sec|seconds|minutes?)\b/g, "<duration>"],
    [/:\d+:\d+\b/g, ":<line>"],
    [/\bline \d+\b/g, "line <line>"],
    [/\b(pid|tid|thread|worker|process)([ =:#-]+)\d+\b/gi, "$1$2<id>"],
];
/** The message without what differs from run to run, on one line. */
function sameMessage(message) {
    let text = message.length > MAX ? message.slice(0, MAX) : message;
    for (const [pattern, word] of MESSAGE_DRIFT)
        text = text.replace(pattern, word);
    return text.replace(/\s+/g, " ").trim();
}
/** The name without drifting parameters; ordinary ones (`test_total[3-31]`) stay. */
function sameName(name) {
    if (!/\d/.test(name))
        return name;
    let text = name;
    for (const [pattern, word] of DRIFT)
        text = text.replace(pattern, word);
    return text;
}

;// CONCATENATED MODULE: ./lib/identity/targets.js
/** Names cargo treats as one: packages and crates differ by `-` and `_` only. */
function crateName(name) {
    return name.replaceAll("-", "_");
}
/** nextest's binary id in crate names: `shop`, `shop::api`, `shop::bin/x`, `shop::doc`; undefined without a package. */
function targetId(target) {
    if (target.package === undefined)
        return undefined;
    const owner = crateName(target.package);
    const name = target.name === undefined ? undefined : crateName(target.name);
    switch (target.kind) {
        case "lib":
            return owner;
        case "doc":
            return `${owner}::doc`;
        case "test":
            return name === undefined ? undefined : `${owner}::${name}`;
        case "unknown":
            return undefined;
        default:
            return name === undefined ? undefined : `${owner}::${target.kind}/${name}`;
    }
}
/** The package of a target id. */
function packageOf(id) {
    const end = id.indexOf("::");
    return end === -1 ? id : id.slice(0, end);
}
/** Targets known from the reports of a run and from the ledger. */
class KnownTargets {
    byTail = new Map();
    add(id) {
        for (const tail of [tailOf(id), `crate ${crateOfId(id)}`]) {
            const ids = this.byTail.get(tail);
            if (ids)
                ids.add(id);
            else
                this.byTail.set(tail, new Set([id]));
        }
    }
    /** All known targets that the unnamed one could be. */
    fits(target) {
        return [...(this.byTail.get(tailOfTarget(target)) ?? [])];
    }
}
/** What an unnamed target shares with its id: everything but the package, or the crate name that stands for it. */
function tailOfTarget(target) {
    if (target.kind === "lib")
        return `lib ${crateName(target.crate ?? "")}`;
    if (target.kind === "doc")
        return `doc ${crateName(target.crate ?? "")}`;
    if (target.kind === "unknown")
        return `crate ${crateName(target.crate ?? "")}`;
    return `${target.kind} ${crateName(target.name ?? "")}`;
}
function tailOf(id) {
    const at = id.indexOf("::");
    if (at === -1)
        return `lib ${id}`;
    const rest = id.slice(at + 2);
    if (rest === "doc")
        return `doc ${id.slice(0, at)}`;
    const slash = rest.indexOf("/");
    return slash === -1 ? `test ${rest}` : `${rest.slice(0, slash)} ${rest.slice(slash + 1)}`;
}
/** The crate that the target's executable is named after. */
function crateOfId(id) {
    const at = id.indexOf("::");
    if (at === -1)
        return id;
    return id.slice(at + 2).replace(/^.*\//, "");
}
/** An id for a target whose package nothing names: it may open an entry, and a later report that names it takes it over. */
function unnamedId(target) {
    // A library's crate is its package unless a manifest says otherwise, which then no report of this run did.
    const owner = target.kind === "lib" || target.kind === "doc" ? target.crate : undefined;
    return targetId({ ...target, package: owner ?? "?" }) ?? `?::${crateName(target.crate ?? target.name ?? "?")}`;
}

;// CONCATENATED MODULE: ./lib/identity/subjects.js



function subject(kind, key, title, more = {}) {
    return { fingerprint: fingerprintOf(key), key, kind, title, ...more };
}
/** Key of a test: its target and its path; an empty path is the target itself. */
function testKey(target, path) {
    return path === "" ? keyOf("test", target) : keyOf("test", target, sameName(path));
}
function testSubject(target, path, cargo) {
    const key = testKey(target, path);
    if (path === "")
        return subject("test", key, `Test failure: ${target} as a whole`, cargo ? { needs: packageOf(target) } : {});
    const more = { recipeTitle: `Test failure: ${path}`, group: groupOf(target, path, cargo) };
    if (cargo) {
        more.needs = packageOf(target);
        if (!target.startsWith("?::") && target.includes("::"))
            more.olderKeys = [testKey(`?::${target.slice(target.indexOf("::") + 2)}`, path)];
    }
    return subject("test", key, target === "" ? `Test failure: ${path}` : `Test failure: ${path} (${target})`, more);
}
/** The innermost class, module, file or package. */
function groupOf(target, path, cargo) {
    if (!cargo)
        return target;
    const module = path.lastIndexOf("::");
    return module === -1 ? target : `${target} ${path.slice(0, module)}`;
}
function buildKey(ecosystem, name) {
    return keyOf("build", ecosystem, crateName(name));
}
function buildSubject(observation) {
    const name = observation.name === "*" ? "the workspace" : observation.name;
    return subject("build", buildKey(observation.ecosystem, observation.name), `Build failure: ${name}`, {
        recipeTitle: `Build failure: ${name}`,
    });
}
function lintKey(owner, rule) {
    return keyOf("lint", owner, ruleName(owner, rule));
}
function lintSubject(observation) {
    const { owner, name } = observation;
    return subject("lint", lintKey(owner, name), `Fix ${owner} warning: ${ruleName(owner, name)}`);
}
/** `clippy::needless_return` → `needless_return`: the owner stands in its own field. */
function ruleName(owner, rule) {
    return rule.startsWith(`${owner}::`) ? rule.slice(owner.length + 2) : rule;
}
/** An ecosystem's own ids before the general ones. */
const ADVISORY_RANK = [/^RUSTSEC-/, /^GO-/, /^PYSEC-/, /^GHSA-/, /^CVE-/];
function auditSubject(observation) {
    const { ecosystem, package: name, version, category, title } = observation;
    if (category === "yanked") {
        return subject("audit", keyOf("audit", ecosystem, name, "yanked", version ?? "?"), `Yanked dependency: ${name} ${version ?? ""}`.trim());
    }
    const rank = (id) => {
        const at = ADVISORY_RANK.findIndex((r) => r.test(id));
        return at === -1 ? ADVISORY_RANK.length : at;
    };
    const ids = [...new Set([observation.name, ...observation.aliases])].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
    const [id = observation.name, ...others] = ids;
    return subject("audit", keyOf("audit", ecosystem, name, id), `Security: ${id} in ${name}: ${title}`, {
        ...(others.length > 0 ? { olderKeys: others.map((other) => keyOf("audit", ecosystem, name, other)) } : {}),
    });
}
function benchKey(suite, name) {
    return keyOf("bench", suite, sameName(name));
}
function benchSubject(suite, observation) {
    const { name } = observation;
    return subject("bench", benchKey(suite, name), `Performance regression: ${name}${suite === "" ? "" : ` (${suite})`}`, {
        recipeTitle: `Performance regression: ${name}`,
        ...(suite === "" ? {} : { olderKeys: [benchKey("", name)] }),
    });
}
function dependencySubject(observation) {
    const title = `Update dependency: ${observation.name}`;
    return subject("dependency", keyOf("dependency", observation.ecosystem, observation.name), title, { recipeTitle: title });
}

;// CONCATENATED MODULE: ./lib/identity/evidence.js




/** Builds the evidence of one run. Feed it observations and summaries, then call finish once. */
class EvidenceBuilder {
    run;
    known;
    mask;
    failing = new Map();
    passing = new Map();
    skipped = new Map();
    findings = new Map();
    producers = new Set();
    reports = [];
    parts = [];
    measurements = new Map();
    passOf = new Map();
    lists = new Map();
    /** Tests and benchmarks whose target has to be completed, or whose ordinal has to be counted, once everything is read. */
    held = new Map();
    unclear = new Set();
    /** Subjects whose package was not known when they failed, with the targets that now show a pass of that name. */
    claims = new Map();
    /**
     * `knownKeys`: the keys of the ledger's lines; they complete targets whose package a report does not name.
     * `mask` takes secrets out of names before they become keys, for keys are committed.
     */
    constructor(run, knownKeys, mask) {
        this.run = run;
        this.known = new Known(knownKeys);
        this.mask = mask;
    }
    observe(producer, observed) {
        const observation = this.masked(observed);
        switch (observation.kind) {
            case "test":
            case "bench":
                this.testOrBench(producer, observation);
                break;
            case "build":
                this.build(producer, observation);
                break;
            case "lint":
                this.lint(producer, observation);
                break;
            case "audit":
                this.audit(producer, observation);
                break;
            case "dependency":
                this.dependency(producer, observation);
                break;
        }
    }
    report(producer, summary) {
        this.producers.add(producer);
        this.reports.push(summary);
        for (const part of summary.parts)
            this.parts.push({ producer, part });
    }
    finish() {
        this.completeTargets();
        for (const [key, targets] of this.claims) {
            if (targets.size === 1)
                continue;
            this.passing.delete(key);
            this.unclear.add(`${key} could be in ${[...targets].sort(compare).join(" or ")}; their passes close nothing`);
        }
        for (const [sighting, findings] of this.findings)
            summariseFindings(sighting, findings);
        const failing = new Map();
        for (const [key, { subject, sightings }] of sorted(this.failing)) {
            failing.set(key, { subject, sightings: [...sightings.values()].sort((a, b) => compare(a.producer, b.producer)) });
        }
        return {
            run: this.run,
            producers: [...this.producers].sort(compare),
            failing,
            passing: this.passing,
            skipped: this.skipped,
            measurements: sorted(this.measurements).map(([, all]) => medianOf(all)),
            parts: this.parts,
            reports: this.reports,
            unclear: [...this.unclear].sort(compare),
        };
    }
    /** Passing names are masked only where a known one was: masking is slow beside everything else here. */
    masked(observation) {
        const failing = observation.outcome === "failed" || observation.outcome === "error";
        if (!failing && !this.known.masked)
            return observation;
        const name = this.mask(observation.name);
        const suite = observation.suite === undefined ? undefined : this.mask(observation.suite);
        if (name === observation.name && suite === observation.suite)
            return observation;
        return suite === undefined ? { ...observation, name } : { ...observation, name, suite };
    }
    // ------------------------------------------------------------------------------------------ tests and benchmarks
    testOrBench(producer, observation) {
        const { target } = observation.part;
        if (target && (target.kind === "doc" || targetId(target) === undefined)) {
            const held = this.held.get(observation.part);
            if (held)
                held.observations.push(observation);
            else
                this.held.set(observation.part, { producer, observations: [observation] });
            return;
        }
        const id = target ? targetId(target) : undefined;
        if (id !== undefined)
            this.known.targets.add(id);
        this.place(producer, observation, id ?? observation.suite ?? "", observation.name);
    }
    /** The observation under its final target and name. */
    place(producer, observation, target, name) {
        const { part } = observation;
        if (part.target && part.extent.units.length === 0)
            part.extent.units.push(target);
        if (observation.kind === "bench") {
            this.measure(producer, observation, part.target ? target : (observation.suite ?? ""));
            // A benchmark that panicked was a failing test of its target; measured, it has passed.
            this.pass(producer, testKey(target, name), part);
            this.pass(producer, testKey(target, ""), part);
            return;
        }
        const path = observation.whole ? "" : name;
        const key = testKey(target, path);
        if (observation.outcome === "skipped") {
            this.skipped.set(key, (this.skipped.get(key) ?? new Set()).add(producer));
            return;
        }
        if (observation.outcome === "passed") {
            const unnamed = part.target && this.known.unnamed(target, path);
            if (unnamed !== undefined && !this.known.has(key)) {
                this.claims.set(unnamed, (this.claims.get(unnamed) ?? new Set()).add(target));
                this.pass(producer, unnamed, part, observation.flaky);
            }
            this.pass(producer, key, part, observation.flaky);
            // A target or suite that failed as a whole passes when it next shows a test that ran and passed.
            if (path !== "")
                this.pass(producer, testKey(target, ""), part);
            return;
        }
        const subject = this.known.preferred(testSubject(target, path, part.target !== undefined));
        this.fail(producer, subject, part, failureOfTest(observation, target));
    }
    measure(producer, observation, suite) {
        const named = suite === "" ? this.known.bench(observation.name) : undefined;
        const subject = this.known.preferred(benchSubject(named ?? suite, observation));
        const { value, unit, better, range = 0, step = 0 } = observation;
        const measurement = { subject, producer, value, unit, better, range, step };
        const all = this.measurements.get(subject.key);
        if (all)
            all.push(measurement);
        else
            this.measurements.set(subject.key, [measurement]);
    }
    completeTargets() {
        for (const [part, { producer, observations }] of this.held) {
            const { target } = part;
            if (!target)
                continue;
            let id = targetId(target);
            if (id === undefined) {
                const fits = this.known.targets.fits(target);
                if (fits.length > 1) {
                    this.ambiguous(producer, part, observations, fits);
                    continue;
                }
                id = fits[0] ?? unnamedId(target);
            }
            this.known.targets.add(id);
            const names = target.kind === "doc" ? docNames(observations) : undefined;
            for (const observation of observations) {
                // A filtered list does not tell which of several examples of one item it holds.
                if (names && part.state !== "whole" && observation.outcome === "passed")
                    continue;
                this.place(producer, observation, id, names?.get(observation) ?? observation.name);
            }
        }
        // Tests that ran show that their target was compiled.
        for (const { producer, part } of this.parts) {
            if (part.kind !== "test" || !part.target || part.extent.units.length === 0)
                continue;
            const id = part.extent.units[0] ?? "";
            const { kind, name } = part.target;
            if (id.startsWith("?") || kind === "doc")
                continue;
            const crate = packageOf(id);
            const units = kind === "lib" || kind === "unknown" ? ["lib", "lib test"] : ["lib", `${kind} ${name}`, `${kind} ${name} test`];
            this.passBuild(producer, part, buildKey("rust", crate), units.map((u) => `${crate} ${u}`));
        }
    }
    /** Passes in one of several targets close nothing; failures open one entry, unless one of the targets has it already. */
    ambiguous(producer, part, observations, fits) {
        const { target } = part;
        if (!target)
            return;
        this.unclear.add(`tests of ${unnamedId(target)} could be those of ${fits.sort(compare).join(" or ")}; their passes close nothing`);
        for (const observation of observations) {
            if (observation.outcome === "passed" || observation.outcome === "skipped")
                continue;
            if (fits.some((id) => this.known.has(testKey(id, observation.name))))
                continue;
            this.place(producer, observation, unnamedId(target), observation.name);
        }
    }
    // ------------------------------------------------------------------------------------------------- other kinds
    build(producer, observation) {
        const { part, units } = observation;
        if (observation.outcome === "passed") {
            const built = observation.checked ? units : [...units, ...units.map(linked)];
            this.passBuild(producer, part, buildKey(observation.ecosystem, observation.name), built);
            return;
        }
        if (observation.outcome === "skipped")
            return;
        // What only linking found, no check can show mended.
        const touched = /^linking with /.test(observation.message ?? "") ? units.map(linked) : [...units];
        const failure = {
            message: observation.message ?? "it could not be built",
            signature: sameMessage(observation.message ?? ""),
            units: touched,
            facts: [],
        };
        if (observation.errors && observation.errors.length > 0) {
            failure.detail = [observation.message, ...observation.errors.slice(0, 20)].join("\n");
        }
        else if (observation.detail !== undefined)
            failure.detail = observation.detail;
        placeOf(observation, failure);
        const existing = this.failing.get(buildKey(observation.ecosystem, observation.name))?.sightings.get(producer);
        for (const unit of existing?.failure?.units ?? [])
            if (!failure.units?.includes(unit))
                failure.units?.push(unit);
        this.fail(producer, this.known.preferred(buildSubject(observation)), part, failure);
    }
    passBuild(producer, part, key, units) {
        const sightings = this.passing.get(key) ?? [];
        this.passing.set(key, sightings);
        const own = sightings.find((s) => s.producer === producer);
        if (own) {
            own.units = [...new Set([...(own.units ?? []), ...units])];
            if (!own.parts.includes(part))
                own.parts.push(part);
        }
        else
            sightings.push({ producer, outcome: "passed", parts: [part], units: [...units] });
    }
    lint(producer, observation) {
        if (observation.outcome === "passed" || observation.outcome === "skipped")
            return;
        const subject = this.known.preferred(lintSubject(observation));
        const sighting = this.fail(producer, subject, observation.part, { message: observation.message ?? observation.name });
        // Text beside a report that can prove absence adds nothing but the same finding in other words.
        if (observation.weak) {
            if (this.findings.has(sighting) && !sighting.weak)
                return;
            sighting.weak = true;
        }
        else if (sighting.weak) {
            delete sighting.weak;
            this.findings.set(sighting, []);
        }
        const findings = this.findings.get(sighting) ?? [];
        findings.push(findingOf(observation));
        this.findings.set(sighting, findings);
    }
    audit(producer, observation) {
        if (observation.outcome === "passed" || observation.outcome === "skipped")
            return;
        const facts = [
            ["Package", observation.version ? `${observation.package} ${observation.version}` : observation.package],
        ];
        facts.push(["Severity", observation.severityWord ?? observation.severity]);
        if (observation.fixed && observation.fixed.length > 0)
            facts.push(["Fixed in", observation.fixed.join(", ")]);
        if (observation.aliases.length > 0)
            facts.push(["Also known as", observation.aliases.join(", ")]);
        if (observation.url !== undefined)
            facts.push(["Advisory", observation.url]);
        const failure = {
            message: observation.message ?? observation.title,
            severity: observation.severity,
            units: [...observation.part.extent.units],
            facts,
        };
        if (observation.detail !== undefined)
            failure.detail = observation.detail;
        this.fail(producer, this.known.preferred(auditSubject(observation)), observation.part, failure);
    }
    dependency(producer, observation) {
        if (observation.outcome === "passed" || observation.outcome === "skipped")
            return;
        const { current = "?", wanted, latest = "?" } = observation;
        const facts = [
            ["Current", current],
            ["Latest", latest],
        ];
        if (wanted !== undefined && wanted !== current)
            facts.splice(1, 0, ["Allowed by the manifest", wanted]);
        this.fail(producer, this.known.preferred(dependencySubject(observation)), observation.part, {
            message: `Current: ${current}, Latest: ${latest}`,
            signature: latest,
            units: [...observation.part.extent.units],
            facts,
        });
    }
    // ----------------------------------------------------------------------------------------------------- merging
    pass(producer, key, part, flaky) {
        let sighting = flaky ? undefined : this.passOf.get(part);
        if (!sighting) {
            sighting = { producer, outcome: "passed", parts: [part] };
            if (flaky)
                sighting.flaky = true;
            else
                this.passOf.set(part, sighting);
        }
        const all = this.passing.get(key);
        // Passes of one part share their list until a second part says the same.
        if (!all)
            this.passing.set(key, flaky ? [sighting] : this.listOf(sighting));
        else if (!all.includes(sighting))
            this.passing.set(key, [...all, sighting]);
    }
    listOf(sighting) {
        let list = this.lists.get(sighting);
        if (!list) {
            list = [sighting];
            this.lists.set(sighting, list);
        }
        return list;
    }
    fail(producer, subject, part, failure) {
        let entry = this.failing.get(subject.key);
        if (!entry) {
            entry = { subject, sightings: new Map() };
            this.failing.set(subject.key, entry);
        }
        const own = entry.sightings.get(producer);
        if (!own) {
            const sighting = { producer, outcome: "failed", parts: [part], failure };
            entry.sightings.set(producer, sighting);
            return sighting;
        }
        if (!own.parts.includes(part))
            own.parts.push(part);
        if (own.failure && tellsMore(failure, own.failure))
            own.failure = failure;
        return own;
    }
}
/** What the ledger and the tracker know: the keys, and the targets that stand in them. */
class Known {
    targets = new KnownTargets();
    /** Some key held a secret. */
    masked;
    keys = new Set();
    benches = new Map();
    constructor(keys) {
        for (const key of keys) {
            this.keys.add(key);
            const fields = readKey(key)?.fields;
            if (!fields)
                continue;
            const [first = "", name] = fields;
            if (key.startsWith("test/") && !first.startsWith("?"))
                this.targets.add(first);
            if (key.startsWith("bench/") && name !== undefined) {
                const suites = this.benches.get(name) ?? new Set();
                this.benches.set(name, suites.add(first));
            }
        }
        this.masked = [...this.keys].some((key) => key.includes("***"));
    }
    has(key) {
        return this.keys.has(key);
    }
    /** The key the test would have been given by a report that did not name its package, if something is known by it. */
    unnamed(target, path) {
        const at = target.indexOf("::");
        if (at === -1 || target.startsWith("?"))
            return undefined;
        const key = testKey(`?${target.slice(at)}`, path);
        return this.keys.has(key) ? key : undefined;
    }
    /** The one known suite that has a benchmark of this name. */
    bench(name) {
        const suites = this.benches.get(readKey(benchKey("", name))?.fields[1] ?? name);
        return suites?.size === 1 ? [...suites][0] : undefined;
    }
    /** Only the older keys that something is known by are worth carrying. */
    preferred(subject) {
        if (!subject.olderKeys)
            return subject;
        const older = subject.olderKeys.filter((key) => this.keys.has(key));
        const { olderKeys: _, ...rest } = subject;
        return older.length > 0 ? { ...rest, olderKeys: older } : rest;
    }
}
function findingOf(observation) {
    const { file = "", line = 0, message = observation.name, source, severity, units } = observation;
    const text = source === undefined ? sameMessage(message) : source.replace(/\s+/g, " ").trim();
    return { hash: shortHash(`${file}\n${text}`), file, line, message, severity, units };
}
const SEVERITIES = ["critical", "high", "medium", "low", "none"];
/** A rule with more findings than this names the first ones. */
const LISTED_FINDINGS = 25;
/** One failure out of a rule's findings: the first by place, with all of them listed. */
function summariseFindings(sighting, findings) {
    findings.sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.message, b.message) || compare(a.hash, b.hash));
    const [first] = findings;
    if (!first)
        return;
    const seen = new Map();
    const hashes = [];
    for (const { hash } of findings) {
        const occurrence = (seen.get(hash) ?? 0) + 1;
        seen.set(hash, occurrence);
        hashes.push(occurrence === 1 ? hash : `${hash}#${occurrence}`);
    }
    const listed = findings.slice(0, LISTED_FINDINGS).map((f) => `${f.file === "" ? "" : `${f.file}:${f.line}: `}${oneLine(f.message)}`);
    if (findings.length > LISTED_FINDINGS)
        listed.push(`… and ${findings.length - LISTED_FINDINGS} more`);
    const failure = {
        message: first.message,
        detail: listed.join("\n"),
        severity: SEVERITIES.find((s) => findings.some((f) => f.severity === s)) ?? "none",
        findings: hashes,
        units: [...new Set(findings.flatMap((f) => f.units))].sort(compare),
        facts: [["Findings", String(findings.length)]],
    };
    if (first.file !== "") {
        failure.file = first.file;
        if (first.line > 0)
            failure.line = first.line;
    }
    sighting.failure = failure;
}
function failureOfTest(observation, target) {
    const { message } = observation;
    const failure = { message: message ?? "the test failed", units: [target], facts: [] };
    // Without a message nothing is known of the error, so it cannot have changed.
    if (message !== undefined)
        failure.signature = sameMessage(message);
    if (observation.detail !== undefined)
        failure.detail = observation.detail;
    placeOf(observation, failure);
    return failure;
}
function placeOf(observation, failure) {
    if (observation.file === undefined)
        return;
    failure.file = observation.file;
    if (observation.line !== undefined)
        failure.line = observation.line;
}
/** Doctests are named by item and line; the line moves, so equal items are counted in their order in the file. */
function docNames(observations) {
    const items = observations.map((observation) => {
        const match = /^(.*?)(?: \(line (\d+)\))?$/.exec(observation.name);
        return { observation, item: itemOf(match?.[1] ?? observation.name), line: Number(match?.[2] ?? 0) };
    });
    items.sort((a, b) => compare(a.item, b.item) || a.line - b.line);
    const names = new Map();
    let previous;
    let line = -1;
    let ordinal = 1;
    for (const { observation, item, line: at } of items) {
        if (item !== previous)
            ordinal = 1;
        else if (at !== line)
            ordinal++;
        previous = item;
        line = at;
        names.set(observation, ordinal === 1 ? item : `${item} #${ordinal}`);
    }
    return names;
}
/** cargo ≤ 1.65 wrote the path from the package, later ones from the workspace. */
function itemOf(name) {
    return name.replace(/^\S*?(?=(?:^|\/)src\/)\/?/, "");
}
/** The failure to show when two reports tell of the same one: a place, then more detail, then the alphabet. */
function tellsMore(a, b) {
    const rank = (f) => [f.file === undefined ? 0 : 1, f.detail?.length ?? 0, JSON.stringify(f)];
    const [fileA, detailA, textA] = rank(a);
    const [fileB, detailB, textB] = rank(b);
    return fileA - fileB > 0 || (fileA === fileB && (detailA > detailB || (detailA === detailB && textA < textB)));
}
/** One run's value of a benchmark is the median of its repeats. */
function medianOf(all) {
    const values = [...all].sort((a, b) => a.value - b.value || compare(a.producer, b.producer));
    const middle = values[(values.length - 1) >> 1] ?? values[0];
    if (!middle)
        throw new Error("no measurement");
    if (values.length % 2 === 1)
        return middle;
    const other = values[values.length >> 1] ?? middle;
    return { ...middle, value: (middle.value + other.value) / 2 };
}
/** The unit's program, as opposed to its code. */
function linked(unit) {
    return `${unit} (linked)`;
}
function oneLine(text) {
    return text.replace(/\s+/g, " ").trim();
}
function sorted(map) {
    return [...map].sort(([a], [b]) => compare(a, b));
}
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

// EXTERNAL MODULE: ./lib/ledger/history.js
var ledger_history = __nccwpck_require__(125);
;// CONCATENATED MODULE: ./lib/planning/order.js
/**
 * How the run lies to something remembered: a descendant is newer, an ancestor older; on one commit the later run, then
 * the later attempt; on diverged or unknown commits the run that was created later.
 */
function relation(run, to, ancestry) {
    if (run.id === to.run)
        return run.attempt === to.attempt ? "same" : run.attempt > to.attempt ? "newer" : "older";
    if (run.commit !== undefined && to.commit !== undefined && run.commit !== to.commit) {
        const known = ancestry.get(to.commit);
        if (known === "ancestor")
            return "newer";
        if (known === "descendant")
            return "older";
    }
    return byCreation(run, to);
}
function byCreation(run, to) {
    const [mine, theirs] = [Date.parse(run.at), Date.parse(to.at)];
    if (Number.isNaN(mine) || Number.isNaN(theirs))
        return "unknown";
    if (mine !== theirs)
        return mine > theirs ? "newer" : "older";
    // Two runs of one moment: hosts number them in the order they were made.
    if (/^\d+$/.test(run.id) && /^\d+$/.test(to.run))
        return BigInt(run.id) > BigInt(to.run) ? "newer" : "older";
    return "unknown";
}

;// CONCATENATED MODULE: ./lib/planning/bench.js
/** Earlier runs before a baseline means anything. */
const BASELINE_RUNS = 5;
/** Samples kept a benchmark. */
const KEPT = 50;
/** Earlier runs a baseline is made of. */
const BASELINE_WINDOW = 20;
/** Judges one measurement. `kept`: the baseline an open entry was filed against; it closes against that same one. */
function judge(m, run, machine, history, kept, tolerance) {
    const key = `${machine} ${m.subject.fingerprint}`;
    const known = history.get(key);
    // Another unit is another measurement: nothing earlier can be compared with it.
    const all = known && known.unit === m.unit ? known.samples : [];
    const earlier = all.filter((s) => s.run !== run.id && s.at <= run.at);
    const later = all.filter((s) => s.run !== run.id && s.at > run.at);
    const usable = kept && kept.unit === m.unit && kept.machine === machine ? kept : undefined;
    const baseline = usable ?? baselineOf(earlier, m, machine);
    const worse = baseline !== undefined && beyond(m, baseline, tolerance);
    const sample = { run: run.id, attempt: run.attempt, at: run.at, value: m.value, worse };
    if (run.commit !== undefined)
        sample.commit = run.commit;
    const samples = [...earlier, sample, ...later].slice(-KEPT);
    if (!baseline)
        return { key, verdict: "no baseline", samples };
    const recent = [...earlier, sample].slice(-3);
    const times = recent.filter((s) => s.worse).length;
    if (times < 2)
        return { key, verdict: "fine", baseline, samples };
    return { key, verdict: "worse", baseline, samples, failure: failureOf(m, baseline, times, recent.length) };
}
function baselineOf(earlier, m, machine) {
    const values = earlier.filter((s) => !s.worse).slice(-BASELINE_WINDOW);
    if (values.length < BASELINE_RUNS)
        return undefined;
    const middle = median(values.map((s) => s.value));
    const mad = median(values.map((s) => Math.abs(s.value - middle)));
    const last = values[values.length - 1];
    const baseline = { median: middle, mad, n: values.length, unit: m.unit, better: m.better, machine };
    if (last?.commit !== undefined)
        baseline.commit = last.commit;
    return baseline;
}
/** Worse by more than the tolerance, four times the usual spread, the tool's own ±, two printed steps and 5 ns. */
function beyond(m, baseline, tolerance) {
    const by = m.better === "smaller" ? m.value - baseline.median : baseline.median - m.value;
    const floor = m.unit === "ns" ? 5 : 0;
    return by > Math.max((Math.abs(baseline.median) * tolerance) / 100, 4 * baseline.mad, m.range, 2 * m.step, floor);
}
function failureOf(m, baseline, times, of) {
    const change = baseline.median === 0 ? 0 : ((m.value - baseline.median) / baseline.median) * 100;
    const percent = `${change >= 0 ? "+" : "−"}${Math.abs(change).toFixed(1)} %`;
    const facts = [
        ["Measured", amount(m.value, m.unit)],
        ["Baseline", `${amount(baseline.median, baseline.unit)} (median of ${baseline.n} runs, MAD ${amount(baseline.mad, baseline.unit)})`],
        ["Change", percent],
        ["Machine", baseline.machine],
    ];
    if (baseline.commit !== undefined)
        facts.push(["Baseline up to", baseline.commit.slice(0, 12)]);
    return {
        message: `${amount(m.value, m.unit)} against a baseline of ${amount(baseline.median, baseline.unit)} (${percent}), in ${times} of the last ${of} runs`,
        severity: Math.abs(change) >= 50 ? "high" : "medium",
        signature: "worse",
        facts,
    };
}
/** `1234567 ns` as people say it. */
function amount(value, unit) {
    if (unit !== "ns")
        return `${Number(value.toPrecision(4))} ${unit}`;
    const [scale, word] = value >= 1e9 ? [1e9, "s"] : value >= 1e6 ? [1e6, "ms"] : value >= 1e3 ? [1e3, "µs"] : [1, "ns"];
    return `${Number((value / scale).toPrecision(4))} ${word}`;
}
function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const high = sorted[middle] ?? 0;
    return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

;// CONCATENATED MODULE: ./lib/planning/reach.js
/**
 * What a part looked at, against what was looked at when the subject failed. Absence means something only where this
 * run looked at least as far, and never merely because the previous run looked less.
 */

/** The reach of a failing sighting: of its whole parts, the units its findings touched. Undefined when no part was whole. */
function reachOf(sighting) {
    const whole = sighting.parts.filter((p) => p.state === "whole" && p.provesAbsence);
    if (whole.length === 0)
        return undefined;
    // A finding may name more units than the part it came with: all of them have to be looked at again.
    const touched = sighting.failure?.units ?? [];
    const units = unique(touched.length > 0 ? touched : whole.flatMap((p) => p.extent.units));
    const reach = { units };
    const paths = Object.fromEntries(whole.flatMap((p) => Object.entries(p.extent.paths ?? {})).filter(([unit]) => units.includes(unit)));
    if (Object.keys(paths).length > 0)
        reach.paths = paths;
    const features = unique(whole.flatMap((p) => p.extent.features ?? []));
    if (features.length > 0)
        reach.features = features;
    const filters = unique(whole.flatMap((p) => p.extent.filters ?? []));
    if (filters.length > 0)
        reach.filters = filters;
    for (const { extent } of whole) {
        if (extent.cases !== undefined)
            reach.cases = Math.max(reach.cases ?? 0, extent.cases);
        if (extent.advisories !== undefined)
            reach.advisories = Math.max(reach.advisories ?? 0, extent.advisories);
    }
    return reach;
}
/** Whether a remembered reach has to be replaced: it looked at other things, or at clearly more or fewer of them. */
function reachChanged(before, now) {
    if (!now)
        return false;
    if (!before)
        return true;
    const text = (r) => JSON.stringify([r.units, r.features ?? [], r.filters ?? []]);
    return text(before) !== text(now) || Math.abs((before.cases ?? 0) - (now.cases ?? 0)) > slack(before.cases ?? 0);
}
/** How many cases a list may lose and still count as the same list. */
function slack(cases) {
    return Math.max(1, cases / 10);
}
/** A reason why a test list looks at less than it did; undefined when it does not. */
function fewerCases(before, part) {
    const then = before?.cases;
    const now = part.extent.cases;
    if (then === undefined || now === undefined || then - now <= slack(then))
        return undefined;
    return `the list of its target has ${now} tests where it had ${then}`;
}
/**
 * Whether whole parts of one producer look at everything that the failing one touched. Returns the reason why not.
 * `missing` holds paths known to be absent at this commit: what lived there is no longer expected.
 */
function notCovered(sought, before, parts, missing) {
    const able = parts.filter((p) => p.kind === sought.kind && p.state === "whole" && p.provesAbsence && owns(p, sought.owner));
    if (able.length === 0) {
        return sought.owner === undefined
            ? "no complete report of its kind looked for it"
            : `no complete report says that it looked for ${sought.owner}'s rules (\`format=${sought.owner}\` says so)`;
    }
    for (const unit of before.units) {
        const path = before.paths?.[unit];
        if (path !== undefined && missing.has(path))
            continue;
        const covering = able.filter((p) => p.extent.units.includes(unit));
        if (covering.length === 0)
            return `no complete report looked at ${unit}`;
        const reasons = covering.map((p) => narrower(sought, before, p));
        if (reasons.every((reason) => reason !== undefined))
            return reasons[0];
    }
    return undefined;
}
function owns(part, owner) {
    return owner === undefined || part.extent.owners === undefined || part.extent.owners.includes(owner);
}
function narrower(sought, before, part) {
    const features = new Set(part.extent.features ?? []);
    const crates = new Set(part.extent.units.map((unit) => unit.split(" ")[0] ?? ""));
    for (const feature of before.features ?? []) {
        if (crates.has(crateName(feature.split("/")[0] ?? "")) && !features.has(feature))
            return `the feature ${feature} is off`;
    }
    const filters = new Set(before.filters ?? []);
    for (const filter of part.extent.filters ?? []) {
        // An ignore list hides what it names, and only that.
        const ignored = filter.startsWith("ignore:") ? filter.slice("ignore:".length) : undefined;
        if (ignored !== undefined ? sought.ids.has(ignored) : !filters.has(filter))
            return `a filter keeps it out of the report: ${filter}`;
    }
    const [then, now] = [before.advisories, part.extent.advisories];
    if (then !== undefined && now !== undefined && now < then / 2)
        return `the advisory database has ${now} entries where it had ${then}`;
    return undefined;
}
function unique(values) {
    return [...new Set(values)].sort();
}

;// CONCATENATED MODULE: ./lib/planning/draft.js
/** The plan while it is being made: what is known, what has been decided so far, and nothing that outlives it. */



class Draft {
    evidence;
    listing;
    policy;
    world;
    stamp;
    operations = [];
    withheld = [];
    /** Failing subjects whose open entry needs nothing. */
    unchanged = [];
    /** Lines that the plan changes; null removes one. */
    changed = new Map();
    ledger;
    /** The ledger as it was read, without what only entries remember. */
    kept;
    byKey = new Map();
    entries = new Map();
    byFingerprint = new Map();
    partsOf = new Map();
    constructor(input) {
        this.evidence = input.evidence;
        this.listing = input.listing;
        this.policy = input.policy;
        this.world = input.world;
        this.ledger = withLost(input.ledger, input.listing);
        this.kept = input.ledger;
        const { run } = input.evidence;
        this.stamp = { run: run.id, attempt: run.attempt, at: run.at };
        if (run.commit !== undefined)
            this.stamp.commit = run.commit;
        for (const line of this.ledger.values()) {
            this.byKey.set(line.key, line.fingerprint);
            for (const key of line.also ?? [])
                if (!this.byKey.has(key))
                    this.byKey.set(key, line.fingerprint);
        }
        for (const entry of input.listing.entries) {
            this.entries.set(entry.id, entry);
            if (entry.fingerprint !== undefined)
                this.remember(entry.fingerprint, entry);
        }
        for (const { producer, part } of input.evidence.parts) {
            const parts = this.partsOf.get(producer);
            if (parts)
                parts.push(part);
            else
                this.partsOf.set(producer, [part]);
        }
    }
    /** Of several entries with one fingerprint the open one counts, then the latest generation. */
    remember(fingerprint, entry) {
        const base = baseOf(fingerprint);
        const known = this.byFingerprint.get(base);
        const newer = (e) => [e.open ? 1 : 0, generationOf(e)];
        const [open, generation] = newer(entry);
        const [knownOpen, knownGeneration] = known ? newer(known) : [-1, -1];
        if (open > knownOpen || (open === knownOpen && generation > knownGeneration))
            this.byFingerprint.set(base, entry);
    }
    get run() {
        return this.evidence.run;
    }
    /** Lines as they stand now, changes included. */
    *lines() {
        for (const line of this.ledger.values()) {
            const changed = this.changed.get(line.fingerprint);
            if (changed === null)
                continue;
            yield changed ?? line;
        }
        for (const [fingerprint, line] of this.changed)
            if (line && !this.ledger.has(fingerprint))
                yield line;
    }
    line(fingerprint) {
        const changed = this.changed.get(fingerprint);
        return changed === null ? undefined : (changed ?? this.ledger.get(fingerprint));
    }
    /** Whether only the tracker remembers it, so that the ledger has to learn it again. */
    isLost(line) {
        return !this.kept.has(line.fingerprint) && !this.changed.has(line.fingerprint);
    }
    put(line) {
        this.changed.set(line.fingerprint, line);
    }
    drop(fingerprint) {
        if (this.ledger.has(fingerprint))
            this.changed.set(fingerprint, null);
        else
            this.changed.delete(fingerprint);
    }
    /** What is remembered of a subject, under its key, an older one, or another name of it. */
    find(subject) {
        const own = this.line(subject.fingerprint);
        if (own)
            return own;
        for (const key of [subject.key, ...(subject.olderKeys ?? [])]) {
            const fingerprint = this.byKey.get(key);
            const line = fingerprint === undefined ? undefined : this.line(fingerprint);
            if (line)
                return line;
        }
        return undefined;
    }
    entryOf(line) {
        const named = line.entry && line.entry.tracker === this.listing.tracker ? this.entries.get(line.entry.id) : undefined;
        return named ?? this.byFingerprint.get(line.fingerprint);
    }
    entryFor(fingerprint) {
        return this.byFingerprint.get(fingerprint);
    }
    parts(producer) {
        return this.partsOf.get(producer) ?? [];
    }
    relationTo(stamp) {
        return relation(this.run, stamp, this.world.ancestry);
    }
    keep(line, entry, failure) {
        const { fingerprint, title, kind } = line;
        this.unchanged.push({ fingerprint, title, kind, entry: entry.id, failure });
    }
    withhold(subject, reason) {
        const { fingerprint, title, kind } = subject;
        this.withheld.push({ fingerprint, title, kind, reason });
    }
    /** A word of this run: this producer saw it failing. */
    failedWord(sighting, before) {
        const word = { ...this.stamp, last: "failed" };
        const reach = reachOf(sighting) ?? before?.reach;
        if (reach)
            word.reach = reach;
        else
            word.touched = sighting.failure?.units ?? before?.touched ?? [];
        if (sighting.weak)
            word.weak = true;
        return word;
    }
    operation(op, line, entry, reason, more = {}) {
        const { failure, members, ...rest } = more;
        const card = {
            state: op === "close" ? "closed" : "failing",
            opened: line.opened ?? this.stamp,
            now: this.stamp,
            branch: this.run.branch,
            workflow: this.run.workflow,
            job: this.run.job,
            producers: Object.entries(line.producers).map(([producer, word]) => ({ producer, last: word.last, seen: stampOf(word) })),
            closesWhen: CLOSES_WHEN[line.group === undefined && members ? "group" : line.kind],
        };
        if (failure)
            card.failure = failure;
        if (members)
            card.members = members;
        if (this.run.url !== undefined)
            card.url = this.run.url;
        const operation = {
            op,
            fingerprint: line.fingerprint,
            key: line.key,
            kind: line.kind,
            entry,
            tracker: this.listing.tracker,
            title: line.title,
            generation: line.generation,
            reason,
            card,
            done: false,
            ...rest,
        };
        this.operations.push(operation);
        return operation;
    }
}
/**
 * The ledger with a line for every entry of ours that it does not know: it was lost, may not be written, or a crash came
 * between the tracker's write and the ledger's. The entry itself remembers who saw it failing, and when.
 */
function withLost(ledger, listing) {
    const named = new Set();
    for (const line of ledger.values()) {
        named.add(line.fingerprint);
        if (line.entry)
            named.add(`entry ${line.entry.id}`);
    }
    const lost = listing.entries.filter((e) => e.fingerprint !== undefined && !named.has(baseOf(e.fingerprint)) && !named.has(`entry ${e.id}`));
    if (lost.length === 0)
        return ledger;
    const whole = new Map(ledger);
    for (const entry of lost) {
        const line = lineOf(entry, listing.tracker);
        const known = line && whole.get(line.fingerprint);
        if (line && (!known || (entry.open && known.state === "closed") || line.generation > known.generation))
            whole.set(line.fingerprint, line);
    }
    return whole;
}
function lineOf(entry, tracker) {
    const { fingerprint, key, openedIn, closedIn } = entry;
    const kind = key === undefined ? undefined : readKey(key)?.kind;
    if (fingerprint === undefined || key === undefined || kind === undefined || fingerprintOf(key) !== baseOf(fingerprint))
        return undefined;
    const producers = {};
    for (const { producer, seen } of entry.producers ?? [])
        producers[producer] = { ...seen, last: "failed" };
    const line = {
        fingerprint: baseOf(fingerprint),
        key,
        kind,
        title: entry.title,
        state: entry.open ? "open" : "closed",
        generation: generationOf(entry),
        entry: { tracker, id: entry.id },
        producers,
    };
    if (openedIn)
        Object.assign(line, { opened: openedIn, acted: { run: openedIn.run, attempt: openedIn.attempt } });
    if (!entry.open && entry.closedBy === "us" && closedIn)
        line.closed = { ...closedIn, how: "passed" };
    return line;
}
function baseOf(fingerprint) {
    return fingerprint.replace(/~\d+$/, "");
}
function stampOf({ run, attempt, commit, at }) {
    return commit === undefined ? { run, attempt, at } : { run, attempt, commit, at };
}
function generationOf(entry) {
    return Number(/~(\d+)$/.exec(entry.fingerprint ?? "")?.[1] ?? 1);
}
const CLOSES_WHEN = {
    test: "when everything that saw it failing has seen it passing at a later commit, or its test is proven gone",
    build: "when everything that built it has built it",
    lint: "when a complete report that looked at the same places no longer has it",
    audit: "when a complete audit of the same lockfile no longer has it",
    bench: "when it is back within the limits of the baseline it was filed against",
    dependency: "when a complete list no longer has it",
    pipeline: "when its node has passed",
    finding: "when a later review no longer has it",
    group: "when each of its members has passed or is gone",
};
/** `run 7 at 1a2b3c4d5e6f`, for reasons. */
function inRun(stamp) {
    const attempt = stamp.attempt > 1 ? ` (attempt ${stamp.attempt})` : "";
    return `run ${stamp.run}${attempt}${stamp.commit === undefined ? "" : ` at ${stamp.commit.slice(0, 12)}`}`;
}
/** Worst first: builds, then by severity, then by how many producers see it, then by key. */
function worstFirst(a, b) {
    return (KINDS.indexOf(a.subject.kind) - KINDS.indexOf(b.subject.kind) ||
        severityOf(a.sightings) - severityOf(b.sightings) ||
        b.sightings.length - a.sightings.length ||
        (b.sightings[0]?.failure?.findings?.length ?? 0) - (a.sightings[0]?.failure?.findings?.length ?? 0) ||
        (a.subject.key < b.subject.key ? -1 : a.subject.key > b.subject.key ? 1 : 0));
}
const KINDS = ["build", "test", "audit", "bench", "pipeline", "finding", "lint", "dependency"];
const draft_SEVERITIES = ["critical", "high", "medium", "low", "none"];
function severityOf(sightings) {
    let worst = draft_SEVERITIES.length;
    for (const { failure } of sightings)
        if (failure?.severity)
            worst = Math.min(worst, draft_SEVERITIES.indexOf(failure.severity));
    return worst;
}

;// CONCATENATED MODULE: ./lib/planning/failing.js
/** What becomes of a subject that fails in this run: it waits, becomes a candidate for an entry, is kept current, or reopens. */



/** Errors remembered a subject; an error that comes and goes is no news each time. */
const REMEMBERED_ERRORS = 8;
const REMEMBERED_FINDINGS = 200;
const DAY = 86_400_000;
/** Decides for one failing subject; returns it when it needs an entry. `openAfter`: runs it has to fail in before that. */
function failing(draft, subject, sightings, openAfter = draft.policy.openAfter) {
    const remembered = draft.find(subject);
    if (!remembered) {
        const entry = draft.entryFor(subject.fingerprint);
        return entry
            ? entryWithoutMemory(draft, subject, sightings, entry)
            : waitOrFile(draft, subject, sightings, newLine(draft, subject), openAfter);
    }
    const line = takeOver(draft, remembered, subject);
    const entry = draft.entryOf(remembered);
    const fresh = sightings.filter((s) => {
        const word = line.producers[s.producer];
        return !word || draft.relationTo(word) !== "older";
    });
    if (fresh.length === 0)
        return undefined;
    if (line.group !== undefined)
        return asMember(draft, line, subject, fresh);
    if (line.state === "pending")
        return waitOrFile(draft, subject, fresh, line, openAfter);
    if (line.state === "claimed")
        return claimed(draft, subject, fresh, line, entry);
    if (!entry)
        return withoutEntry(draft, subject, fresh, line);
    if (entry.handsOff !== undefined) {
        handsOff(draft, line, entry.handsOff);
        return undefined;
    }
    if (entry.open) {
        stillFailing(draft, line, entry, subject, fresh);
        return undefined;
    }
    return closedEntry(draft, line, entry, subject, fresh);
}
/** A line known by an older key goes on under the new one, with the entry it has. */
function takeOver(draft, line, subject) {
    if (line.key === subject.key || line.also?.includes(subject.key))
        return line;
    draft.drop(line.fingerprint);
    const renamed = { ...line, fingerprint: subject.fingerprint, key: subject.key };
    draft.put(renamed);
    return renamed;
}
function newLine(draft, subject) {
    const { fingerprint, key, kind, title, olderKeys } = subject;
    const line = { fingerprint, key, kind, title, state: "open", generation: 1, producers: {}, opened: draft.stamp };
    if (olderKeys && olderKeys.length > 0)
        line.also = olderKeys;
    return line;
}
/** Our entry, of which neither the ledger nor the entry says what it is: from now on this run's word counts. */
function entryWithoutMemory(draft, subject, sightings, entry) {
    const line = newLine(draft, subject);
    line.entry = { tracker: draft.listing.tracker, id: entry.id };
    if (entry.handsOff !== undefined) {
        handsOff(draft, line, entry.handsOff);
        return undefined;
    }
    if (!entry.open)
        return closedEntry(draft, line, entry, subject, sightings);
    draft.put(withFailures(draft, line, sightings));
    draft.keep(line, entry, failing_failureOf(sightings));
    return undefined;
}
/** `open-after`: the subject is filed when it has failed in that many runs. */
function waitOrFile(draft, subject, sightings, before, openAfter) {
    const runs = before.runs ?? [];
    const counted = runs.includes(draft.run.id) ? runs : [...runs, draft.run.id];
    const line = withFailures(draft, before, sightings);
    if (counted.length < openAfter) {
        const pending = { ...line, state: "pending", runs: counted };
        delete pending.opened;
        if (runs !== counted)
            draft.put(pending);
        draft.withhold(subject, `open-after: it failed in ${counted.length} of the ${openAfter} runs it takes`);
        return undefined;
    }
    const failure = failing_failureOf(sightings);
    delete line.runs;
    const reason = openAfter > 1 ? `failed in ${counted.length} runs, last in ${inRun(draft.stamp)}` : `failed in ${inRun(draft.stamp)}`;
    return { subject, sightings, failure, line: { ...line, state: "open", opened: draft.stamp }, reason };
}
/** Another run began to create its entry: wait for it, or after a while look for what it left and begin again. */
function claimed(draft, subject, sightings, line, entry) {
    if (entry) {
        const open = { ...withFailures(draft, line, sightings), state: "open", entry: { tracker: draft.listing.tracker, id: entry.id } };
        delete open.claim;
        draft.put(open);
        draft.keep(line, entry, failing_failureOf(sightings));
        return undefined;
    }
    const { claim } = line;
    const own = claim?.run === draft.run.id && claim.attempt === draft.run.attempt;
    const age = claim ? Date.parse(draft.run.at) - Date.parse(claim.at) : Number.POSITIVE_INFINITY;
    if (claim && !own && age < 15 * 60_000) {
        draft.withhold(subject, `run ${claim.run} is creating its entry`);
        return undefined;
    }
    const again = { ...withFailures(draft, line, sightings), state: "open", opened: draft.stamp };
    delete again.claim;
    return { subject, sightings, failure: failing_failureOf(sightings), line: again, reason: `failed in ${inRun(draft.stamp)}` };
}
/** The ledger names an entry that the tracker no longer has. */
function withoutEntry(draft, subject, sightings, before) {
    if (before.state === "closed" && before.closed && draft.relationTo(before.closed) !== "newer")
        return undefined;
    const line = { ...withFailures(draft, before, sightings), state: "open", opened: draft.stamp };
    delete line.entry;
    delete line.closed;
    if (draft.listing.ids === "theirs")
        line.generation = before.generation + 1;
    const candidate = {
        subject,
        sightings,
        failure: failing_failureOf(sightings),
        line,
        reason: `failed in ${inRun(draft.stamp)}; the entry it had is gone from the tracker`,
    };
    if (draft.listing.ids === "theirs" && before.entry)
        candidate.follows = before.entry.id;
    return candidate;
}
/** One entry stands for it: its word is kept, and nothing is written unless that word changes. */
function asMember(draft, line, subject, sightings) {
    const group = line.group === undefined ? undefined : draft.line(line.group);
    if (group && group.state !== "closed") {
        groupClosedByPerson(draft, group, sightings);
        const changed = sightings.some((s) => line.producers[s.producer]?.last !== "failed");
        if (changed || line.state !== "open") {
            const member = { ...withFailures(draft, line, sightings), state: "open" };
            delete member.closed;
            draft.put(member);
        }
        return undefined;
    }
    const alone = { ...withFailures(draft, line, sightings), state: "open", opened: draft.stamp };
    delete alone.group;
    delete alone.closed;
    return {
        subject,
        sightings,
        failure: failing_failureOf(sightings),
        line: alone,
        reason: `failed in ${inRun(draft.stamp)}, after the entry of its group was closed`,
    };
}
/** A member fails while its group's entry was closed by a person: the group reopens as any entry would. */
function groupClosedByPerson(draft, group, sightings) {
    const entry = draft.entryOf(group);
    if (!entry || entry.open || entry.handsOff !== undefined || draft.changed.has(group.fingerprint))
        return;
    const { fingerprint, key, kind, title } = group;
    closedEntry(draft, group, entry, { fingerprint, key, kind, title }, sightings);
    const after = draft.line(fingerprint);
    if (after)
        draft.put(groupOnly(after));
}
/** A group has no words of its own: its members' decide. */
function groupOnly(line) {
    const own = { ...line, producers: {} };
    delete own.errors;
    delete own.file;
    return own;
}
/** The entry is open and the subject still fails: the entry is edited only when something changed that a person would want to know. */
function stillFailing(draft, line, entry, subject, sightings) {
    if (reopenedByThisRun(draft, line, entry, sightings))
        return;
    const news = [];
    if (line.state === "closed")
        news.push("it fails again, after somebody reopened its entry");
    for (const sighting of sightings) {
        const word = line.producers[sighting.producer];
        if (!word) {
            // Compiler text in some other job's log is no producer of its own beside one that can prove absence.
            if (!sighting.weak || Object.keys(line.producers).length === 0)
                news.push(`also failing in ${sighting.producer}`);
        }
        else if (word.last !== "failed")
            news.push(`failing again in ${sighting.producer}`);
        else if (word.gone)
            news.push("it is reported again");
    }
    const failure = failing_failureOf(sightings);
    const errors = newErrors(line, sightings);
    if (errors.news !== undefined)
        news.push(errors.news);
    const silent = sightings.some((s) => {
        const word = line.producers[s.producer];
        return word !== undefined && !s.weak && reachChanged(word.reach, reachOf(s));
    });
    const due = commentDue(draft, line);
    if (news.length === 0 && !due) {
        if (silent || line.entry === undefined || line.state === "closed" || draft.isLost(line))
            draft.put(openLine(draft, line, entry, sightings));
        draft.keep(line, entry, failing_failureOf(sightings));
        return;
    }
    const next = openLine(draft, line, entry, sightings);
    next.acted = { run: draft.run.id, attempt: draft.run.attempt };
    const quiet = draft.policy.comment === "never" ||
        (news.length === 0 && !due) ||
        (draft.policy.comment === "interval" && !due) ||
        subject.kind === "dependency";
    if (!quiet)
        next.commented = draft.run.at;
    draft.put(next);
    const reason = news.length > 0 ? `${news.join("; ")} (${inRun(draft.stamp)})` : `still failing in ${inRun(draft.stamp)}`;
    draft.operation(quiet ? "update" : "comment", next, entry.id, reason, { failure });
}
/** This run reopened it before, and a crash kept the ledger from learning of it. */
function reopenedByThisRun(draft, line, entry, sightings) {
    const { id, attempt } = draft.run;
    if (entry.reopenedIn?.run !== id || entry.reopenedIn.attempt !== attempt)
        return false;
    if (line.acted?.run === id && line.acted.attempt === attempt)
        return false;
    const next = openLine(draft, line, entry, sightings);
    next.acted = { run: draft.run.id, attempt: draft.run.attempt };
    if (line.closed === undefined || line.closed.how === "person")
        next.contested = true;
    draft.put(next);
    draft.keep(next, entry, failing_failureOf(sightings));
    return true;
}
function openLine(draft, line, entry, sightings) {
    const open = { ...withFailures(draft, line, sightings), state: "open", entry: { tracker: draft.listing.tracker, id: entry.id } };
    delete open.closed;
    return open;
}
function commentDue(draft, line) {
    const { comment, commentDays } = draft.policy;
    if (line.acted?.run === draft.run.id || line.opened?.run === draft.run.id)
        return false;
    if (comment === "always")
        return true;
    if (comment !== "interval")
        return false;
    const last = line.commented ?? line.opened?.at;
    return last === undefined || Date.parse(draft.run.at) - Date.parse(last) >= commentDays * DAY;
}
/** The entry is closed and the subject fails: who closed it, and is this failure newer than that? */
function closedEntry(draft, line, entry, subject, sightings) {
    if (entry.closedBy !== "person") {
        const closed = line.closed ?? entry.closedIn;
        const how = closed ? draft.relationTo(closed) : "unknown";
        if (how === "newer")
            return reopen(draft, line, entry, subject, sightings, "it failed again");
        if (how === "unknown")
            draft.withhold(subject, "it is not known whether this failure is newer than the close of its entry");
        return undefined;
    }
    if (line.contested) {
        handsOff(draft, line, "closed again by a person after it had been reopened once");
        return undefined;
    }
    if (!newerThanPerson(draft, line, entry)) {
        draft.withhold(subject, "a person closed its entry after this run began; a newer failure reopens it");
        if (!line.closed)
            draft.put({
                ...line,
                state: "closed",
                closed: { ...draft.stamp, how: "person" },
                entry: { tracker: draft.listing.tracker, id: entry.id },
            });
        return undefined;
    }
    return reopen(draft, { ...line, contested: true }, entry, subject, sightings, "a person closed it as fixed, and it failed again");
}
/** A person's close is dated by the tracker; where it is not, by the first run that found it closed. */
function newerThanPerson(draft, line, entry) {
    if (entry.closedAt !== undefined) {
        const closed = Date.parse(entry.closedAt);
        if (!Number.isNaN(closed))
            return Date.parse(draft.run.at) > closed;
    }
    return line.closed !== undefined && line.closed.how === "person" && draft.relationTo(line.closed) === "newer";
}
function reopen(draft, line, entry, subject, sightings, why) {
    const next = openLine(draft, line, entry, sightings);
    next.acted = { run: draft.run.id, attempt: draft.run.attempt };
    const failure = failing_failureOf(sightings);
    const reason = `${why} in ${inRun(draft.stamp)}`;
    const closedAt = entry.closedAt ?? line.closed?.at;
    const old = closedAt !== undefined && Date.parse(draft.run.at) - Date.parse(closedAt) > draft.policy.reopenDays * DAY;
    if (draft.listing.ids === "theirs" && old) {
        delete next.entry;
        next.generation = line.generation + 1;
        next.opened = draft.stamp;
        return { subject, sightings, failure, line: next, reason: `${reason}, long after its last entry was closed`, follows: entry.id };
    }
    draft.put(next);
    draft.operation("reopen", next, entry.id, reason, { failure });
    return undefined;
}
/** People outrank the machine: the entry is left alone, and the ledger remembers that a person spoke. */
function handsOff(draft, line, why) {
    draft.withhold(line, `${why}: a person's word stands`);
    if (line.verdict !== why)
        draft.put({ ...line, verdict: why });
}
/** The line with this run's failing words, errors and place in it. */
function withFailures(draft, line, sightings) {
    const producers = { ...line.producers };
    const strong = sightings.some((s) => !s.weak) || Object.values(producers).some((w) => !w.weak);
    for (const sighting of sightings) {
        if (sighting.weak && strong && !producers[sighting.producer])
            continue;
        producers[sighting.producer] = draft.failedWord(sighting, producers[sighting.producer]);
    }
    const next = { ...line, producers };
    const { errors } = newErrors(line, sightings);
    if (errors.length > 0)
        next.errors = errors;
    const file = failing_failureOf(sightings).file;
    if (file !== undefined)
        next.file = file;
    return next;
}
/** What is new in the errors, against those remembered; the first ones are no news. */
function newErrors(line, sightings) {
    const before = line.errors ?? [];
    const known = new Set(before);
    const added = [];
    let findings = 0;
    for (const { failure, weak } of sightings) {
        if (!failure || weak)
            continue;
        for (const hash of failure.findings ?? (failure.signature === undefined ? [] : [shortHash(failure.signature)])) {
            if (known.has(hash))
                continue;
            known.add(hash);
            added.push(hash);
            if (failure.findings)
                findings++;
        }
    }
    const kept = line.kind === "lint" ? REMEMBERED_FINDINGS : REMEMBERED_ERRORS;
    const errors = [...before, ...added].slice(-kept);
    if (added.length === 0 || before.length === 0)
        return { errors };
    if (line.kind === "dependency")
        return { errors, news: "a newer version is out" };
    return { errors, news: findings > 0 ? `${findings} new ${findings === 1 ? "finding" : "findings"}` : "the error changed" };
}
/** The failure to show when several producers have one: the first that names a place, in the producers' order. */
function failing_failureOf(sightings) {
    const all = sightings.map((s) => s.failure).filter((f) => f !== undefined);
    return all.find((f) => f.file !== undefined) ?? all[0] ?? { message: "it failed" };
}

;// CONCATENATED MODULE: ./lib/planning/policy.js
/** Types and priorities as the guides our users come from file them. */
function filingOf(kind, severity) {
    switch (kind) {
        case "test":
        case "build":
        case "pipeline":
            return { type: "bug", priority: 0 };
        case "bench":
            return { type: "bug", priority: 1 };
        case "lint":
            return { type: "chore", priority: 1 };
        case "dependency":
            return { type: "chore", priority: 2 };
        case "audit":
        case "finding":
            return { type: "bug", priority: BY_SEVERITY[severity ?? "none"] };
    }
}
const BY_SEVERITY = { critical: 0, high: 1, medium: 2, low: 3, none: 2 };

;// CONCATENATED MODULE: ./lib/planning/filing.js
/**
 * New entries: which candidates take over an entry that is already there, which are one entry together, and how many a
 * run may open. What is not filed is withheld with its reason, and the next run takes it up.
 */




/** So many failing tests of one suite, or such a share of a run, are one cause and get one entry. */
const GROUP = 10;
const MOST = 0.8;
/** The one entry that Tracer's guide files for whatever clippy prints. */
const CLIPPY_GROUP_TITLE = "Fix clippy warnings";
function file(draft, candidates) {
    candidates.sort(worstFirst);
    let rest = adopt(draft, candidates);
    rest = adoptClippyGroup(draft, rest);
    rest = group(draft, rest);
    rest.sort(worstFirst);
    createWithin(draft, rest);
}
// --------------------------------------------------------------------------------------------------------- adoption
/** Entries that the shell recipes filed are taken over by the one subject with that exact title, at its first failure. */
function adopt(draft, candidates) {
    const wanted = new Set(candidates.map((c) => c.subject.recipeTitle).filter((t) => t !== undefined));
    if (wanted.size === 0)
        return candidates;
    const entries = groupBy(draft.listing.entries.filter((e) => e.open && e.adoptable && wanted.has(e.title)), (e) => e.title);
    if (entries.size === 0)
        return candidates;
    const namesakes = namesakesOf(draft, entries);
    return candidates.filter((candidate) => {
        const title = candidate.subject.recipeTitle;
        const found = title === undefined ? undefined : entries.get(title);
        if (title === undefined || !found || candidate.line.generation > 1)
            return true;
        const others = namesakes.get(title) ?? new Set();
        const [entry, second] = found;
        if (second)
            draft.withhold(candidate.subject, `two entries have its title: ${found.map((e) => e.id).join(" and ")}`);
        else if (others.size > 1) {
            draft.withhold(candidate.subject, `the entry ${entry?.id} could be for ${[...others].sort().join(" or ")}`);
        }
        else if (entry?.handsOff !== undefined)
            handsOff(draft, { ...candidate.line, entry: { tracker: draft.listing.tracker, id: entry.id } }, entry.handsOff);
        else if (entry)
            takeEntry(draft, candidate, entry);
        return false;
    });
}
/** Every subject of this run, failing or known, that could be meant by an entry's title. */
function namesakesOf(draft, entries) {
    const found = new Map();
    const add = (title, key) => {
        if (title !== undefined && entries.has(title))
            found.set(title, (found.get(title) ?? new Set()).add(key));
    };
    for (const { subject } of draft.evidence.failing.values())
        add(subject.recipeTitle, subject.key);
    for (const line of draft.lines()) {
        const name = line.kind === "test" ? readKey(line.key)?.fields[1] : undefined;
        if (name !== undefined)
            add(`Test failure: ${name}`, line.key);
    }
    for (const key of draft.evidence.passing.keys()) {
        const name = key.startsWith("test/") ? readKey(key)?.fields[1] : undefined;
        if (name !== undefined)
            add(`Test failure: ${name}`, key);
    }
    return found;
}
function takeEntry(draft, candidate, entry) {
    const line = {
        ...candidate.line,
        entry: { tracker: draft.listing.tracker, id: entry.id },
        acted: { run: draft.run.id, attempt: draft.run.attempt },
    };
    draft.put(line);
    draft.operation("comment", line, entry.id, `taken over: ${candidate.reason}`, { failure: candidate.failure, adopts: true });
}
/** An adopted `Fix clippy warnings` stands for all of clippy's rules until they are gone. */
function adoptClippyGroup(draft, candidates) {
    const key = keyOf("lint", "clippy");
    const subject = { fingerprint: fingerprintOf(key), key, kind: "lint", title: CLIPPY_GROUP_TITLE };
    const members = candidates.filter((c) => c.subject.kind === "lint" && c.subject.key.startsWith(`${key} `));
    if (members.length === 0)
        return candidates;
    const rest = candidates.filter((c) => !members.includes(c));
    const open = draft.line(subject.fingerprint);
    if (open && open.state === "open") {
        join(draft, open, members);
        return rest;
    }
    const entries = draft.listing.entries.filter((e) => e.open && e.adoptable && e.title === CLIPPY_GROUP_TITLE);
    const [entry, second] = entries;
    if (!entry)
        return candidates;
    if (second) {
        for (const member of members)
            draft.withhold(member.subject, `two entries have the title ${CLIPPY_GROUP_TITLE}: ${entries.map((e) => e.id).join(" and ")}`);
        return rest;
    }
    const line = {
        ...groupLine(draft, subject),
        entry: { tracker: draft.listing.tracker, id: entry.id },
        acted: { run: draft.run.id, attempt: draft.run.attempt },
    };
    draft.put(line);
    join(draft, line, members);
    draft.operation("comment", line, entry.id, `taken over: it stands for ${members.length} clippy rules found in ${inRun(draft.stamp)}`, {
        adopts: true,
        members: members.map((m) => m.subject.title),
        failure: membersFailure(members),
    });
    return rest;
}
// ---------------------------------------------------------------------------------------------------------- groups
function group(draft, candidates) {
    const tests = candidates.filter((c) => c.subject.kind === "test" && c.subject.group !== undefined);
    if (tests.length === 0)
        return candidates;
    const rest = new Set(candidates);
    const whole = runSubject(draft);
    const openRun = openGroup(draft, whole);
    const ran = testsRan(draft);
    if (openRun) {
        join(draft, openRun, tests);
        for (const t of tests)
            rest.delete(t);
    }
    else if (ran >= GROUP && tests.length >= MOST * ran) {
        for (const t of tests)
            rest.delete(t);
        const build = [...draft.evidence.failing.values()].find((f) => f.subject.kind === "build");
        if (build)
            for (const t of tests)
                draft.withhold(t.subject, `most tests fail and so does a build; its entry stands for them: ${build.subject.title}`);
        else
            for (const c of raise(draft, whole, tests, `${tests.length} of ${ran} tests failed`))
                rest.add(c);
    }
    else {
        for (const [suite, members] of groupBy(tests, (t) => t.subject.group ?? "")) {
            const subject = suiteSubject(suite);
            const open = openGroup(draft, subject);
            if (open)
                join(draft, open, members);
            else if (members.length < GROUP)
                continue;
            else
                for (const c of raise(draft, subject, members, `${members.length} tests of ${suite} failed`))
                    rest.add(c);
            for (const m of members)
                rest.delete(m);
        }
    }
    return [...rest];
}
/** Distinct tests that ran in this run; a target's own pass or failure is no test. */
function testsRan(draft) {
    const isTest = (key) => key.startsWith("test/") && key.includes(" » ");
    let ran = 0;
    for (const key of draft.evidence.passing.keys())
        if (isTest(key))
            ran++;
    for (const key of draft.evidence.failing.keys())
        if (isTest(key) && !draft.evidence.passing.has(key))
            ran++;
    return ran;
}
function runSubject(draft) {
    const { workflow, job } = draft.run;
    const key = keyOf("build", "workflow", workflow, job);
    return {
        fingerprint: fingerprintOf(key),
        key,
        kind: "build",
        title: `Most tests fail in ${[workflow, job].filter((w) => w !== "").join(" / ") || "this run"}`,
    };
}
function suiteSubject(suite) {
    const key = keyOf("test", "(suite)", suite);
    return { fingerprint: fingerprintOf(key), key, kind: "test", title: `Test failures: many tests of ${suite}` };
}
function openGroup(draft, subject) {
    const line = draft.line(subject.fingerprint);
    return line && line.state !== "closed" ? line : undefined;
}
/** A group goes the way of any failing subject: it is created, or an entry it had before reopens. */
function raise(draft, subject, members, what) {
    const failure = membersFailure(members);
    const sightings = members
        .flatMap((m) => m.sightings.slice(0, 1))
        .slice(0, 1)
        .map((s) => ({ ...s, failure }));
    // Its members have waited for open-after already.
    const candidate = failing(draft, subject, sightings, 1);
    const line = candidate?.line ?? draft.line(subject.fingerprint);
    if (!line)
        return [];
    for (const m of members)
        draft.put({ ...m.line, group: subject.fingerprint });
    const own = groupOnly(line);
    if (!candidate) {
        draft.put(own);
        return [];
    }
    return [{ ...candidate, line: own, failure, reason: `${what} in ${inRun(draft.stamp)}` }];
}
function groupLine(draft, subject) {
    const { fingerprint, key, kind, title } = subject;
    return { fingerprint, key, kind, title, state: "open", generation: 1, producers: {}, opened: draft.stamp };
}
/** Later failures of a group get no entry of their own while its entry is open. */
function join(draft, group, members) {
    for (const m of members) {
        draft.put({ ...m.line, group: group.fingerprint });
        draft.withhold(m.subject, `the entry "${group.title}" stands for it`);
    }
}
function membersFailure(members) {
    const listed = members.slice(0, 30).map((m) => `${m.subject.title}: ${m.failure.message.split("\n", 1)[0] ?? ""}`);
    if (members.length > listed.length)
        listed.push(`… and ${members.length - listed.length} more`);
    return { message: `${members.length} failures`, detail: listed.join("\n"), facts: [["Members", String(members.length)]] };
}
/** Closes the groups whose members are all settled. */
function closeGroups(draft) {
    const open = new Map();
    for (const line of draft.lines())
        if (line.state === "open" && isGroup(line))
            open.set(line.fingerprint, line);
    if (open.size === 0)
        return;
    const members = new Map();
    for (const line of draft.lines())
        if (line.group !== undefined && open.has(line.group))
            members.set(line.group, [...(members.get(line.group) ?? []), line]);
    for (const [fingerprint, line] of open) {
        const own = members.get(fingerprint) ?? [];
        if (own.length === 0 || own.some((m) => m.state !== "closed"))
            continue;
        const entry = draft.entryOf(line);
        if (entry?.handsOff !== undefined) {
            handsOff(draft, line, entry.handsOff);
            continue;
        }
        const closed = {
            ...line,
            state: "closed",
            closed: { ...draft.stamp, how: "passed" },
            acted: { run: draft.run.id, attempt: draft.run.attempt },
        };
        draft.put(closed);
        for (const m of own) {
            const alone = { ...m };
            delete alone.group;
            draft.put(alone);
        }
        if (entry?.open)
            draft.operation("close", closed, entry.id, `all ${own.length} of its members have passed or are gone, the last in ${inRun(draft.stamp)}`);
    }
}
/** A line that stands for others: a suite, a whole run, clippy's rules. */
function isGroup(line) {
    return Object.keys(line.producers).length === 0 && line.state !== "pending";
}
// ---------------------------------------------------------------------------------------------------------- limits
/** At most `max-new` entries a kind and run, whichever delivery of the run opens them. */
function createWithin(draft, candidates) {
    const opened = new Map();
    for (const line of draft.lines()) {
        if (line.opened?.run === draft.run.id && line.group === undefined && line.acted?.run === draft.run.id) {
            opened.set(line.kind, (opened.get(line.kind) ?? 0) + 1);
        }
    }
    for (const candidate of candidates) {
        const { subject, line, failure, reason, follows } = candidate;
        const so = opened.get(subject.kind) ?? 0;
        if (so >= draft.policy.maxNew) {
            draft.withhold(subject, `max-new: a run opens at most ${draft.policy.maxNew} ${subject.kind} entries, worst first; the next run goes on`);
            dropMembers(draft, line);
            continue;
        }
        opened.set(subject.kind, so + 1);
        const created = { ...line, acted: { run: draft.run.id, attempt: draft.run.attempt } };
        if (draft.listing.ids === "ours")
            created.entry = { tracker: draft.listing.tracker, id: line.fingerprint };
        draft.put(created);
        const severity = candidate.sightings.map((s) => s.failure?.severity).find((s) => s !== undefined);
        const more = { failure, filing: filingOf(subject.kind, severity ?? failure.severity), ...(follows === undefined ? {} : { follows }) };
        const members = membersOf(draft, line);
        draft.operation("create", created, null, reason, members.length > 0 ? { ...more, members } : more);
    }
}
function membersOf(draft, line) {
    if (!isGroup(line))
        return [];
    return [...draft.changed.values()].filter((l) => l?.group === line.fingerprint).map((l) => l?.title ?? "");
}
function dropMembers(draft, group) {
    if (!isGroup(group))
        return;
    for (const [fingerprint, line] of draft.changed)
        if (line?.group === group.fingerprint)
            draft.changed.delete(fingerprint);
}
function groupBy(items, keyOfItem) {
    const groups = new Map();
    for (const item of items) {
        const key = keyOfItem(item);
        const own = groups.get(key);
        if (own)
            own.push(item);
        else
            groups.set(key, [item]);
    }
    return groups;
}

;// CONCATENATED MODULE: ./lib/planning/settling.js
/**
 * What becomes of what was failing before: passes and proven absences become the producers' words, and an entry closes
 * when no producer's last word is a failure any more. Everything here errs on the side of staying open.
 */




/** Settles one remembered subject by this run's passes and complete lists. `failingBy`: producers that still see it failing. */
function settle(draft, line, failingBy) {
    if (line.state === "closed")
        return;
    const words = { ...line.producers };
    const news = [];
    let how;
    let proof = false;
    for (const producer of draft.evidence.producers) {
        if (failingBy.has(producer))
            continue;
        const word = line.producers[producer];
        if (word?.last === "failed" && draft.relationTo(word) !== "newer")
            continue;
        const verdict = verdictOf(draft, line, producer, word);
        if (!verdict)
            continue;
        if ("held" in verdict) {
            if (word?.last === "failed")
                draft.withhold(line, verdict.held);
            continue;
        }
        if (verdict.last !== "failed")
            proof = true;
        if (word?.last !== "failed")
            continue;
        words[producer] = wordAfter(draft, word, verdict);
        news.push(`${verdict.how}${"gone" in verdict ? "" : ` in ${producer}`}`);
        if (verdict.last !== "failed")
            how = verdict.how;
    }
    if (proof && failingBy.size === 0)
        clearWeak(draft, words);
    const stillFailing = Object.values(words).some((word) => word.last === "failed");
    if (!stillFailing && Object.keys(words).length > 0)
        settling_close(draft, { ...line, producers: words }, how ?? "not seen failing any more");
    else if (news.length > 0)
        told(draft, { ...line, producers: words }, news);
}
/** Text that proves nothing by its absence gives way to what does prove. */
function clearWeak(draft, words) {
    for (const [producer, word] of Object.entries(words)) {
        if (word.weak && word.last === "failed" && draft.relationTo(word) === "newer")
            words[producer] = { ...word, ...draft.stamp, last: "absent" };
    }
}
function wordAfter(draft, word, verdict) {
    if ("gone" in verdict) {
        const marked = { ...word, gone: verdict.gone };
        if (!marked.reach && verdict.cases !== undefined)
            marked.reach = { units: word.touched ?? [], cases: verdict.cases };
        return marked;
    }
    const next = { ...word, ...draft.stamp, last: verdict.last };
    delete next.gone;
    return next;
}
function settling_close(draft, line, how) {
    if (line.state === "pending" || line.state === "claimed") {
        draft.drop(line.fingerprint);
        return;
    }
    const entry = draft.entryOf(line);
    const reason = line.group === undefined ? `${how} in ${inRun(draft.stamp)}` : how;
    const outcome = how.startsWith("gone") ? "gone" : how.startsWith("passed") ? "passed" : "absent";
    const closed = { ...line, state: "closed", closed: { ...draft.stamp, how: outcome } };
    delete closed.runs;
    delete closed.errors;
    if (line.group !== undefined) {
        draft.put(closed);
        return;
    }
    if (entry?.open) {
        if (entry.handsOff !== undefined) {
            handsOff(draft, line, entry.handsOff);
            return;
        }
        closed.acted = { run: draft.run.id, attempt: draft.run.attempt };
        draft.put(closed);
        draft.operation("close", closed, entry.id, reason);
        return;
    }
    // A person closed it first, or a crash came between the tracker's write and the ledger's.
    if (entry?.closedIn?.run === draft.run.id)
        closed.acted = { run: draft.run.id, attempt: draft.run.attempt };
    draft.put(closed);
}
function told(draft, line, news) {
    const entry = draft.entryOf(line);
    if (!entry?.open || entry.handsOff !== undefined || line.group !== undefined || line.state !== "open") {
        draft.put(line);
        return;
    }
    const quiet = draft.policy.comment === "never";
    const next = { ...line, acted: { run: draft.run.id, attempt: draft.run.attempt } };
    if (!quiet)
        next.commented = draft.run.at;
    draft.put(next);
    draft.operation(quiet ? "update" : "comment", next, entry.id, `${news.join("; ")} (${inRun(draft.stamp)})`);
}
function verdictOf(draft, line, producer, word) {
    const passes = passesOf(draft, line, producer, word);
    if (passes.length > 0) {
        const flaky = line.kind === "test" && word ? passesUnfixed(draft, word) : undefined;
        if (flaky !== undefined)
            return { last: "failed", held: `${flaky}: flaky, not fixed; a pass at another commit closes it` };
        return { last: "passed", how: "passed" };
    }
    return absence(draft, line, producer, word);
}
/**
 * Why a test's pass is no fix: nothing was changed since it failed. A further attempt counts as that even where no
 * failure of this commit is remembered, for failures that changed nothing are not written down.
 */
function passesUnfixed(draft, word) {
    if (word.commit !== undefined && word.commit === draft.run.commit)
        return `passed at the very commit it failed at (${word.commit.slice(0, 12)})`;
    return draft.run.attempt > 1 ? `passed in attempt ${draft.run.attempt} of a run` : undefined;
}
/** Passes count from whole and partial parts; a build passes when everything that failed was compiled. */
function passesOf(draft, line, producer, word) {
    const sound = [];
    for (const key of [line.key, ...(line.also ?? [])]) {
        for (const sighting of draft.evidence.passing.get(key) ?? []) {
            if (sighting.producer === producer && sighting.parts.some((p) => p.state !== "broken"))
                sound.push(sighting);
        }
    }
    if (line.kind !== "build" || sound.length === 0)
        return sound;
    const built = new Set(sound.flatMap((s) => s.units ?? []));
    const needed = word?.touched ?? word?.reach?.units ?? [];
    return needed.every((unit) => built.has(unit)) ? sound : [];
}
function absence(draft, line, producer, word) {
    const parts = draft.parts(producer);
    if (parts.length === 0)
        return undefined;
    switch (line.kind) {
        case "test":
            // Skipped, or passed in a part that proves nothing: it is there.
            if (draft.evidence.skipped.get(line.key)?.has(producer))
                return undefined;
            if (draft.evidence.passing.get(line.key)?.some((s) => s.producer === producer))
                return undefined;
            return word && goneTest(draft, line, parts, word);
        case "lint":
        case "audit":
        case "dependency":
            return goneFinding(draft, line, parts, word);
        default:
            return undefined;
    }
}
/** A test is gone when two complete lists of its target, at two commits, do not have it; or at once when its file is gone. */
function goneTest(draft, line, parts, word) {
    const [target = "", path] = readKey(line.key)?.fields ?? [];
    if (path === undefined || target.startsWith("("))
        return undefined;
    // A list of the commit it failed at can only have left it out; a further attempt may be at one.
    if (draft.run.attempt > 1 || word.run === draft.run.id || (word.commit !== undefined && word.commit === draft.run.commit))
        return undefined;
    const lists = parts.filter((p) => p.kind === "test" && p.state === "whole" && p.provesAbsence && p.extent.units.includes(target));
    if (lists.length === 0)
        return undefined;
    const fewer = lists.map((part) => fewerCases(word.reach, part));
    if (fewer.every((reason) => reason !== undefined))
        return { last: "failed", held: `not in the report, but ${fewer[0]}` };
    if (line.file !== undefined && draft.world.missing.has(line.file))
        return { last: "absent", how: `gone: its file ${line.file} no longer exists` };
    const { gone } = word;
    if (!gone) {
        const mark = { last: "failed", gone: draft.stamp, how: "no longer reported: a complete list of its target does not have it" };
        const cases = lists.map((p) => p.extent.cases).filter((n) => n !== undefined);
        return cases.length === 0 ? mark : { ...mark, cases: Math.max(...cases) };
    }
    if (draft.relationTo(gone) !== "newer" || gone.run === draft.run.id || (gone.commit !== undefined && gone.commit === draft.run.commit))
        return undefined;
    return { last: "absent", how: `gone: no complete list of its target has it since ${inRun(gone)}, the second` };
}
/** Lints, audits and outdated dependencies are gone when complete reports looked everywhere they were found. */
function goneFinding(draft, line, parts, word) {
    const fields = readKey(line.key)?.fields ?? [];
    if (line.kind === "audit" && fields[2] === "yanked") {
        return draft.world.unlocked.has(line.fingerprint)
            ? { last: "absent", how: "gone: the lockfile no longer holds this version" }
            : undefined;
    }
    const ids = new Set([line.key, ...(line.also ?? [])].flatMap((key) => readKey(key)?.fields.slice(-1) ?? []));
    const sought = { kind: line.kind, ids };
    if (line.kind === "lint" && fields[0] !== undefined)
        sought.owner = fields[0];
    const reach = word?.reach ?? (word?.touched && word.touched.length > 0 ? { units: word.touched } : undefined);
    if (!reach)
        return word?.weak || !word ? everywhere(sought, parts) : undefined;
    const why = notCovered(sought, reach, parts, draft.world.missing);
    if (why === undefined)
        return {
            last: "absent",
            how: line.kind === "dependency" ? "current: a complete list no longer has it" : "not found any more by a complete report",
        };
    const looked = parts.some((p) => p.kind === line.kind && p.state === "whole" && p.provesAbsence);
    return looked ? { last: "failed", held: `not in the report, but ${why}` } : undefined;
}
/** What was only ever seen in text has no units to look for: every part has to be whole, test builds included. */
function everywhere(sought, parts) {
    const able = parts.filter((p) => p.kind === sought.kind && p.provesAbsence && (!sought.owner || p.extent.owners?.includes(sought.owner)));
    const tests = able.some((p) => p.extent.units.some((unit) => / test(?: |$)/.test(unit)));
    if (able.length === 0 || !tests || able.some((p) => p.state !== "whole"))
        return undefined;
    return { last: "absent", how: "not found any more by a complete report" };
}

;// CONCATENATED MODULE: ./lib/planning/plan.js
/**
 * The planner: evidence, entries, ledger, policy and what the world adds → what to do, what is withheld, and the
 * ledger's new lines. Pure: the same arguments always give the same plan, and a plan that was carried out plans nothing.
 */







function plan(given) {
    const input = withoutOld(given);
    const benches = judgeBenches(input);
    const evidence = benches.evidence;
    const draft = new Draft({ ...input, evidence });
    if (!input.listing.whole)
        return nothing(draft, input.listing.reason ?? "it could not be listed", benches.history);
    const blocked = notBuilt(evidence);
    const failingBy = new Map();
    const candidates = [];
    const fresh = [];
    for (const { subject, sightings } of [...evidence.failing.values()].sort(worstFirst)) {
        const known = draft.find(subject);
        failingBy.set(known?.fingerprint ?? subject.fingerprint, new Set(sightings.map((s) => s.producer)));
        failingBy.set(subject.fingerprint, new Set(sightings.map((s) => s.producer)));
        const able = sightings.filter((s) => subject.needs === undefined || !isBlocked(blocked, s.producer, subject.needs));
        if (able.length === 0) {
            if (known?.state !== "open")
                draft.withhold(subject, "its package could not be compiled; the build's entry stands for it");
            continue;
        }
        const [first] = able;
        if (first && known?.state !== "open" && !draft.entryFor(subject.fingerprint)?.open)
            fresh.push({ subject, sighting: first });
        const candidate = failing(draft, subject, able);
        if (candidate)
            candidates.push(candidate);
    }
    for (const line of [...draft.lines()]) {
        if (line.state === "closed" || isGroup(line) || waitsForBuild(line, evidence.producers, blocked))
            continue;
        settle(draft, line, failingBy.get(line.fingerprint) ?? NOBODY);
    }
    file(draft, candidates);
    closeGroups(draft);
    bound(draft);
    prune(draft);
    keepBaselines(draft, benches.baselines);
    return {
        operations: ordered(draft.operations),
        withheld: draft.withheld,
        unchanged: draft.unchanged,
        lines: draft.changed,
        open: openAfter(draft),
        fresh,
        failing: evidence.failing.size,
        history: benches.history,
    };
}
const NOBODY = new Set();
/** Evidence older than what the cache knows of a producer changes nothing. */
function withoutOld(input) {
    const { evidence, world } = input;
    const old = new Set(evidence.producers.filter((p) => {
        const mark = world.marks.get(p);
        return mark !== undefined && relation(evidence.run, mark, world.ancestry) === "older";
    }));
    if (old.size === 0)
        return input;
    const keep = (s) => !old.has(s.producer);
    const failing = new Map();
    for (const [key, { subject, sightings }] of evidence.failing) {
        const kept = sightings.filter(keep);
        if (kept.length > 0)
            failing.set(key, { subject, sightings: kept });
    }
    return {
        ...input,
        evidence: {
            ...evidence,
            failing,
            producers: evidence.producers.filter((p) => !old.has(p)),
            measurements: evidence.measurements.filter(keep),
            unclear: [...evidence.unclear, ...[...old].map((p) => `${p} has newer evidence than this run's, which changes nothing`)],
        },
    };
}
/** Producer and package of every build that failed in this run: what it kept from running neither opens nor closes. */
function notBuilt(evidence) {
    const blocked = new Set();
    for (const { subject, sightings } of evidence.failing.values()) {
        const [ecosystem, name] = readKey(subject.key)?.fields ?? [];
        if (subject.kind !== "build" || ecosystem === "workflow" || name === undefined)
            continue;
        for (const { producer } of sightings)
            blocked.add(`${producer} ${name}`);
    }
    return blocked;
}
/** Tests and lints of a package that did not compile keep their words. */
function waitsForBuild(line, producers, blocked) {
    if (blocked.size === 0 || line.kind !== "test")
        return false;
    const crate = (readKey(line.key)?.fields[0] ?? "").split("::")[0] ?? "";
    return producers.some((p) => isBlocked(blocked, p, crate));
}
function isBlocked(blocked, producer, crate) {
    return blocked.has(`${producer} ${crate}`) || blocked.has(`${producer} *`);
}
/** Measurements become failing or passing sightings like any other. */
function judgeBenches(input) {
    const { evidence, policy, ledger } = input;
    if (evidence.measurements.length === 0)
        return { evidence, history: input.world.history, baselines: new Map() };
    const failing = new Map(evidence.failing);
    const passing = new Map(evidence.passing);
    const history = new Map(input.world.history);
    const baselines = new Map();
    for (const m of evidence.measurements) {
        const line = ledger.get(m.subject.fingerprint);
        const kept = line?.state === "open" ? line.baseline : undefined;
        const judged = judge(m, evidence.run, policy.machine, input.world.history, kept, policy.tolerance);
        history.set(judged.key, { unit: m.unit, samples: judged.samples });
        if (judged.verdict === "worse" && judged.failure) {
            failing.set(m.subject.key, {
                subject: m.subject,
                sightings: [{ producer: m.producer, outcome: "failed", parts: [], failure: judged.failure }],
            });
            baselines.set(m.subject.fingerprint, judged.baseline);
        }
        else if (judged.verdict === "fine") {
            passing.set(m.subject.key, [{ producer: m.producer, outcome: "passed", parts: [MEASURED] }]);
        }
    }
    return { evidence: { ...evidence, failing, passing }, history, baselines };
}
const MEASURED = {
    kind: "bench",
    state: "whole",
    extent: { units: [] },
    provesAbsence: false,
};
/** The entry of a benchmark keeps the baseline it was filed against. */
function keepBaselines(draft, baselines) {
    for (const [fingerprint, baseline] of baselines) {
        const line = draft.changed.get(fingerprint);
        if (line && line.state === "open" && !line.baseline && baseline)
            draft.put({ ...line, baseline });
    }
}
/** `max-writes` on hosted trackers: reopen, create, close, then the rest; what is over waits for the next run. */
function bound(draft) {
    let left = draft.policy.maxWrites;
    if (!Number.isFinite(left))
        return;
    for (const line of draft.lines()) {
        if (line.acted?.run === draft.run.id && !draft.changed.has(line.fingerprint))
            left--;
    }
    const kept = new Set();
    for (const operation of ordered(draft.operations)) {
        if (left > 0) {
            kept.add(operation);
            left--;
            continue;
        }
        draft.changed.delete(operation.fingerprint);
        draft.withhold(operation, `max-writes: a run writes at most ${draft.policy.maxWrites} times; the next run goes on`);
    }
    draft.operations.splice(0, draft.operations.length, ...draft.operations.filter((o) => kept.has(o)));
}
/** Days a closed line is remembered. Lines with a person's word are never pruned, and pruning alone writes nothing. */
const REMEMBERED_DAYS = 90;
function prune(draft) {
    if (draft.changed.size === 0)
        return;
    const limit = Date.parse(draft.run.at) - REMEMBERED_DAYS * 86_400_000;
    for (const line of [...draft.lines()]) {
        if (line.state !== "closed" || !line.closed || line.verdict !== undefined || line.contested || line.group !== undefined)
            continue;
        if (Date.parse(line.closed.at) < limit && !draft.changed.has(line.fingerprint))
            draft.drop(line.fingerprint);
    }
}
const ORDER = ["reopen", "create", "close", "comment", "update"];
function ordered(operations) {
    return operations
        .map((operation, index) => ({ operation, index }))
        .sort((a, b) => ORDER.indexOf(a.operation.op) - ORDER.indexOf(b.operation.op) || a.index - b.index)
        .map(({ operation }) => operation);
}
/** Unknown is not none: nothing is opened or closed against a tracker that could not be listed whole. */
function nothing(draft, reason, history) {
    for (const { subject } of [...draft.evidence.failing.values()].sort(worstFirst)) {
        draft.withhold(subject, `the tracker could not be listed whole (${reason})`);
    }
    return {
        operations: [],
        withheld: draft.withheld,
        unchanged: [],
        lines: new Map(),
        open: 0,
        fresh: [],
        failing: draft.evidence.failing.size,
        history,
    };
}
function openAfter(draft) {
    let open = draft.listing.entries.filter((e) => e.open && e.fingerprint !== undefined).length;
    for (const { op, adopts } of draft.operations) {
        if (op === "create" || op === "reopen" || adopts)
            open++;
        if (op === "close")
            open--;
    }
    return open;
}

;// CONCATENATED MODULE: external "node:url"
const external_node_url_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");
;// CONCATENATED MODULE: ./lib/load.js
var __rewriteRelativeImportExtension = (undefined && undefined.__rewriteRelativeImportExtension) || function (path, preserveJsx) {
    if (typeof path === "string" && /^\.\.?\//.test(path)) {
        return path.replace(/\.(tsx)$|((?:\.d)?)((?:\.[^./]+?)?)\.([cm]?)ts$/i, function (m, tsx, d, ext, cm) {
            return tsx ? preserveJsx ? ".jsx" : ".js" : d && (!ext || !cm) ? m : (d + ext + "." + cm.toLowerCase() + "js");
        });
    }
    return path;
};
/**
 * Loads one of our other bundles by its path, only where it is needed: GitHub's client and the Actions cache are a
 * megabyte and more each, and most runs in a terminal need neither.
 */


/** `github` and `cache` stand beside whatever file this module was bundled into. */
async function load(name) {
    const file = (0,external_node_path_.join)(import.meta.dirname, `${name}${(0,external_node_path_.extname)(import.meta.filename)}`);
    const url = (0,external_node_url_namespaceObject.pathToFileURL)(file).href;
    return (await import(__rewriteRelativeImportExtension(/* webpackIgnore: true */ url)));
}

;// CONCATENATED MODULE: ./lib/remote.js

/** The repository's remote side; undefined without a token or a repository's name. */
function remoteOf(settings, host, log) {
    const { repository } = host;
    if (settings.token === "" || repository === undefined)
        return undefined;
    let connection;
    const connect = async () => {
        const github = await load("github");
        const client = github.connect({
            token: settings.token,
            repository,
            apiUrl: host.apiUrl,
            graphqlUrl: host.graphqlUrl,
            pace: settings["write-pace"],
            log,
        });
        return { github, client };
    };
    const connected = () => {
        connection ??= connect();
        return connection;
    };
    return {
        issues: async (label) => {
            const { github, client } = await connected();
            return github.githubIssues(client, { label });
        },
        apiStore: async (options) => {
            const { github, client } = await connected();
            return github.apiStore(client, options);
        },
        pullRequestStore: async (options) => {
            const { github, client } = await connected();
            return github.pullRequestStore(client, options);
        },
        compare: async (base, head) => {
            const { github, client } = await connected();
            return github.compareCommits(client, base, head);
        },
    };
}

// EXTERNAL MODULE: ./lib/reports/format.js
var format = __nccwpck_require__(164);
// EXTERNAL MODULE: ./lib/reports/paths.js
var paths = __nccwpck_require__(911);
// EXTERNAL MODULE: ./lib/reports/read.js + 25 modules
var read = __nccwpck_require__(133);
;// CONCATENATED MODULE: ./lib/reports/gather.js
/** Reads all reports of a run, one after another, and hands what they show to the evidence. */






/** What file systems and clocks may differ by. */
const SLACK = 5_000;
/** Reads every file of every line into the builder; returns nothing, never throws: what cannot be read is a report with an error. */
function gather(lines, where, producerOf, builder) {
    const context = { path: (0,paths/* relativeTo */.M)(where.root, where.workspaces) };
    const seen = new Set();
    for (const line of lines) {
        const producer = producerOf(line.scope);
        let files;
        try {
            files = (0,paths/* filesOf */.R)(line.path, where.root);
        }
        catch (error) {
            builder.report(producer, unread(line.path, (0,errors/* coded */.yC)(error)));
            continue;
        }
        for (const file of files) {
            // One file named by two lines is one report; two scopes are two producers' words on it.
            const key = `${line.scope ?? ""}\0${file}`;
            if (seen.has(key))
                continue;
            seen.add(key);
            const shown = shownAs(file, line.path, where.root);
            if (isStale(file, where)) {
                builder.report(producer, { ...unread(shown, undefined), reason: "it is older than this job, so an earlier run left it" });
                continue;
            }
            const options = {
                ...(line.format === undefined ? {} : { format: line.format }),
                ...(line.outcome === undefined ? {} : { outcome: line.outcome }),
            };
            // A skipped step left nothing: the file is an earlier run's.
            const consume = line.outcome === "skipped" ? () => { } : (o) => builder.observe(producer, o);
            builder.report(producer, (0,read/* readReport */.t)(file, shown, options, context, consume));
        }
    }
}
function shownAs(file, given, root) {
    const inner = (0,external_node_path_.relative)(root, file);
    return inner === "" || inner.startsWith("..") ? (given.includes("*") ? file : given) : inner.replaceAll("\\", "/");
}
function isStale(file, { jobStart, root }) {
    if (jobStart === undefined || (0,external_node_path_.relative)(root, file).startsWith(".."))
        return false;
    try {
        const stat = (0,external_node_fs_.statSync)(file);
        return stat.isFile() && stat.mtimeMs < jobStart - SLACK;
    }
    catch {
        return false;
    }
}
function unread(file, error) {
    return {
        file,
        format: null,
        kind: null,
        tool: null,
        complete: false,
        reason: error?.message ?? null,
        counts: (0,format/* noCounts */.Y)(),
        parts: [],
        error: error ? { code: error.code, message: error.message, line: error.line ?? null } : null,
    };
}

;// CONCATENATED MODULE: ./lib/result.js
/** What a run did, as the one JSON object that `sync --json` prints and later steps read; a stable contract. */

const result_PAST = { create: "created", comment: "commented", update: "updated", reopen: "reopened", close: "closed" };
function emptyResult() {
    return {
        operations: [],
        withheld: [],
        counts: { created: 0, commented: 0, updated: 0, reopened: 0, closed: 0, withheld: 0, unchanged: 0, open: 0, new: 0, failing: 0 },
        failed: [],
        noSink: [],
        reports: [],
        committed: null,
        tracker: null,
        ready: null,
        planOnly: null,
        notes: [],
    };
}
/** The result of a run that planned, and wrote what it could. */
function resultOf(evidence, plan, place, written, planOnly) {
    const result = emptyResult();
    const failed = new Set(written.failed.map((f) => f.operation));
    for (const operation of plan.operations) {
        const { op, fingerprint, key, kind, entry, tracker, title, reason, done } = operation;
        const url = entry === null ? undefined : written.urls.get(entry);
        result.operations.push({ op, fingerprint, key, kind, entry, tracker, title, reason, done, ...(url === undefined ? {} : { url }) });
        if (!failed.has(operation))
            result.counts[result_PAST[op]]++;
    }
    result.withheld = plan.withheld;
    Object.assign(result.counts, {
        withheld: plan.withheld.length,
        unchanged: plan.unchanged.length,
        open: plan.open,
        new: plan.fresh.length,
        failing: plan.failing,
    });
    for (const { operation, error } of written.failed) {
        result.failed.push({ fingerprint: operation.fingerprint, title: operation.title, op: operation.op, ...errorOf(error) });
    }
    for (const problem of written.problems)
        result.failed.push(errorOf(problem));
    if (!place.listing.whole)
        result.failed.push(errorOf(new errors/* CodedError */.AK("E_TRACKER_LIST", place.listing.reason ?? "the tracker could not be listed whole")));
    result.tracker = place.tracker;
    result.committed = written.committed;
    result.ready = place.ready();
    result.notes.push(...written.notes);
    return withEvidence(result, evidence, planOnly);
}
/** The result of a run that found no tracker: nothing is lost, everything is listed. */
function withoutTracker(evidence, error, planOnly) {
    const result = emptyResult();
    for (const { subject } of evidence.failing.values()) {
        result.noSink.push({ fingerprint: subject.fingerprint, title: subject.title, reason: error.message });
    }
    Object.assign(result.counts, { new: evidence.failing.size, failing: evidence.failing.size });
    result.failed.push(errorOf(error));
    return withEvidence(result, evidence, planOnly);
}
function withEvidence(result, evidence, planOnly) {
    result.reports = evidence.reports.map(({ file, format, complete, reason, error }) => ({
        file,
        format,
        complete,
        reason,
        ...(error ? { error: { code: error.code, message: error.message } } : {}),
    }));
    result.planOnly = planOnly ?? null;
    result.notes.push(...evidence.unclear);
    return result;
}
function errorOf(error) {
    return { code: error.code, reason: error.message, remedy: error.remedy };
}
/** The exit status: 3 when anything could not be read, listed or written, 1 when fail-on says so, else 0. */
function exitOf(result, reports, failOn) {
    // A cut report was read up to its cut: that is a warning. One of which nothing could be read is not.
    const unread = reports.some((r) => r.error !== null && r.parts.length === 0);
    if (unread || result.failed.length > 0)
        return 3;
    if (failOn === "any" && result.counts.failing > 0)
        return 1;
    if (failOn === "new" && result.counts.new > 0)
        return 1;
    return 0;
}

// EXTERNAL MODULE: ./lib/settings/reports.js
var reports = __nccwpck_require__(982);
// EXTERNAL MODULE: ./lib/text/mask.js
var text_mask = __nccwpck_require__(879);
;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
;// CONCATENATED MODULE: ./lib/commit/path.js
/**
 * Names and texts of the files we commit, the same rules for every store: a path is relative, is written with `/`, and
 * means the same file on every system; a text is UTF-8, because what cannot be decoded could not be written back as it was.
 */

/** Control characters, and Windows' separator; there a colon begins a drive or a stream, elsewhere it is a letter like others. */
const UNFIT = process.platform === "win32" ? /[\p{Cc}\\:]/u : /[\p{Cc}\\]/u;
/** Every spelling that some file system takes for `.git`. */
const GIT = /^(?:\.git|git~\d+)[. ]*$/i;
/** The path, if it stays inside the root and out of `.git` on every system; E_TRACKER_WRITE if not. */
function plainPath(path) {
    const odd = UNFIT.test(path) || path.split("/").some((part) => part === "" || part === "." || part === ".." || GIT.test(part));
    if (odd)
        throw new errors/* CodedError */.AK("E_TRACKER_WRITE", `${JSON.stringify(path)} is no path inside the root`, { file: path });
    return path;
}
/** The path below a folder of the repository; the folder is "" where the root is the repository's own. */
function below(prefix, path) {
    return prefix === "" ? plainPath(path) : `${plainPath(prefix)}/${plainPath(path)}`;
}
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** The bytes as text, a byte order mark kept. Throws E_TRACKER_BROKEN for what is not UTF-8. */
function textOf(bytes, path) {
    try {
        return decoder.decode(bytes);
    }
    catch (error) {
        throw new errors/* CodedError */.AK("E_TRACKER_BROKEN", `${path} is not UTF-8`, { file: path, cause: error });
    }
}

;// CONCATENATED MODULE: ./lib/commit/files.js
/**
 * `commit: none`: the files of the working folder, written one after another, each whole or not at all. For terminals,
 * and for workflows that commit by themselves. A file that somebody else changed after we read it is `moved`, as on a
 * branch; between that look and the renaming there is no lock, only a few milliseconds.
 */





/** `root` is the folder that paths are relative to; `branch` is only said, never changed. */
function filesStore(root, branch) {
    /** What each snapshot saw, to notice what changed since. */
    const seen = new WeakMap();
    return {
        name: "none",
        check: async () => { },
        open: async () => {
            const texts = new Map();
            const snapshot = {
                branch,
                head: null,
                read: async (path) => {
                    const text = await files_read(root, path);
                    texts.set(path, text);
                    return text;
                },
                names: (folder) => names(root, folder),
            };
            seen.set(snapshot, texts);
            return snapshot;
        },
        commit: async (snapshot, files) => {
            const texts = seen.get(snapshot);
            const changed = [];
            for (const [path, text] of files) {
                const now = await files_read(root, path);
                const before = texts?.get(path);
                if (before !== undefined && before !== now)
                    return "moved";
                if (now !== text)
                    changed.push([path, text]);
            }
            for (const [path, text] of changed)
                await write(await inside(root, path), text, path);
            return null;
        },
    };
}
async function files_read(root, path) {
    const file = await inside(root, path);
    let bytes;
    try {
        bytes = await (0,promises_namespaceObject.readFile)(file);
    }
    catch (error) {
        if (isMissing(error))
            return null;
        throw new errors/* CodedError */.AK("E_REPORT_UNREADABLE", `${path} cannot be read: ${reason(error)}`, { file: path, cause: error });
    }
    return textOf(bytes, path);
}
/** A link is named too: reading it says whether it leads out of the root, where leaving it out would say that nothing is there. */
async function names(root, folder) {
    const full = await inside(root, folder);
    try {
        const found = [];
        for (const entry of await (0,promises_namespaceObject.readdir)(full, { withFileTypes: true })) {
            if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder((0,external_node_path_.join)(full, entry.name)))))
                found.push(entry.name);
        }
        return found;
    }
    catch (error) {
        if (isMissing(error))
            return [];
        throw new errors/* CodedError */.AK("E_REPORT_UNREADABLE", `${folder} cannot be read: ${reason(error)}`, { file: folder, cause: error });
    }
}
async function isFolder(path) {
    try {
        return (await (0,promises_namespaceObject.stat)(path)).isDirectory();
    }
    catch {
        return false;
    }
}
/** The file's place; a link inside the root that leads out of it, or nowhere, is refused, for reading and for writing. */
async function inside(root, path) {
    const base = await (0,promises_namespaceObject.realpath)(root).catch((error) => {
        throw new errors/* CodedError */.AK("E_REPORT_UNREADABLE", `the root ${root} cannot be read: ${reason(error)}`, { file: root, cause: error });
    });
    const full = path === "" ? base : (0,external_node_path_.join)(base, plainPath(path));
    for (let at = full; at !== base; at = (0,external_node_path_.dirname)(at)) {
        let link = false;
        try {
            link = (await (0,promises_namespaceObject.lstat)(at)).isSymbolicLink();
        }
        catch (error) {
            if (!isMissing(error))
                throw new errors/* CodedError */.AK("E_REPORT_UNREADABLE", `${path} cannot be read: ${reason(error)}`, { file: path, cause: error });
        }
        if (link && !(await leadsInside(base, at))) {
            throw new errors/* CodedError */.AK("E_REPORT_OUTSIDE", `${path} is a link that leads out of the root, or nowhere`, { file: path });
        }
    }
    return full;
}
async function leadsInside(base, link) {
    try {
        const out = (0,external_node_path_.relative)(base, await (0,promises_namespaceObject.realpath)(link));
        return out !== ".." && !out.startsWith(`..${external_node_path_.sep}`) && !(0,external_node_path_.isAbsolute)(out);
    }
    catch {
        return false;
    }
}
/** Writes beside the file and renames: a crash leaves the old file or the new one, never a half. */
async function write(file, text, path) {
    try {
        await (0,promises_namespaceObject.mkdir)((0,external_node_path_.dirname)(file), { recursive: true });
        const old = await existing(file);
        const target = old?.path ?? file;
        const temporary = `${target}.${(0,external_node_crypto_.randomBytes)(6).toString("hex")}.tmp`;
        try {
            const handle = await (0,promises_namespaceObject.open)(temporary, "wx", 0o644);
            try {
                await handle.writeFile(text, "utf8");
                if (old)
                    await handle.chmod(old.mode);
                await handle.sync();
            }
            finally {
                await handle.close();
            }
            await (0,promises_namespaceObject.rename)(temporary, target);
        }
        catch (error) {
            await (0,promises_namespaceObject.rm)(temporary, { force: true });
            throw error;
        }
    }
    catch (error) {
        throw new errors/* CodedError */.AK("E_TRACKER_WRITE", `${path} could not be written: ${reason(error)}`, { file: path, cause: error });
    }
}
/** Where the file really is, behind a link, and who may read it: both stay. */
async function existing(file) {
    try {
        const path = await (0,promises_namespaceObject.realpath)(file);
        return { path, mode: (await (0,promises_namespaceObject.stat)(path)).mode & 0o777 };
    }
    catch (error) {
        if (isMissing(error))
            return undefined;
        throw error;
    }
}
function isMissing(error) {
    const code = error.code;
    return code === "ENOENT" || code === "ENOTDIR";
}
function reason(error) {
    return error.code ?? String(error);
}

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");
// EXTERNAL MODULE: ./lib/text/clip.js
var clip = __nccwpck_require__(961);
// EXTERNAL MODULE: ./lib/text/defuse.js
var defuse = __nccwpck_require__(841);
;// CONCATENATED MODULE: ./lib/commit/git-run.js
/**
 * Running git so that nothing of the tested workspace has a say in it: no variable that steers git, no hook, no file
 * system monitor, no prompt. In CI nothing but our own configuration counts; in a terminal the person's own (global)
 * configuration and credential helpers do, the repository's never.
 */








/** git knows this name on Windows too. */
const NOTHING = "/dev/null";
/** Overrides what any configuration file says. Arguments, since older versions of git know no other way. */
const FIXED = [
    `core.hooksPath=${NOTHING}`,
    `core.attributesFile=${NOTHING}`,
    "core.fsmonitor=false",
    "core.askPass=",
    "gc.auto=0",
    "maintenance.auto=false",
    "fetch.writeCommitGraph=false",
    "i18n.commitEncoding=UTF-8",
    "init.defaultBranch=main",
].flatMap((setting) => ["-c", setting]);
/** All that git gets from the environment in CI, where it holds the tokens of the whole job. */
const IN_CI = /^(?:PATH|PATHEXT|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|USERNAME|USER|LOGNAME|SystemRoot|SystemDrive|windir|ComSpec|TEMP|TMP|TMPDIR|APPDATA|LOCALAPPDATA|PROGRAMDATA|ProgramFiles.*|SSH_AUTH_SOCK|SSH_AGENT_PID|GIT_SSH|GIT_SSH_COMMAND|GIT_SSH_VARIANT|GIT_SSL_CAINFO|GIT_SSL_CAPATH|SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE|(?:https?|all|no)_proxy)$/i;
/** Variables of git that are a person's own choice; every other one of them (GIT_DIR, GIT_CONFIG_COUNT, GIT_TRACE_CURL …) is dropped. */
const IN_TERMINAL = /^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|SSL_CAINFO|SSL_CAPATH|SSL_CERT|SSL_KEY|ASKPASS|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM)$/i;
/** Asks nobody, and does not wait for ever. */
const PATIENT_SSH = "ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=30";
/** Longer than any transfer we make that still moves. */
const LIMIT_MS = 300_000;
/** git, ready to be run. */
function createGit(setting) {
    const base = environmentOf(setting);
    const fixed = [...FIXED, "-c", "http.lowSpeedLimit=1", "-c", `http.lowSpeedTime=${setting.stall ?? 60}`];
    return (args, { input, env = {} } = {}) => new Promise((resolve, reject) => {
        // Not @actions/exec: it ends the whole process with EPIPE when git exits before its input is written, and can stop nothing.
        const child = (0,external_node_child_process_namespaceObject.spawn)("git", [...fixed, ...args], {
            cwd: setting.folder,
            env: { ...base, ...env },
            stdio: "pipe",
            windowsHide: true,
            timeout: LIMIT_MS,
        });
        const stdout = [];
        const stderr = [];
        child.stdout.on("data", (data) => stdout.push(data));
        child.stderr.on("data", (data) => stderr.push(data));
        child.stdin.on("error", () => { }).end(input ?? "");
        child.on("error", (cause) => reject(new errors/* CodedError */.AK("E_COMMIT_GIT", "git could not be started", { cause })));
        child.on("close", (code) => {
            resolve({ code: code ?? 128, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString("utf8") });
        });
    });
}
function environmentOf({ ci, environment, folder, config = [], protocols = "" }) {
    const env = {};
    for (const [name, value] of Object.entries(environment)) {
        if (value !== undefined && (ci ? IN_CI.test(name) : !/^GIT_/i.test(name) || IN_TERMINAL.test(name)))
            env[name] = value;
    }
    if (ci)
        Object.assign(env, { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: NOTHING, GIT_ASKPASS: "" });
    if (ci && !("GIT_SSH" in env || "GIT_SSH_COMMAND" in env))
        Object.assign(env, { GIT_SSH_COMMAND: PATIENT_SSH });
    Object.assign(env, {
        LC_ALL: "C",
        // A temporary folder may lie inside the workspace; its repository is not ours.
        GIT_CEILING_DIRECTORIES: (0,external_node_path_.dirname)(folder),
        GIT_TERMINAL_PROMPT: "0",
        GIT_ATTR_NOSYSTEM: "1",
        GIT_LITERAL_PATHSPECS: "1",
        GIT_ALLOW_PROTOCOL: protocols,
        GIT_CONFIG_COUNT: String(config.length),
    });
    for (const [index, [key, value]] of config.entries()) {
        env[`GIT_CONFIG_KEY_${index}`] = key;
        env[`GIT_CONFIG_VALUE_${index}`] = value;
    }
    return env;
}
/** What git printed, or an error that says what failed and why. */
async function must(git, what, args, options) {
    const output = await git(args, options);
    if (output.code !== 0)
        throw gitError("E_COMMIT_GIT", what, output);
    return output.stdout.toString("utf8").trim();
}
/** An error with the end of what git said: the server's words as well as git's own are hostile text. */
function gitError(code, what, output, secrets = []) {
    const said = masked(output.stderr, secrets)
        .split("\n")
        .map((line) => (0,defuse/* oneLine */.TN)(line))
        .filter((line) => line !== "" && !/^(?:hint|warning): /.test(line));
    const why = said.length > 0 ? (0,clip/* clip */.$Q)(said.slice(-4).join("; "), 600) : `git ended with ${output.code}`;
    return new errors/* CodedError */.AK(code, `${what}: ${why}`);
}
/** The text without the secrets and without credentials in addresses. */
function masked(text, secrets) {
    let out = text;
    for (const secret of secrets)
        if (secret !== "")
            out = out.replaceAll(secret, "***");
    return out.replace(/:\/\/[^\s/@]{1,2000}@/g, "://***@");
}
const folders = new Set();
let watched = false;
/** A new folder that only we can look into, in the job's own temporary folder where it has one. It goes with `discard`, or when the process ends. */
async function temporaryFolder({ RUNNER_TEMP = (0,external_node_os_.tmpdir)() }) {
    const folder = await (0,promises_namespaceObject.mkdtemp)((0,external_node_path_.join)(await (0,promises_namespaceObject.realpath)(RUNNER_TEMP), "ci-tracker-git-"));
    if (!watched)
        process.once("exit", () => [...folders].forEach(discard));
    watched = true;
    folders.add(folder);
    return folder;
}
function discard(folder) {
    folders.delete(folder);
    (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true, maxRetries: 3 });
}

;// CONCATENATED MODULE: ./lib/commit/git-objects.js
/** Reading files of a commit, and making a commit out of files, by plumbing: no index and no work tree but our own. */





/** The files of a commit, or of nothing at all. */
function commitReader(git, commit, prefix) {
    return {
        read: async (path) => {
            const full = below(prefix, path);
            const entry = commit === null ? undefined : await fileEntry(git, commit, full);
            if (!entry)
                return null;
            const { code, stdout, stderr } = await git(["cat-file", "blob", entry.id]);
            if (code !== 0)
                throw gitError("E_COMMIT_GIT", `${full} could not be read`, { code, stdout, stderr });
            return textOf(stdout, path);
        },
        names: async (folder) => {
            if (commit === null)
                return [];
            const full = folder === "" ? prefix : below(prefix, folder);
            const entries = await tree(git, commit, full === "" ? [] : [`${plainPath(full)}/`]);
            return entries.filter(({ type }) => type === "blob").map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
        },
    };
}
/** A plain file's entry; undefined where there is nothing. A link or a folder in its place is refused. */
async function fileEntry(git, commit, path) {
    const [entry] = await tree(git, commit, [path]);
    if (entry && !entry.mode.startsWith("100"))
        throw new errors/* CodedError */.AK("E_TRACKER_BROKEN", `${path} is not a plain file in the branch`, { file: path });
    return entry;
}
async function tree(git, commit, paths) {
    const { code, stdout, stderr } = await git(["ls-tree", "-z", "--full-tree", commit, "--", ...paths]);
    if (code !== 0)
        throw gitError("E_COMMIT_GIT", "the branch's files could not be listed", { code, stdout, stderr });
    const entries = [];
    for (const line of stdout.toString("utf8").split("\0")) {
        const [, mode = "", type = "", id = "", path = ""] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
        if (path !== "")
            entries.push({ mode, type, id, path });
    }
    return entries;
}
/**
 * Makes the commit and returns its id; the parent's own id where the files already are what they should be. `folder` is
 * ours, for what is handed over in files.
 */
async function makeCommit(git, folder, { parent, files, prefix, message, actor }) {
    const blobs = (0,external_node_path_.join)(folder, "blobs");
    await (0,promises_namespaceObject.mkdir)(blobs, { recursive: true });
    const paths = [...files.keys()].map((path) => below(prefix, path));
    const sources = [];
    for (const text of files.values()) {
        const source = (0,external_node_path_.join)(blobs, String(sources.length));
        await (0,promises_namespaceObject.writeFile)(source, text, "utf8");
        sources.push(source);
    }
    if (paths.length === 0 && parent !== null)
        return parent;
    const ids = sources.length === 0
        ? []
        : (await must(git, "the files could not be stored", ["hash-object", "-w", "--no-filters", "--", ...sources])).split("\n");
    const env = { GIT_INDEX_FILE: (0,external_node_path_.join)(folder, "index") };
    await must(git, "the branch's files could not be listed", ["read-tree", parent === null ? "--empty" : parent], { env });
    let entries = "";
    for (const [index, path] of paths.entries()) {
        const old = parent === null ? undefined : await fileEntry(git, parent, path);
        entries += `${old?.mode ?? "100644"} ${ids[index]}\t${path}\0`;
    }
    await must(git, "the files could not be put in their places", ["update-index", "-z", "--add", "--index-info"], { env, input: entries });
    const root = await must(git, "the files could not be put in their places", ["write-tree", "--missing-ok"], { env });
    if (parent !== null && root === (await must(git, "the branch could not be read", ["rev-parse", "--verify", `${parent}^{tree}`])))
        return parent;
    const words = (0,external_node_path_.join)(folder, "message");
    await (0,promises_namespaceObject.writeFile)(words, message.body === "" ? `${message.subject}\n` : `${message.subject}\n\n${message.body}\n`, "utf8");
    const args = ["commit-tree", "--no-gpg-sign", "-F", words, ...(parent === null ? [] : ["-p", parent]), root];
    return await must(git, "the commit could not be made", args, { env: identity(actor) });
}
/** An address that can never be anybody's (RFC 2606): `actor@users.noreply.github.com` would credit a stranger. */
function identity(actor) {
    const name = actor.replace(/[^\p{L}\p{N} ._[\]-]+/gu, "-").trim() || "ci-bot";
    const email = `${name.replace(/[^\w.-]+/g, "-").replace(/^[.-]+|[.-]+$/g, "") || "ci-bot"}@ci-tracker.invalid`;
    return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}

;// CONCATENATED MODULE: ./lib/commit/git-place.js
/**
 * Where a workspace's repository is, and where it comes from. Its configuration is read for one thing only, the
 * address of its remote, and by file, so that nothing in it acts.
 */



/** The repository whose work tree holds `root`; undefined where there is none. */
async function findRepository(root) {
    const from = await (0,promises_namespaceObject.realpath)(root).catch(() => undefined);
    if (from === undefined)
        return undefined;
    for (let top = from;; top = (0,external_node_path_.dirname)(top)) {
        const gitDir = await gitDirOf((0,external_node_path_.join)(top, ".git"), top);
        if (gitDir !== undefined)
            return { gitDir, top, prefix: (0,external_node_path_.relative)(top, from).split(external_node_path_.sep).join("/") };
        if ((0,external_node_path_.dirname)(top) === top)
            return undefined;
    }
}
async function gitDirOf(dotGit, top) {
    try {
        if ((await (0,promises_namespaceObject.stat)(dotGit)).isDirectory())
            return (await (0,promises_namespaceObject.stat)((0,external_node_path_.join)(dotGit, "HEAD"))).isFile() ? dotGit : undefined;
        const link = /^gitdir: (.+)$/m.exec(await (0,promises_namespaceObject.readFile)(dotGit, "utf8"))?.[1];
        if (link === undefined)
            return undefined;
        const own = (0,external_node_path_.resolve)(top, link.trim());
        const common = await (0,promises_namespaceObject.readFile)((0,external_node_path_.join)(own, "commondir"), "utf8").catch(() => ".");
        return (0,external_node_path_.resolve)(own, common.trim());
    }
    catch {
        return undefined;
    }
}
/** The remote's address as it stands in the repository's own configuration file; undefined where it has no such remote. */
async function remoteAddress(git, repository, remote) {
    const { code, stdout } = await git(["config", "--file", (0,external_node_path_.join)(repository.gitDir, "config"), "--get-all", `remote.${remote}.url`]);
    if (code !== 0)
        return undefined;
    const [first = ""] = stdout.toString("utf8").split("\n");
    return first === "" ? undefined : first;
}
/**
 * The address, with the token bound to it where it may be sent: to the host it is for, over https, or http to this
 * machine. Credentials inside an address belong to its host and are sent the same way, never as an argument.
 */
function addressOf(given, top, { token, host }) {
    const text = given.trim();
    if (text === "" || text.startsWith("-") || /\p{Cc}/u.test(text))
        throw new errors/* CodedError */.AK("E_COMMIT_GIT", "the remote's address is none");
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
        const isPath = (0,external_node_path_.isAbsolute)(text) || !/^[^/\\]+:/.test(text);
        return { url: isPath ? (0,external_node_path_.resolve)(top, text) : text, config: [], secrets: [] };
    }
    if (!URL.canParse(text))
        throw new errors/* CodedError */.AK("E_COMMIT_GIT", "the remote's address is no URL");
    const url = new URL(text);
    if (url.protocol !== "https:" && url.protocol !== "http:")
        return { url: text, config: [], secrets: [] };
    const inside = url.username === "" && url.password === "" ? undefined : `${decoded(url.username)}:${decoded(url.password)}`;
    url.username = "";
    url.password = "";
    const loopback = url.protocol === "http:" && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
    const config = loopback ? [["http.proxy", ""]] : [];
    const address = { url: url.href, config, secrets: [] };
    const safe = url.protocol === "https:" || loopback;
    const ours = token === undefined || token === "" ? undefined : `x-access-token:${token}`;
    if (ours !== undefined && host?.toLowerCase() !== url.host)
        address.withheld = `the token is not for ${url.host}`;
    else if (!safe)
        address.withheld = "nothing secret is sent over plain http";
    const pair = address.withheld === undefined && ours !== undefined ? ours : inside;
    if (pair === undefined || !safe)
        return address;
    const encoded = Buffer.from(pair).toString("base64");
    const key = `http.${url.href}.extraHeader`;
    // The header is a list: the empty value drops what other configuration put there, so that only ours is sent. A
    // redirection would carry it to another server. Nobody else's credentials are tried when it is refused.
    config.push([key, ""], [key, `Authorization: Basic ${encoded}`], ["http.followRedirects", "false"]);
    config.push(["credential.helper", ""], [`credential.${url.href}.helper`, ""]);
    address.secrets.push(encoded, pair, pair.slice(pair.indexOf(":") + 1));
    return address;
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./lib/commit/git-remote.js
/**
 * A branch on a server, by a fresh bare repository of our own: what the workspace's repository says or holds is not
 * used. A push is compare-and-swap: the server takes it only if the branch still is what we read.
 */





const PROTOCOLS = "https:http:ssh:git:file";
/** The remote, ready to be asked; the branch's head is known already, for the first who asks. `folder` is ours and empty. */
async function openRemote(address, setting, branch) {
    const config = [["remote.origin.url", address.url], ...address.config];
    const outside = createGit({ ...setting, config, protocols: PROTOCOLS });
    const heads = async (git, names) => {
        const output = await git(["ls-remote", "--quiet", "--", address.url, ...names]);
        if (output.code !== 0)
            throw refusal(`the branch could not be read from ${address.url}`, output, address);
        const found = new Map();
        for (const line of output.stdout.toString("utf8").split("\n")) {
            const [id = "", name = ""] = line.split("\t");
            if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id))
                found.set(name, id);
        }
        return found;
    };
    // The server's kind of object ids must be ours too.
    let seen = await heads(outside, [`refs/heads/${branch}`, "HEAD"]);
    const [id] = seen.values();
    const bare = (0,external_node_path_.join)(setting.folder, "bare.git");
    const format = id?.length === 64 ? ["--object-format=sha256"] : [];
    await must(outside, "no repository could be made", ["init", "--quiet", "--bare", "--template=", ...format, bare]);
    const git = (args, options) => outside([`--git-dir=${bare}`, ...args], options);
    const head = async (name) => {
        const ref = `refs/heads/${name}`;
        const known = name === branch ? seen : undefined;
        seen = undefined;
        return (known ?? (await heads(git, [ref]))).get(ref) ?? null;
    };
    return {
        git,
        head,
        fetch: async (name) => {
            const local = `refs/ci-tracker/${name}`;
            const args = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--depth=1", "--filter=blob:none"];
            const output = await git([...args, "--", "origin", `+refs/heads/${name}:${local}`]);
            if (output.code !== 0)
                throw refusal(`the branch ${name} could not be read from ${address.url}`, output, address);
            return await must(git, `the branch ${name} could not be read`, ["rev-parse", "--verify", `${local}^{commit}`]);
        },
        push: async (name, commit, old) => {
            const ref = `refs/heads/${name}`;
            const args = ["push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags", "--recurse-submodules=no"];
            const output = await git([...args, `--force-with-lease=${ref}:${old ?? ""}`, "--", "origin", `${commit}:${ref}`]);
            if (output.code === 0)
                return "done";
            const [, summary = ""] = /^!\t[^\t\n]*\t(.*)$/m.exec(output.stdout.toString("utf8")) ?? [];
            if (summary.startsWith("[rejected]"))
                return "moved";
            // Whatever the words say, the branch itself tells what became of the push.
            const now = await head(name);
            if (now === commit)
                return "done";
            if (now !== old)
                return "moved";
            if (summary === "")
                throw refusal(`the commit could not be pushed to ${name} of ${address.url}`, output, address);
            if (BUSY.test(summary))
                return "moved";
            throw new errors/* CodedError */.AK("E_COMMIT_RULES", `the server refused a commit to ${name}: ${serverWords(summary, output, address)}`);
        },
    };
}
/** Somebody else's push holds the branch at this moment. */
const BUSY = /lock|failed to update ref|incorrect old value/i;
/** The reason git gives, and the points that the server lists (`remote: - Changes must be made through a pull request.`). */
function serverWords(summary, output, address) {
    const reason = /\((.*)\)$/.exec(summary)?.[1] ?? summary;
    const points = masked(output.stderr, address.secrets)
        .split("\n")
        .flatMap((line) => /^remote: - (.+)$/.exec(line)?.[1] ?? [])
        .map((point) => (0,defuse/* oneLine */.TN)(point));
    return (0,clip/* clip */.$Q)([(0,defuse/* oneLine */.TN)(masked(reason, address.secrets)), ...points.slice(0, 5)].join("; "), 600);
}
/** git tells a refused login from a broken line in words only. */
const LOGIN = /Authentication failed|could not read (?:Username|Password)|returned error: 40[13]|Permission (?:to .* )?denied|correct access rights|access denied/i;
function refusal(what, output, address) {
    if (!LOGIN.test(output.stderr))
        return gitError("E_COMMIT_GIT", what, output, address.secrets);
    const why = address.withheld === undefined ? "" : ` (${address.withheld})`;
    return gitError("E_TOKEN", `${what}${why}; \`contents: write\` is needed`, output, address.secrets);
}

;// CONCATENATED MODULE: ./lib/commit/git.js
/**
 * `commit: git`: commits by git's plumbing. With a remote, everything happens in a bare repository of our own and ends
 * in a push that is refused when the branch has moved; without one, the local branch is moved the same way. Index, work
 * tree and HEAD of the workspace are never touched, so a branch that is checked out and has no remote shows our commit
 * as a difference until the person takes it over (`git restore --staged --worktree -- FILE`).
 */





/**
 * A store for one branch. git cannot ask a server for its rules, so `check` only looks whether the branch's name is one
 * and a repository is there; where the API can be asked, put `checkRules` in its place.
 */
function gitStore(options) {
    const opened = new WeakMap();
    return {
        name: "git",
        check: async () => {
            const folder = await temporaryFolder(git_environmentOf(options));
            try {
                await checkBranch(createGit({ folder, ci: options.ci, environment: git_environmentOf(options) }), options.branch);
                if (options.url === undefined)
                    await repositoryOf(options);
            }
            finally {
                discard(folder);
            }
        },
        open: async () => {
            const folder = await temporaryFolder(git_environmentOf(options));
            try {
                const state = await openBranch(options, folder);
                const snapshot = { branch: options.branch, head: state.parent, ...commitReader(state.git, state.parent, state.prefix) };
                opened.set(snapshot, state);
                return snapshot;
            }
            catch (error) {
                discard(folder);
                throw error;
            }
        },
        commit: async (snapshot, files, message) => {
            const state = opened.get(snapshot);
            if (!state)
                throw new errors/* CodedError */.AK("E_INTERNAL", "the snapshot was not opened by this store, or was committed before");
            const { git, folder, prefix, old, parent, update } = state;
            opened.delete(snapshot);
            try {
                const sha = await makeCommit(git, folder, { parent, files, prefix, message, actor: options.actor });
                if (sha !== old && (await update(sha, old)) === "moved")
                    return "moved";
                return { branch: options.branch, sha };
            }
            finally {
                discard(folder);
            }
        },
    };
}
async function openBranch(options, folder) {
    const { branch, base, createOrphan = false, ci } = options;
    const local = createGit({ folder, ci, environment: git_environmentOf(options) });
    await checkBranch(local, branch);
    const repository = await findRepository(options.root);
    const given = options.url ?? (repository && (await remoteAddress(local, repository, options.remote ?? "origin")));
    if (given === undefined && repository === undefined)
        await repositoryOf(options);
    const branches = given === undefined ? localBranches(local, repository?.gitDir ?? "") : await remoteBranches(options, given, repository?.top, folder);
    const { git } = branches;
    const old = await branches.head(branch);
    const from = old !== null ? branch : base;
    if (from === undefined && !createOrphan)
        throw new errors/* CodedError */.AK("E_COMMIT_BRANCH", `there is no branch ${branch}`, { exit: 2 });
    if (old === null && from !== undefined && (await branches.head(from)) === null) {
        throw new errors/* CodedError */.AK("E_COMMIT_BRANCH", `there is neither a branch ${branch} nor ${from}, where it would begin`, { exit: 2 });
    }
    const parent = from === undefined ? null : await branches.fetch(from);
    return {
        git,
        folder,
        prefix: repository?.prefix ?? "",
        // A branch that moved between the two looks is simply read as it is now.
        old: old === null ? null : parent,
        parent,
        update: (commit, before) => branches.push(branch, commit, before),
    };
}
async function repositoryOf({ root }) {
    if ((await findRepository(root)) === undefined) {
        throw new errors/* CodedError */.AK("E_COMMIT_GIT", `${root} is in no git repository`, { exit: 2, file: root });
    }
}
async function checkBranch(git, branch) {
    const { code } = await git(["check-ref-format", `refs/heads/${branch}`]);
    if (code !== 0 || branch.startsWith("-"))
        throw new errors/* CodedError */.AK("E_COMMIT_BRANCH", `${JSON.stringify(branch)} is no name of a branch`, { exit: 2 });
}
async function remoteBranches(options, given, top, folder) {
    const { token, ci, stall } = options;
    const host = options.host ?? (options.url === undefined ? undefined : hostOf(options.url));
    const address = addressOf(given, top ?? options.root, {
        ...(token === undefined ? {} : { token }),
        ...(host === undefined ? {} : { host }),
    });
    return await openRemote(address, { folder, ci, environment: git_environmentOf(options), ...(stall === undefined ? {} : { stall }) }, options.branch);
}
function git_environmentOf({ environment = process.env }) {
    return environment;
}
function hostOf(url) {
    return URL.canParse(url) ? new URL(url).host : undefined;
}
/** Branches of the workspace's own repository, where it has no remote. */
function localBranches(outside, gitDir) {
    const git = (args, run) => outside([`--git-dir=${gitDir}`, ...args], run);
    const head = async (branch) => {
        const { code, stdout } = await git(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}^{commit}`]);
        return code === 0 ? stdout.toString("utf8").trim() : null;
    };
    return {
        git,
        head,
        fetch: async (branch) => {
            const id = await head(branch);
            if (id === null)
                throw new errors/* CodedError */.AK("E_COMMIT_BRANCH", `the branch ${branch} is gone`);
            return id;
        },
        push: async (branch, commit, old) => {
            const none = "0".repeat(commit.length);
            const output = await git(["update-ref", "--no-deref", "-m", "ci-tracker", `refs/heads/${branch}`, commit, old ?? none]);
            if (output.code === 0)
                return "done";
            const now = await head(branch);
            if (now === commit)
                return "done";
            if (now !== old || /lock/i.test(output.stderr))
                return "moved";
            throw gitError("E_COMMIT_GIT", `the branch ${branch} could not be moved`, output);
        },
    };
}

;// CONCATENATED MODULE: ./lib/commit/choose.js
/** Which store a setting of `commit:` means, for the tracker's files and for the ledger of a hosted tracker. */



/** Branch of a hosted tracker's ledger. */
const LEDGER_BRANCH = "ci-tracker";
/** Where the files of a tracker in the repository are read and committed, with the ledger beside them. */
async function trackerStore(settings, host, remote) {
    return store(settings, host, remote, stateBranch(settings, host) ?? host.defaultBranch, false);
}
/** Where the ledger of a hosted tracker is kept: a branch of its own, made when it is first needed. */
async function ledgerStore(settings, host, remote) {
    return store(settings, host, remote, stateBranch(settings, host) ?? LEDGER_BRANCH, true);
}
/** In a terminal `branch` is the branch the run counts for; a host knows that itself, and `branch` says where the state is. */
function stateBranch(settings, host) {
    return host.name === "terminal" || settings.branch === "" ? undefined : settings.branch;
}
async function store(settings, host, remote, branch, own) {
    const mode = settings.commit === "auto" ? (host.name === "github" ? "api" : "none") : settings.commit;
    // A branch of our own begins empty; one that a person named begins where the default branch is.
    const begin = own ? { createOrphan: true } : branch === host.defaultBranch ? {} : { base: host.defaultBranch };
    if (mode === "none")
        return filesStore(host.root, branch);
    if (mode === "git") {
        return gitStore({
            root: host.root,
            branch,
            ...begin,
            actor: settings.actor,
            ci: host.name === "github",
            environment: host.environment,
            host: new URL(host.serverUrl).host,
            ...(settings.token === "" ? {} : { token: settings.token }),
            ...(host.name === "github" && host.repository !== undefined ? { url: `${host.serverUrl}/${host.repository}.git` } : {}),
        });
    }
    if (!remote)
        throw new errors/* CodedError */.AK("E_TOKEN", `commit: ${mode} needs a token and a repository's name`, { exit: 2 });
    // A branch of our own is under nobody's review.
    return mode === "pull-request" && !own
        ? remote.pullRequestStore({ base: branch, prefix: host.prefix })
        : remote.apiStore({ branch, ...begin, prefix: own ? "" : host.prefix });
}

;// CONCATENATED MODULE: ./lib/ledger/ledger.js
/**
 * What is remembered in the repository between runs: `.ci-tracker/ledger.jsonl`, one line a fingerprint, sorted.
 * Lines that do not change stay byte for byte what they were, fields we do not know included; a file that cannot be
 * read whole is refused, because what it held decides what may be closed.
 */


/** Where the ledger lives, from the root of its branch. */
const LEDGER_PATH = ".ci-tracker/ledger.jsonl";
const ledger_ORDER = [
    "fingerprint",
    "key",
    "kind",
    "title",
    "state",
    "generation",
    "entry",
    "group",
    "also",
    "producers",
    "runs",
    "opened",
    "closed",
    "errors",
    "file",
    "baseline",
    "verdict",
    "contested",
    "acted",
    "commented",
    "claim",
];
/** Reads the ledger's text; an absent file is an empty ledger. Throws E_LEDGER_BROKEN or E_LEDGER_KEY with the line. */
function readLedger(text) {
    const ledger = new Map();
    const raw = new Map();
    if (text === null)
        return { ledger, raw };
    const lines = text.split("\n");
    for (let i = 0; i < lines.length; i++) {
        const written = lines[i] ?? "";
        const trimmed = written.endsWith("\r") ? written.slice(0, -1) : written;
        if (trimmed === "")
            continue;
        const line = parseLine(trimmed, i + 1);
        if (ledger.has(line.fingerprint))
            throw broken(`two lines have the fingerprint ${line.fingerprint}`, i + 1);
        ledger.set(line.fingerprint, line);
        raw.set(line.fingerprint, trimmed);
    }
    return { ledger, raw };
}
function parseLine(text, number) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        throw broken(/^(?:<{7}|={7}|>{7}|\|{7})/.test(text) ? "a merge conflict is not resolved" : "the line is not JSON", number);
    }
    if (!isLine(value))
        throw broken("the line lacks what every line of a ledger has", number);
    const base = value.fingerprint.replace(/~\d+$/, "");
    if (fingerprintOf(value.key) !== base) {
        throw new errors/* CodedError */.AK("E_LEDGER_KEY", `${LEDGER_PATH}:${number}: the key ${value.key} does not give the fingerprint ${base}`, {
            file: LEDGER_PATH,
            line: number,
        });
    }
    return value;
}
function isLine(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return false;
    const line = value;
    return (typeof line.fingerprint === "string" &&
        typeof line.key === "string" &&
        readKey(line.key)?.kind === line.kind &&
        typeof line.title === "string" &&
        (line.state === "pending" || line.state === "claimed" || line.state === "open" || line.state === "closed") &&
        typeof line.generation === "number" &&
        typeof line.producers === "object" &&
        line.producers !== null &&
        Object.values(line.producers).every(isWord));
}
function isWord(value) {
    if (typeof value !== "object" || value === null)
        return false;
    const word = value;
    return ((word.last === "failed" || word.last === "passed" || word.last === "absent") &&
        typeof word.run === "string" &&
        typeof word.attempt === "number" &&
        typeof word.at === "string");
}
function broken(what, line) {
    return new errors/* CodedError */.AK("E_LEDGER_BROKEN", `${LEDGER_PATH}:${line}: ${what}`, { file: LEDGER_PATH, line });
}
/**
 * The text of the ledger after a plan. `changed` holds the new lines (null: pruned); all others are written back as
 * they were.
 */
function writeLedger(loaded, changed) {
    const raw = new Map(loaded.raw);
    for (const [fingerprint, line] of changed) {
        if (line)
            raw.set(fingerprint, stringify(line));
        else
            raw.delete(fingerprint);
    }
    const fingerprints = [...raw.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return fingerprints.map((f) => `${raw.get(f)}\n`).join("");
}
/** One line, its fields in a fixed order, producers sorted: equal lines are equal bytes. Unknown fields follow. */
function stringify(line) {
    const out = {};
    for (const field of ledger_ORDER)
        if (line[field] !== undefined)
            out[field] = line[field];
    for (const [field, value] of Object.entries(line))
        if (!(field in out) && value !== undefined)
            out[field] = value;
    out["producers"] = Object.fromEntries(Object.entries(line.producers).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    return JSON.stringify(out);
}

;// CONCATENATED MODULE: ./lib/trackers/carry-out.js
/**
 * Carries a plan out on a hosted tracker. A claim is committed to the ledger before anything is created, and the ids
 * after it, so that two runs, or one that crashed and ran again, end with one entry a subject.
 */


/** Tries to commit against a branch that others write too. */
const TRIES = 5;
/** A tracker on a server: the ledger has a branch of its own. */
function hostedPlace(store, snapshot, loaded, tracker, where) {
    let ready = tracker.ready();
    return {
        tracker: tracker.listing.tracker,
        snapshot,
        loaded,
        listing: tracker.listing,
        where,
        ready: () => ready,
        write: async (plan, tools) => {
            const written = await carryOut(plan, { store, snapshot, loaded, tracker, ...tools });
            for (const { op, done } of plan.operations) {
                if (done && (op === "create" || op === "reopen"))
                    ready++;
                if (done && op === "close")
                    ready--;
            }
            return written;
        },
    };
}
/** Carries the operations out. `moved`: the ledger's branch moved before anything was claimed, so the plan is out of date. */
async function carryOut(plan, means) {
    const { operations } = plan;
    const lines = new Map(plan.lines);
    const result = { failed: [], urls: new Map(), committed: null, problems: [], notes: [] };
    const creates = operations.filter((o) => o.op === "create");
    let keeps = true;
    if (creates.length > 0) {
        try {
            if ((await claim(creates, lines, means)) === "moved")
                return "moved";
        }
        catch (thrown) {
            keeps = false;
            const error = (0,errors/* coded */.yC)(thrown);
            // A token that may not commit is a choice; anything else went wrong.
            if (error.code === "E_TOKEN" || error.code === "E_COMMIT_RULES")
                result.notes.push(withoutLedger(error));
            else
                result.problems.push(error);
        }
    }
    await carry(operations, lines, result, means);
    try {
        if (creates.some((o) => o.done))
            await carry_out_confirm(creates, lines, result, means);
        if (lines.size > 0 && keeps)
            result.committed = await remember(lines, operations, means);
    }
    catch (thrown) {
        const error = (0,errors/* coded */.yC)(thrown);
        if (error.code === "E_TOKEN" || error.code === "E_COMMIT_RULES")
            result.notes.push(withoutLedger(error));
        else
            result.problems.push(error);
    }
    return result;
}
/** What a run without a ledger can still do, in words. */
function withoutLedger(error) {
    return `the ledger is not kept (${error.message}): entries alone are the memory, so only the check after creating guards against doubles, and lints, advisories and dependencies do not close`;
}
async function claim(creates, lines, { run, store, snapshot, loaded, message }) {
    const { id, attempt, at } = run;
    const claims = new Map();
    for (const { fingerprint } of creates) {
        const line = lines.get(fingerprint);
        if (line)
            claims.set(fingerprint, { ...line, state: "claimed", claim: { run: id, attempt, at } });
    }
    const text = writeLedger(loaded, claims);
    const committed = await store.commit(snapshot, new Map([[LEDGER_PATH, text]]), message([]));
    return committed === "moved" ? "moved" : undefined;
}
/** One after another; what fails is left as it was, in the ledger too, and the next run tries it again. */
async function carry(operations, lines, result, { tracker, writing, loaded }) {
    let denied;
    for (const operation of operations) {
        try {
            if (denied)
                throw denied;
            const { id, url } = await tracker.apply(operation, writing);
            operation.entry = id;
            operation.done = true;
            if (url !== undefined)
                result.urls.set(id, url);
            const line = lines.get(operation.fingerprint);
            if (line)
                lines.set(operation.fingerprint, { ...line, entry: { tracker: operation.tracker, id } });
        }
        catch (thrown) {
            const error = (0,errors/* coded */.yC)(thrown);
            // What the token may not do once it may not do again.
            if (error.code === "E_TOKEN")
                denied = error;
            result.failed.push({ operation, error });
            // A claim is given up with it.
            if (operation.op === "create")
                lines.set(operation.fingerprint, loaded.ledger.get(operation.fingerprint) ?? null);
            else
                lines.delete(operation.fingerprint);
        }
    }
}
async function carry_out_confirm(creates, lines, result, { tracker }) {
    const created = new Map(creates.filter((o) => o.done && o.entry !== null).map((o) => [o.fingerprint, o.entry ?? ""]));
    const stand = await tracker.confirm(created);
    for (const operation of creates) {
        const found = stand.get(operation.fingerprint);
        if (!found || found.id === operation.entry)
            continue;
        operation.entry = found.id;
        if (found.url !== undefined)
            result.urls.set(found.id, found.url);
        const line = lines.get(operation.fingerprint);
        if (line)
            lines.set(operation.fingerprint, { ...line, entry: { tracker: operation.tracker, id: found.id } });
    }
}
/** The entries are written; their lines go on top of whatever the ledger says by now. */
async function remember(lines, operations, { store, message }) {
    for (let i = 0; i < TRIES; i++) {
        const snapshot = await store.open();
        const text = writeLedger(readLedger(await snapshot.read(LEDGER_PATH)), lines);
        const committed = await store.commit(snapshot, new Map([[LEDGER_PATH, text]]), message(operations));
        if (committed !== "moved")
            return committed;
        await new Promise((r) => setTimeout(r, 200 * 2 ** i * (0.5 + Math.random())));
    }
    throw new errors/* CodedError */.AK("E_COMMIT_MOVED", "the ledger's branch kept moving");
}

;// CONCATENATED MODULE: ./lib/trackers/place.js

/** Nothing was to be written, or nothing may be. */
const NOTHING_WRITTEN = { failed: [], urls: new Map(), committed: null, problems: [], notes: [] };
/** A tracker in the repository: its files and the ledger go into one commit. `fresh`: files to make, for `init: true`. */
function filePlace(store, snapshot, loaded, tracker, fresh) {
    let current = tracker;
    return {
        tracker: tracker.listing.tracker,
        snapshot,
        loaded,
        listing: tracker.listing,
        where: tracker.path,
        ready: () => current.ready(),
        write: async (plan, { writing, message }) => {
            const files = new Map([...fresh, ...tracker.edit(plan.operations, writing)]);
            // The tracker's file first: what the ledger lacks after a crash between two files, the entries still tell.
            if (plan.lines.size > 0)
                files.set(LEDGER_PATH, writeLedger(loaded, plan.lines));
            if (files.size === 0)
                return NOTHING_WRITTEN;
            const committed = await store.commit(snapshot, files, message(plan.operations));
            if (committed === "moved")
                return "moved";
            for (const operation of plan.operations) {
                operation.done = true;
                operation.entry ??= operation.fingerprint;
            }
            current = tracker.after(files);
            return { ...NOTHING_WRITTEN, committed };
        },
    };
}

;// CONCATENATED MODULE: ./lib/trackers/people.js
/**
 * What a person can tell us in a tracker that has no labels or states for it: a line of its own in the description,
 * `ci-tracker:` followed by `mute`, `manual`, `wont-fix` or `snooze 2026-04-01`.
 */
const WORD = /^[ \t>*-]*ci-tracker:[ \t]*(mute|manual|wont-fix|snooze[ \t]+(\d{4}-\d\d-\d\d))[ \t]*\r?$/m;
/** Why the entry is not to be touched, in words; undefined when nobody said so. `now` is ISO 8601. */
function handsOffWord(text, now) {
    // Most texts hold no such word, and lists are long.
    if (!text.includes("ci-tracker:"))
        return undefined;
    const match = WORD.exec(text);
    if (!match)
        return undefined;
    const until = match[2];
    if (until === undefined)
        return { mute: "muted", manual: "kept by hand", "wont-fix": "won't fix" }[match[1] ?? ""];
    return now.slice(0, 10) < until ? `snoozed until ${until}` : undefined;
}

;// CONCATENATED MODULE: ./lib/trackers/plain.js


const BEGIN = "[ci-tracker]";
const END = "[/ci-tracker]";
const BLOCK = /\[ci-tracker\]\n[\s\S]*?\n\[\/ci-tracker\]/;
const MAX_DETAIL = 4_000;
/** The whole block for an operation. */
function stateBlock(operation, writing) {
    const { card } = operation;
    const { failure } = card;
    const safe = (text) => writing.mask((0,defuse/* oneLine */.TN)(text));
    const lines = [BEGIN, `Failing: ${safe(operation.reason)}.`];
    if (card.url !== undefined)
        lines.push(`Run: ${safe(card.url)}`);
    const where = [card.branch, card.workflow, card.job].filter((word) => word !== "").map(safe);
    lines.push(`Seen on: ${where.join(" / ")}${card.now.commit === undefined ? "" : `, commit ${card.now.commit.slice(0, 12)}`}`);
    if (failure?.file !== undefined)
        lines.push(`Place: ${safe(failure.file)}${failure.line === undefined ? "" : `:${failure.line}`}`);
    for (const [label, value] of failure?.facts ?? [])
        lines.push(`${label}: ${(0,clip/* clip */.$Q)(safe(value), 500)}`);
    const detail = failure?.detail ?? failure?.message;
    if (detail !== undefined)
        lines.push("", ...indented(writing.mask((0,defuse/* printable */.g$)(detail))));
    for (const member of card.members?.slice(0, 50) ?? [])
        lines.push(`- ${(0,clip/* clip */.$Q)(safe(member), 200)}`);
    lines.push("", `It closes ${card.closesWhen}.`, "To keep it as it is, add a line `ci-tracker: mute` (or `manual`, `wont-fix`, `snooze 2030-01-31`).", END);
    return lines.join("\n");
}
/** Failure text as an indented block: nothing in it can look like a line of ours. */
function indented(text) {
    return (0,clip/* clipLines */.U_)(text, MAX_DETAIL)
        .split("\n")
        .map((line) => `    ${line}`.trimEnd());
}
/** The description with a new block in the old one's place. */
function withBlock(description, operation, writing) {
    const block = stateBlock(operation, writing);
    if (BLOCK.test(description))
        return description.replace(BLOCK, () => block);
    return operation.adopts ? `${description}${description === "" ? "" : "\n\n"}${block}` : description;
}
/** The description with another first line in its block; with undefined, without the block (to read what people wrote). */
function replaceStatus(description, status) {
    return description.replace(BLOCK, (block) => status === undefined ? "" : block.replace(/^(\[ci-tracker\]\n)[^\n]*/, (_, begin) => begin + status));
}

;// CONCATENATED MODULE: ./lib/trackers/tracer.js
/**
 * Tracer: `.trace/issues.jsonl`, one issue a line (tracer 0.2.0, src/types.rs and src/cli/export.rs). Lines that no
 * operation names stay byte for byte what they are. Our entries have the fingerprint as their id and `external_ref`
 * (kept by Tracer only when set at creation), and a log at the end of `notes`, which survives import and export;
 * comments and labels live in Tracer's database alone and are not ours to write.
 */






const FOLDER = ".trace";
const FILE = `${FOLDER}/issues.jsonl`;
const tracer = {
    name: "tracer",
    async open(reader, now) {
        const names = (await reader.names(FOLDER)).filter((name) => name.endsWith(".jsonl"));
        if (names.length === 0)
            return undefined;
        if (names.length > 1 && !names.includes("issues.jsonl")) {
            throw new errors/* CodedError */.AK("E_TRACKER_AMBIGUOUS", `${FOLDER} holds several JSONL files: ${names.sort().join(", ")}`, {
                exit: 2,
                file: FOLDER,
            });
        }
        const path = names.includes("issues.jsonl") ? FILE : `${FOLDER}/${names[0]}`;
        const text = await reader.read(path);
        return text === null ? undefined : new OpenTracer(path, text, now);
    },
    empty: () => new Map([[FILE, ""]]),
};
const FIELDS = [
    "id",
    "title",
    "description",
    "design",
    "acceptance_criteria",
    "notes",
    "status",
    "priority",
    "issue_type",
    "assignee",
    "estimated_minutes",
    "created_at",
    "updated_at",
    "closed_at",
    "external_ref",
    "dependencies",
];
const STATUSES = ["open", "in_progress", "blocked", "closed"];
const TYPES = ["bug", "feature", "task", "epic", "chore"];
/** Tracer refuses longer titles. */
const MAX_TITLE_BYTES = 500;
/** Lines of the log that are kept, the first one always among them. */
const MAX_LOG = 40;
class OpenTracer {
    path;
    listing;
    rows;
    eol;
    text;
    now;
    constructor(path, text, now) {
        this.path = path;
        this.text = text;
        this.now = now;
        this.eol = /\r\n/.test(text) ? "\r\n" : "\n";
        this.rows = parse(path, text);
        this.listing = {
            tracker: "tracer",
            ids: "ours",
            whole: true,
            entries: this.rows.flatMap(({ issue }) => (issue ? [entryOf(issue, now)] : [])),
        };
    }
    /** As `tracer ready`: open, and blocked by nothing that is not closed. */
    ready() {
        const open = new Set(this.rows.flatMap(({ issue }) => (issue && issue.status !== "closed" ? [issue.id] : [])));
        return this.rows.filter(({ issue }) => issue?.status === "open" &&
            !(issue.dependencies ?? []).some((d) => d.type === "blocks" && d.issue_id === issue.id && open.has(d.depends_on_id))).length;
    }
    edit(operations, writing) {
        if (operations.length === 0)
            return new Map();
        const byId = new Map(this.rows.map((row, index) => [row.issue?.id, index]));
        const edited = new Map();
        const created = [];
        for (const operation of operations) {
            if (operation.op === "create") {
                created.push(newIssue(operation, writing));
                continue;
            }
            const index = byId.get(operation.entry ?? "");
            const row = index === undefined ? undefined : this.rows[index];
            if (index === undefined || !row?.issue) {
                throw new errors/* CodedError */.AK("E_TRACKER_WRITE", `${this.path} has no entry ${operation.entry}`, { file: this.path });
            }
            edited.set(index, tracer_stringify(changedIssue(row.issue, operation, writing)));
        }
        const lines = this.rows.map((row, index) => {
            const text = edited.get(index);
            return text === undefined ? row.raw : text + (/\r?\n$/.exec(row.raw)?.[0] ?? "");
        });
        const text = this.insert(lines, created);
        return text === this.text ? new Map() : new Map([[this.path, text]]);
    }
    after(files) {
        const text = files.get(this.path);
        return text === undefined ? this : new OpenTracer(this.path, text, this.now);
    }
    /** New lines go where Tracer would sort them: by id, byte by byte. */
    insert(lines, created) {
        if (created.length === 0)
            return lines.join("");
        const last = lines.length - 1;
        const tail = lines[last];
        if (tail !== undefined && tail !== "" && !tail.endsWith("\n"))
            lines[last] = tail + this.eol;
        const out = [];
        let row = 0;
        for (const issue of created.sort((a, b) => compareBytes(a.id, b.id))) {
            while (row < lines.length && compareBytes(this.rows[row]?.issue?.id ?? "", issue.id) <= 0)
                out.push(lines[row++] ?? "");
            out.push(tracer_stringify(issue) + this.eol);
        }
        while (row < lines.length)
            out.push(lines[row++] ?? "");
        return out.join("");
    }
}
/** Order of UTF-8 bytes, which is that of code points; UTF-16 differs from it only beyond the basic plane. */
function compareBytes(a, b) {
    if (/[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b))
        return Buffer.compare(Buffer.from(a), Buffer.from(b));
    return a < b ? -1 : a > b ? 1 : 0;
}
// --------------------------------------------------------------------------------------------------------- reading
function parse(path, text) {
    const rows = [];
    const ids = new Map();
    const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    for (let i = 0; i < lines.length; i++) {
        const raw = lines[i] ?? "";
        const content = (i === 0 ? raw.replace(/^\ufeff/, "") : raw).trim();
        if (content === "") {
            rows.push({ raw, issue: undefined });
            continue;
        }
        const issue = issueOf(content, path, i + 1);
        const first = ids.get(issue.id);
        if (first !== undefined)
            throw tracer_broken(path, i + 1, `the id ${issue.id} stands in line ${first} already`);
        ids.set(issue.id, i + 1);
        rows.push({ raw, issue });
    }
    return rows;
}
function issueOf(content, path, line) {
    if (/^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/.test(content)) {
        throw new errors/* CodedError */.AK("E_TRACKER_CONFLICT", `${path}:${line}: a merge conflict is not resolved`, { file: path, line });
    }
    let value;
    try {
        value = JSON.parse(content);
    }
    catch (error) {
        throw tracer_broken(path, line, `the line is not JSON (${error instanceof Error ? error.message : String(error)})`);
    }
    if (typeof value !== "object" || value === null || Array.isArray(value))
        throw tracer_broken(path, line, "the line is not a JSON object");
    const issue = value;
    // dschartman/trace keeps its issues at the same path, without a type.
    if (issue.issue_type === undefined && typeof issue.id === "string" && typeof issue.status === "string") {
        throw new errors/* CodedError */.AK("E_TRACKER_LOOKALIKE", `${path}:${line}: the entry ${issue.id} has no issue_type, so this is not Tracer's file`, {
            file: path,
            line,
        });
    }
    for (const field of ["id", "title", "status", "issue_type", "created_at", "updated_at"]) {
        if (typeof issue[field] !== "string")
            throw tracer_broken(path, line, `${field} is missing or is not text`);
    }
    for (const field of ["description", "notes", "closed_at", "external_ref"]) {
        if (issue[field] !== undefined && typeof issue[field] !== "string")
            throw tracer_broken(path, line, `${field} is not text`);
    }
    if (!STATUSES.includes(issue.status))
        throw tracer_broken(path, line, `status ${JSON.stringify(issue.status)} is none of ${STATUSES.join(", ")}`);
    if (!TYPES.includes(issue.issue_type))
        throw tracer_broken(path, line, `issue_type ${JSON.stringify(issue.issue_type)} is none of ${TYPES.join(", ")}`);
    if (!Number.isInteger(issue.priority) || issue.priority < 0 || issue.priority > 4) {
        throw tracer_broken(path, line, "priority is no whole number from 0 to 4");
    }
    if (issue.dependencies !== undefined && !Array.isArray(issue.dependencies))
        throw tracer_broken(path, line, "dependencies is not a list");
    return value;
}
function tracer_broken(path, line, what) {
    return new errors/* CodedError */.AK("E_TRACKER_BROKEN", `${path}:${line}: ${what}`, { file: path, line });
}
// ------------------------------------------------------------------------------------------------- our log in notes
/** First line of our part of `notes`; the fingerprint counts only here and in the id. */
const HEAD = /^ci-tracker entry: (\S+)$/m;
const KEY = /^key: (.+)$/m;
/** `seen failing by: PRODUCER (7/1 0123…) [time]` */
const SEEN = /^seen failing by: (.+) \((\S+)\/(\d+)(?: ([^\s)]+))?\) \[(\S+)\]$/gm;
/** `[time] closed (7/1 0123…): words` */
const LOGGED = /^\[(\S+)\] (opened|reopened|closed|taken over|noted|updated) \((\S+)\/(\d+)(?: ([^\s)]+))?\): (.*)$/;
function entryOf(issue, now) {
    const notes = issue.notes ?? "";
    const ours = FINGERPRINT.test(issue.id) ? issue.id : HEAD.exec(notes)?.[1];
    const open = issue.status !== "closed";
    const entry = { id: issue.id, title: issue.title, open, adoptable: ours === undefined };
    const handsOff = handsOffWord(`${withoutOurs(issue.description ?? "")}\n${notes}`, now);
    if (handsOff !== undefined)
        entry.handsOff = handsOff;
    if (ours === undefined || !FINGERPRINT.test(ours))
        return entry;
    entry.fingerprint = ours;
    const key = KEY.exec(notes)?.[1];
    if (key !== undefined)
        entry.key = key;
    entry.producers = [...notes.matchAll(SEEN)].map(([, producer = "", run, attempt, commit, at]) => ({
        producer,
        seen: stamp(run, attempt, commit, at),
    }));
    const steps = notes
        .split("\n")
        .map((line) => LOGGED.exec(line))
        .filter((match) => match !== null)
        .map(([, at, word = "", run, attempt, commit]) => ({ word, in: stamp(run, attempt, commit, at) }))
        .filter(({ word }) => word !== "noted" && word !== "updated");
    const [first] = steps;
    const last = steps.at(-1);
    if (first)
        entry.openedIn = first.in;
    if (open) {
        if (last?.word === "reopened")
            entry.reopenedIn = last.in;
        return entry;
    }
    if (issue.closed_at !== undefined)
        entry.closedAt = issue.closed_at;
    return last?.word === "closed" ? { ...entry, closedBy: "us", closedIn: last.in } : { ...entry, closedBy: "person" };
}
function stamp(run = "", attempt = "1", commit, at = "") {
    return { run, attempt: Number(attempt), at, ...(commit === undefined ? {} : { commit }) };
}
function withoutOurs(description) {
    return replaceStatus(description, undefined);
}
function inBrackets({ run, attempt, commit }) {
    return `(${run.replace(/\s+/g, "_")}/${attempt}${commit === undefined ? "" : ` ${commit}`})`;
}
function logged(word, operation, writing) {
    const { now } = operation.card;
    return `[${now.at}] ${word} ${inBrackets(now)}: ${writing.mask((0,defuse/* oneLine */.TN)(operation.reason))}`;
}
function headOf(operation, writing) {
    const failing = operation.card.producers.filter(({ last }) => last === "failed");
    const seen = failing.map(({ producer, seen }) => `seen failing by: ${(0,defuse/* oneLine */.TN)(producer)} ${inBrackets(seen)} [${seen.at}]`);
    return [`ci-tracker entry: ${operation.fingerprint}`, `key: ${writing.mask((0,defuse/* oneLine */.TN)(operation.key))}`, `actor: ${writing.actor}`, ...seen];
}
/** The notes with one more line in our log; what people wrote stands before our part and stays. */
function notesWith(notes, operation, word, writing) {
    const at = HEAD.exec(notes)?.index;
    const theirs = at === undefined ? notes : notes.slice(0, at);
    const log = at === undefined
        ? []
        : notes
            .slice(at)
            .split("\n")
            .filter((line) => LOGGED.test(line));
    const after = at === undefined ? [] : afterOurs(notes.slice(at));
    const line = logged(word, operation, writing);
    // The same word of the same run stands there already: an earlier try wrote it and was cut off before the ledger.
    if (withoutTime(log.at(-1)) === withoutTime(line))
        return notes;
    log.push(line);
    const kept = log.length > MAX_LOG ? [...log.slice(0, 1), ...log.slice(log.length - MAX_LOG + 1)] : log;
    const before = theirs === "" || theirs.endsWith("\n") ? theirs : `${theirs}\n\n`;
    return [before + headOf(operation, writing).join("\n"), ...kept, ...after].join("\n");
}
function withoutTime(line) {
    return line?.replace(/^\[\S+\] /, "");
}
/** Lines below our head that are none of ours: somebody added them, and they stay below. */
function afterOurs(part) {
    return part
        .split("\n")
        .filter((line) => line !== "" && !LOGGED.test(line) && !/^(?:ci-tracker entry|key|actor|seen failing by): /.test(line));
}
// ------------------------------------------------------------------------------------------------------- writing
function newIssue(operation, writing) {
    const now = timestamp(operation.card.now.at);
    return {
        id: operation.fingerprint,
        title: (0,clip/* clipBytes */.Wp)(writing.mask((0,defuse/* oneLine */.TN)(operation.title)), MAX_TITLE_BYTES),
        description: stateBlock(operation, writing),
        notes: notesWith("", operation, "opened", writing),
        status: "open",
        priority: operation.filing?.priority ?? 2,
        issue_type: operation.filing?.type ?? "bug",
        created_at: now,
        updated_at: now,
        external_ref: operation.fingerprint,
    };
}
const LOG_WORD = { create: "opened", reopen: "reopened", close: "closed", comment: "noted", update: "updated" };
function changedIssue(issue, operation, writing) {
    const next = { ...issue, updated_at: timestamp(operation.card.now.at) };
    const word = operation.adopts ? "taken over" : LOG_WORD[operation.op];
    if (operation.op !== "update") {
        next.notes = notesWith(issue.notes ?? "", operation, word, writing);
        if (next.notes === issue.notes)
            return issue;
    }
    const description = issue.description ?? "";
    if (operation.op === "close") {
        next.status = "closed";
        next.closed_at = next.updated_at;
        next.description = replaceStatus(description, `Closed: ${writing.mask((0,defuse/* oneLine */.TN)(operation.reason))}.`);
    }
    else if (operation.card.failure)
        next.description = withBlock(description, operation, writing);
    if (operation.op === "reopen") {
        next.status = "open";
        delete next.closed_at;
    }
    return next;
}
/** chrono writes no fraction where there is none. */
function timestamp(at) {
    return new Date(at).toISOString().replace(".000Z", "Z");
}
/** Compact JSON with Tracer's fields in Tracer's order, as serde writes it; fields it does not know follow. */
function tracer_stringify(issue) {
    const known = issue;
    const fields = [...FIELDS.filter((f) => known[f] !== undefined), ...Object.keys(known).filter((f) => !FIELDS.includes(f))];
    return JSON.stringify(Object.fromEntries(fields.map((f) => [f, known[f]])));
}

;// CONCATENATED MODULE: ./lib/trackers/registry.js
/** Every tracker there is. A new one is one file or folder here, one line below, and its name in settings. */

/** Trackers whose entries are files of the repository, in the order `auto` looks for them. */
const FILE_TRACKERS = [tracer];

;// CONCATENATED MODULE: ./lib/trackers/choose.js
/** Which tracker a run writes to, and where its state is kept. */






/** The first tracker of the chain that is there. Throws E_TRACKER_NONE, E_TRACKER_AMBIGUOUS, or what its reading throws. */
async function choose(settings, host, remote, writes) {
    const files = FILE_TRACKERS.map((t) => t.name);
    const names = settings.tracker === "auto" ? [...files, ...(host.name === "github" ? ["github"] : [])] : settings.tracker;
    const reasons = [];
    let branch;
    const found = [];
    for (const name of names) {
        const tracker = FILE_TRACKERS.find((t) => t.name === name);
        if (tracker) {
            branch ??= await opened(await trackerStore(settings, host, remote), writes);
            const open = await tracker.open(branch.snapshot, host.run.at);
            if (!open)
                reasons.push(`${name} is not in the repository (branch ${branch.snapshot.branch})`);
            else if (settings.tracker === "auto")
                found.push({ tracker, open });
            else
                return inFiles(branch, open, new Map());
            continue;
        }
        if (found.length > 0)
            break;
        if (!remote)
            reasons.push(`${name} needs a token and a repository's name`);
        else if (!settings.init)
            return hosted(await opened(await ledgerStore(settings, host, remote), writes), settings, host, remote);
    }
    const [only, second] = found;
    if (second) {
        throw new errors/* CodedError */.AK("E_TRACKER_AMBIGUOUS", `the repository has several trackers: ${found.map((f) => f.tracker.name).join(", ")}`, {
            exit: 2,
        });
    }
    if (only && branch)
        return inFiles(branch, only.open, new Map());
    if (settings.init && branch)
        return begun(branch, names, host.run.at);
    throw new errors/* CodedError */.AK("E_TRACKER_NONE", `no tracker was found: ${reasons.join("; ")}`);
}
async function opened(store, writes) {
    if (writes)
        await store.check();
    return { store, snapshot: await store.open() };
}
async function inFiles({ store, snapshot }, open, fresh) {
    const loaded = readLedger(await snapshot.read(LEDGER_PATH));
    return { loaded, list: async () => filePlace(store, snapshot, loaded, open, fresh) };
}
/** `init: true`: an empty tracker, in the same commit as what is filed. */
async function begun(branch, names, now) {
    const tracker = FILE_TRACKERS.find((t) => names.includes(t.name));
    const fresh = tracker?.empty() ?? new Map();
    const open = await tracker?.open(withFiles(branch.snapshot, fresh), now);
    if (!open)
        throw new errors/* CodedError */.AK("E_TRACKER_NONE", `init: none of ${names.join(", ")} is a tracker of files`);
    return inFiles(branch, open, fresh);
}
function withFiles(reader, files) {
    return {
        read: async (path) => files.get(path) ?? (await reader.read(path)),
        names: async (folder) => {
            const own = [...files.keys()].filter((p) => p.startsWith(`${folder}/`)).map((p) => p.slice(folder.length + 1));
            return [...new Set([...(await reader.names(folder)), ...own])];
        },
    };
}
async function hosted({ store, snapshot }, settings, host, remote) {
    const loaded = readLedger(await snapshot.read(LEDGER_PATH));
    return {
        loaded,
        list: async (evidence) => {
            const tracker = await (await remote.issues(settings.label)).open(queryOf(settings, host, loaded, evidence));
            return hostedPlace(store, snapshot, loaded, tracker, `${host.serverUrl}/${host.repository}/issues`);
        },
    };
}
function queryOf(settings, host, { ledger }, evidence) {
    const known = new Set([...ledger.values()].map((line) => line.key));
    const titles = new Set();
    for (const { subject } of evidence.failing.values()) {
        if (known.has(subject.key))
            continue;
        if (subject.recipeTitle !== undefined)
            titles.add(subject.recipeTitle);
        if (subject.key.startsWith("lint/") && subject.key.includes(" clippy »"))
            titles.add("Fix clippy warnings");
    }
    const since = new Date(Date.parse(host.run.at) - settings["reopen-window"] * 86_400_000).toISOString();
    const ids = [...ledger.values()].flatMap((line) => (line.entry?.tracker === "github" ? [line.entry.id] : []));
    return { ids, since, titles: [...titles].sort(), now: host.run.at };
}

;// CONCATENATED MODULE: ./lib/sync.js
/**
 * The whole job in one page: read the ledger at the head of its branch, gather what the reports show, list the tracker,
 * plan, write, and say what was done. When somebody else wrote in between, everything is read and planned again.
 */
















/** Tries to commit to a branch that others write too. */
const sync_TRIES = 5;
/** Makes the tracker true, or plans it. Throws coded errors for wrong use; what went wrong on the way is in the result. */
async function sync(settings, host, door) {
    const lines = [...(0,reports/* reportLines */.Q)(settings.reports), ...door.reports];
    if (lines.length === 0)
        throw new errors/* CodedError */.AK("E_REPORT_NONE", "no report was named", { exit: 2 });
    const mask = (0,text_mask/* createMask */.P)(door.environment, [settings.token]);
    const planOnly = whyPlanOnly(settings, host);
    const remote = remoteOf(settings, host, door.log);
    for (let tries = 1;; tries++) {
        let chosen;
        let evidence;
        try {
            chosen = await choose(settings, host, remote, planOnly === undefined);
            evidence = gathered(lines, host, chosen.loaded.ledger, mask);
            const place = await chosen.list(evidence);
            const history = (await historyOf(door, evidence, chosen.loaded.ledger)) ?? ledger_history/* NO_HISTORY */.Vo;
            const world = await look(host, evidence, chosen.loaded.ledger, history, remote?.compare);
            const policy = policyOf(settings, place, planOnly, machineClass(door.environment));
            const made = plan({ evidence, listing: place.listing, ledger: chosen.loaded.ledger, policy, world });
            const written = planOnly === undefined && place.listing.whole ? await sync_write(made, place, settings, host, mask) : NOTHING_WRITTEN;
            if (written === "moved") {
                if (tries === sync_TRIES)
                    throw new errors/* CodedError */.AK("E_COMMIT_MOVED", `the branch ${place.snapshot.branch} moved ${sync_TRIES} times while this run tried to commit to it`);
                door.log(`the branch ${place.snapshot.branch} moved: reading and planning again`);
                await new Promise((resolve) => setTimeout(resolve, 150 * 2 ** tries * (0.5 + Math.random())));
                continue;
            }
            if (planOnly === undefined)
                await door.history?.save({ benches: made.history, marks: marksOf(evidence, world) });
            const result = resultOf(evidence, made, place, written, planOnly);
            return { result, evidence, plan: made, place, exit: exitOf(result, evidence.reports, settings["fail-on"]) };
        }
        catch (thrown) {
            const error = (0,errors/* coded */.yC)(thrown);
            if (error.exit === 2 || error.code === "E_INTERNAL")
                throw error;
            // Nothing is lost silently: what fails is still read, and listed as what had nowhere to go.
            evidence ??= gathered(lines, host, chosen?.loaded.ledger ?? new Map(), mask);
            return { result: withoutTracker(evidence, error, planOnly), evidence, exit: 3 };
        }
    }
}
function whyPlanOnly(settings, host) {
    if (settings.mode === "plan")
        return "mode: plan";
    if (host.planOnly !== undefined)
        return host.planOnly;
    const message = host.name === "github" ? host.headMessage : undefined;
    return host.run.event === "push" && message !== undefined && isOurs(message) ? "the pushed commit is our own" : undefined;
}
function gathered(lines, host, ledger, mask) {
    const keys = [...ledger.values()].flatMap((line) => [line.key, ...(line.also ?? [])]);
    const builder = new EvidenceBuilder(host.run, keys, mask);
    gather(lines, host, (scope) => (0,host_host/* producerOf */._$)(host, scope), builder);
    return builder.finish();
}
/** Loading a cache takes time: only benchmarks, and entries that wait for evidence, are worth it. */
async function historyOf(door, evidence, ledger) {
    const waits = [...ledger.values()].some((line) => line.state === "open");
    return evidence.measurements.length > 0 || waits ? await door.history?.load() : undefined;
}
function policyOf(settings, place, planOnly, machine) {
    return {
        openAfter: settings["open-after"],
        maxNew: settings["max-new"],
        maxWrites: place.listing.ids === "ours" ? Number.POSITIVE_INFINITY : settings["max-writes"],
        comment: settings.comment,
        commentDays: settings["comment-interval"],
        reopenDays: settings["reopen-window"],
        tolerance: settings.tolerance,
        mayWrite: planOnly === undefined,
        machine,
    };
}
function sync_write(made, place, settings, host, mask) {
    return place.write(made, {
        run: host.run,
        writing: { actor: settings.actor, mask },
        message: (operations) => commitMessage(host.run, operations, { actor: settings.actor, skipCi: settings["skip-ci"] }),
    });
}
/** The newest evidence of each producer, this run's included. */
function marksOf(evidence, world) {
    const marks = new Map(world.marks);
    const { id, attempt, commit, at } = evidence.run;
    for (const producer of evidence.producers) {
        const before = marks.get(producer);
        if (before && relation(evidence.run, before, world.ancestry) === "older")
            continue;
        marks.set(producer, commit === undefined ? { run: id, attempt, at } : { run: id, attempt, commit, at });
    }
    return marks;
}


/***/ }),

/***/ 28:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ stripAnsi)
/* harmony export */ });
/** Terminal control sequences out of text: colours, cursor moves, links and character sets (ECMA-48, terminfo's sgr0). */
// CSI and its C1 form, with `:` as colons of SGR have it; OSC up to BEL or ST; DCS, SOS, PM, APC bodies; charset and two-byte escapes.
const SEQUENCE = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are what is looked for
/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[PX^_][^\u001b]*\u001b\\|\u001b[ -/]+[0-~]|\u001b[0-Z\\-~]/g;
/** The text without control sequences; text that holds none is returned as it is, cheaply. */
function stripAnsi(text) {
    if (!text.includes("\u001b") && !text.includes("\u009b"))
        return text;
    return text.replace(SEQUENCE, "");
}


/***/ }),

/***/ 961:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   U_: () => (/* binding */ clipLines),
/* harmony export */   Wp: () => (/* binding */ clipBytes)
/* harmony export */ });
/**
 * Cuts text to a length without breaking what a reader sees as one character. Lengths are UTF-16 code units unless a
 * function says bytes. Mask first: a secret cut in two is no longer recognised.
 */
/** How far back from a cut a certain boundary is looked for. */
const WINDOW = 256;
/** Longer than any emoji sequence in use; a longer "character" is a heap of marks and is cut between code points. */
const LONGEST = 64;
let segmenter;
/** At most `max` units; what is cut off is replaced by `word`, which counts. */
function clip(text, max, word = "…") {
    if (text.length <= max)
        return text;
    const room = max - word.length;
    if (room <= 0)
        return word.slice(0, Math.max(0, max));
    return text.slice(0, boundary(text, room)).trimEnd() + word;
}
/** At most `maxBytes` bytes of UTF-8; what is cut off is replaced by `word`, which counts. */
function clipBytes(text, maxBytes, word = "…") {
    // A unit is at most three bytes, so a short text needs no count and a long one no copy.
    if (text.length * 3 <= maxBytes)
        return text;
    if (text.length <= maxBytes && Buffer.byteLength(text) <= maxBytes)
        return text;
    const room = maxBytes - Buffer.byteLength(word);
    if (room <= 0)
        return fitting(word, maxBytes);
    const units = fitting(text, room).length;
    return text.slice(0, boundary(text, units)).trimEnd() + word;
}
/**
 * At most `max` units, cut at the end of a line, with a last line that says how much was left out. A first line that
 * is too long by itself is cut inside.
 */
function clipLines(text, max) {
    if (text.length <= max)
        return text;
    const total = lineCount(text);
    const room = max - note(total, "line").length - 1;
    if (room <= 0)
        return clip(text, max);
    // The newline right after the last unit that fits still ends a line that fits.
    const end = text.lastIndexOf("\n", room);
    if (end > 0) {
        const kept = text.slice(0, end);
        return `${kept.endsWith("\r") ? kept.slice(0, -1) : kept}\n${note(lineCount(text.slice(end + 1)), "line")}`;
    }
    if (total > 1)
        return `${clip(text.slice(0, text.indexOf("\n")).trimEnd(), room)}\n${note(total - 1, "line")}`;
    const head = clip(text, max - note(text.length, "character").length - 1);
    return `${head}\n${note(text.length - head.length + 1, "character")}`;
}
function note(count, unit) {
    return `… ${count} more ${unit}${count === 1 ? "" : "s"} left out`;
}
/** Lines of a text; a newline at its end begins no line. */
function lineCount(text) {
    let count = 1;
    for (let at = text.indexOf("\n"); at !== -1 && at < text.length - 1; at = text.indexOf("\n", at + 1))
        count++;
    return count;
}
/** The longest beginning of `text` that fits into `bytes` of UTF-8, never half a surrogate pair. */
function fitting(text, bytes) {
    const target = new Uint8Array(Math.max(0, bytes));
    return text.slice(0, new TextEncoder().encodeInto(text.slice(0, target.length), target).read);
}
/** The last boundary between graphemes at or before `at`. Only the text near `at` is looked at. */
function boundary(text, at) {
    const least = Math.max(0, at - WINDOW);
    let from = at;
    // Between two characters of printable ASCII there always is a boundary; what stands before cannot change it.
    while (from > least && !(isAscii(text, from - 1) && isAscii(text, from)))
        from--;
    if (isInsidePair(text, from))
        from--;
    // Flags are pairs, so in a row of them everything hangs on where the row begins.
    while (from < at && isFlagHalf(text, from - 2))
        from -= 2;
    if (from === at)
        return at;
    segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
    const index = segmenter.segment(text.slice(from, at + WINDOW)).containing(at - from)?.index ?? 0;
    if (index > 0 || at - from <= LONGEST)
        return from + index;
    return isInsidePair(text, at) ? at - 1 : at;
}
function isAscii(text, at) {
    const unit = text.charCodeAt(at);
    return unit >= 0x20 && unit < 0x7f;
}
function isInsidePair(text, at) {
    return (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
function isFlagHalf(text, at) {
    const low = text.charCodeAt(at + 1);
    return text.charCodeAt(at) === 0xd83c && low >= 0xdde6 && low <= 0xddff;
}


/***/ }),

/***/ 841:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   g$: () => (/* binding */ printable),
/* harmony export */   sN: () => (/* binding */ logSafe)
/* harmony export */ });
/* harmony import */ var _ansi_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(28);
/* harmony import */ var _clip_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(961);
/**
 * Text of a report made harmless for the eye and for the log: no terminal control, no invisible or reordering
 * characters, no line that the runner would take for a command of ours.
 *
 * Order of use: `printable` (or `oneLine`) first, then the mask, then clip, then Markdown. A secret with a colour code
 * in its middle is only found after the first step, a cut one no longer after the third.
 */


/** No sink shows more, and V8 ends the process, uncaught, on replacements by the tens of millions. */
const LONGEST = 4_000_000;
/** Everything that needs a look: all but printable ASCII, tab and newline. */
const UNUSUAL = /[^\t\n -~]/;
/** White space that moves the cursor or splits lines in some programs and not in others. */
const ODD_SPACE = /[\v\f\u0085\u2028\u2029]/g;
/**
 * What no reader sees: control characters, what Unicode lets programs ignore (zero-width characters, the bidirectional
 * controls U+202A–E, U+2066–9, U+200E/F, U+061C, tags, selectors, fillers), noncharacters, interlinear annotation.
 */
const HIDDEN = String.raw `[[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cc}\ufff9-\ufffb]--[\t\n]]`;
/** Bounded, because the engine keeps a note of every character of such a run: megabytes of NUL would exhaust its stack. */
const HIDDEN_RUN = new RegExp(`${HIDDEN}{1,1000}`, "gv");
const HIDDEN_BEFORE = new RegExp(`${HIDDEN}$`, "v");
const PICTURE_BEFORE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;
const PICTURE_AFTER = /^\p{Extended_Pictographic}/u;
/** Scripts whose spelling needs U+200C and U+200D between letters (UAX #31, 2.3). */
const JOINING = "[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Nkoo}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Mymr}\\p{scx=Khmr}]";
const JOINING_BEFORE = new RegExp(`${JOINING}$`, "u");
const JOINING_AFTER = new RegExp(`^${JOINING}`, "u");
const SELECTOR = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;
/** Subdivision flags (UTS #51): a black flag, a region's code in tag characters, the end tag. */
const FLAG_TAGS = /^[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}$/u;
/**
 * The text as a person would see it: escape sequences, control, bidirectional and invisible characters gone, newlines
 * (CRLF and CR become LF) and tabs kept. Emoji sequences and the joiners of scripts that need them stay whole.
 */
function printable(text) {
    const short = (0,_clip_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(text, LONGEST, "… (the rest is left out)");
    if (!UNUSUAL.test(short))
        return short;
    return (0,_ansi_js__WEBPACK_IMPORTED_MODULE_1__/* .stripAnsi */ .a)(short.toWellFormed()).replace(/\r\n?/g, "\n").replace(ODD_SPACE, " ").replace(HIDDEN_RUN, hidden);
}
/** What stays of a run of invisible characters: only what shapes the visible characters beside it. */
function hidden(run, at, text) {
    // The longest run with a meaning is a flag's: six tags and the end tag, two units each.
    if (run.length > 14)
        return "";
    const unit = run.charCodeAt(0);
    if (unit < 0x200c || (unit > 0x200d && unit < 0xdb40 && (unit < 0xfe00 || unit > 0xfe0f)))
        return "";
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + run.length, at + run.length + 2);
    // The rest of a run that was too long for one match.
    if (HIDDEN_BEFORE.test(before))
        return "";
    if (run === "\u200d" || run === "\ufe0f\u200d") {
        if (PICTURE_BEFORE.test(before) && PICTURE_AFTER.test(after))
            return run;
    }
    if (run === "\u200c" || run === "\u200d")
        return JOINING_BEFORE.test(before) && JOINING_AFTER.test(after) ? run : "";
    if (SELECTOR.test(run))
        return /[^ -~\s]$/.test(before) || (after.startsWith("\u20e3") && /[0-9#*]$/.test(before)) ? run : "";
    return FLAG_TAGS.test(run) && before === "\u{1f3f4}" ? run : "";
}
/** The text as one line, for titles and words in a log: `printable`, with every run of white space made one space. */
function oneLine(text) {
    return printable(text)
        .replace(/[\s\u2800]{2,}|[^\S ]|\u2800/g, " ")
        .trim();
}
/**
 * Text that may be printed in a CI log: whatever it holds, no line is a command for the runner. Newlines stay.
 *
 * actions/runner (Runner.Common/ActionCommand.cs) takes a line for a command when it starts with `::` after .NET's
 * TrimStart (V2), or holds `##[` anywhere (V1); Azure Pipelines looks for `##vso[`, TeamCity for `##teamcity[`. A
 * U+200B between the two characters leaves the line as it looks (`::: src/lib.rs` is rustc's own). The runner's
 * StartsWith and IndexOf follow the culture and may pass over U+200B, but it then counts two (three) units on, lands
 * on `:` or `[`, and no command is named so.
 */
function logSafe(text) {
    return printable(text)
        .replace(/^([^\S\n]*):(?=:)/gm, "$1:\u200b")
        .replace(/##(?=[a-z]*\[)/gi, "#\u200b#");
}


/***/ }),

/***/ 879:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ createMask)
/* harmony export */ });
/**
 * Secrets out of text, before it leaves: GitHub masks logs and summaries, but nothing that goes to an API, a tracker's
 * file or a chat. Two sources: the values of the environment (and those the settings name), in the forms they take on
 * the way, and the shapes of well-known tokens.
 *
 * Use it on text without control sequences (`printable`, `oneLine`), before anything is clipped or escaped.
 */
/** What stands for a secret. */
const STARS = "***";
/** Variables that hold secrets, by name. `AUTHOR` is no `AUTH`, but `AUTHORIZATION` is. */
const NAME = /token|passw(?:or)?d|passphrase|credential|secret|private|key|auth(?!or(?!i[sz]))|webhook|(?:^|_)(?:pass|pat)(?:_|$)/i;
/** Names that only look so: Go's list of private modules, git's setting names, keyboards, keys of projects, kinds and names of keys. */
const OPEN_NAME = /^GOPRIVATE$|^GIT_CONFIG_KEY_\d+$|keyword|keyboard|keymap|keyring_backend|(?:project|team|cache|sort|public)[_-]?key|_(?:name|type|mode|version|provider|enabled|alg|algorithm)$/i;
/** Variables in which a CI host says openly what it runs; what stands there as well is no secret. */
const HOST_NAME = /^(?:GITHUB|RUNNER|CI|GITLAB|JENKINS|BUILD)_/;
/** Names whose value is the secret itself and not, say, its lifetime. */
const DIRECT_NAME = /(?:token|passw(?:or)?d|pass|passphrase|secret|key|credentials?|pat)$/i;
/** Words that stand in such variables without being secret, and that would be missed in a report. */
const COMMON = /^(?:true|false|none|null|undefined|enabled?|disabled?|always|never|auto|default|required|optional|inherit|basic|bearer|digest|oauth2?|tokens?|passw(?:or)?d|secrets?|private|public|internal|github|gitlab|local|localhost|tests?|testing|develop|development|developer|production|staging|release|debug|admin|administrator|root|users?|username|guest|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|minio|minioadmin|changeme|example|dummy|placeholder|\**)$/i;
/** Counts, times and versions. */
const NUMBER = /^(?:\d{1,9}|v?\d+(?:\.\d+){1,3})$/;
/** A base64 secret may begin with a slash as well, so a path is believed by its first folder, or by the variable's name. */
const KNOWN_PATH = /^(?:\/(?:home|tmp|var|run|usr|etc|opt|mnt|root|private|dev|proc|srv|Users|Library|Volumes|github|__w|workspace|builds)\/|~\/|\.{1,2}\/|file:\/\/|[A-Za-z]:[\\/]|\\\\)/;
const PATH_NAME = /(?:_|^)(?:SOCK|SOCKET|FILE|PATH|DIR|HOME|ROOT|ASKPASS|CREDENTIALS)$/i;
const OWN_URL = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/?$/;
/** Shorter values are too likely to be part of other words. */
const SHORTEST = 5;
/** A line of a longer secret must be this long: `{` and `type: x` are no secrets. */
const SHORTEST_LINE = 8;
/** Longer values (key stores, whole configurations) are looked for as they are and line by line, not in other encodings. */
const LONGEST_ENCODED = 1_000;
/**
 * A function that puts `***` in place of every secret: the values of variables whose names tell of one, the `extra`
 * values (whatever they are, from three characters on), and the shapes of known tokens. Linear in the text.
 */
function createMask(environment, extra) {
    const secrets = new Set();
    const open = new Set();
    for (const [name, value] of Object.entries(environment))
        if (value && HOST_NAME.test(name) && !NAME.test(name))
            open.add(value.trim());
    for (const [name, value] of Object.entries(environment))
        if (value)
            addVariable(name, value, open, secrets);
    for (const value of extra)
        if (value.trim().length >= 3)
            addForms(value.trim(), secrets);
    const values = wordFinder(secrets);
    return (text) => {
        let found = values(text);
        for (const shape of [tokens, jwts, urlCredentials, headers, privateKeys])
            found = union(found, shape(text));
        return covered(text, found);
    };
}
// ------------------------------------------------------------------------------------------------------ known values
function addVariable(name, value, open, secrets) {
    const bare = value.trim();
    // `GIT_CONFIG_VALUE_0=AUTHORIZATION: basic …` is how a checkout hands its token on, and no name tells of it.
    const header = /^(authorization: *)?(?:basic|bearer|token) +(\S{5,})$/i.exec(bare);
    if (header?.[2] && (header[1] || NAME.test(name)))
        addForms(header[2], secrets);
    if (!NAME.test(name) || OPEN_NAME.test(name) || open.has(bare) || isOrdinary(name, bare))
        return;
    addForms(bare, secrets);
    if (/^[[{]/.test(bare))
        addLeaves(name, bare, open, secrets);
}
/** What is not worth hiding, or would hide half of a report: switches, numbers, paths, a service on this machine. */
function isOrdinary(name, value) {
    if (value.length < SHORTEST || COMMON.test(value) || OWN_URL.test(value) || KNOWN_PATH.test(value))
        return true;
    if (NUMBER.test(value) && !DIRECT_NAME.test(name))
        return true;
    return PATH_NAME.test(name) && value.startsWith("/");
}
/** The secrets inside a JSON value, such as a registry's login or all secrets of a repository as one object. */
function addLeaves(name, json, open, secrets) {
    try {
        // The reviver sees every value; a member whose name tells nothing inherits the variable's, as in `toJSON(secrets)`.
        JSON.parse(json, (key, value) => {
            if (typeof value === "string" && (NAME.test(key) || /secrets/i.test(name)) && !open.has(value) && !isOrdinary(key, value)) {
                addForms(value, secrets);
            }
            return value;
        });
    }
    catch {
        // Not JSON after all; its text is masked as it stands.
    }
}
/** A value in every form in which it may turn up. */
function addForms(value, secrets) {
    const whole = value.toWellFormed();
    secrets.add(whole);
    const lines = whole.split(/[\r\n]+|\\[rn]/);
    if (lines.length > 1) {
        for (const line of lines)
            if (isTelling(line.trim()))
                secrets.add(line.trim());
    }
    if (whole.length > LONGEST_ENCODED || whole.length < SHORTEST)
        return;
    const uri = encodeURIComponent(whole);
    secrets.add(uri);
    secrets.add(uri.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()));
    secrets.add(uri.replace(/%20/g, "+"));
    secrets.add(encodeURI(whole));
    secrets.add(JSON.stringify(whole).slice(1, -1));
    for (const base64 of base64Forms(whole)) {
        secrets.add(base64);
        secrets.add(base64.replace(/\+/g, "-").replace(/\//g, "_"));
    }
}
/** Lines of a longer secret that are worth hiding alone; marks of PEM and bare keys of YAML are not. */
function isTelling(line) {
    return line.length >= SHORTEST_LINE && !/^-----.*-----$|^[\w .-]+:$/.test(line) && !COMMON.test(line);
}
/**
 * Base64 of the value, alone and as part of something longer (`x-access-token:VALUE`): three bytes become four
 * characters, so the value may begin at three places, and only characters that hold nothing but its bits are known.
 */
function base64Forms(value) {
    const bytes = Buffer.from(value);
    const forms = [bytes.toString("base64")];
    for (const before of [0, 1, 2]) {
        const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
        forms.push(text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)));
    }
    return forms;
}
// ------------------------------------------------------------------------------------------------------ known shapes
/**
 * Tokens that begin in a way of their own. Each alternative is a fixed beginning and a run with a least length, so no
 * place of the text is tried for longer than that. `ghs_weighs_correctly` is a test's name: sixteen letters or digits
 * in a row are asked for, or the app's number and a JWT (GitHub's stateless tokens, since April 2026).
 */
const TOKEN = new RegExp([
    "gh[pousr]_(?:[A-Za-z0-9]{16,}|[0-9]{1,20}_eyJ)[A-Za-z0-9._-]*",
    "github_pat_[A-Za-z0-9_]{16,}",
    "(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])",
    "(?:xox[abeprs]|xapp)-[A-Za-z0-9-]{10,}",
    "hooks\\.slack(?:-gov)?\\.com\\/(?:services|workflows|triggers)\\/[\\w/+-]{8,}",
    "discord(?:app)?\\.com\\/api\\/webhooks\\/[\\w/-]{8,}",
    "webhook\\.office\\.com\\/[\\w/@.-]{8,}",
    "lin_(?:api|oauth|wh)_[A-Za-z0-9]{16,}",
    "npm_[A-Za-z0-9]{30,}",
    "gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\\w.-]{16,}",
    // crates.io has three plain letters; they may follow an escaped newline.
    "(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]))cio[A-Za-z0-9]{32}(?![A-Za-z0-9])",
    "pypi-AgE[\\w-]{16,}",
    "ATATT3[\\w=-]{16,}",
    // Base64 of `-----BEGIN `, as Kubernetes keeps its keys.
    "LS0tLS1CRUdJTi[A-Za-z0-9+/=]{16,}",
].join("|"), "g");
function tokens(text) {
    const spans = [];
    for (const match of text.matchAll(TOKEN))
        spans.push(match.index, match.index + match[0].length);
    return spans;
}
/** A header and a payload, both JSON objects in base64url, and whatever follows. The pattern matches at every `eyJ`, so none is tried twice. */
const JWT = /eyJ[\w-]*(?:\.[\w-]*){0,4}/g;
function jwts(text) {
    const spans = [];
    if (!text.includes("eyJ"))
        return spans;
    for (const match of text.matchAll(JWT)) {
        const [header = "", payload = ""] = match[0].split(".", 2);
        if (header.length >= 12 && payload.length >= 12)
            spans.push(match.index, match.index + match[0].length);
    }
    return spans;
}
/** `//user:password@` and `//a-long-token@`; slashes may be escaped as PHP's JSON does. Up to the last `@` before a slash or space. */
const CREDENTIALS = /((?:\\?\/){2})(?:[^\s/:@]*:[^\s/]+|[^\s/:@]{20,})@/g;
function urlCredentials(text) {
    const spans = [];
    if (!text.includes("@"))
        return spans;
    for (const match of text.matchAll(CREDENTIALS)) {
        const [whole, slashes = ""] = match;
        spans.push(match.index + slashes.length, match.index + whole.length - 1);
    }
    return spans;
}
/** What follows `Authorization:` in the trace of a request. */
const HEADER = /(authorization["']?[:=] ?["']?(?:basic|bearer|token) )[\w+/=.~-]{8,}/gi;
function headers(text) {
    const spans = [];
    for (const match of text.matchAll(HEADER))
        spans.push(match.index + (match[1] ?? "").length, match.index + match[0].length);
    return spans;
}
/** The marks of a private key in PEM or PGP armour. */
const KEY_MARK = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Longer than any key's armour. */
const LONGEST_KEY = 65_536;
/** Between lines of a key stand white space, quotes, or the bars of a listing. */
const KEY_PIECE = /[^\s"'`,|>]+/g;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Private keys, also where a cut took the beginning or the end: the marks, and the key's lines on their inner side. */
function privateKeys(text) {
    const spans = [];
    if (!text.includes("PRIVATE KEY"))
        return spans;
    const marks = [...text.matchAll(KEY_MARK)];
    for (const [i, mark] of marks.entries()) {
        const after = mark.index + mark[0].length;
        if (mark[1] === "BEGIN") {
            const last = farthest(pieces(text.slice(after, Math.min(marks[i + 1]?.index ?? text.length, after + LONGEST_KEY))), 12);
            extend(spans, mark.index, last ? after + last.index + last[0].length : after);
        }
        else {
            const before = marks[i - 1];
            const from = Math.max(before ? before.index + before[0].length : 0, mark.index - LONGEST_KEY);
            const first = farthest([...pieces(text.slice(from, mark.index))].reverse(), 2);
            extend(spans, first ? from + first.index : mark.index, after);
        }
    }
    return spans;
}
/** Words between separators; the escapes of a string (`\n`) count as white space of the same length. */
function pieces(text) {
    return text.replace(/\\[nrt]/g, "  ").matchAll(KEY_PIECE);
}
/**
 * The piece of a key farthest from its mark: lines of base64, with at most `gap` other words (headers of an encrypted
 * key) before the first and two (the margin of a listing) between others. A short line counts where nothing follows.
 */
function farthest(words, gap) {
    let last;
    let short;
    let others = 0;
    for (const piece of words) {
        const isBase64 = BASE64.test(piece[0]);
        if (isBase64 && (piece[0].length >= 16 || (others === 0 && piece[0].endsWith("=")))) {
            last = piece;
            short = undefined;
            others = 0;
        }
        else {
            short = isBase64 && others === 0 ? piece : undefined;
            if (++others > (last ? 2 : gap))
                break;
        }
    }
    return short ?? last;
}
// ------------------------------------------------------------------------------------------------------------- spans
/** Adds a span that ends after all others, and joins what it touches. */
function extend(spans, start, end) {
    let from = start;
    while (spans.length > 0 && (spans.at(-1) ?? 0) >= from) {
        spans.pop();
        from = Math.min(from, spans.pop() ?? from);
    }
    spans.push(from, end);
}
function union(a, b) {
    if (b.length === 0)
        return a;
    if (a.length === 0)
        return b;
    const spans = [];
    for (let i = 0, j = 0; i < a.length || j < b.length;) {
        const next = (a[i] ?? Number.POSITIVE_INFINITY) <= (b[j] ?? Number.POSITIVE_INFINITY) ? a : b;
        const at = next === a ? i : j;
        extend(spans, next[at] ?? 0, Math.max(next[at + 1] ?? 0, spans.at(-1) ?? 0));
        if (next === a)
            i += 2;
        else
            j += 2;
    }
    return spans;
}
function covered(text, spans) {
    if (spans.length === 0)
        return text;
    const parts = [];
    let from = 0;
    for (let i = 0; i < spans.length; i += 2) {
        parts.push(text.slice(from, spans[i]), STARS);
        from = spans[i + 1] ?? text.length;
    }
    parts.push(text.slice(from));
    return parts.join("");
}
/**
 * Finds every occurrence of every word in one pass, overlapping ones too, whatever the words and the text look like
 * (Aho and Corasick, 1975). An alternation in a regular expression would miss a secret that begins inside another, and
 * could be made slow by a text that nearly repeats one.
 */
function wordFinder(words) {
    const root = { next: new Map(), back: undefined, length: 0 };
    for (const word of words) {
        let node = root;
        for (let i = 0; i < word.length; i++) {
            const unit = word.charCodeAt(i);
            let next = node.next.get(unit);
            if (!next)
                node.next.set(unit, (next = { next: new Map(), back: root, length: 0 }));
            node = next;
        }
        node.length = word.length;
    }
    // Nearer to the root first: a node's way back leads to nodes that are done.
    const queue = [...root.next.values()];
    for (const node of queue) {
        for (const [unit, child] of node.next) {
            child.back = step(node.back ?? root, unit) ?? root;
            child.length = Math.max(child.length, child.back.length);
            queue.push(child);
        }
    }
    return (text) => {
        const spans = [];
        if (queue.length === 0)
            return spans;
        let node = root;
        for (let i = 0; i < text.length; i++) {
            node = step(node, text.charCodeAt(i)) ?? root;
            if (node.length > 0)
                extend(spans, i + 1 - node.length, i + 1);
        }
        return spans;
    };
}
/** The longest beginning of a word that the text ends with, one unit on. */
function step(from, unit) {
    for (let node = from; node; node = node.back) {
        const next = node.next.get(unit);
        if (next)
            return next;
    }
    return undefined;
}


/***/ }),

/***/ 411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ VERSION)
/* harmony export */ });
/** The version in package.json; a test keeps the two equal. */
const VERSION = "1.0.0";


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(69);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
