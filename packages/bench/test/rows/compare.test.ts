import { beforeAll, describe, expect, it } from '@jest/globals'
import { collectFacts } from '../../src/rows/collect-facts'
import { type Difference, differencesOf } from '../../src/rows/differences'
import { readTable } from '../../src/rows/docs-page'
import type { Facts } from '../../src/rows/facts'
import { readRecordedFacts } from '../../src/rows/recorded-facts'
import { docsTable, fullTable, problemsOf } from '../../src/rows/report'
import { type ByPeer, PEER_NAMES } from '../../src/rows/sdks'

describe("azmon's rows next to the recorded rows of other libraries", () => {
  let ours: Facts
  let differences: ByPeer<readonly Difference[]>

  beforeAll(async () => {
    ours = await collectFacts('azmon')
    const { applicationinsights, distro } = readRecordedFacts()
    differences = {
      applicationinsights: differencesOf(ours, applicationinsights),
      distro: differencesOf(ours, distro),
    }
  })

  it('differ only if there is a reason', () => {
    expect(problemsOf(differences)).toEqual([])
  })

  it.each(PEER_NAMES)('are in the docs about %s: npm run compare-rows -- --recorded --write', (peer) => {
    expect(readTable(peer).split('\n')).toEqual(docsTable(differences[peer], peer).split('\n'))
  })
})

const REQUEST = { row: 'requests', resultCode: '200', url: 'http://shop.example/a|b' }

describe('the comparison', () => {
  it('reports a difference without a reason, once for all kinds of rows', () => {
    const ours = { 'a request': REQUEST, 'a request, 404': REQUEST }
    const others = { ...REQUEST, source: 'elsewhere' }
    const differences = differencesOf(ours, { 'a request': others, 'a request, 404': others })
    expect(problemsOf({ applicationinsights: differences, distro: [] })).toContain(
      'applicationinsights 2.9.8: source is elsewhere, ours is undefined, in a request, a request, 404. Fix it, or add a reason.',
    )
  })

  it('reports a reason that no longer explains a difference', () => {
    expect(problemsOf({ applicationinsights: [], distro: [] })).toContainEqual(
      expect.stringMatching(/^Remove the reason that no longer explains a difference: Secrets in URLs/),
    )
  })

  it('reports a missing row as one difference, not as one for each column', () => {
    const differences = differencesOf({ 'a request': REQUEST }, {})
    expect(differences).toEqual([{ column: 'row', kind: 'a request', ours: 'requests', theirs: undefined }])
  })

  it('prints values with bars in a Markdown table', () => {
    const differences = differencesOf({ 'a request': REQUEST }, { 'a request': { ...REQUEST, url: '' } })
    expect(fullTable(differences, 'distro').split('\n').at(-1)).toBe(
      '| `url` | a request | `http://shop.example/a\\|b` | `` | Secrets in URLs are redacted. |',
    )
  })
})
