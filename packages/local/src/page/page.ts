import type { TableName } from '@azmon/kql'
import { html, raw } from 'hono/html'
import { columnsOf, type PageColumns } from './columns'
import type { Content, Html } from './content'
import { gettingStarted } from './getting-started'
import { type PageContent, type PageRow, tableNames } from './read-page'
import { styles } from './styles'

/** Renders the page. It has no scripts and reloads every few seconds. */
export function page(content: PageContent, styleNonce: string): Html {
  const isEmpty = tableNames.every((table) => content.counts[table] === 0)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${REFRESH_S}">
<title>azmon local</title>
<style nonce="${styleNonce}">${raw(styles)}</style>
</head>
<body>
<header>
<h1>azmon local</h1>
<p>Application Insights on this machine</p>
</header>
<main>
${isEmpty ? gettingStarted(content.connectionString) : tables(content)}
</main>
</body>
</html>`
}

const REFRESH_S = 5

function tables(content: PageContent): Html {
  return html`<nav aria-label="Tables">${tableNames.map((table) => tableLink(table, content.counts[table]))}</nav>
${tableNames.map((table) => section(table, content.newest[table] ?? [], content.counts[table]))}
<details><summary>Connection string</summary><pre>${content.connectionString}</pre></details>`
}

function tableLink(table: TableName, count: number): Html {
  return count === 0
    ? html`<span><b>0</b> ${table}</span>`
    : html`<a href="#${table}"><b>${whole.format(count)}</b> ${table}</a>`
}

function section(table: TableName, rows: readonly PageRow[], count: number): Html | null {
  if (rows.length === 0) return null
  const columns = columnsOf(table)
  const shown = rows.length < count ? `newest ${rows.length} of ${whole.format(count)}` : whole.format(count)
  return html`<section id="${table}">
<h2>${table} <small>${shown}</small></h2>
<table>
<thead><tr>${Object.keys(columns).map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => tableRow(row, columns))}</tbody>
</table>
</section>`
}

function tableRow(row: PageRow, columns: PageColumns): Html {
  return html`<tr>${Object.entries(columns).map(([name, show]) => cell(name, show(row[name])))}</tr>\n`
}

function cell(name: string, { style, html: value }: Content): Html {
  return html`<td class="${style}" data-heading="${name}"><div>${value}</div></td>`
}

const whole = new Intl.NumberFormat('en')
