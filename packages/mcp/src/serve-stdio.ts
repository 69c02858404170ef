import { once } from 'node:events'
import { openSource } from '@azmon/local'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { createServer } from './create-server'

export interface ServeOptions {
  /** Stops serving. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Serves a source on stdin and stdout of this process, until the client closes stdin or the signal is aborted. Nothing else may
 * be printed to stdout meanwhile.
 * @param source as `--source` of the `azmon` command, such as `http://127.0.0.1:4380`
 * @throws LocalError `AZMON_LOCAL_OPTION` if `source` is not a source
 */
export async function serveStdio(source: string, { signal }: ServeOptions = {}): Promise<void> {
  const server = createServer(openSource(source))
  const ended = [once(process.stdin, 'end'), ...(signal === undefined ? [] : [once(signal, 'abort')])]
  await server.connect(new StdioServerTransport())
  if (signal?.aborted !== true) await Promise.race(ended)
  await server.close()
}
