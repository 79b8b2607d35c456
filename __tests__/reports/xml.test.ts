import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { documentAt, readXml, rootOf, type XmlEnd } from "../../src/reports/xml.ts";

type Event = ["open", string, Record<string, string>, number] | ["text", string] | ["close", string];

/** Everything a handler is told, with pieces of text joined. */
function events(chunks: Iterable<string>): { all: Event[]; end: XmlEnd | null } {
  const all: Event[] = [];
  const end = readXml(chunks, {
    open: (name, attributes, line) => all.push(["open", name, { ...attributes }, line]),
    text: (text) => {
      const last = all[all.length - 1];
      if (last?.[0] === "text") last[1] += text;
      else all.push(["text", text]);
    },
    close: (name) => all.push(["close", name]),
  });
  return { all, end };
}

function read(document: string): { all: Event[]; end: XmlEnd | null } {
  return events([document]);
}

/** What saxes makes of the same document; undefined when it finds anything wrong. */
function bySaxes(document: string): Event[] | undefined {
  const parser = new SaxesParser();
  const all: Event[] = [];
  let wrong = false;
  const text = (piece: string): void => {
    const last = all[all.length - 1];
    if (piece === "" || depth === 0) return;
    if (last?.[0] === "text") last[1] += piece;
    else all.push(["text", piece]);
  };
  let depth = 0;
  parser.on("opentag", (tag) => {
    depth++;
    all.push(["open", tag.name.replace(/^[^:]*:/, ""), { ...(tag.attributes as Record<string, string>) }, 0]);
  });
  parser.on("closetag", (tag) => {
    depth--;
    all.push(["close", tag.name.replace(/^[^:]*:/, "")]);
  });
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("error", () => {
    wrong = true;
  });
  parser.write(document).close();
  return wrong ? undefined : all;
}

const withoutLines = (all: Event[]): Event[] => all.map((e) => (e[0] === "open" ? ["open", e[1], e[2], 0] : e));

const name = fc.constantFrom("testsuite", "testcase", "failure", "a", "ns:b", "système-out", "x.y_z-1");
const words = fc
  .array(
    fc.constantFrom(
      "a",
      " ",
      "\n",
      "\r\n",
      "\t",
      "&lt;",
      "&gt;",
      "&amp;",
      "&quot;",
      "&apos;",
      "&#10;",
      "&#x1F600;",
      "é",
      "😀",
      "]",
      "]]",
      "=",
      "/",
      "1",
      "x > y",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join("").replaceAll("]]>", "]] >"));
const value = words.map((w) => w.replaceAll("<", ""));
const attributes = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom("name", "classname", "time", "xml:lang", "message", "toString", "__proto__", "constructor"),
      value,
      fc.boolean(),
    ),
    {
      selector: ([key]) => key,
      maxLength: 5,
    },
  )
  .map((list) => list.map(([key, text, single]) => (single ? ` ${key} = '${text}'` : `\n ${key}="${text}"`)).join(""));
