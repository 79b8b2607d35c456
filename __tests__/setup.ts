/**
 * Property tests try the same cases in every run, so that a change is judged by itself and what fails can be tried again.
 * `FC_SEED=random npx vitest run` tries others, `FC_SEED=7` those of another number.
 */
import fc from "fast-check";

const given = process.env["FC_SEED"];
if (given !== "random") fc.configureGlobal({ seed: Number(given ?? 1) });
