/** What a chapter's prose may use without import. */
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
