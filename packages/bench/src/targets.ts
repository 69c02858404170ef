import type { Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import type { Figures } from './measure'
import type { Results } from './results'
import { SHAPES, type ShapeName } from './shapes'
import { format, markdownTable, NOT_MEASURED } from './table'

export type LoggerFamily = Exclude<Family, 'spans'>

/**
 * Returns a Markdown table of the measured figures and whether they meet their targets, or an empty string without figures.
 */
export function targetTable(family: LoggerFamily, results: Results): string {
  const shapes = Object.keys(SHAPES) as ShapeName[]
  const rows = TARGETS[family]
    .map((target) => [
      `${CONTENDERS[target.contender]!.title}, ${target.scenario}: ${target.title}`,
      [...new Set(shapes.map(target.atMost))].map((limit) => format(limit, target.digits)).join(' / '),
      ...shapes.map((shape) => verdict(target, shape, compare(target, shape, family, results))),
    ])
    .filter(([, , ...verdicts]) => verdicts.some((one) => one !== NOT_MEASURED))
  return rows.length === 0 ? '' : markdownTable(['', 'at most', ...shapes], rows, 1)
}

// --- the targets ---

interface Target {
  readonly scenario: ScenarioName
  readonly contender: string
  readonly title: string
  readonly digits: number
  readonly atMost: (shape: ShapeName) => number
  readonly reached: (compared: Compared) => number | undefined
}

interface Compared {
  readonly own: Figures
  readonly baseline: Figures
  /** The lowest figures among the peers that lost nothing. */
  readonly peer: Figures
  readonly anyPeer: Figures
  /** The figures of the same package with its default options. */
  readonly defaults: Figures
}

const DEFAULTS: Readonly<Record<LoggerFamily, string>> = { winston: 'azmon', pino: 'azmon-pino' }

const OTHERS = { baseline: 'logger alone', peer: 'best lossless peer', anyPeer: 'best peer' } as const

const TARGETS: Readonly<Record<LoggerFamily, readonly Target[]>> = {
  winston: [
    ...burstTargets('winston', { callerRatio: 1.1, flatCpuMicros: 4, cpuMicros: 8, lastRatio: 0.55 }),
    ...pacedTargets('winston'),
    downTarget('winston'),
    journalTarget('azmon-journal', 4),
  ],
  pino: [
    ...burstTargets('pino', { callerRatio: 1.05, flatCpuMicros: 15, cpuMicros: 22, lastRatio: 0.45 }),
    ...pacedTargets('pino'),
    downTarget('pino'),
    // The target is 0, because the worker writes the journal; the difference allows for noise.
    journalTarget('azmon-pino-journal', 0.5),
  ],
}

interface BurstLimits {
  readonly callerRatio: number
  readonly flatCpuMicros: number
  readonly cpuMicros: number
  readonly lastRatio: number
}

function burstTargets(family: LoggerFamily, limits: BurstLimits): readonly Target[] {
  const of = { scenario: 'burst', contender: DEFAULTS[family] } as const
  return [
    { ...of, ...times('caller', 'callerMicros', 'baseline'), atMost: () => limits.callerRatio },
    {
      ...of,
      ...more('CPU µs/item', 'cpuMicros'),
      atMost: (shape) => (shape === 'flat' ? limits.flatCpuMicros : limits.cpuMicros),
    },
    { ...of, ...times('last delivered', 'lastAfterS', 'peer'), atMost: () => limits.lastRatio },
    { ...of, ...more('peak RSS MB', 'peakRssMb'), atMost: () => 60 },
    { ...of, title: 'wire, × gzip level 1', digits: 2, atMost: () => 1.1, reached: ({ own }) => own.wireToGzip },
    ...losses(of),
  ]
}

function pacedTargets(family: LoggerFamily): readonly Target[] {
  const of = { scenario: 'paced', contender: DEFAULTS[family] } as const
  return [
    { ...of, ...more('CPU µs/item', 'cpuMicros'), atMost: () => 12 },
    { ...of, ...times('CPU', 'cpuMicros', 'anyPeer'), atMost: () => 1 },
    { ...of, ...times('event-loop delay p99.9', 'delayP999Ms', 'baseline'), atMost: () => 1.2 },
    { ...of, ...times('event-loop delay max', 'delayMaxMs', 'baseline'), atMost: () => 1.2 },
    { ...of, ...more('peak RSS MB', 'peakRssMb'), atMost: () => 60 },
    ...losses(of),
  ]
}

function downTarget(family: LoggerFamily): Target {
  return { scenario: 'down', contender: DEFAULTS[family], ...count('lost') }
}

function journalTarget(contender: string, micros: number): Target {
  return {
    scenario: 'burst',
    contender,
    title: 'caller µs/log, + defaults',
    digits: 1,
    atMost: () => micros,
    reached: ({ own, defaults }) => difference(own.callerMicros, defaults.callerMicros),
  }
}

// --- constructing targets ---

function times(title: string, figure: keyof Figures, other: keyof typeof OTHERS) {
  return {
    title: `${title}, × ${OTHERS[other]}`,
    digits: 2,
    reached: (compared: Compared) => ratio(compared.own[figure], compared[other][figure]),
  }
}

function more(title: string, figure: keyof Figures) {
  return {
    title: `${title}, + ${OTHERS.baseline}`,
    digits: 1,
    reached: ({ own, baseline }: Compared) => difference(own[figure], baseline[figure]),
  }
}

function losses(of: Pick<Target, 'scenario' | 'contender'>): readonly Target[] {
  return [
    { ...of, ...count('lost') },
    { ...of, ...count('duplicated') },
  ]
}

function count(figure: 'lost' | 'duplicated') {
  return { title: figure, digits: 0, atMost: () => 0, reached: ({ own }: Compared) => own[figure] }
}

function ratio(value: number | undefined, other: number | undefined): number | undefined {
  return value === undefined || other === undefined ? undefined : value / other
}

function difference(value: number | undefined, other: number | undefined): number | undefined {
  return value === undefined || other === undefined ? undefined : value - other
}

// --- judging targets ---

function compare({ scenario, contender }: Target, shape: ShapeName, family: LoggerFamily, results: Results): Compared {
  return {
    own: results.of(scenario, shape, contender),
    baseline: results.baseline(scenario, shape, family),
    peer: results.bestPeer(scenario, shape, family),
    anyPeer: results.bestPeer(scenario, shape, family, 'any'),
    defaults: results.of(scenario, shape, DEFAULTS[family]),
  }
}

function verdict({ atMost, reached, digits }: Target, shape: ShapeName, compared: Compared): string {
  const value = reached(compared)
  if (value === undefined) return NOT_MEASURED
  return `${format(value, digits)} ${value <= atMost(shape) ? 'met' : '**not met**'}`
}
