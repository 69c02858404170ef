import { useState } from 'preact/hooks'
import { Glyph } from '../components/glyph'
import { Popover } from '../components/popover'
import { isNarrow } from '../state/narrow'
import { scope, setRange } from '../state/scope'
import { type Moment, NOW, rangeLabel } from '../state/time'
import { useKeys } from './keys'

interface TimeMenuProps {
  /** Stands on the button instead of the range, if that does not apply. */
  readonly label?: string | undefined
}

/** Selects the time range: the usual ones, or any two moments. */
export function TimeMenu({ label }: TimeMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const { from, to, range } = scope.value
  const shift = (direction: number) => () => {
    const stepMs = ((range.toMs - range.fromMs) / 2) * direction
    setRange(new Date(range.fromMs + stepMs).toISOString(), new Date(range.toMs + stepMs).toISOString())
  }
  useKeys([
    { keys: '[', label: 'Earlier', group: 'Time', run: shift(-1) },
    { keys: ']', label: 'Later', group: 'Time', run: shift(1) },
  ])
  const choose = (chosenFrom: Moment, chosenTo: Moment = NOW) => {
    setRange(chosenFrom, chosenTo)
    setOpen(false)
  }
  return (
    <Popover
      label="Time range"
      isOpen={isOpen}
      onOpen={setOpen}
      button={
        <>
          <Glyph name="clock" />
          <span class="time-label">
            {label ?? (isNarrow.value ? rangeLabel(from, to).replace('Last ', '') : rangeLabel(from, to))}
          </span>
          <Glyph name="down" />
        </>
      }
    >
      <ul class="menu">
        {PRESETS.map((preset) => (
          <li key={preset}>
            <button
              type="button"
              aria-current={from === preset && to === NOW ? 'true' : undefined}
              onClick={() => choose(preset)}
            >
              {rangeLabel(preset, NOW)}
            </button>
          </li>
        ))}
      </ul>
      <form
        class="moments"
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          const [first, last] = [toIso(data.get('from')), toIso(data.get('to'))]
          if (first !== undefined && last !== undefined && first < last) choose(first, last)
        }}
      >
        <label>
          From <input name="from" type="datetime-local" step="1" defaultValue={toInput(range.fromMs)} />
        </label>
        <label>
          To <input name="to" type="datetime-local" step="1" defaultValue={toInput(range.toMs)} />
        </label>
        <button type="submit" class="button">
          Apply
        </button>
      </form>
    </Popover>
  )
}

// --- helpers ---

const PRESETS: readonly Moment[] = ['-5m', '-15m', '-30m', '-1h', '-4h', '-12h', '-24h', '-3d', '-7d']

/** In the time zone of the browser, as the input expects it. */
function toInput(ms: number): string {
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

function toIso(value: FormDataEntryValue | null): string | undefined {
  const at = Date.parse(String(value))
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
