import { Facet, type FacetValue } from '../../components/facet'
import { Glyph } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import type { QueryTable } from '../../query/client'
import { toObjects } from '../../query/client'
import { kindOf, kinds } from '../../state/kinds'
import { levels } from '../../state/levels'
import { roles } from '../../state/roles'
import { exclude, type FilterField, filterFor, setExcluded, setOnly } from '../../state/scope'

/** Counts by all fields with few values, so that each facet can be counted under the filters of the others. */
export const CUBE_FIELDS = ['kind', 'level', 'role', 'result'] as const

export const CUBE_QUERY = `summarize items = sum(itemCount) by itemType, level, cloud_RoleName, resultCode
| top 5000 by items desc`

interface CubeRow {
  readonly itemType: string
  readonly level: number
  readonly cloud_RoleName: string
  readonly resultCode: string
  readonly items: number
}

type CubeField = (typeof CUBE_FIELDS)[number]

export function LiveFacets({ table }: { readonly table: QueryTable | undefined }) {
  const cube = table === undefined ? [] : toObjects<CubeRow>(table)
  const kindCounts = countBy(cube, 'kind')
  const levelCounts = countBy(cube, 'level')
  const roleCounts = countBy(cube, 'role')
  const results = [...countBy(cube, 'result')].filter(([value]) => value !== '').sort(([, a], [, b]) => b - a)
  return (
    <>
      <FieldFacet
        title="Kind"
        field="kind"
        values={kinds.map(({ name, label }) => ({
          value: name,
          count: kindCounts.get(name) ?? 0,
          label: (
            <>
              <Glyph name={name} /> {label}
            </>
          ),
        }))}
      />
      <FieldFacet
        title="Level"
        field="level"
        values={levels.map((value) => ({ value, count: levelCounts.get(value) ?? 0 })).toReversed()}
      />
      <FieldFacet
        title="Role"
        field="role"
        values={roles.value.map(({ name }) => ({
          value: name,
          count: roleCounts.get(name) ?? 0,
          label: <RoleMark name={name} withName />,
        }))}
      />
      {results.length > 0 && (
        <FieldFacet title="Result" field="result" values={results.map(([value, count]) => ({ value, count }))} />
      )}
    </>
  )
}

/** A facet whose state is a filter in the address. */
function FieldFacet(props: {
  readonly title: string
  readonly field: FilterField
  readonly values: readonly FacetValue[]
  readonly onRemove?: (() => void) | undefined
}) {
  const { title, field, values, onRemove } = props
  const only = filterFor(field)?.values
  const excluded = filterFor(field, true)?.values ?? []
  const isShown = (value: string) => (only === undefined ? !excluded.includes(value) : only.includes(value))
  const toggle = (value: string) => {
    if (only === undefined) {
      return isShown(value)
        ? exclude(field, value)
        : setExcluded(
            field,
            excluded.filter((each) => each !== value),
          )
    }
    const next = only.includes(value) ? only.filter((each) => each !== value) : [...only, value]
    setOnly(field, values.every((each) => next.includes(each.value)) ? [] : next)
  }
  const showOnly = (value: string) => setOnly(field, only?.length === 1 && only[0] === value ? [] : [value])
  return (
    <Facet
      title={title}
      values={values}
      isShown={isShown}
      onOnly={showOnly}
      onToggle={toggle}
      onExclude={(value) => exclude(field, value)}
      onRemove={onRemove}
    />
  )
}

/** Returns the items that all filters let through, apart from those of the given fields. */
export function countCube(table: QueryTable | undefined): number {
  if (table === undefined) return 0
  return toObjects<CubeRow>(table).reduce((sum, row) => (isLetThrough(row, undefined) ? sum + row.items : sum), 0)
}

// --- helpers ---

function valueIn(row: CubeRow, field: CubeField): string {
  if (field === 'kind') return kindOf(row.itemType).name
  if (field === 'level') return levels[row.level] ?? ''
  return field === 'role' ? row.cloud_RoleName : row.resultCode
}

function isLetThrough(row: CubeRow, except: CubeField | undefined): boolean {
  return CUBE_FIELDS.every((field) => {
    if (field === except) return true
    const value = valueIn(row, field)
    const only = filterFor(field)?.values
    return only === undefined ? !filterFor(field, true)?.values.includes(value) : only.includes(value)
  })
}

function countBy(cube: readonly CubeRow[], field: CubeField): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of cube) {
    const value = valueIn(row, field)
    counts.set(value, (counts.get(value) ?? 0) + (isLetThrough(row, field) ? row.items : 0))
  }
  return counts
}
