import { startLocal } from '@azmon/local'
import { peakRssBytes } from '../peak-rss'

/** What the server's process has used so far. */
export interface Usage {
  readonly cpuMicros: number
  readonly peakRssBytes: number
}

export type ServerMessage = { readonly url: string } | Usage

async function main(options: string): Promise<void> {
  const local = await startLocal({ port: 0, ...JSON.parse(options) })
  process.on('message', async (request) => {
    if (request === 'usage') {
      const { user, system } = process.cpuUsage()
      tell({ cpuMicros: user + system, peakRssBytes: peakRssBytes() })
      return
    }
    await local.close()
    process.disconnect()
  })
  tell({ url: local.url })
}

function tell(message: ServerMessage): void {
  process.send?.(message)
}

void main(process.argv[2]!)
