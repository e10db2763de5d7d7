/** The part of libsvm-js that the tests compare with. */
declare module 'libsvm-js/asm' {
  export default class SVM {
    static readonly KERNEL_TYPES: Readonly<Record<'LINEAR' | 'RBF' | 'PRECOMPUTED', string>>;
    static readonly SVM_TYPES: Readonly<Record<'C_SVC', string>>;
    constructor(options: Readonly<Record<string, string | number | boolean>>);
    train(samples: number[][], labels: number[]): void;
    predict(samples: number[][]): number[];
    free(): void;
  }
}
