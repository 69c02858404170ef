import { toObjects } from '../../query/client'
import { moment } from '../../query/kql'
import { useQuery } from '../../query/use-query'
import { setParams } from '../../state/address'
import { scope } from '../../state/scope'
import { cut } from '../../state/text'
import { sidesQuery } from './compare-query'
import { formatSide, type Side, sideLabel, TIME_SIDES } from './side'

interface SideSelectProps {
  /** The parameter in the address. */
  readonly name: 'a' | 'b'
  readonly label: string
  readonly side: Side
}

interface Found {
  readonly role: string
  readonly version: string
  readonly instance: string
}

/** Selects a time, a version or an instance. */
export function SideSelect({ name, label, side }: SideSelectProps) {
  const { fromMs, toMs } = scope.value.selected
  const { table } = useQuery(sidesQuery(`timestamp >= ${moment(fromMs)} and timestamp < ${moment(toMs)}`))
  const found = table === undefined ? [] : toObjects<Found>(table)
  const versions = unique(
    found.flatMap(({ role, version }): Side[] => (version === '' ? [] : [{ kind: 'version', role, version }])),
  )
  const instances = unique(
    found.flatMap(({ instance }): Side[] => (instance === '' ? [] : [{ kind: 'instance', instance }])),
  )
  const isListed = [...versions, ...instances].some((each) => formatSide(each) === formatSide(side))
  return (
    <label>
      <span class="text3">{label}</span>
      <select value={formatSide(side)} onChange={({ currentTarget }) => setParams({ [name]: currentTarget.value })}>
        <optgroup label="Time">
          {TIME_SIDES.map((kind) => (
            <option key={kind} value={kind}>
              {sideLabel({ kind })}
            </option>
          ))}
        </optgroup>
        <Options label="Version" sides={versions} />
        <Options label="Instance" sides={instances} />
        {!isListed && (side.kind === 'version' || side.kind === 'instance') && <Options label="Other" sides={[side]} />}
      </select>
    </label>
  )
}

// --- helpers ---

function unique(sides: readonly Side[]): readonly Side[] {
  return [...new Map(sides.map((side) => [formatSide(side), side])).values()]
}

function Options({ label, sides }: { readonly label: string; readonly sides: readonly Side[] }) {
  if (sides.length === 0) return null
  return (
    <optgroup label={label}>
      {sides.map((side) => (
        <option key={formatSide(side)} value={formatSide(side)}>
          {cut(sideLabel(side), 60)}
        </option>
      ))}
    </optgroup>
  )
}
