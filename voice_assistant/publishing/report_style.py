"""How a reviewer's page looks, on a screen and on A4. A question's box fits on half a sheet, and none is cut."""

STYLE = """
:root { --ink: #1b1f24; --soft: #4b5563; --line: #c3c9d1; --paper: #ffffff; --tint: #f3f5f8; --mark: #8a1c1c; }
* { box-sizing: border-box; }
html { color: var(--ink); background: var(--paper); font-size: 17px; line-height: 1.5;
  font-family: "Source Sans 3", "Noto Sans", "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 56rem; }
h1 { font-size: 2.1rem; line-height: 1.15; margin: 0.2rem 0 1rem; }
h2 { font-size: 1.5rem; margin: 3rem 0 0.8rem; padding-bottom: 0.3rem; border-bottom: 2px solid var(--ink); }
h3 { font-size: 1.15rem; line-height: 1.3; margin: 0 0 0.6rem; }
h4 { font-size: 1rem; margin: 1rem 0 0.2rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: #0b4f9e; }
q { quotes: none; }

.kicker { font-size: 1rem; letter-spacing: 0.04em; color: var(--soft); margin: 0; }
.is-not { border: 2px solid var(--ink); padding: 0.8rem 1.1rem; margin: 1.4rem 0; }
.is-not p { max-width: none; }
nav ul { columns: 2; }
nav h2 { border: 0; font-size: 1rem; margin: 1rem 0 0; padding: 0; }

dl { margin: 0.6rem 0; }
dl > div { display: grid; grid-template-columns: 13.5rem 1fr; gap: 0 1.2rem; padding: 0.28rem 0;
  border-top: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; }
dd p { margin: 0; }
ol, ul { margin: 0.3rem 0; padding-left: 1.4rem; }
dd > ol, dd > ul, td > ol, td > ul { margin: 0; }
ol.said { list-style: none; padding-left: 0; }
ol.said li { padding: 0.08rem 0; }
ul.several { list-style: none; padding: 0; display: flex; flex-wrap: wrap; }
ul.several li:not(:last-child)::after { content: "\\00a0\\00b7\\00a0 "; color: var(--soft); }
ul.answers { list-style: none; padding: 0; font-weight: 400; }
blockquote { margin: 0.3rem 0 0; padding-left: 0.8rem; border-left: 3px solid var(--line); }

article { border: 1px solid var(--line); border-left: 6px solid var(--soft); padding: 1rem 1.2rem 0.8rem;
  margin: 1.2rem 0; break-inside: avoid; }
article.flag { border-left: 6px double var(--mark); }
.badge { display: inline-block; border: 1.5px solid currentColor; padding: 0 0.5rem; font-weight: 600; }
.flag .badge { color: var(--mark); }
.number { color: var(--soft); font-weight: 400; }
.advice ol.said { font-size: 1.08rem; }
.judge { display: flex; gap: 2rem; margin-top: 0.8rem; padding-top: 0.5rem; border-top: 1px dashed var(--line);
  color: var(--soft); }
.judge .room { flex: 1; border-bottom: 1px solid var(--line); }
.sign { display: grid; grid-template-columns: 1fr 1fr; gap: 1.6rem 2rem; margin-top: 2rem; }
.sign div { border-bottom: 1px solid var(--ink); min-height: 3.2rem; color: var(--soft); }

table { border-collapse: collapse; width: 100%; margin: 0.8rem 0 1.4rem; }
caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.9rem 0.35rem 0; font-weight: 400;
  border-top: 1px solid var(--line); }
thead th { color: var(--soft); border-top: 0; border-bottom: 2px solid var(--line); }
tbody th { font-weight: 600; }

.picture { width: 100%; height: auto; display: block; margin: 1rem 0; break-inside: avoid; }
.picture text { font-size: 15px; fill: var(--ink); }
.picture .small, .picture .answer { font-size: 13px; fill: var(--soft); }
.picture .strong { font-weight: 700; }
.picture rect { fill: var(--paper); stroke: var(--soft); stroke-width: 1.2; }
.picture rect.flag { stroke: var(--mark); stroke-width: 3; }
.picture rect.rule { fill: var(--tint); }
.picture rect.outcome { stroke: var(--ink); stroke-width: 2; }
.picture path { fill: none; stroke: var(--soft); stroke-width: 1.3; }
.picture path.gate { stroke-dasharray: 5 4; }
.picture marker path { fill: var(--soft); stroke: none; }

@media (max-width: 40rem) {
  dl > div, .sign { grid-template-columns: 1fr; }
  nav ul { columns: 1; }
  body { padding: 1rem; }
  th, td { overflow-wrap: anywhere; padding-right: 0.5rem; }
  .judge { flex-wrap: wrap; gap: 0.3rem 1rem; }
}
@page { size: A4; margin: 15mm 16mm 16mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  html { font-size: 10pt; line-height: 1.35; }
  body { padding: 0; max-width: none; }
  nav { display: none; }
  h2, h3, h4, caption, thead { break-after: avoid; }
  h2 { margin-top: 1.6rem; }
  #overview { break-before: page; }
  h4 { margin-top: 0.6rem; }
  dl { margin: 0.3rem 0; }
  dl > div { grid-template-columns: 11.5rem 1fr; padding: 0.12rem 0; }
  article { padding: 0.5rem 0.8rem; margin: 0.7rem 0; }
  article dl { font-size: 0.95rem; }
  .judge { margin-top: 0.4rem; padding-top: 0.35rem; }
  th, td { padding-top: 0.15rem; padding-bottom: 0.15rem; }
  tr, dl > div, li, blockquote, section[aria-labelledby="signing"] { break-inside: avoid; }
  .picture { max-height: 235mm; }
  a { color: inherit; text-decoration: none; }
}
"""
