import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { LockElection } from '../../src/spool/election'
import { aFolder, aProgram } from './open-file-spool'

const children: ChildProcess[] = []
const elections: LockElection[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const election of elections.splice(0)) await election.resign()
})

describe('an election', () => {
  it('has one leader, who is told', async () => {
    const folder = aFolder()
    expect(await isElected(anElection(), folder)).toBe(true)
    expect(await isElected(anElection(), folder)).toBe(false)
    expect(readdirSync(folder)).toEqual(['drain.lock'])
  })

  it('has a leader each for every directory', async () => {
    expect(await isElected(anElection(), aFolder())).toBe(true)
    expect(await isElected(anElection(), aFolder())).toBe(true)
  })

  it('goes to somebody else when the leader resigns', async () => {
    const folder = aFolder()
    const [first, second] = [anElection(), anElection()]
    await isElected(first, folder)
    await first.resign()
    expect(first.isLeader).toBe(false)
    expect(existsSync(join(folder, 'drain.lock'))).toBe(false)
    expect(await isElected(second, folder)).toBe(true)
  })

  it('is for ever over for who has resigned', async () => {
    const election = anElection()
    await election.resign()
    expect(await isElected(election, aFolder())).toBe(false)
  })

  it('leaves no lock when its winner resigned meanwhile', async () => {
    const folder = aFolder()
    const election = anElection()
    election.stand(folder, () => {})
    await election.resign()
    await eventually(() => !existsSync(join(folder, 'drain.lock')))
    expect(await isElected(anElection(), folder)).toBe(true)
  })

  it('may be stood for again and again, and is held once', async () => {
    const folder = aFolder()
    const election = anElection()
    let elected = 0
    for (let i = 0; i < 5; i++) election.stand(folder, () => elected++)
    await eventually(() => election.isLeader)
    election.stand(folder, () => elected++)
    expect(elected).toBe(1)
  })

  it('is not won against a lock that another process holds', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'drain.lock'))
    expect(await isElected(anElection(), folder)).toBe(false)
  })

  it('is won where the lock of a process that is gone has not been touched for long', async () => {
    const folder = aFolder()
    mkdirSync(join(folder, 'drain.lock'))
    const longAgo = Date.now() / 1_000 - 60
    utimesSync(join(folder, 'drain.lock'), longAgo, longAgo)
    expect(await isElected(anElection(), folder)).toBe(true)
  })

  it('makes everybody the leader where locks do not work at all', async () => {
    const noFolder = join(aFolder(), 'file')
    writeFileSync(noFolder, '')
    expect(await isElected(anElection(), noFolder)).toBe(true)
    expect(await isElected(anElection(), noFolder)).toBe(true)
  })

  it('may be resigned from after the lock was removed by others', async () => {
    const folder = aFolder()
    const election = anElection()
    await isElected(election, folder)
    rmSync(join(folder, 'drain.lock'), { recursive: true })
    await election.resign()
    expect(election.isLeader).toBe(false)
  })

  it('has one leader of two processes, and the other when that one has gone', async () => {
    const folder = aFolder()
    const [first, second] = [await startVoter(folder), await startVoter(folder)]
    expect([first.isLeader, second.isLeader].sort()).toEqual([false, true])
    const leader = first.isLeader ? first : second
    leader.child.stdin?.write('resign\n')
    await once(leader.child, 'exit')
    expect(await isElected(anElection(), folder)).toBe(true)
  })
})

// --- helpers ---

function anElection(): LockElection {
  const election = new LockElection()
  elections.push(election)
  return election
}

/** What becomes of it; who loses is never told, so that takes as long as losing may. */
async function isElected(election: LockElection, folder: string): Promise<boolean> {
  const told = new Promise<boolean>((resolve) => election.stand(folder, () => resolve(true)))
  const lost = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 200))
  const isElected = await Promise.race([told, lost])
  expect(election.isLeader).toBe(isElected)
  return isElected
}

async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

async function startVoter(folder: string): Promise<{ readonly child: ChildProcess; readonly isLeader: boolean }> {
  const program = aProgram(`
    const { LockElection } = require('./spool/election')
    const election = new LockElection()
    const tell = () => process.stdout.write(election.isLeader ? 'leader' : 'other')
    const late = setTimeout(tell, 1_000)
    election.stand(process.argv[2], () => { clearTimeout(late); tell() })
    process.stdin.once('data', async () => { await election.resign(); process.exit() })
  `)
  const child = spawn(process.execPath, [program, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const [told] = await once(child.stdout, 'data')
  return { child, isLeader: String(told) === 'leader' }
}
