/** Made from action.yml by `npm run generate`: what `--help` says of each setting. */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  reports:
    "What earlier steps left, one a line: `PATH-OR-GLOB [format=…] [outcome=${{ steps.x.outcome }}] [scope=…]`, with double quotes around what holds spaces. Formats are found by content; `format=` decides where two fit. `outcome=` adds what the step's exit status said. `scope=` keeps apart what one job looks at twice.",
  tracker:
    "Where entries live: `tracer` (`.trace/issues.jsonl`), `github` (GitHub Issues), `auto` (the tracker the repository has, else GitHub Issues in GitHub Actions), or a chain such as `tracer, github`, of which the first one that is there is used.",
  mode: "`sync` makes the tracker true; `plan` shows what sync would do and writes nothing. Pull requests, forks, Dependabot and merge queues always plan.",
  commit:
    "How files are committed: `api` (GitHub's API, signed), `git` (git plumbing, for other hosts), `pull-request` (one standing pull request, for protected branches), `none` (files only), `auto` (`api` in GitHub Actions, else `none`).",
  branch:
    "Branch that holds the state, where it is not the default branch (tracker files) or `ci-tracker` (the ledger of a hosted tracker). In a terminal also the branch the run counts for.",
  "default-branch": "Branch whose failures are filed, where the host does not tell. In a terminal the current branch counts as it.",
  init: "`true` makes an empty tracker where the repository has none; by default that is an error.",
  "fail-on": "Makes the step fail: `none`, `new` (a failure without an open entry), `any` (any failure).",
  "open-after": "Runs a subject has to fail in before it is filed.",
  "max-new": "New entries a kind and run, worst first. The rest is withheld, listed, and taken up by the next run.",
  "max-writes": "Writes a run on a hosted tracker. The rest is withheld and goes on with the next run.",
  comment:
    "When an entry that stays open gets a comment (or a line in its notes): `change` (something changed that a person would want to know), `always`, `interval`, `never`.",
  "comment-interval": "Days between two comments with `comment:` `interval`.",
  "reopen-window": "Days after which a hosted tracker gets a new entry, linked to the old one, instead of a reopened one.",
  tolerance: "Per cent that a benchmark may be worse than its baseline before it counts.",
  leg: "Which matrix cell or shard this is. Cells that see the same failure are kept apart: its entry closes when each of them has seen it pass.",
  actor: "Name that entries and commits are written under. Never a person's.",
  label: "Label of our entries on hosted trackers.",
  token:
    "Token for GitHub: `issues: write` for GitHub Issues, `contents: write` to commit, `pull-requests: write` for `commit: pull-request`.",
  repository: "`owner/name` of the repository whose issues and branches are written; this one by default.",
  root: "Folder of the repository, against which report paths are read.",
  cache:
    "Where the history of benchmarks and the newest commit seen are kept: `auto` (the Actions cache; in a terminal the user's cache folder), `none`, or a folder. Losing it costs patience, never truth.",
  "skip-ci": "`true` ends commit messages in `[skip ci]`.",
  annotations: "`true` marks what is new at its file and line.",
  "write-pace": "Milliseconds between two writes to a hosted tracker; GitHub asks for 1000.",
};
