/** Counts of values that were refused, and of readings and exports that failed. */
export interface MetricsStats {
  /** The number of invalid measurements: negative, not finite, or not whole for a MeasureInt. */
  readonly refused: number
  /** The number of values that went to an overflow series because their metric has more than 2,000 combinations of tags. */
  readonly overflowed: number
  /** The number of values recorded after `close`. */
  readonly late: number
  /** How often the callback of a gauge or counter threw. */
  readonly callbackErrors: number
  /** How often an exporter failed. It receives the same values again with the next interval. */
  readonly exporterErrors: number
  /** How often a reading failed for another reason, such as an error of the operating system. */
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
