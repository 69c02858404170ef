/** Counts of values and exports that were refused or failed. */
export interface MetricsStats {
  /** Values that are not valid measurements: negative, not finite, or not whole for a MeasureInt. */
  readonly refused: number
  /** Values counted in an overflow series because their metric has more than 2,000 combinations of tags. */
  readonly overflowed: number
  /** Values recorded after `close`. */
  readonly late: number
  /** Times that the callback of a gauge or counter threw. */
  readonly callbackErrors: number
  /** Times that an exporter failed. It gets the same values again with the next interval. */
  readonly exporterErrors: number
  /** Times that a reading failed for another reason, such as an error of the operating system. */
  readonly readErrors: number
}

export class MutableStats implements MetricsStats {
  refused = 0
  overflowed = 0
  late = 0
  callbackErrors = 0
  exporterErrors = 0
  readErrors = 0

  snapshot(): MetricsStats {
    const { refused, overflowed, late, callbackErrors, exporterErrors, readErrors } = this
    return { refused, overflowed, late, callbackErrors, exporterErrors, readErrors }
  }
}
