import { ConfigurationError } from '@azmon/core'
import type { Aggregation } from './aggregation'
import type { Measure } from './measure'
import { checkColumns, checkDescription, checkName, kindOf } from './names'

/** How a measure is looked at: one metric, with a series for each combination of the tags named by its columns. */
export class View {
  readonly name: string
  readonly description: string
  readonly columns: readonly string[]
  readonly measure: Measure
  readonly aggregation: Aggregation

  /**
   * @param name the metric's
   * @param columns keys of tags; others are not looked at
   * @throws ConfigurationError when one of them cannot work
   */
  constructor(
    name: string,
    description: string | undefined,
    columns: readonly string[],
    measure: Measure,
    aggregation: Aggregation,
  ) {
    checkName('view.name', name)
    checkDescription('view.description', description ?? '')
    checkColumns('view.columns', columns)
    checkObject('view.measure', measure, 'isWhole', 'a MeasureInt or MeasureDouble')
    checkObject('view.aggregation', aggregation, 'kind', 'an aggregation such as new CountAggregation()')
    this.name = name
    this.description = description ?? ''
    this.columns = Object.freeze([...columns])
    this.measure = measure
    this.aggregation = aggregation
  }
}

// --- helpers ---

function checkObject(field: string, value: unknown, mark: string, what: string): void {
  if (Object(value)[mark] !== undefined) return
  throw new ConfigurationError(
    field,
    `${field} must be ${what}, got ${kindOf(value)}. The order is name, description, columns, measure, aggregation.`,
  )
}
