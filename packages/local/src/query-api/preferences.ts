/** What a client asks for in its `Prefer` header. Unknown and impossible preferences are ignored (RFC 7240, section 2). */
export interface Preferences {
  /** `wait=60`: the seconds after which to stop the query. */
  readonly timeoutMs: number | undefined
  /** `include-statistics=true` */
  readonly includesStatistics: boolean
  /** `include-render=true` */
  readonly includesRender: boolean
  /** `include-azmon=true`: the member `azmon` of the response. */
  readonly includesAzmon: boolean
  /** `dynamic=json`: strings in dynamic columns are JSON, too, so that they differ from numbers. */
  readonly writesDynamicAsJson: boolean
  /** `max-rows=1000`: returns fewer rows than the limit of the API. */
  readonly maxRows: number | undefined
}

export function parsePreferences(header = ''): Preferences {
  const values = new Map(
    header.split(/[,;]/).map((preference) => {
      const [name = '', value = ''] = preference.split('=')
      return [name.trim().toLowerCase(), value.trim().toLowerCase()]
    }),
  )
  const seconds = wholeNumber(values.get('wait'))
  return {
    timeoutMs: seconds && Math.min(seconds, MAX_WAIT_S) * 1_000,
    includesStatistics: values.get('include-statistics') === 'true',
    includesRender: values.get('include-render') === 'true',
    includesAzmon: values.get('include-azmon') === 'true',
    writesDynamicAsJson: values.get('dynamic') === 'json',
    maxRows: wholeNumber(values.get('max-rows')),
  }
}

// --- helpers ---

/** The service allows ten minutes. */
const MAX_WAIT_S = 600

function wholeNumber(value = ''): number | undefined {
  return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined
}
