import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningProgram, slackMs, startProgram } from '@azmon/testkit'
import { afterEach, describe, expect, it } from '@jest/globals'
import { LockElection } from '../../src/spool/election'
import { aFolder, anOwner, aProgram } from './open-file-spool'

const leaders: RunningProgram[] = []
const elections: LockElection[] = []

afterEach(async () => {
  for (const leader of leaders.splice(0)) leader.signal('SIGKILL')
  for (const election of elections.splice(0)) await election.leave()
})

describe('an election', () => {
  it('has one leader, which is notified', async () => {
    const folder = aFolder()
    await isElected(anElection(), folder)
    await isNotElected(anElection(), folder)
    expect(readdirSync(folder)).toEqual(['drain.holder', 'drain.lock'])
  })

  it('has one leader per directory', async () => {
    await isElected(anElection(), aFolder())
    await isElected(anElection(), aFolder())
  })

  it('is won by another process after the leader left', async () => {
    const folder = aFolder()
    const [first, second] = [anElection(), anElection()]
    await isElected(first, folder)
    await first.leave()
    expect(first.isLeader).toBe(false)
    expect(existsSync(join(folder, 'drain.lock'))).toBe(false)
    await isElected(second, folder)
  })

  it('cannot be joined again after leaving', async () => {
    const election = anElection()
    await election.leave()
    await isNotElected(election, aFolder())
  })

  it('leaves no lock if the winner left during the election', async () => {
    const folder = aFolder()
    const election = anElection()
    election.join(folder, () => {})
    await election.leave()
    await eventually(() => !existsSync(join(folder, 'drain.lock')))
    await isElected(anElection(), folder)
  })

  it('can be joined again and again, and is held once', async () => {
    const folder = aFolder()
    const election = anElection()
    let elected = 0
    for (let i = 0; i < 5; i++) election.join(folder, () => elected++)
    await eventually(() => election.isLeader)
    election.join(folder, () => elected++)
    expect(elected).toBe(1)
  })

  it('is not won against a lock that another process holds', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'drain.lock'))
    await isNotElected(anElection(), folder)
  })

  it('is won if a dead process has not touched the lock for long', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'drain.lock'))
    const longAgo = Date.now() / 1_000 - 60
    utimesSync(join(folder, 'drain.lock'), longAgo, longAgo)
    await isElected(anElection(), folder)
  })

  it('is won at once if the leader on this machine was killed', async () => {
    const folder = aFolder()
    const leader = startLeader(folder)
    await leader.untilPrinted('leads')
    leader.signal('SIGKILL')
    await leader.ended
    const startedMs = performance.now()
    const election = anElection()
    await isElected(election, folder)
    expect(performance.now() - startedMs).toBeLessThan(10_000 + (await slackMs()))
    await isNotElected(anElection(), folder)
  })

  it('is won if a leader has died before it could name itself', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'drain.lock'))
    const before = Date.now() / 1_000 - 15
    utimesSync(join(folder, 'drain.lock'), before, before)
    await isElected(anElection(), folder)
  })

  it('is not won if the holder file is invalid or of another machine', async () => {
    for (const holder of ['', 'x'.repeat(1_000), 'no-process-0', anOwner('elsewhere'), anOwner('living')]) {
      const folder = aFolder()
      mkdirSync(join(folder, 'drain.lock'))
      writeFileSync(join(folder, 'drain.holder'), holder)
      await isNotElected(anElection(), folder)
    }
  })

  it('makes every process the leader if locks do not work at all', async () => {
    const noFolder = join(aFolder(), 'file')
    writeFileSync(noFolder, '')
    await isElected(anElection(), noFolder)
    await isElected(anElection(), noFolder)
  })

  it('can be left after others removed the lock', async () => {
    const folder = aFolder()
    const election = anElection()
    await isElected(election, folder)
    rmSync(join(folder, 'drain.lock'), { recursive: true })
    await election.leave()
    expect(election.isLeader).toBe(false)
  })

  it('has one of two processes as leader, and the other one after its end', async () => {
    const folder = aFolder()
    const leader = startLeader(folder)
    await leader.untilPrinted('leads')
    await isNotElected(anElection(), folder)
    leader.endInput()
    expect(await leader.ended).toMatchObject({ code: 0, stderr: '' })
    await isElected(anElection(), folder)
  })
})

// --- helpers ---

function anElection(): LockElection {
  const election = new LockElection()
  elections.push(election)
  return election
}

/** Resolves when the election is won. */
async function isElected(election: LockElection, folder: string): Promise<void> {
  await new Promise<void>((resolve) => election.join(folder, resolve))
  expect(election.isLeader).toBe(true)
}

/** A loser is not notified, so this waits longer than winning usually takes. */
async function isNotElected(election: LockElection, folder: string): Promise<void> {
  election.join(folder, () => {})
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(election.isLeader).toBe(false)
}

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A process that leads until its stdin ends. */
function startLeader(folder: string): RunningProgram {
  const program = aProgram(`
    const { LockElection } = require('./spool/election')
    const election = new LockElection()
    election.join(process.argv[2], () => console.log('leads'))
    process.stdin.once('end', () => election.leave()).resume()
  `)
  const leader = startProgram(program, { args: [folder] })
  leaders.push(leader)
  return leader
}
