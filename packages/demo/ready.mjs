// Installs and builds a clone if necessary, then runs it: node packages/demo/ready.mjs start|test [arguments]
//
//   node new enough? ──► npm ci, if the lockfile asks ──► tsc -b and the page, if sources changed ──► the demo, or jest
//
// Uses only built-in modules and syntax that Node 12 can parse and link (no `node:` names, no named imports), so that an old
// Node prints which version is needed.
// biome-ignore-all lint/style/useNodejsImportProtocol: Node 12 and 14 do not know the `node:` names.
import childProcess from 'child_process'
import fs from 'fs'
import os from 'os'
import path from 'path'
import url from 'url'

/** npm writes this file last, so it lists the packages of a finished install. */
const INSTALLED = 'node_modules/.package-lock.json'
/** Lists the sources and outputs of the last finished build. In node_modules, so that an install causes a build. */
const BUILT = 'node_modules/.azmon-built.json'
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** npm ci ignores signals while it unpacks. Killing it is safe, because the next run starts it again. */
const STOP_GRACE_MS = 1000
const WINDOWS = process.platform === 'win32'

process.chdir(path.resolve(path.dirname(url.fileURLToPath(import.meta.url)), '../..'))
main(process.argv[2], process.argv.slice(3))

async function main(verb, args) {
  requireNode(readJson('package.json').engines.node)
  if (process.env.npm_lifecycle_event) endWithParent()
  if (verb !== 'start' && verb !== 'test') leave(2, `The first argument must be start or test, got ${verb}.`)

  const whyInstall = reasonToInstall()
  if (whyInstall) await step('Installing dependencies', whyInstall, install)
  const whyBuild = reasonToBuild()
  if (whyBuild) await step('Building', whyBuild, build)

  if (verb === 'test') process.exit(await run(process.execPath, ['node_modules/jest/bin/jest.js', ...args]))
  const program = path.resolve('packages/demo/dist/main.js')
  process.argv = [process.execPath, program, ...args]
  await import(url.pathToFileURL(program).href)
}

function requireNode(range) {
  const needed = range.match(/\d+/g).map(Number)
  const found = process.versions.node.split('.').map(Number)
  const difference = needed.findIndex((number, index) => number !== found[index])
  if (difference === -1 || found[difference] > needed[difference]) return
  leave(1, `Node ${process.versions.node} is too old: ${range} is needed. Get it from https://nodejs.org/en/download.`)
}

// --- install ---

function reasonToInstall() {
  const installed = readJson(INSTALLED)
  if (!installed) return 'no finished install in node_modules'
  // Compares contents, because a checkout changes the time of an unchanged lockfile.
  const wanted = readJson('package-lock.json').packages
  const differs = Object.keys(wanted).some((at) => {
    if (at === '') return false
    const found = installed.packages[at]
    return found ? found.version !== wanted[at].version : !wanted[at].optional
  })
  return differs && 'package-lock.json names other versions'
}

function install() {
  // NODE_ENV=production would skip devDependencies, and with them compiler and test runner.
  const args = ['ci', '--include=dev', '--loglevel=error']
  const npm = process.env.npm_execpath
  if (/npm-cli\.js$/.test(npm)) return run(process.execPath, [npm, ...args])
  return run(`npm ${args.join(' ')}`, [], { shell: true }) // a shell also finds npm.cmd
}

// --- build ---

function reasonToBuild() {
  const built = readJson(BUILT)
  if (!built) return 'no finished build'
  const changed = JSON.stringify(built) !== JSON.stringify([...sources(), ...outputs()])
  return changed && 'files changed since the last build'
}

async function build() {
  const built = readJson(BUILT)
  fs.rmSync(BUILT, { force: true })
  // tsc neither removes the output of a removed source nor restores a removed output, so build from scratch.
  if (!built || built.some(([at]) => !fs.existsSync(at))) {
    for (const at of outputPaths()) fs.rmSync(at, { recursive: true, force: true })
  }
  const compiled = sources() // listed first, so that changes during the build cause another one
  const code =
    (await run(process.execPath, ['node_modules/typescript/bin/tsc', '-b'])) ||
    (await run(process.execPath, ['packages/local/web/build.mjs']))
  if (code === 0) fs.writeFileSync(BUILT, JSON.stringify([...compiled, ...outputs()]))
  return code
}

function sources() {
  return filesIn(['tsconfig.json', ...inPackages('package.json', 'tsconfig.json', 'src', 'web')])
}

function outputs() {
  return filesIn(outputPaths())
}

function outputPaths() {
  return inPackages('dist', 'tsconfig.tsbuildinfo')
}

function inPackages(...names) {
  return fs.readdirSync('packages').flatMap((folder) => names.map((name) => `packages/${folder}/${name}`))
}

function filesIn(paths) {
  return paths.flatMap((at) => {
    const stat = fs.statSync(at, { throwIfNoEntry: false })
    if (!stat) return []
    if (stat.isDirectory()) return filesIn(fs.readdirSync(at).map((name) => `${at}/${name}`))
    return [[at, stat.size, stat.mtimeMs]]
  })
}

// --- running ---

async function step(name, why, work) {
  console.error(`${name}: ${why} ...`)
  const began = Date.now()
  const code = await work()
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  if (code !== 0) leave(code, `${name} failed after ${seconds} s with code ${code}; its output is above.`)
  console.error(`${name}: done in ${seconds} s.`)
}

/** Runs a program to its end. It leads its own process group, so that a stop signal also ends its children. */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = childProcess.spawn(command, args, { stdio: 'inherit', detached: !WINDOWS, ...options })
    let stoppedBy
    const stop = (signal) => {
      if (stoppedBy) return
      stoppedBy = signal
      signalGroup(child, signal)
      setTimeout(signalGroup, STOP_GRACE_MS, child, 'SIGKILL')
    }
    for (const signal of STOP_SIGNALS) process.on(signal, stop)
    child.on('error', (error) => leave(127, `Cannot run ${command}: ${error.message}`))
    child.on('exit', (code, signal) => {
      for (const name of STOP_SIGNALS) process.off(name, stop)
      if (stoppedBy) {
        signalGroup(child, 'SIGKILL') // children that are still running
        process.exit(signalCode(stoppedBy))
      }
      resolve(signal ? signalCode(signal) : code)
    })
  })
}

/** A SIGTERM to npm only ends the shell between npm and this process, which would keep the port in use. */
function endWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}

function signalGroup(child, signal) {
  try {
    process.kill(WINDOWS ? child.pid : -child.pid, signal)
  } catch {
    // No process is left in the group.
  }
}

/** The exit code of shells for a program that was ended by a signal. */
function signalCode(signal) {
  return 128 + os.constants.signals[signal]
}

// --- helpers ---

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined // missing, or incomplete because its writer was stopped
  }
}

function leave(code, line) {
  console.error(line)
  process.exit(code)
}
