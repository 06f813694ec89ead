"""The style sheet of the page, for screens of any width, bright and dark, and for paper."""

from __future__ import annotations

SHEET = """\
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --ink: #1d2430; --quiet: #5b6472; --line: #dcd8cd; --card: #ffffff;
  --link: #1b4f8f; --code: #f3f0e8;
  --red: #9f1d20; --amber: #8a4b00; --blue: #1b4f8f; --green: #1f6335; --violet: #5a3d8a;
  --red-wash: #fbe9e7; --amber-wash: #fdf0d8; --blue-wash: #e6eef9; --green-wash: #e4f2e6;
  --violet-wash: #eee8f7; --plain-wash: #eeebe3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e6e3da; --quiet: #a5acb8; --line: #343b47; --card: #1b212a;
    --link: #8fbcf5; --code: #262d38;
    --red: #ff9d95; --amber: #f5c26b; --blue: #8fbcf5; --green: #8fd6a2; --violet: #c3a9f2;
    --red-wash: #45201f; --amber-wash: #40300f; --blue-wash: #1c3152; --green-wash: #1b3a25;
    --violet-wash: #33274d; --plain-wash: #2a313c;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "DejaVu Serif",
    Georgia, serif;
  display: grid; grid-template-columns: 18rem minmax(0, 1fr);
}
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); }
nav {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 2rem 1.25rem;
  border-right: 1px solid var(--line); font-size: .875rem; line-height: 1.35;
}
nav ol { list-style: none; margin: 0; padding: 0; }
nav ol ol { margin: .2rem 0 .7rem .8rem; }
nav li { margin: .3rem 0; }
nav a { color: var(--ink); text-decoration: none; }
nav ol ol a { color: var(--quiet); }
nav a:hover, nav a:focus { text-decoration: underline; }
.contents {
  margin: 0 0 .8rem; color: var(--quiet); font-size: .75rem; letter-spacing: .1em;
  text-transform: uppercase;
}
main { max-width: 54rem; padding: 2.5rem clamp(1.25rem, 4vw, 4rem) 6rem; }
h1, h2, h3, h4 { line-height: 1.2; text-wrap: balance; font-weight: 600; }
h1 { font-size: 2.4rem; margin: 0 0 1.5rem; }
h2 {
  font-size: 1.7rem; margin: 4rem 0 1rem; padding-top: 1rem; border-top: 3px solid var(--ink);
}
h3 { font-size: 1.3rem; margin: 2.8rem 0 .8rem; }
h4 { font-size: 1.08rem; margin: 0 0 .8rem; }
a { color: var(--link); }
:target { outline: 3px solid var(--amber); outline-offset: 4px; }
p { margin: .8rem 0; }
.lead { font-size: 1.08rem; font-style: italic; }
.note { color: var(--quiet); }
article {
  margin: 1.1rem 0; padding: 1.1rem 1.3rem .9rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .5rem;
}
dl { margin: 0; }
.fact {
  display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 1rem; padding: .2rem 0;
}
dt { color: var(--quiet); font-size: .85rem; line-height: 1.83; }
dd { margin: 0; }
dd ul { margin: .15rem 0; padding-left: 1.1rem; }
dd li { margin: .15rem 0; }
.examples dd, .as-written dd, .why dd, .waiver dd, .clause dd { font-size: .9rem; }
.what-to-do dd { font-weight: 600; }
code {
  font: .82rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  background: var(--code); border-radius: .25rem; padding: .1rem .35rem; overflow-wrap: anywhere;
  -webkit-box-decoration-break: clone; box-decoration-break: clone;
}
.name, .name a { font-style: italic; color: inherit; }
.name a { text-decoration: underline dotted var(--quiet) 1px; text-underline-offset: .2em; }
.tag {
  display: inline-block; vertical-align: .15em; margin-left: .35rem; padding: .1rem .55rem;
  border: 1px solid currentColor; border-radius: 1rem; white-space: nowrap;
  font: 600 .72rem/1.5 ui-sans-serif, "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif;
  background: var(--plain-wash); color: var(--quiet);
}
.tag.blocker { background: var(--red-wash); color: var(--red); }
.tag.warning, .tag.challenge { background: var(--amber-wash); color: var(--amber); }
.tag.advice { background: var(--blue-wash); color: var(--blue); }
.tag.benefit { background: var(--green-wash); color: var(--green); }
.tag.opportunity { background: var(--violet-wash); color: var(--violet); }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; font-size: .92rem; }
th, td {
  padding: .5rem .8rem .5rem 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); font-weight: inherit; overflow-wrap: break-word;
}
thead th {
  color: var(--quiet); font-size: .8rem; white-space: nowrap; border-bottom: 2px solid var(--ink);
}
tbody th { min-width: 13rem; }
td:nth-child(2):not(:last-child) { min-width: 14rem; }
td a { font-size: .9rem; }
figure { margin: 1.5rem 0; text-align: center; }
svg { width: min(22rem, 100%); height: auto; }
svg text {
  font: 600 11px ui-sans-serif, "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif;
  text-anchor: middle; dominant-baseline: central; fill: var(--ink);
}
polygon { stroke: currentColor; stroke-width: 1; fill: var(--plain-wash); }
polygon.benefit { fill: var(--green-wash); color: var(--green); }
polygon.challenge { fill: var(--amber-wash); color: var(--amber); }
polygon.opportunity { fill: var(--violet-wash); color: var(--violet); }
svg a:hover polygon, svg a:focus polygon { stroke-width: 3; }
@media screen and (max-width: 60rem) {
  body { display: block; }
  nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line); }
  nav ol ol { display: none; }
}
@media screen and (max-width: 36rem) {
  .fact { display: block; padding: .35rem 0; }
}
@media print {
  @page { margin: 18mm 16mm 20mm; @bottom-center { content: counter(page); } }
  :root {
    --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --card: #fff; --link: #000;
    --code: #f2f2f2; --red: #9f1d20; --amber: #8a4b00; --blue: #1b4f8f; --green: #1f6335;
    --violet: #5a3d8a; --red-wash: #fff; --amber-wash: #fff; --blue-wash: #fff;
    --green-wash: #fff; --violet-wash: #fff; --plain-wash: #fff;
  }
  html { font-size: 8.5pt; }
  body { display: block; }
  nav { display: none; }
  main { max-width: none; padding: 0; }
  h2 { break-before: page; margin-top: 0; }
  dl + h2 { break-before: auto; margin-top: 2rem; }
  h1, h2, h3, h4, thead { break-after: avoid; }
  article, tr, figure { break-inside: avoid; }
  thead { display: table-header-group; }
  a, .name a { color: inherit; text-decoration: none; }
  .skip { display: none; }
}
"""
