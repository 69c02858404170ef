import { describe, expect, it } from '@jest/globals'
import { parseFaults, toFaults } from '../../src/faults/parse-fault'

describe('parseFaults', () => {
  it.each([
    ['503', { kind: 'status', statusCode: 503 }],
    ['503:10s', { kind: 'status', statusCode: 503, forMs: 10_000 }],
    ['429:times=2:retry-after=5', { kind: 'status', statusCode: 429, times: 2, retryAfterS: 5 }],
    ['500:every=2:90m', { kind: 'status', statusCode: 500, every: 2, forMs: 5_400_000 }],
    ['206', { kind: 'partial' }],
    ['206:every=3:429', { kind: 'partial', every: 3, statusCode: 429 }],
    ['drop', { kind: 'drop' }],
    ['drop=stored:times=1', { kind: 'drop', isStored: true, times: 1 }],
    ['slow=250ms', { kind: 'slow', delayMs: 250 }],
  ])('reads %s', (spec, fault) => {
    expect(parseFaults(spec)).toEqual([fault])
  })

  it('reads several faults, separated by commas', () => {
    expect(parseFaults('slow=2s, 503:1h')).toEqual([
      { kind: 'slow', delayMs: 2_000 },
      { kind: 'status', statusCode: 503, forMs: 3_600_000 },
    ])
  })

  it.each([
    ['', 'An empty fault begins with none of'],
    ['200', 'statusCode must be a status code from 400 to 599'],
    ['600', 'statusCode must be a status code from 400 to 599'],
    ['503:soon', 'neither a duration such as 10s'],
    ['503:', 'an empty part'],
    ['503:times=0', 'times must be a whole number above 0'],
    ['206:every=3:299', 'statusCode must be'],
    ['drop:retry-after=3', 'has no retryAfterS'],
    ['slow', 'begins with none of'],
    ['slow=25h', 'delayMs must be'],
  ])('refuses %j and shows what is possible', (spec, problem) => {
    expect(() => parseFaults(spec)).toThrow(
      expect.objectContaining({
        code: 'AZMON_LOCAL_OPTION',
        message: expect.stringMatching(new RegExp(`${problem}.*206:every=3:429`)),
      }),
    )
  })
})

describe('toFaults', () => {
  it('accepts objects and short forms', () => {
    expect(toFaults([{ kind: 'drop', times: 1 }, '503'])).toEqual([
      { kind: 'drop', times: 1 },
      { kind: 'status', statusCode: 503 },
    ])
  })

  it.each([
    [null, 'needs the kind'],
    [503, 'needs the kind'],
    [{ kind: 'toString' }, 'needs the kind'],
    [{ kind: 'status' }, 'statusCode must be'],
    [{ kind: 'slow' }, 'delayMs must be'],
    [{ kind: 'drop', isStored: 'yes' }, 'isStored must be true or false'],
    [{ kind: 'drop', forMs: 0.5 }, 'forMs must be a whole number above 0'],
    [{ kind: 'drop', after: 1 }, 'has no after'],
  ])('refuses %j', (fault, problem) => {
    expect(() => toFaults([fault])).toThrow(expect.objectContaining({ message: expect.stringContaining(problem) }))
  })
})
