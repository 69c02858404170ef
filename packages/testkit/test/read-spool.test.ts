import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { readSpool } from '../src/read-spool'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'azmon-spool-'))
  mkdirSync(join(folder, 'inner'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const hex = (checksum: number) => checksum.toString(16).padStart(8, '0')

function batch(count: number, lines: string): Buffer {
  const content = Buffer.concat([Buffer.from(`${JSON.stringify({ enc: 'gzip', n: count })}\n`), gzipSync(lines)])
  return Buffer.concat([Buffer.from(`${hex(crc32(content))} `), content])
}

it('reads the items of batches and journals in all subfolders', () => {
  writeFileSync(join(folder, 'inner/1b-a.rdy'), batch(2, '{"name":"a"}\n{"name":"b"}'))
  const json = '{"name":"c"}'
  writeFileSync(join(folder, '1j-b.lse'), `${hex(crc32(json))} ${json.length} ${json}\ntruncated 12 {"na`)
  writeFileSync(join(folder, 'drain.lock'), '')
  const { items, names, damaged } = readSpool(folder)
  expect(items.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c'])
  expect([...names].sort()).toEqual(['1b-a.rdy', '1j-b.lse'])
  expect(damaged).toEqual([])
})

it('names damaged batches', () => {
  const intact = batch(1, '{"name":"a"}')
  writeFileSync(join(folder, '1b-changed.rdy'), Buffer.concat([intact.subarray(0, -1), Buffer.from('?')]))
  writeFileSync(join(folder, '1b-short.rdy'), batch(2, '{"name":"a"}'))
  const { items, damaged } = readSpool(folder)
  expect(items).toEqual([])
  expect([...damaged].sort()).toEqual(['1b-changed.rdy', '1b-short.rdy'])
})
