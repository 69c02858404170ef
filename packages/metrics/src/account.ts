/** What did not come in, or did not go out, as it was handed over. */
export interface MetricsStats {
  /** Values that were no measurements: negative, not finite, or not whole for a MeasureInt. */
  readonly refused: number
  /** Values in overflow series, because their metric has too many combinations of tags. */
  readonly overflowed: number
  /** Values recorded after `close`. */
  readonly late: number
  /** Times that a callback of a gauge or counter threw. */
  readonly callbackErrors: number
  /** Times that an exporter failed; what it did not take goes with its next interval. */
  readonly exporterErrors: number
  /** Times that a reading failed otherwise, as where the system does not say what the process takes. */
  readonly readErrors: number
}

/** Counts where it happens. */
export class Account implements MetricsStats {
  refused = 0
  overflowed = 0
  late = 0
  callbackErrors = 0
  exporterErrors = 0
  readErrors = 0

  get stats(): MetricsStats {
    const { refused, overflowed, late, callbackErrors, exporterErrors, readErrors } = this
    return { refused, overflowed, late, callbackErrors, exporterErrors, readErrors }
  }
}
