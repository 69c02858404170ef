import {
  excludedFields,
  type Levels,
  type LogContext,
  type LogSink,
  PlainWriter,
  type ResolvedLogOptions,
  type SeverityOf,
  severitiesOf,
} from '@azmon/core/adapter'
import { TerminalFormats } from './logged-message'

/** The settings with which the records of one logger are mapped. */
export interface MapContext extends Omit<LogContext, 'levelMap'>, ResolvedLogOptions {
  readonly severityOf: SeverityOf
  readonly formats: TerminalFormats
  /** The id of the logger in its container; undefined if it is not in one. */
  readonly logger: string | undefined
  /** Writes plain records directly; undefined if they must be mapped. */
  readonly writer: PlainWriter | undefined
}

export function mapContext(sink: LogSink, log: ResolvedLogOptions, levels: Levels, logger?: string): MapContext {
  const { properties: serializer, acceptsPreserialized } = sink
  const writer = acceptsPreserialized && log.recordsAs === 'trace' ? new PlainWriter(serializer, EXCLUDED) : undefined
  const severityOf = severitiesOf(log.levelMap, levels)
  return { ...log, serializer, severityOf, formats: new TerminalFormats(levels), logger, writer }
}

/** Fields that are passed to `logEnvelope` separately. */
export const EXCLUDED: ReadonlySet<string> = excludedFields('level', 'message', 'timestamp')
