import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Draws docs/once.svg, the picture in the README, from the current output of `npm start -- --once`. */
const output = execFileSync(process.execPath, [join(__dirname, 'main.js'), '--once'], { encoding: 'utf8' })
writeFileSync(
  join(__dirname, '../../../docs/once.svg'),
  drawTerminal('$ npm start -- --once', output.trimEnd().split('\n')),
)

// --- helpers ---

function drawTerminal(command: string, lines: readonly string[]): string {
  const character = { width: 8, height: 19 }
  const margin = 20
  const width = Math.max(...lines.map((line) => line.length)) * character.width + 2 * margin
  const height = (lines.length + 2) * character.height + 2 * margin
  const text = [command, '', ...lines].map((line, row) => {
    const y = margin + (row + 1) * character.height - 5
    // textLength keeps the columns aligned in any monospace font.
    return line === ''
      ? ''
      : `<text x="${margin}" y="${y}" textLength="${line.length * character.width}">${asXml(line)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${width} ${height}" role="img">
<title>What npm start -- --once prints: rows per table, the newest of them, and one order followed through both services</title>
<style>
  rect { fill: #f6f8fa; stroke: #d0d7de }
  text { fill: #1f2328; font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre }
  @media (prefers-color-scheme: dark) { rect { fill: #161b22; stroke: #30363d } text { fill: #e6edf3 } }
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${text.filter((line) => line !== '').join('\n')}
</svg>
`
}

function asXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
