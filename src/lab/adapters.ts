/** Tells a graphics processor from software that imitates one: WebAssembly beats the latter. */

/** Names under which software renderers are known: SwiftShader, Mesa's llvmpipe and softpipe, Windows' Basic Render (WARP). */
const softwareNames = /swiftshader|llvmpipe|softpipe|software|basic render|\bwarp\b/i;

export type Adapter =
  | { readonly kind: 'hardware' | 'software'; readonly name: string }
  /** `why` completes "WebGPU is not available: …". */
  | { readonly kind: 'none'; readonly why: string };

/** 'ANGLE (Intel, Mesa Intel(R) UHD Graphics (0x9B41), OpenGL 4.6)' is 'Mesa Intel(R) UHD Graphics' to a reader. */
export function readableName(renderer: string): string {
  const inside = /^ANGLE \([^,]*, (.*), [^,]*\)$/.exec(renderer)?.[1] ?? renderer;
  return inside.replace(/ \(0x[0-9a-f]+\)/i, '').replace(/ Direct3D.*$/, '');
}

export const isSoftwareName = (name: string): boolean => softwareNames.test(name);

interface WebGpuAdapter {
  readonly info?: Partial<Record<'vendor' | 'architecture' | 'device' | 'description', string>> & {
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean;
}

interface WebGpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<WebGpuAdapter | null>;
}

/** What a WebGPU adapter says of itself. */
export function describeWebGpuAdapter(adapter: WebGpuAdapter | null): Adapter {
  if (!adapter) return { kind: 'none', why: 'the browser offers no adapter' };
  const { vendor, architecture, device, description } = adapter.info ?? {};
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ');
  const fallback = adapter.isFallbackAdapter || adapter.info?.isFallbackAdapter;
  return { kind: fallback || isSoftwareName(name) ? 'software' : 'hardware', name: name || 'an unnamed adapter' };
}

export async function probeWebGpu(): Promise<Adapter> {
  const gpu = (globalThis.navigator as { gpu?: WebGpu } | undefined)?.gpu;
  if (!gpu) return { kind: 'none', why: 'this browser, or this page without a secure origin, does not offer it' };
  try {
    return describeWebGpuAdapter(await gpu.requestAdapter({ powerPreference: 'high-performance' }));
  } catch (error) {
    return { kind: 'none', why: String(error) };
  }
}

/** A WebGL 2 context without a page; null where there is none. */
export function createWebGlContext(): WebGL2RenderingContext | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  return new OffscreenCanvas(1, 1).getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    powerPreference: 'high-performance',
  });
}

/** What renders for a WebGL context. Without 32-bit float textures it counts as none: 16 bits would ruin the runs. */
export function describeWebGl(gl: WebGL2RenderingContext | null): Adapter {
  if (!gl) return { kind: 'none', why: 'this browser offers no WebGL 2 to a worker' };
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(unmasked ? unmasked.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  if (!rendersFloat32(gl)) {
    return {
      kind: 'none',
      why: `${readableName(name)} does not render 32-bit floats, and 16-bit floats would ruin the runs`,
    };
  }
  return { kind: isSoftwareName(name) ? 'software' : 'hardware', name: readableName(name) };
}

function rendersFloat32(gl: WebGL2RenderingContext): boolean {
  if (!gl.getExtension('EXT_color_buffer_float')) return false;
  const texture = gl.createTexture();
  const frame = gl.createFramebuffer();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, 1, 1, 0, gl.RGBA, gl.FLOAT, null);
  gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  const complete = gl.checkFramebufferStatus(gl.FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE;
  gl.bindTexture(gl.TEXTURE_2D, null);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.deleteTexture(texture);
  gl.deleteFramebuffer(frame);
  return complete;
}
