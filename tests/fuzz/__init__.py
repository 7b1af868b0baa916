"""Documents broken in many ways, and everything that sockgen does with them."""
