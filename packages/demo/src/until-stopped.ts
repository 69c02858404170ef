import { setTimeout as sleep } from 'node:timers/promises'
import { type LocalApplicationInsights, LocalError, startLocal } from '@azmon/local'
import { customers, sendRequest } from './customers'
import type { Version } from './payments/three-d-secure'
import { formatCounts } from './print-rows'
import { type OpenShop, openShop } from './shop/open-shop'

const BETWEEN_REQUESTS_MS = 150
const BETWEEN_REPORTS_MS = 5_000

/**
 * Sends traffic until Ctrl-C and reports every few seconds how much has arrived. Returns the exit code.
 * Sends to `connectionString` if it is given, else to a local Application Insights on `port`.
 */
export async function untilStopped(connectionString: string | undefined, port: number | undefined): Promise<number> {
  const stop = stopSignal()
  await using local = connectionString === undefined ? await startOnSomePort(port) : undefined
  const shop = await openShop(connectionString ?? local?.connectionString ?? '')
  console.log(local === undefined ? 'sending to Azure Monitor' : introduction(local))
  console.log(`shop, by winston             ${shop.url}`)
  console.log(`payments, by pino            ${shop.paymentsUrl}\n\nPress Ctrl-C to stop.\n`)
  try {
    await Promise.all([sendRequests(shop, stop), release(shop, stop), report(shop, local, stop)])
  } finally {
    await shop.close()
  }
  const { waiting, dropped } = shop.delivery()
  const unsent = waiting + dropped
  console.log(`\nStopped. ${unsent === 0 ? 'Everything has been sent.' : `${unsent} records could not be sent.`}`)
  return 0
}

// --- helpers, in order of use ---

function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

async function startOnSomePort(port: number | undefined): Promise<LocalApplicationInsights> {
  if (port !== undefined) return startLocal({ port })
  try {
    return await startLocal()
  } catch (error) {
    if (!(error instanceof LocalError) || error.code !== 'AZMON_LOCAL_PORT_IN_USE') throw error
    console.log('Port 4380 is in use, so this one listens on a free port.\n')
    return startLocal({ port: 0 })
  }
}

function introduction(local: LocalApplicationInsights): string {
  return `local Application Insights   ${local.url}
for your own application     APPLICATIONINSIGHTS_CONNECTION_STRING="${local.connectionString}"`
}

async function sendRequests(shop: OpenShop, stop: AbortSignal): Promise<void> {
  for (const request of customers(SEED)) {
    if (stop.aborted) return
    await sendRequest(request, shop.url)
    await pause(BETWEEN_REQUESTS_MS, stop)
  }
}

/** Any number. The customers of each run are the same. */
const SEED = 7

/** Releases new versions of the payments service: one that fails for some cards, then one with the fix. */
async function release(shop: OpenShop, stop: AbortSignal): Promise<void> {
  for (const { afterMs, version, message } of RELEASES) {
    await pause(afterMs, stop)
    if (stop.aborted) return
    await shop.release(version)
    console.log(`payments ${version} has been released. ${message}\n`)
  }
}

interface Release {
  /** The time since the previous release. */
  readonly afterMs: number
  readonly version: Version
  readonly message: string
}

const RELEASES: readonly Release[] = [
  {
    afterMs: 45_000,
    version: '2.8.0',
    message: 'Orders fail now, but not all. The page shows what they have in common.',
  },
  { afterMs: 240_000, version: '2.8.1', message: 'It fixes the failing orders.' },
]

async function report(shop: OpenShop, local: LocalApplicationInsights | undefined, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await pause(BETWEEN_REPORTS_MS, stop)
    if (local !== undefined) console.log(`${formatCounts(await local.counts())}\n`)
    else console.log(`${shop.delivery().sent} records sent`)
  }
}

async function pause(delayMs: number, stop: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal: stop }).catch(() => {}) // an abort ends only the pause
}
