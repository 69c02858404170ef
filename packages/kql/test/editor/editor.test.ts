import { describe, expect, it } from '@jest/globals'
import { applicationInsightsSchema, complete, hover, statementAt, statements, tokens } from '../../src'

/** Splits a text at its `¦`, which stands for the cursor. */
function cursor(text: string): readonly [text: string, offset: number] {
  return [text.replace('¦', ''), text.indexOf('¦')]
}

const labels = (text: string) => complete(...cursor(text), applicationInsightsSchema).items.map(({ label }) => label)

describe('complete', () => {
  it('offers tables by both names at the beginning', () => {
    expect(labels('req¦')).toContain('requests')
    expect(labels('AppReq¦')).toEqual(['AppRequests'])
  })

  it('offers operators after a pipe', () => {
    expect(labels('requests | proj¦')).toEqual([
      'project',
      'project-away',
      'project-keep',
      'project-by-names',
      'project-rename',
      'project-reorder',
    ])
  })

  it('offers the columns after the operators before the cursor, then functions', () => {
    const found = labels('requests | summarize failed = countif(success == false) by name | where ¦')
    expect(found.slice(0, 2)).toEqual(['name', 'failed'])
    expect(found).toContain('strlen')
    expect(labels('requests | where dur¦')).toEqual(['duration'])
  })

  it('offers aggregates in summarize only', () => {
    expect(labels('requests | summarize stdev¦')).toEqual(['stdev', 'stdevif', 'stdevp'])
    expect(labels('requests | where stdev¦')).toEqual([])
  })

  it('offers the columns of the table inside a bracket', () => {
    expect(labels('requests | join kind=inner (exceptions | where probl¦')).toEqual(['problemId'])
  })

  it('offers the names that let defines', () => {
    expect(labels('let limit = 5; requests | where duration > lim¦')).toEqual(['limit'])
  })

  it('replaces the word at the cursor', () => {
    expect(complete('requests | whe', 14, applicationInsightsSchema)).toMatchObject({ start: 11, end: 14 })
  })

  it('offers the columns of the query at the cursor if blank lines divide several', () => {
    expect(labels('traces | take 1\n\nrequests | where dur¦\n\nexceptions')).toEqual(['duration'])
  })
})

describe('hover', () => {
  it.each([
    ['print sub¦string(1)', 'substring(source: string, start: long, length?: long): string'],
    ['requests | summarize dco¦unt(name)', 'dcount(value: any, accuracy?: long): long'],
    ['requests | project-aw¦ay name', 'project-away'],
    ['req¦uests', 'requests'],
  ])('%s: %s', (text, title) => {
    expect(hover(...cursor(text), applicationInsightsSchema)).toMatchObject({ title })
  })

  it('describes no other words', () => {
    expect(hover('requests | where unknown', 20, applicationInsightsSchema)).toBeUndefined()
  })
})

describe('statementAt', () => {
  it('returns the query between blank lines', () => {
    const text = 'a\n| b\n\n  \nc\n\nd'
    expect([0, 3, 10, 13].map((offset) => statementAt(text, offset).text)).toEqual(['a\n| b', 'a\n| b', 'c', 'd'])
  })
})

describe('statements', () => {
  it('returns all queries of a text, without parts that contain only comments', () => {
    const text = '// first\na\n| b\n\n// notes\n\n\nc\n'
    const found = statements(text)

    expect(found.map((statement) => statement.text)).toEqual(['// first\na\n| b', 'c\n'])
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(found.map((statement) => statement.text))
    expect(statements('')).toEqual([])
  })
})

describe('tokens', () => {
  const kinds = (text: string) => tokens(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`)

  it('distinguishes operators, functions, types and values', () => {
    expect(
      kinds(`requests // all\n| where name has "x" and duration > 1.5 | extend d = strlen(name), t = datetime(2021)`),
    ).toEqual(
      expect.arrayContaining([
        'comment // all',
        'operator where',
        'keyword has',
        'string "x"',
        'number 1.5',
        'function strlen',
        'type datetime',
      ]),
    )
  })

  it('returns the name of an operator with hyphens as one token', () => {
    expect(kinds('requests | make-series n = count() on timestamp step 1h | project-away n')).toEqual(
      expect.arrayContaining(['operator make-series', 'operator project-away']),
    )
    expect(kinds('print a-b')).toEqual(['operator print', 'name a', 'punctuation -', 'name b'])
  })

  it('marks text that cannot be read, and continues on the next line', () => {
    expect(kinds('print "x\n| take 1')).toEqual([
      'operator print',
      'error "x',
      'punctuation |',
      'operator take',
      'number 1',
    ])
  })
})
