import { anEnvelope, type WireEnvelope } from '../an-envelope'

export const ROLES = ['storefront', 'checkout', 'payments', 'mailer'] as const
export const BRANDS = ['visa', 'mastercard', 'amex'] as const

/** A service of the shop. */
export type Role = (typeof ROLES)[number]

export interface Operation {
  readonly operationId: string
  readonly name: string
}

/** Returns an item that a service of the shop sends. */
export function at(
  ms: number,
  role: Role,
  { operationId, name }: Operation,
  baseType: string,
  data: Readonly<Record<string, unknown>>,
  { parentId = '', version = '1.4.2' } = {},
): WireEnvelope {
  return anEnvelope(baseType, data, {
    time: new Date(ms).toISOString(),
    tags: {
      'ai.cloud.role': role,
      'ai.cloud.roleInstance': `${role}-1`,
      'ai.operation.id': operationId,
      'ai.operation.name': name,
      'ai.operation.parentId': parentId,
      'ai.application.ver': version,
      'ai.internal.sdkVersion': 'azmon:0.1.0',
    },
  })
}

/** Returns a duration as SDKs send it. */
export function span(ms: number): string {
  return `00:00:${String(Math.floor(ms / 1000)).padStart(2, '0')}.${String(Math.round(ms % 1000)).padStart(3, '0')}`
}
