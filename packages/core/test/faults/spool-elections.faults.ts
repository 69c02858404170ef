import { faultyFiles, ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import type { Election } from '../../src/spool/election'
import { systemFiles } from '../../src/spool/file-system'
import { deliverAll, Ledger } from '../spool/ledger'
import { aFolder, everyoneWins, nobodyWins, type OpenSpool, openFileSpool } from '../spool/open-file-spool'

/** An election without a lock: every process that joins is elected. */
class NoOp implements Election {
  isLeader = false

  join(_: string, elected: () => void): void {
    if (this.isLeader) return
    this.isLeader = true
    elected()
  }

  async leave(): Promise<void> {
    this.isLeader = false
  }
}

/** Changes the leader at random: one process leads, or all, or none. */
class Fickle implements Election {
  #asked = 0

  get isLeader(): boolean {
    return this.#asked++ % 3 !== 0
  }

  join(): void {}

  async leave(): Promise<void> {}
}

const ROUNDS = 60

describe.each<[string, () => Election]>([
  ['everyone wins', () => everyoneWins],
  ['nobody wins', () => nobodyWins],
  ['nothing is locked', () => new NoOp()],
  ['the winner changes all the time', () => new Fickle()],
])('if %s', (_, anElection) => {
  it('several spools of one directory lose nothing, and send nothing twice', async () => {
    const { folder, ledger, spools, clock } = severalSpools(anElection)
    for (let round = 0; round < ROUNDS; round++) {
      for (const { spool } of spools) putOne(spool, ledger)
      clock.advance(1_000)
      await Promise.all(spools.map((opened) => sendSome(opened, ledger, round)))
    }
    await deliverAll(folder, [openFileSpool(folder, {}, { clock })], ledger)
    expect([ledger.missing, ledger.invented, ledger.mostCopies]).toEqual([[], [], 1])
  })

  it('and processes die: nothing is lost, and each causes at most one duplicate batch', async () => {
    const { folder, ledger, spools, clock, disks } = severalSpools(anElection)
    for (let round = 0; round < ROUNDS; round++) {
      for (const { spool } of spools) putOne(spool, ledger)
      clock.advance(1_000)
      if (round % 20 === 10) disks[round % 4]?.crash('after', 1 + (round % 7))
      await Promise.all(spools.map((opened) => sendSome(opened, ledger, round)))
    }
    clock.advance(60_001)
    await deliverAll(folder, [openFileSpool(folder, {}, { clock })], ledger)
    expect([ledger.missing, ledger.invented]).toEqual([[], []])
    expect(ledger.mostCopies).toBeLessThanOrEqual(2)
  })

  it('a process that ends sends the files that it wrote itself', async () => {
    const { folder, ledger, spools, clock } = severalSpools(anElection)
    for (const { spool } of spools) putOne(spool, ledger)
    for (const opened of spools) {
      opened.spool.claimOwnOnly()
      await sendAll(opened, ledger)
      await opened.spool.stop()
    }
    expect([ledger.missing, ledger.mostCopies]).toEqual([[], 1])
    await deliverAll(folder, [openFileSpool(folder, {}, { clock })], ledger)
    expect(ledger.mostCopies).toBe(1)
  })
})

// --- helpers ---

function severalSpools(anElection: () => Election) {
  const [folder, clock, ledger] = [aFolder(), new ManualClock(), new Ledger()]
  const disks = Array.from({ length: 4 }, () => faultyFiles(systemFiles))
  const spools = disks.map(({ files }) => openFileSpool(folder, {}, { clock, files, election: anElection() }))
  for (const { spool } of spools) spool.start()
  return { folder, clock, ledger, disks, spools }
}

function putOne(spool: OpenSpool['spool'], ledger: Ledger): void {
  const items = [ledger.issue()]
  if (spool.put({ items }) === 'stored') ledger.promised(items)
}

/** Of three batches, one is acknowledged, one is released, and one is accepted in part. */
async function sendSome({ spool }: OpenSpool, ledger: Ledger, round: number): Promise<void> {
  if (round % 2 === 0) spool.refresh()
  const claims = [await spool.claim(), await spool.claim(), await spool.claim()]
  for (const [index, claim] of claims.entries()) {
    if (claim === undefined) continue
    const { items } = claim.batch
    if (index === 0 || (index === 2 && items.length === 1)) {
      ledger.delivered(items)
      claim.ack()
    } else if (index === 1) claim.release(claim.batch)
    else {
      ledger.delivered(items.slice(0, 1))
      claim.release({ items: items.slice(1) })
    }
  }
}

async function sendAll({ spool }: OpenSpool, ledger: Ledger): Promise<void> {
  for (let claim = await spool.claim(); claim !== undefined; claim = await spool.claim()) {
    ledger.delivered(claim.batch.items)
    claim.ack()
  }
}
