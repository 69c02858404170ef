import { useEffect, useRef, useState } from 'preact/hooks'
import { useKeys } from '../../shell/keys'
import { ViewFrame } from '../../shell/view-frame'
import { address } from '../../state/address'
import { refreshNow } from '../../state/now'
import { scope } from '../../state/scope'
import { otherSource } from '../../state/source'
import { iso } from '../../state/time'
import { createEditor, type Editor } from './editor/create-editor'
import { foundProperties } from './found-properties'
import { type Problem, placeOf, problemOfRun, problemsOf } from './problems'
import { QueryBar } from './query-bar'
import { restrictsTime } from './restricts-time'
import { Results } from './results'
import { MAX_ROWS, session } from './session'
import { SidePanel } from './side-panel'
import { Splitter } from './splitter'
import { useFragment } from './use-fragment'

/** An editor of KQL with its results. */
export default function QueryView() {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<Editor | undefined>(undefined)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [isSideOpen, setSideOpen] = useState(false)
  useEffect(() => {
    const made = createEditor({
      parent: place.current!,
      text: session.text.peek(),
      onChange: (text, cursor) => {
        session.text.value = text
        session.cursor.value = cursor
      },
      onRun: () => run(),
      onMove: (step) => goTo(editor.current, step),
      problems: () => {
        const { active, all } = currentProblems()
        setProblem(active)
        return all
      },
      properties: () => foundProperties.peek().map(({ name }) => name),
    })
    editor.current = made
    return () => made.destroy()
  }, [])
  useFragment(editor, () => run())
  const { failed, activeIndex } = session
  useEffect(() => {
    editor.current?.refreshProblems()
  }, [failed.value, activeIndex.value])
  const { params } = address.value
  const range = [params.get('from'), params.get('to'), params.get('brush')].join()
  const lastRange = useRef(range)
  useEffect(() => {
    if (lastRange.current === range) return
    lastRange.current = range
    const shown = session.finished.peek()
    if (shown?.text === session.active.peek()?.text.trim() && !restrictsTime(shown?.text ?? '')) run()
  }, [range])
  useKeys([
    { keys: 'Ctrl Enter', label: 'Run', group: 'Query', run: () => run() },
    { keys: 'Ctrl Space', label: 'Complete', group: 'Query', run: () => false },
    { keys: 'Alt ArrowUp', label: 'Previous query', group: 'Query', run: () => goTo(editor.current, -1) },
    { keys: 'Alt ArrowDown', label: 'Next query', group: 'Query', run: () => goTo(editor.current, 1) },
    { keys: 'e', label: 'Edit', group: 'Query', run: () => editor.current?.focus() },
  ])
  const append = (text: string) => {
    const known = session.queries.peek().find((query) => query.text.trim() === text.trim())
    if (known !== undefined) {
      editor.current?.goTo(known.start + known.text.trimEnd().length)
      return run()
    }
    const before = session.text.peek().trimEnd()
    const start = before === '' ? 0 : before.length + 2
    editor.current?.setText(before === '' ? text : `${before}\n\n${text}`, start + text.length)
    setSideOpen(false)
    run()
  }
  return (
    <ViewFrame
      class="query"
      footer={<FooterText problem={problem} onGo={(offset) => editor.current?.goTo(offset)} />}
      keys={[
        { name: 'Ctrl Space', label: 'complete' },
        { name: 'Alt ArrowUp ArrowDown', label: 'other query' },
        { name: 'Ctrl k', label: 'commands' },
      ]}
    >
      <div class="query-body">
        <SidePanel
          isOpen={isSideOpen}
          onClose={() => setSideOpen(false)}
          onInsert={(text) => {
            setSideOpen(false)
            editor.current?.insert(text)
          }}
          onAppend={append}
        />
        <div class="query-main" inert={isSideOpen}>
          <QueryBar onRun={() => run()} onSide={() => setSideOpen(true)} />
          <div class="query-editor" ref={place} />
          <Splitter place={place} />
          <Results onAppend={append} onRunAll={runAll} />
        </div>
      </div>
    </ViewFrame>
  )
}

// --- helpers ---

function runAll(): void {
  run(MAX_ROWS)
}

function run(maxRows?: number): void {
  refreshNow()
  const { fromMs, toMs } = scope.peek().selected
  const text = session.active.peek()?.text ?? ''
  session.run(restrictsTime(text) ? undefined : `${iso(fromMs)}/${iso(toMs)}`, maxRows)
}

function goTo(editor: Editor | undefined, step: number): void {
  const queries = session.queries.peek()
  const next = queries[session.activeIndex.peek() + step]
  if (next !== undefined) editor?.goTo(next.start + next.text.trimEnd().length)
}

function currentProblems(): { readonly all: readonly Problem[]; readonly active: Problem | undefined } {
  const queries = session.queries.peek()
  const failed = session.failed.peek()
  const ofRun = failed && problemOfRun(failed, queries)
  const found = otherSource.peek() === undefined ? queries.flatMap(problemsOf) : []
  const all = ofRun === undefined || found.some(({ isError }) => isError) ? found : [...found, ofRun]
  const active = session.active.peek()
  return { all, active: active && all.find(({ start }) => start >= active.start && start <= active.end) }
}

function FooterText({ problem, onGo }: { problem: Problem | undefined; onGo: (offset: number) => void }) {
  const isJudged = session.queries.value.length > 0 && otherSource.value === undefined
  if (problem === undefined) return <span>{isJudged ? 'No problems in this query' : ''}</span>
  return (
    <button
      type="button"
      class={problem.isError ? 'query-problem error' : 'query-problem warn'}
      title="Go there"
      onClick={() => onGo(problem.start)}
    >
      {placeOf(session.text.value, problem.start)}: {problem.message}
    </button>
  )
}
