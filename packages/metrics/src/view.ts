import { ConfigurationError } from '@azmon/core'
import { typeName } from '@azmon/core/adapter'
import type { Aggregation } from './aggregation'
import type { Measure } from './measure'
import { checkColumns, checkDescription, checkName } from './names'

/** Defines a metric for a measure, with one series for each combination of values of the tags in `columns`. */
export class View {
  readonly name: string
  readonly description: string
  readonly columns: readonly string[]
  readonly measure: Measure
  readonly aggregation: Aggregation

  /**
   * @param name the name of the metric
   * @param columns the tag keys whose values distinguish the series; other tags are ignored
   * @throws ConfigurationError if an argument is invalid
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

function checkObject(field: string, value: unknown, property: string, expected: string): void {
  if (Object(value)[property] !== undefined) return
  throw new ConfigurationError(
    field,
    `${field} must be ${expected}, got ${typeName(value)}. The arguments are name, description, columns, measure, aggregation.`,
  )
}
