import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { filesStore } from "../../src/commit/files.ts";
import { scratch } from "./repositories.ts";

const places = scratch();
afterAll(places.clean);
/** A Node that runs TypeScript as it is. */
const node = process.features.typescript ? process.execPath : resolve("node_modules/node/bin/node");
const words = { subject: "s", body: "b" };

describe("files that are only written", () => {
  test("a file in a missing folder is made with its folders, and read back as it was", async () => {
    const root = places.folder("files");
    const store = filesStore(root, "main");
    const snapshot = await store.open();
    expect(await snapshot.read(".trace/issues.jsonl")).toBeNull();
    expect(await snapshot.names(".trace")).toEqual([]);
    expect(await store.commit(snapshot, new Map([[".trace/issues.jsonl", "{}\n"]]), words)).toBeNull();
    expect(await (await store.open()).read(".trace/issues.jsonl")).toBe("{}\n");
    expect(await (await store.open()).names(".trace")).toEqual(["issues.jsonl"]);
  });

  test("line ends, a byte order mark and letters of any script stay byte for byte", async () => {
    const root = places.folder("files");
    const bytes = Buffer.from("\ufeffeins\r\nzwei\nÄ 日本 🦀\r\n\r\nno end");
    writeFileSync(join(root, "a.jsonl"), bytes);
    const store = filesStore(root, "main");
    const snapshot = await store.open();
    const text = await snapshot.read("a.jsonl");
    await store.commit(snapshot, new Map([["b.jsonl", text ?? ""]]), words);
    expect(readFileSync(join(root, "b.jsonl")).equals(bytes)).toBe(true);
  });

  test("a file that is not UTF-8 is refused, since it could not be written back as it was", async () => {
    const root = places.folder("files");
    writeFileSync(join(root, "a.jsonl"), Buffer.from([0x7b, 0xff, 0x7d]));
    await expect((await filesStore(root, "main").open()).read("a.jsonl")).rejects.toMatchObject({ code: "E_TRACKER_BROKEN" });
  });

  test("what has not changed is not written at all", async () => {
    const root = places.folder("files");
    writeFileSync(join(root, "a"), "same");
    const before = statSync(join(root, "a"), { bigint: true });
    const store = filesStore(root, "main");
    await store.commit(await store.open(), new Map([["a", "same"]]), words);
    const after = statSync(join(root, "a"), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test("a file that somebody changed after we read it is not overwritten, and neither is any other", async () => {
    const root = places.folder("files");
    writeFileSync(join(root, "a"), "1");
    writeFileSync(join(root, "b"), "1");
    const store = filesStore(root, "main");
    const snapshot = await store.open();
    await snapshot.read("a");
    await snapshot.read("b");
    writeFileSync(join(root, "b"), "somebody's");
    const files = new Map([
      ["a", "2"],
      ["b", "2"],
    ]);
    expect(await store.commit(snapshot, files, words)).toBe("moved");
    expect(readFileSync(join(root, "a"), "utf8")).toBe("1");
    expect(readFileSync(join(root, "b"), "utf8")).toBe("somebody's");
    const again = await store.open();
    await again.read("a");
    await again.read("b");
    expect(await store.commit(again, files, words)).toBeNull();
    expect(readFileSync(join(root, "b"), "utf8")).toBe("2");
  });

  test("who may read a file stays as it was", async () => {
    const root = places.folder("files");
    writeFileSync(join(root, "a"), "1");
    chmodSync(join(root, "a"), 0o640);
    const store = filesStore(root, "main");
    await store.commit(await store.open(), new Map([["a", "2"]]), words);
    expect(statSync(join(root, "a")).mode & 0o777).toBe(0o640);
  });
});

describe("links and odd paths", () => {
  test("a link inside the root is followed and stays a link", async () => {
    const root = places.folder("files");
    mkdirSync(join(root, "real"));
    writeFileSync(join(root, "real", "issues.jsonl"), "1");
    symlinkSync("real", join(root, ".trace"));
    symlinkSync("issues.jsonl", join(root, "real", "link.jsonl"));
    const store = filesStore(root, "main");
    const snapshot = await store.open();
    expect(await snapshot.read(".trace/link.jsonl")).toBe("1");
    expect((await snapshot.names(".trace")).sort()).toEqual(["issues.jsonl", "link.jsonl"]);
    await store.commit(snapshot, new Map([[".trace/link.jsonl", "2"]]), words);
    expect(readFileSync(join(root, "real", "issues.jsonl"), "utf8")).toBe("2");
    expect(readdirSync(join(root, "real")).sort()).toEqual(["issues.jsonl", "link.jsonl"]);
  });

  test.each(["file", "folder", "dangling"])("a link that leads out of the root (%s) is refused for reading and writing", async (kind) => {
    const root = places.folder("files");
    const outside = places.folder("outside");
    writeFileSync(join(outside, "issues.jsonl"), "theirs");
    if (kind === "folder") symlinkSync(outside, join(root, ".trace"));
    else {
      mkdirSync(join(root, ".trace"));
      symlinkSync(join(outside, kind === "file" ? "issues.jsonl" : "none"), join(root, ".trace", "issues.jsonl"));
    }
    const store = filesStore(root, "main");
    const snapshot = await store.open();
    const path = ".trace/issues.jsonl";
    await expect(snapshot.read(path)).rejects.toMatchObject({ code: "E_REPORT_OUTSIDE", file: path });
    await expect(store.commit(snapshot, new Map([[path, "ours"]]), words)).rejects.toMatchObject({ code: "E_REPORT_OUTSIDE" });
    expect(readFileSync(join(outside, "issues.jsonl"), "utf8")).toBe("theirs");
    expect(existsSync(join(outside, "none"))).toBe(false);
    // A link is named, so that whoever reads it hears of it instead of taking the tracker for absent.
    if (kind !== "folder") expect(await snapshot.names(".trace")).toEqual(["issues.jsonl"]);
  });

  test.each(["../out", "a/../../out", "/etc/out", "a//b", ".git/config", "a/.GIT/hooks/x", "a\\..\\b", "C:\\x\\y", "a\nb", ""])(
    "the path %j is never written",
    async (path) => {
      const root = places.folder("files");
      const store = filesStore(root, "main");
      const snapshot = await store.open();
      await expect(store.commit(snapshot, new Map([[path, "x"]]), words)).rejects.toMatchObject({ code: expect.stringMatching(/^E_/) });
      expect(readdirSync(root)).toEqual([]);
    },
  );

  test("names are single names: no separator of any system stands in them", async () => {
    const root = places.folder("files");
    mkdirSync(join(root, "d", "deeper"), { recursive: true });
    writeFileSync(join(root, "d", "a b.md"), "");
    writeFileSync(join(root, "d", "deeper", "c.md"), "");
    const names = await (await filesStore(root, "main").open()).names("d");
    expect(names).toEqual(["a b.md"]);
  });
});

describe("a file that cannot be written", () => {
  test("leaves the others as they were, and nothing beside them", async () => {
    const root = places.folder("files");
    writeFileSync(join(root, "a"), "old");
    mkdirSync(join(root, "b"));
    const store = filesStore(root, "main");
    const files = new Map([
      ["a", "new"],
      ["c/d", "new"],
    ]);
    writeFileSync(join(root, "c"), "a file where a folder would be");
    await expect(store.commit(await store.open(), files, words)).rejects.toMatchObject({ code: "E_TRACKER_WRITE", file: "c/d" });
    expect(readFileSync(join(root, "a"), "utf8")).toBe("old");
    expect(readdirSync(root).sort()).toEqual(["a", "b", "c"]);
  });
});

describe("a crash", () => {
  test("at any moment leaves each file whole: the old text or the new", async () => {
    const root = places.folder("files");
    const text = (n: number) => `${String(n).repeat(200_000)}\n`;
    for (const name of ["a", "b"]) writeFileSync(join(root, name), text(0));
    const program = `
      import { filesStore } from ${JSON.stringify(resolve("src/commit/files.ts"))};
      const store = filesStore(${JSON.stringify(root)}, "main");
      process.stdout.write("ready");
      for (let n = 1; ; n = (n % 9) + 1) {
        const text = String(n).repeat(200000) + "\\n";
        await store.commit(await store.open(), new Map([["a", text], ["b", text]]), { subject: "", body: "" });
      }`;
    for (const wait of [3, 11, 24]) {
      const child = spawn(node, ["--input-type=module", "-e", program], { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((done) => child.stdout.once("data", done));
      await new Promise((done) => setTimeout(done, wait));
      child.kill("SIGKILL");
      await new Promise((done) => child.once("close", done));
      const [a, b] = ["a", "b"].map((name) => readFileSync(join(root, name), "utf8"));
      expect([a?.length, b?.length]).toEqual([200_001, 200_001]);
      for (const whole of [a, b]) expect(whole === text(Number(whole?.[0]))).toBe(true);
    }
  });
});
