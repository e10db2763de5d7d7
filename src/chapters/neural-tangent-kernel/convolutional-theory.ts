/**
 * The kernel of an infinitely wide convolutional net, CNTK (Arora et al. 2019, section 4), in float64.
 *
 * Images of P × Q pixels and C channels; L convolutional layers of q × q filters (odd, stride 1, zero padding),
 * x^h = √(2/(C_h q²))·ReLU(convolution), then one fully connected layer, behind global average pooling or not.
 * For tensors over two pixel positions, 𝒟(T)[ij, i′j′] = Σ_{a,b} T[i+a j+b, i′+a j′+b]: the same offset on both.
 */
import { clampCosine } from './theory';

export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface ConvolutionalOptions {
  /** Number of convolutional layers L, 1 or more. */
  readonly depth: number;
  /** Side q of the filters, odd. */
  readonly filter: number;
  /** `vanilla`: a fully connected layer over all pixels; `average`: over their mean (GAP). */
  readonly pooling: 'vanilla' | 'average';
  /** First and last layer stay at their initial values, as in the published GAP kernel; the kernel is then 0 at L = 1. */
  readonly fixedEnds?: boolean;
}

/** An image with the norms that every pair needs: √Σ^h[ij, ij] for h = 0 … L−1, a row of P·Q a layer. */
export interface PreparedImage {
  readonly pixels: ArrayLike<number>;
  readonly norms: readonly Float64Array[];
}

export interface ConvolutionalKernel {
  /** Pixels are row-major, channel last. */
  prepare(pixels: ArrayLike<number>): PreparedImage;
  /** The kernels of two prepared images. */
  pair(x: PreparedImage, z: PreparedImage): { readonly ntk: number; readonly nngp: number };
}

/** Sums a P × Q image over the q × q neighbourhood of each pixel. */
function boxSum(image: Float64Array, { height, width }: ImageShape, filter: number): Float64Array<ArrayBuffer> {
  const reach = (filter - 1) / 2;
  const out = new Float64Array(height * width);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let a = Math.max(0, i - reach); a <= Math.min(height - 1, i + reach); a++) {
        for (let b = Math.max(0, j - reach); b <= Math.min(width - 1, j + reach); b++) sum += image[a * width + b];
      }
      out[i * width + j] = sum;
    }
  }
  return out;
}

/** target += source moved by (di, dj) in both pixel positions at once; one of di, dj is zero. */
function addShifted(
  target: Float64Array,
  source: Float64Array,
  { height, width }: ImageShape,
  di: number,
  dj: number,
): void {
  const n = height * width;
  const shift = (di * width + dj) * (n + 1);
  const fromI = Math.max(0, -di);
  const toI = height - Math.max(0, di);
  const fromJ = Math.max(0, -dj);
  const toJ = width - Math.max(0, dj);
  for (let i = fromI; i < toI; i++) {
    for (let j = fromJ; j < toJ; j++) {
      const row = (i * width + j) * n;
      for (let k = fromI; k < toI; k++) {
        const end = row + k * width + toJ;
        for (let e = row + k * width + fromJ; e < end; e++) target[e] += source[e + shift];
      }
    }
  }
}

/** 𝒟 of a tensor over pixel pairs, separably: along the width, then along the height. */
function sumOffsets(tensor: Float64Array, scratch: Float64Array, shape: ImageShape, filter: number): void {
  const reach = (filter - 1) / 2;
  scratch.set(tensor);
  for (let b = 1; b <= reach; b++) {
    addShifted(scratch, tensor, shape, 0, b);
    addShifted(scratch, tensor, shape, 0, -b);
  }
  tensor.set(scratch);
  for (let a = 1; a <= reach; a++) {
    addShifted(tensor, scratch, shape, a, 0);
    addShifted(tensor, scratch, shape, -a, 0);
  }
}

/** √Σ^h[ij, ij]: Σ⁰ is the box sum of Σ_c x_c², and each layer takes box sums of the last, divided by q². */
function layerNorms(
  pixels: ArrayLike<number>,
  shape: ImageShape,
  { depth, filter }: ConvolutionalOptions,
): Float64Array[] {
  const { height, width, channels } = shape;
  const squares = new Float64Array(height * width);
  for (let p = 0; p < squares.length; p++) {
    for (let c = 0; c < channels; c++) squares[p] += pixels[p * channels + c] ** 2;
  }
  const layers = [boxSum(squares, shape, filter)];
  for (let h = 1; h < depth; h++) {
    layers.push(
      boxSum(
        layers[h - 1].map((v) => v / filter ** 2),
        shape,
        filter,
      ),
    );
  }
  return layers.map((layer) => layer.map(Math.sqrt));
}

/**
 * One layer for one pair of positions: from Σ and the product of norms n to K = nκ₁(ρ)/q² in place of Σ, and
 * Θ ← κ₀(ρ)Θ/q² + K (K left out where the layer is fixed).
 *
 * The 1/q² of K̇ is part of the derivative of x^h = √(2/(C q²)) ReLU(·), as it is of K.
 */
