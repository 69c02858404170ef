import { type Envelope, exceptionData, isoTime, type Properties, type PropertySerializer } from '@azmon/core'
import { findError, textBefore } from './find-error'
import { severityOf } from './levels'
import { LEVEL, type LogInfo } from './log-info'

/** winston's record -> one envelope: an exception where it holds an error, else a trace. */
export function mapInfo(info: LogInfo, write: PropertySerializer): Envelope {
  const level = write.text(info[LEVEL] ?? info['level'])
  const severityLevel = severityOf(level)
  const time = isoTime()
  const found = findError(info)
  if (found === undefined) {
    const properties = { level, ...write.properties(info, NOT_PROPERTIES) }
    return {
      time,
      data: { baseType: 'MessageData', baseData: { message: write.text(info.message), severityLevel, properties } },
    }
  }
  const { error, repeats } = found
  const properties: Properties = { level, ...write.properties(info, new Set([...NOT_PROPERTIES, ...repeats])) }
  const text = textBefore(error, info, write.text(info.message))
  if (text !== '' && text !== error.message && info.message !== error) properties['message'] = text
  return { time, data: { baseType: 'ExceptionData', baseData: { ...exceptionData(error), severityLevel, properties } } }
}

/** They have places of their own. */
const NOT_PROPERTIES: ReadonlySet<string> = new Set(['level', 'message'])
