import type { ComponentChildren } from 'preact'
import { Glyph, type GlyphName } from '../../components/glyph'
import { RoleMark } from '../../components/role-mark'
import { cut } from '../../state/text'
import { LIST_BINS } from './queries'
import { formatSubject, isSameSubject, type Subject, type SubjectKind } from './subject'

export interface ListedSubject extends Subject {
  /** The values of the columns, as they are shown. */
  readonly cells: readonly ComponentChildren[]
  /** When it occurred: the count of each bin. */
  readonly bins: readonly number[]
}

interface SubjectListProps {
  readonly title: string
  /** The headings of the cells. */
  readonly columns: readonly string[]
  readonly subjects: readonly ListedSubject[]
  readonly selected: Subject | undefined
  readonly onSelect: (subject: Subject) => void
}

/** A list of operations, dependencies or problems, with small charts over time. */
export function SubjectList({ title, columns, subjects, selected, onSelect }: SubjectListProps) {
  if (subjects.length === 0) return null
  return (
    <table class="subjects">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {columns.map((name) => (
            <th key={name} scope="col" class="number">
              {name}
            </th>
          ))}
          <th scope="col" class="over-time">
            Over time
          </th>
        </tr>
      </thead>
      <tbody>
        {subjects.map((subject) => (
          <tr key={formatSubject(subject)} class={isSameSubject(subject, selected) ? 'selected' : ''}>
            <td>
              <button
                type="button"
                aria-pressed={isSameSubject(subject, selected)}
                onClick={() => onSelect(subjectOf(subject))}
              >
                <RoleMark name={subject.role} />
                {subject.kind !== 'operation' && <Glyph name={GLYPHS[subject.kind]} />}
                <span>
                  {cut(subject.name || 'without a name', 200)} <span class="text3">{cut(subject.target, 100)}</span>
                </span>
              </button>
            </td>
            {subject.cells.map((cell, index) => (
              <td key={columns[index]} class="number">
                {cell}
              </td>
            ))}
            <td class="over-time">
              <SmallBars bins={subject.bins} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

// --- helpers ---

const GLYPHS: Readonly<Record<SubjectKind, GlyphName>> = {
  operation: 'request',
  dependency: 'dependency',
  exception: 'exception',
}

function subjectOf({ kind, role, name, target }: Subject): Subject {
  return { kind, role, name, target }
}

function SmallBars({ bins }: { readonly bins: readonly number[] }) {
  const max = Math.max(1, ...bins)
  return (
    <svg class="small-bars" viewBox={`0 0 ${LIST_BINS} 20`} preserveAspectRatio="none" aria-hidden="true">
      {bins.map((value, index) => {
        const height = value === 0 ? 0.6 : Math.max(2, (value / max) * 20)
        return <rect key={index} x={index + 0.1} width={0.8} y={20 - height} height={height} />
      })}
    </svg>
  )
}
