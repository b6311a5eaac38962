// Everything a mini program is dressed in is in the style sheets of all platforms.
export {}
