import type { Contender, Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import { SCENARIOS } from './scenarios'
import { SHAPES, type ShapeName } from './shapes'

/** A case is run in its own process. */
export interface Case {
  readonly scenario: ScenarioName
  readonly shape: ShapeName
  /** A key of CONTENDERS. */
  readonly contender: string
  readonly records: number
}

/** Selects the cases to measure. Without restrictions, all cases are measured. */
export interface Selection {
  readonly scenarios?: readonly string[] | undefined
  readonly shapes?: readonly string[] | undefined
  /** Names of contenders or families. */
  readonly contenders?: readonly string[] | undefined
  /** Replaces each scenario's own number of records. */
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

/** Returns the shapes to measure. Span attributes are flat, so tracers have only one shape. */
function shapesOf(scenario: ScenarioName, families: readonly Family[], { shapes }: Selection): readonly ShapeName[] {
  if (SCENARIOS[scenario].isEndpointDown || families.includes('spans')) return ['flat']
  return (Object.keys(SHAPES) as ShapeName[]).filter((shape) => shapes?.includes(shape) ?? true)
}

/** Selects a family's baseline along with any of its contenders, because figures are compared with it. */
function isSelected(name: string, { family, role }: Contender, { contenders }: Selection): boolean {
  if (contenders === undefined || contenders.includes(family) || contenders.includes(name)) return true
  return role === 'baseline' && contenders.some((one) => CONTENDERS[one]?.family === family)
}
