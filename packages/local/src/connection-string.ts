/** Any GUID is taken as a key; this one is version 4 in form, so that every SDK takes it too. */
const INSTRUMENTATION_KEY = '00000000-0000-4000-8000-000000000000'

export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}/`
}

export function connectionStringOf(port: number): string {
  const url = urlOf(port)
  return `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=${url};LiveEndpoint=${url}`
}
