import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'

const READY = join(__dirname, '../../ready.mjs')
const READY_IN_PROJECT = 'packages/demo/ready.mjs'
const MAIN = `declare const process: { argv: string[] }
console.log('started with', process.argv.slice(2).join(' '))
`
/** The real compiler, under the name that it has in the node_modules of the project. */
const TSC = `import ${JSON.stringify(join(dirname(require.resolve('typescript/package.json')), 'lib/tsc.js'))}\n`
/** Builds a page of one file. */
const PAGE_BUILD = `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('packages/local/dist/web', { recursive: true })
writeFileSync('packages/local/dist/web/index.html', '')
`
/** Prints that it runs and continues until it is stopped, like its child process. Both keep the output open. */
const ENDLESS = `import { spawn } from 'node:child_process'
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' })
child.on('spawn', () => console.log('running'))
`

describe('ready.mjs', () => {
  it('installs and builds a fresh clone, then starts it with the given arguments', async () => {
    const project = await aProject({ installed: false })
    const { code, output } = await project.ready('start', '--once')
    expect(output).toMatch(/Installing dependencies: no finished install.*Building: no finished build.*with --once/s)
    expect(code).toBe(0)
  })

  it('starts immediately if nothing changed', async () => {
    const project = await aProject({ installed: false })
    await project.ready('start')
    expect((await project.ready('start', '--once')).output).toBe('started with --once\n')
  })

  it('builds again after a source changed', async () => {
    const project = await aProject()
    await project.ready('start')
    await project.write('packages/demo/src/main.ts', "console.log('changed')\n")
    expect((await project.ready('start')).output).toMatch(/^Building: files changed.*changed\n$/s)
  })

  it('builds the page, and again after one of its sources changed', async () => {
    const project = await aProject()
    await project.ready('start')
    expect(await project.list('packages/local/dist/web')).toEqual(['index.html'])
    await project.write('packages/local/web/src/main.tsx', 'export {}\n')
    expect((await project.ready('start')).output).toMatch(/^Building: files changed/)
  })

  it('removes the output of a removed source', async () => {
    const project = await aProject()
    await project.write('packages/demo/src/removed.ts', 'export {}\n')
    await project.ready('start')
    await project.remove('packages/demo/src/removed.ts')
    await project.ready('start')
    expect(await project.list('packages/demo/dist')).toEqual(['main.d.ts', 'main.js'])
  })

  it('builds again after an output was removed', async () => {
    const project = await aProject()
    await project.ready('start')
    await project.remove('packages/demo/dist')
    expect((await project.ready('start')).output).toContain('started with')
  })

  it('installs again when the lockfile names another version', async () => {
    const project = await aProject()
    await project.ready('start')
    await project.setJestVersion('2.0.0')
    expect((await project.ready('start')).output).toMatch(/^Installing dependencies: package-lock.json names other/)
  })

  it('installs nothing if only the time of the lockfile changed', async () => {
    const project = await aProject()
    await project.ready('start')
    await project.setJestVersion('1.0.0')
    expect((await project.ready('start')).output).not.toContain('Installing')
  })

  it('passes its arguments to jest and ends with its exit code', async () => {
    const project = await aProject()
    const { code, output } = await project.ready('test', 'packages/core', '--bail')
    expect(output).toContain('jest got packages/core --bail')
    expect(code).toBe(3)
  })

  it('shows the errors of the compiler and ends with its exit code', async () => {
    const project = await aProject()
    await project.write('packages/demo/src/main.ts', "export const count: number = 'one'\n")
    const { code, output } = await project.ready('start')
    expect(output).toMatch(/main.ts\(1,14\): error TS2322.*Building failed after .* s with code 2/s)
    expect(code).toBe(2)
  })

  it('ends with the exit code of npm if the lockfile does not match', async () => {
    const project = await aProject({ installed: false })
    await project.remove('package-lock.json')
    const { code, output } = await project.ready('start')
    expect(output).toMatch(/Installing dependencies failed after .* s with code 1/)
    expect(code).toBe(1)
  })

  it('prints the required version of Node in one line and does nothing else', async () => {
    const project = await aProject({ node: '>=99.1.0' })
    const { code, output } = await project.ready('start')
    expect(output).toBe(
      `Node ${process.versions.node} is too old: >=99.1.0 is needed. Get it from https://nodejs.org/en/download.\n`,
    )
    expect(code).toBe(1)
  })

  it('prints the possible arguments in one line', async () => {
    const project = await aProject()
    expect(await project.ready('go')).toEqual({
      code: 2,
      output: 'The first argument must be start or test, got go.\n',
    })
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'ends the compiler and its children at %s and builds from scratch the next time',
    async (signal, status) => {
      const project = await aProject()
      await project.ready('start')
      await project.write('packages/typescript/bin/tsc', ENDLESS)
      await project.write('packages/demo/src/added.ts', 'export {}\n')
      expect(await project.stopReady(signal, 'start')).toBe(status)
      await project.write('packages/typescript/bin/tsc', TSC)
      expect((await project.ready('start')).output).toMatch(/^Building: no finished build.*started/s)
    },
  )

  it('ends an install with all its children and installs from scratch the next time', async () => {
    const project = await aProject({ installed: false, installScript: ENDLESS })
    expect(await project.stopReady('SIGTERM', 'start')).toBe(143)
    await project.write('packages/jest/install.js', '')
    expect((await project.ready('start')).output).toMatch(/^Installing dependencies: no finished install.*started/s)
  })

  it('ends a test run with all its children', async () => {
    const project = await aProject({ testRunner: ENDLESS })
    expect(await project.stopReady('SIGTERM', 'test')).toBe(143)
  })

  it('ends when npm ends', async () => {
    const project = await aProject({ scripts: { start: `node ${READY_IN_PROJECT} start` } })
    await project.write('packages/demo/src/main.ts', "console.log('running')\nsetTimeout(() => {}, 60_000)\n")
    await project.stopNpm('SIGTERM', 'start')
  })
})

// --- helpers ---

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** A workspace that installs offline. It contains its own `typescript`, which calls the real one, and its own `jest`. */
async function aProject({
  installed = true,
  scripts = {},
  node = '>=20',
  testRunner = "console.log('jest got', process.argv.slice(2).join(' '))\nprocess.exitCode = 3\n",
  installScript = '',
} = {}) {
  const root = await mkdtemp(join(tmpdir(), 'azmon-ready-'))
  folders.push(root)
  const files: Record<string, string> = {
    '.npmrc': 'offline=true\nforeground-scripts=true\nupdate-notifier=false\n',
    'package.json': json({ private: true, scripts, engines: { node }, workspaces: ['packages/*'] }),
    'tsconfig.json': json({ files: [], references: [{ path: 'packages/demo' }] }),
    'packages/demo/package.json': json({ name: 'demo', version: '1.0.0' }),
    'packages/demo/tsconfig.json': json({
      compilerOptions: { composite: true, module: 'node16', types: [], rootDir: 'src', outDir: 'dist' },
      include: ['src'],
    }),
    'packages/demo/src/main.ts': MAIN,
    'packages/local/web/build.mjs': PAGE_BUILD,
    'packages/typescript/package.json': json({ name: 'typescript', version: '1.0.0', type: 'module' }),
    'packages/typescript/bin/tsc': TSC,
    'packages/jest/bin/jest.js': testRunner,
    'packages/jest/install.js': installScript,
  }
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
  const setJestVersion = async (version: string) => {
    const scripts = { install: 'node install.js' }
    await write('packages/jest/package.json', json({ name: 'jest', version, type: 'module', scripts }))
    await write('package-lock.json', lockfile({ demo: '1.0.0', typescript: '1.0.0', jest: version }))
  }
  for (const [file, text] of Object.entries(files)) await write(file, text)
  await setJestVersion('1.0.0')
  await copyFile(READY, join(root, READY_IN_PROJECT))
  if (installed) {
    // The result of npm ci, in a tenth of its time.
    await mkdir(join(root, 'node_modules'))
    await copyFile(join(root, 'package-lock.json'), join(root, 'node_modules/.package-lock.json'))
    for (const name of ['typescript', 'jest']) await symlink(`../packages/${name}`, join(root, 'node_modules', name))
  }

  const launch = (program: string, ...args: string[]) =>
    spawn(program, args, {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: root, CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  return {
    write,
    setJestVersion,
    remove: (file: string) => rm(join(root, file), { recursive: true }),
    list: (folder: string) => readdir(join(root, folder)),
    ready: (...args: string[]) => ended(launch(process.execPath, READY_IN_PROJECT, ...args)),
    stopReady: (signal: NodeJS.Signals, verb: string) =>
      stopped(launch(process.execPath, READY_IN_PROJECT, verb), signal),
    stopNpm: (signal: NodeJS.Signals, verb: string) => stopped(launch('npm', verb), signal),
  }
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  child.stdout?.on('data', (chunk) => String(chunk).includes('running') && child.kill(signal))
  return (await ended(child)).code
}

/** Resolves when the output is closed by the program and all its children. */
async function ended(child: ChildProcess): Promise<{ code: number; output: string }> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}

function lockfile(versions: Record<string, string>): string {
  const packages: Record<string, object> = { '': { workspaces: ['packages/*'] } }
  for (const [name, version] of Object.entries(versions)) {
    packages[`node_modules/${name}`] = { resolved: `packages/${name}`, link: true }
    packages[`packages/${name}`] = { name, version, hasInstallScript: name === 'jest' }
  }
  return json({ lockfileVersion: 3, requires: true, packages })
}

function json(value: object): string {
  return JSON.stringify(value, null, 2)
}
