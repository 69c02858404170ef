import { useState } from 'preact/hooks'
import { dynamicObject } from '../../query/client'
import { count } from '../../state/format'
import { exclude, type FilterField, setOnly } from '../../state/scope'
import { columns, facets, toggleColumn, toggleFacet } from './live-columns'
import { pointedProperty } from './pointed-property'
import type { RecordRow } from './record-row'

interface Property {
  readonly name: string
  readonly value: string
  /** Undefined if rows cannot be filtered by it. */
  readonly field: FilterField | undefined
}

/** The properties, measurements and context of an item. Each property can become a filter, a facet or a column. */
export function Properties({ row }: { readonly row: RecordRow }) {
  const [isWhole, setWhole] = useState(false)
  const all = propertiesOf(row)
  const shown = isWhole ? all : all.slice(0, SHOWN)
  return (
    <div class="properties">
      <dl>
        {shown.map((property) => (
          <PropertyRow key={property.name} property={property} />
        ))}
      </dl>
      {all.length > shown.length && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          {count(all.length - shown.length)} more
        </button>
      )}
    </div>
  )
}

// --- helpers ---

const SHOWN = 30

function PropertyRow({ property: { name, value, field } }: { readonly property: Property }) {
  const point = () => {
    pointedProperty.value = field && { field, value }
  }
  const leave = () => {
    pointedProperty.value = undefined
  }
  const key = field?.startsWith('p.') ? field.slice(2) : undefined
  return (
    <div
      class="property"
      tabIndex={field && -1}
      onPointerEnter={point}
      onPointerLeave={leave}
      onFocusCapture={point}
      onBlurCapture={leave}
    >
      <dt title={name}>{name}</dt>
      <dd class="mono">
        {value}
        {field !== undefined && (
          <span class="property-actions">
            <button type="button" onClick={() => setOnly(field, [value])}>
              only
            </button>
            <button type="button" onClick={() => exclude(field, value)}>
              not
            </button>
            {key !== undefined && (
              <>
                <button type="button" aria-pressed={facets.value.includes(key)} onClick={() => toggleFacet(key)}>
                  facet
                </button>
                <button type="button" aria-pressed={columns.value.includes(key)} onClick={() => toggleColumn(key)}>
                  column
                </button>
              </>
            )}
          </span>
        )}
      </dd>
    </div>
  )
}

function propertiesOf(row: RecordRow): readonly Property[] {
  const own = Object.entries(dynamicObject(row['customDimensions'])).map(
    ([name, value]): Property => ({ name, value: textOf(value), field: `p.${name}` }),
  )
  const measured = Object.entries(dynamicObject(row['customMeasurements'])).map(
    ([name, value]): Property => ({ name, value: textOf(value), field: undefined }),
  )
  const context = Object.entries(row)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== null && value !== undefined && value !== '')
    .map(([name, value]): Property => ({ name, value: String(value), field: FIELDS[name] }))
  return [...own, ...measured, ...context]
}

const FIELDS: { readonly [column: string]: FilterField } = {
  cloud_RoleName: 'role',
  operation_Name: 'op',
  resultCode: 'result',
  problemId: 'problem',
}

/** Shown elsewhere in the record or its row. */
const HIDDEN = new Set([
  ...['customDimensions', 'customMeasurements', 'details', 'message', 'outerMessage', 'itemType', 'severityLevel'],
  ...['type', 'method', 'outerType', 'outerMethod', 'innermostType', 'innermostMessage', 'innermostMethod'],
  ...['iKey', '_ResourceId', 'appId', 'appName', 'performanceBucket', 'client_Type'],
])

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
