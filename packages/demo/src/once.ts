import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { declinedOrder, formatOperation, looseEnds } from './operation'
import { formatCounts, formatNewest } from './print-rows'
import { type OpenShop, openShop } from './shop/open-shop'
import { pay, ROUND, rowsLeftBy, type ShopRows, TABLES } from './traffic'

const ROUNDS = 3
const NEWEST = 5
const ARRIVAL_TIMEOUT_MS = 5_000

/**
 * Fixed traffic, and a check that what it leaves has arrived: every row, and no row twice.
 * Returns the exit code. Sends to `connectionString` where there is one, else to a local Application Insights on `port`.
 */
export async function once(connectionString: string | undefined, port = 0): Promise<number> {
  if (connectionString !== undefined) return onceToAzure(connectionString)
  await using local = await startLocal({ port })
  const shop = await openShop(local.connectionString)
  console.log(`local Application Insights   ${local.url}`)
  console.log(`shop, by winston             ${shop.url}`)
  console.log(`payments, by pino            ${shop.paymentsUrl}\n`)
  return await checkLocal(await payVisits(shop), local)
}

// --- helpers, in order of use ---

async function onceToAzure(connectionString: string): Promise<number> {
  const shop = await openShop(connectionString)
  const wanted = await payVisits(shop)
  const { sent, dropped, waiting, lastError } = shop.account()
  const items = TABLES.reduce((sum, table) => sum + wanted[table], 0)
  console.log(`Sent to Azure Monitor: ${sent} items. The visits leave ${items}; the rest are metrics.`)
  if (dropped + waiting === 0 && sent >= items) return 0
  console.error(`${dropped} were dropped, ${waiting} wait on disk or in memory: ${lastError}`)
  return 1
}

async function checkLocal(wanted: ShopRows, local: LocalApplicationInsights): Promise<number> {
  const found = await local.waitForCounts({ ...wanted }, { timeoutMs: ARRIVAL_TIMEOUT_MS })
  const declined = await declinedOrder(local)
  console.log(`${formatCounts(found)}\n\n${await formatNewest(local, NEWEST)}\n\n${formatOperation(declined)}\n`)
  const wrong = TABLES.filter((table) => found[table] !== wanted[table])
  for (const table of wrong) console.error(`${table} should hold ${wanted[table]} rows, and holds ${found[table]}.`)
  const loose = looseEnds(declined)
  for (const what of loose) console.error(`Of one order, ${what}.`)
  if (wrong.length + loose.length > 0) return 1
  console.log('Every record has arrived, none of them twice, and those of one order hang together.')
  return 0
}

/** Returns the rows that the visits leave, which the shop has sent when it has closed. */
async function payVisits(shop: OpenShop): Promise<ShopRows> {
  const visits = Array.from({ length: ROUNDS }, () => ROUND).flat()
  try {
    for (const visit of visits) await pay(visit, shop.url)
  } finally {
    await shop.close()
  }
  const failed = visits.filter((visit) => visit.status >= 400).length
  console.log(`${visits.length} requests paid to the shop, ${failed} of them failed as they should\n`)
  return rowsLeftBy(visits)
}
