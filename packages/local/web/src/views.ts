import type { ComponentType } from 'preact'

export interface View {
  readonly name: string
  /** The first segment of its address. */
  readonly path: string
  /** The letter that follows G. Undefined for a view that is not in the menu. */
  readonly key: string | undefined
  /** Loads the code of the view when it is first opened. */
  readonly load: () => Promise<{ readonly default: ComponentType }>
}

/** All views. A view that is not here is not in the menu. */
export const views: readonly View[] = [
  { name: 'Live', path: '/live', key: 'l', load: () => import('./views/live/live-view') },
  { name: 'Query', path: '/query', key: 'q', load: () => import('./views/query/query-view') },
  { name: 'Failures', path: '/failures', key: 'f', load: () => import('./views/failures/failures-view') },
  { name: 'Performance', path: '/performance', key: 'p', load: () => import('./views/performance/performance-view') },
  { name: 'Map', path: '/map', key: 'm', load: () => import('./views/map/map-view') },
  { name: 'Metrics', path: '/metrics', key: 't', load: () => import('./views/metrics/metrics-view') },
  { name: 'Inspector', path: '/inspector', key: 'i', load: () => import('./views/inspector/inspector-view') },
  { name: 'Compare', path: '/compare', key: 'c', load: () => import('./views/compare/compare-view') },
  {
    name: 'Transaction',
    path: '/transaction',
    key: undefined,
    load: () => import('./views/transaction/transaction-view'),
  },
]

export function viewAt(path: string): View | undefined {
  const first = `/${path.split('/')[1] ?? ''}`
  return views.find((view) => view.path === first)
}

/** Whether a view is built, so that others can lead to it. */
export function hasView(path: string): boolean {
  return viewAt(path) !== undefined
}
