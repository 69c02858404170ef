import { useKeys } from '../../shell/keys'
import { address, setParams } from '../../state/address'
import { formatSubject, isSameSubject, parseSubject, type Subject } from './subject'

/** The subject in the address, or else the first of the lists. */
export function selectedSubject(subjects: readonly Subject[]): Subject | undefined {
  return parseSubject(address.value.params.get('at') ?? undefined) ?? subjects[0]
}

export function selectSubject(subject: Subject): void {
  setParams({ at: formatSubject(subject), slow: undefined })
}

/** Moves through all lists with J and K, and opens the first sample with Enter. */
export function useSubjectKeys(subjects: readonly Subject[], selected: Subject | undefined): void {
  const move = (step: number) => () => {
    const at = subjects.findIndex((subject) => isSameSubject(subject, selected))
    const next = subjects[Math.max(0, Math.min(subjects.length - 1, at + step))]
    if (next !== undefined) selectSubject({ kind: next.kind, role: next.role, name: next.name, target: next.target })
  }
  useKeys([
    { keys: ['j', 'ArrowDown'], label: 'Next', group: 'List', run: move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Previous', group: 'List', run: move(-1) },
    {
      keys: 'Enter',
      label: 'First sample',
      group: 'List',
      run: () => document.querySelector<HTMLAnchorElement>('.sample')?.click(),
    },
  ])
}
