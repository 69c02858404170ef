import { count } from '../state/format'
import { CopyButton } from './copy-button'
import { type ExceptionDetail, groupFrames, placeOf, type StackFrame } from './stack-frames'

/** An exception and its causes, each with its stack. Frames of packages and the runtime are folded. */
export function ExceptionStacks({ details }: { readonly details: readonly ExceptionDetail[] }) {
  return (
    <>
      {details.map(({ type, message, frames, rawStack }, index) => (
        <section key={`${index} ${type}`} class="exception-detail">
          {index > 0 && <p class="text3">caused by</p>}
          <h2 class="error">{type}</h2>
          <p>{message}</p>
          {frames.length > 0 ? <Stack frames={frames} /> : rawStack !== '' && <RawStack text={rawStack} />}
        </section>
      ))}
    </>
  )
}

// --- helpers ---

function RawStack({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard.
    <pre class="raw-stack" tabIndex={0}>
      {text}
    </pre>
  )
}

function Stack({ frames }: { readonly frames: readonly StackFrame[] }) {
  return (
    <ol class="stack">
      {groupFrames(frames).map((group, index) =>
        group.kind === 'own' ? (
          <li key={`own ${index}`}>
            <Frame frame={group.frame} />
          </li>
        ) : (
          <li key={`foreign ${index}`}>
            <details>
              <summary class="text3">{count(group.frames.length)} frames of packages and the runtime</summary>
              {group.frames.map((frame, at) => (
                <div key={`${at} ${frame.method}`}>
                  <Frame frame={frame} />
                </div>
              ))}
            </details>
          </li>
        ),
      )}
    </ol>
  )
}

/** A click copies the path and line, which editors open. */
function Frame({ frame }: { readonly frame: StackFrame }) {
  return (
    <>
      <code>{frame.method}</code>{' '}
      <CopyButton
        class="frame-place"
        label={placeOf(frame)}
        title={frame.file}
        text={() => (frame.line > 0 ? `${frame.file}:${frame.line}` : frame.file)}
      />
    </>
  )
}
