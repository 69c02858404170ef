// Runs every check, even after one has failed. First runs the tests as the README does, which installs and builds. Then runs
// the fault tests, which mostly wait, and the tests of the page in a browser, in parallel with all other checks: hostile input,
// the packages as users install them, style, types, unused code, and each public package as npm would publish it.
// biome-ignore-all lint/suspicious/noConsole: the program prints its results.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { importProblems } from './import-rules.mjs'
import { lockfileProblems } from './lockfile.mjs'
import { optionsPageProblems } from './options-page.mjs'

const TEST_LIMIT_MS = 30 * 60_000
const scratch = mkdtempSync(join(tmpdir(), 'azmon-ci-'))
const count = { passed: 0, failed: 0 }

const treeBefore = gitStatus()
await runTests('tests', 'test')
await Promise.all([runTests('faults', 'run', 'test:faults'), runTests('browser', 'run', 'test:browser'), runTheRest()])
check('nothing left in the tree', () => (gitStatus() === treeBefore ? [] : [gitStatus()]))

rmSync(scratch, { recursive: true })
console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1

async function runTheRest() {
  process.env['FUZZ_RUNS'] ??= '500' // per parser: 50,000 inputs in total, a twentieth of npm run test:fuzz on its own
  await runTests('fuzz', 'run', 'test:fuzz')
  await runTests('consumers', 'run', 'test:consumers')
  check('lint', () => command('npm', 'run', 'lint'))
  check('types of the tests', () => command('npm', 'run', 'types'))
  check('unused code', () => command('npm', 'run', 'unused'))
  check('imports follow the structure', () => importProblems('packages'))
  check('docs/options.md follows the docstrings', optionsPageProblems)
  check('docs/kql.md follows the tables of packages/kql', () => command('node', '.ci/kql-page.mjs', '--check'))
  check('lockfile names no registry and has each integrity', lockfileProblems)
  check('workflows pin their actions', workflowProblems)
  for (const folder of publicPackages()) {
    const packed = join(scratch, folder)
    const tarball = join(packed, 'package.tgz')
    check(`${folder}: packs`, () => pack(folder, packed, tarball))
    check(`${folder}: contents`, () => contentProblems(join(packed, 'package')))
    check(`${folder}: publint`, () => command('node_modules/.bin/publint', 'run', '--strict', tarball))
    check(`${folder}: types resolve`, () => command('node_modules/.bin/attw', '--profile', 'strict', tarball))
  }
}

// --- checks: each returns an array with one string per problem ---

/** A tag of an action can be moved to other code; a commit cannot. */
function workflowProblems() {
  const folder = '.github/workflows'
  return readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/uses: *(\S+)/g)]
      .map(([, action]) => action)
      .filter((action) => !action.startsWith('./') && !/@[0-9a-f]{40}$/.test(action))
      .map((action) => `${name}: ${action} must be pinned to a commit`),
  )
}

function pack(folder, packed, tarball) {
  mkdirSync(packed, { recursive: true })
  const problems = command('npm', 'pack', '--workspace', folder, '--pack-destination', packed)
  if (problems.length > 0) return problems
  renameSync(join(packed, readdirSync(packed)[0]), tarball)
  return command('tar', '-xzf', tarball, '-C', packed)
}

function contentProblems(root) {
  if (!existsSync(root)) return ['it was not packed']
  const files = readdirSync(root, { recursive: true })
  const missing = ['README.md', 'LICENSE'].filter((name) => !files.includes(name)).map((name) => `${name} is missing`)
  const foreign = files
    .filter((name) => /(^|\/)tests?$|\.test\.|\.tsbuildinfo$/.test(name))
    .map((name) => `${name} does not belong there`)
  const dangling = files
    .filter((name) => name.endsWith('.map'))
    .flatMap((name) => readJson(join(root, name)).sources.map((source) => [name, join(root, dirname(name), source)]))
    .filter(([, source]) => relative(root, source).startsWith('..') || !existsSync(source))
    .map(([name, source]) => `${name} points to ${relative(root, source)}, which is not in the package`)
  return [...missing, ...foreign, ...dangling]
}

// --- helpers ---

/** Prints a suite's output after the suite has ended, because two suites may run at the same time. */
async function runTests(name, ...script) {
  const report = join(scratch, `${name}.json`)
  const printed = join(scratch, `${name}.txt`)
  const output = openSync(printed, 'w')
  const suite = spawn('npm', [...script, '--', '--json', `--outputFile=${report}`], {
    stdio: ['ignore', output, output],
    timeout: TEST_LIMIT_MS,
  })
  console.log(`${name}: running ...`)
  const began = Date.now()
  const [code] = await once(suite, 'close')
  closeSync(output)
  console.log(`${readFileSync(printed, 'utf8')}${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
  const results = existsSync(report) ? readJson(report) : {}
  const { numPassedTests: passed = 0, numFailedTests = 0, numRuntimeErrorTestSuites: broken = 0 } = results
  count.passed += passed
  // Any other failure, such as a failed build or a run that never ends, counts as one failed test.
  count.failed += numFailedTests + broken || (code === 0 ? 0 : 1)
}

function check(name, problemsOf) {
  const began = Date.now()
  const problems = problemsOf()
  const passed = problems.length === 0
  count[passed ? 'passed' : 'failed']++
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  for (const problem of problems) console.log(problem)
}

/** Runs a program. Returns its output as a problem if it failed. */
function command(program, ...args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (status === 0) return []
  return [`${[program, ...args].join(' ')} ended with ${error?.message ?? status}\n${stdout ?? ''}${stderr ?? ''}`]
}

function publicPackages() {
  return readJson('package.json').workspaces.filter((folder) => !readJson(join(folder, 'package.json')).private)
}

function gitStatus() {
  return spawnSync('git', ['status', '--porcelain'], { encoding: 'utf8' }).stdout
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
