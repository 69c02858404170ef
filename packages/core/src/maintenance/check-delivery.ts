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
 * Checks every step of the delivery to the resource, in order, and yields a finding for each. Stops after the first step that
 * failed. Takes at most 15 seconds. Sends one verbose trace with the role `azmon doctor`, and does not change the disk.
 */
export async function* checkDelivery(options: CheckOptions, env: Environment): AsyncGenerator<Finding, void> {
  for await (const finding of allFindings(options, env)) {
    yield finding
    if (finding.verdict === 'failed') return
  }
}

// --- helpers ---

/** A limit for all checks together. If everything works, they take a second. */
const LIMIT_MS = 14_000

/** Runs the checks in order. A check is useful only if all checks before it have passed. */
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
  // The clock is checked before the key, because with a wrong clock the endpoint may reject a valid item.
  yield checkClock(probe)
  yield checkKey(probe, destination)
  yield checkSpoolDirectory(destination, route.delivery)
  yield checkWaiting(destination, route.delivery)
}
