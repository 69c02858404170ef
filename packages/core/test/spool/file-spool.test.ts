import { expect, it } from '@jest/globals'
import { aFolder, openFileSpool } from './open-file-spool'
import { spoolContract } from './spool-contract'

spoolContract(it, () => openFileSpool(aFolder()).spool)

it('keeps on disk what it is given, and says so', () => {
  expect(openFileSpool(aFolder()).spool.durable).toBe(true)
})
