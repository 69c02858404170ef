import { Glyph } from '../components/glyph'
import { count } from '../state/format'
import { scope, setHidesHealthChecks } from '../state/scope'
import { useKeys } from './keys'

/** Hides the requests of health checks and what belongs to them, or shows them again. */
export function HealthButton({ hidden }: { readonly hidden?: number | undefined }) {
  const hides = scope.value.hidesHealthChecks
  const toggle = () => setHidesHealthChecks(!scope.peek().hidesHealthChecks)
  useKeys([{ keys: ['m', 'Alt m'], label: 'Mute health checks', group: 'View', run: toggle }])
  return (
    <button
      type="button"
      class={hides ? 'button quiet health on' : 'button quiet health'}
      aria-pressed={hides}
      title="Mute health checks (M)"
      onClick={toggle}
    >
      <Glyph name={hides ? 'eyeOff' : 'eye'} />
      <span>Health checks</span>
      {hides && hidden !== undefined && <span class="text3"> {count(hidden)} hidden</span>}
    </button>
  )
}
