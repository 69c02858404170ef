#!/usr/bin/env node
import { processTerminal, runCommand } from '@azmon/core/command-line'
import { pinoCommand } from './pino-command'

void runCommand(pinoCommand('azmon-pino'), process.argv.slice(2), processTerminal()).then((exitCode) => {
  process.exitCode = exitCode
})
