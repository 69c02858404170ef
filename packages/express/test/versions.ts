import type express from 'express'
import express4 from 'express4'
import express5 from 'express5'

/** Typed as Express 5; the tests only use what both versions have. */
export const VERSIONS: readonly (readonly [version: string, express: typeof express])[] = [
  ['Express 4', express4],
  ['Express 5', express5],
]
