import { readFile } from 'node:fs/promises'
import { codeOf, LocalError, reasonOf } from '../errors'
import type { QuerySource } from '../query/query-source'
import type { Check } from './check'
import { type EvaluatedCheck, evaluateCheck } from './evaluate-check'
import { parseChecks } from './parse-checks'

/**
 * Reads the checks of a file.
 * @throws LocalError `AZMON_LOCAL_OPTION` if the file cannot be read, or with the JSON path of a wrong value.
 */
export async function readChecks(path: string): Promise<readonly Check[]> {
  try {
    return parseChecks(await readFile(path, 'utf8'))
  } catch (cause) {
    if (cause instanceof LocalError) throw new LocalError(cause.code, `${path}: ${cause.message}`, { cause })
    if (codeOf(cause) === undefined) throw cause
    throw new LocalError('AZMON_LOCAL_OPTION', `${path} cannot be read: ${reasonOf(cause)}.`, { cause })
  }
}

/** Evaluates checks one after the other, in their order. */
export async function evaluateChecks(
  checks: readonly Check[],
  source: QuerySource,
  signal?: AbortSignal,
): Promise<readonly EvaluatedCheck[]> {
  const nowMs = Date.now()
  const evaluated: EvaluatedCheck[] = []
  for (const check of checks) evaluated.push(await evaluateCheck(check, source, nowMs, signal))
  return evaluated
}

/** The checks of a file, evaluated on request. Reads the file again each time, so that it can be edited. */
export class CheckList {
  readonly #path: string
  readonly #source: QuerySource
  #running: Promise<readonly EvaluatedCheck[]> | undefined

  constructor(path: string, source: QuerySource) {
    this.#path = path
    this.#source = source
  }

  /** Concurrent calls share one evaluation. @throws LocalError `AZMON_LOCAL_OPTION` if the file has become wrong. */
  evaluate(): Promise<readonly EvaluatedCheck[]> {
    this.#running ??= this.#evaluate().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #evaluate(): Promise<readonly EvaluatedCheck[]> {
    return evaluateChecks(await readChecks(this.#path), this.#source)
  }
}
