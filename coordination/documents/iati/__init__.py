"""Activities as IATI writes them (activity standard 2.03): XML to values, and the register as such XML."""
