import { arrivedLog, LOG_CASES, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import pino, { type Logger } from 'pino'
import { type AzureMonitorStream, azureMonitorStream, traceMixin } from '../src'

let ingestion: ScriptedIngestion
let stream: AzureMonitorStream
let logger: Logger

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  ingestion = await startIngestion()
  stream = azureMonitorStream({ connectionString: ingestion.connectionString })
  const { err } = pino.stdSerializers
  logger = pino({ level: 'debug', mixin: traceMixin(), serializers: { exception: err } }, stream)
})

afterAll(async () => {
  context.disable()
  await stream.close()
  await ingestion.close()
})

it.each(LOG_CASES.map((each) => [each.name, each] as const))(
  'makes the same as every other logger of %s',
  async (_, { level, text, fields, child, span, arrives }) => {
    const own = child === undefined ? logger : logger.child(child)
    const active = span === undefined ? context.active() : trace.setSpanContext(context.active(), span)
    context.with(active, () => own[level](fields(), text))
    await stream.flush()
    expect(ingestion.accepted.slice(-1).map(arrivedLog)).toEqual([arrives])
  },
)
