import { useMemo } from 'preact/hooks'
import { EmptyState } from '../../components/empty-state'
import { Glyph } from '../../components/glyph'
import { Grid } from '../../components/grid'
import { Tabs } from '../../components/tabs'
import { showToast } from '../../shell/toast'
import { address, setParams } from '../../state/address'
import { count, duration } from '../../state/format'
import { scope, setRange } from '../../state/scope'
import { NOW, rangeLabel } from '../../state/time'
import { saveFile, toCsv, toJson } from './export'
import { restrictsTime } from './restricts-time'
import { drawingLabel, ResultDrawing } from './result-drawing'
import { ResultNotes } from './result-notes'
import { ResultSql } from './result-sql'
import { ResultStart } from './result-start'
import { RowPanel } from './row-panel'
import { type Finished, session } from './session'
import { type Drawing, toDrawing } from './to-chart'

type ResultTab = 'both' | 'chart' | 'rows' | 'sql'

interface ResultsProps {
  readonly onAppend: (text: string) => void
  /** Runs the query again, and reads as many rows as the page can show. */
  readonly onRunAll: () => void
}

/** The result of the last run, or what to do before the first. Stays while the query is changed. */
export function Results({ onAppend, onRunAll }: ResultsProps) {
  const finished = session.finished.value
  const failed = session.failed.value
  return (
    <section class={session.running.value ? 'query-results running' : 'query-results'} aria-label="Result">
      {failed !== undefined && (
        <p class="query-failed" role="alert">
          <Glyph name="warning" />
          <span>{failed.error.message}</span>
        </p>
      )}
      {finished !== undefined ? (
        <FinishedResult finished={finished} onRunAll={onRunAll} />
      ) : (
        <ResultStart onAppend={onAppend} />
      )}
    </section>
  )
}

// --- helpers ---

function FinishedResult({ finished, onRunAll }: { readonly finished: Finished; readonly onRunAll: () => void }) {
  const { result } = finished
  const drawing = useMemo(() => toDrawing(result), [result])
  const { params } = address.value
  const tabs = tabsOf(result.rows.length, drawing !== undefined)
  const wanted = params.get('tab') ?? ''
  const tab = tabs.find(({ id }) => id === wanted)?.id ?? tabs[0]!.id
  const open = params.has('row') ? Number(params.get('row')) : undefined
  const isEmpty = result.rows.length === 0
  return (
    <>
      <Tabs<ResultTab>
        label="Result"
        tabs={tabs}
        selected={tab}
        onSelect={(id) => setParams({ tab: id === tabs[0]!.id ? undefined : id })}
      >
        <span class="query-result-end">
          <span class="query-took">
            <b>{count(result.rows.length)}</b> {result.rows.length === 1 ? 'row' : 'rows'} in{' '}
            {duration(result.elapsedMs)}
          </span>
          <ExportButton finished={finished} format="CSV" />
          <ExportButton finished={finished} format="JSON" />
        </span>
      </Tabs>
      <ResultNotes finished={finished} drawing={drawing} onRunAll={onRunAll} />
      <div class="query-result" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {(tab === 'both' || tab === 'chart') && drawing !== undefined && (
          <div class={chartClass(tab, drawing)}>
            <ResultDrawing drawing={drawing} />
          </div>
        )}
        {tab === 'sql' && <ResultSql text={finished.text} />}
        {(tab === 'both' || tab === 'rows') &&
          (isEmpty ? (
            <NoRows text={finished.text} />
          ) : (
            <div class="query-rows">
              <Grid
                table={result}
                label={drawing === undefined ? 'Rows' : `Rows of the ${drawingLabel(drawing)}`}
                open={open}
                onOpen={(row) => setParams({ row: String(row) })}
                onCopied={(what) => showToast(what)}
              />
              {open !== undefined && open < result.rows.length && (
                <RowPanel table={result} position={open} onClose={() => setParams({ row: undefined })} />
              )}
            </div>
          ))}
      </div>
    </>
  )
}

/** Lines fill a part of the window; bars and figures take what they need. */
function chartClass(tab: ResultTab, { kind }: Drawing): string {
  if (tab === 'chart') return 'query-chart alone'
  return kind === 'lines' ? 'query-chart' : 'query-chart fit'
}

function tabsOf(rows: number, isDrawn: boolean): readonly { id: ResultTab; label: string; count?: string }[] {
  return [
    ...(isDrawn
      ? [
          { id: 'both' as const, label: 'Chart and rows' },
          { id: 'chart' as const, label: 'Chart' },
        ]
      : []),
    { id: 'rows', label: 'Rows', count: count(rows) },
    { id: 'sql', label: 'SQL' },
  ]
}

function NoRows({ text }: { readonly text: string }) {
  const { from, to } = scope.value
  return (
    <EmptyState title="The query returns no rows">
      {restrictsTime(text) ? (
        <p>Nothing matches. Remove a condition, or change the time in the query.</p>
      ) : (
        <>
          <p>
            Nothing matches in the selected time, {rangeLabel(from, to).toLowerCase()}. Select a longer time, or remove
            a condition.
          </p>
          <button type="button" class="button" onClick={() => setRange('-24h', NOW)}>
            Last 24 h
          </button>
        </>
      )}
    </EmptyState>
  )
}

function ExportButton({ finished, format }: { readonly finished: Finished; readonly format: 'CSV' | 'JSON' }) {
  const save = () => {
    const name = `query-${new Date(finished.atMs).toISOString().slice(0, 19).replaceAll(':', '')}`
    if (format === 'CSV') saveFile(`${name}.csv`, 'text/csv', toCsv(finished.result))
    else saveFile(`${name}.json`, 'application/json', toJson(finished.result))
  }
  return (
    <button type="button" class="button quiet" title={`Save the rows as ${format}`} onClick={save}>
      <Glyph name="download" />
      {format}
    </button>
  )
}
