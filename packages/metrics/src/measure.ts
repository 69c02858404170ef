import { checkDescription, checkName, checkUnit } from './names'

/** A quantity measured in whole numbers. Other values are refused and counted. */
export class MeasureInt {
  readonly isWhole = true
  readonly name: string
  readonly description: string
  readonly unit: string

  /** @throws ConfigurationError if the name, description or unit is invalid. */
  constructor(name: string, description = '', unit = '1') {
    checkMeasure(name, description, unit)
    this.name = name
    this.description = description
    this.unit = unit
  }
}

/** A quantity measured in numbers, whole or not. */
export class MeasureDouble {
  readonly isWhole = false
  readonly name: string
  readonly description: string
  readonly unit: string

  /** @throws ConfigurationError if the name, description or unit is invalid. */
  constructor(name: string, description = '', unit = '1') {
    checkMeasure(name, description, unit)
    this.name = name
    this.description = description
    this.unit = unit
  }
}

export type Measure = MeasureInt | MeasureDouble

/** Returns whether the value is valid for the measure: finite and not negative. Callers without types may pass any value. */
export function isMeasurement(measure: Measure | undefined, value: unknown): value is number {
  if (typeof value !== 'number' || !(value >= 0 && value < Number.POSITIVE_INFINITY)) return false
  return measure?.isWhole === false || (measure?.isWhole === true && Number.isInteger(value))
}

// --- helpers ---

function checkMeasure(name: string, description: string, unit: string): void {
  checkName('measure.name', name)
  checkDescription('measure.description', description)
  checkUnit('measure.unit', unit)
}
