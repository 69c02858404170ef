/** An event of the live stream. */
export interface LiveEvent {
  readonly name: string
  readonly data: unknown
}

export interface OpenStream {
  /** Resolves with the next event of this name. */
  next(name: string): Promise<unknown>
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>
  close(): void
}

/** Opens the live stream of a local Application Insights, and reads it as a page does. */
export async function openLive(url: string, headers: Readonly<Record<string, string>> = {}): Promise<OpenStream> {
  const abort = new AbortController()
  const response = await fetch(new URL('api/live', url), { headers, signal: abort.signal })
  if (response.body === null || response.status !== 200) throw new Error(`status ${response.status}`)
  const events: LiveEvent[] = []
  let wake: () => void = () => {}
  const ended = read(response.body, (event) => {
    events.push(event)
    wake()
  })
  return {
    ended,
    close: () => abort.abort(),
    next: async (name) => {
      for (;;) {
        const index = events.findIndex((event) => event.name === name)
        if (index !== -1) return events.splice(0, index + 1).at(-1)?.data
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

// --- helpers ---

async function read(body: ReadableStream<Uint8Array>, onEvent: (event: LiveEvent) => void): Promise<void> {
  let text = ''
  try {
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString()
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const [, name, data] = /^event: (\w+)\ndata: (.+)$/.exec(block) ?? []
        if (name !== undefined && data !== undefined) onEvent({ name, data: JSON.parse(data) })
      }
    }
  } catch {
    // the stream was closed here
  }
}
