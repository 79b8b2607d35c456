/** What a room of the bench hands to the table. */
import type { Row } from "./table.ts";

export interface Section {
  title: string;
  measurements: readonly Measurement[];
}

/** What is measured together, and gives one row or some. */
export interface Measurement {
  what: string;
  rows: () => Row[];
}
