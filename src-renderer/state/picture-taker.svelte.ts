/** Who takes a picture that is dropped onto the window; without a taker only folders have a use. */
type Taker = (file: File) => void;

let current = $state.raw<Taker | null>(null);

export const pictureTaker = {
  get current(): Taker | null {
    return current;
  },
};

/** @returns a function that ends it */
export function takePictures(taker: Taker): () => void {
  current = taker;
  return () => {
    current = null;
  };
}
