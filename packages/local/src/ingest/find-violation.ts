import { type ContractName, contracts, type FieldRule, MAX_KEY_LENGTH, MAX_PROPERTY_LENGTH } from './contracts'
import { durationMs } from './duration'
import { isWireObject, type WireObject } from './wire'

/** Returns the service's message for the first violation of the contract, or undefined if there is none. */
export function findViolation(contract: ContractName, object: WireObject): string | undefined {
  for (const rule of contracts[contract]) {
    const violation = violationOf(rule, object[rule.field], contract)
    if (violation) return violation
  }
  return undefined
}

function violationOf(rule: FieldRule, value: unknown, contract: ContractName): string | undefined {
  const { field } = rule
  if (value === undefined || value === null || value === '') {
    return rule.required && missing(field, contract, rule.kind, value)
  }
  switch (rule.kind) {
    case 'string':
      if (!isScalar(value)) return incorrect(field, contract, 'string', value)
      return String(value).length > rule.maxLength ? tooLong(field, contract, rule.maxLength) : undefined
    case 'number':
    case 'boolean':
      return typeof value === rule.kind ? undefined : incorrect(field, contract, rule.kind, value)
    case 'duration':
      return isScalar(value) && durationMs(String(value)) !== undefined
        ? undefined
        : incorrect(field, contract, 'time span', value)
    case 'properties':
      return isWireObject(value) ? propertiesViolation(value) : incorrect(field, contract, 'object', value)
    case 'measurements':
      return isWireObject(value) ? measurementsViolation(value) : incorrect(field, contract, 'object', value)
    case 'object':
      return isWireObject(value) ? findViolation(rule.of, value) : incorrect(field, contract, 'object', value)
    case 'list':
      return listViolation(rule, value, contract)
  }
}

function listViolation(
  rule: FieldRule & { readonly kind: 'object' | 'list' },
  value: unknown,
  contract: ContractName,
): string | undefined {
  if (!Array.isArray(value)) return incorrect(rule.field, contract, 'list', value)
  if (rule.required && value.length === 0) return missing(rule.field, contract, 'list', value)
  for (const element of value) {
    if (!isWireObject(element)) return incorrect(rule.field, contract, rule.of, element)
    const violation = findViolation(rule.of, element)
    if (violation) return violation
  }
  return undefined
}

function propertiesViolation(properties: WireObject): string | undefined {
  for (const [key, value] of Object.entries(properties)) {
    if (key.length > MAX_KEY_LENGTH) return tooLong('key', 'properties', MAX_KEY_LENGTH)
    if (value !== null && !isScalar(value)) return incorrect(key, 'properties', 'string', value)
    if (String(value).length > MAX_PROPERTY_LENGTH) return tooLong(key, 'properties', MAX_PROPERTY_LENGTH)
  }
  return undefined
}

function measurementsViolation(measurements: WireObject): string | undefined {
  for (const [key, value] of Object.entries(measurements)) {
    if (key.length > MAX_KEY_LENGTH) return tooLong('key', 'measurements', MAX_KEY_LENGTH)
    if (value !== null && typeof value !== 'number') return incorrect(key, 'measurements', 'number', value)
  }
  return undefined
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

export function missing(field: string, type: string, expected: string, actual: unknown): string {
  return `109: Field '${field}' on type '${type}' is required but missing or empty. Expected: ${expected}, Actual: ${jsonType(actual)}`
}

function incorrect(field: string, type: string, expected: string, actual: unknown): string {
  return `106: Field '${field}' on type '${type}' is of incorrect type. Expected: ${expected}, Actual: ${jsonType(actual)}`
}

function tooLong(field: string, type: string, maxLength: number): string {
  return `100: Field '${field}' on type '${type}' is too long. Expected: ${maxLength} characters`
}

function jsonType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
