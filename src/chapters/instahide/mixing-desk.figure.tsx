import { useRef } from 'react';
import { defineFigure, type FigureState } from '../../essay/figure';
import type { Cell } from '../../plots/CellArea';
import { Heatmap } from '../../plots/Heatmap';
import { ImageGrid } from '../../plots/ImageGrid';
import { Panels } from '../../plots/Panels';
import { bitmapFrom, textOf } from './bitmap';
import { HandDrawing } from './HandDrawing';
import { side } from './image-size';
import type { MixingDeskFrame, MixingDeskParams } from './mixing-desk.experiment';
import declaration from './mixing-desk.experiment?declaration';
import { percent, rounded } from './words';

type State = FigureState<MixingDeskParams, MixingDeskFrame>;

const square = { rows: side, columns: side, maximumHeight: 220 } as const;

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((top, v) => Math.max(top, Math.abs(v)), 0);

/** The mask, whose pixels flip where they are pressed. */
function MaskPanel({ frame, params, set }: State) {
  const flips = useRef({ given: params.flips, bits: bitmapFrom(params.flips) });
  if (flips.current.given !== params.flips) flips.current = { given: params.flips, bits: bitmapFrom(params.flips) };
  const flip = ({ row, column }: Cell) => {
    const bits = flips.current.bits.slice();
    bits[row * side + column] = 1 - bits[row * side + column];
    flips.current = { given: flips.current.given, bits };
    set({ flips: textOf(bits) });
  };
  return (
    <Heatmap
      {...square}
      label="The mask: press a pixel to flip its sign"
      title="Mask σ, yours to flip"
      values={frame.mask.data}
      map="grey"
      domain={[-1, 1]}
      colourBar={false}
      onCell={flip}
      describe={(_, sign) => (sign > 0 ? 'sign kept' : 'sign flipped')}
    />
  );
}

function Plots(state: State) {
  const { frame, params, set } = state;
  const reach = largest(frame.mixture.data);
  const captions = frame.lambda.map(
    (share, j) => `${rounded(share)} · ${j === 0 ? 'yours' : j < frame.privateCount ? 'private' : 'public'}`,
  );
  return (
    <>
      <ImageGrid
        label={`The ${frame.images.shape[0]} images that are mixed, with their coefficients`}
        title="Coefficient · image"
        images={frame.images.data}
        count={frame.images.shape[0]}
        rows={side}
        columns={side}
        perRow={6}
        captions={captions}
      />
      <Panels columns={4} minimum={150}>
        {params.source === 'drawing' && <HandDrawing drawing={params.drawing} onDraw={(drawing) => set({ drawing })} />}
        <Heatmap
          {...square}
          label="The mixture, before the mask"
          title="Mixture x"
          values={frame.mixture.data}
          map="redBlue"
          domain={[-reach, reach]}
          colourBar={false}
        />
        <MaskPanel {...state} />
        <Heatmap
          {...square}
          label="The encryption: the mixture with random signs"
          title="Encryption σ ∘ x"
          values={frame.encryption.data}
          map="redBlue"
          domain={[-reach, reach]}
          colourBar={false}
        />
        <Heatmap
          {...square}
          label="The absolute value of the encryption, which is that of the mixture"
          title="|σ ∘ x| = |x|"
          values={frame.absolute.data}
          map="grey"
          domain={[0, reach]}
          colourBar={false}
        />
      </Panels>
    </>
  );
}

export const figure = defineFigure<MixingDeskParams, MixingDeskFrame>({
  declaration,
  Plots,
  caption({ params, frame }) {
    const { k } = params;
    const mixed =
      k === 1
        ? 'One image, not mixed, behind a mask.'
        : `${k} images, ${frame.privateCount} of them private, with coefficients of at most ${params.largest}, accepted at draw ${frame.draws}.`;
    const { signedCorrelation, flatPixels } = frame.metrics;
    const flat =
      flatPixels > 0.5
        ? ` In this scaling ${percent(flatPixels, 0)} of the hidden image’s pixels have an absolute value of about 1: there the mask deletes them.`
        : '';
    return `${mixed} The encryption’s correlation with the hidden image is ${rounded(signedCorrelation)}; its absolute value is that of the mixture, pixel by pixel.${flat} Every step draws a new key. What you draw or choose never leaves this page.`;
  },
});
