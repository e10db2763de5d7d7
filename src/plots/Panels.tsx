import type { CSSProperties, ReactNode } from 'react';
import { ExpectedWidth } from './useSize';

interface Props {
  /** No panel is narrower than this, in CSS pixels, but where the page is. */
  readonly minimum?: number;
  /** At most this many side by side. */
  readonly columns?: number;
  readonly children?: ReactNode;
}

/** Plots side by side, as many as there is room for, the rest below. */
export function Panels({ minimum = 260, columns = 4, children }: Props) {
  const style = { '--panel-minimum': `${minimum}px`, '--panel-columns': columns } as CSSProperties;
  return (
    <ExpectedWidth value={Math.max(minimum, Math.floor(640 / columns) - 12)}>
      <div className="plot-panels" style={style}>
        {children}
      </div>
    </ExpectedWidth>
  );
}
