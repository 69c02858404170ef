import { readFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'

/**
 * `cloud_RoleName` where no option says it: what the environment says, the name of the nearest package.json above the
 * script, else the script's own.
 */
export function defaultRole(
  env: Readonly<Record<string, string | undefined>>,
  script: string | undefined = isMainThread ? process.argv[1] : mainScript(),
): string {
  return env['OTEL_SERVICE_NAME'] || env['WEBSITE_SITE_NAME'] || nameOf(script)
}

// --- helpers, in order of use ---

function nameOf(script: string | undefined): string {
  if (script === undefined) return 'node'
  for (let folder = dirname(resolve(script)), last = ''; folder !== last; last = folder, folder = dirname(folder)) {
    // A tool that runs the application, as a test runner does, is not what speaks.
    const name = INSTALLED.test(folder) ? undefined : packageName(join(folder, 'package.json'))
    if (name !== undefined) return name
  }
  return basename(script, extname(script))
}

const INSTALLED = /[\\/]node_modules(?:[\\/]|$)/

/** In a worker, `process.argv` has the worker's script; only the report knows what the process was started with. */
function mainScript(): string | undefined {
  const report = process.report?.getReport() as { readonly header?: { readonly commandLine?: readonly string[] } }
  return report?.header?.commandLine?.slice(1 + process.execArgv.length).find((argument) => !argument.startsWith('-'))
}

function packageName(file: string): string | undefined {
  try {
    const name: unknown = JSON.parse(readFileSync(file, 'utf8')).name
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined // no such file, or not one to rely on
  }
}
