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
  /** Undefined if only the fields are logged. */
  readonly text: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
  /** The fields of the child logger that makes the call; undefined if the logger itself makes it. */
  readonly child: Readonly<Record<string, unknown>> | undefined
  /** The time that the record must have; undefined for the logger's own time. */
  readonly time: unknown
}

/** A logger that is open during one test. */
export interface OpenLogger<Logger> {
  readonly logger: Logger
  flush(): Promise<unknown>
  close(): unknown
}

/** Tells the suite how to use a logger and its adapter. */
export interface LogConformance<Logger> {
  /**
   * Opens a logger that sends to `connectionString`, at its lowest level, with the levels `fatal`, `error`, `warn`, `info`
   * and `debug`. `name` is the logger's own name; all other options are for the adapter.
   */
  readonly open: (options: CaseOptions & { readonly connectionString: string }) => OpenLogger<Logger>
  /** Makes the call. If the adapter sees only serialized errors, the logger must serialize all fields that contain an error. */
  readonly log: (logger: Logger, call: LogCall) => void
  /** The property that keeps a rejected time. @default 'timestamp' */
  readonly timeKey?: string
}

/**
 * Declares the tests that the adapter of every logger must pass: the same call becomes the same row, whatever the logger. The
 * tests check only the rows that arrive at an ingestion endpoint.
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
      const { level, text, child, time, expected } = logCase
      const fields = logCase.fields()
      const logged = inspect(fields, { depth: null })
      const beganMs = Date.now()
      const arrived = await arrivals(logCase, { level, text, fields, child, time })
      expect(arrived).toEqual(expected === undefined ? [] : [{ time: expect.any(String), ...expected }])
      const isTimed = expected === undefined || expected.time !== undefined
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
