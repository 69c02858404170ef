import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { linter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers, placeholder } from '@codemirror/view'
import type { Problem } from '../problems'
import { activeQuery } from './active-query'
import { completeKql } from './completion'
import { describeKql } from './description'
import { highlightKql } from './highlight'

export interface EditorOptions {
  readonly parent: HTMLElement
  readonly text: string
  readonly onChange: (text: string, cursor: number) => void
  readonly onRun: () => void
  /** Moves to the next query (1) or the previous one (-1). */
  readonly onMove: (step: number) => void
  /** Returns what to underline. Called while nothing is typed. */
  readonly problems: () => readonly Problem[]
  /** Returns the names of custom properties, for completion. */
  readonly properties: () => readonly string[]
}

/** An editor of KQL in the page. */
export interface Editor {
  setText(text: string, cursor: number): void
  /** Replaces the selection. */
  insert(text: string): void
  goTo(offset: number): void
  focus(): void
  /** Asks again what to underline. */
  refreshProblems(): void
  destroy(): void
}

export function createEditor(options: EditorOptions): Editor {
  const { parent, text, onChange, onRun, onMove } = options
  const run = () => {
    onRun()
    return true
  }
  const move = (step: number) => () => {
    onMove(step)
    return true
  }
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: { anchor: text.length },
      extensions: [
        EditorView.cspNonce.of(nonce()),
        keymap.of([
          { key: 'Mod-Enter', run },
          { key: 'Shift-Enter', run },
          { key: 'Alt-ArrowUp', run: move(-1) },
          { key: 'Alt-ArrowDown', run: move(1) },
          { key: 'Tab', run: acceptCompletion },
          { key: 'Escape', run: leave },
          ...closeBracketsKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorState.languageData.of(() => [{ commentTokens: { line: '//' } }]),
        lineNumbers(),
        history(),
        highlightActiveLine(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        placeholder('Write a query, or choose a sample below. Ctrl Enter runs it.'),
        EditorView.contentAttributes.of({
          'aria-label': 'Query in KQL. Escape leaves the editor.',
          spellcheck: 'false',
          tabindex: '0',
        }),
        highlightKql,
        activeQuery,
        hoverTooltip(describeKql, { hideOnChange: true }),
        autocompletion({ override: [completeKql(options.properties)], icons: false, defaultKeymap: true }),
        linter(() => options.problems().map(toDiagnostic), { delay: 350 }),
        EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
          if (docChanged || selectionSet) onChange(state.doc.toString(), state.selection.main.head)
        }),
      ],
    }),
  })
  return {
    setText: (next, cursor) =>
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: next },
        selection: { anchor: Math.min(cursor, next.length) },
        scrollIntoView: true,
      }),
    insert: (inserted) => {
      view.dispatch(view.state.replaceSelection(inserted), { scrollIntoView: true })
      view.focus()
    },
    goTo: (offset) => {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true })
      view.focus()
    },
    focus: () => view.focus(),
    refreshProblems: () => view.dispatch(setDiagnostics(view.state, options.problems().map(toDiagnostic))),
    destroy: () => view.destroy(),
  }
}

// --- helpers ---

/** The policy of the page allows only styles with this value. Browsers show it to scripts of the page alone. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}

/** Runs only if there is no list of completions to close. */
function leave(view: EditorView): boolean {
  view.contentDOM.blur()
  return true
}

function toDiagnostic({ start, end, message, isError }: Problem) {
  return { from: start, to: end, message, severity: isError ? ('error' as const) : ('warning' as const) }
}
