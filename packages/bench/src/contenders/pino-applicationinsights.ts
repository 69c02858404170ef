import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import type { OpenContender } from '../contender'
import { requirePeer } from '../peers'
import { type ApplicationInsights, startQuietly } from './application-insights'
import { logThroughPino, spanMixin } from './log-through-pino'

export async function open(connectionString: string, isTraced: boolean): Promise<OpenContender> {
  const { createWriteStream } = requirePeer('pino', 'pino-applicationinsights') as PinoApplicationInsights
  let library: ApplicationInsights | undefined
  const stream = await createWriteStream({
    setup: (own) => {
      library = own
      startQuietly(own, connectionString)
    },
  })
  return {
    ...logThroughPino(stream, isTraced ? spanMixin : undefined),
    close: async () => {
      stream.end()
      await once(stream, 'finish')
      await new Promise((resolve) => library?.defaultClient.flush({ callback: resolve }))
    },
  }
}

// --- helpers ---

interface PinoApplicationInsights {
  createWriteStream(options: { setup(library: ApplicationInsights): void }): Promise<Duplex>
}
