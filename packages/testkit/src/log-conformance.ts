import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { context, type Span, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { type ArrivedLog, arrivedLog } from './arrived-log'
import { logCases } from './log-cases'
import type { CaseOptions, LogCase, LogSpan } from './log-cases/log-case'
import { type ScriptedIngestion, startIngestion } from './scripted-ingestion'

/** One call of a logger. */
export interface LogCall {
  readonly level: LogCase['level']
  readonly text: string
  readonly fields: Readonly<Record<string, unknown>>
  /** Fields of the child logger that makes the call; undefined for the logger itself. */
  readonly child: Readonly<Record<string, unknown>> | undefined
  /** The time that the record has to say it was logged; undefined for the logger's own. */
  readonly time: unknown
}

/** A logger that is open for one test. */
export interface OpenLogger<Logger> {
  readonly logger: Logger
  flush(): Promise<unknown>
  close(): unknown
}

/** How the suite uses a logger and its adapter. */
export interface LogConformance<Logger> {
  /**
   * Opens a logger at its lowest level, with the levels `fatal`, `error`, `warn`, `info` and `debug`, whose records go to
   * `connectionString`. `name` is the logger's own; all other options are the adapter's.
   */
  readonly open: (options: CaseOptions & { readonly connectionString: string }) => OpenLogger<Logger>
  /** Makes the call. If the adapter only sees serialized errors, the logger serializes all fields that hold one. */
  readonly log: (logger: Logger, call: LogCall) => void
  /** The property that keeps a time that is not accepted. @default 'timestamp' */
  readonly timeKey?: string
}

/**
 * Declares the tests that every adapter of a logger passes: the same call becomes the same row, whatever the logger. They
 * look only at what arrives at an ingestion endpoint.
 *
 * @example
 * runLogConformance({
 *   open: ({ connectionString, name, ...options }) => openMine({ connectionString, ...options }, name),
 *   log: (logger, { level, text, fields }) => logger.log(level, text, fields),
 * })
 */
export function runLogConformance<Logger>({ open, log, timeKey = 'timestamp' }: LogConformance<Logger>): void {
  let ingestion: ScriptedIngestion

  beforeAll(async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    ingestion = await startIngestion()
  })

  afterAll(async () => {
    context.disable()
    await ingestion.close()
  })

  const arrivals = async (logCase: LogCase, call: LogCall): Promise<readonly ArrivedLog[]> => {
    const before = ingestion.accepted.length
    const { logger, flush, close } = open({ ...logCase.options, connectionString: ingestion.connectionString })
    try {
      within(logCase.span, () => log(logger, call))
      await flush()
      return ingestion.accepted.slice(before).map(arrivedLog)
    } finally {
      await close()
    }
  }

  describe('makes the same row as every other logger of', () => {
    it.each(logCases(timeKey).map((each): [string, LogCase] => [each.name, each]))('%s', async (_, logCase) => {
      const { level, text, child, time, arrives } = logCase
      const fields = logCase.fields()
      const logged = inspect(fields, { depth: null })
      const beganMs = Date.now()
      const arrived = await arrivals(logCase, { level, text, fields, child, time })
      expect(arrived).toEqual(arrives === undefined ? [] : [{ time: expect.any(String), ...arrives }])
      const isTimed = arrives === undefined || arrives.time !== undefined
      if (!isTimed) expect(Date.parse(arrived[0]?.time ?? '')).toBeGreaterThanOrEqual(beganMs)
      expect(inspect(fields, { depth: null })).toBe(logged)
    })
  })
}

// --- helpers ---

/** Runs the log call while the span is active. */
function within(span: LogSpan | undefined, call: () => void): void {
  if (span === undefined) return call()
  const { traceId, spanId, ...marks } = span
  const active: Span = Object.assign(trace.wrapSpanContext({ traceId, spanId, traceFlags: 1 }), marks)
  context.with(trace.setSpan(context.active(), active), call)
}
