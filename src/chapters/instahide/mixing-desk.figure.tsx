import { defineFigure, type FigureState } from '../../essay/figure';
import { pinnedSettings } from '../../essay/pinnedSettings';
import type { Cell } from '../../plots/CellArea';
import { Heatmap } from '../../plots/Heatmap';
import { ImageGrid } from '../../plots/ImageGrid';
import { Panels } from '../../plots/Panels';
import { Pinned } from '../../plots/Pinned';
import { bitmapFrom } from './bitmap';
import { HandDrawing } from './HandDrawing';
import { side } from './image-size';
import type { MixingDeskFrame, MixingDeskParams } from './mixing-desk.experiment';
import declaration from './mixing-desk.experiment?declaration';
import { useBitmap } from './useBitmap';
import { percent, rounded } from './words';

type State = FigureState<MixingDeskParams, MixingDeskFrame>;

const square = { rows: side, columns: side, maximumHeight: 220 } as const;

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((top, v) => Math.max(top, Math.abs(v)), 0);

/** How the signs of a mask are drawn. */
const signs = { ...square, map: 'grey', domain: [-1, 1], colourBar: false } as const;

/** The mask, whose pixels flip where they are pressed; a drag flips each pixel that it enters. */
function MaskPanel({ frame, params, set }: State) {
  const { bits, edit } = useBitmap(params.flips, (flips) => set({ flips }));
  const applied = bitmapFrom(params.flips);
  const mask = Array.from(frame.mask.data, (sign, p) => (bits[p] === applied[p] ? sign : -sign));
  const flip = ({ row, column }: Cell) =>
    edit((before) => before.map((bit, p) => (p === row * side + column ? 1 - bit : bit)));
  return (
    <Heatmap
      {...signs}
      label="The mask: press a pixel to flip its sign"
      title="Mask σ, yours to flip"
      values={mask}
      onCell={flip}
      describe={(_, sign) => (sign > 0 ? 'sign kept' : 'sign flipped')}
    />
  );
}

/** The images that are mixed, private ones first. */
function Mixed({ frame }: { readonly frame: MixingDeskFrame }) {
  const count = frame.images.shape[0];
  const strangers = count - frame.privateCount;
  return (
    <ImageGrid
      label={`The ${count} images that are mixed, with their coefficients`}
      title={strangers > 0 ? `${frame.privateCount} private, ${strangers} public, and their λ` : 'Private images'}
      images={frame.images.data}
      count={count}
      rows={side}
      columns={side}
      perRow={6}
      captions={frame.lambda.map((share) => rounded(share))}
    />
  );
}

/** What all pictures of the pixels' values share: colours that reach as far as the mixture does. */
function fieldOf(frame: MixingDeskFrame) {
  const reach = largest(frame.mixture.data);
  const signed = { ...square, map: 'redBlue', domain: [-reach, reach], colourBar: false } as const;
  return { signed, absolute: { ...signed, map: 'grey', domain: [0, reach] } } as const;
}

const Mixture = ({ frame }: { readonly frame: MixingDeskFrame }) => (
  <Heatmap
    {...fieldOf(frame).signed}
    label="The mixture, before the mask"
    title="Mixture x"
    values={frame.mixture.data}
  />
);

/** What is released, and what is left of it where signs do not count. */
function Released({ frame }: { readonly frame: MixingDeskFrame }) {
  const { signed, absolute } = fieldOf(frame);
  return (
    <>
      <Heatmap
        {...signed}
        label="The encryption: the mixture with random signs"
        title="Encryption σ ∘ x"
        values={frame.encryption.data}
      />
      <Heatmap
        {...absolute}
        label="The absolute value of the encryption, which is that of the mixture"
        title="|σ ∘ x| = |x|"
        values={frame.absolute.data}
      />
    </>
  );
}

function Plots(state: State) {
  const { frame, params, set, ghost } = state;
  return (
    <>
      <Mixed frame={frame} />
      <Panels columns={params.source === 'drawing' ? 5 : 4} minimum={150}>
        {params.source === 'drawing' && <HandDrawing drawing={params.drawing} onDraw={(drawing) => set({ drawing })} />}
        <Mixture frame={frame} />
        <MaskPanel {...state} />
        <Released frame={frame} />
      </Panels>
      {ghost && (
        <Pinned title={pinnedSettings(declaration, params, ghost.params)}>
          <Mixed frame={ghost.frame} />
          <Panels columns={4} minimum={150}>
            <Mixture frame={ghost.frame} />
            <Heatmap {...signs} label="The mask of the pinned run" title="Mask σ" values={ghost.frame.mask.data} />
            <Released frame={ghost.frame} />
          </Panels>
        </Pinned>
      )}
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
