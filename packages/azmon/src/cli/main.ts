#!/usr/bin/env node
import { redirectWarnings } from '@azmon/core/adapter'
import { processTerminal } from '@azmon/core/command-line'
import { runCli } from './run'

redirectWarnings(() => {}) // the warnings advise running these commands, which report problems themselves

const terminal = processTerminal()

runCli(process.argv.slice(2), terminal).then(end, (error: unknown) => {
  terminal.remark(`azmon: ${error instanceof Error ? error.message : String(error)}`)
  end(1)
})

function end(exitCode: number): void {
  process.exitCode = exitCode
  // Work that a command has abandoned, such as a DNS lookup, could keep the process alive for a long time. Called when the
  // reader, such as a pager, has everything that was printed, or has closed stdout.
  process.stdout.write('', () => setTimeout(() => process.exit(), 1_000).unref())
}
