/** What is loaded, by path, only where GitHub's API is used: a bundle of its own, because octokit doubles the start-up. */
export { type ApiOptions, apiStore } from "./commit/api.ts";
export { type PullRequestOptions, pullRequestStore } from "./commit/pull-request.ts";
export { checkRules } from "./commit/rules.ts";
export { commitsBetween, compareCommits } from "./host/compare.ts";
export { cachesOf, pullOf, runOf } from "./host/runs.ts";
export { keepComment } from "./publish/pull-request-comment.ts";
export { codedFault, connect, type GitHubClient, GitHubFault, type GitHubOptions } from "./trackers/github/client.ts";
export { type GitHubIssuesOptions, githubIssues } from "./trackers/github/issues.ts";
