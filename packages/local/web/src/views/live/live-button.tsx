import { useKeys } from '../../shell/keys'
import { setParams } from '../../state/address'
import type { Tail } from './tail'

/** Shows whether new items appear, pauses and resumes. */
export function LiveButton({ tail }: { readonly tail: Tail }) {
  const follows = tail.isFollowing.value
  const toggle = () => {
    if (tail.isFollowing.peek()) return tail.pause()
    setParams({ to: undefined, brush: undefined, open: undefined })
    tail.resume()
  }
  useKeys([{ keys: 'Space', label: 'Pause or resume', group: 'List', run: toggle }])
  return (
    <button
      type="button"
      class={follows ? 'button live-button active' : 'button live-button'}
      aria-pressed={follows}
      title={follows ? 'Pause (Space)' : 'Follow what arrives (Space)'}
      onClick={toggle}
    >
      <span class="live-dot" aria-hidden="true" />
      Live
    </button>
  )
}
