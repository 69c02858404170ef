import { otherSource } from '../state/source'

/** Says that the page shows the telemetry of another service. */
export function SourceName() {
  const name = otherSource.value
  if (name === undefined) return null
  return (
    <span class="source-name" role="note" title={`The page shows ${name}`}>
      {name}
    </span>
  )
}
