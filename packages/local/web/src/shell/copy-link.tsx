import { useState } from 'preact/hooks'
import { Glyph } from '../components/glyph'
import { Popover } from '../components/popover'
import { address, hrefOf } from '../state/address'
import { scope } from '../state/scope'
import { copyText } from '../state/text'
import { iso, NOW, rangeLabel } from '../state/time'
import { useKeys } from './keys'
import { showToast } from './toast'

/** Copies the address of what is seen: of this moment, or with a time range that moves on. */
export function CopyLink() {
  const [isOpen, setOpen] = useState(false)
  const { from, to, range } = scope.value
  const copy = async (isFixed: boolean) => {
    setOpen(false)
    const { path, params, fragment } = address.value
    const times = isFixed ? { from: iso(range.fromMs), to: iso(range.toMs) } : {}
    const link = location.origin + hrefOf(path, params, times) + (fragment === '' ? '' : `#${fragment}`)
    if (await copyText(link)) showToast('The link is copied.')
    else showToast(`The browser does not allow copying. The link is ${link}`, { isError: true })
  }
  const isMoving = to === NOW || from.startsWith('-')
  useKeys([
    {
      keys: ['y', 'Alt y'],
      label: 'Copy a link',
      group: 'View',
      run: () => (isMoving ? setOpen(true) : copy(true)),
    },
  ])
  return (
    <Popover
      label="Copy link"
      isOpen={isOpen}
      onOpen={(opens) => (opens && !isMoving ? copy(true) : setOpen(opens))}
      buttonClass="button quiet copy-link"
      button={
        <>
          <Glyph name="link" />
          <span>Copy link</span>
        </>
      }
    >
      <ul class="menu">
        <li>
          <button type="button" onClick={() => copy(true)}>
            This moment
          </button>
        </li>
        <li>
          <button type="button" onClick={() => copy(false)}>
            Always {rangeLabel(from, to).toLowerCase()}
          </button>
        </li>
      </ul>
    </Popover>
  )
}
