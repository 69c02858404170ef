/** Runs a query through the query API and returns the time until its last byte, in milliseconds. */
export async function queryMs(url: string, query: string): Promise<number> {
  const startedMs = performance.now()
  const response = await fetch(new URL('v1/apps/local/query', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${query} was answered with ${response.status}: ${text}`)
  return performance.now() - startedMs
}
