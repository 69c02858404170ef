/** What one check says. */
export interface Finding {
  readonly verdict: 'ok' | 'warning' | 'FAILED'
  /** What was looked at. */
  readonly about: string
  readonly detail: string
  readonly cure?: string
}

export function ok(about: string, detail: string): Finding {
  return { verdict: 'ok', about, detail }
}

export function warning(about: string, detail: string, cure: string): Finding {
  return { verdict: 'warning', about, detail, cure }
}

export function failed(about: string, detail: string, cure: string): Finding {
  return { verdict: 'FAILED', about, detail, cure }
}
