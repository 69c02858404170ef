/** The context of an item. Absent tags are omitted instead of being sent empty. */
export interface Tags {
  'ai.cloud.role'?: string
  'ai.cloud.roleInstance'?: string
  'ai.application.ver'?: string
  'ai.internal.sdkVersion'?: string
  'ai.operation.id'?: string
  'ai.operation.parentId'?: string
  'ai.operation.name'?: string
  'ai.operation.syntheticSource'?: string
  'ai.user.id'?: string
  'ai.user.authUserId'?: string
  'ai.user.accountId'?: string
  'ai.user.userAgent'?: string
  'ai.session.id'?: string
  'ai.location.ip'?: string
}
