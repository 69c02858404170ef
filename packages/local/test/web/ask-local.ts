import type { Scope } from '../../web/src/state/scope'

/** A scope of the last hour without filters. */
export function aScope(overrides: Partial<Scope> = {}, nowMs = Date.now()): Scope {
  const range = { fromMs: nowMs - 3_600_000, toMs: nowMs + 1_000 }
  return {
    ...{ from: '-1h', to: 'now', range, brush: undefined, selected: range, filters: [], text: '' },
    hidesHealthChecks: false,
    ...overrides,
  }
}

/** Asks a local Application Insights as the page does. Returns rows as objects. */
export async function askLocal(url: string, query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const response = await fetch(new URL('v1/apps/local/query', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  const { tables } = JSON.parse(text) as {
    tables: readonly [{ columns: readonly { name: string }[]; rows: readonly (readonly unknown[])[] }]
  }
  const [{ columns, rows }] = tables
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])))
}
