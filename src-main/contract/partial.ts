/** In the names of files and folders that are being filled; one that stays behind was interrupted and may be removed. */
export const partialMark = '.partial-';
