import { isIP } from 'node:net'
import { LocalError } from '../errors'

/** A parsed `--source`: the service to ask, and its address. */
export type SourceSpec =
  | { readonly kind: 'local'; readonly url: URL; readonly token: string | undefined }
  | { readonly kind: 'app' | 'workspace'; readonly url: URL; readonly id: string }
  | { readonly kind: 'cluster'; readonly url: URL; readonly database: string }

/**
 * Parses `http://127.0.0.1:4380`, `appinsights:<application id>`, `workspace:<workspace id>` or `https://<cluster>/<database>`.
 * `https://<endpoint>/v1/apps/<id>` and `…/v1/workspaces/<id>` name another endpoint, such as that of a sovereign cloud.
 * @throws LocalError `AZMON_LOCAL_OPTION`
 */
export function parseSource(spec: string): SourceSpec {
  const [, scheme, id = ''] = /^(appinsights|workspace):([\w-]{1,100})$/i.exec(spec) ?? []
  switch (scheme?.toLowerCase()) {
    case 'appinsights':
      return { kind: 'app', url: new URL('https://api.applicationinsights.io'), id }
    case 'workspace':
      return { kind: 'workspace', url: new URL('https://api.loganalytics.io'), id }
    default:
      return parseUrl(spec)
  }
}

// --- helpers, in order of use ---

function parseUrl(spec: string): SourceSpec {
  if (!URL.canParse(spec)) throw invalid()
  const url = new URL(spec)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid()
  if (url.username !== '' || url.password !== '') throw invalid()
  const token = url.searchParams.get('token') ?? undefined
  const parts = url.pathname.split('/').filter((part) => part !== '')
  const origin = new URL(url.origin)
  const [first = '', kind = '', id = ''] = parts
  if (parts.length === 0) return { kind: 'local', url: encrypted(origin, token !== undefined), token }
  if (parts.length === 1) return { kind: 'cluster', url: encrypted(origin), database: decodeURIComponent(first) }
  if (parts.length === 3 && first === 'v1' && kind === 'apps') return { kind: 'app', url: encrypted(origin), id }
  if (parts.length === 3 && first === 'v1' && kind === 'workspaces') {
    return { kind: 'workspace', url: encrypted(origin), id }
  }
  throw invalid()
}

/** Requires https wherever a token is sent, except to this machine, such as to the emulator of Azure Data Explorer. */
function encrypted(url: URL, sendsToken = true): URL {
  if (url.protocol === 'https:' || !sendsToken || isLoopback(url)) return url
  throw new LocalError('AZMON_LOCAL_OPTION', `source (--source) must be an https URL, because the request has a token.`)
}

export function isLoopback({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Does not repeat the value, which may contain a token. */
function invalid(): LocalError {
  return new LocalError(
    'AZMON_LOCAL_OPTION',
    'source (--source) must be http://127.0.0.1:<port> of an azmon local, appinsights:<application id>, workspace:<workspace id> or https://<cluster>/<database>.',
  )
}
