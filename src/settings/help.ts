/** What `--help` prints. */
export function helpText(): string {
  return "ci-tracker\n";
}
