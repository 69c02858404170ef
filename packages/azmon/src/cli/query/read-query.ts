import { readFile } from 'node:fs/promises'
import type { Terminal } from '@azmon/core/command-line'

export type QueryText = { readonly text: string } | { readonly problem: string }

/** Returns the query: the argument, or else the content of a file or of stdin. */
export async function readQuery(
  argument: string | undefined,
  file: string | undefined,
  { readInput }: Terminal,
): Promise<QueryText> {
  if (argument !== undefined && file !== undefined) return { problem: 'Give a query or --file, not both.' }
  if (argument === undefined && file === undefined && readInput === undefined) return { problem: MISSING }
  const text = argument ?? (file === undefined ? await readInput?.() : await readFile(file, 'utf8')) ?? ''
  return text.trim() === '' ? { problem: MISSING } : { text: text.replace(/^\ufeff/, '').trimEnd() }
}

// --- helpers ---

const MISSING = "Give a query, such as 'requests | take 10', or pipe one in."
