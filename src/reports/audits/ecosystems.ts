/**
 * One word an ecosystem, whatever a scanner calls it, and one name a package: two tools that find one advisory in one
 * package then speak of one subject. Words come from package URLs (purl-spec, PURL-TYPES), OSV (schema, ecosystems),
 * Trivy (pkg/fanal/types/const.go), Syft (syft/pkg/type.go, language.go) and Semgrep.
 */

const WORDS: Readonly<Record<string, readonly string[]>> = {
  rust: ["cargo", "crates.io", "rust", "rust-crate", "rustbinary", "rust-binary"],
  npm: ["npm", "yarn", "pnpm", "bun", "node-pkg", "javascript", "js", "node"],
  python: ["pypi", "pip", "pipenv", "poetry", "uv", "pylock", "python", "python-pkg", "wheel", "egg"],
  go: ["go", "golang", "gomod", "gobinary", "go-module", "gomodule"],
  ruby: ["gem", "rubygems", "bundler", "gemspec", "ruby"],
  php: ["composer", "packagist", "composer-vendor", "php-composer", "php"],
  java: ["maven", "pom", "jar", "gradle", "gradle-lockfile", "sbt", "sbt-lockfile", "java", "java-archive"],
  dotnet: ["nuget", "dotnet", "dotnet-core", "packages-props"],
  elixir: ["hex", "mix"],
  dart: ["pub", "pubspec-lock", "dart", "dart-pub"],
  swift: ["swift", "swifturl", "swiftpm"],
  "github-actions": ["github actions", "githubactions", "github-action", "github-actions"],
  debian: ["deb", "debian"],
};

const BY_WORD = new Map(Object.entries(WORDS).flatMap(([ecosystem, words]) => words.map((word) => [word, ecosystem] as const)));

/** The ecosystem of a scanner's word for it; a word nobody knows stands for itself, without a release (`Alpine:v3.18`). */
export function ecosystemOf(word: string): string {
  const plain = (word.split(":", 1)[0] ?? "").trim().toLowerCase();
  return BY_WORD.get(plain) ?? (plain === "" ? "unknown" : plain);
}

/** The name by which an ecosystem knows a package: Python's are equal in any spelling (PEP 503), Packagist's in any case. */
export function packageName(ecosystem: string, name: string): string {
  if (ecosystem === "python") return name.toLowerCase().replace(/[-_.]+/g, "-");
  return ecosystem === "php" ? name.toLowerCase() : name;
}

/** What a package URL names. */
export interface PackageUrl {
  ecosystem: string;
  /** As the ecosystem writes it: `group:artifact` for Maven, `@scope/name` for npm. */
  name: string;
  version?: string;
}

/** Reads `pkg:type/namespace/name@version?qualifiers#subpath`; undefined for any other text. */
export function packageUrlOf(text: string): PackageUrl | undefined {
  if (!text.startsWith("pkg:") || text.length > 2_000) return undefined;
  const path = (text.slice(4).split(/[?#]/, 1)[0] ?? "").replace(/^\/+/, "");
  const slash = path.indexOf("/");
  if (slash === -1) return undefined;
  const type = path.slice(0, slash).toLowerCase();
  const rest = path.slice(slash + 1);
  // The sign before the version; one at the beginning belongs to a scope (`pkg:npm/@scope/name`).
  const at = rest.lastIndexOf("@");
  const hasVersion = at > rest.lastIndexOf("/") && at > 0;
  const parts = (hasVersion ? rest.slice(0, at) : rest).split("/").map(decoded);
  const last = parts.pop() ?? "";
  if (last === "") return undefined;
  const namespace = parts.join("/");
  // A distribution's packages are known by its name, which stands before theirs.
  const isSystem = type === "deb" || type === "rpm" || type === "apk";
  const ecosystem = ecosystemOf(isSystem && namespace !== "" ? namespace : type);
  const joined = type === "maven" ? `${namespace}:${last}` : `${namespace}/${last}`;
  const name = namespace === "" || isSystem ? last : joined;
  return { ecosystem, name: packageName(ecosystem, name), ...(hasVersion ? { version: decoded(rest.slice(at + 1)) } : {}) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
