import type { QuerySource } from './query-source'
import { ClusterSource } from './remote/cluster-source'
import { type Credential, defaultCredential } from './remote/default-credential'
import { QueryApiSource } from './remote/query-api-source'
import { tokenHeaders } from './remote/token-headers'
import { WorkspaceSource } from './remote/workspace-source'
import { isLoopback, parseSource } from './source-spec'

export interface SourceOptions {
  /**
   * A credential of `@azure/identity`, or any object with the same method. @default `DefaultAzureCredential` of
   * `@azure/identity`, if the application has installed it
   */
  readonly credential?: Credential | undefined
  /** An API key of Application Insights, used instead of a credential. @default AZMON_SOURCE_API_KEY */
  readonly apiKey?: string | undefined
  /** The token of another azmon local. @default `?token=` of its URL, or AZMON_LOCAL_TOKEN */
  readonly token?: string | undefined
  /** Sends the requests. @default the global fetch */
  readonly fetch?: typeof fetch | undefined
}

/**
 * Returns a source that asks another service:
 *
 * | `spec` | service |
 * |---|---|
 * | `http://127.0.0.1:4380` | another azmon local |
 * | `appinsights:<application id>` | Application Insights |
 * | `workspace:<workspace id>` | a Log Analytics workspace |
 * | `https://<cluster>/<database>` | Azure Data Explorer |
 *
 * Sends no request before the first query.
 * @throws LocalError `AZMON_LOCAL_OPTION` if `spec` is none of these.
 */
export function openSource(spec: string, options: SourceOptions = {}): QuerySource {
  const source = parseSource(spec)
  const { credential, apiKey = process.env['AZMON_SOURCE_API_KEY'], fetch = globalThis.fetch } = options
  const findCredential = credential === undefined ? defaultCredential : () => credential
  // An emulator on this machine needs no token.
  const isRequired = !isLoopback(source.url)
  switch (source.kind) {
    case 'local': {
      const token = options.token ?? source.token ?? process.env['AZMON_LOCAL_TOKEN']
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      return new QueryApiSource({
        name: `azmon local at ${source.url.host}`,
        url: new URL('/v1/apps/local/query', source.url),
        headers: async () => headers,
        isAzmon: true,
        help: 'Check that azmon local runs there, and pass the token that it printed.',
        fetch,
      })
    }
    case 'app':
      return new QueryApiSource({
        name: `Application Insights ${source.id}`,
        url: new URL(`/v1/apps/${source.id}/query`, source.url),
        headers:
          apiKey === undefined
            ? tokenHeaders(findCredential, `${source.url.origin}/.default`, isRequired)
            : async () => ({ 'x-api-key': apiKey }),
        isAzmon: false,
        help: 'Check the application id (API Access in the portal), and that you have the role Monitoring Reader.',
        fetch,
      })
    case 'workspace':
      return new WorkspaceSource(
        new QueryApiSource({
          name: `Log Analytics ${source.id}`,
          url: new URL(`/v1/workspaces/${source.id}/query`, source.url),
          headers: tokenHeaders(findCredential, `${source.url.origin}/.default`, isRequired),
          isAzmon: false,
          help: 'Check the workspace id, and that you have the role Log Analytics Reader.',
          fetch,
        }),
      )
    case 'cluster':
      return new ClusterSource({
        name: `${source.url.host}/${source.database}`,
        url: new URL('/v2/rest/query', source.url),
        database: source.database,
        headers: tokenHeaders(findCredential, `${source.url.origin}/.default`, isRequired),
        help: 'Check the cluster and database, and that you have the role Database Viewer.',
        fetch,
      })
  }
}
