/** The finished picture, or a small one of the original. */
export type PhotoPart = 'photoFinished' | 'photoPreview'
