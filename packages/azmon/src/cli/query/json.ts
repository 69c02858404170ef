import type { QueryResult } from '@azmon/local'

/** Returns a JSON array of objects, one per line. */
export function jsonLines({ columns, rows }: QueryResult): readonly string[] {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])))
  return ['[', ...objects.map((object, i) => `${toPrintableJson(object)}${i === objects.length - 1 ? '' : ','}`), ']']
}

/** Returns JSON on one line. Escapes characters that the terminal would replace, so that every value arrives as it is. */
export function toPrintableJson(object: object): string {
  return JSON.stringify(object).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