const element: fc.Arbitrary<string> = fc.letrec<{ node: string; content: string }>((tie) => ({
  content: fc
    .array(
      fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        words,
        fc.constantFrom(
          "<![CDATA[]]>",
          "<![CDATA[<x a='1'>&amp; ]] ]]]>",
          "<!-- <a> - -->",
          "<?php echo '<a>' ?>",
          "<![CDATA[ one\r\ntwo ]]>",
        ),
        tie("node"),
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join("")),
  node: fc
    .tuple(name, attributes, tie("content"), fc.boolean())
    .map(([tag, attrs, content, empty]) => (empty && content === "" ? `<${tag}${attrs}/>` : `<${tag}${attrs}>${content}</${tag} >`)),
})).node;
const document = fc
  .tuple(
    fc.constantFrom("", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\n', '<!DOCTYPE a [ <!ENTITY x "y]>"> ]>\n', "<!-- a > b -->\n"),
    element,
  )
  .map(([prolog, root]) => `${prolog}${root}\n`);

describe("reading XML", () => {
  it("reads what saxes reads, event by event, wherever saxes finds nothing wrong", () => {
    let compared = 0;
    fc.assert(
      fc.property(document, (text) => {
        const expected = bySaxes(text);
        if (!expected) return;
        compared++;
        const { all, end } = read(text);
        expect(end).toBeNull();
        expect(withoutLines(all)).toEqual(expected);
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  it("reads the same wherever the chunks of the file are cut", () => {
    fc.assert(
      fc.property(document, fc.array(fc.nat(60), { minLength: 1, maxLength: 40 }), (text, sizes) => {
        const chunks: string[] = [];
        for (let at = 0, i = 0; at < text.length; i++) {
          const size = (sizes[i % sizes.length] ?? 0) + 1;
          chunks.push(text.slice(at, at + size));
          at += size;
        }
        expect(events(chunks)).toEqual(read(text));
      }),
      { numRuns: 600 },
    );
  });

  it("takes no document that is cut inside its root element for whole", () => {
    fc.assert(
      fc.property(element, fc.nat(), (text, at) => {
        const cut = text.slice(0, at % text.length);
        expect(read(cut).end).not.toBeNull();
      }),
      { numRuns: 1500 },
    );
  });

  it("never throws, whatever is in the file", () => {
    fc.assert(
      fc.property(
        document,
        fc.array(fc.tuple(fc.nat(), fc.constantFrom("<", ">", '"', "&", "/", "\u0000", "]]>", "<!", "<![CDATA[", "\ud83d"))),
        (text, edits) => {
          let broken = text;
          for (const [at, what] of edits) {
            const i = at % (broken.length + 1);
            broken = broken.slice(0, i) + what + broken.slice(i + 1);
          }
          read(broken);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("tells a cut document from one that is wrong", () => {
    expect(read('<a><b x="1"').end).toEqual({ message: "unexpected end", line: 1, cut: true });
    expect(read("<a>\n<b>text").end).toMatchObject({ message: "unclosed tag: b", line: 2, cut: true });
    expect(read("<a><![CDATA[ text").end).toMatchObject({ cut: true });
    expect(read("<a></a><!-- ").end).toMatchObject({ cut: true });
    expect(read("<a><b></a>").end).toMatchObject({ message: "unclosed tag: b", cut: false });
    expect(read("<a></b></a>").end).toMatchObject({ message: "unmatched closing tag: b", cut: false });
    expect(read("<a b></a>").end).toMatchObject({ cut: false });
    expect(read("<a b=1></a>").end).toMatchObject({ cut: false });
    expect(read("  \n ").end).toMatchObject({ cut: true });
    expect(read("not XML").end).toMatchObject({ cut: true });
  });

  it("reads a raw control character and an ampersand or less-than sign that nobody escaped", () => {
    const { all, end } = read('<a m="x & y \u001b[31m <b"> 1 < 2 && c &nbsp; d\u0000 <![CDATA[ & ]]></a>');
    expect(end).toBeNull();
    expect(all).toEqual([
      ["open", "a", { m: "x & y \u001b[31m <b" }, 1],
      ["text", " 1 < 2 && c &nbsp; d\u0000  & "],
      ["close", "a"],
    ]);
  });

  it("is not led across markup by an ampersand without a semicolon", () => {
    const { all, end } = read("<a>one & two<b/>three;</a>");
    expect(end).toBeNull();
    expect(all.filter(([kind]) => kind === "open")).toHaveLength(2);
  });

  it("resolves no entity of the document's own, inside or outside it", () => {
    const bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "&x;&x;">]><a m="&x;">&y;</a>';
    expect(read(bomb)).toEqual({
      all: [
        ["open", "a", { m: "&x;" }, 1],
        ["text", "&y;"],
        ["close", "a"],
      ],
      end: null,
    });
  });

  it("reads text around the document, and a second document behind the first", () => {
    const { all, end } = read(
      'npm warn <x>\nlogged\n<?xml version="1.0"?>\n<testsuites>\n</testsuites>\ndone\n<?xml version="1.0"?><testsuites/>',
    );
    expect(end).toBeNull();
    expect(all.filter(([kind]) => kind === "open")).toEqual([
      ["open", "testsuites", {}, 4],
      ["open", "testsuites", {}, 7],
    ]);
    expect(documentAt("a\n<testsuite name='x'>")).toBe(2);
    expect(documentAt("a <testsuite>")).toBe(-1);
  });

  it("counts lines through attributes, comments, text and CDATA", () => {
    const { all } = read('<a>\n<!-- \n\n -->\n<b\n x="1\n2"/>\n<![CDATA[\n\n]]><c/></a>');
    expect(all.filter((e) => e[0] === "open").map((e) => [e[1], e[3]])).toEqual([
      ["a", 1],
      ["b", 5],
      ["c", 10],
    ]);
  });

  it("stops where elements nest deeper than any report does", () => {
    const { all, end } = read("<a>".repeat(5000));
    expect(end?.message).toBe("elements nest deeper than 100");
    expect(all).toHaveLength(100);
  });

  it("reads hostile text in time that grows with its length alone", () => {
    const nasty = [
      `<a>${"&".repeat(400_000)};</a>`,
      `<a ${"x='1' ".repeat(80_000)}/>`,
      `<a x="${"&lt".repeat(200_000)}"/>`,
      `<a>${"<![CDATA[]]>".repeat(80_000)}</a>`,
      `<a>${"< ".repeat(300_000)}</a>`,
      `<a>${"<b/>".repeat(150_000)}</a>`,
      `${"<!-- -->".repeat(90_000)}`,
      `<a ${'"'.repeat(400_000)}>`,
      `<a>${"\r".repeat(500_000)}</a>`,
    ];
    for (const text of nasty) {
      const chunks: string[] = [];
      for (let at = 0; at < text.length; at += 65_536) chunks.push(text.slice(at, at + 65_536));
      const start = performance.now();
      events(chunks);
      rootOf(text);
      expect(performance.now() - start).toBeLessThan(2_000);
    }
  });

  it("gives up on a tag that never ends", () => {
    const chunk = " x='1'".repeat(11_000);
    function* endless(): Generator<string> {
      yield "<a";
      for (let i = 0; i < 100_000; i++) yield chunk;
    }
    const start = performance.now();
    expect(events(endless()).end?.message).toMatch(/^a tag is longer than/);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("does not gather the text that its handler would throw away", () => {
    const heard: string[] = [];
    const handler = {
      deaf: true,
      open(tag: string): void {
        this.deaf = tag !== "b";
      },
      text(text: string): void {
        heard.push(text);
      },
      close(): void {
        this.deaf = true;
      },
    };
    readXml(["<a>one<b>two</b><![CDATA[three]]>four</a>"], handler);
    expect(heard).toEqual(["two"]);
  });
});

describe("the root element", () => {
  it("is found behind a declaration, comments and a document type", () => {
    expect(rootOf('\ufeff<?xml version="1.0"?>\n<!-- <b> -->\n<!DOCTYPE a [<!ENTITY x "y">]>\n<a b="1">')).toEqual({
      name: "a",
      namespace: undefined,
    });
    expect(rootOf("<!-- <a> ")).toBeUndefined();
    expect(rootOf("< a>")).toBeUndefined();
    expect(rootOf("text")).toBeUndefined();
  });

  it("comes with its namespace, default or by prefix", () => {
    expect(rootOf('<TestRun id="1" xmlns="http://x/y">')).toEqual({ name: "TestRun", namespace: "http://x/y" });
    expect(rootOf("<n:r xmlns='a' xmlns:n='b'/>")).toEqual({ name: "r", namespace: "b" });
  });
});
