/** A query that finds a problem, as in a log search alert of Azure that counts table rows. */
export interface Check {
  readonly name: string
  /** The query in KQL. */
  readonly query: string
  /** Evaluates only rows of this time before now. */
  readonly windowMs: number
  /** Fires if the number of rows is `operator` this. */
  readonly threshold: number
  readonly operator: CheckOperator
}

export const CHECK_OPERATORS = ['>', '>=', '<', '<=', '=='] as const

export type CheckOperator = (typeof CHECK_OPERATORS)[number]
