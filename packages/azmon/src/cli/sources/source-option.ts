import type { Options } from '@azmon/core/command-line'

const DEFAULT_SOURCE = 'http://127.0.0.1:4380'

/** The option that selects the service that a command queries. */
export const SOURCE_OPTION = {
  source: {
    kind: 'string',
    placeholder: '<source>',
    help: `who answers (default: ${DEFAULT_SOURCE}, azmon local on this machine)`,
  },
} as const satisfies Options

export const SOURCE_NOTE = [
  'Sources:',
  '  http://<host>:<port>           an azmon local, with its token in AZMON_LOCAL_TOKEN or ?token=…',
  '  appinsights:<application id>   with @azure/identity, or an API key in AZMON_SOURCE_API_KEY',
  '  workspace:<workspace id>       Log Analytics, with @azure/identity',
  '  https://<cluster>/<database>   Azure Data Explorer, with @azure/identity',
].join('\n')

export function sourceOf(given: string | undefined): string {
  return given ?? DEFAULT_SOURCE
}
