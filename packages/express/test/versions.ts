import type express from 'express'
import express4 from 'express4'
import express5 from 'express5'

/** Their types are the same for what is used here. */
export const VERSIONS: readonly (readonly [version: string, express: typeof express])[] = [
  ['Express 4', express4],
  ['Express 5', express5],
]
