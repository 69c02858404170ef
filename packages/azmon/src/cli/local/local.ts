import { once } from 'node:events'
import { type Command, count, EXIT, interruptible, type Terminal, type ValuesOf } from '@azmon/core/command-line'
import type { LocalApplicationInsights, LocalStatus } from '@azmon/local'
import { findLocal } from '../find-package'
import { version } from '../version'
import { banner } from './banner'
import { OPTIONS } from './local-options'
import { openBrowser } from './open-browser'

/** Returns the command for the local Application Insights, under the name that the user typed. */
export function localCommand(name: string): Command<typeof OPTIONS> {
  return {
    name,
    version,
    summary: 'run an Application Insights on this machine until Ctrl-C',
    options: OPTIONS,
    notes: [
      'Prints the address of its page and the setting that makes your program send there. It comes with @azmon/local; if that package is not installed, npm fetches it.',
    ],
    exitCodes: { 0: 'stopped by a signal', 1: 'it could not start', 2: 'the command line is wrong' },
    run: (values, terminal) => runLocal(values, name, terminal),
  }
}

// --- helpers, in order of use ---

async function runLocal(values: ValuesOf<typeof OPTIONS>, name: string, terminal: Terminal): Promise<number> {
  const found = await findLocal((message) => terminal.remark(`${name}: ${message}`))
  if (found === undefined) return EXIT.failed
  // Other users must not be able to read the telemetry, whichever files DuckDB creates.
  process.umask(0o077)
  const { allowHost, ikey, maxAge, fault, open, import: file, ...others } = values
  const allowHosts = listOf(allowHost)
  const converted = { maxAgeMs: maxAge, allowHosts, instrumentationKeys: listOf(ikey), faults: listOf(fault) }
  const local = await found.startLocal({ ...others, ...converted })
  return interruptible(async (interrupted) => {
    const stopped = once(interrupted, 'abort')
    try {
      if (file !== undefined) await Promise.race([importInto(local, file, name, terminal), stopped])
      terminal.print(banner(local, values.data, allowHosts))
      if (open) openPage(local, name, terminal)
      await stopped
    } finally {
      await local.close()
    }
    reportForwarded(local.status(), name, terminal)
    return EXIT.done
  })
}

async function importInto(local: LocalApplicationInsights, file: string, name: string, terminal: Terminal) {
  const { added, duplicates, expired } = await local.importFile(file)
  const known = duplicates === 0 ? '' : `; ${count(duplicates, 'row')} already stored`
  const old = expired === 0 ? '' : `; ${count(expired, 'row')} older than --max-age`
  terminal.remark(`${name}: ${count(added, 'row')} of ${file} imported${known}${old}.`)
}

/** Opens the page, unless that would show its token to other users of this machine, in the list of processes. */
function openPage({ url, token }: LocalApplicationInsights, name: string, terminal: Terminal): void {
  if (token === undefined) openBrowser(url, terminal.env, (reason) => terminal.remark(`${name}: ${reason}`))
  else terminal.remark(`${name}: --open would show the token to other users. Open the address above yourself.`)
}

/** Tells what was not delivered. */
function reportForwarded({ forward }: LocalStatus, name: string, terminal: Terminal): void {
  if (forward === undefined || forward.onDisk + forward.dropped === 0) return
  const { endpoint, onDisk, dropped } = forward
  const lost = dropped === 0 ? '' : `; ${count(dropped, 'item')} dropped`
  terminal.remark(`${name}: ${count(onDisk, 'item')} for ${endpoint} on disk, which the next start sends${lost}.`)
}

function listOf(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((part) => part.trim())
}
