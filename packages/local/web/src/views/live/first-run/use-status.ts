import { useEffect, useState } from 'preact/hooks'

export interface ServerStatus {
  /** Undefined until the server has answered. */
  readonly status: Status | undefined
  /** The newest item that was refused. */
  readonly refusal: Refusal | undefined
  /** Whether the server answers now. */
  readonly answers: boolean
}

interface Status {
  readonly startedAt: string
  readonly data?: string
  readonly maxRows: number
  readonly caPath?: string
  readonly rejected: number
  readonly forward?: { readonly endpoint: string }
}

interface Refusal {
  readonly statusCode: number
  readonly message: string
}

/** Asks the server how it is, every two seconds. */
export function useStatus(): ServerStatus {
  const [known, setKnown] = useState<ServerStatus>({ status: undefined, refusal: undefined, answers: true })
  useEffect(() => {
    const look = async () => {
      try {
        const status = await readJson<Status>('/api/status')
        const refused = status.rejected === 0 ? undefined : await readJson<{ refusals: Refusal[] }>('/api/refusals')
        setKnown({ status, refusal: refused?.refusals[0], answers: true })
      } catch {
        setKnown((before) => ({ ...before, answers: false }))
      }
    }
    void look()
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  return known
}

// --- helpers ---

const LOOK_MS = 2_000

async function readJson<T>(path: string): Promise<T> {
  return (await (await fetch(path)).json()) as T
}
