/**
 * A host, with any port unless the rule names one; `*.` matches all its subdomains. Or a regular expression to match against
 * the URL, or a function of the URL.
 */
export type UrlRule = string | RegExp | ((url: URL) => boolean)

export interface OutgoingOptions {
  /** Calls that are not tracked. Their requests carry no trace headers. */
  readonly ignore?: readonly UrlRule[] | undefined
  /**
   * Calls that carry the trace headers: `traceparent`, `tracestate`, `baggage`. All other calls are tracked without them.
   * @default all calls
   */
  readonly propagateTo?: UrlRule | readonly UrlRule[] | undefined
}
