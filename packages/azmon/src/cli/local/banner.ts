import type { LocalApplicationInsights, LocalStatus } from '@azmon/local'

/** Returns what `azmon local` prints when it is ready: where to look, and what to set where the program runs. */
export function banner(
  local: LocalApplicationInsights,
  data: string | undefined,
  allowHosts: readonly string[] = [],
): string {
  const { url, connectionString, caPath, token } = local
  // A token on a command line would be visible to other users of the machine.
  const azmon = token === undefined ? 'npx azmon' : `AZMON_LOCAL_TOKEN=${token} npx azmon`
  const source = url === DEFAULT_SOURCE ? '' : ` --source ${url}`
  const setting = `APPLICATIONINSIGHTS_CONNECTION_STRING="${connectionString}"`
  const fromElsewhere = allowHosts.map(
    (name) => `
  On machines that reach it as ${name}:

  .env          APPLICATIONINSIGHTS_CONNECTION_STRING="${local.connectionStringFor(name)}"
                AZMON_ALLOW_PRIVATE_HTTP=1
`,
  )
  return `
  azmon local   ${url}${token === undefined ? '' : `?token=${token}`}
  follow        ${azmon} tail${source}
  query         ${azmon} query${source} 'requests | take 10'

  Set this where your program runs, and start it with node --import azmon/register app.js:

  bash          export ${setting}
  PowerShell    $env:${setting}
  .env          ${setting}
${fromElsewhere.join('')}${caPath === undefined ? '' : trustOf(caPath)}
  Telemetry is kept in ${data ?? 'memory until this process ends (--data <file> keeps it)'}
${besideStoring(local.status())}  Ctrl-C stops
`
}

// --- helpers, in order of use ---

/** Where the other commands look. */
const DEFAULT_SOURCE = 'http://127.0.0.1:4380/'

/** Lines about what is not the default. */
function besideStoring({ source, forward }: LocalStatus): string {
  const lines = [
    ...(source.isEmbedded ? [] : [`The page and its queries show ${source.name}`]),
    ...(forward === undefined ? [] : [`Telemetry is also sent to ${forward.endpoint}`]),
  ]
  return lines.map((line) => `  ${line}\n`).join('')
}

/** Azure's own SDKs send over https even to an http address. */
function trustOf(caPath: string): string {
  return `
  For Azure's SDKs, which use https, on the same port:

  bash          export NODE_EXTRA_CA_CERTS="${caPath}"
  PowerShell    $env:NODE_EXTRA_CA_CERTS="${caPath}"
`
}
