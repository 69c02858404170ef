import type { Dimensions, Measurements, Properties } from '../envelope/contracts'
import { isSpreadable, readField } from '../envelope/fields'
import type { PropertySerializer } from '../envelope/properties'

/** The second spelling of each is that of OpenCensus. */
const DIMENSIONS = ['customDimensions', 'custom_dimensions']
const MEASUREMENTS = ['measurements', 'custom_measurements']

/** Fields by which a log call says what its record is to be in Application Insights. */
export const CUSTOM_FIELDS: readonly string[] = ['customEvent', ...DIMENSIONS, ...MEASUREMENTS]

/** The custom event that a record is marked as. */
export function customEvent(record: object): string | undefined {
  const name = readField(record, 'customEvent')
  return typeof name === 'string' && name !== '' ? name : undefined
}

/** Puts a record's custom dimensions and measurements where they belong; what does not fit there stays a property. */
export function withCustomFields(properties: Properties, record: object, write: PropertySerializer): Dimensions {
  if (customEvent(record) === undefined) write.add(properties, 'customEvent', readField(record, 'customEvent'))
  for (const key of DIMENSIONS) addDimensions(properties, key, readField(record, key), write)
  const measurements: Measurements = {}
  for (const key of MEASUREMENTS) addMeasurements(measurements, properties, key, readField(record, key), write)
  return Object.keys(measurements).length === 0 ? { properties } : { properties, measurements }
}

// --- helpers, in order of use ---

function addDimensions(properties: Properties, key: string, value: unknown, write: PropertySerializer): void {
  if (isSpreadable(value)) Object.assign(properties, write.properties(value))
  else write.add(properties, key, value)
}

function addMeasurements(
  measurements: Measurements,
  properties: Properties,
  key: string,
  value: unknown,
  write: PropertySerializer,
): void {
  if (!isSpreadable(value)) return write.add(properties, key, value)
  for (const name of Object.keys(value)) {
    const measurement = readField(value, name)
    if (typeof measurement === 'number') measurements[name] = measurement
    else write.add(properties, name, measurement)
  }
}
