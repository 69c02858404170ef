import type { Environment } from '../options/environment'
import { checkConfiguration } from './checks/check-configuration'
import { checkConnection, checkName, checkProxy, routeTo } from './checks/check-network'
import { checkSpoolDirectory, checkWaiting } from './checks/check-spool'
import { Deadline } from './checks/deadline'
import type { Finding } from './checks/finding'
import { checkClock, checkKey, NOT_SENT, probeEndpoint } from './checks/probe-endpoint'
import type { TargetOptions } from './target'

export interface CheckOptions extends TargetOptions {
  /** False sends nothing, so neither the key nor the clock is checked. @default true */
  readonly send?: boolean
}

/**
 * Checks every step from this machine to the resource, in the order in which telemetry takes them, and yields a finding for
 * each. The last finding is the first that failed. Takes 15 seconds at most; sends one verbose trace with the role
 * `azmon doctor`, and leaves the disk as it was.
 */
export async function* checkDelivery(options: CheckOptions, env: Environment): AsyncGenerator<Finding, void> {
  for await (const finding of allFindings(options, env)) {
    yield finding
    if (finding.verdict === 'failed') return
  }
}

// --- helpers ---

/** No single check takes all of it, and a healthy run takes a second. */
const LIMIT_MS = 14_000

/** A later check makes sense only if all before it are fine. */
async function* allFindings(options: CheckOptions, env: Environment): AsyncGenerator<Finding, void> {
  const deadline = new Deadline(LIMIT_MS)
  const { finding, destination } = checkConfiguration(options, env)
  yield finding
  if (destination === undefined) return
  const route = routeTo(destination, options, env)
  if ('verdict' in route) return yield route
  yield await checkName(route, deadline)
  yield await checkProxy(route, deadline)
  yield await checkConnection(route, env, deadline)
  const probe = options.send === false ? NOT_SENT : await probeEndpoint(destination, route.delivery, deadline)
  // Before the key: with a wrong clock the endpoint may reject a valid item.
  yield checkClock(probe)
  yield checkKey(probe, destination)
  yield checkSpoolDirectory(destination, route.delivery)
  yield checkWaiting(destination, route.delivery)
}
