/** Digits are 28 × 28, and everything else in the chapter is made so. */
export const side = 28;
export const pixelsPerImage = side * side;
