/**
 * Which package a cargo target belongs to, when its report does not say. A pass in `tests/api.rs` of an unnamed package
 * is a pass of `shop::api` only if exactly one known target fits; otherwise it closes nothing.
 */
import type { CargoTarget } from "../model.ts";

/** Names cargo treats as one: packages and crates differ by `-` and `_` only. */
export function crateName(name: string): string {
  return name.replaceAll("-", "_");
}

/** nextest's binary id in crate names: `shop`, `shop::api`, `shop::bin/x`, `shop::doc`; undefined without a package. */
export function targetId(target: CargoTarget): string | undefined {
  if (target.package === undefined) return undefined;
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
export function packageOf(id: string): string {
  const end = id.indexOf("::");
  return end === -1 ? id : id.slice(0, end);
}

/** Targets known from the reports of a run and from the ledger. */
export class KnownTargets {
  private readonly byTail = new Map<string, Set<string>>();

  add(id: string): void {
    for (const tail of [tailOf(id), `crate ${crateOfId(id)}`]) {
      const ids = this.byTail.get(tail);
      if (ids) ids.add(id);
      else this.byTail.set(tail, new Set([id]));
    }
  }

  /** All known targets that differ from this one by their package only, itself among them. */
  alike(id: string): string[] {
    return [...(this.byTail.get(tailOf(id)) ?? [])];
  }

  /** All known targets that the unnamed one could be. */
  fits(target: CargoTarget): string[] {
    return [...(this.byTail.get(tailOfTarget(target)) ?? [])];
  }
}

/** What an unnamed target shares with its id: everything but the package, or the crate name that stands for it. */
function tailOfTarget(target: CargoTarget): string {
  if (target.kind === "lib") return `lib ${crateName(target.crate ?? "")}`;
  if (target.kind === "doc") return `doc ${crateName(target.crate ?? "")}`;
  if (target.kind === "unknown") return `crate ${crateName(target.crate ?? "")}`;
  return `${target.kind} ${crateName(target.name ?? "")}`;
}

function tailOf(id: string): string {
  const at = id.indexOf("::");
  if (at === -1) return `lib ${id}`;
  const rest = id.slice(at + 2);
  if (rest === "doc") return `doc ${id.slice(0, at)}`;
  const slash = rest.indexOf("/");
  return slash === -1 ? `test ${rest}` : `${rest.slice(0, slash)} ${rest.slice(slash + 1)}`;
}

/** The crate that the target's executable is named after. */
function crateOfId(id: string): string {
  const at = id.indexOf("::");
  if (at === -1) return id;
  return id.slice(at + 2).replace(/^.*\//, "");
}

/** An id for a target whose package nothing names: it may open an entry, and a later report that names it takes it over. */
export function unnamedId(target: CargoTarget): string {
  // A library's crate is its package unless a manifest says otherwise, which then no report of this run did.
  const owner = target.kind === "lib" || target.kind === "doc" ? target.crate : undefined;
  return targetId({ ...target, package: owner ?? "?" }) ?? `?::${crateName(target.crate ?? target.name ?? "?")}`;
}
