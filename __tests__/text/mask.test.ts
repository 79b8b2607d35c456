import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createMask } from "../../src/text/mask.ts";

// Tokens are put together here, so that no scanner takes this file for a leak.
const letters = (count: number): string => "aB3dE5gH7jK9".repeat(Math.ceil(count / 12)).slice(0, count);
const keyMark = (word: string): string => `-----${word} RSA PRIVATE KEY-----`;
const keyLine = (n: number): string => `MIIE${n}${letters(60)}`.slice(0, 64);
const none = createMask({}, []);

describe("values of the environment", () => {
  test("a variable whose name tells of a secret is hidden, as it is and in every encoding that tools print", () => {
    const secret = 'p/ss w+rd"1';
    const mask = createMask({ DB_PASSWORD: secret }, []);
    expect(mask(`login ${secret} failed`)).toBe("login *** failed");
    expect(mask(encodeURIComponent(secret))).toBe("***");
    expect(mask(encodeURIComponent(secret).toLowerCase())).toBe("***");
    expect(mask(encodeURI(secret))).toBe("***");
    expect(mask(new URLSearchParams({ q: secret }).toString())).toBe("q=***");
    expect(mask(JSON.stringify({ a: secret }))).toBe('{"a":"***"}');
    expect(mask(Buffer.from(secret).toString("base64"))).toBe("***");
    expect(createMask({}, ["???>>>~~~"])("Pz8/Pj4+fn5+ Pz8_Pj4-fn5-")).toBe("*** ***");
  });

  test.each([
    "GITHUB_TOKEN",
    "INPUT_LINEAR-API-KEY",
    "npm_config__auth",
    "AUTHORIZATION",
    "SSH_PRIVATE_KEY",
    "SLACK_WEBHOOK_URL",
    "MYSQL_PASS",
    "GH_PAT",
    "GPG_PASSPHRASE",
    "AZURE_CREDENTIALS",
    "CLIENT_SECRET",
    "ROOT_PASSWD",
  ])("%s tells of a secret", (name) => {
    expect(createMask({ [name]: "s3cr3t-va1ue" }, [])("a s3cr3t-va1ue b")).toBe("a *** b");
    expect(createMask({ [name]: " 1234567\n" }, [])("a 1234567 b")).toBe(
      /(?:URL|_auth|AUTHORIZATION)$/.test(name) ? "a 1234567 b" : "a *** b",
    );
  });

  test.each([
    ["SSH_AUTH_SOCK", "/tmp/ssh-XXXXXX/agent.1234"],
    ["GOOGLE_APPLICATION_CREDENTIALS", "/home/runner/work/_temp/creds.json"],
    ["CREDENTIALS_FILE", "/secrets/creds.json"],
    ["CI_SERVER_TLS_KEY_FILE", "C:\\builds\\key.pem"],
    ["REQUIRE_AUTH", "false"],
    ["TOKEN_TTL", "86400"],
    ["POSTGRES_PASSWORD", "postgres"],
    ["NEXTAUTH_URL", "http://localhost:3000"],
    ["KEYCLOAK_VERSION", "24.0.1"],
    ["GIT_AUTHOR_NAME", "Octo Cat"],
    ["CI_COMMIT_AUTHOR", "Octo Cat <octo@example.org>"],
    ["npm_package_keywords_0", "tracker"],
    ["INPUT_LINEAR-TEAM-KEY", "PLATFORM"],
    ["GOPRIVATE", "github.com/acme"],
    ["GIT_CONFIG_KEY_0", "safe.directory"],
    ["PGKEY", "abcd"],
    ["GITHUB_REPOSITORY", "acme/shop-front"],
    ["HOME", "/home/runner"],
    ["AUTH_MODE", "kerberos"],
  ])("%s=%s is no secret and stays readable", (name, value) => {
    expect(createMask({ [name]: value }, [])(`in ${value}:`)).toBe(`in ${value}:`);
  });

  test("a value that the host says openly is no secret, so a commit stays readable though a cache key equals it", () => {
    const sha = "0123456789abcdef0123456789abcdef01234567";
    const mask = createMask({ RESTORE_KEY: sha, AUTH_USER: "octocat", GITHUB_SHA: sha, GITHUB_ACTOR: "octocat" }, []);
    expect(mask(`${sha} by octocat`)).toBe(`${sha} by octocat`);
  });

  test("the value of an authorization header is hidden, whatever the variable that holds it", () => {
    const basic = Buffer.from("x-access-token:abcdefgh").toString("base64");
    const mask = createMask({ GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}` }, []);
    expect(mask(`got ${basic}.`)).toBe("got ***.");
  });

  test("the members of a JSON value are hidden one by one", () => {
    const mask = createMask(
      {
        DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { "ghcr.io": { auth: "dXNlcjpwYXNz" } } }),
        ALL_SECRETS: JSON.stringify({ DEPLOY: "correct-horse" }),
        BROKEN_SECRET: '{"a": ',
      },
      [],
    );
    expect(mask("dXNlcjpwYXNz to ghcr.io, correct-horse")).toBe("*** to ghcr.io, ***");
  });

  test("a secret of several lines is hidden whole, and each telling line of it alone", () => {
    const mask = createMask({ KUBE_SECRET: "users:\n- name: deploy-bot\n  password: hunter2hunter2\n{\n" }, []);
    expect(mask("password: hunter2hunter2")).toBe("***");
    expect(mask("users:\nlogin of deploy-bot {")).toBe("users:\nlogin of deploy-bot {");
    expect(mask("x users:\n- name: deploy-bot\n  password: hunter2hunter2\n{ y")).toBe("x *** y");
  });

  test("what a secret file has in common with others stays readable", () => {
    const mask = createMask({ TLS_SECRET: "-----BEGIN CERTIFICATE-----\nTUlJQ3hhYmNk\n-----END CERTIFICATE-----\nclusters:\n" }, []);
    expect(mask("-----BEGIN CERTIFICATE-----\nTUlJQ3hhYmNk\nclusters: 3")).toBe("-----BEGIN CERTIFICATE-----\n***\nclusters: 3");
  });

  test("named extra values are hidden whatever they are, but nothing is hidden for an empty one", () => {
    expect(createMask({}, ["", " ", "ab", "  a  ", "true", "abc"])("abab abc true")).toBe("abab *** ***");
  });

  test("of two secrets that overlap, nothing of either shows", () => {
    const mask = createMask({}, ["abcdef", "defghi", "cde", "abc"]);
    expect(mask("xabcdefghix")).toBe("x***x");
    expect(mask("xabcdex")).toBe("x***x");
    expect(mask("abcabc")).toBe("***");
    const token = `ghp_${letters(36)}`;
    expect(createMask({}, [`first ${token} last`])(`a first ${token} last b`)).toBe("a *** b");
  });

  test("a secret inside the base64 of something longer is hidden at every alignment", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 7 }),
        fc.string({ minLength: 5, maxLength: 40 }),
        fc.string({ maxLength: 7 }),
        (before, secret, after) => {
          fc.pre(secret.trim().length >= 5);
          const kept = secret.trim();
          const base64 = Buffer.from(before + kept + after).toString("base64");
          // The characters that hold bits of the secret only.
          const start = Buffer.byteLength(before) * 8;
          const end = start + Buffer.byteLength(kept) * 8;
          const inner = base64.slice(Math.ceil(start / 6), Math.floor(end / 6));
          const masked = createMask({}, [kept])(base64);
          expect(masked).toContain("***");
          expect(masked.length - 3).toBeLessThanOrEqual(base64.length - inner.length);
        },
      ),
    );
  });

  test("no secret is left in any text, and what holds none is left as it is", () => {
    const secret = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "-"), minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.oneof(secret, fc.constantFrom(" ", "a", "ab", "\n"))),
        (secrets, parts) => {
          const text = [...parts, secrets[0]].join("");
          const masked = createMask({}, secrets)(text);
          for (const s of secrets) expect(masked).not.toContain(s);
          expect(
            createMask(
              {},
              secrets.map((s) => `${s}x`),
            )(text),
          ).toBe(text);
        },
      ),
    );
  });
});

describe("known shapes", () => {
  test.each([
    ["GitHub token", `ghp${`_${letters(36)}`}`],
    ["GitHub app token", `ghs${`_${letters(36)}`}`],
    ["GitHub app token, stateless", `ghs_123456_eyJ${letters(30)}.eyJ${letters(200)}.${letters(40)}-_x`],
    ["GitHub fine-grained token", `github_pat${`_${letters(22)}_${letters(59)}`}`],
    ["AWS key id", `AKIA${letters(16).toUpperCase()}`],
    ["Slack token", `xoxb${`-1234567890-${letters(24)}`}`],
    ["Slack webhook", `hooks.slack.com/services/T0000/B0000/${letters(24)}`],
    ["Discord webhook", `discord.com/api/webhooks/123456/${letters(60)}`],
    ["JSON web token", `eyJ${letters(17)}.eyJ${letters(40)}.${letters(43)}`],
    ["JSON web token, cut", `eyJ${letters(17)}.eyJ${letters(20)}`],
    ["Linear key", `lin_api${`_${letters(40)}`}`],
    ["npm token", `npm${`_${letters(36)}`}`],
    ["GitLab token", `glpat${`-${letters(20)}`}`],
    ["crates.io token", `cio${letters(32)}`],
    ["PyPI token", `pypi-AgE${letters(60)}`],
    ["Jira token", `ATATT3xFf${letters(60)}=12AB`],
  ])("%s", (_, token) => {
    expect(none(`with "${token}" in it`)).toBe('with "***" in it');
    // As part of a string that was printed escaped.
    expect(none(`a\\n${token}`)).toBe("a\\n***");
  });

  test("a password in a URL is hidden and the host is kept", () => {
    expect(none("clone https://octo:s3cret@github.com/a/b failed")).toBe("clone https://***@github.com/a/b failed");
    expect(none("postgres://user:p@ss:word@db:5432/x")).toBe("postgres://***@db:5432/x");
    expect(none("https:\\/\\/octo:s3cret@host\\/x")).toBe("https:\\/\\/***@host\\/x");
    expect(none(`https://${letters(40)}@host/x`)).toBe("https://***@host/x");
  });

  test("what follows an authorization header is hidden", () => {
    expect(none("> Authorization: Bearer abcdef123456\n> Accept: x")).toBe("> Authorization: Bearer ***\n> Accept: x");
    expect(none('{"authorization":"token abcdef123456"}')).toBe('{"authorization":"token ***"}');
  });

  test.each([
    "tests::ghs_weighs_correctly_in_every_case",
    "weighs_nothing_at_all_and_laughs_about_it",
    "https://localhost:8080/@scope/name",
    "git@github.com:a/b.git",
    "//todo: mail me@example.org",
    "npm_config_registry_of_the_whole_world_and_more",
    "eyJson.eyJson",
    "Basic authorization is required",
    "the file begins with -----BEGIN CERTIFICATE-----",
    "task-manager-with-a-very-long-name",
  ])("%s is no secret", (text) => {
    expect(none(text)).toBe(text);
  });

  const key = [keyMark("BEGIN"), ...[1, 2, 3, 4].map(keyLine), "Ab3=", keyMark("END")];

  test("a private key is hidden with its marks", () => {
    expect(none(`before\n${key.join("\n")}\nafter`)).toBe("before\n***\nafter");
    expect(none(`before ${key.join(" ")} after`)).toBe("before *** after");
    expect(none(JSON.stringify({ key: key.join("\n") }))).toBe('{"key":"***"}');
  });

  test("the headers of an encrypted key do not end it", () => {
    const lines = [...key];
    lines.splice(1, 0, "Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-128-CBC,0123456789ABCDEF", "");
    expect(none(lines.join("\r\n"))).toBe("***");
  });

  test("a key that a cut left without its beginning or end is hidden as far as it goes", () => {
    expect(none(`before\n${key.slice(0, 4).join("\n")}`)).toBe("before\n***");
    expect(none(`before\n${key.slice(0, 4).join("\n")}\n[the rest is left out] and words go on`)).toBe(
      "before\n***\n[the rest is left out] and words go on",
    );
    expect(none(`${key.slice(0, 6).join("\n")}\nafter that`)).toBe("***\nafter that");
    expect(none(`${key.slice(0, 4).join("\n")}\nMIIE12`)).toBe("***");
    expect(none(`it goes on\n${key.slice(2).join("\n")}\nafter`)).toBe("it goes on\n***\nafter");
  });

  test("a mark of a key without a key hides no words", () => {
    expect(none(`expected ${keyMark("BEGIN")} in this file but found nothing at all`)).toBe(
      "expected *** in this file but found nothing at all",
    );
    const words = "a b c d e f g h i j k l m internationalization";
    expect(none(`${keyMark("BEGIN")} ${words}`)).toBe(`*** ${words}`);
  });

  test("masking twice is masking once", () => {
    const text = `https://octo:s3cret@host Authorization: Basic ${letters(20)} ${key.join("\n")} ghp_${letters(36)}`;
    expect(none(none(text))).toBe(none(text));
  });
});

test("a megabyte of anything takes a moment, whatever the secrets look like", () => {
  const mask = createMask({ A_TOKEN: "a".repeat(900), B_TOKEN: `${"ab".repeat(300)}c`, SIGNING_KEY: "x".repeat(40_000) }, []);
  const parts = [
    "a",
    "ab",
    "x",
    "eyJ",
    "eyJ.",
    "//",
    "//a:",
    "//@",
    "-",
    "A ",
    "ghp_",
    "\n",
    `${keyMark("BEGIN")}A `,
    keyMark("END"),
    "\\n",
    "authorization: basic ",
  ];
  for (const part of parts) {
    const text = part.repeat(1_000_000 / part.length);
    const start = performance.now();
    mask(text);
    expect(performance.now() - start, JSON.stringify(part)).toBeLessThan(1_500);
  }
});
