import { startProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { aLog, startLocalWith } from './a-local'
import { CLI } from './a-spool'

it('answers an assistant over stdio', async () => {
  await using shop = await startLocalWith(aLog('Hello'))
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [CLI, 'mcp', ...shop.source] }))
  const result = await client.callTool({ name: 'query', arguments: { query: 'traces | project message' } })
  expect(result).toMatchObject({ content: [{ text: expect.stringContaining('\n{"message":"Hello"}\n') }] })
  await client.close()
})

it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s, and prints only messages to stdout', async (signal) => {
  const lines: string[] = []
  const program = startProgram(CLI, {
    args: ['mcp'],
    onLine: (line) => {
      lines.push(line)
      program.signal(signal)
    },
  })
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } }
  program.writeLine(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }))
  expect(await program.ended).toMatchObject({ code: 0, stderr: '' })
  expect(lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ jsonrpc: '2.0', id: 1 })])
})

it('refuses a wrong source', async () => {
  const program = startProgram(CLI, { args: ['mcp', '--source', 'somewhere'] })
  expect(await program.ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--source') })
})
