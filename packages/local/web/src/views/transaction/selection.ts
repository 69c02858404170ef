import { computed } from '@preact/signals'
import { address, setParams } from '../../state/address'

/** What the address says of the view. */
export interface TransactionState {
  readonly operationId: string
  /** The span or item whose details are shown. */
  readonly selected: string | undefined
  readonly tab: TransactionTab
  readonly errorsOnly: boolean
  readonly withPoints: boolean
  /** In lower case. */
  readonly find: string
  /** Offsets from the start of the operation, in milliseconds. */
  readonly zoom: Zoom | undefined
}

export type TransactionTab = 'waterfall' | 'logs' | 'items'

export interface Zoom {
  readonly fromMs: number
  readonly toMs: number
}

export const transactionState = computed<TransactionState>(() => {
  const { path, params } = address.value
  const tab = params.get('tab')
  return {
    operationId: decode(path.split('/')[2] ?? ''),
    selected: params.get('span') ?? undefined,
    tab: tab === 'logs' || tab === 'items' ? tab : 'waterfall',
    errorsOnly: params.get('errors') === '1',
    withPoints: params.get('logs') !== '0',
    find: (params.get('find') ?? '').toLowerCase(),
    zoom: parseZoom(params.get('zoom') ?? ''),
  }
})

export function select(key: string | undefined): void {
  setParams({ span: key })
}

export function showTab(tab: TransactionTab): void {
  setParams({ tab: tab === 'waterfall' ? undefined : tab })
}

export function setErrorsOnly(errorsOnly: boolean): void {
  setParams({ errors: errorsOnly ? '1' : undefined })
}

export function setWithPoints(withPoints: boolean): void {
  setParams({ logs: withPoints ? undefined : '0' })
}

export function setFind(find: string): void {
  setParams({ find: find === '' ? undefined : find })
}

export function setZoom(zoom: Zoom | undefined): void {
  setParams({ zoom: zoom && `${round(zoom.fromMs)}-${round(zoom.toMs)}` })
}

// --- helpers ---

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function parseZoom(text: string): Zoom | undefined {
  const [, from, to] = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text) ?? []
  const zoom = { fromMs: Number(from), toMs: Number(to) }
  return zoom.fromMs < zoom.toMs ? zoom : undefined
}

function round(ms: number): number {
  return Number(ms.toFixed(3))
}
