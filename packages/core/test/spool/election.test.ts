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
  it('has one leader, who is told', async () => {
    const folder = aFolder()
    await isElected(anElection(), folder)
    await isNotElected(anElection(), folder)
    expect(readdirSync(folder)).toEqual(['drain.holder', 'drain.lock'])
  })

  it('has a leader each for every directory', async () => {
    await isElected(anElection(), aFolder())
    await isElected(anElection(), aFolder())
  })

  it('goes to somebody else when the leader resigns', async () => {
    const folder = aFolder()
    const [first, second] = [anElection(), anElection()]
    await isElected(first, folder)
    await first.leave()
    expect(first.isLeader).toBe(false)
    expect(existsSync(join(folder, 'drain.lock'))).toBe(false)
    await isElected(second, folder)
  })

  it('is for ever over for who has resigned', async () => {
    const election = anElection()
    await election.leave()
    await isNotElected(election, aFolder())
  })

  it('leaves no lock when its winner resigned meanwhile', async () => {
    const folder = aFolder()
    const election = anElection()
    election.join(folder, () => {})
    await election.leave()
    await eventually(() => !existsSync(join(folder, 'drain.lock')))
    await isElected(anElection(), folder)
  })

  it('may be stood for again and again, and is held once', async () => {
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

  it('is won where the lock of a process that is gone has not been touched for long', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'drain.lock'))
    const longAgo = Date.now() / 1_000 - 60
    utimesSync(join(folder, 'drain.lock'), longAgo, longAgo)
    await isElected(anElection(), folder)
  })

  it('is won at once when the process of this machine that held the lock was killed', async () => {
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

  it('is not won by a word on the holder that is none, or of another machine', async () => {
    for (const holder of ['', 'x'.repeat(1_000), 'no-process-0', anOwner('elsewhere'), anOwner('living')]) {
      const folder = aFolder()
      mkdirSync(join(folder, 'drain.lock'))
      writeFileSync(join(folder, 'drain.holder'), holder)
      await isNotElected(anElection(), folder)
    }
  })

  it('makes everybody the leader where locks do not work at all', async () => {
    const noFolder = join(aFolder(), 'file')
    writeFileSync(noFolder, '')
    await isElected(anElection(), noFolder)
    await isElected(anElection(), noFolder)
  })

  it('may be resigned from after the lock was removed by others', async () => {
    const folder = aFolder()
    const election = anElection()
    await isElected(election, folder)
    rmSync(join(folder, 'drain.lock'), { recursive: true })
    await election.leave()
    expect(election.isLeader).toBe(false)
  })

  it('has one leader of two processes, and the other when that one has gone', async () => {
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

/** However long it takes to win. */
async function isElected(election: LockElection, folder: string): Promise<void> {
  await new Promise<void>((resolve) => election.join(folder, resolve))
  expect(election.isLeader).toBe(true)
}

/** Who loses is never told, so that takes as long as winning hardly ever does. */
async function isNotElected(election: LockElection, folder: string): Promise<void> {
  election.join(folder, () => {})
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(election.isLeader).toBe(false)
}

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A process that leads until its input ends. */
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
