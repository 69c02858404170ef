import type { ScriptedIngestion, WireEnvelope } from '@azmon/testkit'

/**
 * Returns the name and status of each request, in order, and its client unless that is on this machine, with the exceptions and
 * logs of its operation; the same of each dependency if there are no requests.
 */
export function rowsOf({ accepted }: ScriptedIngestion): readonly unknown[] {
  const of = (type: string) => accepted.filter(({ data }) => data.baseType === type)
  const [requests, dependencies] = [of('RequestData'), of('RemoteDependencyData')]
  return (requests.length > 0 ? requests : dependencies)
    .toSorted((a, b) => (a.time < b.time ? -1 : 1))
    .map(({ tags, data: { baseData } }) => {
      const within = accepted.filter((each) => each.tags['ai.operation.id'] === tags['ai.operation.id'])
      const { name, responseCode, resultCode = responseCode } = baseData as Partial<Record<string, unknown>>
      const { 'ai.location.ip': ip = LOOPBACK } = tags
      return [`${name} ${resultCode}${ip === LOOPBACK ? '' : ` from ${ip}`}`, ...within.flatMap(textsOf)]
    })
}

// --- helpers ---

const LOOPBACK = '127.0.0.1'

function textsOf({ data: { baseData } }: WireEnvelope): readonly string[] {
  const { message, severityLevel, exceptions: [exception] = [] } = baseData
  if (exception !== undefined) return [`${exception.typeName}: ${exception.message} (${severityLevel})`]
  return message === 'Order asked for' ? [message] : []
}
