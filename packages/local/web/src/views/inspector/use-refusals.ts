import { useEffect, useState } from 'preact/hooks'

export interface Refusal {
  readonly atMs: number
  readonly rule: string
  readonly statusCode: number
  readonly message: string
  readonly text: string
  readonly iKey: string
  readonly baseType: string
  readonly role: string
  readonly sdkVersion: string
  readonly operationId: string
}

export interface Refusals {
  readonly total: number
  readonly byRule: Readonly<Record<string, number>>
  /** The newest first. */
  readonly refusals: readonly Refusal[]
}

const AGAIN_MS = 3_000

/** The items that this process has refused, read again every few seconds. Undefined until they are known. */
export function useRefusals(): Refusals | undefined {
  const [refusals, setRefusals] = useState<Refusals | undefined>(undefined)
  useEffect(() => {
    const stop = new AbortController()
    const read = async () => {
      const response = await fetch('/api/refusals', { signal: stop.signal })
      if (response.ok) setRefusals((await response.json()) as Refusals)
    }
    const readQuietly = () => read().catch(() => undefined) // the last answer stays while the server does not answer
    readQuietly()
    const timer = setInterval(readQuietly, AGAIN_MS)
    return () => {
      stop.abort()
      clearInterval(timer)
    }
  }, [])
  return refusals
}
