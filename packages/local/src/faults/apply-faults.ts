import { setTimeout as delay } from 'node:timers/promises'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { FAULT_MESSAGE, rejectBody, type TrackResult } from '../ingest/track'
import type { LocalEnv } from '../safety'
import type { RequestFaults } from './faults'

export interface RequestSteps {
  /** Stores the items that `rejectItem` does not reject. */
  readonly track: (rejectItem: RequestFaults['rejectItem']) => Promise<TrackResult>
  readonly respond: (result: TrackResult, retryAfterS?: number) => Response
}

/** Handles a request with its faults. */
export async function applyFaults(c: Context<LocalEnv>, faults: RequestFaults, steps: RequestSteps): Promise<Response> {
  const { status, drop, slow, rejectItem } = faults
  if (drop !== undefined && !drop.isStored) return closeConnection(c)
  const result = status ? rejectBody(status.statusCode, FAULT_MESSAGE) : await steps.track(rejectItem)
  if (slow !== undefined) await delay(slow.delayMs, undefined, { ref: false })
  return drop === undefined ? steps.respond(result, status?.retryAfterS) : closeConnection(c)
}

// --- helpers ---

function closeConnection(c: Context<LocalEnv>): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
