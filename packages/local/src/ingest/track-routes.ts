import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Access, acceptsKey, isInstrumentationKey } from '../access'
import { applyFaults } from '../faults/apply-faults'
import type { Faults } from '../faults/faults'
import type { Forward } from '../forward/forward'
import type { TableRow } from '../rows/row'
import { toRow } from '../rows/to-row'
import { isFromPage, type LocalEnv } from '../safety'
import type { Store } from '../store/store'
import { decodeBody } from './decode-body'
import type { IntakeLimits } from './intake-limits'
import type { Refusals } from './refusals'
import { senderOf } from './sender'
import { rejectBody, type TrackOptions, type TrackResult, track } from './track'

/** The paths that the browser SDK may use from a page of any origin. */
export const TRACK_PATHS: readonly string[] = ['/v2.1/track', '/v2/track']

const VALIDATE_PATH = '/v2/validate'
const PROFILE_PATH = '/api/profiles/'

/** Returns whether a path is for SDKs, which cannot send a token: their keys identify them. */
export function isForSdks(path: string): boolean {
  return TRACK_PATHS.includes(path) || path === VALIDATE_PATH || path.startsWith(PROFILE_PATH)
}

export interface TrackParts {
  readonly store: Store
  readonly access: Access
  readonly limits: IntakeLimits
  readonly refusals: Refusals
  readonly faults: Faults
  /** Undefined if nothing is forwarded. */
  readonly forward: Forward | undefined
  /** Called after each stored batch. */
  readonly onRowsStored: (rows: readonly TableRow[]) => void
}

/** The routes to which SDKs send telemetry. */
export function trackRoutes({
  store,
  access,
  limits,
  refusals,
  faults,
  forward,
  onRowsStored,
}: TrackParts): Hono<LocalEnv> {
  const routes = new Hono<LocalEnv>()
  for (const path of TRACK_PATHS) {
    routes.use(path, cors({ origin: '*', allowMethods: ['POST', 'OPTIONS'], maxAge: PREFLIGHT_MAX_AGE_S }))
    routes.post(path, async (c) => {
      const sender = senderOf(c.env.incoming)
      let appId: string | null = null
      const storeItems: TrackOptions['storeItems'] = async (items, texts) => {
        appId ??= items[0]?.iKey ?? null
        const rows = items.map((item) => toRow({ ...item, sender }, randomUUID()))
        await store.append(rows)
        forward?.add(items, texts)
        onRowsStored(rows)
      }
      return applyFaults(c, faults.next(), {
        track: (rejectItem) => handleTrack(c, storeItems, rejectItem),
        respond: (result, retryAfterS) => respond(c, result, appId, retryAfterS),
      })
    })
  }
  routes.post(VALIDATE_PATH, async (c) => respond(c, await handleTrack(c, async () => undefined), null))
  // SDKs put the id of the application into the headers of their calls. Here it is the key, as in the column appId.
  routes.get(`${PROFILE_PATH}:key/appid`, (c) => {
    const key = c.req.param('key')
    return isInstrumentationKey(key) && isKnownKey(key) ? c.text(key) : c.text('Unknown instrumentation key\n', 404)
  })
  return routes

  async function handleTrack(
    c: Context<LocalEnv>,
    storeItems: TrackOptions['storeItems'],
    rejectItem?: TrackOptions['rejectItem'],
  ): Promise<TrackResult> {
    using admission = limits.admit(isFromPage(c))
    const body = await decodeBody(c.env.incoming, admission)
    if (body.kind === 'rejected') return rejectBody(body.statusCode, body.message)
    // Awaited here, so that the admission counts the bytes until the items are stored.
    const { takeItems } = admission
    const onRejected: TrackOptions['onRejected'] = (...rejected) => refusals.add(...rejected)
    return await track(body.text, { nowMs: Date.now(), isKnownKey, takeItems, rejectItem, onRejected, storeItems })
  }

  function isKnownKey(iKey: string): boolean {
    return acceptsKey(access, iKey)
  }
}

// --- helpers ---

const RETRY_AFTER_S = 1
/** The most that Chrome allows. */
const PREFLIGHT_MAX_AGE_S = 7_200

function respond(
  c: Context<LocalEnv>,
  { statusCode, response }: TrackResult,
  appId: string | null,
  retryAfterS?: number,
): Response {
  const waitS = retryAfterS ?? (ASK_TO_RETRY.has(statusCode) ? RETRY_AFTER_S : undefined)
  if (waitS !== undefined) c.header('retry-after', String(waitS))
  return c.json({ ...response, appId }, statusCode as ContentfulStatusCode)
}

const ASK_TO_RETRY: ReadonlySet<number> = new Set([429, 439, 503])
