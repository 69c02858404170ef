// Checks the lockfile: it names no registry, and each package has an integrity, so that a registry or proxy cannot replace it.
// npm writes no integrity for packages of other platforms that were installed from a cache.
// `node .ci/lockfile.mjs` asks the registry for those that are missing, and prints the ones that it does not have.
// biome-ignore-all lint/suspicious/noConsole: the program prints its results.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const LOCKFILE = 'package-lock.json'

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  addIntegrity()
  const problems = lockfileProblems()
  for (const problem of problems) console.log(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
}

/** Returns one string per problem. */
export function lockfileProblems() {
  const { packages } = readLockfile()
  const located = Object.entries(packages).filter(([, { resolved }]) => /^https?:/.test(resolved))
  return [
    ...located.map(([at, { resolved }]) => `${at} comes from ${resolved}`),
    ...withoutIntegrity(packages).map(([at]) => `${at} has no integrity: node .ci/lockfile.mjs`),
  ]
}

// --- helpers, in order of use ---

function addIntegrity() {
  const lockfile = readLockfile()
  for (const [at, entry] of withoutIntegrity(lockfile.packages)) {
    const integrity = integrityOf(`${nameOf(at, entry)}@${entry.version}`)
    if (integrity === '') continue
    // npm writes the integrity after the version.
    const { version, ...others } = entry
    lockfile.packages[at] = { version, integrity, ...others }
  }
  writeFileSync(LOCKFILE, `${JSON.stringify(lockfile, null, 2)}\n`)
}

function readLockfile() {
  return JSON.parse(readFileSync(LOCKFILE, 'utf8'))
}

/** Returns the installed packages without an integrity. Workspaces and links to them have none. */
function withoutIntegrity(packages) {
  return Object.entries(packages).filter(
    ([at, { link, integrity }]) => at.includes('node_modules/') && link !== true && integrity === undefined,
  )
}

function nameOf(at, { name }) {
  return name ?? at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

function integrityOf(spec) {
  try {
    return execFileSync('npm', ['view', spec, 'dist.integrity'], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}
