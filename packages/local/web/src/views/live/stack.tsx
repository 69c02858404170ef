import { parseStack, type StackException, type StackFrame } from './parse-stack'

/** The stacks of an exception and its causes. Frames of libraries and Node are folded. */
export function Stack({ details }: { readonly details: string }) {
  return (
    <div class="stacks">
      {parseStack(details).map((exception, index) => (
        <ExceptionStack key={index} exception={exception} isCause={index > 0} />
      ))}
    </div>
  )
}

// --- helpers ---

function ExceptionStack({ exception, isCause }: { readonly exception: StackException; readonly isCause: boolean }) {
  return (
    <section>
      <p class="stack-title">
        {isCause && <span class="text3">caused by </span>}
        <b class="error">{exception.type}</b> {exception.message}
      </p>
      <ol class="frames mono">
        {exception.groups.map((group, index) =>
          group.isOwn ? (
            group.frames.map((frame) => <Frame key={`${index} ${frame.text}`} frame={frame} />)
          ) : (
            <li key={index}>
              <details>
                <summary>
                  {group.frames.length} {group.frames.length === 1 ? 'frame' : 'frames'} of {group.origin}
                </summary>
                <ol>
                  {group.frames.map((frame) => (
                    <Frame key={frame.text} frame={frame} />
                  ))}
                </ol>
              </details>
            </li>
          ),
        )}
      </ol>
    </section>
  )
}

function Frame({ frame }: { readonly frame: StackFrame }) {
  return (
    <li>
      {frame.method} <span class="place">{frame.place}</span>
    </li>
  )
}
