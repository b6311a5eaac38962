let manifest: string | undefined

/** Says which person mask this process loads: the operator's, by its manifest, or the bundled one. */
export function chooseMaskModel(manifestFile: string | undefined): void {
  manifest = manifestFile
}

export function chosenMaskModel(): string | undefined {
  return manifest
}
