export interface View {
  readonly name: string
  /** The first segment of its address. */
  readonly path: ViewPath
  /** The letter that follows G. Undefined for a view that is not in the menu. */
  readonly key: string | undefined
}

/** All views. `load-view.ts` has their code. A view that is not here is not in the menu. */
const table = [
  { name: 'Live', path: '/live', key: 'l' },
  { name: 'Query', path: '/query', key: 'q' },
  { name: 'Failures', path: '/failures', key: 'f' },
  { name: 'Performance', path: '/performance', key: 'p' },
  { name: 'Map', path: '/map', key: 'm' },
  { name: 'Metrics', path: '/metrics', key: 't' },
  { name: 'Inspector', path: '/inspector', key: 'i' },
  { name: 'Compare', path: '/compare', key: 'c' },
  { name: 'Transaction', path: '/transaction', key: undefined },
] as const

export type ViewPath = (typeof table)[number]['path']

export const views: readonly View[] = table

export function viewAt(path: string): View | undefined {
  const first = `/${path.split('/')[1] ?? ''}`
  return views.find((view) => view.path === first)
}

/** Whether a view is built, so that others can lead to it. */
export function hasView(path: string): boolean {
  return viewAt(path) !== undefined
}
