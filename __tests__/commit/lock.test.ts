import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { alone } from "../../src/commit/lock.ts";
import { scratch } from "./repositories.ts";

const places = scratch();
afterAll(() => places.clean());
afterEach(() => {
  vi.useRealTimers();
});

const LOCK = ".ci-tracker.lock";
/** No process has it: Linux and macOS give no higher ones. */
const NOBODY = 2 ** 30;

describe("runs that write into one folder", () => {
  test("take turns, and leave nothing behind", async () => {
    const root = places.folder("lock");
    let inside = 0;
    const most: number[] = [];
    const turn = () =>
      alone(root, async () => {
        most.push(++inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside--;
      });
    await Promise.all([1, 2, 3, 4].map(turn));
    expect(most).toEqual([1, 1, 1, 1]);
    expect(readdirSync(root)).toEqual([]);
  });

  test("let the next one in when they fail, and pass their error on", async () => {
    const root = places.folder("lock");
    const failing = alone(root, async () => {
      throw new Error("full");
    });
    await expect(failing).rejects.toThrow("full");
    expect(await alone(root, async () => "written")).toBe("written");
  });

  test("write where no lock can be made: writing itself says what is wrong there", async () => {
    expect(await alone(join(places.folder("lock"), "nowhere"), async () => "tried")).toBe("tried");
  });
});

describe("a lock", () => {
  const left = (text: string, ago = 0): string => {
    const root = places.folder("lock");
    writeFileSync(join(root, LOCK), text);
    const then = new Date(Date.now() - ago);
    utimesSync(join(root, LOCK), then, then);
    return root;
  };
  const during = (root: string): Promise<boolean> => alone(root, async () => existsSync(join(root, LOCK)));

  test.each([
    ["of a process that is gone", `${NOBODY} ${hostname()}\n`, 0],
    ["of another machine, half a minute old", "1 elsewhere\n", 31_000],
    ["of another machine whose clock is ahead", "1 elsewhere\n", -31_000],
    ["that was never finished, a second old", "12", 1_100],
    ["that is empty, a second old", "", 1_100],
  ])("%s, was left by a run that was killed", async (_, text, ago) => {
    expect(await during(left(text, ago))).toBe(true);
  });

  test.each([
    ["of a process that is at work", `${process.pid} ${hostname()}\n`],
    ["of another machine", "1 elsewhere\n"],
    ["that is being made", ""],
  ])("%s, is waited for", async (_, text) => {
    const root = left(text);
    let done = false;
    const turn = during(root).then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect([done, readFileSync(join(root, LOCK), "utf8")]).toEqual([false, text]);
    rmSync(join(root, LOCK));
    await turn;
    expect(readdirSync(root)).toEqual([]);
  });

  /** Lets time fly while the files are really looked at. */
  const inTheEnd = async (root: string): Promise<string> => {
    vi.useFakeTimers({ toFake: ["setTimeout", "Date"] });
    let told: string | undefined;
    void during(root).catch(({ code, message }: { code: string; message: string }) => {
      told = `${code}: ${message}`;
    });
    while (told === undefined) {
      await vi.advanceTimersByTimeAsync(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return told;
  };

  test("that does not go away is named after a minute, and stays", async () => {
    // A folder is no lock of ours, and can be none.
    const root = places.folder("lock");
    mkdirSync(join(root, LOCK));
    expect(await inTheEnd(root)).toBe(`E_TRACKER_WRITE: ${LOCK} is there and does not go away; delete it if no other run is at work`);
    expect(existsSync(join(root, LOCK))).toBe(true);
  });
});
