import { activityEngagement } from './activity-engagement'
import { bagUnpack } from './bag-unpack'
import { dcountIntersect } from './dcount-intersect'
import { narrow } from './narrow'
import { pivot } from './pivot'
import type { Plugin } from './plugin'
import { rowsNear } from './rows-near'
import { USAGE_PLUGINS } from './usage'

export const PLUGINS: readonly Plugin[] = [
  bagUnpack,
  narrow,
  pivot,
  rowsNear,
  dcountIntersect,
  ...USAGE_PLUGINS,
  activityEngagement,
]

/** Plugins that are known, but not supported, with what to write instead. */
export const PLUGIN_ALTERNATIVES: ReadonlyMap<string, string> = new Map([
  ...cures('Use summarize count() by the columns that may explain the difference, then top.', [
    'autocluster',
    'autocluster_v2',
    'basket',
    'basket_v2',
    'diffpatterns',
    'diffpatterns_text',
  ]),
  ...cures('Use summarize dcount() by bin(), over the intended time range.', [
    'active_users_count',
    'activity_metrics',
    'new_activity_metrics',
  ]),
  ...cures('Use sort and scan, which finds sequences of rows.', [
    'funnel_sequence',
    'funnel_sequence_completion',
    'session_count',
  ]),
  ...cures('Use make-series or summarize percentile() by bin().', ['rolling_percentile']),
  ...cures('Use ipv4_is_in_range() or ipv4_is_in_any_range().', ['ipv4_lookup', 'ipv6_lookup']),
  ...cures('Data outside of the store cannot be read. Use datatable.', [
    'azure_digital_twins_query_request',
    'cosmosdb_sql_request',
    'http_request',
    'http_request_post',
    'infer_storage_schema',
    'mysql_request',
    'postgresql_request',
    'sql_request',
  ]),
  ...cures('Programs cannot be run.', ['python', 'r']),
  ...cures('Use take.', ['preview']),
])

// --- helpers ---

function cures(cure: string, names: readonly string[]): readonly (readonly [name: string, cure: string])[] {
  return names.map((name) => [name, cure])
}
