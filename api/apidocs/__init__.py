"""The page that describes the HTTP interface, made here out of its OpenAPI document."""
