import { RoleMark } from '../../components/role-mark'
import { hrefOf } from '../../state/address'
import { count, duration, percent } from '../../state/format'
import { scopeParams } from '../../state/scope'
import { cut } from '../../state/text'
import { formatSubject } from '../operations/subject'
import { byChange, failedShare, type OperationRow, type Pair, ratio } from './differences'
import { type Side, sideLabel } from './side'

interface OperationTableProps {
  readonly pairs: readonly Pair<OperationRow>[]
  readonly a: Side
  readonly b: Side
}

const SHOWN = 50

/** The operations of both sides next to each other, those that have changed most first. */
export function OperationTable({ pairs, a, b }: OperationTableProps) {
  if (pairs.length === 0) return null
  return (
    <table class="subjects compare-operations">
      <thead>
        <tr>
          <th scope="col">Operation</th>
          {['Requests', 'Failed', 'p95'].map((name) => (
            <th key={name} scope="col" class="number" title={`${sideLabel(a)} / ${sideLabel(b)}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {byChange(pairs)
          .slice(0, SHOWN)
          .map((pair) => (
            <Row key={`${pair.role} ${pair.name}`} pair={pair} />
          ))}
      </tbody>
    </table>
  )
}

// --- helpers ---

/** From these differences on, a value stands out. */
const FAILED_DIFFERENCE = 0.01
const SLOWER = 1.25

function Row({ pair }: { readonly pair: Pair<OperationRow> }) {
  const { role, name, a, b } = pair
  const [failedA, failedB] = [failedShare(a), failedShare(b)]
  const slower = ratio(a?.p95, b?.p95)
  const at = formatSubject({ kind: 'operation', role, name, target: '' })
  return (
    <tr>
      <td>
        <a class="arrival" href={hrefOf(failedA > 0 ? '/failures' : '/performance', scopeParams(), { at })}>
          <RoleMark name={role} />
          <span>{cut(name || 'without a name', 200)}</span>
          {b === undefined && <b>new</b>}
          {a === undefined && <span class="text3">gone</span>}
        </a>
      </td>
      <td class="number">
        {count(a?.total ?? 0)} <span class="text3">{count(b?.total ?? 0)}</span>
      </td>
      <td class={failedA - failedB >= FAILED_DIFFERENCE ? 'number error' : 'number'}>
        {percent(failedA)} <span class="text3">{percent(failedB)}</span>
      </td>
      <td class={slower !== undefined && slower >= SLOWER ? 'number warn' : 'number'}>
        {duration(a?.p95)} <span class="text3">{duration(b?.p95)}</span>
      </td>
    </tr>
  )
}
