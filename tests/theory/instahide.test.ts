import { describe, expect, it } from 'vitest';
import {
  absoluteCorrelation,
  applyMask,
  canBeMet,
  coefficientsFrom,
  correlation,
  drawCoefficients,
  drawMask,
  expectedSimilarity,
  mixImages,
  mixLabels,
  pairAcceptance,
  pixelStatistics,
  privateSlots,
  publishedBounds,
  scalePixels,
} from '../../src/chapters/instahide/theory';
import { mulberry32, seededRandom } from '../../src/lab/random';

const close = (found: ArrayLike<number>, expected: readonly number[], digits = 10) => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, digits);
  });
};

describe('random numbers', () => {
  it('are the same in Node and Python', () => {
    const first = mulberry32(1);
    expect([first(), first(), first()]).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
    const seventh = mulberry32(7);
    expect([seventh(), seventh(), seventh(), seventh()]).toEqual([
      0.011704753153026104, 0.06195825757458806, 0.97690763277933, 0.6990287057124078,
    ]);
  });
});

describe('one encryption', () => {
  const lambda = coefficientsFrom([0.3, -1.1, 0.7, 0.2]);
  const images = [
    [-1, 0.5, 2],
    [0.25, -0.75, 1],
    [1, 1, -0.5],
    [-0.2, 0.4, 0.6],
  ];

  it('mixes and masks as in the worked example', () => {
    close(lambda, [0.1304347826, 0.4782608696, 0.3043478261, 0.08695652174]);
    const mixture = mixImages(images, lambda);
    close(mixture, [0.2760869565, 0.04565217391, 0.6391304348]);
    close(applyMask(mixture, [1, -1, -1]), [0.2760869565, -0.04565217391, -0.6391304348]);
  });

  it('mixes the labels of private images alone and does not renormalise them', () => {
    close(mixLabels([2, 0], lambda, 3), [lambda[1], 0, lambda[0]]);
    close(mixLabels([1, 1], lambda, 2), [0, lambda[0] + lambda[1]]);
  });

  it('hides nothing but signs', () => {
    const random = seededRandom(1);
    const mixture = random.normals(500);
    const encryption = applyMask(mixture, drawMask(500, random.uniform));
    expect(encryption.map(Math.abs)).toEqual(Float64Array.from(mixture, Math.abs));
    const mask = drawMask(20_000, random.uniform);
    expect(Math.abs(mask.reduce((sum, sign) => sum + sign, 0))).toBeLessThan(600);
  });

  it('takes two private images across data sets and k inside one', () => {
    expect([1, 2, 4, 6].map((k) => privateSlots(k, true))).toEqual([1, 2, 2, 2]);
    expect(privateSlots(4, false)).toBe(4);
  });
});

describe('the bounds on the coefficients', () => {
  it('accept two coefficients as often as the closed form says', () => {
    expect(pairAcceptance(0.65)).toBeCloseTo(0.3710943163, 10);
    expect([pairAcceptance(0.5), pairAcceptance(1)]).toEqual([0, 1]);
  });

  const draw = (k: number, privateSum: number, count: number) => {
    const { normal } = seededRandom(5).fork(`${k} ${privateSum}`);
    let [draws, squares] = [0, 0];
    for (let i = 0; i < count; i++) {
      const drawn = drawCoefficients(k, normal, { largest: 0.65, privateSum });
      draws += drawn.draws;
      squares += drawn.lambda.reduce((sum, l) => sum + l * l, 0);
    }
    return { accepted: count / draws, squares: squares / count };
  };

  it.each([
    { k: 2, privateSum: 0, accepted: 0.3710943163 },
    { k: 3, privateSum: 0, accepted: 0.758 },
    { k: 4, privateSum: 0, accepted: 0.928 },
    { k: 4, privateSum: 0.3, accepted: 0.803 },
    { k: 6, privateSum: 0.3, accepted: 0.564 },
  ])('accept k = $k with private sum $privateSum at $accepted', ({ k, privateSum, accepted }) => {
    const count = 400_000;
    const found = draw(k, privateSum, count).accepted;
    // The sheet's own ±0.001, and three standard deviations of this estimate.
    expect(Math.abs(found - accepted)).toBeLessThan(0.001 + 3 * Math.sqrt((accepted * (1 - accepted)) / count));
  });

  it.each([
    { k: 2, squares: 0.515 },
    { k: 4, squares: 0.343 },
    { k: 6, squares: 0.246 },
  ])('leave Σλ² at $squares for k = $k', ({ k, squares }) => {
    expect(Math.abs(draw(k, 0, 100_000).squares - squares)).toBeLessThan(0.001);
  });

  it('say when they cannot be met', () => {
    expect(canBeMet(2, { largest: 0.5, privateSum: 0 })).toBe(false);
    expect(canBeMet(1, publishedBounds.inside)).toBe(true);
    expect(() => drawCoefficients(2, seededRandom(1).normal, { largest: 0.4, privateSum: 0 })).toThrow(RangeError);
    expect(drawCoefficients(1, seededRandom(1).normal, publishedBounds.inside).lambda).toEqual(Float64Array.of(1));
  });
});

describe('similarity of encryptions', () => {
  it('is the correlation of the absolute values of two Gaussians', () => {
    const { normal } = seededRandom(3);
    for (const rho of [0, 0.3, -0.7, 0.95]) {
      const x = Float64Array.from({ length: 200_000 }, normal);
      const y = x.map((value) => rho * value + Math.sqrt(1 - rho ** 2) * normal());
      expect(Math.abs(correlation(x.map(Math.abs), y.map(Math.abs)) - absoluteCorrelation(rho))).toBeLessThan(0.01);
    }
    expect(absoluteCorrelation(0)).toBeCloseTo(0, 15);
    expect(absoluteCorrelation(1)).toBeCloseTo(1, 12);
  });

  it('tells shared from unshared images, masks or not', () => {
    const random = seededRandom(4);
    const image = () => random.normals(100_000);
    const [a, b, c, d] = [image(), image(), image(), image()];
    const [lambda, mu] = [
      [0.6, 0.4],
      [0.3, 0.7],
    ];
    const absolute = (images: Float32Array[], weights: readonly number[]) => mixImages(images, weights).map(Math.abs);
    const shared = correlation(absolute([a, b], lambda), absolute([c, a], mu));
    expect(Math.abs(shared - expectedSimilarity(lambda, mu, [[0, 1]]))).toBeLessThan(0.015);
    expect(Math.abs(correlation(absolute([a, b], lambda), absolute([c, d], mu)))).toBeLessThan(0.015);
    expect(expectedSimilarity(lambda, mu, [])).toBeCloseTo(0, 15);
  });
});

describe('scaling', () => {
  it('standardises, or stretches to [−1, 1]', () => {
    const pixels = [0, 0, 0, 1];
    const statistics = pixelStatistics(pixels);
    expect(statistics).toEqual({ mean: 0.25, deviation: Math.sqrt(3) / 4 });
    close(scalePixels(pixels, 'standardised', statistics), [-0.57735, -0.57735, -0.57735, 1.73205], 5);
    close(scalePixels(pixels, 'minus-one-to-one', statistics), [-1, -1, -1, 1]);
    close(scalePixels(pixels, 'zero-to-one', statistics), pixels);
  });
});
