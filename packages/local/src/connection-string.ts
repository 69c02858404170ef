/** The endpoint accepts any GUID; this one is a valid version 4 GUID, so that every SDK accepts it, too. */
export const INSTRUMENTATION_KEY = '00000000-0000-4000-8000-000000000000'

/** The host under which programs on this machine reach it. */
const LOOPBACK = '127.0.0.1'

/** Returns the URL of the web page. */
export function urlOf(port: number, host?: string): string {
  return `${endpointOf(port, host)}/`
}

export function connectionStringOf(port: number, host?: string, instrumentationKey = INSTRUMENTATION_KEY): string {
  const endpoint = endpointOf(port, host)
  return `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`
}

// --- helpers ---

/** Returns the endpoint without a trailing slash, because some clients simply append `/v2.1/track`. */
function endpointOf(port: number, host = LOOPBACK): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
