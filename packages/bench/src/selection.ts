import type { Contender, Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import { SCENARIOS } from './scenarios'
import { SHAPES, type ShapeName } from './shapes'

/** One process runs one case. */
export interface Case {
  readonly scenario: ScenarioName
  readonly shape: ShapeName
  /** A key of CONTENDERS. */
  readonly contender: string
  readonly records: number
}

/** Restricts which cases are measured. Without restrictions, all are. */
export interface Selection {
  readonly scenarios?: readonly string[] | undefined
  readonly shapes?: readonly string[] | undefined
  /** Names of contenders or of their families. */
  readonly contenders?: readonly string[] | undefined
  /** Instead of each scenario's own number. */
  readonly records?: number | undefined
}

/** Returns the selected cases of these families, ordered by shape, so that contenders to compare run close together. */
export function casesOf(families: readonly Family[], selection: Selection): readonly Case[] {
  return (Object.keys(SCENARIOS) as ScenarioName[])
    .filter((scenario) => selection.scenarios?.includes(scenario) ?? true)
    .flatMap((scenario) =>
      shapesOf(scenario, families, selection).flatMap((shape) =>
        Object.entries(CONTENDERS)
          .filter(([name, contender]) => families.includes(contender.family) && isSelected(name, contender, selection))
          .filter(([, { takesPartIn }]) => takesPartIn.includes(scenario))
          .map(([contender]) => ({
            scenario,
            shape,
            contender,
            records: selection.records ?? SCENARIOS[scenario].records,
          })),
      ),
    )
}

// --- helpers, in order of use ---

/** Span attributes are flat, so tracers have one shape. */
function shapesOf(scenario: ScenarioName, families: readonly Family[], { shapes }: Selection): readonly ShapeName[] {
  if (SCENARIOS[scenario].isEndpointDown || families.includes('spans')) return ['flat']
  return (Object.keys(SHAPES) as ShapeName[]).filter((shape) => shapes?.includes(shape) ?? true)
}

/** Selects the baseline along with any contender of its family, because figures are compared with it. */
function isSelected(name: string, { family, role }: Contender, { contenders }: Selection): boolean {
  if (contenders === undefined || contenders.includes(family) || contenders.includes(name)) return true
  return role === 'baseline' && contenders.some((one) => CONTENDERS[one]?.family === family)
}
