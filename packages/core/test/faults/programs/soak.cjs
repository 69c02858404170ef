// Chaos for SOAK_MINUTES: four writers of one directory that are killed by turns, one that is never killed, an endpoint
// that refuses, resets and hangs, outages, and once a process that stands still for longer than its leases last. Prints
// its figures, and ends with 1 where anything is lost, made up, changed, or grows.
const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { Oracle, readSpool, runProgram, seededRandom, startGate, startProgram, startSink } = require('@azmon/testkit')

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30)
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
const RECORDS_A_SECOND = 50
const WRITERS = 4
const SHARES = { refused: 0.1, reset: 0.02, hanging: 0.01 }
/** Longer than a lease. */
const STANDSTILL_MS = 75_000
const MAX_RSS_GROWTH_MIB = MINUTES < 5 ? 48 : 16
const MAX_MORE_FILES = 8

const random = seededRandom(SEED)
const endMs = performance.now() + MINUTES * 60_000
const leftMs = () => endMs - performance.now()
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, Math.min(ms, leftMs()))))
const violations = []
const count = { kills: 0, outages: 0, standstills: 0 }

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'azmon-soak-'))
  const oracles = { spool: new Oracle(), journal: new Oracle() }
  const isOf = (durability) => (item) => item.data.baseData.message.startsWith(durability)
  const sink = await startSink((items) => {
    for (const [durability, oracle] of Object.entries(oracles)) {
      const own = items.filter(isOf(durability))
      if (own.length > 0) oracle.delivered(own)
    }
  })
  const gate = await startGate(sink.url)
  sink.answers(() => {
    const chance = random()
    if (chance < SHARES.refused) return 503
    if (chance < SHARES.refused + SHARES.reset) return 'reset'
    return chance < SHARES.refused + SHARES.reset + SHARES.hanging ? 'hang' : 'accept'
  })
  const env = { CONNECTION: sink.connectionString.replace(sink.url, gate.url), STORAGE: folder }

  let started = 0
  const start = (durability) =>
    startProgram(join(__dirname, 'soaks.cjs'), {
      env: { ...env, NAME: `${durability}${started++}`, DURABILITY: durability, RECORDS: String(RECORDS_A_SECOND) },
      onLine: (line) => {
        if (line.startsWith('violation')) violations.push(line.slice(0, 400))
        else oracles[durability].heard(line)
      },
    })
  const durabilities = Array.from({ length: WRITERS }, (_, index) => (index % 2 === 0 ? 'spool' : 'journal'))
  const writers = durabilities.map(start)
  const steady = start('spool')
  const isStill = new Set()

  const kill = async () => {
    for (; leftMs() > 0; ) {
      await sleep(1_000 + 5_000 * random())
      const index = Math.floor(random() * WRITERS)
      const writer = writers[index]
      if (leftMs() <= 0 || isStill.has(writer)) continue
      writer.signal('SIGKILL')
      await writer.ended
      count.kills++
      writers[index] = start(durabilities[index])
    }
  }
  const cut = async () => {
    for (; leftMs() > 0; ) {
      await sleep((MINUTES * 60_000) / 8)
      if (leftMs() <= 0) return
      await gate.shut()
      count.outages++
      await sleep(Math.min(60_000, (MINUTES * 60_000) / 16))
      await gate.open()
    }
  }
  const standStill = async () => {
    await sleep((MINUTES * 60_000) / 3)
    if (leftMs() < STANDSTILL_MS + 10_000) return
    const writer = writers[0]
    isStill.add(writer)
    writer.signal('SIGSTOP')
    await sleep(STANDSTILL_MS)
    writer.signal('SIGCONT')
    count.standstills++
    isStill.delete(writer)
  }
  const samples = []
  const watch = async () => {
    for (; leftMs() > 0; ) {
      await sleep((MINUTES * 60_000) / 24)
      samples.push(sampleOf(steady.pid, oracles, folder))
    }
  }
  await Promise.all([kill(), cut(), standStill(), watch()])

  const programs = [...writers, steady]
  for (const program of programs) program.signal('SIGTERM')
  const ends = await Promise.all(programs.map((program) => program.ended))
  for (const { signal, stderr } of ends) {
    if (signal !== 'SIGTERM' || stderr !== '') violations.push(`a writer ended by ${signal}: ${stderr.slice(0, 400)}`)
  }
  sink.answers(() => 'accept')
  const drained = await runProgram(join(__dirname, 'drains.cjs'), env)
  if (drained.code !== 0) violations.push(`the last process ended with ${drained.code}: ${drained.stderr}`)
  judge(oracles, samples, readSpool(folder))

  console.table(samples)
  console.table(Object.fromEntries(Object.entries(oracles).map(([name, oracle]) => [name, summaryOf(oracle)])))
  console.log(`seed ${SEED}; ${MINUTES} min; ${JSON.stringify(count)}; ${sink.requests} requests`)
  for (const violation of violations) console.log(`VIOLATION ${violation}`)
  process.exitCode = violations.length === 0 ? 0 : 1
  await gate[Symbol.asyncDispose]()
  await sink[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
}

function sampleOf(pid, oracles, folder) {
  const rssMib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024
  const files = readdirSync(folder, { recursive: true }).length
  const [spool, journal] = [oracles.spool.verdict(), oracles.journal.verdict()]
  return {
    minute: Number((MINUTES - leftMs() / 60_000).toFixed(1)),
    kills: count.kills,
    safe: spool.acknowledged + journal.acknowledged,
    delivered: spool.delivered + journal.delivered,
    onDisk: files,
    rssMib: Math.round(rssMib),
    openFiles: readdirSync(`/proc/${pid}/fd`).length,
  }
}

function summaryOf(oracle) {
  const { lost, unknown, changed, ...numbers } = oracle.verdict()
  return { ...numbers, lost: lost.length, unknown: unknown.length, changed: changed.length }
}

function judge(oracles, samples, { names, damaged }) {
  for (const [name, oracle] of Object.entries(oracles)) {
    const { lost, unknown, changed } = oracle.verdict()
    for (const [what, ids] of Object.entries({ lost, unknown, changed })) {
      if (ids.length > 0) violations.push(`${name}: ${ids.length} items ${what}, ${ids.slice(0, 5)}`)
    }
  }
  const { duplicateBatches } = oracles.spool.verdict()
  const allowed = count.kills + count.standstills
  if (duplicateBatches > allowed) violations.push(`${duplicateBatches} batches arrived twice, ${allowed} may`)
  if (names.length > 0) violations.push(`left on disk: ${names}`)
  if (damaged.length > 0) violations.push(`damaged: ${damaged}`)
  // The first half is for warming up.
  const [before, after] = [samples.slice(samples.length / 3, samples.length / 2), samples.slice(-samples.length / 4)]
  const growthMib = median(after.map(({ rssMib }) => rssMib)) - median(before.map(({ rssMib }) => rssMib))
  if (growthMib > MAX_RSS_GROWTH_MIB) violations.push(`the process that lives on has grown by ${growthMib} MiB`)
  const moreFiles = after.at(-1).openFiles - before[0].openFiles
  if (moreFiles > MAX_MORE_FILES) violations.push(`it has ${moreFiles} more files open`)
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

void main()
