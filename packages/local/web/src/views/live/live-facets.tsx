import { Glyph } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import { type QueryTable, toObjects } from '../../query/client'
import { kindOf, kinds } from '../../state/kinds'
import { levels } from '../../state/levels'
import { roles } from '../../state/roles'
import { filterFor } from '../../state/scope'
import { AddFacet } from './add-facet'
import { FieldFacet } from './field-facet'
import { facets } from './live-columns'
import { PropertyFacet } from './property-facet'

/** Counts by all fields with few values, so that each facet can be counted under the filters of the others. */
export const CUBE_FIELDS = ['kind', 'level', 'role', 'result'] as const

export const CUBE_QUERY = `summarize items = sum(itemCount), rows = count() by itemType, level, cloud_RoleName, resultCode
| top 5000 by items desc`

interface CubeRow {
  readonly itemType: string
  readonly level: number
  readonly cloud_RoleName: string
  readonly resultCode: string
  readonly items: number
  readonly rows: number
}

type CubeField = (typeof CUBE_FIELDS)[number]

export function LiveFacets({ table }: { readonly table: QueryTable | undefined }) {
  const cube = cubeOf(table)
  const kindCounts = countBy(cube, 'kind')
  const levelCounts = countBy(cube, 'level')
  const roleCounts = countBy(cube, 'role')
  const results = [...countBy(cube, 'result')].filter(([value]) => value !== '').sort(([, a], [, b]) => b - a)
  return (
    <div class={table === undefined ? 'counting' : ''}>
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
      {facets.value.map((name) => (
        <PropertyFacet key={name} name={name} />
      ))}
      <AddFacet />
    </div>
  )
}

/** Returns the number of items that all filters let through, and of the rows that stand for them. */
export function countCube(table: QueryTable | undefined): { readonly items: number; readonly rows: number } {
  const shown = cubeOf(table).filter((row) => isLetThrough(row, undefined))
  return {
    items: shown.reduce((sum, row) => sum + row.items, 0),
    rows: shown.reduce((sum, row) => sum + row.rows, 0),
  }
}

// --- helpers ---

function cubeOf(table: QueryTable | undefined): readonly CubeRow[] {
  return table === undefined ? [] : toObjects<CubeRow>(table)
}

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
