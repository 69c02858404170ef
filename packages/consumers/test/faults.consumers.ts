import { expect, it } from '@jest/globals'
import { consumerOfAzureSdks } from '../src/consumer'
import { run } from '../src/run'
import { startPackedLocal } from './packed-local'
import { store } from './store'

const ALL_TRACES = { OTEL_TRACES_SAMPLER: 'always_on' }

it.each(['503:times=1', '429:times=1:retry-after=1', '500:times=1', '206:times=1', 'drop:times=1', 'slow=1s:times=1'])(
  'the exporters of Azure Monitor deliver each item once although the endpoint fails with %s',
  async (fault) => {
    const consumer = consumerOfAzureSdks(store)
    await using local = await startPackedLocal(consumer)
    const faults = new URL('api/faults', local.url)
    await fetch(faults, { method: 'POST', body: fault })

    const ended = await run(consumer, process.execPath, ['sdks/exporter.cjs'], { ...local.env, ...ALL_TRACES })

    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await (await fetch(faults)).json()).toEqual({ faults: [] }) // it was applied
    const rows = await local.query(
      "union requests, traces, customMetrics | where name !startswith '_OTEL' | summarize n = count() by itemType | order by itemType asc",
    )
    expect(rows.map(({ itemType, n }) => `${itemType} ${n}`)).toEqual(['customMetric 1', 'request 1', 'trace 1'])
  },
)
