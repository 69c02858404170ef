import type { WireObject } from '../ingest/wire'

/** Classic tables keep success as text, and queries compare it with "True". The schema's default is true. */
export function success(baseData: WireObject): 'True' | 'False' {
  return baseData['success'] === false ? 'False' : 'True'
}
