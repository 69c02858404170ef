import { Glyph } from '../../components/glyph'
import { Message } from '../../components/message'
import { RoleMark } from '../../components/role-mark'
import { day, duration, timeOfDay } from '../../state/format'
import { kindOf } from '../../state/kinds'
import { ERROR, levels, WARNING } from '../../state/levels'
import type { LiveItem } from './live-item'

interface LiveRowProps {
  readonly item: LiveItem
  /** From 1, in the whole list. */
  readonly position: number
  readonly isSelected: boolean
  readonly isOpen: boolean
  /** Whether the time needs its day. */
  readonly isDated: boolean
  /** Whether the row above has the same operation. */
  readonly repeatsOperation: boolean
  readonly onOpen: () => void
}

export function LiveRow({ item, position, isSelected, isOpen, isDated, repeatsOperation, onOpen }: LiveRowProps) {
  const { level, itemType, success, resultCode } = item
  const kind = kindOf(itemType)
  const severity = level >= ERROR ? 'failed' : level === WARNING ? 'warned' : ''
  const hasLevel = itemType === 'trace' || itemType === 'exception'
  return (
    <div
      class={`live-row ${severity}${isOpen ? ' open' : ''}`}
      id={`row-${item.itemId}`}
      role="row"
      aria-rowindex={position + 1}
      aria-selected={isSelected}
      onClick={onOpen}
    >
      <span class="cell-time mono" role="gridcell">
        {isDated && <span class="text3">{day(item.atMs)} </span>}
        {timeOfDay(item.atMs)}
      </span>
      <span role="gridcell">
        <RoleMark name={item.cloud_RoleName} />
      </span>
      <span class="cell-kind" role="gridcell" title={kind.label}>
        <Glyph name={kind.name} />
        <span class="visually-hidden">{kind.label}</span>
      </span>
      <span class="cell-level" role="gridcell">
        {hasLevel ? levels[level] : ''}
      </span>
      <span class="cell-message" role="gridcell">
        <Message text={item.text} />
      </span>
      {item.properties.map((value, index) => (
        <span key={index} class="cell-added mono" role="gridcell" title={value}>
          {value}
        </span>
      ))}
      <span class={repeatsOperation ? 'cell-operation repeated' : 'cell-operation'} role="gridcell">
        {item.operation_Name}
      </span>
      <span class="cell-result mono" role="gridcell">
        {resultOf(itemType, success, resultCode)}
      </span>
      <span class="cell-duration" role="gridcell">
        {duration(item.duration)}
      </span>
    </div>
  )
}

// --- helpers ---

/** Databases answer with 0, which says less than `ok`. */
function resultOf(itemType: string, success: string, resultCode: string): string {
  if (itemType === 'dependency' && success === 'True' && /^0?$/.test(resultCode)) return 'ok'
  return resultCode
}
