/** The Actions cache, in a bundle of its own: @actions/cache is two megabytes that few runs need. */
export { restoreCache, saveCache } from "@actions/cache";
