import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { finished } from 'node:stream/promises'
import { ConfigurationError, type Stats, TelemetryClient } from '@azmon/core'
import { isFields, programAt, type RejectedOptions, redirectWarnings } from '@azmon/core/adapter'
import { EXIT, feed, handleSignals } from '@azmon/core/command-line'
import { lineStream } from '../line-stream'
import { splitOptions } from '../stream-options'
import type { AzureMonitorTargetOptions } from '../target-options'
import type { PinoOptions } from './options'

/**
 * Reads stdin to its end and sends its lines. Resolves with the exit code.
 * @throws ConfigurationError
 */
export async function ship(options: PinoOptions, remark: (message: string) => void): Promise<number> {
  redirectWarnings(remark) // Node would print advice for programmers as well
  const { mapping, clientOptions } = splitOptions(transportOptions(options), NOT_IN_FILE)
  const client = new TelemetryClient({ ...clientOptions, handleSignals: false })
  const { messageKey } = options
  const stream = lineStream(client, mapping, () => client.closeBeforeExit(), { config: { messageKey } })
  // A signal goes to every program of a pipe, and the program before this one may still print.
  handleSignals({ onStillRunning: () => remark(STILL_RUNNING) })
  const failure = await feed(process.stdin, options.passThrough ? [stream, process.stdout] : [stream])
  if (failure !== undefined) remark(`Reading stdin failed: ${failure.message}.`)
  stream.end()
  await finished(stream)
  return failure === undefined ? report(client.stats(), remark) : EXIT.failed
}

// --- helpers, in order of use ---

const ONLY_IN_PROGRAM = 'It works only inside a program.'

/** The options that are not allowed in the file, because they need a logger or code of the application, with the advice. */
const NOT_IN_FILE: RejectedOptions = {
  messageKey: 'Use --message-key.',
  customLevels: 'Map their numbers to severities: { "levelMap": { "35": 1 } }.',
  level: 'To drop levels, use { "samplingRatioBySeverity": { "0": 0 } }.',
  client: ONLY_IN_PROGRAM,
  credential: ONLY_IN_PROGRAM,
  uncaught: ONLY_IN_PROGRAM,
  onError: ONLY_IN_PROGRAM,
  onDrop: ONLY_IN_PROGRAM,
}

const STILL_RUNNING = 'Still reading, because the input has not ended. The next signal ends it at once.'

function transportOptions(options: PinoOptions): AzureMonitorTargetOptions {
  const { connectionString, cloudRole, storagePath, levelKey, timeKey, nestedKey, options: file } = options
  const given = { connectionString, cloudRole, storagePath, levelKey, timeKey, nestedKey }
  const directory = process.cwd()
  // They belong to the program before the pipe.
  const { role, version = '' } = programAt(process.env, directory, basename(directory) || 'node')
  return {
    ...{ cloudRole: role, applicationVersion: version },
    ...(file === undefined ? {} : readOptions(file)),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
}

function readOptions(path: string): AzureMonitorTargetOptions {
  try {
    const options: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    if (isFields(options)) return options
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : ''
    throw new ConfigurationError('options', `The --options file cannot be read as JSON${code}.`)
  }
  throw new ConfigurationError('options', 'The --options file must contain an object: { "samplingRatio": 0.5 }.')
}

/** Prints nothing if everything was sent. Counts only records of this run, not those that other programs have on disk. */
function report({ dropped, droppedByReason, spooled, spool, lastError }: Stats, remark: (message: string) => void) {
  const why = lastError === undefined ? '' : ` Last error: ${lastError.message}`
  const reasons = { ...droppedByReason }
  for (const reason of ['rejected', 'too-large', 'unknown-outcome', 'damaged'] as const) {
    const fromDisk = spool.droppedByReason[reason]
    if (fromDisk !== undefined && spooled > 0) reasons[reason] = (reasons[reason] ?? 0) + fromDisk
  }
  const lost = Object.entries(reasons).filter(([, count]) => count > 0)
  if (lost.length > 0) remark(`Records lost: ${lost.map(([reason, count]) => `${count} ${reason}`).join(', ')}.${why}`)
  const waiting = Math.min(spooled - spool.drained, spool.items)
  if (waiting > 0) remark(`Records on disk, for the next run: ${waiting}.${why}`)
  return dropped > 0 || lost.length > 0 ? EXIT.failed : EXIT.done
}
