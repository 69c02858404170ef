import type { ComponentType } from 'preact'
import type { ViewPath } from './views'

/**
 * Loads the code of each view when it is first opened. Apart from the table of the views, which everything may ask, so that no
 * view imports itself.
 */
export const loadView: Readonly<Record<ViewPath, () => Promise<{ readonly default: ComponentType }>>> = {
  '/live': () => import('./views/live/live-view'),
  '/query': () => import('./views/query/query-view'),
  '/failures': () => import('./views/failures/failures-view'),
  '/performance': () => import('./views/performance/performance-view'),
  '/map': () => import('./views/map/map-view'),
  '/metrics': () => import('./views/metrics/metrics-view'),
  '/inspector': () => import('./views/inspector/inspector-view'),
  '/compare': () => import('./views/compare/compare-view'),
  '/transaction': () => import('./views/transaction/transaction-view'),
}
