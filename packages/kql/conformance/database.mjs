import { DuckDBInstance } from '@duckdb/node-api'
import { compileWith, toKqlValue } from '../dist/index.js'

/** Opens an empty database that can reach neither files nor extensions. */
export async function openDatabase() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
  const connection = await instance.connect()
  return {
    async query(text) {
      const runQuery = async (sql) => (await connection.runAndReadAll(sql)).getRows()
      const compiled = await compileWith(runQuery, text, {})
      const reader = await connection.runAndReadAll(compiled.sql)
      const rows = reader
        .getRows()
        .map((row) => row.map((value, index) => toKqlValue(value, compiled.columns[index].type)))
      return {
        columns: compiled.columns,
        rows: rows.length > 0 && compiled.columns.length === 0 ? [] : rows,
        sql: compiled.sql,
      }
    },
  }
}
