/** Any GUID is taken as a key; this one is version 4 in form, so that every SDK takes it too. */
const INSTRUMENTATION_KEY = '00000000-0000-4000-8000-000000000000'

/** The address of the page. */
export function urlOf(port: number): string {
  return `${endpointOf(port)}/`
}

export function connectionStringOf(port: number): string {
  const endpoint = endpointOf(port)
  return `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`
}

/** Without a trailing slash: some clients append `/v2.1/track` to it as it stands. */
function endpointOf(port: number): string {
  return `http://127.0.0.1:${port}`
}
