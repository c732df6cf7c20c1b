"""Two sides: government and partners beside each other, where they differ, and how far raters agree."""
