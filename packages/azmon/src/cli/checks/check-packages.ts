import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finding } from '@azmon/core/maintenance'

/** Checks the packages that are installed for a program, without loading them. */
export function checkPackages(folder: string): Finding {
  const problems = [...otherSenders(folder), ...hiddenSpans(folder)]
  if (problems.length === 0) return { verdict: 'ok', check: 'packages', detail: 'no other SDK of Application Insights' }
  return {
    verdict: 'warning',
    check: 'packages',
    detail: problems.map(({ problem }) => problem).join('; '),
    fix: problems.map(({ fix }) => fix).join(' '),
  }
}

// --- helpers, in order of use ---

interface Problem {
  readonly problem: string
  readonly fix: string
}

const TRANSPORT = 'Remove its transport from the logger, or send each to its own resource.'

/** Packages that send the same records or requests, if the program starts them. */
const SENDERS: Readonly<Record<string, string>> = {
  applicationinsights:
    'Do not start it, or call setAutoCollectConsole(false), setAutoCollectRequests(false) and setAutoCollectDependencies(false).',
  '@azure/monitor-opentelemetry': 'Do not call useAzureMonitor(), which also removes the tracer of azmon.',
  'winston-azure-application-insights': TRANSPORT,
  'pino-applicationinsights': TRANSPORT,
  '@0dep/pino-applicationinsights': TRANSPORT,
}

function otherSenders(folder: string): readonly Problem[] {
  return Object.entries(SENDERS).flatMap(([name, fix]) => {
    const version = findPackage(folder, name)?.version
    return version === undefined
      ? []
      : [{ problem: `${name} ${version} is installed: telemetry arrives twice if it is started`, fix }]
  })
}

const API = '@opentelemetry/api'

/** A copy of the API finds the tracer of another copy only if the first copy's minor version is not newer. */
function hiddenSpans(folder: string): readonly Problem[] {
  const ours = findPackage(folder, '@azmon/tracing') ?? findPackage(folder, 'azmon')
  if (ours === undefined) return []
  const [own, theirs] = [findPackage(ours.folder, API), findPackage(folder, API)]
  if (own === undefined || theirs === undefined || minorOf(theirs.version) <= minorOf(own.version)) return []
  return [
    {
      problem: `two copies of ${API}: the program's, ${theirs.version}, does not see the spans of azmon's, ${own.version}`,
      fix: `Run npm dedupe, or install ${API} ${own.version}.`,
    },
  ]
}

function minorOf(version: string): number {
  return Number(version.split('.')[1])
}

interface Installed {
  readonly folder: string
  readonly version: string
}

/** Finds a package as Node does, from a folder upwards. Unlike `require.resolve`, ignores what the package exports. */
function findPackage(folder: string, name: string): Installed | undefined {
  const found = join(folder, 'node_modules', name)
  const manifest = join(found, 'package.json')
  if (existsSync(manifest)) return { folder: found, version: versionIn(manifest) }
  const above = dirname(folder)
  return above === folder ? undefined : findPackage(above, name)
}

function versionIn(manifest: string): string {
  try {
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
    return String(version)
  } catch {
    return 'of an unknown version'
  }
}
