import { type Command, EXIT, interruptible, type Terminal } from '@azmon/core/command-line'
import { findMcp } from './find-package'
import { SOURCE_NOTE, SOURCE_OPTION, sourceOf } from './sources/source-option'
import { version } from './version'

const NAME = 'azmon mcp'

export const mcp: Command<typeof SOURCE_OPTION> = {
  name: NAME,
  version,
  summary: 'let AI assistants read telemetry, by the Model Context Protocol over stdio',
  options: SOURCE_OPTION,
  notes: [
    'An assistant starts this command itself. Add it to its configuration of MCP servers:',
    '  { "mcpServers": { "azmon": { "command": "npx", "args": ["azmon", "mcp"] } } }',
    'Its tools only read: query, schema, transaction and recent_failures. It comes with @azmon/mcp; if that package is not installed, npm fetches it.',
    SOURCE_NOTE,
  ],
  exitCodes: {
    0: 'ended by the assistant or by a signal',
    1: '@azmon/mcp cannot be loaded',
    2: 'the command line is wrong',
  },
  run: ({ source }, terminal) => runMcp(sourceOf(source), terminal),
}

// --- helpers ---

async function runMcp(source: string, terminal: Terminal): Promise<number> {
  const found = await findMcp((message) => terminal.remark(`${NAME}: ${message}`))
  if (found === undefined) return EXIT.failed
  return interruptible(async (interrupted) => {
    await found.serveStdio(source, { signal: AbortSignal.any([interrupted, terminal.outputClosed]) })
    return EXIT.done
  })
}
