/** The pages' one style sheet, light and dark. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e6e9ed); --soft: light-dark(#57606a, #9aa4b0);
  --paper: light-dark(#ffffff, #14171b); --line: light-dark(#d5dae0, #343b44); --tint: light-dark(#f3f5f7, #1d2228);
  --link: light-dark(#0a56c2, #7db3ff); --good: light-dark(#e4f5e8, #16331f); --bad: light-dark(#fdeaea, #421b1b);
  --danger: light-dark(#b42318, #ff8a80); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding: .75rem 1rem; border-bottom: 1px solid var(--line); background: var(--tint); }
.brand { font-weight: 700; text-decoration: none; color: inherit; } .brand span { font-weight: 400; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--link); } code { font-size: .9em; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .25rem 1rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: end; margin: .5rem 0; } td form { margin: 0 .35rem .35rem 0; display: inline-flex; }
label { display: grid; gap: .15rem; font-size: .85rem; color: var(--soft); }
label:has([type=checkbox]) { display: inline-flex; flex-direction: row-reverse; align-items: center; gap: .35rem; min-height: 2.2rem; }
input, select, button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 6px; padding: .35rem .6rem; max-width: 100%; }
button { cursor: pointer; background: var(--tint); } button.danger { color: var(--danger); border-color: var(--danger); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.notice, .error { padding: .6rem .8rem; border-radius: 6px; white-space: pre-line; } .notice { background: var(--good); } .error { background: var(--bad); }
.empty { color: var(--soft); }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
`
