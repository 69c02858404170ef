import { signal } from '@preact/signals'

/** The name of the service that answers the queries of the page. Undefined if it is the telemetry that is stored here. */
export const otherSource = signal<string | undefined>(undefined)

/** Asks the server once: the source does not change while it runs. */
export async function loadSource(): Promise<void> {
  const response = await fetch('/api/status')
  if (!response.ok) return
  const { source } = (await response.json()) as { source: { name: string; isEmbedded: boolean } }
  otherSource.value = source.isEmbedded ? undefined : source.name
}
