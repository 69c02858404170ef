import { useEffect, useState } from 'preact/hooks'
import { queryRows } from '../query/client'
import { literal, moment } from '../query/kql'
import { hrefOf, push } from '../state/address'
import { count } from '../state/format'
import { scope, scopeParams } from '../state/scope'
import type { PaletteEntry } from './commands'

interface Operation {
  readonly operation_Name: string
  readonly cloud_RoleName: string
  readonly failed: number
}

/** Returns the operations whose name contains the text, the ones that fail most first. */
export function useOperations(text: string): readonly PaletteEntry[] {
  const [found, setFound] = useState<readonly Operation[]>([])
  const wanted = text.trim()
  useEffect(() => {
    if (wanted === '') return setFound([])
    const abort = new AbortController()
    const timer = setTimeout(() => {
      queryRows<Operation>(operationsQuery(wanted), { signal: abort.signal }).then(setFound, () => undefined)
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [wanted])
  return found.map(({ operation_Name, cloud_RoleName, failed }) => ({
    key: `operation ${cloud_RoleName} ${operation_Name}`,
    group: 'Operations',
    glyph: 'request',
    label: operation_Name,
    detail: [cloud_RoleName, ...(failed > 0 ? [`${count(failed)} failed`] : [])].join(', '),
    run: () => push(hrefOf('/live', scopeParams(), { op: operation_Name })),
  }))
}

// --- helpers ---

const TYPING_MS = 120

function operationsQuery(text: string): string {
  const { fromMs, toMs } = scope.peek().range
  return `requests
| where timestamp between (${moment(fromMs)} .. ${moment(toMs)}) and name contains ${literal(text)}
| where name == operation_Name
| summarize failed = sumif(itemCount, success == "False"), total = sum(itemCount) by operation_Name, cloud_RoleName
| top 4 by failed desc, total desc`
}
