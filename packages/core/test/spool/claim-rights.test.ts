import { ManualClock } from '@azmon/testkit'
import { describe, expect, it } from '@jest/globals'
import { ClaimRights } from '../../src/spool/claim-rights'
import type { SpoolDirectory } from '../../src/spool/directory'

function setup({ isLeader = false, find = () => 'directory' as string | undefined } = {}) {
  const clock = new ManualClock()
  const calls: unknown[] = []
  const election = {
    isLeader,
    join: (directory: string) => void calls.push(`join ${directory}`),
    leave: async () => void calls.push('leave'),
  }
  const rights = new ClaimRights({
    election,
    directory: { find } as SpoolDirectory,
    clock,
    onReady: () => calls.push('ready'),
    onElected: () => calls.push('elected'),
    onTrouble: (error) => calls.push(error),
  })
  return { clock, calls, election, rights }
}

describe('the files that a process may claim', () => {
  it('are none, unless it leads', () => {
    const { election, rights } = setup()
    expect(rights.scope).toBeUndefined()
    election.isLeader = true
    expect(rights.scope).toBe('any')
  })

  it('are its own during a flush, even during a pause', () => {
    const { rights } = setup()
    rights.pause(1_000)
    const end = rights.claimOwnOnly()
    const endAnother = rights.claimOwnOnly()
    end()
    expect(rights.scope).toBe('own')
    endAnother()
    expect(rights.scope).toBeUndefined()
  })

  it('are none until a pause is over', () => {
    const { clock, rights } = setup({ isLeader: true })
    rights.pause(1_000)
    clock.advance(999)
    expect(rights.scope).toBeUndefined()
    clock.advance(1)
    expect(rights.scope).toBe('any')
  })
})

describe('a batch that becomes ready', () => {
  it('is reported to a leader, once for many batches', () => {
    const { clock, calls, rights } = setup({ isLeader: true })
    rights.activate()
    rights.batchReady()
    rights.batchReady()
    expect(calls).toEqual([])
    clock.advance(0)
    expect(calls).toEqual(['ready'])
  })

  it('lets another process join the election', () => {
    const { clock, calls, rights } = setup()
    rights.activate()
    rights.batchReady()
    clock.advance(0)
    expect(calls).toEqual(['join directory'])
  })

  it('starts no election during a flush', () => {
    const { clock, calls, rights } = setup()
    rights.activate()
    rights.claimOwnOnly()
    rights.batchReady()
    clock.advance(0)
    expect(calls).toEqual(['ready'])
  })

  it('starts nothing before activation and after the end', async () => {
    const { clock, calls, rights } = setup({ isLeader: true })
    rights.batchReady()
    clock.advance(0)
    rights.activate()
    await rights.deactivate()
    rights.batchReady()
    clock.advance(0)
    expect(calls).toEqual(['leave'])
  })

  it('reports an error of the disk', () => {
    const error = new Error('EIO')
    const { clock, calls, rights } = setup({
      find: () => {
        throw error
      },
    })
    rights.activate()
    rights.batchReady()
    clock.advance(0)
    expect(calls).toEqual([error])
  })
})
