import { Fragment } from 'preact'
import { RoleMark } from '../../components/role-mark'
import { hrefOf } from '../../state/address'
import { count, duration, percent } from '../../state/format'
import { scopeParams } from '../../state/scope'
import { cut } from '../../state/text'
import { formatSubject } from '../operations/subject'
import { byChange, failedShare, type OperationRow, ratio } from './differences'
import { type Side, shortLabel, sideLabel } from './side'

interface OperationTableProps {
  readonly rows: readonly OperationRow[]
  readonly a: Side
  readonly b: Side
}

const SHOWN = 50

const FIGURES = ['Requests', 'Failed', 'p95']

/** The operations of both sides next to each other, those that have changed most first. */
export function OperationTable({ rows, a, b }: OperationTableProps) {
  if (rows.length === 0) return null
  return (
    <table class="subjects compare-operations">
      <thead>
        <tr>
          <th scope="col" rowSpan={2}>
            Operation
          </th>
          {FIGURES.map((name) => (
            <th key={name} scope="colgroup" colSpan={2} class="number">
              {name}
            </th>
          ))}
        </tr>
        <tr>
          {FIGURES.map((name) => (
            <Fragment key={name}>
              <SideHeader label={shortLabel(a)} title={sideLabel(a)} />
              <SideHeader label={shortLabel(b)} title={sideLabel(b)} />
            </Fragment>
          ))}
        </tr>
      </thead>
      <tbody>
        {byChange(rows)
          .slice(0, SHOWN)
          .map((row) => (
            <Row key={`${row.role} ${row.name}`} row={row} />
          ))}
      </tbody>
    </table>
  )
}

// --- helpers ---

function SideHeader({ label, title }: { readonly label: string; readonly title: string }) {
  return (
    <th scope="col" class="number compare-side" title={title}>
      {cut(label, 20)}
    </th>
  )
}

/** From these differences on, a value stands out. */
const FAILED_DIFFERENCE = 0.01
const SLOWER = 1.25

function Row({ row }: { readonly row: OperationRow }) {
  const { role, name, totalA, totalB, p95A, p95B } = row
  const [failedA, failedB] = [failedShare(row.failedA, totalA), failedShare(row.failedB, totalB)]
  const slower = ratio(p95A, p95B)
  const at = formatSubject({ kind: 'operation', role, name, target: '' })
  return (
    <tr>
      <td>
        <a class="arrival" href={hrefOf(failedA > 0 ? '/failures' : '/performance', scopeParams(), { at })}>
          <RoleMark name={role} />
          <span>{cut(name || 'without a name', 200)}</span>
          {totalB === 0 && <b>new</b>}
          {totalA === 0 && <span class="text3">gone</span>}
        </a>
      </td>
      <td class="number">{count(totalA)}</td>
      <td class="number text3">{count(totalB)}</td>
      <td class={failedA - failedB >= FAILED_DIFFERENCE ? 'number error' : 'number'}>
        {totalA > 0 && percent(failedA)}
      </td>
      <td class="number text3">{totalB > 0 && percent(failedB)}</td>
      <td class={slower !== undefined && slower >= SLOWER ? 'number warn' : 'number'}>{duration(p95A)}</td>
      <td class="number text3">{duration(p95B)}</td>
    </tr>
  )
}
