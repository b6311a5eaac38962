/** A mini program never leaves its screen to ask who pays. */
export {}
