import { afterEach, describe, expect, test, vi } from 'vitest';
import { describeWebGl, describeWebGpuAdapter, readableName } from '../../src/lab/adapters';
import { createWorker } from '../../src/lab/create-worker';

const swiftShader = 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)';

/** As much of a WebGL context as is asked of one. */
function fakeWebGl(renderer: string, float32 = true): WebGL2RenderingContext {
  const answers: Record<string, unknown> = {
    getExtension: (name: string) =>
      name === 'WEBGL_debug_renderer_info'
        ? { UNMASKED_RENDERER_WEBGL: 1 }
        : name === 'EXT_color_buffer_float' && float32
          ? {}
          : null,
    getParameter: () => renderer,
    checkFramebufferStatus: () => 36053,
    FRAMEBUFFER_COMPLETE: 36053,
  };
  return new Proxy({}, { get: (_, name) => answers[String(name)] ?? (() => null) }) as WebGL2RenderingContext;
}

describe('graphics adapters', () => {
  test.each([
    [swiftShader, 'software'],
    ['llvmpipe (LLVM 15.0.7, 256 bits)', 'software'],
    ['ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)', 'software'],
    ['Apple Software Renderer', 'software'],
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)', 'hardware'],
    ['ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)', 'hardware'],
    ['Mali-G78', 'hardware'],
  ])('%s is %s', (renderer, kind) => {
    expect(describeWebGl(fakeWebGl(renderer)).kind).toBe(kind);
  });

  test('WebGL with 16-bit floats only counts as none, and says so', () => {
    const adapter = describeWebGl(fakeWebGl('Mali-400', false));
    expect(adapter).toMatchObject({ kind: 'none', why: expect.stringMatching(/Mali-400.*16-bit floats would ruin/) });
    expect(describeWebGl(null).kind).toBe('none');
  });

  test.each([
    [{ info: { vendor: 'google', architecture: 'swiftshader' } }, 'software'],
    [{ info: { vendor: 'nvidia', architecture: 'ampere' }, isFallbackAdapter: true }, 'software'],
    [{ info: { vendor: 'mesa', description: 'llvmpipe (LLVM 17)' } }, 'software'],
    [{ info: { vendor: 'apple', architecture: 'metal-3' } }, 'hardware'],
    [{}, 'hardware'],
    [null, 'none'],
  ] as const)('WebGPU adapter %o is %s', (adapter, kind) => {
    expect(describeWebGpuAdapter(adapter).kind).toBe(kind);
  });

  test('names are readable', () => {
    expect(readableName(swiftShader)).toBe('Vulkan 1.3.0 (SwiftShader Device (Subzero))');
    expect(readableName('ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 (0x00002504) Direct3D11 vs_5_0 ps_5_0, D3D11)')).toBe(
      'NVIDIA GeForce RTX 3060',
    );
    expect(readableName('Mali-G78')).toBe('Mali-G78');
  });
});

describe('the worker’s script', () => {
  afterEach(() => vi.unstubAllGlobals());

  const addressOn = (origin: string): string => {
    const started: string[] = [];
    vi.stubGlobal('origin', origin);
    vi.stubGlobal(
      'Worker',
      class {
        constructor(address: string | URL) {
          started.push(String(address));
        }
      },
    );
    createWorker(new URL('https://example.org/essay/assets/worker.js'));
    return started[0];
  };

  test('is started from its address, or imported where the page has no origin', () => {
    expect(addressOn('https://example.org')).toBe('https://example.org/essay/assets/worker.js');
    const script = decodeURIComponent(addressOn('null').replace('data:text/javascript,', ''));
    expect(script).toBe('import "https://example.org/essay/assets/worker.js";');
  });
});
