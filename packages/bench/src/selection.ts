import type { Contender, Family, ScenarioName } from './contender'
import { CONTENDERS } from './contenders'
import { SCENARIOS } from './scenarios'
import { SHAPES, type ShapeName } from './shapes'

/** What one process is to run: one contender, one scenario, one shape. */
export interface Case {
  readonly scenario: ScenarioName
  readonly shape: ShapeName
  /** Its name in CONTENDERS. */
  readonly contender: string
  readonly records: number
}

/** Which cases to measure; everything, unless it says otherwise. */
export interface Selection {
  readonly scenarios?: readonly string[] | undefined
  readonly shapes?: readonly string[] | undefined
  /** Names of contenders or of their families. */
  readonly contenders?: readonly string[] | undefined
  /** Instead of each scenario's own number. */
  readonly records?: number | undefined
}

/** The cases of these families that are selected, shape by shape, so that what is compared is measured close together. */
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

/** A span has attributes of one kind: for tracers there is one shape. */
function shapesOf(scenario: ScenarioName, families: readonly Family[], { shapes }: Selection): readonly ShapeName[] {
  if (SCENARIOS[scenario].isEndpointDown || families.includes('spans')) return ['flat']
  return (Object.keys(SHAPES) as ShapeName[]).filter((shape) => shapes?.includes(shape) ?? true)
}

/** The baseline of a selected contender's family, too: without it there is nothing to compare with. */
function isSelected(name: string, { family, role }: Contender, { contenders }: Selection): boolean {
  if (contenders === undefined || contenders.includes(family) || contenders.includes(name)) return true
  return role === 'baseline' && contenders.some((one) => CONTENDERS[one]?.family === family)
}
