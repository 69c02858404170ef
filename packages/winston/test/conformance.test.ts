import { arrivedLog, LOG_CASES, type ScriptedIngestion, startIngestion } from '@azmon/testkit'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import winston, { type Logger } from 'winston'
import { AzureMonitorTransport } from '../src'

let ingestion: ScriptedIngestion
let transport: AzureMonitorTransport
let logger: Logger

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  ingestion = await startIngestion()
  transport = new AzureMonitorTransport({ connectionString: ingestion.connectionString })
  logger = winston.createLogger({ level: 'debug', transports: [transport] })
})

afterAll(async () => {
  context.disable()
  logger.close()
  await ingestion.close()
})

it.each(LOG_CASES.map((each) => [each.name, each] as const))(
  'makes the same as every other logger of %s',
  async (_, { level, text, fields, child, span, arrives }) => {
    const own = child === undefined ? logger : logger.child(child)
    const active = span === undefined ? context.active() : trace.setSpanContext(context.active(), span)
    context.with(active, () => own.log(level, text, fields()))
    await transport.flush()
    expect(ingestion.accepted.slice(-1).map(arrivedLog)).toEqual([arrives])
  },
)
