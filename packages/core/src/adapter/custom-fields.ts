import type { Dimensions, Measurements, Properties } from '../envelope/contracts'
import { isSpreadable, readField } from '../envelope/fields'
import type { PropertySerializer } from '../envelope/properties'

// The second name in each list is the one that the OpenCensus exporter uses.
const DIMENSIONS = ['customDimensions', 'custom_dimensions']
const MEASUREMENTS = ['measurements', 'custom_measurements']

/** The fields with which a log call chooses the type, dimensions and measurements of its item. */
export const CUSTOM_FIELDS: readonly string[] = ['customEvent', ...DIMENSIONS, ...MEASUREMENTS]

/** Returns the name of the custom event that the record should become, from its field `customEvent`. */
export function customEvent(record: object): string | undefined {
  const name = readField(record, 'customEvent')
  return typeof name === 'string' && name !== '' ? name : undefined
}

/** Adds the record's custom dimensions and measurements. A value that is not suitable for either becomes a property. */
export function withCustomFields(properties: Properties, record: object, serializer: PropertySerializer): Dimensions {
  if (customEvent(record) === undefined) serializer.add(properties, 'customEvent', readField(record, 'customEvent'))
  for (const key of DIMENSIONS) addDimensions(properties, key, readField(record, key), serializer)
  const measurements: Measurements = {}
  for (const key of MEASUREMENTS) addMeasurements(measurements, properties, key, readField(record, key), serializer)
  return Object.keys(measurements).length === 0 ? { properties } : { properties, measurements }
}

// --- helpers, in order of use ---

function addDimensions(properties: Properties, key: string, value: unknown, serializer: PropertySerializer): void {
  if (isSpreadable(value)) Object.assign(properties, serializer.properties(value))
  else serializer.add(properties, key, value)
}

function addMeasurements(
  measurements: Measurements,
  properties: Properties,
  key: string,
  value: unknown,
  serializer: PropertySerializer,
): void {
  if (!isSpreadable(value)) return serializer.add(properties, key, value)
  for (const name of Object.keys(value)) {
    const measurement = readField(value, name)
    if (typeof measurement === 'number') measurements[name] = measurement
    else serializer.add(properties, name, measurement)
  }
}
