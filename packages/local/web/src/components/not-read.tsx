import type { QueryError } from '../query/client'
import { cut } from '../state/text'

/** Says in a part of a view that its query failed. */
export function NotRead({ error }: { readonly error: QueryError }) {
  return (
    <p class="error" role="status">
      Could not be read: {cut(error.message, 300)}
    </p>
  )
}
