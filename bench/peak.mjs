// @ts-check
import { readFileSync } from "node:fs";

/**
 * The most memory that this process has had so far, in MB. Linux counts what the parent process had at the fork into
 * `maxRSS`, so there it is the kernel's own figure for this program.
 */
export function peakMegabytes() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kilobytes !== undefined) return (Number(kilobytes) * 1024) / 1e6;
  } catch {
    // Not Linux.
  }
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}
