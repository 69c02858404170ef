/** Light and dark mode follow the system setting. Below 720 px each row becomes a card that contains its headings. */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --paper: #fff; --ink: #1b1f24; --quiet: #59636e; --line: #d9dee3; --link: #0b5cad;
  --good: #1a7f37; --warning: #8a5a00; --bad: #c1121f; --worst: #8b0f7a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318; --paper: #171c23; --ink: #e4e9ee; --quiet: #98a3af; --line: #2b333d; --link: #6cb2ff;
    --good: #4cc66b; --warning: #e0a93b; --bad: #ff7b72; --worst: #ff8df0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem; padding: 1rem 1.5rem .25rem; }
main { padding: .5rem 1.5rem 3rem; }
h1 { margin: 0; font-size: 1.25rem; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1rem; }
header p, small, summary { margin: 0; color: var(--quiet); font-weight: normal; }
pre { margin: .5rem 0 1rem; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
pre, td { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: 12.5px; }
nav { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; }
nav > * { padding: .3rem .7rem; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; color: var(--quiet); text-decoration: none; }
nav a { color: var(--link); }
nav a b { color: var(--ink); }
section { overflow-x: auto; }
details { margin-top: 2rem; }
table { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid var(--line); }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 500; white-space: nowrap; }
td { overflow-wrap: anywhere; unicode-bidi: isolate; }
td > div { max-height: 12rem; overflow-y: auto; }
td.text > div { white-space: pre-wrap; }
td.number { text-align: right; }
td.number, td.time { white-space: nowrap; }
td.text { min-width: 5rem; }
td.id > div { width: 16ch; }
td.time, td.pairs b { color: var(--quiet); font-weight: normal; }
td.verbose { color: var(--quiet); }
td.good { color: var(--good); }
td.warning { color: var(--warning); }
td.error, td.bad { color: var(--bad); }
td.critical { color: var(--worst); }
td.warning, td.error, td.bad, td.critical { font-weight: 600; }
@media (max-width: 720px) {
  header, main { padding-inline: .75rem; }
  table, tbody, tr, td { display: block; }
  thead { display: none; }
  tr { padding: .4rem 0; border-bottom: 1px solid var(--line); }
  td { display: flex; gap: .5rem; padding: .1rem .7rem; border: 0; }
  td, td.number { text-align: left; }
  td.time { white-space: normal; }
  td:has(> div:empty) { display: none; }
  td::before { content: attr(data-heading); flex: 0 0 8.5rem; color: var(--quiet); font-weight: normal; }
  td > div, td.id > div { flex: 1; min-width: 0; width: auto; }
}
`
