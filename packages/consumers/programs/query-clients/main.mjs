// Starts a local Application Insights with some rows, and runs the program in the argument with its address.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocal } from '@azmon/local'
import { AzureMonitorTransport } from '@azmon/winston'
import winston from 'winston'

const stateDirectory = mkdtempSync(join(tmpdir(), 'query-clients-'))
const local = await startLocal({ port: 0, token: process.env.TOKEN, stateDirectory })
const transport = new AzureMonitorTransport({ connectionString: local.connectionString })
const logger = winston.createLogger({ transports: [transport] })
logger.info('first', { card: 'visa' })
logger.warn('second')
await transport.flush()
await local.waitForCounts({ traces: 2 })

const env = {
  ...process.env,
  NODE_EXTRA_CA_CERTS: local.caPath,
  ENDPOINT: new URL(local.httpsUrl).origin,
  CLUSTER: new URL(local.url).origin,
}
const client = spawn(process.execPath, [process.argv[2]], { env, stdio: 'inherit' })
const [code] = await once(client, 'close')
await local.close()
process.exitCode = code
