import fc from 'fast-check'

const FIRST_SURROGATE = 0xd800
const SURROGATES = 0x800
const LAST_CHARACTER = 0x10ffff

/** Generates any Unicode character. fast-check's unit `binary` does the same but takes seconds to prepare. */
export const anyCharacter = fc
  .nat({ max: LAST_CHARACTER - SURROGATES })
  .map((index) => String.fromCodePoint(index < FIRST_SURROGATE ? index : index + SURROGATES))
