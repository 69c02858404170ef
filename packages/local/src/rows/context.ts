import { applicationInsightsSchema, type TableName } from '@azmon/kql'
import type { AcceptedItem } from '../ingest/check-item'
import { isWireObject, readString, toInt32, type WireObject } from '../ingest/wire'
import type { NewRow } from './row'
import { readUserAgent } from './user-agent'

/** Returns the columns that all tables have, read from the item's envelope. */
export function context(table: TableName, item: AcceptedItem, itemId: string) {
  const { tags, baseData, sender } = item
  const sdkVersion = readString(tags, 'ai.internal.sdkVersion')
  const userAgent = readString(tags, 'ai.user.userAgent')
  const client = userAgent === null ? sender?.client : readUserAgent(userAgent)
  return {
    timestamp: item.timeMicros,
    customDimensions: dimensions(baseData['properties']),
    operation_Name: readString(tags, 'ai.operation.name'),
    operation_Id: readString(tags, 'ai.operation.id'),
    operation_ParentId: readString(tags, 'ai.operation.parentId'),
    operation_SyntheticSource: readString(tags, 'ai.operation.syntheticSource'),
    cloud_RoleName: readString(tags, 'ai.cloud.role'),
    cloud_RoleInstance: readString(tags, 'ai.cloud.roleInstance'),
    application_Version: readString(tags, 'ai.application.ver'),
    session_Id: readString(tags, 'ai.session.id'),
    user_Id: readString(tags, 'ai.user.id'),
    user_AuthenticatedId: readString(tags, 'ai.user.authUserId'),
    user_AccountId: readString(tags, 'ai.user.accountId'),
    client_Type: sdkVersion?.startsWith('javascript') ? 'Browser' : 'PC',
    client_Model: readString(tags, 'ai.device.model'),
    client_OS: readString(tags, 'ai.device.osVersion') ?? client?.os ?? null,
    client_Browser: client?.browser ?? null,
    client_IP: readString(tags, 'ai.location.ip') ?? sender?.address ?? null,
    client_City: readString(tags, 'ai.location.city'),
    client_StateOrProvince: readString(tags, 'ai.location.province'),
    client_CountryOrRegion: readString(tags, 'ai.location.country'),
    itemType: applicationInsightsSchema[table].itemType,
    itemId,
    appId: item.iKey,
    appName: 'local',
    iKey: item.iKey,
    sdkVersion,
  } satisfies NewRow<TableName>
}

/** Returns the columns of {@link context} plus those of tables whose rows may represent several items and have measurements. */
export function itemContext(table: TableName, item: AcceptedItem, itemId: string) {
  return Object.assign(context(table, item, itemId), {
    customMeasurements: measurements(item.baseData['measurements']),
    itemCount: itemCount(item.sampleRate),
  } satisfies NewRow<'requests'>)
}

function dimensions(properties: unknown): Readonly<Record<string, string>> {
  return mapPresent(properties, String)
}

function measurements(numbers: unknown): WireObject {
  return mapPresent(numbers, (value) => value)
}

/** Maps the values that are not null. The key `__proto__` stays a key, because the result has no prototype. */
function mapPresent<T>(object: unknown, map: (value: unknown) => T): Readonly<Record<string, T>> {
  const mapped: Record<string, T> = Object.create(null)
  if (!isWireObject(object)) return mapped
  for (const [key, value] of Object.entries(object)) if (value !== null) mapped[key] = map(value)
  return mapped
}

/** Returns how many items a row represents: four at a sampling rate of 25 %. */
function itemCount(sampleRate: number): number {
  return sampleRate > 0 && sampleRate < 100 ? toInt32(100 / sampleRate) : 1
}
