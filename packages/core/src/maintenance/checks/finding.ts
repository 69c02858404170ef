/** The result of one check. */
export interface Finding {
  /** `skipped`: the check makes no sense, because an earlier one failed. */
  readonly verdict: 'ok' | 'warning' | 'failed' | 'skipped'
  /** What was checked, such as `DNS`. */
  readonly check: string
  readonly detail: string
  /** How to fix a warning or failure. */
  readonly fix?: string
}

export function ok(check: string, detail: string): Finding {
  return { verdict: 'ok', check, detail }
}

export function warning(check: string, detail: string, fix: string): Finding {
  return { verdict: 'warning', check, detail, fix }
}

export function failed(check: string, detail: string, fix: string): Finding {
  return { verdict: 'failed', check, detail, fix }
}

export function skipped(check: string, detail: string): Finding {
  return { verdict: 'skipped', check, detail }
}
