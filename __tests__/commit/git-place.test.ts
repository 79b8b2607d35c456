import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { addressOf, findRepository } from "../../src/commit/git-place.ts";
import { git, scratch } from "./repositories.ts";

const places = scratch();
afterAll(places.clean);

describe("what is sent to a remote", () => {
  const ours = { token: "ghs_secret", host: "github.com" };
  const login = (pair: string) => `Authorization: Basic ${Buffer.from(pair).toString("base64")}`;
  const sent = (address: string, credentials = {}) =>
    addressOf(address, "/top", credentials).config.flatMap(([key, value]) => (key.endsWith(".extraHeader") && value !== "" ? [value] : []));

  test("the token goes to its own server, over https", () => {
    for (const url of ["https://github.com/o/r.git", "https://GitHub.com/o/r", "https://github.com:443/o/r"]) {
      expect(sent(url, ours)).toEqual([login("x-access-token:ghs_secret")]);
    }
  });

  test.each([
    "https://github.com.evil.example/o/r",
    "https://github.com@evil.example/o/r",
    "https://evil.example/github.com/o/r",
    "https://github.com:8443/o/r",
    "http://github.com/o/r",
    "ssh://git@github.com/o/r",
    "git@github.com:o/r.git",
    "git://github.com/o/r",
    "../r.git",
  ])("the token does not go to %s", (url) => {
    expect(JSON.stringify(addressOf(url, "/top", ours).config)).not.toContain(Buffer.from("x-access-token:ghs_secret").toString("base64"));
  });

  test("the token goes nowhere without the name of its server", () => {
    expect(sent("https://github.com/o/r", { token: "ghs_secret" })).toEqual([]);
  });

  test("a login in an address goes to that server alone, and no longer stands in the address", () => {
    const address = "https://gitlab-ci-token:a%40b@gitlab.example/x.git";
    for (const credentials of [{}, ours]) {
      expect(sent(address, credentials)).toEqual([login("gitlab-ci-token:a@b")]);
      expect(addressOf(address, "/top", credentials).url).toBe("https://gitlab.example/x.git");
    }
    expect(sent(address.replace("https", "http"))).toEqual([]);
    expect(sent("https://u:p%zz@gitlab.example/x")).toEqual([login("u:p%zz")]);
  });

  test.each(["", "--upload-pack=touch x", "https://", "a\nb"])("%j is no address", (address) => {
    expect(() => addressOf(address, "/top", {})).toThrow(expect.objectContaining({ code: "E_COMMIT_GIT" }));
  });
});

describe("the repository of a folder", () => {
  test("is found from below, through a worktree and a link, and not where there is none", async () => {
    const folder = places.folder("place");
    const work = join(folder, "work");
    git(folder, "init", "-q", "--template=", work);
    git(work, "commit", "-q", "--allow-empty", "-m", "x");
    git(work, "worktree", "add", "-q", "-b", "topic", join(folder, "tree"));
    mkdirSync(join(folder, "tree", "a", "b"), { recursive: true });
    symlinkSync(join(folder, "tree", "a"), join(folder, "link"));
    const gitDir = join(work, ".git");
    expect(await findRepository(work)).toEqual({ gitDir, top: work, prefix: "" });
    expect(await findRepository(join(folder, "link", "b"))).toEqual({ gitDir, top: join(folder, "tree"), prefix: "a/b" });
    expect(await findRepository(folder)).toBeUndefined();
    expect(await findRepository(join(folder, "nowhere"))).toBeUndefined();
    mkdirSync(join(folder, "empty", ".git"), { recursive: true });
    writeFileSync(join(folder, "tree", "a", ".git"), "something else");
    expect(await findRepository(join(folder, "empty"))).toBeUndefined();
    expect(await findRepository(join(folder, "tree", "a", "b"))).toMatchObject({ prefix: "a/b" });
  });
});
