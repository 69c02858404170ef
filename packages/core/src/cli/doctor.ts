import type { CommandOptions } from './arguments'
import { checkConfiguration } from './checks/configuration'
import { Deadline } from './checks/deadline'
import type { Finding } from './checks/finding'
import { checkConnection, checkName, checkProxy, routeTo } from './checks/network'
import { checkClock, checkKey, NOT_SENT, probe } from './checks/probe'
import { checkFolder, checkWaiting } from './checks/spool'
import { type CliIo, EXIT } from './io'

/** No check takes all of it, and a healthy way takes a second. */
const LIMIT_MS = 14_000

/** Why telemetry does not get from here to its resource: one line per check, up to the first that fails. */
export async function runDoctor(options: CommandOptions, io: CliIo): Promise<number> {
  for await (const finding of examine(options, io)) {
    io.print(`${finding.verdict.padEnd(8)}${finding.about.padEnd(19)}${finding.detail}`)
    if (finding.cure !== undefined) io.print(`${' '.repeat(8)}cure: ${finding.cure}`)
    if (finding.verdict === 'FAILED') return EXIT.failed
  }
  return EXIT.done
}

// --- helpers ---

/** In the order in which things go wrong: what comes later makes sense only where all before it is well. */
async function* examine(options: CommandOptions, io: CliIo): AsyncGenerator<Finding> {
  const deadline = new Deadline(LIMIT_MS)
  const { finding, destination } = checkConfiguration(options, io)
  yield finding
  if (destination === undefined) return
  const route = routeTo(destination, options, io)
  if ('verdict' in route) return yield route
  yield await checkName(route, deadline)
  yield await checkProxy(route, deadline)
  yield await checkConnection(route, io, deadline)
  const probed = options.send ? await probe(destination, route.delivery, deadline) : NOT_SENT
  // First: a clock that is wrong is why the service refuses what it would take.
  yield checkClock(probed)
  yield checkKey(probed, destination)
  yield checkFolder(destination, route.delivery)
  yield checkWaiting(destination, route.delivery)
}
