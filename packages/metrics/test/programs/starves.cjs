// Opens files until no file descriptor is left, then waits for the ends of intervals.
const { spawnSync } = require('node:child_process')
const { closeSync, openSync } = require('node:fs')
const { createMetrics } = require('@azmon/metrics')

const { CONNECTION: connectionString, IS_LIMITED } = process.env
if (IS_LIMITED) starve()
else {
  const again = ['-c', 'ulimit -n 256 && exec "$0" "$1"', process.execPath, __filename]
  const { status } = spawnSync('sh', again, { stdio: 'inherit', env: { ...process.env, IS_LIMITED: 'yes' } })
  process.exitCode = status ?? 1
}

async function starve() {
  const awake = setInterval(() => {}, 1_000)
  const metrics = createMetrics({ connectionString, durability: 'memory', exportIntervalMs: 50 })
  await metrics.flush() // opens the connection
  const files = openAll()
  createMetrics({ connectionString, durability: 'memory' }).close()
  await intervals(metrics, 2)
  await metrics.flush()
  for (const file of files) closeSync(file)
  await metrics.close()
  clearInterval(awake)
  process.stdout.write('lives\n')
}

function openAll() {
  const files = []
  try {
    for (;;) files.push(openSync('/dev/null'))
  } catch {
    return files
  }
}

function intervals(metrics, count) {
  return new Promise((resolve) => {
    let left = count + 1 // exporters are called before processor and memory are read
    metrics.gauge('level', () => 1)
    metrics.registerExporter(() => {
      left--
      if (left === 0) resolve()
    })
  })
}