function activate(
  sigma: Float64Array,
  theta: Float64Array,
  index: number,
  norm: number,
  perFilter: number,
  addsKernel: boolean,
): void {
  const rho = norm === 0 ? 0 : clampCosine(sigma[index] / norm);
  const angle = rho === 1 ? 0 : Math.acos(rho);
  const toPi = Math.PI - angle;
  const kernel = ((Math.sqrt(1 - rho * rho) + rho * toPi) * norm * perFilter) / Math.PI;
  sigma[index] = kernel;
  theta[index] = (theta[index] * toPi * perFilter) / Math.PI + (addsKernel ? kernel : 0);
}

/** `activate` for every pair of positions; written out, since this is where all the time goes. */
function activateAll(
  sigma: Float64Array,
  theta: Float64Array,
  normsX: Float64Array,
  normsZ: Float64Array,
  perFilter: number,
  addsKernel: boolean,
): void {
  const n = normsX.length;
  const scale = perFilter / Math.PI;
  const inverse = normsZ.map((norm) => (norm === 0 ? 0 : 1 / norm));
  for (let p = 0; p < n; p++) {
    const norm = normsX[p];
    const inverseX = norm === 0 ? 0 : 1 / norm;
    for (let r = 0, e = p * n; r < n; r++, e++) {
      const rho = clampCosine(sigma[e] * inverseX * inverse[r]);
      const toPi = Math.PI - (rho === 1 ? 0 : Math.acos(rho));
      const kernel = (Math.sqrt(1 - rho * rho) + rho * toPi) * norm * normsZ[r] * scale;
      sigma[e] = kernel;
      theta[e] = theta[e] * toPi * scale + (addsKernel ? kernel : 0);
    }
  }
}

/** The kernel with pooling needs every pair of positions: P²Q² numbers a layer. */
function averagePooled(shape: ImageShape, options: ConvolutionalOptions): ConvolutionalKernel['pair'] {
  const { depth, filter, fixedEnds = false } = options;
  const { channels } = shape;
  const n = shape.height * shape.width;
  const sigma = new Float64Array(n * n);
  const theta = new Float64Array(n * n);
  const scratch = new Float64Array(n * n);
  return (x, z) => {
    for (let p = 0; p < n; p++) {
      for (let r = 0; r < n; r++) {
        let sum = 0;
        for (let c = 0; c < channels; c++) sum += x.pixels[p * channels + c] * z.pixels[r * channels + c];
        sigma[p * n + r] = sum;
      }
    }
    sumOffsets(sigma, scratch, shape, filter);
    if (fixedEnds) theta.fill(0);
    else theta.set(sigma);
    for (let h = 1; h <= depth; h++) {
      const last = h === depth;
      activateAll(sigma, theta, x.norms[h - 1], z.norms[h - 1], 1 / filter ** 2, !(fixedEnds && last));
      if (last) break;
      sumOffsets(theta, scratch, shape, filter);
      sumOffsets(sigma, scratch, shape, filter);
    }
    let ntk = 0;
    let nngp = 0;
    for (let e = 0; e < n * n; e++) {
      ntk += theta[e];
      nngp += sigma[e];
    }
    return { ntk: ntk / (n * n), nngp: nngp / (n * n) };
  };
}

/** Without pooling only equal positions are summed, and 𝒟 keeps them among themselves: P·Q numbers a layer. */
function vanilla(shape: ImageShape, options: ConvolutionalOptions): ConvolutionalKernel['pair'] {
  const { depth, filter, fixedEnds = false } = options;
  const { channels } = shape;
  const n = shape.height * shape.width;
  return (x, z) => {
    const products = new Float64Array(n);
    for (let e = 0; e < n * channels; e++) products[Math.floor(e / channels)] += x.pixels[e] * z.pixels[e];
    let sigma = boxSum(products, shape, filter);
    let theta = fixedEnds ? new Float64Array(n) : sigma.slice();
    for (let h = 1; h <= depth; h++) {
      const last = h === depth;
      for (let p = 0; p < n; p++) {
        activate(sigma, theta, p, x.norms[h - 1][p] * z.norms[h - 1][p], 1 / filter ** 2, !(fixedEnds && last));
      }
      if (last) break;
      theta = boxSum(theta, shape, filter);
      sigma = boxSum(sigma, shape, filter);
    }
    return { ntk: theta.reduce((a, b) => a + b), nngp: sigma.reduce((a, b) => a + b) };
  };
}

/** A kernel over images of one shape; it keeps its scratch memory between pairs. */
export function convolutionalKernel(shape: ImageShape, options: ConvolutionalOptions): ConvolutionalKernel {
  return {
    prepare: (pixels) => ({ pixels, norms: layerNorms(pixels, shape, options) }),
    pair: options.pooling === 'vanilla' ? vanilla(shape, options) : averagePooled(shape, options),
  };
}
