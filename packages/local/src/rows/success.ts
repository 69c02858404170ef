import type { WireObject } from '../ingest/wire'

/** Classic tables store success as a string, which queries compare with "True". The schema's default is true. */
export function success(baseData: WireObject): 'True' | 'False' {
  return baseData['success'] === false ? 'False' : 'True'
}
