/** The class of machine that measurements are compared within: two kinds of processor have two baselines. */
import { arch, cpus, platform } from "node:os";

export function machineClass(environment: NodeJS.ProcessEnv): string {
  const image = environment["ImageOS"] ?? environment["RUNNER_OS"] ?? platform();
  const model = (cpus()[0]?.model ?? "unknown processor").replace(/\s+/g, " ").trim();
  return `${image} ${arch()} ${model}`;
}
