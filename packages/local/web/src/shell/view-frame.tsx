import type { ComponentChildren } from 'preact'
import { Keys } from './key-help'

interface ViewFrameProps {
  /** Usually a ScopeBar. */
  readonly scope?: ComponentChildren
  /** Usually a Strip. */
  readonly strip?: ComponentChildren
  /** The left part of the footer: counts, and the truth about sampling. */
  readonly footer?: ComponentChildren
  /** The keys at the right end of the footer. */
  readonly keys?: readonly { readonly name: string; readonly label: string }[]
  readonly class?: string
  readonly children: ComponentChildren
}

/** The parts that every view has in the same place: scope bar, time strip, content, footer. */
export function ViewFrame({ scope, strip, footer, keys = [], class: className = '', children }: ViewFrameProps) {
  return (
    <div class={`frame ${className}`}>
      {scope}
      {strip}
      <main class="view">{children}</main>
      <footer class="footer">
        <div class="footer-text">{footer}</div>
        <div class="footer-keys">
          {keys.map(({ name, label }) => (
            <span key={name}>
              <Keys name={name} /> {label}
            </span>
          ))}
        </div>
      </footer>
    </div>
  )
}
