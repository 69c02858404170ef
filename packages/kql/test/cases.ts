import { expect, it } from '@jest/globals'
import type { KqlValue } from '../src'
import { refusalOf, runKql, valueOfKql } from './run-kql'

/** A test for each expression, which has the value beside it. */
export function itEvaluates(cases: readonly (readonly [expression: string, value: KqlValue])[]): void {
  it.each(cases)('%s is %j', async (expression, value) => {
    expect(await valueOfKql(expression)).toEqual(value)
  })
}

/** A test for each query, which has the rows beside it, in this order. */
export function itAnswers(cases: readonly (readonly [query: string, rows: readonly (readonly KqlValue[])[]])[]): void {
  it.each(cases)('%s', async (query, rows) => {
    expect((await runKql(query)).rows).toEqual(rows)
  })
}

/** A test for each query, whose columns have the names beside it. */
export function itNames(cases: readonly (readonly [query: string, names: readonly string[]])[]): void {
  it.each(cases)('%s has the columns %j', async (query, names) => {
    expect((await runKql(query)).names).toEqual(names)
  })
}

/** A test for each query, which the compiler refuses with a code and a message that has this text. */
export function itRefuses(cases: readonly (readonly [query: string, code: string, text: string])[]): void {
  it.each(cases)('%s is refused with %s: %s', (query, code, text) => {
    const refusal = refusalOf(query)
    expect(refusal).toContain(text)
    expect(refusal.split(':')[0]).toBe(code)
  })
}
