/** How much is measured. */
export interface Scale {
  /** MB of each report whose reading is timed. */
  reading: number;
  /** MB of the two reports whose memory is compared. */
  memory: readonly [number, number];
  /** How often each way is measured; the median counts. */
  rounds: number;
  /** The same for other projects' programs, of which some take their time. */
  peers: number;
  /** Tests of the runs that are planned. */
  tests: readonly number[];
  /** How often a start is measured. */
  starts: number;
}

const TESTS = [1_000, 10_000, 100_000, 1_000_000];

export const SCALES: Readonly<Record<string, Scale>> = {
  "--quick": { reading: 8, memory: [8, 32], rounds: 3, peers: 1, tests: TESTS.slice(0, 3), starts: 11 },
  "": { reading: 70, memory: [10, 100], rounds: 3, peers: 3, tests: TESTS, starts: 21 },
  "--full": { reading: 100, memory: [10, 100], rounds: 5, peers: 3, tests: TESTS, starts: 51 },
};
