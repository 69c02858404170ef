import { type LocalApplicationInsights, startLocal } from '@azmon/local'
import { declinedOrder, findProblems, formatOperation } from './operation'
import { formatCounts, formatNewest } from './print-rows'
import { type OpenShop, openShop } from './shop/open-shop'
import { CALL_TIME } from './simulated-call'
import { ROUND, rowsOf, type ShopRows, sendVisit, TABLES } from './traffic'

const ROUNDS = 3
const NEWEST = 5
const ARRIVAL_TIMEOUT_MS = 5_000

/**
 * Sends fixed traffic and checks that every row of it has arrived exactly once. Returns the exit code. Sends to
 * `connectionString` if it is given, else to a local Application Insights on `port`.
 */
export async function once(connectionString: string | undefined, port = 0): Promise<number> {
  process.env[CALL_TIME] = '0'
  if (connectionString !== undefined) return onceToAzure(connectionString)
  await using local = await startLocal({ port })
  const shop = await openShop(local.connectionString)
  console.log(`local Application Insights   ${local.url}`)
  console.log(`shop, by winston             ${shop.url}`)
  console.log(`payments, by pino            ${shop.paymentsUrl}\n`)
  return await checkLocal(await runVisits(shop), local)
}

// --- helpers, in order of use ---

async function onceToAzure(connectionString: string): Promise<number> {
  const shop = await openShop(connectionString)
  const wanted = await runVisits(shop)
  const { sent, dropped, waiting, lastError } = shop.delivery()
  const items = TABLES.reduce((sum, table) => sum + wanted[table], 0)
  console.log(`Sent to Azure Monitor: ${sent} items. ${items} of them are from the traffic, the others are metrics.`)
  if (dropped + waiting === 0 && sent >= items) return 0
  console.error(`${dropped} items were dropped, ${waiting} are still on disk or in memory: ${lastError}`)
  return 1
}

async function checkLocal(wanted: ShopRows, local: LocalApplicationInsights): Promise<number> {
  const found = await local.waitForCounts({ ...wanted }, { timeoutMs: ARRIVAL_TIMEOUT_MS })
  const declined = await declinedOrder(local)
  console.log(`${formatCounts(found)}\n\n${await formatNewest(local, NEWEST)}\n\n${formatOperation(declined)}\n`)
  const wrong = TABLES.filter((table) => found[table] !== wanted[table])
  for (const table of wrong) console.error(`${table} should have ${wanted[table]} rows, but has ${found[table]}.`)
  const problems = findProblems(declined)
  for (const problem of problems) console.error(`In the operation of one order, ${problem}.`)
  if (wrong.length + problems.length > 0) return 1
  console.log('Every record has arrived exactly once, and the records of one order are linked.')
  return 0
}

/** Sends the visits and closes the shop, which flushes its telemetry. Returns the expected rows. */
async function runVisits(shop: OpenShop): Promise<ShopRows> {
  const visits = Array.from({ length: ROUNDS }, () => ROUND).flat()
  try {
    for (const visit of visits) await sendVisit(visit, shop.url)
  } finally {
    await shop.close()
  }
  const failed = visits.filter((visit) => visit.status >= 400).length
  console.log(`${visits.length} requests sent to the shop, ${failed} of them failed as expected\n`)
  return rowsOf(visits)
}
