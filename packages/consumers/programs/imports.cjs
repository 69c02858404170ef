// Requires its first argument, then its second, and prints the cost of the second.
const [logger, ours] = process.argv.slice(2)

require(logger)
const before = new Set(Object.keys(require.cache))
const rssBytes = process.memoryUsage.rss()
const startedMs = performance.now()
require(ours)
const cost = {
  ms: performance.now() - startedMs,
  rssBytes: process.memoryUsage.rss() - rssBytes,
  files: Object.keys(require.cache).filter((file) => !before.has(file)),
}
process.stdout.write(JSON.stringify(cost))
