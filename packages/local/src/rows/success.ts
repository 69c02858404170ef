import type { WireObject } from '../ingest/wire'

/**
 * Returns success as a string: classic tables store it that way, and queries compare it
 * with "True". The schema's default is true.
 */
export function success(baseData: WireObject): 'True' | 'False' {
  return baseData['success'] === false ? 'False' : 'True'
}
