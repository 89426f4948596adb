/** A decoded picture: rows from the top, three bytes (red, green, blue) a pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** height·width·3 values from 0 to 255. */
  readonly data: Uint8Array;
}
