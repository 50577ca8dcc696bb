/** The part of libheif-js 1.23.2 that is used; the package has types for its C interface only. */
declare module 'libheif-js/wasm-bundle.js' {
  interface HeifImage {
    is_primary(): boolean;
    /** Pixels of the upright picture. */
    get_width(): number;
    get_height(): number;
    /** Decodes into `target.data`, and calls with null where it cannot. */
    display(
      target: { data: Uint8ClampedArray; width: number; height: number },
      callback: (shown: object | null) => void,
    ): void;
  }
  const libheif: { HeifDecoder: new () => { decode(file: Uint8Array): HeifImage[] } };
  export default libheif;
}
