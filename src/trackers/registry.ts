/** Every tracker there is. A new one is one file or folder here, one line below, and its name in settings. */

import { tracer } from "./tracer.ts";
import type { FileTracker } from "./tracker.ts";

/** Trackers whose entries are files of the repository, in the order `auto` looks for them. */
export const FILE_TRACKERS: readonly FileTracker[] = [tracer];
