import { expect, it } from '@jest/globals'
import { startGate } from '../src/gate'
import { hang } from '../src/replies'
import { startIngestion } from '../src/scripted-ingestion'

it('relays requests while it is open, and refuses them while it is shut', async () => {
  await using ingestion = await startIngestion()
  await using gate = await startGate(ingestion.url)
  const post = () => fetch(gate.url, { method: 'POST', body: '{}' }).then(({ status }) => status)
  expect(await post()).toBe(200)
  await gate.shut()
  await gate.shut()
  await expect(post()).rejects.toThrow()
  await gate.open()
  expect(await post()).toBe(200)
})

it('breaks connections when it is shut', async () => {
  await using ingestion = await startIngestion()
  await using gate = await startGate(ingestion.url)
  ingestion.always(hang)
  const pending = fetch(gate.url, { method: 'POST', body: '{}' })
  const broken = expect(pending).rejects.toThrow()
  await ingestion.untilRequested(1)
  await gate.shut()
  await broken
})
