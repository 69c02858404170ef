import type { GlyphName } from '../components/glyph'

export interface Kind {
  /** As in an address. */
  readonly name: GlyphName & string
  readonly label: string
  readonly table: string
  /** The value of the column itemType. */
  readonly itemType: string
}

/** The kinds of telemetry that are items in time, as Live lists them. */
export const kinds: readonly Kind[] = [
  { name: 'request', label: 'Request', table: 'requests', itemType: 'request' },
  { name: 'dependency', label: 'Dependency', table: 'dependencies', itemType: 'dependency' },
  { name: 'log', label: 'Log', table: 'traces', itemType: 'trace' },
  { name: 'exception', label: 'Exception', table: 'exceptions', itemType: 'exception' },
  { name: 'event', label: 'Event', table: 'customEvents', itemType: 'customEvent' },
  { name: 'pageView', label: 'Page view', table: 'pageViews', itemType: 'pageView' },
  { name: 'availability', label: 'Availability', table: 'availabilityResults', itemType: 'availabilityResult' },
]

export function kindOf(itemType: string): Kind {
  return kinds.find((kind) => kind.itemType === itemType) ?? kinds[2]!
}
