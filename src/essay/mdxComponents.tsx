/**
 * What a chapter's prose may use without import.
 *
 *   <Figure figure={completion} width="wide" />           import { figure as completion } from './completion.figure'
 *   <FigureReference figure="completion" />                 “figure 1”
 *   <FigureLink figure="completion" set={{ depth: 2 }}>two layers</FigureLink>
 *   <Equation id="end-to-end">$$ W = W_N \cdots W_1 $$</Equation>   and   <EquationLink to="end-to-end" />
 *   <Citation id="arora2019implicit" at="Theorem 3" inText />   <References />   (references.ts)
 *   <Claim id="E1" test="file in tests/claims">a sentence that the test checks</Claim>
 *   <Term means="…">effective rank</Term>   <Sidenote>…</Sidenote>
 *
 * Symbols are explained wherever they stand in a formula: export const symbols = { '\\sigma_r': 'the $r$-th singular value' }.
 * Headings, equations and figures are numbered while building (build/remark-essay.ts), where a link without an end fails.
 */
import { Citation } from './Citation';
import { Claim } from './Claim';
import { Equation, EquationLink } from './Equation';
import { FigureIsland } from './FigureIsland';
import { FigureLink, FigureReference } from './FigureLink';
import { Maths } from './Maths';
import { References } from './References';
import { Sidenote } from './Sidenote';
import { Term } from './Term';

export const mdxComponents = {
  Citation,
  Claim,
  Equation,
  EquationLink,
  Figure: FigureIsland,
  FigureLink,
  FigureReference,
  Maths,
  References,
  Sidenote,
  Symbol: Term,
  Term,
};
