import { expect, it } from "vitest";
import { readCases } from "./read.ts";
import { World } from "./world.ts";
for (const one of readCases("/tmp/scratch-cases")) it(`${one.id}`, async () => { expect((await new World().live(one)).join("\n"), one.where).toBe(""); });
