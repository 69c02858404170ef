import { checkDescription, checkName, checkUnit } from './names'

/** Something that is measured in whole numbers; other values are refused and counted. */
export class MeasureInt {
  readonly isWhole = true
  readonly name: string
  readonly description: string
  readonly unit: string

  /** @throws ConfigurationError when one of them cannot be a name, description or unit. */
  constructor(name: string, description = '', unit = '1') {
    checkMeasure(name, description, unit)
    this.name = name
    this.description = description
    this.unit = unit
  }
}

/** Something that is measured in numbers. */
export class MeasureDouble {
  readonly isWhole = false
  readonly name: string
  readonly description: string
  readonly unit: string

  /** @throws ConfigurationError when one of them cannot be a name, description or unit. */
  constructor(name: string, description = '', unit = '1') {
    checkMeasure(name, description, unit)
    this.name = name
    this.description = description
    this.unit = unit
  }
}

export type Measure = MeasureInt | MeasureDouble

/** Measurements are finite and not negative. A caller without types may hand over anything. */
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
