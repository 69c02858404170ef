import type { ArrivedLog } from '../arrived-log'

/** Returns a row of `traces` at level info. */
export function message(text: string, properties: Readonly<Record<string, unknown>>): ArrivedLog {
  const baseData = { message: text, severityLevel: 1, properties: { level: 'info', ...properties } }
  return { baseType: 'MessageData', baseData }
}

export function event(name: string, properties: Readonly<Record<string, unknown>>): ArrivedLog {
  return { baseType: 'EventData', baseData: { name, properties } }
}

export function exception(
  level: string,
  severityLevel: number,
  properties: Readonly<Record<string, unknown>>,
  errors: readonly object[],
): ArrivedLog {
  const numbered = errors.map((error, index) => ({ id: index + 1, ...error }))
  return {
    baseType: 'ExceptionData',
    baseData: { severityLevel, properties: { level, ...properties }, errors: numbered },
  }
}
