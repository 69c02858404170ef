/** The endpoint accepts any GUID; this one is a valid version 4 GUID, so that every SDK accepts it, too. */
const INSTRUMENTATION_KEY = '00000000-0000-4000-8000-000000000000'

/** Returns the URL of the web page. */
export function urlOf(port: number): string {
  return `${endpointOf(port)}/`
}

export function connectionStringOf(port: number): string {
  const endpoint = endpointOf(port)
  return `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`
}

/** Returns the endpoint without a trailing slash, because some clients simply append `/v2.1/track`. */
function endpointOf(port: number): string {
  return `http://127.0.0.1:${port}`
}
