import { applicationInsightsSchema, type TableName } from '@azmon/kql'
import type { Envelope } from '../ingest/check-item'
import { isWireObject, readText, toInt32, type WireObject } from '../ingest/wire'
import type { NewRow } from './row'

/** The columns that every table has, from the envelope around the data. */
export function context(table: TableName, envelope: Envelope, itemId: string) {
  const { tags, baseData } = envelope
  const sdkVersion = readText(tags, 'ai.internal.sdkVersion')
  return {
    timestamp: envelope.timeMicros,
    customDimensions: dimensions(baseData['properties']),
    operation_Name: readText(tags, 'ai.operation.name'),
    operation_Id: readText(tags, 'ai.operation.id'),
    operation_ParentId: readText(tags, 'ai.operation.parentId'),
    operation_SyntheticSource: readText(tags, 'ai.operation.syntheticSource'),
    cloud_RoleName: readText(tags, 'ai.cloud.role'),
    cloud_RoleInstance: readText(tags, 'ai.cloud.roleInstance'),
    application_Version: readText(tags, 'ai.application.ver'),
    session_Id: readText(tags, 'ai.session.id'),
    user_Id: readText(tags, 'ai.user.id'),
    user_AuthenticatedId: readText(tags, 'ai.user.authUserId'),
    user_AccountId: readText(tags, 'ai.user.accountId'),
    client_Type: sdkVersion?.startsWith('javascript') ? 'Browser' : 'PC',
    client_Model: readText(tags, 'ai.device.model'),
    client_OS: readText(tags, 'ai.device.osVersion'),
    client_IP: readText(tags, 'ai.location.ip'),
    client_City: readText(tags, 'ai.location.city'),
    client_StateOrProvince: readText(tags, 'ai.location.province'),
    client_CountryOrRegion: readText(tags, 'ai.location.country'),
    itemType: applicationInsightsSchema[table].itemType,
    itemId,
    appId: envelope.iKey,
    appName: 'local',
    iKey: envelope.iKey,
    sdkVersion,
  } satisfies NewRow<TableName>
}

/** {@link context} of the tables whose rows can stand for several items and can carry measurements. */
export function itemContext(table: TableName, envelope: Envelope, itemId: string) {
  return {
    ...context(table, envelope, itemId),
    customMeasurements: measurements(envelope.baseData['measurements']),
    itemCount: itemCount(envelope.sampleRate),
  }
}

// Object.fromEntries, because assigning to the key `__proto__` would lose it.
function dimensions(properties: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(presentEntries(properties).map(([key, value]) => [key, String(value)]))
}

function measurements(numbers: unknown): WireObject {
  return Object.fromEntries(presentEntries(numbers))
}

function presentEntries(object: unknown): [string, unknown][] {
  return isWireObject(object) ? Object.entries(object).filter(([, value]) => value !== null) : []
}

/** A rate of 25 % means that one row stands for four items. */
function itemCount(sampleRate: number): number {
  return sampleRate > 0 && sampleRate < 100 ? toInt32(100 / sampleRate) : 1
}
