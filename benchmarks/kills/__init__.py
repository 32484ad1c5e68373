"""Kill -9 at random points of what changes a workspace, and look at what is left."""
