/** What became of saving to the device: done, the user changed their mind, or the phone does not allow it. */
export type Saved = 'saved' | 'left' | 'not-permitted'
