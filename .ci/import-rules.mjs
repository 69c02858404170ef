// Finds imports that break the structure shown in docs/architecture.md: import cycles, files of core that import from a higher
// floor, and packages that import another package without being allowed to or without building it first. Includes type imports.
// `node .ci/import-rules.mjs` prints one line per problem.
// biome-ignore-all lint/suspicious/noConsole: the program prints its results.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Ordered from top to bottom: a file or folder of core/src may import from its own floor and from the floors below it. */
const CORE_FLOORS = [
  ['index.ts', 'adapter.ts', 'command-line', 'maintenance'],
  ['client'],
  ['pipeline'],
  ['spool'],
  ['adapter', 'intake', 'ingestion', 'shutdown'],
  ['diagnostics', 'options'],
  ['batch', 'item'],
  [
    'envelope',
    'redaction',
    'callbacks.ts',
    'call-safely.ts',
    'clock.ts',
    'detached.ts',
    'errors.ts',
    'open-telemetry.ts',
    'printable.ts',
    'result-or.ts',
    'truncate.ts',
    'type-name.ts',
    'version.ts',
  ],
]

/** The packages that each package may import. */
const PACKAGE_ARROWS = {
  core: [],
  winston: ['core'],
  pino: ['core'],
  metrics: ['core'],
  tracing: ['core'],
  express: ['core', 'tracing'],
  kql: [],
  local: ['core', 'kql'],
  mcp: ['kql', 'local'],
  azmon: ['core', 'express', 'local', 'mcp', 'metrics', 'pino', 'tracing', 'winston'],
  testkit: [],
  demo: ['azmon', 'core', 'local', 'metrics', 'pino', 'tracing', 'winston'],
  bench: ['azmon', 'core', 'kql', 'local', 'metrics', 'pino', 'testkit', 'tracing', 'winston'],
  consumers: ['testkit'],
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = importProblems('packages')
  for (const problem of problems) console.log(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
}

/** Returns one string per problem in the packages of the folder. */
export function importProblems(packages) {
  const roots = readdirSync(packages).flatMap((name) => ['src', 'web/src'].map((folder) => [name, folder]))
  return roots.flatMap(([name, folder]) => {
    const root = resolve(packages, name, folder)
    if (!existsSync(root)) return []
    const files = importsBelow(root)
    return [
      ...circlesIn(files, root),
      ...(name === 'core' ? upwardImports(files, root) : []),
      ...foreignImports(files, name, join(packages, name)),
    ]
  })
}

// --- rules ---

/** Finds import cycles depth first: a file that occurs again on the path to it closes a cycle. */
function circlesIn(files, root) {
  const isDone = new Set()
  const circlesFrom = (file, path) => {
    const at = path.indexOf(file)
    if (at !== -1) return [[...path.slice(at), file].map((each) => relative(root, each)).join(' -> ')]
    if (isDone.has(file)) return []
    const found = (files.get(file)?.own ?? []).flatMap((next) => circlesFrom(next, [...path, file]))
    isDone.add(file)
    return found
  }
  return [...files.keys()].flatMap((file) => circlesFrom(file, []))
}

function upwardImports(files, root) {
  const floorOf = (file) => CORE_FLOORS.findIndex((floor) => floor.includes(relative(root, file).split(sep)[0]))
  return [...files].flatMap(([file, { own }]) => {
    if (floorOf(file) === -1) return [`core: ${relative(root, file)} is on no floor`]
    return own
      .filter((imported) => floorOf(imported) < floorOf(file))
      .map((imported) => `core: ${relative(root, file)} imports ${relative(root, imported)} from a higher floor`)
  })
}

/**
 * Finds imports that are not allowed or have no project reference. Without a reference, an import builds only if the other
 * package happens to be built already.
 */
function foreignImports(files, name, folder) {
  const references = readFileSync(join(folder, 'tsconfig.json'), 'utf8').matchAll(/"path":\s*"\.\.\/([^"]+)"/g)
  const isBuilt = new Set([...references].map(([, path]) => path))
  const imported = new Set([...files.values()].flatMap(({ packages }) => packages))
  return [...imported].flatMap((other) => [
    ...(PACKAGE_ARROWS[name]?.includes(other) ? [] : [`${name} must not import ${other}`]),
    ...(isBuilt.has(other) || existsSync(join(folder, '..', other, 'src')) === false
      ? []
      : [`${name} imports ${other}, which its tsconfig.json does not reference`]),
  ])
}

// --- helpers ---

/** Returns each file with the other files of its package and the packages that it imports. */
function importsBelow(root) {
  const names = readdirSync(root, { recursive: true }).filter((name) => /\.tsx?$/.test(name))
  return new Map(names.map((name) => [resolve(root, name), importsOf(resolve(root, name))]))
}

function importsOf(file) {
  // Comments and template strings may contain users' code.
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|`[^`]*`/g, '')
  const found = code.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)
  const specifiers = [...found].map(([, specifier]) => specifier)
  return {
    own: specifiers
      .filter((specifier) => specifier.startsWith('.'))
      .flatMap((specifier) => {
        const path = resolve(dirname(file), specifier)
        return [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].filter(existsSync)
      }),
    packages: specifiers.flatMap(
      (specifier) => /^@azmon\/([^/]+)|^(azmon)$/.exec(specifier)?.slice(1).filter(Boolean) ?? [],
    ),
  }
}
