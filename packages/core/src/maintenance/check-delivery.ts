import type { Destination } from '../options/connection-string'
import type { Environment } from '../options/environment'
import { checkConfiguration } from './checks/check-configuration'
import {
  checkConnection,
  checkName,
  checkProxy,
  checkProxyVariables,
  type Route,
  routeTo,
} from './checks/check-network'
import { checkSpoolDirectory, checkWaiting } from './checks/check-spool'
import { Deadline } from './checks/deadline'
import { type Finding, skipped } from './checks/finding'
import { checkClock, checkKey, NO_RESPONSE, NOT_SENT, type Probe, probeEndpoint } from './checks/probe-endpoint'
import { deliveryOnDisk, type TargetOptions } from './target'

export interface CheckOptions extends TargetOptions {
  /** False sends nothing, so neither the key nor the clock is checked. @default true */
  readonly send?: boolean
}

/**
 * Checks every step of the delivery to the resource, in order, and yields a finding for each. After a network step has failed,
 * it skips the remaining network steps, but still checks the clock, the disk and the waiting items of this machine. Takes at
 * most 15 seconds. Sends one verbose trace with the role `azmon doctor`, and does not change the disk.
 */
export async function* checkDelivery(options: CheckOptions, env: Environment): AsyncGenerator<Finding, void> {
  const { finding, destination } = checkConfiguration(options, env)
  yield finding
  const probe = yield* checkWay(destination, options, env)
  const clock = checkClock(probe)
  yield clock
  // With a wrong clock, the endpoint may reject a valid item.
  const isReached = destination !== undefined && probe.outcome !== 'no-response' && clock.verdict !== 'failed'
  yield isReached ? checkKey(probe.outcome, destination) : skipped('key', NOT_REACHED)
  const target = { destination, delivery: deliveryOnDisk(options, env) }
  yield checkSpoolDirectory(target)
  yield checkWaiting(target)
}

// --- helpers, in order of use ---

/** A limit for all checks of the network together. If everything works, they take a second. */
const LIMIT_MS = 14_000

const NOT_REACHED = 'an earlier check failed'

type Step = readonly [check: string, run: (route: Route) => Promise<Finding>]

/** Checks each step of a request to the endpoint. Each step needs the previous ones. Returns the endpoint's response. */
async function* checkWay(
  destination: Destination | undefined,
  options: CheckOptions,
  env: Environment,
): AsyncGenerator<Finding, Probe> {
  const deadline = new Deadline(LIMIT_MS)
  const steps: readonly Step[] = [
    ['DNS', (route) => checkName(route, deadline)],
    ['proxy', (route) => checkProxy(route, deadline)],
    ['connection', (route) => checkConnection(route, env, deadline)],
  ]
  const wrongProxy = checkProxyVariables(env)
  let route = destination === undefined || wrongProxy !== undefined ? undefined : routeTo(destination, options, env)
  for (const [check, run] of steps) {
    const finding = route === undefined ? skipped(check, NOT_REACHED) : await run(route)
    yield check === 'proxy' ? (wrongProxy ?? finding) : finding
    if (finding.verdict === 'failed') route = undefined
  }
  if (destination === undefined || route === undefined) return NO_RESPONSE
  return options.send === false ? NOT_SENT : probeEndpoint(destination, route.delivery, deadline)
}
