/**
 * Loaded before a bundle (`node --import`): the process is killed at the nth thing it does to a file, as by a runner that
 * is lost. A text that it was writing is there by half. `DIE_AT` is n; nothing happens without it.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const at = Number(process.env["DIE_AT"]);
let done = 0;

function step() {
  if (++done === at) process.kill(process.pid, "SIGKILL");
}

function stepsBefore(object, ...names) {
  for (const name of names) {
    const real = object[name];
    object[name] = (...args) => {
      step();
      return real.apply(object, args);
    };
  }
}

if (at > 0) {
  stepsBefore(fs.promises, "mkdir", "rename", "rm");
  stepsBefore(fs, "mkdirSync", "writeFileSync", "renameSync");
  const { open } = fs.promises;
  fs.promises.open = async (...args) => {
    step();
    const handle = await open(...args);
    const write = handle.writeFile.bind(handle);
    handle.writeFile = async (text, ...more) => {
      if (done + 1 === at) await write(text.slice(0, text.length / 2), ...more);
      step();
      await write(text, ...more);
    };
    return handle;
  };
  syncBuiltinESMExports();
}
