#!/usr/bin/env node
import { runCli } from './run'

runCli(process.argv.slice(2)).then(end, (error: unknown) => {
  process.stderr.write(`azmon: ${error instanceof Error ? error.message : String(error)}\n`)
  end(1)
})

function end(exitCode: number): void {
  process.exitCode = exitCode
  // What a command has given up, such as asking for the address of a host, may be under way for long.
  setTimeout(() => process.exit(), 1_000).unref()
}
