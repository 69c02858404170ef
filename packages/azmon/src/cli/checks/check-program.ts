import { basename } from 'node:path'
import { programAt } from '@azmon/core/adapter'
import type { Finding } from '@azmon/core/maintenance'
import { checkPackages } from './check-packages'
import { checkVariables, type Environment } from './check-variables'

/** Checks the program in a folder: its role, and settings and packages that could redirect or duplicate its telemetry. */
export function checkProgram(folder: string, env: Environment): readonly Finding[] {
  return [checkRole(folder, env), checkVariables(env), checkPackages(folder)]
}

// --- helpers ---

function checkRole(folder: string, env: Environment): Finding {
  const { role } = programAt(env, folder, basename(folder))
  return { verdict: 'ok', check: 'role', detail: `${role}, unless the program sets cloudRole` }
}
