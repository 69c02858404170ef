import { applicationInsightsSchema, compile, KqlError } from '@azmon/kql/editor'
import { CopyButton } from '../../components/copy-button'
import { otherSource } from '../../state/source'

/** The SQL to which a query compiles. */
export function ResultSql({ text }: { readonly text: string }) {
  const other = otherSource.value
  if (other !== undefined) return <p class="query-sql text2">{other} runs the query as it is, so there is no SQL.</p>
  const sql = sqlOf(text)
  if (sql === undefined)
    return <p class="query-sql text2">The columns of this query depend on the data, so its SQL is made when it runs.</p>
  return (
    <div class="query-sql">
      <CopyButton text={() => sql} label="Copy SQL" />
      <pre>{sql.replace(/(?<=\)), (?=c\d|\w+ AS)/g, ',\n')}</pre>
    </div>
  )
}

// --- helpers ---

function sqlOf(text: string): string | undefined {
  try {
    const compiled = compile(text, applicationInsightsSchema, { hasNoNullStrings: true })
    return 'sql' in compiled ? compiled.sql : undefined
  } catch (error) {
    if (error instanceof KqlError) return undefined
    throw error
  }
}
