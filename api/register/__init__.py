"""The register of assignments at the edge."""
